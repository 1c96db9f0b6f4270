"""Differences of values: right to 50 digits whatever the scale, or silent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from autograd.check import numeric
from autograd.check.precise import agreement, precise
from autograd.expression import parse

M = precise(60)


@pytest.mark.parametrize(
    ("formula", "variables", "point", "true"),
    [
        ("x**2*sin(y)", ("x",), {"x": "1.5", "y": "2"}, "2*x*sin(y)"),
        ("x**2*sin(y)", ("x", "y"), {"x": "1.5", "y": "2"}, "2*x*cos(y)"),
        ("x**3*y**2", ("x", "y", "x"), {"x": "1.5", "y": "2"}, "12*x*y"),
        ("sin(x)", ("x", "x", "x"), {"x": "1.5"}, "-cos(x)"),
        ("log(x)", ("x",), {"x": "1e-60"}, "1/x"),
        ("x**3", ("x",), {"x": "1e300"}, "3*x**2"),
        ("exp(1e60*x)", ("x",), {"x": "0"}, "1e60 + 0*x"),
        ("(1 - cos(x))/x**2", ("x",), {"x": "1e-30"}, "sin(x)/x**2 - 2*(1 - cos(x))/x**3"),
        ("x**2", ("x",), {"x": "0"}, "0*x"),
        ("x**4", ("x", "x"), {"x": "0"}, "0*x"),
        ("cos(x)", ("x",), {"x": "0"}, "0*x"),
        ("sin(x)**2 + cos(x)**2", ("x",), {"x": "0.3"}, "0*x"),
        ("gamma(x)", ("x",), {"x": "2.5"}, "gamma(x)*digamma(x)"),
        ("x*y", ("x",), {"x": "0", "y": "3"}, "y + 0*x"),
    ],
)
def test_fifty_digits_at_every_scale(formula, variables, point, true):
    numbers = {name: Decimal(text) for name, text in point.items()}
    found = numeric.derivative(parse(formula), variables, numbers)
    expression = parse(true)
    # 400 digits: the truth must not lose to cancellation what is compared.
    m = precise(400)
    expected = expression.evaluate(m, {n: m.number(numbers[n]) for n in expression.names})
    assert found.digits == 50
    assert agreement(M.mp.mpf(found.number), M.mp.mpf(expected)) >= 49


@pytest.mark.parametrize(
    ("formula", "point"), [("1/x", "0"), ("log(x)", "0"), ("cbrt(x)", "0"), ("floor(x)", "3")]
)
def test_where_nothing_settles_no_digit_is_sure(formula, point):
    assert numeric.derivative(parse(formula), ("x",), {"x": Decimal(point)}).digits == 0
