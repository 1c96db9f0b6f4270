"""A formula called, recorded and run in other arithmetics; its names and their values."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from autograd import Value
from autograd.arithmetic import FLOAT, Arithmetic
from autograd.errors import InputError
from autograd.expression import parse
from autograd.graph import counts, leaves, order
from autograd.transforms import grad


def test_a_comparison_is_a_number() -> None:
    assert repr(parse("x < 1")(2.0)) == "0.0"
    assert parse("1/-(x < 1)")(2.0) == parse("1/-(x < 1)").graph(x=2.0).data == -math.inf


def test_arguments_by_place_and_by_name() -> None:
    expression = parse("x**y")
    assert expression(3, 2) == expression(3, y=2) == expression(y=2, x=3) == 9.0
    assert parse("self*cls*values")(self=2, cls=3, values=4) == 24.0
    assert parse("2*pi")() == 2 * math.pi
    assert parse("2*x")(10**400) == math.inf


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda f: f(1.0), "No value is given for speed; its names are mass, speed"),
        (lambda f: f(), "mass, speed"),
        (lambda f: f(1, 2, 3), "3 values are given"),
        (lambda f: f(1, mass=2, speed=3), "mass is given twice"),
        (
            lambda f: f(mass=1, sped=2),
            r"no name sped \(did you mean speed\?\); its names",
        ),
        (lambda f: f.graph(mass=1), "No value is given for speed"),
        (lambda f: f.graph(mass=1, speed=2, x=3), "no name x; its names are mass, speed"),
        (lambda f: f.graph(mass="1", speed=2), "mass: A Value holds one real number"),
        (lambda f: f.evaluate(FLOAT, {"mass": 1.0}), "No value is given for speed"),
        (lambda f: f("1", 2), "mass is given as str"),
        (lambda f: f([1, 2], 2), "mass is given as list"),
        (lambda f: f(None, 2), "mass is given as NoneType"),
    ],
)
def test_values_that_do_not_fit_are_named(call: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call(parse("mass*speed**2/2"))


def test_a_missing_name_that_is_a_function_says_so() -> None:
    with pytest.raises(InputError, match=r"the function is written sin\(x\)"):
        parse("sin*x").graph(x=1)
    with pytest.raises(InputError, match="it has no names"):
        parse("2").graph(x=1)


def test_a_graph_is_what_was_written() -> None:
    y = parse("x*x - 2*pi*x + (b - 1)").graph(x=3.0, b=5.0)
    assert y.data == 9.0 - 2 * math.pi * 3.0 + 4.0
    assert [leaf.name for leaf in leaves(y)] == ["x", "b"]
    assert [node.op for node in order(y) if node.args] == [
        *("mul", "mul", "mul", "sub", "sub", "add")
    ]
    assert counts(y).constants == 3  # 2, pi and 1
    assert [node.name for node in order(y) if node.op == "constant"] == [None, "pi", None]


def test_one_node_for_each_instruction() -> None:
    expression = parse("sin(x)*sin(x) if 0 < x < 1 else relu(-x)")
    nodes = expression.record({"x": 0.5})
    assert len(nodes) == len(expression.tape)
    for node, step in zip(nodes, expression.tape, strict=True):
        if step.operands:
            assert node.op == step.op
            assert node.args == tuple(nodes[place] for place in step.operands)


def test_a_value_may_be_the_leaf() -> None:
    x = Value(2.0, name="mine")
    y = parse("x**3").graph(x=x)
    y.backward()
    assert x.grad == 12.0
    assert leaves(y) == [x]
    assert parse("x").graph(x=x) is x


def test_calls_record_on_values() -> None:
    x = Value(0.3)
    y = parse("2*pi*sin(x)")(x)
    y.backward()
    assert x.grad == pytest.approx(2 * math.pi * math.cos(0.3), rel=1e-15)


def test_a_formula_can_be_differentiated_as_a_function() -> None:
    assert grad(parse("x**3"))(2.0) == 12.0
    assert grad(grad(parse("x**3")))(2.0) == 12.0


def test_calls_on_arrays() -> None:
    from autograd import array

    x = np.linspace(-2.0, 2.0, 9)
    expression = parse("x**2*sin(y) if x > 0 else max(x, y)")
    expected = np.where(x > 0, x**2 * np.sin(0.5), np.maximum(x, 0.5))
    np.testing.assert_allclose(expression(x, 0.5), expected, rtol=1e-15)
    recorded = expression(array(x, name="x"), 0.5)
    assert [value.data for value in recorded] == pytest.approx(list(expected), rel=1e-15)


class Exact(Arithmetic):
    """Rational numbers."""

    def number(self, literal: str | float) -> Fraction:
        return Fraction(literal)

    def apply(self, name: str, *operands: Any) -> Fraction:
        a, b = operands
        results: dict[str, Fraction] = {"add": a + b, "sub": a - b, "mul": a * b}
        return results[name]


def test_numbers_are_read_exactly_by_an_exact_arithmetic() -> None:
    expression = parse("0.1 + 0.2 - x*1e-3")
    assert expression.evaluate(Exact(), {"x": Fraction(1, 3)}) == Fraction(3, 10) - Fraction(
        1, 3000
    )


def test_every_instruction_can_be_asked_for() -> None:
    assert parse("x*2 + 1").trace(FLOAT, {"x": 3.0}) == [3.0, 2.0, 6.0, 1.0, 7.0]
