"""Exact values: certified, decided at edges, refined as far as they need to be."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from flint import arb
from mpmath import mp, mpf

from autograd.expression import parse
from autograd.roundoff import exact, measure
from autograd.roundoff.formats import FORMATS
from autograd.roundoff.shadow import run
from autograd.roundoff.steps import of_expression

FLOAT64 = FORMATS["float64"]


def shadow(text, form="float64", **at):
    return run(of_expression(parse(text, at)), FORMATS[form], at)


def exactly(text, **at):
    found = shadow(text, **at)
    assert found.trouble is None
    return measure.decimal(found.ball(-1), 25)


def test_inputs_are_the_binary_numbers_that_they_are_and_literals_what_they_say():
    assert exactly("x - 0.1", x=0.1).startswith("5.55111512312578270211815")
    assert exactly("0.1 + 0.2 - 0.3") == "0"
    assert exactly("sin(pi*0.5)") == "1"


@pytest.mark.parametrize(
    ("text", "at", "truth"),
    [
        ("abs(x)", {"x": 0.0}, "0"),
        ("relu(x)", {"x": 0.0}, "0"),
        ("sqrt(x)", {"x": 0.0}, "0"),
        ("cbrt(x)", {"x": 0.0}, "0"),
        ("maximum(x, x)", {"x": 2.0}, "2"),
        ("hypot(x, y)", {"x": 0.0, "y": -3.0}, "3"),
        ("x**y", {"x": 0.0, "y": 0.5}, "0"),
        ("acos(x)", {"x": 1.0}, "0"),
        ("acosh(x)", {"x": 1.0}, "0"),
        ("atan2(y, x)", {"y": 0.0, "x": 2.0}, "0"),
        ("tanh(x)", {"x": 0.0}, "0"),
        ("x < x", {"x": 1.0}, "0"),
        ("1 if 0.1 + 0.2 == 0.3 else 2", {}, "1"),
        ("floor(x)", {"x": -2.5}, "-3"),
        ("where(x > 0, 1/x, 5)", {"x": 4.0}, "0.25"),
    ],
)
def test_edges_that_have_a_value(text, at, truth):
    assert exactly(text, **at) == truth


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1/x", {"x": 0.0}),
        ("log(x)", {"x": -1.0}),
        ("sqrt(x)", {"x": -1e-300}),
        ("0/x", {"x": 0.0}),
        ("acos(x)", {"x": 1.5}),
    ],
)
def test_edges_that_have_none(text, at):
    found = shadow(text, **at)
    assert found.trouble is not None
    assert found.trouble.place == len(found.floats) - 1


def test_precision_grows_until_every_step_is_sure():
    far = shadow("sqrt(x + 1) - sqrt(x)", x=1e300)
    assert far.precision >= 1024
    assert measure.decimal(far.ball(-1), 20) == "4.9999999999999998687e-151"
    assert not far.unsure
    assert measure.decimal(shadow("sin(x)", x=1e22).ball(-1), 12) == "-0.852200849767"


def test_what_no_precision_tells_from_zero_counts_as_zero():
    found = shadow("sin(x)**2 + cos(x)**2 - 1", x=0.5)
    assert found.unsure
    assert found.ball(-1) == 0


def test_values_against_mpmath():
    source = random.Random(7)
    text = "exp(sin(x)*y)/(1 + x**2) - log1p(y*y)*tanh(x - y) + atan2(y, x)"
    for _ in range(20):
        x, y = source.uniform(-4, 4), source.uniform(0.1, 4)
        with mp.workdps(60):
            a, b = mpf(x), mpf(y)
            truth = mp.exp(mp.sin(a) * b) / (1 + a**2)
            truth = truth - mp.log1p(b * b) * mp.tanh(a - b) + mp.atan2(b, a)
            told = mpf(exactly(text, x=x, y=y))
            assert abs(told - truth) <= abs(truth) * mpf(10) ** -24


@pytest.mark.parametrize("form", FORMATS)
def test_the_nearest_float_is_the_rounded_fraction(form):
    source = random.Random(3)
    for _ in range(200):
        number = source.uniform(-1, 1) * 2.0 ** source.randint(-160, 140)
        shifted = Fraction(number) * Fraction(3, 7)
        with exact.working(400):
            ball = arb(shifted.numerator) / shifted.denominator
            nearest = measure.nearest(ball, FORMATS[form])
        if form == "float64":
            assert nearest == float(shifted)
        else:
            assert nearest == FORMATS[form].round(float(shifted))


def test_bits_and_digits():
    ball = arb(1)
    assert measure.bits_lost(1.0, ball, FLOAT64) == 0
    assert measure.digits(1.0, ball, FLOAT64) == 17
    assert measure.bits_lost(1.0 + 2**-52, ball, FLOAT64) == 1  # a whole unit: two halves
    assert measure.bits_lost(1.0 + 2**-42, ball, FLOAT64) == 11
    assert measure.digits(1.0 + 1e-10, ball, FLOAT64) == 10
    assert measure.bits_lost(math.nan, ball, FLOAT64) == 53
    assert measure.digits(math.inf, ball, FLOAT64) == 0
    tiny = arb(3) * arb(2) ** -1080  # below the smallest float
    assert measure.bits_lost(0.0, tiny, FLOAT64) == 0


def test_numbers_of_any_size_have_a_text():
    assert measure.decimal(shadow("exp(x)", x=1000.0).ball(-1), 8) == "1.9700711e+434"
    assert measure.decimal(shadow("exp(-x)", x=1000.0).ball(-1), 8) == "5.0759589e-435"
    assert measure.decimal(shadow("exp(exp(x))", x=25.0).ball(-1), 4) == "1.682e+31271330452"
