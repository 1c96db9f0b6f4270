"""The split of the error: it sums to the true error, and names who made it."""

from __future__ import annotations

import math
import random

import pytest
from flint import arb

from autograd.expression import parse
from autograd.roundoff import exact
from autograd.roundoff.blame import blame
from autograd.roundoff.diagnosis import diagnose
from autograd.roundoff.formats import FORMATS
from autograd.roundoff.measure import log2
from autograd.roundoff.samples import drawn, everywhere
from autograd.roundoff.shadow import run
from autograd.roundoff.steps import of_expression

FORMULAS = [
    "(1 + x) - (1 - x)",
    "sqrt(x + 1) - sqrt(x)",
    "log(1 + x)*x/((1 + x) - 1)",
    "(1 - cos(x))/x**2",
    "exp(x) - 1 - x",
    "x/(x + 1) - (x - 1)/x",
    "sin(x*pi)*0.1 + 0.3",
    "maximum(x, 1 - x)*abs(x - 0.7)",
    "hypot(x, 3)*atan2(x, 2) - floor(x)/7",
    "tanh(x)**2 + 1/cosh(x)**2 - 0.9",
]


def at_random(text, form, count, seed=0):
    steps = of_expression(parse(text))
    ranges = dict.fromkeys(steps.inputs, everywhere(form))
    within = dict.fromkeys(steps.inputs, (-20.0, 20.0))
    for point in [*drawn(ranges, form, count, seed), *drawn(within, form, count, seed)]:
        yield run(steps, form, point)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", FORMULAS)
def test_shares_sum_to_the_true_error_at_every_finite_point(text, form):
    """On every finite point without a branch flip, whatever the size of the error."""
    split = 0
    for shadow in at_random(text, FORMATS[form], 6):
        if shadow.trouble or shadow.unsure or not all(map(math.isfinite, shadow.floats)):
            continue
        found = blame(shadow)
        split += 1
        finer = run(shadow.steps, shadow.form, shadow.point, least=2048)
        with exact.working(8192):
            true = arb(shadow.value) - arb(exact.as_ball(finer.exact[-1]).mid())
            rest = sum(found.shares, arb(0)) - true
            assert rest.is_zero() or log2(rest) < log2(true) - 40
        assert found.exactly
    assert split >= 1


def test_first_order_would_not_do():
    """Where an argument moves by many periods, derivatives say nothing; the secants do."""
    shadow = run(of_expression(parse("sin(x*pi)")), FORMATS["float64"], {"x": 1e17 + 48})
    found = blame(shadow)
    assert found.exactly
    assert abs(float(found.total)) > 0.1


CLASSICS = [
    ("(1 - cos(x))/x**2", {"x": 1e-5}, "cos(x)", "1 - cos(x)", "cancellation"),
    ("sqrt(x + 1) - sqrt(x)", {"x": 1e12}, "sqrt(x + 1)", "sqrt(x + 1) - sqrt(x)", "cancellation"),
    ("log(1 + x)", {"x": 1e-12}, "1 + x", "log(1 + x)", "exponent gap"),
    ("exp(x) - 1", {"x": 1e-12}, "exp(x)", "exp(x) - 1", "cancellation"),
    ("(1 + h) - (1 - h)", {"h": 1e-4}, "1 + h", "1 + h - (1 - h)", "cancellation"),
    (
        "(-b + sqrt(b**2 - 4*a*c))/(2*a)",
        {"a": 1.0, "b": 1e8, "c": 1.0},
        "sqrt(b**2 - 4*a*c)",
        "-b + sqrt(b**2 - 4*a*c)",
        "cancellation",
    ),
    (
        "(x**2 + y**2 + z**2)/3 - ((x + y + z)/3)**2",
        {"x": 1e8 + 1, "y": 1e8 + 2, "z": 1e8 + 3},
        "x**2 + y**2 + z**2",
        "(x**2 + y**2 + z**2)/3 - ((x + y + z)/3)**2",
        "cancellation",
    ),
    (
        "exp(z)/(exp(z) + exp(w))",
        {"z": 1000.0, "w": 0.0},
        "exp(z)",
        "exp(z)/(exp(z) + exp(w))",
        "overflow",
    ),
    ("-log(sigmoid(x))", {"x": -800.0}, "sigmoid(x)", "log(sigmoid(x))", "underflow"),
    (
        "-log(exp(z)/(exp(z) + exp(w)))",
        {"z": 30.0, "w": 0.0},
        "exp(z)/(exp(z) + exp(w))",
        "log(exp(z)/(exp(z) + exp(w)))",
        "exponent gap",
    ),
    ("x - sin(x)", {"x": 1e-5}, "sin(x)", "x - sin(x)", "cancellation"),
    (
        "sqrt((a + b + c)/2*((a + b + c)/2 - a)*((a + b + c)/2 - b)*((a + b + c)/2 - c))",
        {"a": 100000.0, "b": 99999.99979, "c": 0.00029},
        "a + b + c",
        "(a + b + c)/2 - a",
        "cancellation",
    ),
]


def found_at(text, at, form="float64"):
    return diagnose(run(of_expression(parse(text, at)), FORMATS[form], at))


@pytest.mark.parametrize(("text", "at", "source", "amplifier", "kind"), CLASSICS)
def test_the_classics_are_read_as_a_careful_reader_would(text, at, source, amplifier, kind):
    found = found_at(text, at)
    steps = found.shadow.steps
    assert found.source is not None
    assert found.amplifier is not None
    assert steps.label(found.source.place) == source
    assert steps.label(found.amplifier.place) == amplifier
    assert found.kind == kind


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("log(1 + x)*x/((1 + x) - 1)", {"x": 1e-12}),  # Kahan: two errors that undo each other
        ("log1p(x)", {"x": 1e-12}),
        ("x*x + 3*x - 2", {"x": 0.3}),
        ("1/(1 + exp(x))", {"x": 800.0}),  # exp overflows, and the answer is right
        ("sin(x)", {"x": 1e22}),
        ("x - y", {"x": 1.0, "y": 1.0 - 2**-53}),  # Sterbenz: the difference is exact
    ],
)
def test_a_good_result_is_met_with_silence(text, at):
    found = found_at(text, at)
    assert found.good
    assert (found.kind, found.source, found.amplifier) == ("", None, None)


@pytest.mark.parametrize(
    ("text", "at", "kind", "source"),
    [
        ("1e16 + 1 - 1e16", {}, "absorption", "1e16 + 1"),
        ("log(1 + x)", {"x": 1e-20}, "absorption", "1 + x"),
        ("sqrt(x**2 + y**2)", {"x": 1e200, "y": 1e200}, "overflow", "x**2"),
        ("sqrt(x*x)", {"x": 1e-200}, "underflow", "x*x"),
        ("x/(x*x)", {"x": 1e-200}, "division of small numbers", "x*x"),
        ("sin(x + 0.1)", {"x": 1e10}, "argument of a periodic function", "x + 0.1"),
        ("exp(x*y)", {"x": 700.3, "y": 1.01}, "sensitive function", "x*y"),
        ("(1 + 1/n)**n", {"n": 1e10}, "sensitive function", "1 + 1/n"),
    ],
)
def test_kinds(text, at, kind, source):
    found = found_at(text, at)
    assert found.kind == kind
    assert found.shadow.steps.label(found.source.place) == source


def test_a_branch_that_differs_ends_the_analysis():
    found = found_at("1 if 0.1 + 0.2 <= 0.3 else 2", {})
    assert found.kind == "branch"
    assert found.shadow.steps.label(found.branch) == "0.1 + 0.2 <= 0.3"
    assert found.source is None
    assert found.shares == ()


def test_a_sum_of_a_thousand_steps_is_split_too():
    source = random.Random(1)
    text = " + ".join(f"x*{source.uniform(-1, 1):.17f}" for _ in range(600))
    found = found_at(text, {"x": 0.3}, "float32")
    assert found.exactly
    assert math.isclose(sum(found.shares), 1, abs_tol=1e-9)


def test_shares_beyond_all_floats_are_not_told():
    from autograd.roundoff import roundoff

    report = roundoff("exp((2 - x - atan(1))/(1e8 - 1))", {"x": 1e200})
    assert "inf" not in report.to_json().replace("bar", "")
    assert not report.exactly
    assert all(node.share is None for node in report.nodes)
