"""The generated reverse sweep against the table's formulas, bit for bit."""

from __future__ import annotations

import itertools
import math

import pytest

from autograd import Value, ops
from autograd.pullbacks import ZERO, careful, sweep

SEEDS = (1.0, -0.37, 1e200, math.inf)
FEWER = (0.0, -1.0, 2.5, math.inf, -math.inf, math.nan, 1e308, 5e-324)


def sent(by, node, seed):
    """What a pullback leaves in the cotangent slots of the operands."""
    for operand in node.args:
        operand.cotangent = ZERO
    node.cotangent = ZERO + seed
    by(node)
    return [operand.cotangent for operand in node.args]


def swept(node):
    sweep([node])


def carefully(node):
    careful(node, node.cotangent)


def agree(row, points, leaves, reference):
    for point, seed in itertools.product(points, SEEDS):
        node = getattr(ops, row.name)(*leaves(point))
        fast, table = sent(swept, node, seed), sent(carefully, node, seed)
        assert list(map(reference.bits, fast)) == list(map(reference.bits, table)), (point, seed)
        nothing = [number is ZERO for number in fast]
        assert nothing == [number is ZERO for number in table], (point, seed)


def test_the_sweep_is_the_table_at_random_points(row, leaves, reference):
    agree(row, reference.points(row, 10), leaves, reference)


def test_the_sweep_is_the_table_at_edge_points(row, leaves, reference):
    grid = reference.edges if row.arity == 1 else FEWER
    agree(row, itertools.product(grid, repeat=row.arity), leaves, reference)


def test_operands_may_be_one_and_the_same_node():
    x = Value(3.0)
    node = x * x
    x.cotangent = ZERO
    node.cotangent = 1.0
    sweep([node])
    assert x.cotangent == 6.0


@pytest.mark.parametrize("zero", [0.0, -0.0, 0.0 * 1.0])
def test_a_cotangent_that_happens_to_be_zero_is_sent_on(zero):
    """Only what nothing was sent to is passed over: 0·inf is nan, as in IEEE 754."""
    x = Value(0.0)
    root = ops.sqrt(x)
    assert math.isnan(sent(swept, root, zero)[0])


def test_zero_is_known_by_identity():
    assert ZERO == 0.0
    for number in (0.0, ZERO + 0.0, ZERO * 1.0, ZERO - 0.0, float("0.0"), -ZERO):
        assert number is not ZERO


def test_after_an_overflow_the_sweep_goes_on():
    x = Value(-800.0)
    y = ops.sigmoid(ops.tanh(x) + ops.sigmoid(x) + ops.softplus(x)) / (x - x)
    y.backward()
    assert math.isnan(x.grad)
