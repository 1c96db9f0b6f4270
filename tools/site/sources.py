"""Texts that lie outside ``docs/``: walkthroughs are copied in, links to other pages led there."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]

PAGES = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contribute/index.md",
    "README.md": "index.md",
    "glassgrad/examples/README.md": "check/examples.md",
    "notebooks/README.md": "notebooks.md",
}
"""Pages of the project, and the pages of the site that show them."""

_LINK = re.compile(r"(\]\()([^)#\s]+)(#[^)\s]*)?(?=\))")


def copy_walkthroughs(app: Sphinx) -> None:
    """Brings ``notebooks/*.ipynb`` into the folder that Sphinx reads, and no others.

    Files that have not changed are left alone, so that Sphinx does not read them again.
    """
    folder = Path(app.srcdir) / "notebooks"
    folder.mkdir(exist_ok=True)
    theirs = {path.name: path for path in (ROOT / "notebooks").glob("*.ipynb")}
    for path in folder.iterdir():
        if path.name not in theirs:
            path.unlink()
    for name, path in theirs.items():
        target = folder / name
        if not target.exists() or target.read_bytes() != path.read_bytes():
            shutil.copyfile(path, target)


def led(text: str, docname: str) -> str:
    """A page's Markdown, with links to pages outside ``docs/`` led to those that show them."""
    here = PurePosixPath(docname).parent

    def inside(found: re.Match[str]) -> str:
        outside = os.path.normpath(PurePosixPath("docs") / here / found[2]).replace(os.sep, "/")
        if "://" in found[2] or outside not in PAGES:
            return found[0]
        address = os.path.relpath(PAGES[outside], here).replace(os.sep, "/")
        return f"{found[1]}{address}{found[3] or ''}"

    return _LINK.sub(inside, text)


def lead_links_in(app: Sphinx, docname: str, source: list[str]) -> None:
    """Does so for each page that Sphinx reads."""
    if Path(app.env.doc2path(docname)).suffix == ".md":
        source[0] = led(source[0], docname)


def setup(app: Sphinx) -> dict[str, Any]:
    """Runs both before Sphinx reads."""
    app.connect("builder-inited", copy_walkthroughs)
    app.connect("source-read", lead_links_in)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
