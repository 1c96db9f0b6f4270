"""Functions that cannot be traced: weaker evidence, told as such, with bars that hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd.check import check
from autograd.check.functions.blackbox import slopes
from autograd.errors import CheckError

SMOOTH = [
    (math.exp, math.exp, (-3, 3)),
    (math.sin, math.cos, (-10, 10)),
    (math.log, lambda x: 1 / x, (0.01, 100)),
    (lambda x: x**7 - 3 * x, lambda x: 7 * x**6 - 3, (-2, 2)),
    (lambda x: 1e10 * math.tanh(x), lambda x: 1e10 / math.cosh(x) ** 2, (-3, 3)),
    (lambda x: (1 - math.cos(x)) / x, lambda x: math.sin(x) / x - (1 - math.cos(x)) / x**2,
     (0.001, 3)),
    (lambda x: math.sin(30 * x), lambda x: 30 * math.cos(30 * x), (0.1, 3)),
]  # fmt: skip


@pytest.mark.parametrize(("f", "derivative", "ends"), SMOOTH)
def test_the_bar_holds(f, derivative, ends):
    @settings(max_examples=60, deadline=None)
    @given(st.floats(*ends))
    def holds(x):
        (found,) = slopes(lambda h: np.array([f(x + h)]), abs(x))
        assert abs(found.slope - derivative(x)) <= found.bar
        assert not found.kink

    holds()


@pytest.mark.parametrize("f", [abs, lambda x: max(x, 0.0), lambda x: max(2 * x, x + x**2 * 0)])
def test_a_kink_is_seen(f):
    (found,) = slopes(lambda h: np.array([float(f(h))]), 0.0)
    assert found.kink


def test_a_function_of_the_math_module():
    w, X = np.array([0.3, -0.7]), np.array([[1.0, 2.0], [0.5, -1.0], [2.0, 0.1]])

    def loss(w, X):
        return sum(math.exp(float(t)) for t in X @ w)

    def right(w, X):
        return X.T @ np.exp(X @ w)

    at = {"w": w, "X": X}
    (result,) = check(loss, at, right).results
    assert result.verdict == "right"
    assert "weaker evidence" in result.reason
    assert result.elements["evidence"] == "black box"
    assert (result.witnesses["reverse"], result.notes["reverse"]) == (
        None, "the function cannot be traced"
    )  # fmt: skip
    (result,) = check(loss, at, lambda w, X: right(w, X) * (1 + 1e-7)).results
    assert result.verdict == "wrong"
    (result,) = check(loss, at, lambda w, X: right(w, X) * len(X)).results
    assert result.blame.mistake == "1/n of a mean"


def test_a_fourier_transform():
    x = np.array([0.5, -1.0, 2.0, 0.25])

    def power(x):
        return float(np.sum(np.abs(np.fft.fft(x)) ** 2))

    assert check(power, {"x": x}, lambda x: 2 * len(x) * x).outcome == "right"
    (result,) = check(power, {"x": x}, lambda x: 2 * x).results
    assert (result.verdict, result.blame.mistake) == ("wrong", "1/n of a mean")


def test_a_record_that_is_cut_is_not_believed():
    """`.data` leaves no record, and gives the same number."""

    def cut(x):
        return x * getattr(x, "data", x) if not isinstance(x, float) else x * x

    (result,) = check(cut, {"x": 2.0}, lambda x: 2 * x).results
    assert (result.verdict, result.elements["evidence"]) == ("right", "black box")
    (result,) = check(cut, {"x": 2.0}, lambda x: 1 * x).results
    assert result.verdict == "wrong"


def test_a_claim_that_cannot_be_traced():
    x = np.array([0.5, 1.5])
    (result,) = check(
        lambda x: np.sum(np.exp(x)), {"x": x}, lambda x: np.array([math.exp(float(v)) for v in x])
    ).results
    assert (result.verdict, result.elements["claim_traced"]) == ("right", False)
    assert "the claim cannot be traced" in result.reason
    (result,) = check(
        lambda x: np.sum(np.exp(x)),
        {"x": x},
        lambda x: np.array([math.exp(float(v)) * (1 + 1e-13) for v in x]),
    ).results
    assert result.verdict == "wrong"


def test_a_kink_of_a_black_box():
    (result,) = check(
        lambda x: abs(float(x[0])) + float(x[1]) ** 2,
        {"x": np.array([0.0, 1.0])},
        lambda x: np.array([0.0, 2.0]),
    ).results
    assert (result.verdict, result.kind) == ("undecidable", "kink")


def test_without_a_claim_there_is_nothing_to_judge():
    with pytest.raises(CheckError, match="cannot be traced"):
        check(lambda x: math.sin(x), {"x": 1.0})


def test_float32_black_box():
    x = np.array([0.5, 1.5], np.float32)
    f = lambda x: float(np.sum(np.float32(np.abs(np.fft.fft(x)) ** 2)))  # noqa: E731
    assert check(f, {"x": x}, lambda x: 4 * x).outcome == "right"
    assert check(f, {"x": x}, lambda x: 4.4 * x).outcome == "wrong"


def test_many_elements_are_looked_at_together():
    x = np.linspace(-1.0, 2.0, 1000)

    def f(x):
        return math.fsum(float(v) ** 3 for v in x)

    verdict = check(f, {"x": x}, lambda x: 3 * x**2)
    assert verdict.outcome == "right"
    assert any("the other 700 together" in note for note in verdict.notes)
    for place in (10, 500, 999):  # looked at one by one or not: found

        def wrong(x, place=place):
            return 3 * x**2 + (np.arange(len(x)) == place) * 1e-3

        (result,) = check(f, {"x": x}, wrong).results
        assert (result.verdict, result.elements["index"]) == ("wrong", [place])
