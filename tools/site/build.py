"""Builds the site: ``python -m tools.site.build [DIRECTORY]`` (``build/docs`` by default).

Warnings are errors. Nothing is fetched, neither now nor by the pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.cmd.build import main as sphinx

ROOT = Path(__file__).parents[2]


def build(directory: Path) -> int:
    """Builds the site into a folder; gives Sphinx' exit code."""
    doctrees = directory.parent / f".{directory.name}-doctrees"
    options = ["-W", "--keep-going", "--quiet", "-b", "html", "-d", str(doctrees)]
    return sphinx([*options, str(ROOT / "docs"), str(directory)])


def main() -> int:
    """The command."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"
    code = build(directory)
    if code == 0:
        print(  # noqa: T201
            f"The site: {directory / 'index.html'}\n"
            f"Served, its search shows where it found a word: "
            f"python -m http.server --directory {directory}"
        )
    return code


if __name__ == "__main__":
    sys.exit(main())
