"""Sums and products taken exactly: what Python's own functions give, where they are there."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from autograd.expression import parse
from autograd.roundoff import roundoff
from autograd.roundoff.steps import of_expression
from autograd.roundoff.sums import chains


def test_the_sums_of_a_record():
    steps = of_expression(parse("a - (b*c + d - e1) + sin(f + g)"))
    found = {steps.label(chain.top): chain.terms for chain in chains(steps)}
    told = {
        label: [(sign, steps.label(place)) for place, sign in terms]
        for label, terms in found.items()
    }
    assert told == {
        "f + g": [(1, "f"), (1, "g")],
        "a - (b*c + d - e1) + sin(f + g)": [
            (1, "a"), (-1, "b*c"), (-1, "d"), (1, "e1"), (1, "sin(f + g)"),
        ],
    }  # fmt: skip


def test_fsum_is_offered_with_what_it_gives():
    source = random.Random(2)
    numbers = [source.uniform(-1, 1) * 10.0 ** source.randint(0, 12) for _ in range(200)]
    numbers += [-x + 1e-3 for x in numbers]
    report = roundoff(np.sum, np.array(numbers))
    assert report.digits < 5
    remedy = report.remedies[-1]
    assert remedy.formula.startswith("math.fsum of the 400 terms of ")
    assert remedy.value == math.fsum(numbers)
    assert remedy.digits == 17
    assert remedy.after < remedy.before


def test_sumprod_is_offered_for_dot_products():
    source = random.Random(3)
    a, b = ([source.uniform(-1, 1) for _ in range(60)] for _ in "ab")
    b[-1] = -math.fsum(x * y for x, y in zip(a[:-1], b[:-1], strict=True)) / a[-1]
    report = roundoff(lambda a, b: a @ b, (np.array(a), np.array(b)))
    remedy = report.remedies[-1]
    assert "math.sumprod (Python 3.12) for the 60 products" in remedy.formula
    assert remedy.digits == 17
    if hasattr(math, "sumprod"):
        assert remedy.value == pytest.approx(math.sumprod(a, b), rel=1e-15)


def test_fma_is_offered_for_one_product():
    report = roundoff("a*b - c", {"a": 1 / 3, "b": 3.0, "c": 1.0})
    assert report.value == 0.0
    remedy = report.remedies[-1]
    assert remedy.formula == "math.fma (Python 3.13) for a*b - c"
    assert remedy.value == -(2.0**-54)
    if hasattr(math, "fma"):
        assert remedy.value == math.fma(1 / 3, 3.0, -1.0)


def test_where_a_better_formula_is_known_sums_are_not_offered():
    report = roundoff("(1 + h) - (1 - h)", {"h": 1e-4})
    assert [remedy.formula for remedy in report.remedies] == ["2*h"]


def test_a_sum_that_is_no_better_exactly_is_not_offered():
    assert roundoff("exp(x)*y - z", {"x": 30, "y": 1, "z": math.exp(30)}, points=8).remedies == ()


def test_infinite_terms_are_left_alone():
    assert roundoff("x*x + y - z", {"x": 1e200, "y": 1.0, "z": 1.0}).remedies == ()


def test_a_variance_of_an_array_is_told_in_two_passes():
    def variance(x):
        mean = np.mean(x)
        return np.mean(x * x) - mean * mean

    numbers = 1e8 + np.arange(40.0)
    report = roundoff(variance, numbers)
    assert report.digits < 3
    remedy = report.remedies[0]
    assert remedy.formula.startswith("np.mean((x - np.mean(x))**2) for (…")
    assert remedy.value == np.var(numbers) == 133.25
    assert remedy.rules == ("two passes",)
    assert remedy.after < 2


def test_a_long_table_has_the_steps_that_matter():
    text = str(roundoff(np.sum, np.array([1e8 + k for k in range(50)] + [-1e8] * 50) * 1.1))
    table = text.partition("\nstep ")[2].splitlines()
    assert len(table) <= 15
    assert any("steps of less account" in line for line in table)
