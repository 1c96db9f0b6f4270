"""The nearest place where a formula is not smooth: which, of what kind, and how far."""

from __future__ import annotations

import pytest
from mpmath import mpf

from autograd.check.ladder import DIGITS
from autograd.check.nearness import conditions, nearest
from autograd.check.precise import precise
from autograd.expression import parse
from autograd.primitives import PRIMITIVES

M = precise(DIGITS)


def near(formula: str, x: str):
    expression = parse(formula)
    here = M.number(x)
    return nearest(
        lambda m, offset: expression.evaluate(m, {"x": here + M.number(offset)}), M, abs(mpf(x))
    )


@pytest.mark.parametrize(
    ("formula", "x", "operation", "kind", "offset"),
    [
        ("abs(x - 0.5)", "0.500000003", "abs", "kink", "-3e-9"),
        ("relu(2*x - 2)", "0.9999999", "relu", "kink", "1e-7"),
        ("floor(x)", "2.9999999999", "floor", "jump", "1e-10"),
        ("x % 3", "6.0000000006", "mod", "jump", "-6e-10"),
        ("log(x - 1)", "1.0000000001", "log", "edge", "-1e-10"),
        ("sqrt(x - 1)", "1.0000000001", "sqrt", "edge", "-1e-10"),
        ("cbrt(x - 2)", "2.000000001", "cbrt", "infinite slope", "-1e-9"),
        ("max(x**2, 4)", "2.0000000001", "maximum", "kink", "-1e-10"),
        ("where(x > 1, x, 2)", "1.00000000002", "gt", "jump", "-2e-11"),
        ("abs(x)", "3e-13", "abs", "kink", "-3e-13"),
        ("relu(x**2 - 4)", "2.0000000001", "relu", "kink", "-1e-10"),
        ("abs(exp(x) - 2)", "0.6931471805599", "abs", "kink", "4.53094e-14"),
        ("1/(x - 5)", "5.0000000001", "div", "undefined", "-1e-10"),
    ],
)
def test_what_is_near(formula, x, operation, kind, offset):
    found = near(formula, x)
    assert found is not None
    assert (found.operation, found.kind) == (operation, kind)
    assert abs(found.offset - mpf(offset)) < abs(mpf(offset)) * mpf(10) ** -5


@pytest.mark.parametrize(
    ("formula", "x"),
    [
        ("abs(x - 0.5)", "0.6"),
        ("abs(x - 0.5)", "0.5001"),
        ("relu(x - 1)**2", "1.0000000001"),
        ("abs(x)*x", "1e-13"),
        ("where(x > 1, x, 2*x - 1)*(x - 1)", "1.0000000001"),
        ("sin(x)", "3"),
        ("floor(x)", "2.5"),
        ("abs(x)", "0"),
    ],
)
def test_what_is_not_near(formula, x):
    assert near(formula, x) is None


def test_of_two_the_nearer_is_told():
    found = near("abs(x - 1) + abs(x - 1.0000000003)", "1.0000000001")
    assert abs(found.offset + mpf("1e-10")) < mpf(10) ** -18


@pytest.mark.parametrize("name", [name for name, row in PRIMITIVES.items() if row.kinks])
def test_every_declared_kink_is_a_condition(name):
    assert len(conditions(name)) >= len(PRIMITIVES[name].kinks)
