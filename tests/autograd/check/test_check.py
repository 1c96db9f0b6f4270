"""`check` as a user calls it: verdicts, points, claims, orders, and errors in words."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from autograd.check import Result, assert_gradient, check
from autograd.check.verdict import WITNESSES
from autograd.check.witnesses import WITNESSES as ROWS
from autograd.errors import CheckError, ExpressionError, InputError


def one(*args: object, **options: object) -> Result:
    (result,) = check(*args, **options).results
    return result


def test_the_engines_own_derivative():
    verdict = check("x**2*sin(y)", at={"x": 1.5, "y": 2.0})
    assert verdict.outcome == "right"
    by_x, by_y = verdict.results
    assert (by_x.variable, by_y.variable) == ("x", "y")
    assert by_x.simplified == "2*x*sin(y)"
    assert by_x.derivative.startswith("2.7278922804770450861880595977")
    assert by_x.witnesses["reverse"] == "2.727892280477045"
    assert by_x.witnesses["symbolic"] == by_x.witnesses["numeric"] == by_x.derivative
    assert by_x.witnesses["rigorous"][:30] == by_x.derivative[:30]
    assert by_x.point == {"x": "1.5", "y": "2"}
    assert by_x.digits >= 15
    assert (by_x.points, by_x.kind, by_x.claim) == (1, "smooth", None)


def test_a_right_claim_is_proven():
    result = one("x**2*sin(y)", at={"x": 1.5, "y": 2.0}, claims={"x": "2*x*sin(y)"})
    assert result.verdict == "right"
    assert result.claimed == result.derivative
    assert result.digits == 50
    assert "proven" in result.reason


def test_a_claim_that_sympy_cannot_prove_is_right_at_so_many_points():
    claims = {"x": "2*sin(x)**2"}
    result = one("x - sin(x)*cos(x)", claims=claims, points=7, seed=3, simplify=False)
    assert (result.verdict, result.points) == ("right", 7)
    assert "7 points (seed 3)" in result.reason


@pytest.mark.parametrize(
    "claim",
    [
        "2*x*cos(y)",
        "-2*x*sin(y)",
        "x*sin(y)",
        "2*x*sin(y)*(1 + 1e-4)",
        "2*x*sin(y) + 1e-38",
        "1/0*x",
    ],
)
def test_a_wrong_claim(claim):
    result = one("x**2*sin(y)", at={"x": 1.5, "y": 2.0}, claims={"x": claim})
    assert result.verdict == "wrong"
    assert result.digits < 40
    assert "claim" in result.reason


def test_a_claim_right_at_the_point_alone_is_wrong():
    result = one("x**3", at={"x": 1}, claims={"x": "3*x"})
    assert result.verdict == "wrong"
    assert result.point["x"] != "1"
    assert one("x**3", at={"x": 1}, claims={"x": "3*x"}, points=1).verdict == "right"


def test_numbers_mean_exact_decimals():
    assert one("0.1*x**2", at={"x": 0.3}, claims={"x": "x/5"}).verdict == "right"
    assert one("0.1*x", claims={"x": 0.1}).verdict == "right"
    assert one("x/3", claims={"x": 1 / 3}).verdict == "wrong"
    assert one("abs(x - 0.1)", at={"x": 0.1}).kind == "kink"
    assert one("abs(3*x - 0.3)", at={"x": np.float64(0.1)}).kind == "kink"
    assert one("abs(x - 0.3)", at={"x": 0.1 + 0.2}).kind == "near"
    assert one("x**2", at={"x": Decimal("1e-400") * 10**350}).verdict == "right"


def test_a_claim_that_has_no_value_there_is_wrong():
    result = one("where(x != 0, sin(x)/x, 1)", at={"x": 0}, claims={"x": "cos(x)/x - sin(x)/x**2"})
    assert result.verdict == "wrong"
    assert "no finite value" in result.reason


def test_second_derivatives():
    verdict = check("x**2*sin(y)", at={"x": 1.5, "y": 2.0}, order=2)
    assert [result.variable for result in verdict.results] == ["x,x", "y,y"]
    assert verdict.results[0].simplified == "2*sin(y)"
    assert all(verdict.results[0].witnesses.values())
    assert one("x**2*sin(y)", wrt="x,y", claims={"x,y": "2*x*cos(y)"}).verdict == "right"
    assert one("x**4", order=3, claims={"x": "24*x"}).verdict == "right"
    assert one("x**4", order=2, claims={"x": "4*x**3"}).verdict == "wrong"


def test_second_derivatives_at_kinks():
    assert one("relu(x)**3", at={"x": 0}, order=2).verdict == "right"
    broken = one("x*abs(x)", at={"x": 0}, order=2)
    assert (broken.verdict, broken.kind) == ("undecidable", "kink")
    assert "-2 on the left and 2 on the right" in broken.reason


def test_with_respect_to_some_names():
    assert [r.variable for r in check("x*y*z", wrt=["z", "x"]).results] == ["z", "x"]
    assert [r.variable for r in check("x*y*z", claims={"y": "x*z"}).results] == ["y"]
    assert [r.variable for r in check("x*y", wrt="x", claims={"y": "x"}).results] == ["x", "y"]


def test_points_from_ranges_and_from_the_domain():
    verdict = check("log(x)*y", ranges={"x": (1, 2)}, at={"y": "0.25"}, points=4)
    assert {result.points for result in verdict.results} == {4}
    assert 1 <= float(verdict.results[0].point["x"]) <= 2
    assert verdict == check("log(x)*y", ranges={"x": (1, 2)}, at={"y": "0.25"}, points=4)
    found = check("log(x)")
    assert "own domain (seed 0)" in found.notes[0]
    assert found.outcome == "right"
    assert "2 of 6" in check("log(x)", ranges={"x": (-1, 2)}, points=4, seed=5).notes[0]


def test_a_declared_name_shadows_a_constant_with_a_note():
    verdict = check("e*x", at={"e": 3, "x": 2})
    assert [result.derivative for result in verdict.results] == ["2", "3"]
    assert verdict.notes == ("e is the name that you declared, not the constant",)
    assert check("e*x", at={"x": 2}).results[0].derivative.startswith("2.71828")


def test_floats_that_keep_few_digits_are_not_called_wrong():
    result = one("(1 - cos(x))/x**2", at={"x": 1e-9})
    assert (result.verdict, result.digits) == ("right", 0)
    assert "rounding" in result.reason
    zero = one("x*(0.1 + 0.2 - 0.3)", at={"x": 1})
    assert (zero.verdict, zero.derivative, zero.relative_error) == ("right", "0", None)
    assert "error bar" in zero.reason


@pytest.mark.parametrize(
    ("formula", "at", "says"),
    [
        ("exp(x)", 800, "inf"),
        ("exp(x)/exp(x)", 800, "nan"),
        ("sqrt(x**4)", 0, "nan"),
        ("where(x > 0, x, 0) - where(-x > 0, -x, 0)", 0, "reverse and forward mode give 0"),
        ("x**2 if x != 2 else 4", 2, "reverse and forward mode give 0"),
    ],
)
def test_where_floats_are_wrong_it_is_said(formula, at, says):
    result = one(formula, at={"x": at})
    assert result.verdict == "wrong"
    assert says in result.reason


def test_a_true_claim_is_right_even_where_every_float_witness_is_wrong():
    formula = "where(x > 0, x, 0) - where(-x > 0, -x, 0)"
    assert one(formula, at={"x": 0}, claims={"x": "1"}, points=1).verdict == "right"
    assert one(formula, at={"x": 0}, claims={"x": "0"}, points=1).verdict == "wrong"


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"at": {"z": 1}}, InputError, "at: the formula has no name z; it has x, theta"),
        ({"at": {"x": 1, "thta": 2}}, InputError, "did you mean theta"),
        ({"wrt": ["q"]}, InputError, "wrt: the formula has no name q"),
        ({"claims": {"q": "1"}}, InputError, "claim: the formula has no name q"),
        ({"ranges": {"q": (0, 1)}}, InputError, "range: the formula has no name q"),
        ({"claims": {"x": "q*x"}}, InputError, "claim x: it uses q"),
        ({"claims": {"x": "2*"}}, ExpressionError, "formula ends"),
        ({"claims": {"x": "nan"}}, InputError, "uses nan"),
        ({"claims": {"x": float("nan")}}, InputError, "not a finite number"),
        ({"claims": {"x": lambda x: x}}, CheckError, "not a function"),
        ({"at": {"x": 1}}, InputError, "No value is given for theta"),
        ({"ranges": {"x": (0, 1)}}, InputError, "No value is given for theta"),
        ({"at": {"x": "one", "theta": 1}}, InputError, "at x: 'one' is not a number"),
        ({"ranges": {"x": (2, 1), "theta": (0, 1)}}, InputError, "lower end 2 is above"),
        ({"ranges": {"x": 3, "theta": (0, 1)}}, InputError, "two numbers are needed"),
        ({"at": {"x": 1, "theta": 1}, "ranges": {"x": (0, 1)}}, InputError, "both a number"),
        ({"order": 0}, InputError, "order is a whole number from 1 to 6"),
        ({"points": 0}, InputError, "points is a whole number"),
        ({"points": 150_000}, CheckError, "too much to check at once"),
        ({"wrt": "x,theta", "order": 3}, InputError, "of order 2, not of order 3"),
    ],
)
def test_errors_are_in_words(options, error, words):
    with pytest.raises(error, match=words):
        check("x*sin(theta)", **options)


@pytest.mark.parametrize("formula", ["", "2 + 3", "x +", "__import__('os')", "(" * 60_000 + "x"])
def test_what_is_no_formula_to_differentiate_is_refused(formula):
    with pytest.raises((InputError, ExpressionError)):
        check(formula, at={"x": 1} if "x" in formula else None)


def test_a_formula_too_long_for_sympy_is_judged_by_the_others():
    verdict = check("+".join(["x*x"] * 700), at={"x": 2})
    assert verdict.outcome == "right"
    assert verdict.results[0].witnesses["symbolic"] is None
    assert "sympy" in verdict.results[0].notes["symbolic"]


def test_a_right_claim_is_right_where_all_is_tiny():
    bell = "exp(-(x - m)**2/(2*s**2))"
    claim = f"{bell}*(x - m)**2/s**3"
    assert check(bell, at={"x": 1, "m": 0.5, "s": 2}, claims={"s": claim}).outcome == "right"
    assert check("exp(-x**2)", at={"x": 200}, claims={"x": "2*x*exp(-x**2)"}).outcome == "wrong"


def test_assert_gradient():
    assert_gradient("x**2*y", {"x": "2*x*y", "y": "x**2"}, at={"x": 1.5, "y": 2})
    with pytest.raises(AssertionError, match=r"wrong: ∂\(x\*\*2\)/∂x = x at x = .*derivative is"):
        assert_gradient("x**2", {"x": "x"})


def test_the_names_of_the_witnesses_are_those_of_their_table():
    assert tuple(witness.name for witness in ROWS) == WITNESSES


@pytest.mark.parametrize(
    ("formula", "derivative"),
    [
        ("(x > 1)*x", "1"),
        ("and_(2, x)*x", "1"),
        ("pow(2*x, or_(3, pi))", "2"),
        ("asinh((x > 1) + 0*x)", "0"),
        ("x if not (x < 1 or x > 5) else 2*x", "1"),
        ("where(x, x, 3)", "1"),
    ],
)
def test_truths_are_numbers_to_every_witness(formula, derivative):
    (result,) = check(formula, at={"x": 2}).results
    assert (result.verdict, result.derivative) == ("right", derivative)
    assert all(result.witnesses.values())


def test_what_takes_sympy_too_long_is_left_out_for_the_whole_formula():
    formula = "*".join(f"(x*y + {k})" for k in range(1, 300))
    verdict = check(formula, at={"x": "0.001", "y": "0.002"}, simplify=False)
    assert [result.witnesses["symbolic"] for result in verdict.results] == [None, None]
    assert "more than" in verdict.results[0].notes["symbolic"]
