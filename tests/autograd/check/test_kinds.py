"""The table of kinds, line by line, and many further places, all through `check`.

Each place says what the formula does there, and its derivative or what the reason must tell.
"""

from __future__ import annotations

import pytest

from autograd.check import check

# The table that specifies the check: kind of place, what is said there.
TABLE = [
    ("relu(x)**2", 0, "smooth", "0"),
    ("x*abs(x)", 0, "smooth", "0"),
    ("sqrt(x**4)", 0, "smooth", "0"),
    ("abs(x)**1.0001", 0, "smooth", "0"),
    ("x + 1e-25*abs(x)", 0, "kink", "on the left"),
    ("abs(x)", 0, "kink", "-1 on the left and 1 on the right"),
    ("relu(x)", 0, "kink", "0 on the left and 1 on the right"),
    ("sqrt(x**2)", 0, "kink", "-1 on the left and 1 on the right"),
    ("floor(x)", 3, "jump", "jumps at x = 3"),
    ("atan2(x, -1)", 0, "jump", "jumps"),
    ("x**2 if x != 2 else 4.5", 2, "jump", "jumps"),
    ("x**2 if x != 2 else 4", 2, "smooth", "4"),
    ("where(x != 0, sin(x)/x, 1)", 0, "smooth", "0"),
    ("x**1.5", 0, "edge", "its slope is 0 on the right, and on one side alone"),
    ("acos(x)", 1, "edge", "its slope is -inf on the left"),
    ("cbrt(x)", 0, "infinite slope", "infinite slope"),
    ("sqrt(abs(x))", 0, "infinite slope", "infinite slope"),
    ("where(x == 0, 0, x*sin(1/x))", 0, "oscillating", "settle at no number"),
    ("log(x)", 0, "undefined", "it needs x > 0"),
    ("1/x", 0, "undefined", "it needs x != 0"),
    ("x**2*sin(1/x)", 0, "undefined", "1/x has no value"),
    ("max(sin(x), cos(x))", "0.7853981633974483", "near", "a kink is near"),
    ("abs(x - 0.5)", "0.500000003", "near", "a kink is near: at x = 0.5, 3.0e-9 away"),
]

FURTHER = [
    # smooth although a kink of the table is met
    ("abs(x)**2", 0, "smooth", "0"),
    ("abs(x**3)", 0, "smooth", "0"),
    ("abs(x - 1)**3", 1, "smooth", "0"),
    ("abs(x)*sin(x)", 0, "smooth", "0"),
    ("cos(abs(x))", 0, "smooth", "0"),
    ("exp(-abs(x)**3)", 0, "smooth", "0"),
    ("abs(x) - sqrt(x**2)", 0, "smooth", "0"),
    ("max(x, 0) + min(x, 0)", 0, "smooth", "1"),
    ("max(x**2, -x**2)", 0, "smooth", "0"),
    ("relu(x)*relu(-x)", 0, "smooth", "0"),
    ("relu(x - 2)**3 + x", 2, "smooth", "1"),
    ("clip(x, -1, 1)**2 + 0*abs(x)", 0, "smooth", "0"),
    ("x**3*sign(x)", 0, "smooth", "0"),
    ("x**2*floor(x)", 0, "smooth", "0"),
    ("where(x > 0, x**2, -x**2)", 0, "smooth", "0"),
    ("where(x > 0, sin(x), x)", 0, "smooth", "1"),
    ("where(x < 1, x**2, 2*x - 1)", 1, "smooth", "2"),
    ("where(x == 0, 0, x**2*sin(1/x))", 0, "smooth", "0"),
    ("where(x != 0, (1 - cos(x))/x**2, 0.5)", 0, "smooth", "0"),
    ("where(x != 0, (exp(x) - 1)/x, 1)", 0, "smooth", "0.5"),
    ("where(x == 0, 0, exp(-1/x**2))", 0, "smooth", "0"),
    ("abs(x)*abs(x)", 0, "smooth", "0"),
    ("elu(x)", 0, "smooth", "1"),
    ("gelu(x)", 0, "smooth", "0.5"),
    ("softplus(x)", 0, "smooth", "0.5"),
    ("x % 2", 1, "smooth", "1"),
    ("ceil(x)*x", "0.5", "smooth", "1"),
    ("cbrt(x)**3", 0, "smooth", "1"),
    ("cbrt(x)**6", 0, "smooth", "0"),
    ("sinc(x - 1)", 1, "smooth", "0"),
    # kinks
    ("abs(sin(x))", 0, "kink", "-1 on the left and 1 on the right"),
    ("abs(x**2 - 1)", 1, "kink", "-2 on the left and 2 on the right"),
    ("abs(exp(x) - 1)", 0, "kink", "-1 on the left and 1 on the right"),
    ("max(x, x**2)", 1, "kink", "1 on the left and 2 on the right"),
    ("min(x, 0.5)", "0.5", "kink", "1 on the left and 0 on the right"),
    ("clip(x, 0, 2)", 2, "kink", "1 on the left and 0 on the right"),
    ("elu(x, 2)", 0, "kink", "2 on the left and 1 on the right"),
    ("hypot(x, 0)", 0, "kink", "-1 on the left and 1 on the right"),
    ("acos(cos(x))", 0, "kink", "-1 on the left and 1 on the right"),
    ("exp(abs(x - 3))", 3, "kink", "-1 on the left and 1 on the right"),
    ("log(1 + abs(x))", 0, "kink", "-1 on the left and 1 on the right"),
    ("x*floor(x)", 0, "kink", "-1 on the left and 0 on the right"),
    ("where(x > 0, sin(x), 2*x)", 0, "kink", "2 on the left and 1 on the right"),
    ("sqrt(1 - cos(x)**2)", 0, "kink", "-1 on the left and 1 on the right"),
    ("abs(x)**3/x**2 if x != 0 else 0", 0, "kink", "-1 on the left and 1 on the right"),
    ("x + abs(1e-60*x)", 0, "kink", "on the right"),
    # jumps
    ("ceil(x)", 2, "jump", "jumps"),
    ("sign(x - 1)", 1, "jump", "jumps"),
    ("x % 1", 5, "jump", "jumps"),
    ("floor(2*x)", "1.5", "jump", "jumps"),
    ("x*sign(x - 2)", 2, "jump", "jumps"),
    ("where(x >= 1, x, 0)", 1, "jump", "jumps"),
    ("1 if x == 0 else 0", 0, "jump", "jumps"),
    ("(x > 3)*x", 3, "jump", "jumps"),
    ("where(x == 0, 0, 1/x)", 0, "jump", ""),
    # edges, infinite slopes
    ("sqrt(x)**3", 0, "edge", "0 on the right"),
    ("asin(x)", -1, "edge", "inf on the right"),
    ("acosh(x)", 1, "edge", "inf on the right"),
    ("sqrt(1 - x**2)", 1, "edge", "-inf on the left"),
    ("x**2.5 + x", 0, "edge", "1 on the right"),
    ("sqrt(4 - x)", 4, "edge", "-inf on the left"),
    ("cbrt(x - 2)", 2, "infinite slope", ""),
    ("abs(x)**0.9", 0, "infinite slope", ""),
    ("sign(x)*sqrt(abs(x))", 0, "infinite slope", ""),
    ("cbrt(x**2)", 0, "infinite slope", ""),
    ("where(x == 0, 0, x*log(abs(x)))", 0, "infinite slope", ""),
    # oscillating, isolated, undefined
    ("where(x == 0, 0, x*cos(1/x**2))", 0, "oscillating", ""),
    ("where(x == 0, 0, sin(1/x))", 0, "oscillating", ""),
    ("sqrt(-x**2)", 0, "isolated", "none on either side"),
    ("asin(1 + x**2)", 0, "isolated", "none on either side"),
    ("log(-x)", 1, "undefined", "it needs"),
    ("sqrt(x - 1)", 0, "undefined", "it needs (x - 1) >= 0"),
    ("1/(x - 1)", 1, "undefined", "it needs"),
    ("acosh(x)", 0, "undefined", "it needs x >= 1"),
    ("atanh(x)", 1, "undefined", ""),
    ("x**-1.5", -2, "undefined", ""),
    ("lgamma(x)", 0, "undefined", ""),
    # near
    ("relu(x)", "1e-13", "near", "a kink is near"),
    ("sqrt((x - 1)**2)", "1.00000000001", "near", "a kink is near"),
    ("ceil(x)", "4.0000000001", "near", "a jump is near: at x = 4"),
    ("abs(log(x))", "0.99999999999", "near", "a kink is near: at x = 1"),
    ("asin(x)", "0.9999999999", "near", "is near: at x = 1"),
    ("max(x, 3 - x)", "1.500000001", "near", "a kink is near: at x = 1.5"),
]


@pytest.mark.parametrize(("formula", "x", "kind", "said"), TABLE + FURTHER)
def test_a_place_is_of_its_kind(formula, x, kind, said):
    (result,) = check(formula, at={"x": x}, simplify=False).results
    assert result.kind == kind, result.reason
    if kind == "smooth":
        assert result.derivative == said
        claimed = check(formula, at={"x": x}, claims={"x": said}, points=1, simplify=False)
        assert claimed.outcome == "right"
    elif kind == "near":
        assert result.verdict == "right"
        assert said in result.reason
    else:
        assert (result.verdict, result.derivative) == ("undecidable", None)
        assert said in result.reason
        claimed = check(formula, at={"x": x}, claims={"x": "1"}, points=1, simplify=False)
        assert claimed.outcome == "undecidable"


def test_there_are_more_than_sixty_further_places():
    assert len({(formula, str(x)) for formula, x, *_ in FURTHER}) >= 60


@pytest.mark.parametrize(
    ("formula", "truth"),
    [
        ("where(x > 0, x, 0) - where(-x > 0, -x, 0)", "1"),
        ("relu(x) - relu(-x)", "1"),
        ("x**2 if x != 2 else 4", "4"),
        ("max(x, 2*x) + min(x, 2*x)", "3"),
    ],
)
def test_where_floats_follow_a_convention_the_truth_is_told(formula, truth):
    at = {"x": 2 if "4" in formula else 0}
    (result,) = check(formula, at=at).results
    assert result.derivative == truth
    if result.witnesses["reverse"] != truth:
        assert result.verdict == "wrong"
        assert f"the derivative is {truth}" in result.reason
        (claimed,) = check(formula, at=at, claims={"x": truth}, points=1).results
        assert claimed.verdict == "right"
        assert "reverse" in claimed.reason
        assert "give" in claimed.reason


def test_every_float_witness_says_0_and_the_truth_is_1():
    (result,) = check("where(x > 0, x, 0) - where(-x > 0, -x, 0)", at={"x": 0}).results
    assert result.witnesses["reverse"] == result.witnesses["forward"] == "0"
    assert (result.verdict, result.derivative) == ("wrong", "1")
    assert "reverse and forward mode give 0, where the derivative is 1" in result.reason


NOT_DIFFERENTIABLE = "the partial derivatives exist, but the formula is not differentiable here"


@pytest.mark.parametrize(
    ("formula", "how"),
    [
        ("where(x**2 + y**2 > 0, x*y/(x**2 + y**2), 0)", "it jumps"),
        ("where(x**2 + y**2 > 0, x**2*y/(x**2 + y**2), 0)", "its slope is"),
        ("where(x**2 + y**2 > 0, x*y/sqrt(x**2 + y**2), 0)", "it has a kink"),
        ("sqrt(abs(x*y))", "it has a kink"),
        ("cbrt(x**2*y)", "its slope is"),
        ("cbrt(x*y)", "infinite slope"),
    ],
)
def test_partial_derivatives_alone_do_not_make_it_differentiable(formula, how):
    for result in check(formula, at={"x": 0, "y": 0}).results:
        assert (result.kind, result.derivative) == ("smooth", "0")
        assert NOT_DIFFERENTIABLE in result.reason
        assert how in result.reason


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        ("where(x**2 + y**2 > 0, (x**3 + y**4)/sqrt(x**2 + y**2), 0)", {"x": 0, "y": 0}),
        ("abs(x)*x + y", {"x": 0, "y": 2}),
        ("hypot(x, y)**2", {"x": 0, "y": 0}),
        ("relu(x - y)**2", {"x": 1, "y": 1}),
        ("x*abs(x)*abs(y)*y", {"x": 0, "y": 0}),
    ],
)
def test_what_is_differentiable_has_no_such_warning(formula, at):
    verdict = check(formula, at=at)
    assert {result.kind for result in verdict.results} == {"smooth"}
    assert not any(NOT_DIFFERENTIABLE in (result.reason or "") for result in verdict.results)


def test_the_axes_are_looked_at_one_by_one():
    by_x, by_y = check("abs(x)*y**2 + y", at={"x": 0, "y": 1}).results
    assert (by_x.kind, by_y.kind) == ("kink", "smooth")
    assert "-1 on the left and 1 on the right" in by_x.reason
