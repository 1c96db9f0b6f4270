"""Links of the built site: ``python -m tools.site.links [DIRECTORY]`` lists those that lead out.

A page that only loads its own files has every ``loaded`` address inside the site.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_LOADING = {"img": "src", "script": "src", "iframe": "src", "source": "src", "embed": "src"}
_LOADED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect"}


@dataclass
class Page:
    """A page of the site. links: where its anchors lead; loaded: what a browser fetches for it;
    anchors: the places in it that a link can name."""

    path: str
    links: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if name := found.get("id"):
            self.page.anchors.add(name)
        if tag == "a" and "href" in found:
            self.page.links.add(found["href"])
        if tag == "link" and _LOADED_RELATIONS & set(found.get("rel", "").split()):
            self.page.loaded.add(found.get("href", ""))
        if tag in _LOADING and _LOADING[tag] in found:
            self.page.loaded.add(found[_LOADING[tag]])


def read(site: Path) -> dict[str, Page]:
    """The pages of a built site by their paths in it."""
    pages = {}
    for path in sorted(site.rglob("*.html")):
        page = Page(path.relative_to(site).as_posix())
        _Reader(page).feed(path.read_text("utf-8"))
        pages[page.path] = page
    return pages


def is_outside(address: str) -> bool:
    """Whether an address leads out of the site."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data", "blob")


def target(page: Page, address: str) -> tuple[str, str]:
    """The file within the site that an inner address means, and the anchor in it."""
    parts = urlsplit(urljoin(f"https://site/{page.path}", address))
    path = unquote(parts.path).lstrip("/")
    return path or "index.html", unquote(parts.fragment)


def outside(pages: dict[str, Page]) -> dict[str, list[str]]:
    """Each address that leads out, and the pages that have it."""
    found: dict[str, list[str]] = {}
    for page in pages.values():
        for address in sorted(page.links | page.loaded):
            if is_outside(address):
                found.setdefault(address, []).append(page.path)
    return dict(sorted(found.items()))


def main() -> None:
    """The command."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs")
    for address, places in outside(read(site)).items():
        print(f"{address}  ({', '.join(places[:3])}{', …' if len(places) > 3 else ''})")  # noqa: T201


if __name__ == "__main__":
    main()
