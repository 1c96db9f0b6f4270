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
        ("exp(-exp(exp(x)))", {"x": 10}, "0"),
        ("exp2(-exp(x))", {"x": 1e9}, "0"),
        ("expm1(x)", {"x": -1e300}, "-1"),
        ("expm1(-exp(x))", {"x": 1e9}, "-1"),
        ("sinh(-exp(x))", {"x": 1e9}, "-inf"),
        ("cosh(-exp(x))", {"x": 1e9}, "inf"),
        ("x**exp(y)", {"x": 1e300, "y": 1e9}, "inf"),
        ("x**exp(y)", {"x": 1e-300, "y": 1e9}, "0"),
        ("x**-exp(y)", {"x": 0.5, "y": 1e9}, "inf"),
        ("x**exp(y)", {"x": 1, "y": 1e9}, "1"),
        ("x**exp(y)", {"x": 0, "y": 1e9}, "0"),
        ("x**y", {"x": "1e10000", "y": 1e306}, "inf"),
        ("x**y", {"x": -3, "y": 100000.5}, "nan"),
        ("gamma(exp(x))", {"x": 1e9}, "inf"),
        ("sin(exp(x))", {"x": 1e9}, "nan"),
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
        ("exp(-exp(x))", {"x": 50}, "3.7e-2251689001358648043630"),
        ("exp2(x)", {"x": -1e20}, "1e-30102999566398119521"),
        ("sinh(x)", {"x": 1e9}, "4e434294481"),
        ("gamma(x)", {"x": 1e6}, "8.3e5565702"),
        ("-(x**y)", {"x": -3, "y": 100001}, "4e47712"),
    ],
)
def test_the_tiny_is_not_nothing_and_the_large_not_infinite(text, numbers, expected):
    assert abs(M.mp.log10(value(text, **numbers) / M.mp.mpf(expected))) < 1


@pytest.mark.parametrize(
    ("text", "x", "extreme"),
    [
        ("exp(x)", 800, False),
        ("exp(x) + 1 - exp(x)", 20000, True),
        ("1/exp(x)", 20000, True),
        ("exp(exp(exp(exp(x))))", 10, True),
        ("tanh(x)", 20000, True),
        ("1/(1/x)", 0, False),  # infinities that are meant
        ("log(x)", -1, False),
    ],
)
def test_an_arithmetic_notes_what_its_digits_may_hide(text, x, extreme):
    number, found = M.watched(lambda m: value(text, m, x=x))
    assert found is extreme
    assert settled(lambda m: value(text, m, x=x)).is_extreme is extreme
    assert not M.watched(lambda m: m.number(1))[1]
    assert number == value(text, x=x) or number != number


def test_every_row_answers_at_once_whatever_the_size():
    """What is written out place by place, as an operand's units are, would never end."""
    sizes = [M.mp.ldexp(3, power) for power in (2**40, 9000, 1, -9000, -(2**40))]
    for name, row in PRIMITIVES.items():
        first = [M.mp.mpf(1)] if "order" in row.traits else []
        for size in sizes:
            for other in (size, -size, M.mp.mpf(1)):
                rest = [size, other, size][: row.arity - len(first)]
                for operands in (rest, [-number for number in rest], rest[::-1]):
                    M.apply(name, *first, *operands)


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
