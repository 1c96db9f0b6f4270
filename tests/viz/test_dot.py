"""Pictures as Graphviz text: read back by Graphviz itself, and proof against hostile names."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograd import Value, scope
from viz import dot, draw, style
from viz.picture import Box, Edge, Entry, Group, Kind, Picture, Role, Row, Scale

HOSTILE = [
    "</script><img onerror=alert(1)>",
    '"',
    '\\"',
    "\\",
    "\\N\\G\\L\\l\\E",
    "\\\\N",
    "a\nb",
    "%s%n",
    "{x|<p>y}",
    "<b>bold</b>",
    "<<x>>",
    "<x",
    "&lt;script&gt;&#60;",
    "&",
    "]]>",
    "<!-- -->",
    "x" * 500,
    "名前",
    "node",
    "a:b:c",
    ";}",
    "'",
]


def visible(label):
    """The text that a reader sees of an HTML-like label."""
    return "".join(ElementTree.fromstring(label.replace("\\\\", "\\")).itertext())


def test_what_graphviz_reads_is_the_picture(lecture, laid_out):
    drawing = draw(lecture)
    layout = laid_out(drawing.dot)
    nodes = layout["objects"]
    assert [node["name"] for node in nodes] == [box.key for box in drawing.picture.boxes]
    names = {node["_gvid"]: node["name"] for node in nodes}
    read = {edge["id"]: (names[edge["tail"]], names[edge["head"]]) for edge in layout["edges"]}
    assert read == {
        f"{edge.tail}-{edge.head}-{edge.operand}": (edge.tail, edge.head)
        for edge in drawing.picture.edges
    }
    assert layout["directed"]
    assert not layout["strict"]


def test_labels_hold_the_numbers_of_the_lecture(lecture, laid_out):
    nodes = {node["id"]: node for node in laid_out(draw(lecture).dot)["objects"]}
    texts = {visible(node["label"]) for node in nodes.values() if node["shape"] == "box"}
    assert texts == {
        "w→ 2← -4",
        "b→ 8← 2",
        "x→ -2← 4",
        "y→ 2← -2",
        "c = w × x→ -4← 2",
        "a = c + b→ 4← 2",
        "d = a − y→ 2← 2",
        "d ** 2→ 4← 0.5",
        "J = d ** 2 ÷ 2→ 2← 1",
    }


def test_colours_go_with_what_they_mean(lecture):
    text = draw(lecture).dot
    assert re.search(f'COLOR="{style.FORWARD.text}"[^>]*>→ -4<', text)
    assert re.search(f'COLOR="{style.BACKWARD.text}"[^>]*>← -4<', text)
    assert re.search(f'COLOR="{style.LOCAL.text}"[^>]*>∂ -2<', text)


def test_values_flow_from_left_to_right(lecture, network, laid_out):
    for output in (lecture, network):
        layout = laid_out(draw(output).dot)
        across = {
            node["_gvid"]: float(node["pos"].split(",")[0])
            for node in layout["objects"]
            if "pos" in node
        }
        assert all(across[edge["tail"]] < across[edge["head"]] for edge in layout["edges"])


def test_values_flow_downward_where_that_was_asked_for(lecture, laid_out):
    layout = laid_out(draw(lecture, direction="TB").dot)
    down = {node["_gvid"]: -float(node["pos"].split(",")[1]) for node in layout["objects"]}
    assert all(down[edge["tail"]] < down[edge["head"]] for edge in layout["edges"])


def test_operands_stand_in_the_order_in_which_they_were_written(laid_out):
    a, b = Value(1.0, "a"), Value(2.0, "b")
    for y, first in [(a - b, "n1"), (b - a, "n2")]:
        nodes = laid_out(draw(y).dot)["objects"]
        height = {node["name"]: float(node["pos"].split(",")[1]) for node in nodes}
        assert max(("n1", "n2"), key=height.__getitem__) == first


def test_what_was_computed_stands_on_one_line(lecture, laid_out):
    nodes = {node["name"]: node for node in laid_out(draw(lecture).dot)["objects"]}
    chain = [nodes[key]["pos"].split(",")[1] for key in ("n5", "n6", "n7", "n9", "n11")]
    assert len({round(float(height)) for height in chain}) == 1


def test_an_operand_used_twice_has_two_edges(laid_out):
    a = Value(3.0, "a")
    layout = laid_out(draw(a * a).dot)
    assert [edge["id"] for edge in layout["edges"]] == ["n1-n2-0", "n1-n2-1"]


def test_scopes_are_frames_inside_frames(network, laid_out):
    layout = laid_out(draw(network).dot)
    places = {found["_gvid"]: found for found in layout["objects"]}
    clusters = {found["id"]: found for found in layout["objects"] if "bb" in found}
    inside = {
        key: {places[place]["id"] for place in [*found["nodes"], *found.get("subgraphs", [])]}
        for key, found in clusters.items()
    }
    assert inside["s1"] == inside["s2"] | inside["s3"] | {"s2", "s3"}
    assert not inside["s2"] & inside["s3"]
    outer, inner = (list(map(float, clusters[key]["bb"].split(","))) for key in ("s1", "s2"))
    assert outer[0] < inner[0]
    assert outer[1] < inner[1]
    assert inner[2] < outer[2]
    assert inner[3] < outer[3]
    assert visible(clusters["s2"]["label"]) == "unit"
    assert clusters["s2"]["style"] == "rounded,filled,dashed"


def test_kinds_differ_in_shape_not_in_colour_alone(lecture, laid_out):
    nodes = {node["id"]: node for node in laid_out(draw(lecture).dot)["objects"]}
    assert "rounded" in nodes["n1"]["style"]
    assert "rounded" not in nodes["n5"]["style"]
    assert nodes["n8"]["shape"] == "plain"
    assert nodes["n11"]["peripheries"] == "2"
    assert "peripheries" not in nodes["n9"]


def test_constants_hang_on_a_dashed_line(lecture, laid_out):
    edges = {edge["id"]: edge for edge in laid_out(draw(lecture).dot)["edges"]}
    assert edges["n8-n9-1"]["style"] == "dashed"
    assert "style" not in edges["n7-n9-0"]


def test_the_same_graph_gives_the_same_bytes(network, laid_out):
    first, second = draw(network).dot, draw(network).dot
    assert first == second
    assert laid_out(first) == laid_out(second)


def test_marks_and_scales_are_drawn(lecture, laid_out):
    square = lecture.args[0]
    drawing = draw(
        lecture, highlight={square: "look"}, colours={lecture: 1.0, square: 0.0}, measure="share"
    )
    layout = laid_out(drawing.dot)
    nodes = {node["id"]: node for node in layout["objects"]}
    assert "dashed" in nodes["n9"]["style"]
    assert visible(nodes["n9"]["label"]) == "d ** 2→ 4← 0.5■ 0! look"
    assert nodes["n9"]["fillcolor"] == style.shade(0)
    assert nodes["n11"]["fillcolor"] == style.shade(1)
    assert "■ share01" in visible(layout["label"])


def test_a_large_graph_is_laid_out_for_speed():
    x = Value(1.0, "x")
    for _ in range(dot.LARGE):
        x = -x
    assert "splines=line" in draw(x, depth=0).dot
    assert "nslimit1=1" in draw(x, depth=0).dot
    assert "splines" not in draw(x.args[0].args[0]).dot


def test_a_picture_made_by_hand(laid_out):
    picture = Picture(
        boxes=(
            Box("a", Kind.LEAF, "in", (Row(Role.VALUE, "1"),), group="g"),
            Box("b", Kind.OPERATION, "f", position=0.5),
        ),
        edges=(Edge("a", "b", 0, "7"),),
        groups=(Group("g", ""),),
        title="T",
        caption="C",
        legend=(Entry(Role.VALUE, "v"),),
        scale=Scale("S", "0", "1"),
        direction="TB",
    )
    layout = laid_out(dot.source(picture))
    assert {found["id"] for found in layout["objects"]} == {"g", "a", "b"}
    assert visible(layout["label"]) == "T→ v\xa0\xa0\xa0\xa0C■ S01"


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_markup(name, laid_out):
    with scope(name):
        y = Value(2.0, name) * 3
    y.name = name
    drawing = draw(y, title=name, highlight={y: name}, colours={y: 1.0}, measure=name)
    leaf, _, result = drawing.picture.boxes
    found = {found["id"]: found for found in laid_out(drawing.dot)["objects"]}
    assert set(found) == {"s1", "n1", "n2", "n3"}
    assert visible(found["n1"]["label"]).startswith(leaf.title)
    assert visible(found["s1"]["label"]) == drawing.picture.groups[0].title
    _check_svg(drawing.svg, leaf, result)


def _check_svg(markup, leaf, result):
    root = ElementTree.fromstring(markup)
    names = {element.tag.partition("}")[2] for element in root.iter()}
    assert names == {"svg", "g", "title", "path", "polygon", "text"} | names & {"polyline"}
    attributes = {key for element in root.iter() for key in element.attrib}
    assert not any(key.startswith("on") or "href" in key for key in attributes)
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    for box in (leaf, result):
        texts = [text.text or "" for text in by_id[box.key].iter() if text.tag.endswith("}text")]
        assert texts[0].replace("\xa0", " ") == box.title
        assert by_id[box.key][0].text == box.tooltip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_drawn(laid_out, name, region):
    with scope(region):
        y = Value(1.0, name) + 1
    y.name = region
    drawing = draw(y)
    assert len(laid_out(drawing.dot)["objects"]) == 4
    _check_svg(drawing.svg, drawing.picture.boxes[0], drawing.picture.boxes[-1])
