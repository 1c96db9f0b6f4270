"""From a recorded graph to the drawing model, judged by structure and numbers."""

from __future__ import annotations

import math

import pytest

from autograd import Value, ops, scope
from autograd.errors import InputError
from autograd.graph import order
from viz.picture import Kind, Picture, Role
from viz.recorded import Options, picture


def drawn(output, **options) -> Picture:
    outputs = [output] if isinstance(output, Value) else output
    return picture(outputs, Options(**options))


def facts(shown: Picture) -> dict[str, tuple[str | None, str | None]]:
    """Value and derivative by title."""
    return {
        box.title: (box.text(Role.VALUE), box.text(Role.DERIVATIVE))
        for box in shown.boxes
        if box.kind is not Kind.CONSTANT
    }


def links(shown: Picture) -> list[tuple[str, str, str]]:
    """Tail, head and label of the edges, by title."""
    titles = {box.key: box.title for box in shown.boxes}
    return [(titles[edge.tail], titles[edge.head], edge.label) for edge in shown.edges]


def test_the_lecture_network_shows_the_lecture_numbers(lecture):
    assert facts(drawn(lecture)) == {
        "w": ("2", "-4"),
        "b": ("8", "2"),
        "x": ("-2", "4"),
        "y": ("2", "-2"),
        "c = w × x": ("-4", "2"),
        "a = c + b": ("4", "2"),
        "d = a − y": ("2", "2"),
        "d ** 2": ("4", "0.5"),
        "J = d ** 2 ÷ 2": ("2", "1"),
    }


def test_the_lecture_network_has_a_local_derivative_on_every_edge_that_carries_one(lecture):
    assert links(drawn(lecture)) == [
        ("w", "c = w × x", "-2"),
        ("x", "c = w × x", "2"),
        ("c = w × x", "a = c + b", "1"),
        ("b", "a = c + b", "1"),
        ("a = c + b", "d = a − y", "1"),
        ("y", "d = a − y", "-1"),
        ("d = a − y", "d ** 2", "4"),
        ("2", "d ** 2", ""),
        ("d ** 2", "J = d ** 2 ÷ 2", "0.5"),
        ("2", "J = d ** 2 ÷ 2", ""),
    ]


def test_every_derivative_is_the_sum_over_its_edges(network):
    shown = drawn(network)
    derivative = {box.key: float(box.text(Role.DERIVATIVE) or "nan") for box in shown.boxes}
    for box in shown.boxes:
        out = [edge for edge in shown.edges if edge.tail == box.key and not edge.quiet]
        if out:
            total = sum(float(edge.label) * derivative[edge.head] for edge in out)
            assert derivative[box.key] == pytest.approx(total, rel=1e-4)


def test_an_operand_used_twice_has_two_edges():
    a = Value(3.0, "a")
    shown = drawn(a * a)
    assert links(shown) == [("a", "a × a", "3"), ("a", "a × a", "3")]
    assert [edge.operand for edge in shown.edges] == [0, 1]


def test_boxes_come_in_the_order_of_making_with_stable_keys(lecture):
    shown = drawn(lecture)
    assert [box.key for box in shown.boxes] == [f"n{place}" for place in range(1, 12)]
    assert [box.title for box in shown.boxes][:5] == ["w", "b", "x", "y", "c = w × x"]
    assert [box.output for box in shown.boxes] == [False] * 10 + [True]


def test_constants_are_quiet(lecture):
    constants = [box for box in drawn(lecture).boxes if box.kind is Kind.CONSTANT]
    assert [box.title for box in constants] == ["2", "2"]
    assert not any(box.rows for box in constants)
    quiet = [edge for edge in drawn(lecture).edges if edge.quiet]
    assert len(quiet) == 2
    assert not any(edge.label for edge in quiet)


def test_conditions_are_quiet_and_a_branch_not_taken_has_slope_0():
    x, y = Value(1.0, "x"), Value(2.0, "y")
    shown = drawn(ops.where(x < y, x, y))
    assert links(shown)[2:] == [
        ("x < y", "where(x < y, x, y)", ""),
        ("x", "where(x < y, x, y)", "1"),
        ("y", "where(x < y, x, y)", "0"),
    ]
    assert [edge.quiet for edge in shown.edges] == [True, True, True, False, False]


def test_gradients_of_the_nodes_are_neither_read_nor_changed(lecture):
    lecture.backward()
    before = [node.grad for node in order(lecture)]
    assert facts(drawn(lecture))["w"] == ("2", "-4")
    assert [node.grad for node in order(lecture)] == before


def test_values_and_derivatives_can_be_left_out(lecture):
    bare = drawn(lecture, values=False, grads=False)
    assert not any(box.rows for box in bare.boxes)
    assert not any(edge.label for edge in bare.edges)
    assert bare.legend == ()
    assert "value" not in bare.boxes[0].tooltip
    values = drawn(lecture, grads=False)
    assert {row.role for box in values.boxes for row in box.rows} == {Role.VALUE}
    grads = drawn(lecture, values=False)
    assert {row.role for box in grads.boxes for row in box.rows} == {Role.DERIVATIVE}


def test_several_outputs_have_the_derivatives_of_their_sum():
    x = Value(3.0, "x")
    shown = drawn([x * 2, x * x, x])
    assert [box.title for box in shown.boxes if box.output] == ["x", "x × 2", "x × x"]
    assert facts(shown)["x"] == ("3", "9")
    assert shown.legend[1].text == "derivative of the sum of the 3 outputs"


def test_an_output_given_twice_counts_once():
    x = Value(3.0, "x")
    y = x * 2
    assert facts(drawn([y, y]))["x"] == ("3", "2")


def test_scopes_nest_and_each_entry_is_a_frame_of_its_own(network):
    shown = drawn(network)
    assert [(group.title, group.parent) for group in shown.groups] == [
        ("layer1", None),
        ("unit", "s1"),
        ("unit", "s1"),
        ("layer2", None),
    ]
    assert shown.groups[1].tooltip == "layer1/unit"
    inside = {box.title: box.group for box in shown.boxes}
    assert inside["x"] is None
    assert inside["tanh(w × x)"] == "s3"
    assert inside["loss = … ** 2"] is None
    assert [box.group for box in shown.boxes if box.title == "w"] == ["s2", "s3"]


@pytest.mark.parametrize(
    ("depth", "frames", "boxes"),
    [
        (0, [], ["x", "layer1", "layer2", "loss = … ** 2"]),
        (1, ["layer1", "layer2"], ["x", "2 × unit", "+", "loss = … ** 2"]),
        (
            2,
            ["layer1", "unit", "unit", "layer2"],
            ["x", "w", "w × x", "tanh(w × x)", "w", "w × x", "tanh(w × x)", "+", "loss = … ** 2"],
        ),
    ],
)
def test_scopes_below_the_depth_are_one_box_each(network, depth, frames, boxes):
    shown = drawn(network, depth=depth)
    assert [group.title for group in shown.groups] == frames
    keys = {group.key for group in shown.groups}
    assert {box.group for box in shown.boxes} <= keys | {None}
    assert [box.title for box in shown.boxes if box.kind is not Kind.CONSTANT] == boxes


def test_a_thousand_nested_scopes_need_no_recursion():
    scopes = [scope(f"level{level}") for level in range(1000)]
    for entered in scopes:
        entered.__enter__()
    x = Value(1.0, "x")
    for entered in reversed(scopes):
        entered.__exit__(None, None, None)
    shown = drawn(x)
    assert shown.boxes[0].group == "s1000"
    assert shown.groups[999].parent == "s999"


def test_tooltips_have_every_digit_and_the_scope():
    with scope("here"):
        y = Value(0.1, "a") + Value(0.2, "b")
    box = drawn(y).boxes[-1]
    assert box.text(Role.VALUE) == "0.300000"
    assert box.tooltip == "a + b; value 0.30000000000000004; derivative 1; in here"


def test_a_name_that_was_cut_is_whole_in_the_tooltip():
    box = drawn(Value(1.0, "n" * 60)).boxes[0]
    assert box.title == "n" * 27 + "…"
    assert "n" * 60 in box.tooltip


def test_the_caption_says_when_numbers_are_rounded(lecture):
    assert drawn(lecture).caption == ""
    assert "rounded" in drawn(Value(1 / 3)).caption
    assert drawn(Value(1 / 3), values=False).caption == ""


def test_numbers_that_are_not_finite_are_drawn():
    x = Value(0.0, "x")
    shown = facts(drawn(ops.log(x)))
    assert shown == {"x": ("0", "inf"), "log(x)": ("-inf", "1")}
    assert facts(drawn(Value(math.nan, "y")))["y"] == ("nan", "1")


def test_the_legend_names_the_output(lecture):
    assert [(entry.role, entry.text) for entry in drawn(lecture).legend] == [
        (Role.VALUE, "value"),
        (Role.DERIVATIVE, "derivative of J"),
        (Role.LOCAL, "local derivative"),
    ]


def test_the_description_counts(lecture):
    assert drawn(lecture).description == "Computation graph of J: 4 inputs, 5 operations."
    assert drawn(Value(1.0)).description == (
        "Computation graph of the output: 1 input, 0 operations."
    )


def test_a_highlighted_node_has_a_mark(lecture):
    square = lecture.args[0]
    shown = drawn(lecture, highlight={square: "the claim uses 1"})
    marked = [box for box in shown.boxes if box.text(Role.MARK)]
    assert [(box.title, box.text(Role.MARK)) for box in marked] == [("d ** 2", "the claim uses 1")]
    assert shown.legend[-1].role is Role.MARK


def test_numbers_of_nodes_become_positions_on_a_scale(lecture):
    nodes = order(lecture)
    numbers = {nodes[0]: -1.0, nodes[1]: 0.0, nodes[2]: 3.0, nodes[3]: math.nan}
    numbers |= {nodes[4]: math.inf, nodes[5]: -math.inf}
    shown = drawn(lecture, colours=numbers, measure="share of the error")
    assert [box.position for box in shown.boxes[:7]] == [0.0, 0.25, 1.0, None, 1.0, 0.0, None]
    assert [box.text(Role.NUMBER) for box in shown.boxes[:3]] == ["-1", "0", "3"]
    assert shown.scale is not None
    assert tuple(vars_of(shown.scale)) == ("share of the error", "-1", "3")


def vars_of(scale):
    return scale.title, scale.low, scale.high


@pytest.mark.parametrize("numbers", [(5.0, 5.0), (-1.7e308, 1.7e308), (math.nan, math.nan)])
def test_any_scale_can_be_drawn(lecture, numbers):
    nodes = order(lecture)
    shown = drawn(lecture, colours=dict(zip(nodes, numbers, strict=False)))
    positions = [box.position for box in shown.boxes[:2]]
    assert all(position is None or 0 <= position <= 1 for position in positions)


def test_options_that_do_not_fit_are_refused(lecture):
    for options, told in [
        ({"direction": "RL"}, "direction"),
        ({"depth": -1}, "depth"),
        ({"highlight": {Value(1.0): "?"}}, "highlight"),
        ({"colours": {Value(1.0): 1.0}}, "colours"),
    ]:
        with pytest.raises(InputError, match=told):
            drawn(lecture, **options)
    with pytest.raises(InputError, match="nothing to draw"):
        drawn([])
