"""Losses against the exact numbers, in the tails above all."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import Value, ops
from autograd.errors import InputError
from autograd.nn.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    MeanAbsoluteError,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
    get,
)

SUMS = st.lists(st.floats(-60, 60), min_size=2, max_size=6)

# logits, class, the loss to its last digit
SOFTMAX_TAILS = [
    ((1000.0, 0.0), 0, 0.0),
    ((1000.0, 0.0), 1, 1000.0),
    ((0.0, -20.0), 0, 2.0611536203143807e-09),
    ((0.0, -40.0), 0, 4.248354255291589e-18),
    ((1.0, 2.0, 3.0, 4.0), 3, 0.44018969856119533),
]
BINARY_TAILS = [
    (20.0, 0.0, 20.0000000020611536),
    (40.0, 0.0, 40.0),
    (40.0, 1.0, 4.248354255291589e-18),
    (-40.0, 0.0, 4.248354255291589e-18),
    (1000.0, 1.0, 0.0),
    (-1000.0, 1.0, 1000.0),
]


def one_hot(label, count):
    return [float(j == label) for j in range(count)]


@pytest.mark.parametrize(("z", "label", "exact"), SOFTMAX_TAILS)
@pytest.mark.parametrize("loss", [CategoricalCrossentropy, SparseCategoricalCrossentropy])
def test_softmax_losses_in_the_tails(z, label, exact, loss):
    y = one_hot(label, len(z))
    of_logits = loss(from_logits=True).sample(y, list(z))
    assert of_logits == pytest.approx(exact, rel=4e-16, abs=0)
    recorded = loss().sample(y, ops.softmax([Value(each) for each in z]))
    assert recorded.data == pytest.approx(exact, rel=4e-16, abs=0)


@pytest.mark.parametrize(("z", "y", "exact"), BINARY_TAILS)
def test_binary_losses_in_the_tails(z, y, exact):
    of_logits = BinaryCrossentropy(from_logits=True).sample([y], [z])
    assert of_logits == pytest.approx(exact, rel=4e-16, abs=0)
    recorded = BinaryCrossentropy().sample([y], [ops.sigmoid(Value(z))])
    assert recorded.data == pytest.approx(exact, rel=4e-16, abs=0)


def exact_softmax_loss(y, z):
    with mpmath.workdps(150):
        powers = [mpmath.exp(each) for each in z]
        total = mpmath.fsum(powers)
        terms = zip(y, powers, strict=True)
        return mpmath.fsum(-yj * mpmath.log(p / total) for yj, p in terms if yj)


@given(SUMS, st.data())
def test_the_loss_of_a_class_is_right_to_the_last_digits(z, data):
    label = data.draw(st.integers(0, len(z) - 1))
    y = one_hot(label, len(z))
    exact = float(exact_softmax_loss(y, z))
    got = SparseCategoricalCrossentropy(from_logits=True).sample(y, z)
    # A difference of two sums is rounded by half a unit of the larger: |z| * 1.1e-16.
    allowed = 1e-15 + 4 * 1.2e-16 * max(map(abs, z))
    assert got == pytest.approx(exact, rel=allowed, abs=0)


@given(SUMS, st.data())
def test_gradients_of_logits_are_probabilities_less_the_target(z, data):
    label = data.draw(st.integers(0, len(z) - 1))
    values = [Value(each) for each in z]
    SparseCategoricalCrossentropy(from_logits=True).sample(
        one_hot(label, len(z)), values
    ).backward()
    p = np.exp(np.array(z) - max(z))
    p /= p.sum()
    for j, (value, pj) in enumerate(zip(values, p, strict=True)):
        expected = -(p.sum() - pj) if j == label else pj
        assert value.grad == pytest.approx(expected, rel=1e-9, abs=1e-15)


def test_the_gradient_in_the_tail_keeps_its_digits():
    z = [Value(0.0), Value(-40.0)]
    SparseCategoricalCrossentropy(from_logits=True).sample([1.0, 0.0], z).backward()
    assert z[1].grad == pytest.approx(4.248354255291589e-18, rel=1e-15)
    assert z[0].grad == pytest.approx(-4.248354255291589e-18, rel=1e-15)


@given(SUMS, st.floats(0.01, 0.9), st.data())
def test_label_smoothing_shares_the_target(z, smoothing, data):
    label = data.draw(st.integers(0, len(z) - 1))
    y = one_hot(label, len(z))
    shared = [each * (1 - smoothing) + smoothing / len(z) for each in y]
    loss = CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing)
    assert loss.sample(y, z) == pytest.approx(float(exact_softmax_loss(shared, z)), rel=1e-12)


def test_binary_label_smoothing():
    loss = BinaryCrossentropy(label_smoothing=0.2)
    assert loss.sample([1.0], [0.7]) == pytest.approx(-0.9 * math.log(0.7) - 0.1 * math.log(0.3))


@pytest.mark.parametrize(
    ("p", "loss"), [(0.3, 1.2040), (0.2, 1.6094), (0.15, 1.8971), (0.35, 1.0498), (0.5, 0.6931)]
)
def test_losses_of_the_course(p, loss):
    y = [1.0, 0.0]
    assert SparseCategoricalCrossentropy().sample(y, [p, 1 - p]) == pytest.approx(loss, abs=5e-5)
    assert CategoricalCrossentropy().sample(y, [p, 1 - p]) == pytest.approx(loss, abs=5e-5)
    assert BinaryCrossentropy().sample([1.0], [p]) == pytest.approx(loss, abs=5e-5)


def test_a_probability_of_zero_costs_infinitely_much_only_where_it_counts():
    assert CategoricalCrossentropy().sample([1.0, 0.0], [1.0, 0.0]) == 0.0
    assert CategoricalCrossentropy().sample([0.0, 1.0], [1.0, 0.0]) == math.inf
    assert BinaryCrossentropy().sample([0.0], [0.0]) == 0.0
    assert BinaryCrossentropy().sample([1.0], [0.0]) == math.inf


def test_a_softmax_of_one_and_other_quotients_are_told_apart():
    one = ops.softmax([Value(3.0)])
    assert SparseCategoricalCrossentropy().sample([1.0], one).data == 0.0
    powers = [ops.exp(Value(z)) for z in (1.0, 2.0)]
    twice = [p / (powers[0] + powers[1] + powers[1]) for p in powers]
    got = SparseCategoricalCrossentropy().sample([1.0, 0.0], twice)
    assert got.data == pytest.approx(-math.log(twice[0].data), rel=1e-15)


def test_squares_and_sizes():
    y, out = [[1.0, 2.0], [3.0, 5.0]], [[2.0, 2.0], [1.0, 5.0]]
    assert MeanSquaredError()(y, out) == 1.25
    assert MeanAbsoluteError()(y, out) == 0.75
    assert MeanSquaredError()(y, out, sample_weight=[1.0, 0.5]) == 0.75
    assert MeanSquaredError()([1.0, 2.0], [1.0, 4.0]) == 2.0


def test_batches_of_numbers():
    assert SparseCategoricalCrossentropy(from_logits=True)(
        [3, 3], [[1.0, 2.0, 3.0, 4.0]] * 2
    ) == pytest.approx(0.44018969856119533)


@pytest.mark.parametrize(
    ("loss", "y", "shape", "said"),
    [
        (SparseCategoricalCrossentropy(), [0, 10], (10,), "Target 1 is 10"),
        (SparseCategoricalCrossentropy(), [0.5], (10,), "0.5"),
        (SparseCategoricalCrossentropy(), [-1], (10,), "from 0 to 9"),
        (SparseCategoricalCrossentropy(), [[0.0, 1.0]], (2,), "write CategoricalCrossentropy"),
        (SparseCategoricalCrossentropy(), [0], (2, 2), "takes outputs"),
        (CategoricalCrossentropy(), [0, 1], (2,), "SparseCategoricalCrossentropy"),
        (CategoricalCrossentropy(), [[1.0, 1.0]], (2,), "Row 0"),
        (CategoricalCrossentropy(), [[1.0, 0.0, 0.0]], (2,), "shape"),
        (BinaryCrossentropy(), [0, 2], (1,), "from 0 to 2"),
        (BinaryCrossentropy(), [[0, 1]], (3,), "shape"),
        (MeanSquaredError(), [1.0, math.nan], (1,), "[1] is nan"),
        (MeanSquaredError(), ["a"], (1,), "not numbers"),
    ],
)
def test_targets_that_do_not_fit(loss, y, shape, said):
    with pytest.raises(InputError) as error:
        loss.targets(y, shape)
    assert said in str(error.value)


def test_names():
    assert get("mse") == MeanSquaredError()
    assert get(BinaryCrossentropy) == BinaryCrossentropy()
    with pytest.raises(InputError, match="There is no loss"):
        get("hinge")
    with pytest.raises(InputError, match="label_smoothing"):
        BinaryCrossentropy(label_smoothing=2)
