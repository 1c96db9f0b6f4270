"""The arithmetic that records derivatives as a person would write them."""

from __future__ import annotations

import pytest

from autograd import Value
from autograd.graph import order
from autograd.recording import RECORDING, known_number
from autograd.reverse import recorded_gradient
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


def test_a_recorded_derivative_reads_as_a_person_writes_it():
    """d(x·y)/dx is y itself, d(x²)/dx is 2·x: no product with 1, no sum with 0."""
    x, y = Value(2.0), Value(3.0)
    product = x * y
    of_x, of_y = recorded_gradient(order(product), [product], [1.0], [x, y])
    assert of_x is y
    assert of_y is x
    squared = x**2
    (slope,) = recorded_gradient(order(squared), [squared], [1.0], [x])
    assert (slope.op, [arg.data for arg in slope.args]) == ("mul", [2.0, 2.0])
