"""Points: exact, drawn with a seed, found in the formula's own domain."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd.check import points
from autograd.check.points import Point, exact_decimal, shown
from autograd.errors import CheckError, InputError
from autograd.expression import parse


def test_a_float_is_its_shortest_decimal():
    assert exact_decimal(0.1, "at x") == Decimal("0.1")
    assert exact_decimal(0.1 + 0.2, "at x") == Decimal("0.30000000000000004")
    assert exact_decimal("0.10", "at x") == Decimal("0.1")


@pytest.mark.parametrize("number", ["abc", None, math.nan, math.inf, "1e999", [1], 1j])
def test_what_is_no_finite_number_is_refused_by_name(number):
    with pytest.raises(InputError, match="at x"):
        exact_decimal(number, "at x")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_number_is_shown_in_full(number):
    assert Decimal(shown(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1.50", "1.5"),
        ("100", "100"),
        ("1e22", "1e+22"),
        ("0.000001234", "1.234e-6"),
        ("-0.5", "-0.5"),
    ],
)
def test_numbers_are_shown_short(number, text):
    assert shown(Decimal(number)) == text


def test_points_are_drawn_inside_their_ranges_and_by_the_seed():
    formula = parse("x*y + z")
    ranges = {"x": (Decimal(1), Decimal(2)), "y": (Decimal("-0.001"), Decimal(0))}
    at = {"z": Decimal(7)}
    found = points.drawn(formula, at, ranges, 20, 0).points
    assert len(set(found)) == 20
    for point in found:
        assert 1 <= point["x"] <= 2
        assert Decimal("-0.001") <= point["y"] <= 0
        assert point["z"] == 7
    assert found == points.drawn(formula, at, ranges, 20, 0).points
    assert found != points.drawn(formula, at, ranges, 20, 1).points


def test_a_range_may_be_one_number():
    only = (Decimal(2), Decimal(2))
    assert points.drawn(parse("x"), {}, {"x": only}, 3, 0).points == [Point((("x", Decimal(2)),))]


@pytest.mark.parametrize(
    "formula",
    ["asin(x)*sqrt(y)", "log(x - 1) + sqrt(1.5 - x)", "exp(100*x)", "1/x", "acosh(x)", "atanh(x*y)",
     "log(-x)", "gamma(x)", "log(log(x))"],
)  # fmt: skip
def test_points_are_found_in_the_domain(formula):
    expression = parse(formula)
    for point in points.explored(expression, 5, 0).points:
        assert math.isfinite(expression(**point.floats))


def test_where_there_is_no_domain_it_is_said():
    with pytest.raises(CheckError, match="No point was found"):
        points.explored(parse("log(-1 - x**2)"), 3, 0)
    with pytest.raises(CheckError, match="x = 5:6"):
        points.drawn(parse("asin(x)"), {}, {"x": (Decimal(5), Decimal(6))}, 3, 0)


def test_points_without_a_value_are_passed_over_and_counted():
    found = points.drawn(parse("log(x)"), {}, {"x": (Decimal(-1), Decimal(1))}, 20, 0)
    assert len(found.points) == 20
    assert all(point["x"] > 0 for point in found.points)
    assert found.misses > 5
