"""A formula and its parts, printed back in the language."""

from __future__ import annotations

import pytest

from autograd.expression import parse

PRINTED = [
    ("( x ) ", "x"),
    ("((a))+((b))", "a + b"),
    ("a+(b+c)", "a + (b + c)"),
    ("(a+b)+c", "a + b + c"),
    ("a-(b-c)", "a - (b - c)"),
    ("(a-b)-c", "a - b - c"),
    ("(a*b)*c", "a*b*c"),
    ("a*(b*c)", "a*(b*c)"),
    ("a*(b+c)", "a*(b + c)"),
    ("a/(b*c)", "a/(b*c)"),
    ("(a/b)%c", "a/b % c"),
    ("-(a*b)", "-(a*b)"),
    ("(-a)*b", "-a*b"),
    ("a*(-b)", "a*-b"),
    ("(-x)**2", "(-x)**2"),
    ("-(x**2)", "-x**2"),
    ("2**(-x)", "2**-x"),
    ("(2**3)**x", "(2**3)**x"),
    ("2**(3**x)", "2**3**x"),
    ("+x", "x"),
    ("max(max(a,b),c)", "max(a, b, c)"),
    ("max(a,max(b,c))", "max(a, max(b, c))"),
    ("minimum(a,b)", "min(a, b)"),
    ("log(x,b)", "log(x)/log(b)"),
    ("ln(x)", "log(x)"),
    ("leaky_relu(x, 0.01)", "leaky_relu(x)"),
    ("leaky_relu(x, 0.010)", "leaky_relu(x, 0.010)"),
    ("pow(x, 2)", "x**2"),
    ("where(c, a, b)", "where(c, a, b)"),
    ("(a) if (c) else (b)", "a if c else b"),
    ("(a if c else b) if d else f", "(a if c else b) if d else f"),
    ("a if c else (b if d else f)", "a if c else b if d else f"),
    ("(a if c else b) + 1", "(a if c else b) + 1"),
    ("sin(a if c else b)", "sin(a if c else b)"),
    ("a<b<=c!=d", "a < b <= c != d"),
    ("(a<b)<c", "(a < b) < c"),
    ("a<(b<c)", "a < (b < c)"),
    ("a<b and b<c", "a < b and b < c"),
    ("not(a and b)or c", "not (a and b) or c"),
    ("(not a)*b", "(not a)*b"),
    ("a and(b or c)", "a and (b or c)"),
    ("a and(b and c)", "a and (b and c)"),
    ("π*r**2", "pi*r**2"),
    ("1.50e-7*x", "1.50e-7*x"),
]


@pytest.mark.parametrize(("text", "expected"), PRINTED)
def test_a_formula_is_printed_plainly(text: str, expected: str) -> None:
    expression = parse(text)
    assert str(expression) == expected
    assert parse(expected) == expression


def test_every_part_has_a_formula() -> None:
    expression = parse("x**2 * sin( y )")
    formulas = [expression.formula(place) for place in range(len(expression.tape))]
    assert formulas == ["x", "2", "x**2", "y", "sin(y)", "x**2*sin(y)"]


def test_a_shadowing_name_reads_back_when_declared() -> None:
    expression = parse("e*pi + π", declared=["e"])
    assert str(expression) == "e*pi + pi"
    assert parse(str(expression), declared=expression.names) == expression
    assert parse(str(expression)) != expression


def test_equality_is_of_what_is_computed() -> None:
    assert parse("x + 1") == parse("(x)+1")
    assert hash(parse("x + 1")) == hash(parse("x+1"))
    assert parse("x + 1") != parse("1 + x")
    assert parse("x + 1") != parse("x + 1.0")
