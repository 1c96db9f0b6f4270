"""What a formula does at a point: every line of the table of kinds, and more."""

from __future__ import annotations

import pytest

from autograd.check import check

SMOOTH = [
    ("relu(x)**2", 0, "0"),
    ("x*abs(x)", 0, "0"),
    ("abs(x)**1.0001", 0, "0"),
    ("abs(x)**3", 0, "0"),
    ("x**2 if x != 2 else 4", 2, "4"),
    ("where(x != 0, sin(x)/x, 1)", 0, "0"),
    ("where(x > 0, x, 0) - where(-x > 0, -x, 0)", 0, "1"),
    ("relu(x) - relu(-x)", 0, "1"),
    ("max(x, 2*x) + min(x, 2*x)", 0, "3"),
    ("sqrt(x**4)", 0, "0"),
    ("x**2", 0, "0"),
    ("x**-1", -2, "-0.25"),
    ("clip(x, -1, 1)", "0.5", "1"),
    ("floor(x)", "2.5", "0"),
    ("x % 3", 4, "1"),
    ("abs(sin(x)**2 + cos(x)**2 - 1)", "0.1", "0"),
    ("silu(x)", 0, "0.5"),
    ("x + 0*(2 % 0.1)", 1, "1"),
    ("(2 % 0.1)*x", 1, "0"),
    ("1e-87*(x + relu(x)**2)", 0, "1e-87"),
    ("sinc(x)", 0, "0"),
    ("x**3/abs(x + 1)", 0, "0"),
]
BROKEN = [
    ("abs(x)", 0, "kink", "-1 on the left and 1 on the right"),
    ("abs(x - 0.1)", "0.1", "kink", "at x = 0.1"),
    ("relu(x)", 0, "kink", "0 on the left and 1 on the right"),
    ("leaky_relu(x)", 0, "kink", "0.01 on the left and 1 on the right"),
    ("sqrt(x**2)", 0, "kink", "-1 on the left and 1 on the right"),
    ("x + 1e-25*abs(x)", 0, "kink", ""),
    ("max(x, 1 - x)", "0.5", "kink", "-1 on the left and 1 on the right"),
    ("clip(x, -1, 1)", 1, "kink", "1 on the left and 0 on the right"),
    ("where(x > 1, x**2, x)", 1, "kink", "1 on the left and 2 on the right"),
    ("floor(x)", 3, "jump", ""),
    ("sign(x)", 0, "jump", ""),
    ("x % 2", 4, "jump", ""),
    ("atan2(x, -1)", 0, "jump", ""),
    ("x**2 if x != 2 else 4.5", 2, "jump", ""),
    ("where(x > 0, 1, 2)", 0, "jump", ""),
    ("4.5 if 3*x == 0.3 else x**2", "0.1", "jump", ""),
    ("floor(10*x)", "0.3", "jump", ""),
    ("x**1.5", 0, "edge", "0 on the right"),
    ("acos(x)", 1, "edge", "-inf on the left"),
    ("sqrt(x)", 0, "edge", "inf on the right"),
    ("x*sqrt(x)", 0, "edge", "0 on the right"),
    ("cbrt(x)", 0, "infinite slope", ""),
    ("sqrt(abs(x))", 0, "infinite slope", ""),
    ("where(x == 0, 0, x*sin(1/x))", 0, "oscillating", ""),
    ("log(x)", 0, "undefined", "log(x) has no value at x = 0: it needs x > 0"),
    ("log(x - 3)", 2, "undefined", "it needs (x - 3) > 0"),
    ("1/x", 0, "undefined", "1/x has no value at x = 0: it needs x != 0"),
    ("x**2*sin(1/x)", 0, "undefined", "1/x has no value"),
    ("asin(x)", 2, "undefined", ""),
    ("gamma(x)", -2, "undefined", ""),
    ("exp(exp(exp(x)))", 10, "undefined", "exp(exp(exp(x))) is too large"),
]


@pytest.mark.parametrize(("formula", "x", "derivative"), SMOOTH)
def test_smooth_places(formula, x, derivative):
    (result,) = check(formula, at={"x": x}).results
    assert (result.kind, result.derivative) == ("smooth", derivative)
    claimed = check(formula, at={"x": x}, claims={"x": derivative}, points=1)
    assert claimed.outcome == "right"


@pytest.mark.parametrize(("formula", "x", "kind", "words"), BROKEN)
def test_places_without_a_derivative(formula, x, kind, words):
    (result,) = check(formula, at={"x": x}).results
    assert (result.verdict, result.kind, result.derivative) == ("undecidable", kind, None)
    assert words in result.reason
    assert check(formula, at={"x": x}, claims={"x": "1"}, points=1).outcome == "undecidable"


@pytest.mark.parametrize(
    ("formula", "x", "words"),
    [
        ("abs(x - 0.5)", "0.500000003", "a kink is near: at x = 0.5, 3.0e-9 away"),
        ("max(sin(x), cos(x))", "0.7853981633974483", "a kink is near"),
        ("floor(x)", "2.9999999999", "a jump is near"),
        ("log(x - 1)", "1.0000000001", "is near"),
    ],
)
def test_what_is_near_is_told(formula, x, words):
    (result,) = check(formula, at={"x": x}).results
    assert (result.verdict, result.kind) == ("right", "near")
    assert words in result.reason


def test_only_what_moves_counts():
    results = check("x*abs(y)", at={"x": 1, "y": 0}).results
    assert [(r.variable, r.kind) for r in results] == [("x", "smooth"), ("y", "kink")]
    results = check("x**n", at={"x": -2, "n": 2}).results
    assert [(r.variable, r.kind) for r in results] == [("x", "smooth"), ("n", "isolated")]


def test_a_mixed_derivative_on_a_kink_is_left_undecided():
    (result,) = check("x*abs(x)*y", at={"x": 0, "y": 1}, wrt="x,y").results
    assert result.verdict == "undecidable"
