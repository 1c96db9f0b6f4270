"""Derivatives on their way: the conditions that they carry, and where those are applied."""

from __future__ import annotations

import math

import pytest

from autograd import Value, ops
from autograd.flows import Flow
from autograd.forward import recorded_tangents
from autograd.graph import order
from autograd.reverse import recorded_gradient


def test_a_flow_without_a_condition_is_its_value():
    assert Flow(2.0).settled() == 2.0
    assert Flow(2.0).joined(Flow(3.0)) == Flow(5.0, None)


def test_a_flow_under_a_condition_arrives_as_where():
    c, x = Value(1.0) > 0, Value(5.0)
    node = Flow(x, c).settled()
    assert (node.op, node.args[0] is c, node.args[1] is x, node.args[2].data) == (
        "where", True, True, 0.0,
    )  # fmt: skip


def test_flows_under_one_condition_join_before_it_is_applied():
    c, x, y = Value(1.0) > 0, Value(5.0), Value(6.0)
    both = Flow(x, c).joined(Flow(y, c))
    assert both.condition is c
    assert both.value.op == "add"


@pytest.mark.parametrize(("one", "two"), [(True, True), (True, False), (False, True), (False,) * 2])
def test_flows_under_two_conditions_flow_where_one_does(one, two):
    c, d = Value(float(one)) > 0, Value(float(two)) > 0
    both = Flow(Value(5.0), c).joined(Flow(Value(7.0), d))
    assert both.value.data == 5.0 * one + 7.0 * two
    assert bool(both.condition.data) == (one or two)
    assert (one or two) or Flow(Value(math.inf), both.condition).settled().data == 0.0


def test_a_condition_on_a_condition_is_both():
    c, d = Value(1.0) > 0, Value(0.0) > 0
    assert Flow(1.0, c).under(d).condition.data == 0.0
    assert Flow(1.0).under(d).condition is d


def test_an_unconditional_flow_absorbs_the_condition_of_another():
    c = Value(0.0) > 0
    both = Flow(Value(math.nan), c).joined(Flow(Value(2.0)))
    assert (both.condition, both.value.data) == (None, 2.0)


def test_nothing_flows_to_what_does_not_matter():
    x, y = Value(2.0), Value(3.0)
    out = ops.floor(y) + x
    assert recorded_gradient(order(out), [out], [1.0], [x, y, Value(1.0)]) == [1.0, 0.0, 0.0]


@pytest.mark.parametrize("condition", [True, False])
def test_a_plain_condition_is_decided_at_once_in_both_directions(condition):
    x, y = Value(2.0), Value(3.0)
    chosen = ops.where(condition, x, y)
    nodes = order(chosen)
    expected = [1.0, 0.0] if condition else [0.0, 1.0]
    assert recorded_gradient(nodes, [chosen], [1.0], [x, y]) == expected
    assert [recorded_tangents(nodes, {leaf: 1.0}, [chosen])[0] for leaf in (x, y)] == expected
