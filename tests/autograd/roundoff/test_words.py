"""The words of a report: what happened, why, and what to write, with the numbers of the point."""

from __future__ import annotations

import pytest

from autograd.roundoff import roundoff
from autograd.roundoff.formats import FORMATS
from autograd.roundoff.kinds import KINDS
from autograd.roundoff.measure import decimal
from autograd.roundoff.reasons import REASONS, because
from autograd.roundoff.regimes import switches
from autograd.roundoff.rules import rules
from autograd.roundoff.samples import around, between, drawn, everywhere

FLOAT64 = FORMATS["float64"]


@pytest.mark.parametrize(
    ("formula", "at", "sentence"),
    [
        (
            "(1 - cos(x))/x**2", {"x": 1e-5},
            "Cancellation: 1 and cos(x) = 0.99999999995 are nearly equal. Their first 10 digits",
        ),
        (
            "-b + sqrt(b*b - c)", {"b": 1e6, "c": 1},
            "-b = -1000000 and sqrt(b*b - c) = 999999.9999995 are nearly opposite.",
        ),
        (
            "1e16 + 1 - 1e16", {},
            "Absorption: 1 is too small beside 1e16: adding it changes nothing.",
        ),
        (
            "exp(z)/(exp(z) + exp(w))", {"z": 1000, "w": 0},
            "Overflow: exp(z) is 1.97e+434, more than float64 can hold (1.8e+308).",
        ),
        (
            "x/(x*x)", {"x": 1e-200},
            "Division of small numbers: x*x is 1.00e-400, too small for float64, and a divisor.",
        ),
        (
            "sin(x + 0.1)", {"x": 1e10},
            "the argument x + 0.1 = 1e+10 goes 1.6e+09 times around the circle",
        ),
        (
            "exp(x*y)", {"x": 700.3, "y": 1.01},
            "in exp(x*y) a relative error of the argument becomes about 710 times as large.",
        ),
        ("(1e16 + 1)*0 + x - 0.1", {"x": 0.1}, "The error enters where 0.1 is written"),
        ("x - 0.1", {"x": 0.1}, "At x - 0.1 it turns into 0."),
    ],
)  # fmt: skip
def test_what_happened_is_told_with_the_numbers(formula, at, sentence):
    assert sentence in " ".join(roundoff(formula, at, remedy=False).told)


def test_every_reason_is_of_a_rule_and_every_rule_has_one():
    others = {
        "switch-over", "series near zero", "sympy", "exact sum", "two passes", "from_logits",
    }  # fmt: skip
    assert {rule.name for rule in rules()} | others == set(REASONS)
    assert because(("log1p", "log1p", "sums")) == f"{REASONS['log1p']}; {REASONS['sums']}"
    assert because(("of nobody",)) == ""


def test_kinds_have_a_meaning():
    assert all(meaning for meaning in KINDS.values())
    assert roundoff("log(1 + x)", {"x": 1e-12}, remedy=False).kind in KINDS


def test_no_remedy_is_missed_where_none_was_looked_for():
    missing = "No better formula was found"
    assert missing not in str(roundoff("sin(x + 0.1)", {"x": 1e10}, remedy=False))
    told = str(roundoff("sin(x + 0.1)", {"x": 1e10}))
    assert missing in told
    assert "Another way to compute sin(x + 0.1) is needed, or more precision for it." in told


def test_long_formulas_have_a_line_for_what_matters_alone():
    report = roundoff(" + ".join(f"x*{k}" for k in range(1, 30)) + " - 434.9999999*x", {"x": 0.1})
    table = str(report).partition("step  ")[2].splitlines()
    assert 1 < len(table) <= 42
    assert "growth" in table[0]


def test_numbers_of_narrow_formats_are_written_short():
    text = str(roundoff("x*x + 0.1", {"x": 0.1}, precision="bfloat16"))
    assert "at x = 0.1\n" in text
    assert "inputs mean the bfloat16 numbers nearest to them" in text
    assert FORMATS["float32"].shortest(FORMATS["float32"].round(0.1)) == "0.1"
    assert FORMATS["float64"].shortest(0.1) == "0.1"


def test_switch_over_points_are_read_off_a_formula():
    assert switches("where(abs(x) < 0.5, x, where(y < -2, 1, 2))") == [
        ("x", 0.5), ("x", -0.5), ("y", -2.0),
    ]  # fmt: skip
    assert switches("where(x < y, 1, 2) + where(x > 1, 1, 2)") == []


def test_a_decimal_that_rounds_up_keeps_one_digit_before_the_point():
    from flint import arb

    from autograd.roundoff import exact

    with exact.working(2048):
        assert decimal(arb("9.9999e-401"), 3) == "1.00e-400"


def test_points():
    points = around({"x": 2.0, "y": -3.0}, FLOAT64, 60, 0)
    assert points[0] == {"x": 2.0, "y": -3.0}
    assert len(points) == 60
    assert any(abs(p["x"] / 2.0 - 1) < 1e-9 for p in points[1:])
    assert any(p["x"] < 0 for p in points)
    assert around({}, FLOAT64, 60, 0) == [{}]
    wide = drawn({"x": everywhere(FLOAT64)}, FLOAT64, 50, 1)
    assert wide == drawn({"x": everywhere(FLOAT64)}, FLOAT64, 50, 1)
    assert any(abs(p["x"]) < 1e-100 for p in wide)
    assert list(between(1.0, 1.0 + 2**-52, 8)) == []
    assert all(1.0 < x < 2.0 for x in between(1.0, 2.0, 8))
