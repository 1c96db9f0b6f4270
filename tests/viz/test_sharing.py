"""Why right to left: the counted steps of both ways, and who shares what."""

from __future__ import annotations

import pytest

import viz
from autograd import Value, ops
from autograd.errors import InputError
from autograd.graph import leaves, order
from viz.picture import Role
from viz.sharing import shared


@pytest.fixture
def larger():
    """The course's larger network: a hidden ReLU unit and one behind it."""
    x, y = Value(1, "x"), Value(5, "y")
    w1, b1, w2, b2 = Value(2, "w1"), Value(0, "b1"), Value(3, "w2"), Value(1, "b2")
    found = {"t1": w1 * x}
    found["z1"] = found["t1"] + b1
    found["a1"] = ops.relu(found["z1"])
    found["t2"] = w2 * found["a1"]
    found["z2"] = found["t2"] + b2
    found["a2"] = ops.relu(found["z2"])
    found["J"] = (found["a2"] - y) ** 2 / 2
    for name, node in found.items():
        node.name = name
    return found["J"], [w1, b1, w2, b2]


def test_the_larger_network_takes_11_steps_against_28(larger):
    J, parameters = larger
    once, apart = viz.sharing(J, parameters, named=True).picture.bars
    assert once.text.endswith("7 + 4 = 11 steps")
    assert apart.text.endswith("7 × 4 = 28 steps")
    assert once.share == pytest.approx(11 / 28)
    assert apart.share == 1


def test_each_node_tells_how_many_inputs_share_its_derivative(larger):
    J, parameters = larger
    shown = viz.sharing(J, parameters).picture
    counted = {box.title.split(" =")[0]: box.text(Role.NUMBER) for box in shown.boxes}
    assert counted["w1"] == counted["t1"] == "1"
    assert counted["z1"] == "2"
    assert counted["t2"] == "3"
    assert counted["z2"] == counted["J"] == "4"
    assert counted["x"] is None


def test_a_condition_passes_no_derivative_on():
    x, y, z = Value(1.0, "x"), Value(2.0, "y"), Value(3.0, "z")
    out = ops.where(x < 2, y, z)
    assert shared(order(out), leaves(out))[out] == 2


def test_without_more_all_operations_and_all_inputs_count(lecture):
    once, _ = viz.sharing(lecture).picture.bars
    assert once.text.endswith("5 + 4 = 9 steps")


def test_a_large_graph_shows_its_steps_alone():
    total = Value(0.0, "b")
    for k in range(400):
        total = total + Value(1.0, f"w{k}") * 2
    shown = viz.sharing(total).picture
    assert shown.scale is None
    assert shown.bars[1].text.endswith("800 × 401 = 320,800 steps")


def test_what_does_not_fit_is_told_of(lecture):
    with pytest.raises(InputError, match="sharing takes a Value"):
        viz.sharing([lecture])
    with pytest.raises(InputError, match="wrt"):
        viz.sharing(lecture, [Value(1.0)])


def test_the_bars_are_as_long_as_their_share(larger):
    J, parameters = larger
    assert 'WIDTH="141"' in viz.sharing(J, parameters, named=True).dot
    assert 'WIDTH="360"' in viz.sharing(J, parameters, named=True).dot
