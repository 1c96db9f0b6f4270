"""What the site makes from the code: tables, the map, formulas, lists of arguments."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from autograd.primitives import PRIMITIVES
from tools.site import docstrings, drawings, examples, house, live, mathml, sources, tables

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = {path: path.read_text("utf-8") for path in DOCS.rglob("*.md")}


def used(directive):
    """The arguments that the pages give a directive."""
    return {
        name
        for text in PAGES.values()
        for name in re.findall(r"```\{" + directive + r"\} ([^\n]+)", text)
    }


def test_every_picture_is_used_and_every_one_used_is_there():
    assert used("drawing") == set(drawings.DRAWINGS)


def test_every_live_page_is_used_and_every_one_used_is_there():
    assert used("live") == set(live.PAGES)


def test_every_text_that_a_page_asks_for_is_made():
    for name in used("made"):
        assert tables.made(*name.split()).strip()


@pytest.mark.parametrize("name", ["small-network", "house", "witnesses", "readers"])
def test_pictures_have_a_light_and_a_dark_side_and_words(name):
    picture = drawings.made(name)
    light, dark = picture.themes["only-light"], picture.themes["only-dark"]
    assert "#ffffff" in light.lower()
    assert "#ffffff" not in dark.lower()
    assert len(picture.alt) > 20


def test_the_table_has_a_line_for_each_operation():
    lines = tables.operations().splitlines()[2:]
    public = [row for row in PRIMITIVES.values() if "internal" not in row.traits]
    assert len(lines) == len(public)
    assert all(f"**{row.name}**" in line for row, line in zip(public, lines, strict=True))
    (line,) = [line for line in lines if "**abs**" in line]
    assert "kink where `x` = 0" in line
    assert "∂/∂x: `sign(x)`" in line


def test_every_page_of_measurements_is_listed_with_its_command():
    pages = {path.name for path in DOCS.glob("benchmarks/*.md")} - {"README.md"}
    assert set(re.findall(r"\((\w+\.md)\) \| `python -m ", tables.benchmarks())) == pages


def test_a_bar_in_a_cell_does_not_end_it():
    assert tables.table(["a"], [["|x|"]]).splitlines()[-1] == r"| \|x\| |"


def test_the_ladder_finds_the_kinds_that_the_guide_to_the_check_names():
    guide = (DOCS / "check" / "README.md").read_text("utf-8")
    kinds = {line.rsplit("|", 2)[1].strip() for line in tables.ladder().splitlines()[2:]}
    assert len(kinds) == 8
    assert all(f"| {kind} |" in guide for kind in kinds)


def test_the_shares_of_an_error_add_up():
    shares = re.findall(r"(-?\d+\.\d)% \|$", tables.shares("log(1+x)", "x=1e-12"), re.MULTILINE)
    assert sum(map(float, shares)) == pytest.approx(100, abs=0.3)


def test_the_map_has_every_part_and_its_arrows_go_one_way():
    arrows = house.arrows()
    order = {package: place for place, package in enumerate(house.PACKAGES)}
    for source, target in arrows:
        assert order[source.partition(".")[0]] >= order[target.partition(".")[0]]
    assert {("autograd.check", "autograd.expression"), ("viz", "autograd")} <= set(arrows)
    folders = {f"autograd.{path.parent.name}" for path in ROOT.glob("autograd/*/__init__.py")}
    assert folders <= {module.part for module in house.modules().values()}


def test_an_arrow_that_others_replace_is_left_out():
    pairs = {("c", "b"): True, ("b", "a"): True, ("c", "a"): True, ("a", "c"): False}
    assert house.reduced(pairs) == {("a", "c"): False, ("b", "a"): True, ("c", "b"): True}


def test_every_module_says_what_is_in_it():
    assert not [module.name for module in house.modules().values() if not module.told]


def test_the_map_lists_every_module():
    architecture = PAGES[DOCS / "contribute" / "architecture.md"]
    listed = " ".join(re.findall(r"\{made\} modules ([^\n]+)", architecture)).split()
    assert len(listed) == len(set(listed))
    assert set(listed) == {module.part for module in house.modules().values()}


def test_the_code_of_the_guide_is_what_is_compiled():
    guide = PAGES[DOCS / "compile.md"]
    assert inspect.getsource(examples.loss) in guide
    count = re.search(r"([\d,]+) scalar nodes", examples.explained("loss"))
    assert f"the {count[1]} scalar steps" in guide


def test_the_test_in_the_guide_passes():
    blocks = re.findall(r"```python\n(.*?)```", PAGES[DOCS / "check" / "functions.md"], re.DOTALL)
    names = {}
    exec(blocks[-1], names)
    names["test_gradient"]()
    names["gradient"] = lambda w: w
    with pytest.raises(AssertionError, match="derivative"):
        names["test_gradient"]()


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"\frac{\partial J}{\partial w}", "<mfrac>"),
        (r"\log\Big(\sum_j e^{z_j}\Big)", "<munder>"),
        (r"\tfrac{1}{2}", "<mfrac>"),
    ],
)
def test_formulas_are_mathml(tex, found):
    assert found in mathml.translated(tex, as_block=True)


def test_arguments_told_in_running_text_become_a_list():
    lines = ["Does it. x: a number; at: a", "point: no name. Raises `InputError` where not.", ""]
    assert docstrings.itemised(lines, {"x", "at"}) == [
        "Does it.", "",
        "- **x**: a number;", "- **at**: a point: no name.", "", "Raises `InputError` where not.",
        "",
    ]  # fmt: skip


def test_links_to_pages_that_lie_elsewhere_are_led_to_where_the_site_shows_them():
    led = sources.led("[the table](../../glassgrad/examples/README.md#a)", "check/diagnosis")
    assert led == "[the table](examples.md#a)"
    assert sources.led("[x](https://a.b/README.md)", "index") == "[x](https://a.b/README.md)"
    assert all((ROOT / path).is_file() for path in sources.PAGES)
    assert all((DOCS / path).is_file() for path in sources.PAGES.values())
