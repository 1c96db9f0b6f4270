"""Every link of the built site leads somewhere, and no page loads anything from elsewhere."""

from __future__ import annotations

import re

import pytest

from tools.site import links

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(site):
    return links.read(site)


def test_the_site_has_its_parts(pages):
    assert {
        "index.html", "install.html", "tour.html", "draw.html", "compile.html", "networks.html",
        "check/README.html", "check/ci.html", "how/README.html", "benchmarks/README.html",
        "reference/README.html", "reference/cli.html", "reference/operations.html",
        "contribute/index.html", "contribute/add_an_operation.html", "glossary.html",
        "changelog.html", "notebooks.html", "search.html",
    } <= set(pages)  # fmt: skip


def test_inner_links_lead_to_files_and_places_that_exist(pages, site):
    broken = []
    for page in pages.values():
        for address in page.links | page.loaded:
            if links.is_outside(address) or address.startswith(("data:", "blob:")):
                continue
            path, anchor = links.target(page, address)
            there = pages.get(path)
            if there is None and not (site / path).is_file():
                broken.append(f"{page.path}: {address} is no file")
            elif there is not None and anchor and anchor not in there.anchors:
                broken.append(f"{page.path}: {address} is no place")
    assert not broken


def test_no_page_loads_anything_from_elsewhere(pages, site):
    assert not [
        f"{page.path} loads {address}"
        for page in pages.values()
        for address in page.loaded
        if links.is_outside(address)
    ]
    styles = "\n".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert not re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", styles)


def test_links_out_are_whole(pages):
    out = links.outside(pages)
    assert out
    wrong = [
        f"{address} in {places[0]}"
        for address, places in out.items()
        if not re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?(/[^\s<>\"]*)?", address)
    ]
    assert not wrong


def test_a_broken_link_would_be_seen(tmp_path):
    (tmp_path / "a.html").write_text('<a href="b.html#x">b</a><img src="//cdn.net/i.png">')
    (tmp_path / "b.html").write_text('<p id="y">')
    pages = links.read(tmp_path)
    assert links.target(pages["a.html"], "b.html#x") == ("b.html", "x")
    assert "x" not in pages["b.html"].anchors
    assert links.outside(pages) == {"//cdn.net/i.png": ["a.html"]}
