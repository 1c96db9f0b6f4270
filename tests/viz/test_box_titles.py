"""What boxes are called: the formula that was written, where there is room for it."""

from __future__ import annotations

import pytest

from autograd import Value, ops
from autograd.graph import order
from autograd.value import constant
from viz.formulas import FORMULA_LIMIT, titles


def title(output):
    return titles(order(output))[output]


@pytest.fixture
def a():
    return Value(2.0, "a")


@pytest.fixture
def b():
    return Value(3.0, "b")


@pytest.mark.parametrize(
    ("build", "shown"),
    [
        (lambda a, b: a + b, "a + b"),
        (lambda a, b: a - b, "a − b"),
        (lambda a, b: a * 2, "a × 2"),
        (lambda a, b: a / b, "a ÷ b"),
        (lambda a, b: a**-2, "a ** (-2)"),
        (lambda a, b: -a, "−a"),
        (lambda a, b: (-a) ** 2, "(−a) ** 2"),
        (lambda a, b: -(a**2), "−a ** 2"),
        (lambda a, b: (a + b) * a, "(a + b) × a"),
        (lambda a, b: a + b * a, "a + b × a"),
        (lambda a, b: a - (b - a), "a − (b − a)"),
        (lambda a, b: a - b - a, "a − b − a"),
        (lambda a, b: a / (b * a), "a ÷ (b × a)"),
        (lambda a, b: (a**b) ** a, "(a ** b) ** a"),
        (lambda a, b: a ** (b**a), "a ** b ** a"),
        (lambda a, b: ops.sin(a + b), "sin(a + b)"),
        (lambda a, b: abs(a - b), "|a − b|"),
        (lambda a, b: ops.sqrt(a), "√(a)"),
        (lambda a, b: ops.reciprocal(a + b), "1/(a + b)"),
        (lambda a, b: ops.sigmoid(a), "σ(a)"),
        (ops.maximum, "max(a, b)"),
        (lambda a, b: ops.where(a > b, a, b), "where(a > b, a, b)"),
        (lambda a, b: a < b, "a < b"),
        (lambda a, b: ~(a < b), "not a < b"),
    ],
)
def test_an_operation_is_written_as_people_write_it(a, b, build, shown):
    assert title(build(a, b)) == shown


def test_a_named_operation_says_its_name_and_what_it_is(a, b):
    c = a * b
    c.name = "c"
    d = c + 1
    d.name = "d"
    assert title(c) == "c = a × b"
    assert title(d) == "d = c + 1"


def test_what_has_no_room_is_left_to_the_edges(a, b):
    long = ops.sin(a) * ops.cos(b) + ops.exp(a)
    assert title(long) == "+"
    assert title(long * b) == "… × b"
    long.name = "z"
    assert title(long) == "z = … + …"
    assert title(ops.tanh(long)) == "tanh(z)"


def test_an_unnamed_input_is_no_name(a):
    assert title(Value(1.0)) == "input"
    assert title(Value(1.0) + a) == "… + a"
    assert title(Value(1.0) + Value(1.0)) == "+"
    assert title(Value(1.0, " ")) == "input"


def test_a_constant_is_its_number(a):
    assert title(constant(0.25)) == "0.25"
    assert title(a * 0.1) == "a × 0.1"


def test_no_title_is_long():
    sum_ = Value(0.0, "start" * 10)
    for place in range(50):
        sum_ = sum_ + Value(1.0, f"parameter_number_{place}")
        assert len(title(sum_)) <= FORMULA_LIMIT


def test_a_deep_graph_needs_no_recursion():
    x = Value(0.0, "x")
    for _ in range(20_000):
        x = -x
    assert title(x) == "−"
