"""Large graphs as small pictures: what shares a box, and what its box tells."""

from __future__ import annotations

import math
import random
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import Value, array, ops, scope
from autograd.graph import order
from autograd.reverse import cotangents
from viz import draw, set_engine
from viz.collapsing import MOST_BOXES, view
from viz.picture import Kind, Picture, Role


def dense(inputs, units, name):
    """A layer of relu units, each in a scope of its own."""
    W = array(np.sin(np.arange(1.0, units * len(inputs) + 1)).reshape(units, -1), name=f"W{name}")
    b = array(np.zeros(units), name=f"b{name}")
    outputs = []
    with scope(f"layer{name}"):
        for k in range(units):
            with scope("unit"):
                total = W[k, 0] * inputs[0]
                for j in range(1, len(inputs)):
                    total = total + W[k, j] * inputs[j]
                outputs.append(ops.relu(total + b[k]))
    return outputs


def network(*sizes):
    outputs = list(array(np.linspace(0.1, 1, sizes[0]), name="x"))
    for place, units in enumerate(sizes[1:], 1):
        outputs = dense(outputs, units, place)
    with scope("loss"):
        loss = ops.logsumexp(outputs) - outputs[0]
    loss.name = "loss"
    return loss


def told(shown: Picture) -> list[tuple[str, str | None, str | None]]:
    """Title, formula and size of every block and array."""
    return [
        (box.title, box.text(Role.FORMULA), box.text(Role.COUNT))
        for box in shown.boxes
        if box.kind in (Kind.BLOCK, Kind.ARRAY)
    ]


def uses(shown: Picture) -> set[tuple[str, str, int]]:
    titles = {box.key: box.title for box in shown.boxes}
    return {(titles[edge.tail], titles[edge.head], edge.count) for edge in shown.edges}


def test_repeated_units_are_one_box_with_their_formula():
    shown = draw(network(20, 8, 3), depth=1).picture
    assert told(shown)[:6] == [
        ("x", None, "20 numbers"),
        ("W1", None, "8 × 20 numbers"),
        ("b1", None, "8 numbers"),
        ("8 × unit", "relu(Σ W1 × x + b1)", "328 operations"),
        ("W2", None, "3 × 8 numbers"),
        ("b2", None, "3 numbers"),
    ]
    assert ("3 × unit", "relu(Σ W2 × unit + b2)", "51 operations") in told(shown)
    assert {("x", "8 × unit", 160), ("8 × unit", "3 × unit", 24)} <= uses(shown)
    assert [group.title for group in shown.groups] == ["layer1", "layer2", "loss"]


def test_a_collapsed_layer_says_how_often_its_formula_occurs():
    shown = draw(network(20, 8, 3), depth=0).picture
    assert ("layer1", "8 × relu(Σ W1 × x + b1)", "328 operations") in told(shown)
    assert shown.groups == ()


def test_a_collapsed_box_shows_the_numbers_that_leave_it():
    loss = network(20, 8, 2)
    slopes = cotangents(loss)
    box = next(b for b in draw(loss, depth=1).picture.boxes if b.title == "2 × unit")
    units = [n for n in order(loss) if n.op == "relu" and n.scope.parent.name == "layer2"]
    assert box.text(Role.VALUE) == ", ".join(f"{u.data:.6g}" for u in units)
    assert box.text(Role.DERIVATIVE) == ", ".join(f"{slopes[u]:.6g}" for u in units)
    assert box.many


def test_the_number_of_operations_in_all_boxes_is_that_of_the_graph():
    loss = network(20, 8, 3)
    operations = sum(bool(node.args) for node in order(loss))
    for depth in (None, 0, 1, 2):
        found = view([loss], depth)
        members = sorted(i for cell in found.cells.cells for i in cell.members)
        assert members == list(range(len(order(loss))))
        counted = sum(
            int(size.split()[0].replace(",", ""))
            for _, _, size in told(draw(loss, depth=depth).picture)
            if size is not None and size.endswith("operations")
        )
        assert counted <= operations


def test_siblings_that_differ_in_more_than_numbers_stay_apart():
    x = Value(0.5, "x")
    found = []
    for place in range(4):
        with scope("unit"):
            w = Value(float(place), "w")
            found.append(ops.tanh(w * x) if place < 3 else ops.relu(w * x))
    shown = draw(found, depth=0).picture
    assert [box.title for box in shown.boxes if box.kind is Kind.BLOCK] == ["3 × unit", "unit"]


def test_siblings_that_share_differently_stay_apart():
    x, y = Value(0.5, "x"), Value(0.25, "x")  # called alike
    found = []
    for left, right in ((x, y), (y, x), (x, x)):
        with scope("unit"):
            found.append(left * right + 1)
    shown = draw(found, depth=0).picture
    assert [box.title for box in shown.boxes if box.kind is Kind.BLOCK] == ["2 × unit", "unit"]


def test_numbers_in_a_formula_are_part_of_it_and_data_are_not():
    x = array(np.arange(1.0, 400.0), name="x")
    powers = draw([each**2 if k % 2 else each**3 for k, each in enumerate(x)]).picture
    assert {(title, size) for title, _, size in told(powers)} == {
        ("x", "399 numbers"),
        ("x ** 2", "199 like this: 199 operations"),
        ("x ** 3", "200 like this: 200 operations"),
    }
    scaled = draw([each * float(k) for k, each in enumerate(x)]).picture
    assert told(scaled)[1:] == [("x × c", None, "399 like this: 399 operations")]


def test_without_scopes_sums_of_products_are_gathered():
    x = array(np.linspace(0, 1, 30), name="x")
    W = array(np.ones((12, 30)), name="W")
    b = array(np.zeros(12), name="b")
    hidden = [ops.tanh(z) for z in W @ x + b]
    shown = draw(sum(h * h for h in hidden)).picture
    assert ("tanh(Σ W × x + b)", None, "12 like this: 732 operations") in told(shown)
    assert len(shown.boxes) == 5
    assert shown.caption.startswith("1,159 nodes in 5 boxes.")


def test_terms_that_are_long_and_repeat_are_apart_from_their_sum():
    w = [Value(0.1 * k, f"w{k}") for k in range(3)]
    total = Value(0.0, "start")
    for k in range(100):
        total = total + ops.relu(1 - (w[0] * float(k) + w[1] * 0.5 * k + w[2]))
    shown = draw(total).picture
    assert ("relu(c − (Σ w × c + w))", None) not in {(t, f) for t, f, _ in told(shown)}
    assert any(size == "100 like this: 700 operations" for _, _, size in told(shown))


def test_inputs_without_a_name_are_told_apart_by_their_use():
    x = [Value(0.1 * k) for k in range(50)]
    outputs = [ops.tanh(sum(Value(0.01 * j) * each for j, each in enumerate(x))) for _ in range(9)]
    assert [size for title, _, size in told(draw(outputs).picture) if title == "inputs"] == [
        "50 numbers, each used 9 times",
        "450 numbers, each used once",
    ]


def test_a_chain_of_a_hundred_thousand_operations_is_a_box():
    x = Value(0.999, "x")
    y = x
    for _ in range(100_000):
        y = y * x
    shown = draw(y).picture
    assert [box.title for box in shown.boxes] == ["x", "Π x"]


def tangle(seed, operations=3000):
    """A graph without scopes or repetition."""
    chance = random.Random(seed)
    pool = [Value(chance.random(), f"v{k}") for k in range(10)]
    for _ in range(operations):
        a, b = chance.sample(pool[-100:], 2)
        pool.append(chance.choice([lambda a=a, b=b: a + b, lambda a=a, b=b: a * b])())
    return pool[-50:]


def test_a_tangle_is_cut_into_pieces_that_need_no_later_ones():
    outputs = tangle(1)
    shown = draw(outputs).picture
    parts = [box for box in shown.boxes if box.title.startswith("part ")]
    assert 2 <= len(parts) <= 20
    place = {box.key: k for k, box in enumerate(parts)}
    for edge in shown.edges:
        if edge.tail in place and edge.head in place:
            assert place[edge.tail] < place[edge.head]


@given(st.integers(0, 10**6), st.integers(10, 600))
def test_every_use_between_boxes_is_counted_once(seed, operations):
    outputs = tangle(seed, operations)
    found = view(outputs, None)
    shown = draw(outputs).picture
    of, flat = found.cells.of, found.flat
    crossing = sum(of[i] != of[j] for i, some in enumerate(flat.operands) for j in some)
    assert sum(edge.count or 1 for edge in shown.edges) == crossing


@pytest.mark.parametrize("depth", [None, 0, 1, 7])
def test_no_picture_has_more_boxes_than_can_be_laid_out(depth):
    outputs = tangle(2, 5000)
    assert len(draw(outputs, depth=depth).picture.boxes) <= MOST_BOXES


def test_the_caption_says_when_less_is_shown_than_was_asked_for():
    shown = draw(network(60, 30, 3), depth=2).picture
    assert "less than depth=2 asks for" in shown.caption
    assert "depth" not in draw(network(3, 2), depth=9).picture.caption


def test_marks_and_measures_survive_in_the_box_that_hides_their_node():
    loss = network(20, 8, 3)
    products = [node for node in order(loss) if node.op == "mul"]
    shown = draw(
        loss,
        depth=0,
        highlight={products[3]: "look"},
        colours={products[0]: 1.0, products[1]: 5.0, products[-1]: math.nan},
        measure="error",
    ).picture
    layer = next(box for box in shown.boxes if box.title == "layer1")
    assert layer.text(Role.MARK) == "look"
    assert layer.text(Role.NUMBER) == "at most 5"
    assert layer.position == 1.0


def test_numbers_that_are_not_finite_are_told_of():
    x = array(np.linspace(-1, 1, 300), name="x")
    box = draw([ops.log(each) for each in x], grads=False).picture.boxes[-1]
    assert box.text(Role.VALUE) == "-5.7 to 0, nan"


def test_a_layout_that_takes_too_long_gives_way_to_less(monkeypatch):
    drawing = draw(network(12, 8, 8, 3), depth=2)
    before = len(drawing.picture.boxes)
    set_engine(None, timeout=0.02)
    try:
        from viz import engines

        real = engines._run

        def run(name, command, data, seconds):
            slow = data.count(b"->") > 60
            return real(name, command, data, 0.001 if slow else 30.0)

        monkeypatch.setattr(engines, "_run", run)
        assert "<svg" in drawing.svg
    finally:
        set_engine(None)
    assert len(drawing.picture.boxes) < before
    assert "The layout took more than 0.02 s" in drawing.picture.caption
    assert drawing.dot.count("->") <= 60


def test_formulas_name_the_scope_that_their_numbers_come_from():
    x = array(np.linspace(0, 1, 40), name="x")
    with scope("first"):
        hidden = [each * each for each in x]
    with scope("second"):
        w = array(np.ones(40), name="w")
        out = ops.tanh(sum(a * b for a, b in zip(w, hidden, strict=True)))
    titles = [box.title for box in draw(sum([out] * 200)).picture.boxes]
    assert "tanh(Σ w × first)" in titles


@pytest.mark.parametrize("name", ['</script><img src=x onerror="alert(1)">', "&lt;b&gt;", "a\\nb"])
def test_names_of_the_user_cannot_become_markup(name):
    x = array(np.linspace(0, 1, 300), name=name)
    with scope(name):
        y = sum(each * each for each in x)
    for depth in (None, 0):
        root = ElementTree.fromstring(draw(y, depth=depth).svg)
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "g", "title", "polygon", "path", "text", "ellipse", "polyline"}
        assert any(name[:12] in (element.text or "") for element in root.iter())


def test_the_same_graph_gives_the_same_picture():
    loss = network(20, 8, 3)
    assert draw(loss).dot == draw(loss).dot


@pytest.mark.slow
def test_two_hundred_thousand_nodes_are_a_few_boxes():
    shown = draw(network(784, 128, 64, 10)).picture
    assert len(shown.boxes) < 40
    assert ("128 × unit", "relu(Σ W1 × x + b1)", "200,832 operations") in told(shown)
