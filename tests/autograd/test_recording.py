"""The arithmetic that records derivatives, and the conditions that they carry."""

from __future__ import annotations

import math

import pytest

from autograd import Value, ops
from autograd.flows import Flow
from autograd.graph import order
from autograd.recording import RECORDING, known_number
from autograd.value import constant


@pytest.mark.parametrize(
    ("name", "operands", "answer"),
    [
        ("mul", (1.0, "x"), "x"), ("mul", ("x", 1.0), "x"), ("add", (0.0, "x"), "x"),
        ("add", ("x", 0.0), "x"), ("pow", ("x", 1.0), "x"), ("pow", ("x", 0.0), 1.0),
        ("where", (1.0, "x", 2.0), "x"), ("where", (0.0, "x", 2.0), 2.0), ("mul", (2.0, 3.0), 6.0),
    ],
)  # fmt: skip
def test_what_a_person_would_not_write_is_not_recorded(name, operands, answer):
    x = Value(3.0)
    got = RECORDING.apply(name, *[x if o == "x" else o for o in operands])
    assert got is x if answer == "x" else got == answer


@pytest.mark.parametrize(
    ("name", "operands"),
    [("mul", (0.0, "x")), ("mul", ("x", 0.0)), ("sub", ("x", 0.0)), ("div", ("x", 1.0)),
     ("add", ("x", "x")), ("where", ("x", 1.0, 1.0))],
)  # fmt: skip
def test_what_ieee_does_not_allow_is_not_folded(name, operands):
    """0·x is nan where x is infinite: it stays a step."""
    x = Value(3.0)
    node = RECORDING.apply(name, *[x if o == "x" else o for o in operands])
    assert node.op == name
    assert node is not x


def test_constants_are_folded():
    assert known_number(constant(2.0)) == 2.0
    x = Value(2.0)
    assert known_number(x) is x
    assert RECORDING.mul(constant(2.0), constant(3.0)) == 6.0
    assert RECORDING.mul(constant(1.0), x) is x


# Flows


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


def test_a_recorded_derivative_reads_as_a_person_writes_it():
    """d(x·y)/dx is y itself, d(x²)/dx is 2·x: no product with 1, no sum with 0."""
    from autograd.reverse import recorded_gradient

    x, y = Value(2.0), Value(3.0)
    product = x * y
    of_x, of_y = recorded_gradient(order(product), [product], [1.0], [x, y])
    assert of_x is y
    assert of_y is x
    squared = x**2
    (slope,) = recorded_gradient(order(squared), [squared], [1.0], [x])
    assert (slope.op, [arg.data for arg in slope.args]) == ("mul", [2.0, 2.0])


def test_nothing_flows_to_what_does_not_matter():
    from autograd.reverse import recorded_gradient

    x, y = Value(2.0), Value(3.0)
    out = ops.floor(y) + x
    assert recorded_gradient(order(out), [out], [1.0], [x, y, Value(1.0)]) == [1.0, 0.0, 0.0]
