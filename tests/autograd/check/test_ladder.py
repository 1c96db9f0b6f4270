"""The ladder by itself: classes and slopes of functions given as code, at 400 digits."""

from __future__ import annotations

import pytest
from mpmath import mp, mpf

from autograd.check.ladder import DIGITS, classify, trend


def power(exponent):
    return lambda h: mp.power(abs(h), mpf(exponent)) if h else mpf(0)


@pytest.mark.parametrize(
    ("f", "kind"),
    [
        (lambda h: 3 * h, "smooth"),
        (lambda h: mp.exp(h), "smooth"),
        (lambda h: h * abs(h), "smooth"),
        (power("1.0001"), "smooth"),
        (power("1.5"), "smooth"),
        (lambda h: h**2 * mp.sin(1 / h) if h else mpf(0), "smooth"),
        (abs, "kink"),
        (lambda h: h + mpf(10) ** -90 * abs(h), "kink"),
        (lambda h: max(h, 2 * h), "kink"),
        (lambda h: mpf(h > 0), "jump"),
        (lambda h: mpf(h == 0), "jump"),
        (lambda h: mp.floor(h), "jump"),
        (lambda h: mp.sqrt(h) if h >= 0 else mp.nan, "edge"),
        (lambda h: h * mp.sqrt(-h) if h <= 0 else mp.nan, "edge"),
        (lambda h: mp.sign(h) * mp.cbrt(abs(h)), "infinite slope"),
        (power("0.999"), "infinite slope"),
        (lambda h: h * mp.log(abs(h)) if h else mpf(0), "infinite slope"),
        (lambda h: h * mp.sin(1 / h) if h else mpf(0), "oscillating"),
        (lambda h: mp.sin(1 / h) if h else mpf(0), "oscillating"),
        (lambda h: mpf(0) if h == 0 else mp.nan, "isolated"),
        (lambda h: 1 / h if h else mp.nan, "undefined"),
        (lambda h: mp.inf, "undefined"),
    ],
)
@pytest.mark.parametrize("scale", ["1", "1e-30", "1e30"])
def test_classes_do_not_depend_on_the_scale(f, kind, scale):
    assert classify(lambda h: f(h / mpf(scale)), mpf(scale)).kind == kind


def test_slopes_and_derivatives():
    with mp.workdps(DIGITS):
        place = classify(lambda h: mp.sin(h + 1))
        assert abs(place.derivative - mp.cos(1)) < mpf(10) ** -60
        assert abs(place.derivative - mp.cos(1)) <= place.error
        place = classify(lambda h: 2 * h if h < 0 else -5 * h)
        assert (place.left, place.right, place.derivative) == (2, -5, None)
        place = classify(lambda h: mp.sqrt(h) if h >= 0 else mp.nan)
        assert (place.left, place.right) == (None, mp.inf)


def test_it_leaves_the_precision_as_it_was():
    before = mp.dps
    classify(abs)
    assert mp.dps == before


def test_more_digits_tell_rounding_from_oscillation():
    f = lambda h: mp.acos(mp.cos(h))  # noqa: E731
    assert classify(f).kind == "oscillating"
    assert classify(f, digits=2 * DIGITS).kind == "kink"


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ([mpf(1)] * 7, "settles"),
        ([1 + mpf(10) ** -k for k in range(7)], "settles"),
        ([mpf(2) ** -k for k in range(7)], "settles"),
        ([mpf(10) ** k for k in range(7)], "grows"),
        ([-mpf(k) for k in range(7)], "grows"),
        ([mpf((-1) ** k) for k in range(7)], "wanders"),
    ],
)
def test_trends(terms, kind):
    assert trend(terms).kind == kind


def test_a_slow_approach_is_accelerated():
    terms = [3 + mpf("0.9") ** k for k in range(7)]
    assert abs(trend(terms).limit - 3) < mpf(10) ** -10
