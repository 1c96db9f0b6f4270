"""Cross-entropy in its naive, its usual and its exact forms: the figures that courses show.

Naive: the loss of a softmax or sigmoid as it is written. The exact values end in the logits.
"""

from __future__ import annotations

import math

import pytest

from autograd.roundoff import roundoff

SOFTMAX = "-log(exp(z)/(exp(z) + exp(w)))"
SOFTMAX_OTHER = "-log(exp(w)/(exp(z) + exp(w)))"
BINARY_1 = "-log(sigmoid(z))"
BINARY_0 = "-log(1 - sigmoid(z))"

ROWS = [
    (SOFTMAX, {"z": 1000, "w": 0}, math.nan, math.nan, 0.0),
    (SOFTMAX_OTHER, {"z": 1000, "w": 0}, math.inf, math.inf, 1000.0),
    (BINARY_0, {"z": 20}, 19.999999966169824, math.inf, 20.000000002061153),
    (BINARY_0, {"z": 40}, math.inf, math.inf, 40.0),
    (BINARY_1, {"z": 40}, 0.0, 0.0, 4.248354255291589e-18),
    (SOFTMAX, {"z": 0, "w": -20}, 2.0611536942919273e-09, 0.0, 2.0611536203143807e-09),
    (SOFTMAX, {"z": 0, "w": -40}, 0.0, 0.0, 4.248354255291589e-18),
]


def same(one: float, other: float) -> bool:
    return one == other or (one != one and other != other)


@pytest.mark.parametrize(("formula", "at", "double", "single", "stable"), ROWS)
def test_naive_and_remedied_losses(formula, at, double, single, stable):
    report = roundoff(formula, at)
    assert same(report.value, double)
    assert report.kind
    remedy = report.remedies[0]
    assert remedy.value == pytest.approx(stable, rel=1e-15)
    assert remedy.digits >= 15.5
    narrow = roundoff(formula, at, precision="float32", remedy=False)
    if math.isfinite(single):
        assert narrow.value == pytest.approx(single, abs=1e-9)
    else:
        assert same(narrow.value, single)
    assert narrow.kind


def test_subtracting_the_maximum_is_not_enough():
    usual = "max(z, w) + log(exp(z - max(z, w)) + exp(w - max(z, w))) - z"
    small = roundoff(usual, {"z": 0, "w": -20})
    assert small.value == pytest.approx(2.06115369004e-09, rel=1e-11)
    assert 7 < small.digits < 8
    assert small.remedies[0].formula == "softplus(w - z)"
    assert roundoff(usual, {"z": 0, "w": -40}, remedy=False).value == 0.0


def test_three_classes():
    report = roundoff("-log(exp(z)/(exp(z) + exp(w) + exp(v)))", {"z": 30, "w": 0, "v": -3})
    assert report.digits < 5
    # log1p over the other classes, the largest difference taken out.
    assert report.remedies[0].formula.startswith("max(0, w - z, v - z) + log1p(exp(w - z - max(")
    assert report.remedies[0].digits >= 15.5
