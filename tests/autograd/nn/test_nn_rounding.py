"""`model.roundoff`: the node of a loss that loses digits, and `from_logits` that repairs it.

The table of figures is that of softmax and sigmoid losses as they are first written: in float64,
in float32, with the loss from the sums, and exactly.
"""

from __future__ import annotations

import math
from functools import reduce

import numpy as np
import pytest

from autograd import nn
from autograd.errors import InputError

SPARSE = nn.SparseCategoricalCrossentropy
BINARY = nn.BinaryCrossentropy


def softmax(z):
    powers = np.exp(z)
    return powers / np.sum(powers)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def log_sum_exp(y, z):
    """The usual repair, which subtracts the largest sum."""
    m = reduce(np.maximum, z)
    return (
        m
        + np.log(sum(np.exp(each - m) for each in z))
        - sum(a * b for a, b in zip(y, z, strict=True))
    )


def network(units, loss, *after):
    """A network whose sums are its inputs."""
    model = nn.Sequential([nn.layers.Input((units,)), nn.layers.Dense(units), *after])
    model.build()
    model.set_weights([np.eye(units), np.zeros(units)])
    model.compile(loss=loss)
    return model


NAN, INF = math.nan, math.inf
TABLE = [
    # activation, loss, z, y, float64, float32, from the sums, exact
    (softmax, SPARSE, [1000, 0], 0, NAN, NAN, 0.0, "5.07595889754946e-435"),
    (softmax, SPARSE, [1000, 0], 1, INF, INF, 1000.0, "1000"),
    (sigmoid, BINARY, [20], [0], 19.999999966169824, INF, 20.000000002061153, "20.000000002061153"),
    (sigmoid, BINARY, [40], [0], INF, INF, 40.0, "40.00000000000000000"),
    (sigmoid, BINARY, [40], [1], 0.0, 0.0, 4.248354255291589e-18, "4.248354255291588"),
    (softmax, SPARSE, [0, -20], 0, 2.0611536942919273e-09, 0.0, 2.061153620314381e-09,
     "2.061153620314380703"),
    (softmax, SPARSE, [0, -40], 0, 0.0, 0.0, 4.248354255291589e-18, "4.248354255291588"),
]  # fmt: skip


def same(one, other):
    return one == other or (math.isnan(one) and math.isnan(other))


@pytest.mark.parametrize(
    ("activation", "loss", "z", "y", "double", "single", "stable", "exact"), TABLE
)
def test_the_table_of_naive_losses(activation, loss, z, y, double, single, stable, exact):
    model = network(len(z), loss(), activation)
    report = model.roundoff(z, y)
    assert same(report.value, double)
    assert report.exact.startswith(exact)
    assert report.kind
    (remedy,) = report.remedies
    assert remedy.formula == (
        f"no {activation.__name__} at the end, loss={loss.__name__}(from_logits=True)"
    )
    assert remedy.value == stable
    assert remedy.digits == 17
    assert remedy.worse <= 1
    repaired = network(len(z), loss(from_logits=True)).roundoff(z, y)
    assert repaired.value == stable
    assert repaired.good

    narrow = model.roundoff(z, y, precision="float32")
    assert same(narrow.value, single)
    assert narrow.kind
    assert narrow.remedies[0].value == np.float32(stable)
    assert narrow.remedies[0].digits == 9


@pytest.mark.parametrize(
    ("z", "value", "digits", "stable"),
    [([0, -20], 2.06115369004e-09, 7.5, 2.061153620314381e-09),
     ([0, -40], 0.0, 0, 4.248354255291589e-18)],
)  # fmt: skip
def test_subtracting_the_largest_sum_is_not_enough(z, value, digits, stable):
    report = network(2, log_sum_exp).roundoff(z, [1, 0])
    assert report.value == pytest.approx(value, rel=1e-11)
    assert report.digits == digits
    assert report.remedies[0].formula == "loss=CategoricalCrossentropy(from_logits=True)"
    assert report.remedies[0].value == stable


def test_the_node_is_named_with_its_line():
    report = network(2, SPARSE(), softmax).roundoff([1000, 0], 0)
    assert report.kind == "overflow"
    assert report.source.node == "exp(z[0])"
    line = softmax.__code__.co_firstlineno + 1
    assert f"exp(z[0]) (test_nn_rounding.py:{line}), which becomes inf in float64." in str(report)

    report = network(1, BINARY(), sigmoid).roundoff([20], [0], precision="float32")
    assert report.kind == "absorption"
    assert report.source.node == "1.0 + exp(-z)"
    assert report.amplifier.node == "log1p(-output)"


def test_an_activation_that_the_record_shows_is_taken_from_its_sums():
    model = nn.Sequential([nn.layers.Input((2,)), nn.layers.Dense(2, activation="softmax")])
    model.build()
    model.set_weights([np.eye(2), np.zeros(2)])
    model.compile(loss=SPARSE())
    report = model.roundoff([0, -20], 0)
    assert report.good
    assert report.value == 2.061153620314381e-09
    assert any("as with from_logits=True" in note for note in report.notes)


def test_the_activation_of_a_layer_is_left_out_too():
    model = nn.Sequential([nn.layers.Input((1,)), nn.layers.Dense(1, activation=sigmoid)])
    model.build()
    model.set_weights([np.eye(1), np.zeros(1)])
    model.compile(loss=BINARY())
    report = model.roundoff([[40.0], [1.0], [20.0]], [[0], [0], [0]])
    assert report.points == 3
    assert report.point["x[0]"] == 40.0  # the worst
    assert report.remedies[0].formula == "Dense(1), loss=BinaryCrossentropy(from_logits=True)"
    assert model.layers[0].activate.function is sigmoid  # untouched


def test_what_is_reported_is_what_is_trained():
    rng = np.random.default_rng(3)
    model = nn.Sequential(
        [
            nn.layers.Dense(6, activation="relu", kernel_regularizer="l2"),
            nn.layers.Dense(3),
            softmax,
        ]
    )
    model.compile(loss=SPARSE())
    x, y = rng.normal(size=(5, 4)), rng.integers(0, 3, 5)
    for place in range(5):
        one = model.roundoff(x[place : place + 1], y[place : place + 1])
        assert one.value == model.graph(x[place], y[place]).data
        assert one.good
        assert one.exactly


def test_a_loss_of_one_s_own_that_is_no_cross_entropy_gets_no_repair():
    def squares(y, p):
        return sum((1 - a) * b * b for a, b in zip(y, p, strict=True)) - 1.0

    report = network(2, squares, softmax).roundoff([3.0, 2.9999999999], [0, 1], precision="float16")
    assert report.remedies == ()


def test_cross_entropy_of_ten_classes_with_a_tiny_loss():
    z = [30.0, *np.linspace(-10, -4, 9)]
    report = network(10, SPARSE(), softmax).roundoff(z, 0)
    assert report.digits < 2
    assert report.remedies[0].digits > 15


def test_what_does_not_fit():
    model = network(2, SPARSE(), softmax)
    with pytest.raises(InputError, match="shape"):
        model.roundoff([1.0, 2.0, 3.0], 0)
    with pytest.raises(InputError, match="classes are whole numbers"):
        model.roundoff([1.0, 2.0], 2)
    with pytest.raises(InputError, match="precision is one of"):
        model.roundoff([1.0, 2.0], 0, precision="double")
    with pytest.raises(InputError, match="compile"):
        nn.Sequential([nn.layers.Dense(2)]).roundoff([1.0, 2.0], 0)


def test_many_samples_of_a_large_network_are_looked_at_evenly():
    model = nn.Sequential(
        [nn.layers.Input((64,)), nn.layers.Dense(25, "relu"), nn.layers.Dense(10)], seed=1
    )
    model.compile(loss=SPARSE(from_logits=True))
    x = np.random.default_rng(0).uniform(size=(400, 64))
    report = model.roundoff(x, np.zeros(400), remedy=False)
    assert report.good
    assert 20 <= report.points < 400
    assert any("of 400 samples were looked at" in note for note in report.notes)


def test_derivatives_of_a_loss_are_looked_at_too():
    model = network(2, SPARSE(), softmax)
    good = network(2, SPARSE(from_logits=True)).roundoff([30.0, -10.0], 0, wrt="x[0]")
    assert good.good
    lossy = model.roundoff([30.0, -10.0], 0, wrt="x[0]")
    assert lossy.formula == "∂(SparseCategoricalCrossentropy() of the network)/∂x[0]"
    assert lossy.kind in ("cancellation", "absorption")
    assert lossy.digits == 0
    assert float(lossy.exact) == pytest.approx(good.value, rel=1e-14)
    # At some sums the derivative of the loss from sums has lost three bits more: no repair.
    assert lossy.remedies == ()
    assert model.roundoff([3.0, 2.0], 1, wrt="dense/kernel[0,1]").good
    with pytest.raises(InputError, match=r"depends on no input x\[7\]"):
        model.roundoff([30.0, -10.0], 0, wrt="x[7]")
