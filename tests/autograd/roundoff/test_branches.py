"""Branches that are not taken: what stands there is neither run into nor blamed."""

from __future__ import annotations

import math

import pytest
from flint import arb

from autograd import Value, ops
from autograd.errors import InputError
from autograd.expression import parse
from autograd.roundoff import roundoff
from autograd.roundoff.blame import blame
from autograd.roundoff.formats import FORMATS
from autograd.roundoff.shadow import run
from autograd.roundoff.steps import of_expression


@pytest.mark.parametrize(
    ("formula", "at", "value"),
    [
        ("where(x > 0, log(x), 5)", {"x": -1}, 5.0),
        ("5 if x <= 0 else log(x)", {"x": -1}, 5.0),
        ("where(x != 0, sin(x)/x, 1)", {"x": 0}, 1.0),
        ("where(x > 0, 1, where(x < -9, 1/0, exp(x)))", {"x": 0}, 1.0),
        ("where(x > 0, x, exp(1000))*2", {"x": 3}, 6.0),
    ],
)
def test_a_branch_not_taken_has_no_say(formula, at, value):
    report = roundoff(formula, at)
    assert report.value == value
    assert report.good
    assert report.digits == 17
    unused = [node for node in report.nodes if not node.used]
    assert unused
    assert not any(node.share for node in unused)


def test_the_taken_branch_is_blamed_and_the_shares_sum_up():
    steps = of_expression(parse("where(x > 0, (x + 1) - x, 1/(x*0))"))
    shadow = run(steps, FORMATS["float64"], {"x": 1e15 + 0.3})
    found = blame(shadow)
    assert found.exactly
    assert (sum(found.shares, arb(0)) - found.total).is_zero()
    report = roundoff("where(x > 0, (x + 1) - x, 1/(x*0))", {"x": 1e17}, remedy=False)
    assert report.kind == "absorption"
    assert report.source.node == "x + 1"


def test_a_comparison_in_a_branch_not_taken_is_no_flip():
    report = roundoff("where(x > 0, x, where(0.1 + 0.2 <= 0.3, 1, 2))", {"x": 1})
    assert report.good
    assert report.branch is None


def test_a_log_of_a_rounded_one_is_blamed_on_the_rounding():
    """An infinite step whose exact value is an ordinary number, from operands that look right."""
    report = roundoff("log1p(-1/(1 + exp(-z)))", {"z": 40}, remedy=False)
    assert report.value == -math.inf
    assert report.kind == "absorption"
    assert report.source.node == "1 + exp(-z)"


def test_a_recorded_value_is_read_as_it_is():
    x = Value(1e-12, "x")
    report = roundoff(ops.log(1.0 + x))
    assert report.digits == 4.1
    assert report.point == {"x": 1e-12}
    assert report.remedies[0].formula == "log1p(x)"
    with pytest.raises(InputError, match="has its numbers already"):
        roundoff(ops.log(x), at={"x": 2.0})
    with pytest.raises(InputError, match="ranges are for formulas"):
        roundoff(ops.log(x), ranges={"x": (1, 2)})
