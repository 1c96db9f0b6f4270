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


def lead_links_in(app: Sphinx, docname: str, source: list[str]) -> None:
    """Turns links to a page outside ``docs/`` into links to the page that shows it."""
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".md":
        return
    # An included text has its links from where it lies; Sphinx tells of it with its own name.
    here = PurePosixPath(docname).parent
    docs = Path(app.srcdir).relative_to(ROOT)

    def led(found: re.Match[str]) -> str:
        target = found[2]
        if "://" in target:
            return found[0]
        outside = os.path.normpath(docs / here / target).replace(os.sep, "/")
        if outside not in PAGES:
            return found[0]
        inside = os.path.relpath(PAGES[outside], here).replace(os.sep, "/")
        return f"{found[1]}{inside}{found[3] or ''}"

    source[0] = _LINK.sub(led, source[0])


def setup(app: Sphinx) -> dict[str, Any]:
    """Runs both before Sphinx reads."""
    app.connect("builder-inited", copy_walkthroughs)
    app.connect("source-read", lead_links_in)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
