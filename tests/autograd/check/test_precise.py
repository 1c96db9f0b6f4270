"""Numbers of any precision: exact decimals, IEEE 754 at the edges, nothing out of proportion."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd.check.precise import Precise, agreement, precise, settled
from autograd.expression import parse
from autograd.primitives import PRIMITIVES

M = precise(50)


def value(text: str, m: Precise = M, **numbers: object):
    return parse(text, numbers).evaluate(m, {name: m.number(n) for name, n in numbers.items()})


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("x - 0.1", {"x": "0.1"}, "0"),
        ("x - 0.1", {"x": 0.1}, "0"),
        ("x - 0.3", {"x": 0.1 + 0.2}, "4e-17"),  # the shortest decimal is 0.30000000000000004
        ("10*x", {"x": Decimal("0.1")}, "1"),
        ("3*x == 0.3", {"x": "0.1"}, "1"),
        ("3*x < 0.3", {"x": "0.1"}, "0"),
        ("3*x <= 0.3", {"x": "0.1"}, "1"),
        ("x > 1/0", {"x": 1}, "0"),
        ("x == 1/0", {"x": 1}, "0"),
        ("floor(x/0.1)", {"x": "0.3"}, "3"),
        ("ceil(x/0.1)", {"x": "0.3"}, "3"),
        ("2 % x", {"x": "0.1"}, "0"),
        ("floor(x)", {"x": "2.9999999999"}, "2"),
        ("1/x", {"x": 0}, "inf"),
        ("-1/x", {"x": 0}, "-inf"),
        ("x/x", {"x": 0}, "nan"),
        ("log(x)", {"x": 0}, "-inf"),
        ("log(x)", {"x": -1}, "nan"),
        ("sqrt(x)", {"x": -1}, "nan"),
        ("asin(x)", {"x": 2}, "nan"),
        ("x**(1/3)", {"x": -8}, "nan"),
        ("cbrt(x)", {"x": -8}, "-2"),
        ("x % y", {"x": -7, "y": 3}, "2"),
        ("x % y", {"x": 5, "y": 0}, "nan"),
        ("0**x", {"x": -1}, "inf"),
        ("x**y", {"x": -2, "y": 3}, "-8"),
        ("where(x != 0, sin(x)/x, 1)", {"x": 0}, "1"),
        ("lgamma(x)", {"x": -1}, "inf"),
        ("gamma(x)", {"x": -1}, "nan"),
        ("(x > 1) + (x > 3)", {"x": 2}, "1"),
        ("exp(x)/exp(x)", {"x": 800}, "1"),
    ],
)
def test_values_at_the_edges(text, numbers, expected):
    found, meant = value(text, **numbers), M.mp.mpf(expected)
    assert found == meant or (found != found and meant != meant) or abs(found - meant) < 1e-45


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("exp(exp(exp(exp(x))))", {"x": 10}, "inf"),
        ("exp(-exp(x))", {"x": 100}, "0"),
        ("exp2(x)", {"x": -1e300}, "0"),
        ("expm1(x)", {"x": -1e300}, "-1"),
        ("sinh(x)", {"x": -1e9}, "-inf"),
        ("cosh(x)", {"x": -1e9}, "inf"),
        ("x**y", {"x": 1e300, "y": 1e300}, "inf"),
        ("x**y", {"x": 1e-300, "y": 1e300}, "0"),
        ("x**y", {"x": 0.5, "y": -1e300}, "inf"),
        ("x**y", {"x": -3, "y": 1e300}, "inf"),
        ("x**y", {"x": -3, "y": 1e300 + 0.5}, "inf"),
        ("x**y", {"x": -3, "y": 100000.5}, "nan"),
        ("x**y", {"x": -3, "y": 100001}, "-inf"),
        ("gamma(x)", {"x": 1e6}, "inf"),
        ("polygamma(n, x)", {"n": 1e300, "x": 1}, "nan"),
        ("x*x", {"x": 1e300}, "1e600"),
    ],
)
def test_towers_are_cut_short(text, numbers, expected):
    found = value(text, **numbers)
    meant = M.mp.mpf(expected)
    assert found == meant or M.mp.almosteq(found, meant) or (found != found and meant != meant)


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("exp(-x**2)", {"x": 200}, "5.4e-17373"),
        ("exp2(x)", {"x": -1e6}, "1e-301030"),
        ("x**300", {"x": "1e-100"}, "1e-30000"),
    ],
)
def test_the_tiny_is_not_nothing(text, numbers, expected):
    assert abs(M.mp.log10(value(text, **numbers) / M.mp.mpf(expected))) < 1


@pytest.mark.parametrize("name", [n for n, p in PRIMITIVES.items() if "internal" not in p.traits])
def test_every_row_answers_nan_to_nan_or_chooses(name):
    row = PRIMITIVES[name]
    found = M.apply(name, *[M.nan] * row.arity)
    assert found != found or row.traits & {"comparison", "selects"}


@pytest.mark.parametrize(
    ("compute", "expected", "digits"),
    [
        (lambda m: (1 - m.cos(m.number("1e-30"))) / m.number("1e-60"), "0.5", 50),
        (lambda m: 1 - m.sin(m.number(3)) ** 2 - m.cos(m.number(3)) ** 2, "0", 50),
        (lambda m: m.number("0.1"), "0.1", 50),
        (lambda m: m.number(0), "0", 50),
        (lambda m: m.log(m.number(-1)), "nan", 0),
        (lambda m: m.number(1) / 3 if m.digits > 100 else m.nan, "0.3333333333333333333333", 50),
    ],
)
def test_a_number_settles_or_says_that_it_does_not(compute, expected, digits):
    found = settled(compute)
    assert found.digits == digits
    if digits:
        assert abs(found.number - M.mp.mpf(expected)) < 1e-20


@given(st.integers(1, 10**60), st.integers(1, 45))
def test_agreement_counts_significant_digits(number, digits):
    one = M.mp.mpf(number)
    other = one * (1 + M.mp.mpf(10) ** -digits)
    assert abs(agreement(one, other) - digits) <= 1
    assert agreement(one, -one) == 0
    assert agreement(one, one) > 50
