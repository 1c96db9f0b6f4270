"""The live page in a browser, without a network: stepped, changed, filled in, searched, saved."""

from __future__ import annotations

import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest

from autograd import Value, ops, scope
from autograd.lines import tracing
from viz import draw, page
from viz.page import build

pytestmark = pytest.mark.browser

BAD = "</script><img src=x onerror=alert(1)>"
WORSE = '"><svg onload=alert(2)>&lt;b&gt;\\N{{svg}}'


def recorded(w, b, x, y):
    """The course's small network: c = w·x, a = c + b, d = a − y, J = d²/2."""
    with tracing() as lines:
        w, b, x, y = Value(w, "w"), Value(b, "b"), Value(x, "x"), Value(y, "y")
        c = w * x
        a = c + b
        d = a - y
        J = d**2 / 2
    c.name, a.name, d.name, J.name = "c", "a", "d", "J"
    return J, lines


@pytest.fixture(scope="module")
def lecture():
    J, lines = recorded(2, 8, -2, 2)
    return page(J, title="The small network", lines=lines)


@pytest.fixture
def tab(opened, lecture):
    return opened(lecture)


def layers():
    """Two layers of two units each in scopes of their own, and a loss."""
    values = [Value(0.5, "x0"), Value(-1.5, "x1")]
    for layer in range(2):
        with scope(f"layer{layer}"):
            made = []
            for unit in range(2):
                with scope(f"unit{unit}"):
                    weights = [Value(0.3 * (unit + 1), f"w{unit}{i}") for i in range(2)]
                    made.append(ops.tanh(ops.dot(weights, values)))
            values = made
    loss = (values[0] - values[1]) ** 2
    loss.name = "loss"
    return loss


@pytest.fixture
def network(opened):
    return opened(page(layers(), depth=2))


def numbers(tab):
    """What the table of all numbers shows: node -> (value, derivative)."""
    rows = "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    return {
        name.partition(" = ")[0]: (value, derivative)
        for name, value, derivative in tab.eval_on_selector_all("#numbers tbody tr", rows)
    }


def shown(tab, key):
    """The texts in a box of the picture."""
    return tab.texts(f"#picture #{key} text")


# The course's numbers (small network, lecture values), stepped backward


BACKWARD = [
    ("J", "∂J/∂J = 1", None),
    ("d ** 2", "∂J/∂(d ** 2) = ∂J/∂J × ∂J/∂(d ** 2)", "= 1 × 0.5 = 0.5"),
    ("d", "∂J/∂d = ∂J/∂(d ** 2) × ∂(d ** 2)/∂d", "= 0.5 × 4 = 2"),
    ("a", "∂J/∂a = ∂J/∂d × ∂d/∂a", "= 2 × 1 = 2"),
    ("c", "∂J/∂c = ∂J/∂a × ∂a/∂c", "= 2 × 1 = 2"),
    ("y", "∂J/∂y = ∂J/∂d × ∂d/∂y", "= 2 × (-1) = -2"),
    ("x", "∂J/∂x = ∂J/∂c × ∂c/∂x", "= 2 × 2 = 4"),
    ("b", "∂J/∂b = ∂J/∂a × ∂a/∂b", "= 2 × 1 = 2"),
    ("w", "∂J/∂w = ∂J/∂c × ∂c/∂w", "= 2 × (-2) = -4"),
]


def test_the_small_network_goes_backward_as_in_the_course(tab):
    tab.press("b")
    known = numbers(tab)
    assert {name: known[name] for name in "cadJ"} == {
        "c": ("-4", "?"), "a": ("4", "?"), "d": ("2", "?"), "J": ("2", "?"),
    }  # fmt: skip
    for place, (name, formula, sum_) in enumerate(BACKWARD, 1):
        tab.press("n")
        assert tab.text("#step-text .where:first-child") == f"← backward, step {place} of 9"
        told = tab.texts("#step-text .formula")
        assert told[0] == formula
        if sum_ is not None:
            assert told[1] == sum_
            assert numbers(tab)[name][1] == sum_.rpartition("= ")[2]
        later = [other for other, *_ in BACKWARD[place:]]
        assert all(numbers(tab)[other][1] == "?" for other in later)
    assert {name: slope for name, (_, slope) in numbers(tab).items()} == {
        "w": "-4", "b": "2", "x": "4", "y": "-2",
        "c": "2", "a": "2", "d": "2", "d ** 2": "0.5", "J": "1",
    }  # fmt: skip
    assert tab.errors == []


def test_the_way_forward_has_formula_and_numbers(tab):
    tab.press("n", "n")
    assert tab.texts("#step-text .formula") == ["c = w × x", "= 2 × (-2) = -4"]
    assert tab.heard() == "Step 1 of 14, forward: c = w × x is -4"
    assert shown(tab, "n5") == ["c = w × x", "→ -4", "← ?"]
    assert shown(tab, "n6") == ["a = c + b", "→ ?", "← ?"]
    tab.press("n", "n", "p", "p")
    assert tab.text("#step-count") == "1 of 14"


def test_other_inputs_give_the_numbers_of_the_lab(tab):
    for name, text in {"w": "-2", "x": "2", "y": "1"}.items():
        tab.fill(f"#inputs input[type=text] >> nth={'wbxy'.index(name)}", text)
        tab.press("Enter")
    found = numbers(tab)
    assert {name: found[name] for name in "wbcadJ"} == {
        "w": ("-2", "6"), "b": ("8", "3"), "c": ("-4", "3"),
        "a": ("4", "3"), "d": ("3", "3"), "J": ("4.5", "1"),
    }  # fmt: skip
    labels = [tab.text(f"#{key} text") for key in ("n1-n5-0", "n5-n6-0", "n2-n6-1", "n6-n7-0")]
    assert labels == ["∂ 2", "∂ 1", "∂ 1", "∂ 1"]
    tab.click("#inputs-reset")
    tab.fill("#inputs input >> nth=0", "2.001")
    tab.press("Tab")
    assert numbers(tab)["J"][0] == "1.9960020000000005"


def test_a_slider_changes_every_number(tab):
    tab.focus("#inputs input[type=range] >> nth=1")
    tab.press("End")
    found = numbers(tab)
    assert (found["b"][0], found["a"][0], found["J"][0]) == ("20", "16", "98")
    assert shown(tab, "n6") == ["a = c + b", "→ 16", "← 14"]
    tab.press("Home")
    assert numbers(tab)["b"][0] == "-20"


def test_an_input_beyond_the_list_is_changed_where_it_is_shown(opened):
    xs = [Value(float(place), f"x{place}") for place in range(70)]
    y = xs[0] * 1.0
    with scope("sum"):
        y = ops.sum([y, *xs[1:]])
    tab = opened(page(y, depth=1))
    assert len(tab.texts("#inputs label")) == 60
    assert "10 more inputs" in tab.text("#inputs p")
    tab.fill("#search-text", "x69")
    tab.press("Enter")
    tab.focus("#node-input input[type=range]")
    tab.press("End")
    assert tab.evaluate("document.activeElement.type") == "range"
    assert tab.input_value("#node-input input[type=text]") == "200"
    tab.press("ArrowLeft")
    assert float(tab.input_value("#node-input input[type=text]")) < 200


def test_what_is_no_number_is_told_and_changes_nothing(tab):
    tab.fill("#inputs input >> nth=0", "two")
    tab.press("Enter")
    assert tab.get_attribute("#inputs input >> nth=0", "aria-invalid") == "true"
    assert tab.heard() == "two is not a number"
    assert numbers(tab)["w"][0] == "2"
    tab.fill("#inputs input >> nth=0", "1/4")
    tab.press("Enter")
    assert numbers(tab)["w"][0] == "0.25"


def test_a_sum_over_paths_shows_each_path(opened):
    a = Value(3.0, "a")
    y = a * a + ops.relu(-a)
    y.name = "y"
    tab = opened(page(y))
    tab.evaluate("glassgrad.go(1000)")
    assert tab.texts("#step-text .formula")[:2] == [
        "∂y/∂a = ∂y/∂(a × a) × ∂(a × a)/∂a + ∂y/∂(a × a) × ∂(a × a)/∂a",
        "= 1 × 3 + 1 × 3 = 6",
    ]
    assert tab.texts("#step-text .flow") == [
        "through a × a: 1 × 3 = 3∂(a × a)/∂a = a = 3",
        "through a × a: 1 × 3 = 3∂(a × a)/∂a = a = 3",
    ]


def test_a_choice_says_why(opened):
    x = Value(-2.0, "x")
    y = ops.relu(x) * 3
    y.name = "y"
    tab = opened(page(y))
    tab.evaluate("glassgrad.go(5)")
    assert tab.texts("#step-text .flow") == ["∂relu(x)/∂x = 0, because -2 > 0 is false"]
    tab.fill("#inputs input >> nth=0", "2")
    tab.press("Enter")
    assert tab.texts("#step-text .flow") == ["∂relu(x)/∂x = 1, because 2 > 0"]


# Without a network, without scripts, in a frame


def test_nothing_is_fetched(opened, lecture):
    tab = opened(lecture)
    tab.click("#direction")
    tab.wait_for_selector("#layout", state="hidden")
    assert [url.partition(":")[0] for url in tab.requests if not url.startswith("blob:")] == [
        "file"
    ]
    assert tab.errors == []


def test_the_first_view_reads_without_scripts(opened, lecture):
    tab = opened(lecture, java_script_enabled=False)
    drawn = " ".join(tab.texts("#picture svg text"))
    for text in ("c = w × x", "→ -4", "← 2", "∂ -2", "J = d ** 2 ÷ 2", "local derivative"):
        assert text in drawn
    assert tab.is_visible("#picture svg")
    assert "Scripts are off" in tab.text("noscript")
    assert not tab.is_visible("#transport")
    assert not tab.is_visible("aside")


def test_it_works_in_the_frame_of_a_notebook(opened, lecture):
    tab = opened(f"<!DOCTYPE html><body>{lecture._repr_html_()}</body>")
    inner = tab.frame_locator("iframe")
    tab._run(inner.locator("#step-next").click)
    tab._run(inner.locator("#step-next").click)
    assert tab._run(inner.locator("#step-count").text_content) == "1 of 14"
    tab._run(inner.locator("#direction").click)
    tab._run(inner.locator("#step-count", has_text="all numbers").wait_for)
    assert tab.errors == []


@pytest.mark.parametrize(
    ("width", "height", "hidden", "direction"),
    [(860, 760, False, "LR"), (860, 760, True, "LR"), (390, 760, False, "TB")],
)
def test_a_graph_runs_the_way_that_its_frame_has_room_for(
    opened, lecture, width, height, hidden, direction
):
    """Also where the frame has no size when the page starts, as in a notebook turned to HTML."""
    frame = lecture._repr_html_()
    style = f"width:{width}px;" + ("display:none" if hidden else "")
    tab = opened(f"<!DOCTYPE html><body><div style='{style}'>{frame}</div></body>")
    inner = tab.frame_locator("iframe")
    if hidden:
        tab.evaluate("new Promise(r => setTimeout(r, 300))")
        tab.evaluate("document.querySelector('div').style.display = 'block'")
    tab._run(inner.locator("#step-next").wait_for)
    tab.evaluate("new Promise(r => setTimeout(r, 1500))")  # for what must not happen
    svg = inner.locator("#picture svg")
    wide = "svg => +svg.getAttribute('width') > +svg.getAttribute('height')"
    for _ in range(60):
        if tab._run(svg.evaluate, wide) == (direction == "LR"):
            break
        tab.evaluate("new Promise(r => setTimeout(r, 250))")
    else:
        pytest.fail(f"the graph does not run {direction}")
    inside = """group => {
      const [box, texts] = [group.querySelector(".frame"), [...group.querySelectorAll("text")]];
      const { left, right } = box.getBoundingClientRect();
      return texts.every((text) => {
        const own = text.getBoundingClientRect();
        return left <= own.left && own.right <= right;
      });
    }"""
    assert tab._run(inner.locator("#picture g.node").first.evaluate, inside)
    assert tab.errors == []


# Names that would be markup or a script


@pytest.fixture(scope="module")
def hostile():
    with scope(BAD), scope(WORSE):
        a, b = Value(2.0, BAD), Value(3.0, WORSE)
        c = a * b
        c.name = "<!--<script>"
    y = ops.sin(c) + a
    y.name = "]]></style><script>alert(3)</script>"
    return y


def quiet(tab):
    """No script ran but ours, and no element came from a name."""
    strange = "document.querySelectorAll('img, [onerror], [onload], main svg svg, b').length"
    return tab.errors == [] and tab.evaluate(strange) == 0


def test_no_name_becomes_markup_in_the_page(opened, hostile):
    tab = opened(page(hostile, title=f"{BAD}{WORSE}"))
    assert BAD in tab.text("h1")
    assert quiet(tab)
    tab.click("#zoom-fit")  # another Graphviz may lay it out too wide for the first view
    for key in ("n1", "n3", "n5"):
        tab.click(f"#picture #{key}")
    tab.press(*"nnnnnnn")
    tab.fill("#search-text", "<img")
    tab.press("Enter")
    tab.click("#collapse")
    tab.wait_for_selector("#picture #s1.scope")
    assert any(BAD[:20] in text for text in tab.texts("#picture text"))
    tab.click("#expand")
    tab.wait_for_selector("#picture #n1")
    tab.click("#fill")
    tab.click("#reveal")
    assert quiet(tab)
    assert len(tab.requests) == 1 + sum(url.startswith("blob:") for url in tab.requests)


def test_no_name_becomes_markup_in_files(opened, hostile):
    drawing = draw(hostile, title=BAD)
    tab = opened(page(hostile))
    for markup in (drawing.svg, tab.download("#export-svg").decode()):
        inside = opened(f"<!DOCTYPE html><main>{markup}</main>")
        assert quiet(inside)
        assert len(inside.requests) == 1
        assert BAD[:12] in " ".join(inside.texts("text"))


def test_no_name_becomes_markup_in_another_graphviz(opened, hostile):
    """The DOT text, laid out by the Graphviz of the page, in a page that would run anything."""
    engine = (Path(build.__file__).parent / "vendor" / "viz-global.js").read_text("utf-8")
    maker = opened(f"<!DOCTYPE html><meta charset=utf-8><script>{engine}</script>")
    layout = "(dot) => Viz.instance().then((viz) => viz.renderString(dot, {format: 'svg'}))"
    inside = opened(f"<!DOCTYPE html><main>{maker.evaluate(layout, draw(hostile).dot)}</main>")
    assert quiet(inside)
    assert len(inside.requests) == 1
    assert BAD[:12] in " ".join(inside.texts("text"))


# Fill in


def test_answers_are_judged_in_colour_and_by_sign(tab):
    tab.press("f")
    assert tab.text("#fill-score") == "0 of 14 right"
    assert shown(tab, "n5")[1:] == ["→ ?", "← ?"]
    assert numbers(tab)["c"] == ("?", "?")
    tab.focus("#blanks input >> nth=0")
    for text in ("-4", "3", "2,00"):
        tab.fill("#blanks input:focus", text)
        tab.press("Enter")
    assert tab.texts("#blanks .right .sign") == ["✓", "✓"]
    assert tab.texts("#blanks .wrong .sign") == ["✗"]
    assert tab.text("#fill-score") == "2 of 14 right"
    assert tab.heard() == "value of d: right. 2 of 14 right"
    colour = "(element) => getComputedStyle(element).color"
    assert tab.eval_on_selector(".right input", colour) == "rgb(0, 102, 74)"
    assert tab.eval_on_selector(".wrong input", colour) == "rgb(179, 38, 30)"
    assert numbers(tab)["c"][0] == "-4"
    tab.click("#reveal")
    assert tab.input_value("#blanks input >> nth=1") == "4"
    assert numbers(tab)["w"] == ("2", "-4")
    tab.click("#hide")
    assert tab.text("#fill-score") == "0 of 14 right"
    tab.check("#ask-local")
    assert tab.text("#fill-score") == "0 of 22 right"
    tab.press("Tab")
    tab.click("#fill")
    assert tab.texts("#blanks input") == []
    assert numbers(tab)["c"] == ("-4", "2")


@pytest.fixture(scope="module")
def asking(kept_open):
    """A page that asks for the value of y = x."""
    tab = kept_open(page(ops.identity(Value(1.0, "x"))))
    tab.press("f")
    return tab


@pytest.mark.parametrize(
    ("answer", "text", "right"),
    [
        (0.25, "1/4", True),
        (0.25, ".25", True),
        (1 / 3, "0.333", True),
        (1 / 3, "0.3", False),
        (-2.0, "−2", True),
        (-2.0, "2", False),
        (0.0, "0", True),
        (0.0, "1e-9", False),
        (float("inf"), "inf", True),
        (float("nan"), "nan", True),
        (3.0, "three", False),
        (3.0, "alert(1)", False),
    ],
)
def test_which_answers_are_right(asking, answer, text, right):
    asking.evaluate("(x) => glassgrad.set([[0, x]])", answer)
    asking.fill("#blanks input >> nth=0", text)
    asking.press("Enter")
    assert asking.texts("#blanks .sign")[0] == ("✓" if right else "✗")


# Regions


def boxes(tab):
    return set(tab.eval_on_selector_all("#picture g.node", "(all) => all.map((each) => each.id)"))


def test_regions_collapse_and_open_again(network):
    before = boxes(network)
    network.click("#regions button >> nth=0")
    network.wait_for_selector("#picture #s1.scope")
    after = boxes(network)
    assert "s1" in after
    assert len(after) < len(before)
    assert network.texts("#picture #s1 text") == ["▸ layer0", "8 operations"]
    assert network.heard() == f"{len(after)} boxes"
    value = numbers(network)["loss"]
    network.evaluate("glassgrad.set([[0, 2]])")
    assert numbers(network)["loss"] != value
    network.focus("#picture #s1")
    network.press("Enter")
    network.wait_for_selector("#picture #s1.scope", state="detached")
    assert boxes(network) == before
    network.click("#collapse")
    network.wait_for_selector("#picture #s4.scope")
    assert len(boxes(network)) == 2 + 2 + 3
    assert network.errors == []


def test_a_collapsed_region_is_one_step_and_shows_what_leaves_it(network):
    network.click("#regions button:has-text('unit0') >> nth=0")
    network.wait_for_selector("#picture #s2.scope")
    (title, many, value, derivative) = shown(network, "s2")
    assert (title, many) == ("▸ unit0", "4 operations")
    network.press("n", "n")
    assert network.texts("#step-text p")[1] == "The 4 operations of unit0 are computed."
    assert shown(network, "s2") == [title, many, value, "← ?"]
    network.press("b")
    network.evaluate("glassgrad.go(1000)")
    assert shown(network, "s2") == [title, many, value, derivative]


def test_the_view_from_python_and_from_the_page_are_the_same(opened):
    first = opened(page(layers(), depth=1))
    later = opened(page(layers(), depth=2))
    for place in (1, 2, 4, 5):
        later.click(f"#regions [data-scope='{place}']")
        later.wait_for_selector(f"#picture #s{place + 1}.scope")
    assert boxes(first) == boxes(later)
    ids = "(all) => all.map((each) => each.id).sort()"
    for kind in ("edge", "cluster"):
        assert first.eval_on_selector_all(f"#picture g.{kind}", ids) == later.eval_on_selector_all(
            f"#picture g.{kind}", ids
        )
    for key in boxes(first):
        assert shown(first, key) == shown(later, key)


def test_a_layout_can_be_cancelled(network):
    before = boxes(network)
    network.evaluate(
        "document.querySelector('#collapse').click(); "
        "document.querySelector('#layout-cancel').click()"
    )
    network.wait_for_selector("#layout", state="hidden")
    network.wait_for_timeout(300)
    assert boxes(network) == before
    network.click("#collapse")
    network.wait_for_selector("#picture #s1.scope")
    assert network.errors == []


# Looking around


def test_the_path_is_shown_on_hover_and_on_focus(tab):
    lit = "(all) => all.map((each) => each.id)"
    tab.hover("#picture #n2")
    on = set(tab.eval_on_selector_all("#picture .node.on", lit))
    assert on == {"n2", "n6", "n7", "n9", "n11"}
    assert "n2-n6-1" in tab.eval_on_selector_all("#picture .edge.on", lit)
    tab.hover("h1")
    assert tab.eval_on_selector_all("#picture .on", lit) == []
    tab.focus("#picture #n1")
    tab.press("ArrowRight")
    assert tab.evaluate("document.activeElement.id") == "n5"
    on = set(tab.eval_on_selector_all("#picture .node.on", lit))
    assert on == {"n1", "n3", "n5", "n6", "n7", "n9", "n11"}
    tab.press("ArrowLeft")
    assert tab.evaluate("document.activeElement.id") == "n1"


def test_the_keyboard_alone_reaches_everything(tab):
    reached = set()
    for _ in range(40):
        tab.press("Tab")
        reached.add(tab.evaluate("document.activeElement.id || document.activeElement.localName"))
    wanted = {"search-text", "fill", "theme", "help", "zoom-in", "export-png", "n1", "step-next",
              "step-range", "play", "input-0", "inputs-reset", "summary"}  # fmt: skip
    assert wanted <= reached
    tab.focus("#picture #n1")
    tab.press("ArrowDown", "End", "Enter")
    assert "J = d ** 2 ÷ 2" in tab.texts("#node-text dd")
    tab.press("?")
    assert tab.is_visible("#help-dialog")
    tab.press("Escape")
    assert not tab.is_visible("#help-dialog")


def test_boxes_say_what_they_are(tab):
    assert tab.get_attribute("#picture #n5", "aria-label") == "c = w × x, value -4, derivative 2"
    assert tab.get_attribute("#picture #n5", "role") == "button"
    tab.press("n")
    assert "value not known yet" in tab.get_attribute("#picture #n5", "aria-label")


def test_a_box_shows_its_source_line(tab):
    tab.click("#picture #n7")
    told = tab.texts("#node-text dd")
    assert any(text.startswith("test_page_live.py, line ") and "d = a - y" in text for text in told)
    assert tab.texts("#node-text .formula") == ["∂d/∂a = 1", "∂d/∂y = −1 = -1"]


def test_search_finds_names_operations_and_regions(network):
    network.press("/")
    network.fill("#search-text", "tanh")
    many = int(network.text("#search-result"))
    assert len(network.texts("#picture .node.found title")) == many >= 4
    network.press("Enter", "Enter")
    assert network.text("#search-result") == f"2 of {many}"
    assert network.heard().startswith(f"2 of {many}: ")
    assert "tanh(" in network.texts("#node-text dd")[0]
    network.fill("#search-text", "layer1/unit0")
    assert int(network.text("#search-result")) > 4
    network.fill("#search-text", "nowhere")
    assert network.text("#search-result") == "none"
    network.press("Escape")
    assert network.texts("#picture .node.found title") == []


def test_zoom_and_pan_move_the_picture(tab):
    place = "(stage) => stage.style.transform"
    first = tab.eval_on_selector("#stage", place)
    tab.click("#zoom-in")
    assert tab.eval_on_selector("#stage", place) != first
    tab.press("0")
    assert tab.eval_on_selector("#stage", place) == first
    tab._run(tab._page.mouse.move, 400, 600)
    tab._run(tab._page.mouse.down)
    tab._run(tab._page.mouse.move, 460, 640, steps=3)
    tab._run(tab._page.mouse.up)
    moved = tab.eval_on_selector("#stage", place)
    assert moved.partition("scale")[2] == first.partition("scale")[2]
    assert moved != first


def test_dark_and_light(opened, lecture):
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    cell = "getComputedStyle(document.querySelector('#n1 polygon')).fill"
    light = opened(lecture, color_scheme="light")
    dark = opened(lecture, color_scheme="dark")
    assert light.evaluate(ground) == "rgb(255, 255, 255)"
    assert dark.evaluate(ground) == "rgb(22, 25, 29)"
    assert light.evaluate(cell) != dark.evaluate(cell)
    dark.click("#theme")
    assert dark.evaluate(ground) == "rgb(255, 255, 255)"
    assert dark.evaluate(cell) == light.evaluate(cell)
    assert dark.text("#theme") == "Dark"


def test_pictures_are_saved(tab):
    tab.press("n", "n")
    svg = tab.download("#export-svg").decode()
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert "→ -4" in svg
    assert "← ?" in svg
    png = tab.download("#export-png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width > 1500
    assert height > 300
    assert tab.errors == []


@pytest.mark.parametrize("width", [320, 390, 768])
def test_narrow_screens_do_not_scroll_sideways(opened, lecture, width):
    tab = opened(lecture, viewport={"width": width, "height": 800})
    assert tab.evaluate("document.scrollingElement.scrollWidth") <= width
    tab.wait_for_selector("#layout", state="hidden")
    assert tab.errors == []


def test_the_larger_network_has_the_numbers_of_the_course(opened):
    x, y, w1, b1 = Value(1, "x"), Value(5, "y"), Value(2, "w1"), Value(0, "b1")
    w2, b2 = Value(3, "w2"), Value(1, "b2")
    t1 = w1 * x
    z1 = t1 + b1
    a1 = ops.relu(z1)
    t2 = w2 * a1
    z2 = t2 + b2
    a2 = ops.relu(z2)
    J = (a2 - y) ** 2 / 2
    for name, node in {"t1": t1, "z1": z1, "a1": a1, "t2": t2, "z2": z2, "a2": a2, "J": J}.items():
        node.name = name
    found = numbers(opened(page(J)))
    assert {name: found[name] for name in ("t1", "z1", "a1", "t2", "z2", "a2", "J")} == {
        "t1": ("2", "6"), "z1": ("2", "6"), "a1": ("2", "6"), "t2": ("6", "2"),
        "z2": ("7", "2"), "a2": ("7", "2"), "J": ("2", "1"),
    }  # fmt: skip
    slopes = {name: found[name][1] for name in ("w1", "b1", "w2", "b2", "x", "y")}
    assert slopes == {"w1": "6", "b1": "6", "w2": "4", "b2": "2", "x": "12", "y": "-2"}
