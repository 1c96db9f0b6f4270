"""Error bars: they hold the true error, which round-off measures exactly, and are not far too wide.

Round-off knows nothing of the bars' making: its truth comes from balls.
"""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from autograd import Value, ops
from autograd.expression import parse
from autograd.rounding import (
    SAFETY,
    every,
    exact_sum,
    precision,
    running,
    stepwise,
    unless,
    written,
)
from autograd.roundoff import roundoff

NONE: frozenset[Value] = frozenset()

FORMULAS = [
    ("x**2*sin(y)", {"x": 1.5, "y": 2.0}),
    ("(1 - cos(x))/x**2", {"x": 1e-5}),
    ("sqrt(x + 1) - sqrt(x)", {"x": 1e12}),
    ("log(1 + x)", {"x": 1e-12}),
    ("exp(x)*0.1 - pi", {"x": 3.4}),
    ("tan(x)", {"x": 1.5707963267}),
    ("tanh(x)/cosh(x)**2 + erf(x)", {"x": 0.7}),
    ("lgamma(x)", {"x": 2.0000001}),
]


@pytest.mark.parametrize(("formula", "at"), FORMULAS)
@pytest.mark.parametrize("bits", [64, 32])
def test_the_true_error_lies_within_the_bar(formula, at, bits):
    report = roundoff(formula, at, precision=f"float{bits}", remedy=False)
    error = abs(Fraction(report.value) - Fraction(report.exact))
    bar = exact_sum(report.values[-1], every(precision(bits)))
    assert error <= SAFETY * bar


def test_bars_are_as_wide_as_the_conditioning_asks():
    def bar(formula, **at):
        return exact_sum(parse(formula).record(at)[-1], every(precision(64)))

    assert bar("x**2*sin(y)", x=1.5, y=2.0) < 1e-14
    assert bar("(1 - cos(x))/x**2", x=1e-7) > 0.01
    assert bar("(2*sin(x/2)**2)/x**2", x=1e-7) < 1e-14


TERMS = [
    "x",
    "sin(x)",
    "x*y",
    "0.1*y",
    "exp(x)",
    "x/y",
    "-x",
    "1e8",
    "-1e8",
    "x**3",
    "log(y)",
    "sqrt(y)",
]
SUMS = st.lists(st.sampled_from(TERMS), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(SUMS, SUMS, st.floats(0.01, 10), st.floats(0.01, 10))
def test_no_error_passes_its_bar(above, below, x, y):
    text = f"({' + '.join(above)})*({' + '.join(below)})"
    names = parse(text).names
    assume(names)
    report = roundoff(text, {n: {"x": x, "y": y}[n] for n in names}, remedy=False)
    error = abs(Fraction(report.value) - Fraction(report.exact))
    assert error <= SAFETY * exact_sum(report.values[-1], every(precision(64)))


def test_sizes_added_are_never_less_than_true_sensitivities():
    x = Value(0.3, "x")
    y = ops.sin(x) - x + x * x * 0.1
    charge = stepwise(frozenset({x}), 64)
    (bound,) = running([y], charge)
    assert exact_sum(y, charge) <= bound * (1 + 1e-12)


def test_numbers_that_were_never_recorded_have_no_error():
    assert running([2.0], every(precision(64))) == [0.0]
    assert exact_sum(2.0, every(precision(64))) == 0.0


def test_a_bar_is_infinite_where_floats_give_no_answer():
    x = Value(-1.0, "x")
    assert exact_sum(ops.log(x) * x, every(precision(64))) == math.inf
    assert running([ops.log(x) * x], every(precision(64))) == [math.inf]


def test_short_constants_are_taken_as_exact():
    x = Value(3.0, "x")
    half, third = (x * c for c in (0.5, 1 / 3))
    charge = written(frozenset({x}), 64)
    assert charge(half.args[1]) == 0.0
    assert charge(third.args[1]) > 0.0
    assert unless(frozenset({1 / 3}), charge)(third.args[1]) == 0.0
    # Beside float32 arrays a number that fits into a float32 may be one.
    wide = Value(1.0) * 0.3333333432674408
    assert written(NONE, 32)(wide.args[1]) > 1e3 * written(NONE, 64)(wide.args[1])
