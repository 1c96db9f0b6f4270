"""Forward mode: tangents from left to right, on graphs and on dual numbers."""

from __future__ import annotations

import math
import operator
from fractions import Fraction

import numpy as np
import pytest

from autograd import Value, ops
from autograd.errors import RecordingError
from autograd.forward import Dual, recorded_tangents, tangents
from autograd.graph import order
from autograd.reverse import cotangents


def test_tangents_of_every_node_that_moves():
    a, b = Value(2.0), Value(3.0)
    product = a * b
    still = ops.exp(b)
    y = product + still
    found = tangents(y, {a: 1.0})
    assert found == {a: 1.0, product: 3.0, y: 3.0}
    assert still not in found


def test_a_direction_is_the_sum_of_its_parts():
    a, b = Value(2.0), Value(3.0)
    y = a * b
    assert tangents([y], {a: 10.0, b: 100.0})[y] == 10.0 * 3.0 + 100.0 * 2.0


def test_a_seed_on_the_way_overrides_what_comes_from_below():
    a = Value(2.0)
    middle = a * 3
    y = middle**2
    assert tangents(y, {middle: 1.0, a: 100.0})[y] == 12.0


def test_several_outputs_in_one_pass():
    a = Value(2.0)
    one, two = a * a, ops.exp(a)
    found = tangents((one, two), {a: 1.0})
    assert (found[one], found[two]) == (4.0, math.exp(2.0))


def test_a_graph_without_the_seed_does_not_move():
    a, b = Value(2.0), Value(3.0)
    assert tangents(b * 2, {a: 1.0}) == {a: 1.0}


def test_forward_and_reverse_give_the_same_jacobian():
    x = [Value(0.3), Value(0.7), Value(1.1)]
    out = [ops.sin(x[0] * x[1]) / x[2], ops.maximum(x[0], x[1]) ** x[2], x[2] - x[0]]
    rows = [cotangents(y) for y in out]
    columns = [tangents(out, {leaf: 1.0}) for leaf in x]
    for row, y in zip(rows, out, strict=True):
        for column, leaf in zip(columns, x, strict=True):
            assert row.get(leaf, 0.0) == pytest.approx(column.get(y, 0.0), rel=1e-15)


def test_recorded_tangents_are_graphs():
    a, b = Value(2.0), Value(3.0)
    y = a**2 * b
    moved, still = recorded_tangents(order(y), {a: 1.0}, [y, b])
    assert (moved.data, still) == (12.0, 0.0)
    assert cotangents(moved)[b] == 4.0
    direction = Value(5.0)
    (along,) = recorded_tangents(order(y), {a: direction}, [y])
    assert cotangents(along)[direction] == 12.0


# Dual numbers


def test_a_dual_is_a_number_and_its_tangent():
    d = Dual(2, 1)
    assert (d.primal, d.tangent) == (2.0, 1.0)
    assert repr(d) == "Dual(2.0, 1.0)"
    assert +d is d
    assert (bool(d), bool(Dual(0.0, 1.0))) == (True, False)


@pytest.mark.parametrize(
    ("op", "slope"),
    [
        (lambda x: x + 2, 1.0), (lambda x: 2 + x, 1.0), (lambda x: x - 2, 1.0),
        (lambda x: 2 - x, -1.0), (lambda x: x * 3, 3.0), (lambda x: 3 * x, 3.0),
        (lambda x: x / 4, 0.25), (lambda x: 4 / x, -1.0), (lambda x: x**3, 12.0),
        (lambda x: 2**x, 4 * math.log(2)), (lambda x: -x, -1.0), (abs, 1.0),
        (lambda x: x % 0.75, 1.0), (lambda x: 5 % x, -2.0), (lambda x: x // 0.75, 0.0),
        (lambda x: 5 // x, 0.0), (lambda x: x * x, 4.0), (lambda x: x + Fraction(1, 2), 1.0),
        (lambda x: np.float64(3.0) * x, 3.0), (lambda x: x * np.float32(3.0), 3.0),
        (lambda x: np.float32(3.0) * x, 3.0), (lambda x: np.int64(3) - x, -1.0),
    ],
)  # fmt: skip
def test_operators(op, slope):
    d = op(Dual(2.0, 1.0))
    assert type(d) is Dual
    assert d.tangent == pytest.approx(slope)
    assert d.primal == pytest.approx(op(2.0))


@pytest.mark.parametrize("op", [operator.lt, operator.le, operator.gt, operator.ge,
                                operator.eq, operator.ne])  # fmt: skip
def test_comparisons_answer_by_the_primals(op):
    for x, y in [(1.0, 2.0), (2.0, 1.0), (1.0, 1.0), (math.nan, 1.0)]:
        for other in (y, Dual(y, -3.0)):
            assert op(Dual(x, 5.0), other) == op(x, y)
        assert op(x, Dual(y, 5.0)) == op(x, y)


def test_a_branch_is_taken_by_the_primal():
    def f(x):
        return x * x if x > 1 else -x

    assert (f(Dual(3.0, 1.0)).tangent, f(Dual(0.5, 1.0)).tangent) == (6.0, -1.0)
    assert max(Dual(1.0, 7.0), Dual(2.0, 8.0)).tangent == 8.0


def test_a_dual_without_a_tangent_does_not_move():
    root = ops.sqrt(Dual(0.0))
    assert (root.primal, root.tangent) == (0.0, 0.0)
    assert math.isnan(ops.sqrt(Dual(0.0, 0.0)).tangent)  # a direction of 0: 0·inf
    assert (Dual(3.0) * Dual(2.0, 1.0)).tangent == 3.0


def test_functions_that_no_dual_takes_part_in_give_floats():
    assert type(ops.sin(1.0)) is float
    assert type(ops.floor(Dual(1.5, 1.0))) is Dual


@pytest.mark.parametrize("other", ["2", None, 1j, [1.0]])
def test_a_dual_refuses_what_is_no_real_number(other):
    with pytest.raises(TypeError):
        Dual(1.0) + other
    with pytest.raises(RecordingError, match="takes dual and plain numbers"):
        ops.maximum(Dual(1.0), other)


def test_duals_and_values_do_not_mix():
    with pytest.raises(RecordingError, match="a Value and a Dual: use one or the other"):
        ops.maximum(Value(1.0), Dual(1.0))
    with pytest.raises(TypeError):
        Value(1.0) + Dual(1.0)
    with pytest.raises(TypeError):
        Dual(1.0) * Value(1.0)


def test_a_dual_is_no_key():
    with pytest.raises(TypeError, match="unhashable"):
        hash(Dual(1.0))
