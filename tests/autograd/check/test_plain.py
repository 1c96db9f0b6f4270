"""Formulas folded as a person would write them, and still the same formulas."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd.check.plain import GENERIC, PLAIN, number, opaque
from autograd.check.precise import agreement, precise
from autograd.expression import parse
from autograd.formula import over
from autograd.primitives import PRIMITIVES

M = precise(60)


def plain(text: str, m=GENERIC) -> str:
    expression = parse(text)
    return str(expression.evaluate(m, {name: opaque(name) for name in expression.names}))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("2*x**(2 - 1)", "2*x"),
        ("where(2 == 0, 0, 2*x**(2 - 1))", "2*x"),
        ("-(x/y)/y", "-x/y**2"),
        ("x*x*x", "x**3"),
        ("x**2/x", "x"),
        ("1/(2*sqrt(x))", "1/(2*sqrt(x))"),
        ("0.5*x", "x/2"),
        ("-(-x)", "x"),
        ("x - (-y)", "x + y"),
        ("-x + 1", "1 - x"),
        ("x + x", "2*x"),
        ("x - x", "0"),
        ("0*sin(x)", "0"),
        ("sin(x)*1/1", "sin(x)"),
        ("(x + y)**2*(x + y)", "(x + y)**3"),
        ("2/3*x", "2*x/3"),
        ("7.3*x", "7.3*x"),
        ("sqrt(4)*x", "2*x"),
        ("log(e)*x", "x"),
        ("-(x + y)", "-(x + y)"),
        ("x*(-y)", "-x*y"),
        ("x**-1", "1/x"),
        ("(2*x)**3", "8*x**3"),
        ("x/180*pi", "x*pi/180"),
        ("not x < 2", "not x < 2"),
        ("max(x, y)", "max(x, y)"),
    ],
)
def test_folding(text, folded):
    assert plain(text) == folded


def test_the_generic_form_leaves_single_points_out():
    text = "where(x == 0, 0, y*x**(y - 1))"
    assert plain(text) == "y*x**(y - 1)"
    assert plain(text, PLAIN) == "where(x == 0, 0, y*x**(y - 1))"


def test_numbers():
    assert str(number(Fraction(1, 180))) == "1/180"
    assert str(number(Fraction(-3, 4))) == "-3/4"
    assert str(number(Fraction(314159, 100000))) == "3.14159"
    assert number(Fraction(2)).number == 2
    assert opaque("x").number is None


formulas = st.recursive(
    st.sampled_from(["x", "y", "2", "0.5", "3", "1"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
        inner.map(lambda part: f"-({part})"),
        inner.map(lambda part: f"({part})**2"),
        inner.map(lambda part: f"sin({part})"),
    ),
    max_leaves=8,
)


@given(formulas)
def test_a_folded_formula_has_the_same_value(text):
    expression = parse(text)
    env = {"x": M.number("1.25"), "y": M.number("-0.75")}
    value = expression.evaluate(M, {name: env[name] for name in expression.names})
    folded = parse(plain(text), ["x", "y"])
    again = folded.evaluate(M, {name: env[name] for name in folded.names})
    if M.finite(value) and M.finite(again):
        assert abs(value - again) < M.mp.mpf(10) ** -40 or agreement(value, again) > 30


@pytest.mark.parametrize("name", [name for name, row in PRIMITIVES.items() if row.arity < 3])
def test_every_partial_of_the_table_can_be_written(name):
    row = PRIMITIVES[name]
    operands = [opaque(operand) for operand in row.operands]
    result = PLAIN.apply(name, *operands)
    for partial in row.partials:
        if partial:
            assert str(over(partial, (*row.operands, "r"))(PLAIN, *operands, result))
