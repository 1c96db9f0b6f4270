"""The built site in a browser: it loads, searches, steps, fits a phone, and has a dark side."""

from __future__ import annotations

import re

import pytest

from viz import style
from viz.page.look import DARK

pytestmark = [pytest.mark.slow, pytest.mark.browser]

TOP = (
    "index.html", "install.html", "tour.html", "notebooks.html", "glossary.html",
    "check/README.html", "check/ci.html", "draw.html", "networks.html", "compile.html",
    "how/README.html", "how/table.html", "how/reverse.html", "how/kinks.html", "how/secants.html",
    "how/rerolling.html", "benchmarks/README.html", "benchmarks/eager.html",
    "benchmarks/checkers.html", "reference/README.html", "reference/operations.html",
    "reference/check.html", "reference/nn.html", "reference/viz.html", "reference/cli.html",
    "contribute/index.html", "contribute/architecture.html", "changelog.html", "search.html",
)  # fmt: skip
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}

SMALLEST = """() => {
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  let smallest = 99, which = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest("svg, math")) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < smallest) [smallest, which] = [size, node.data];
  }
  return [smallest, which];
}"""


@pytest.fixture(scope="module")
def notebooks(site):
    found = sorted(path.relative_to(site).as_posix() for path in site.glob("notebooks/*.html"))
    assert found
    return found


def test_pages_load_without_errors_and_ask_nobody_else(tab, notebooks):
    page = tab()
    for path in (*TOP, *notebooks):
        page.open(path)
        assert page.ask("document.querySelector('article :is(h1, #search-results)') !== null"), path
        assert not page.errors, path
        assert not page.outside, path


def test_pictures_are_there(tab):
    page = tab()
    for path in ("index.html", "how/reverse.html", "draw.html", "contribute/architecture.html"):
        page.open(path)
        widths = page.ask(
            "[...document.images].filter((i) => i.checkVisibility()).map((i) => i.naturalWidth)"
        )
        assert widths, path
        assert all(width > 50 for width in widths), path


def test_the_live_page_on_the_home_page_steps(tab):
    page = tab()
    page.open("index.html")

    def step(page):
        frame = page.frame_locator(".live-page")
        frame.locator("#step-first").click()
        before = frame.locator("#step-text").inner_text()
        frame.locator("#step-next").click()
        return before, frame.locator("#step-text").inner_text()

    before, after = page.do(step)
    assert after != before
    assert "-4" in after.replace("−", "-")  # c = w·x, the first of the course's numbers
    assert not page.errors
    assert not page.outside


def test_search_finds_the_kinks(tab):
    page = tab()
    page.open("index.html")

    def search(page):
        page.fill(".sidebar-search", "kink")
        page.press(".sidebar-search", "Enter")
        page.wait_for_selector("#search-results .search li a")
        hits = page.locator("#search-results .search li a")
        names = hits.all_inner_texts()
        hits.first.click()
        page.wait_for_load_state()
        return names, page.locator("article").inner_text()

    names, text = page.do(search)
    assert "The kink ladder" in names
    assert "kink" in text.lower()
    assert not page.errors
    assert not page.outside


def test_pages_fit_a_phone_and_can_be_read(tab, notebooks):
    page = tab(**PHONE)
    for path in (*TOP, *notebooks):
        page.open(path)
        assert page.ask("document.documentElement.scrollWidth") <= 390, path
        size, text = page.ask(SMALLEST)
        assert size >= 11.5, (path, text)


def test_a_phone_reaches_all_pages_by_the_menu(tab):
    page = tab(**PHONE)
    page.open("index.html")

    def follow(page):
        page.locator(".nav-overlay-icon label, label.nav-overlay-icon").first.click()
        page.locator(".sidebar-tree a", has_text="Five-minute tour").click()
        page.wait_for_load_state()
        return page.title()

    assert page.do(follow).startswith("Five-minute tour")


GROUND = "getComputedStyle(document.body).backgroundColor"
SHOWN = """[...document.querySelectorAll(".drawing img")].filter((i) => i.checkVisibility())
  .map((i) => i.getAttribute("src"))"""
THEME = """document.querySelector(".live-page").contentDocument.documentElement.dataset.theme"""


def brightness(colour):
    """Of ``rgb(r, g, b)``, from 0 to 1."""
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return (red + green + blue) / 765


def test_dark_mode_switches_and_pictures_with_it(tab):
    page = tab(color_scheme="light")
    page.open("index.html")
    assert brightness(page.ask(GROUND)) > 0.9
    assert not any("-dark" in source for source in page.ask(SHOWN))
    for _ in range(3):  # the button goes through automatic, light, dark
        if page.ask("document.body.dataset.theme") == "dark":
            break
        page.do(lambda page: page.locator(".theme-toggle:visible").first.click())
    assert page.ask("document.body.dataset.theme") == "dark"
    assert brightness(page.ask(GROUND)) < 0.2
    assert page.ask(SHOWN)
    assert all("-dark" in source for source in page.ask(SHOWN))
    assert page.ask(THEME) == "dark"


def test_a_dark_system_is_followed(tab):
    page = tab(color_scheme="dark")
    page.open("how/reverse.html")
    assert brightness(page.ask(GROUND)) < 0.2
    light_alone = page.ask(
        """[...document.querySelectorAll(".paper img")]
           .map((i) => getComputedStyle(i).backgroundColor)"""
    )
    assert light_alone
    assert all(brightness(colour) > 0.9 for colour in light_alone)


def test_dark_pictures_can_be_read(site):
    """Whatever is written stands on the dark paper, or on a dark ground, in a light colour."""
    inks = {colour.lower() for colour in DARK.values()}
    papers = [DARK[style.PAPER], DARK[style.FORWARD.ground], DARK[style.BACKWARD.ground]]
    pictures = sorted(site.glob("_made/*-dark.svg"))
    assert len(pictures) >= 8
    for path in pictures:
        texts = re.findall(r"<text[^>]*", path.read_text("utf-8"))
        assert texts
        for text in texts:
            fill = re.search(r'fill="(#\w+)"', text)
            assert fill, path.name
            assert fill[1].lower() in inks, (path.name, fill[1])
            assert style.contrast(fill[1], papers[0]) >= 4.5
