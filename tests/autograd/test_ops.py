"""The operations as functions, and the sums over sequences."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import Value, grad, ops
from autograd.errors import InputError
from autograd.forward import Dual
from autograd.graph import order
from autograd.primitives import PRIMITIVES

small = st.lists(st.floats(-50, 50), min_size=1, max_size=8)


def values(numbers):
    return [Value(x) for x in numbers]


def test_there_is_a_function_for_every_row_and_for_the_sums():
    assert set(PRIMITIVES) | {"sum", "prod", "mean", "dot", "logsumexp", "softmax"} == set(
        ops.__all__
    )
    assert all(callable(getattr(ops, name)) for name in ops.__all__)


@pytest.mark.parametrize(
    ("number", "kind"),
    [(0.5, float), (Value(0.5), Value), (Dual(0.5, 1.0), Dual), (np.array([0.5]), np.ndarray)],
)
def test_one_function_serves_every_kind_of_number(number, kind):
    answer = ops.tanh(number)
    assert isinstance(answer, kind)
    plain = getattr(answer, "data", getattr(answer, "primal", answer))
    assert float(np.asarray(plain).reshape(-1)[0]) == pytest.approx(math.tanh(0.5), rel=1e-15)


def test_sums_are_recorded_step_by_step_as_a_loop_would():
    a, b, c = values([1.0, 2.0, 4.0])
    total = ops.sum([a, b, c])
    assert (total.data, total.op) == (7.0, "add")
    assert total.args[1] is c
    assert [node.op for node in order(total)] == ["leaf"] * 3 + ["add"] * 2
    assert ops.prod([a, b, c]).data == 8.0
    assert ops.mean([a, b, c]).data == 7.0 / 3
    assert ops.sum(iter([a])) is a


def test_sums_of_nothing():
    assert (ops.sum([]), ops.prod([]), ops.dot([], [])) == (0.0, 1.0, 0.0)
    for function in (ops.mean, ops.logsumexp, ops.softmax):
        with pytest.raises(InputError, match=f"{function.__name__} needs at least one number"):
            function([])


def test_a_dot_product():
    xs, ys = values([1.0, 2.0]), values([3.0, 4.0])
    y = ops.dot(xs, ys)
    y.backward()
    assert (y.data, xs[0].grad, ys[1].grad) == (11.0, 3.0, 2.0)
    assert ops.dot([1.0, 2.0], ys).data == 11.0
    with pytest.raises(InputError, match="of one length, not 2 and 1"):
        ops.dot(xs, ys[:1])


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([-math.inf, -math.inf], -math.inf),
        ([-math.inf], -math.inf),
        ([math.inf, 1.0], math.inf),
        ([math.inf, -math.inf], math.inf),
        ([-math.inf, 2.0], 2.0),
        ([-1.7e308, -1.7e308], -1.7e308),
    ],
)
def test_logsumexp_of_the_infinite(numbers, expected):
    """As in a chain of hidden states, of which none may be possible."""
    assert ops.logsumexp(numbers) == expected
    assert ops.logsumexp(values(numbers)).data == expected


@given(small)
def test_logsumexp_is_the_logarithm_of_the_sum(numbers):
    with mpmath.workdps(50):
        true = mpmath.log(mpmath.fsum(mpmath.exp(x) for x in numbers))
    got = ops.logsumexp(values(numbers)).data
    assert got == pytest.approx(float(true), rel=1e-14, abs=1e-14)
    assert ops.logsumexp(numbers) == got


@given(small)
def test_softmax_sums_to_one_and_is_the_gradient_of_logsumexp(numbers):
    shares = ops.softmax(numbers)
    assert math.fsum(shares) == pytest.approx(1.0)
    assert grad(ops.logsumexp)(numbers) == pytest.approx(shares, rel=1e-12, abs=1e-300)
    assert [node.data for node in ops.softmax(values(numbers))] == shares


def test_large_numbers_do_not_overflow():
    assert ops.logsumexp([1000.0, 1000.0]) == 1000.0 + math.log(2.0)
    assert ops.softmax([1000.0, 0.0, -1000.0]) == [1.0, 0.0, 0.0]
    assert ops.softmax([-1000.0, -1000.0]) == [0.5, 0.5]


def test_equal_largest_numbers_share_their_derivative():
    """The largest is taken out at a tie as well: its own derivative cancels."""
    assert grad(ops.logsumexp)([2.0, 2.0]) == [0.5, 0.5]
    assert grad(grad(lambda z: ops.logsumexp([z, 2.0])))(2.0) == pytest.approx(0.25)


def test_sums_of_duals():
    assert ops.sum([Dual(1.0, 2.0), 3.0]).tangent == 2.0
    assert ops.logsumexp([Dual(0.0, 1.0), Dual(0.0)]).tangent == 0.5
