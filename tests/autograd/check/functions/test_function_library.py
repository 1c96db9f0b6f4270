"""Gradients by hand of models and test problems: right ones pass, each slip is named."""

from __future__ import annotations

import numpy as np
import pytest

from autograd.check import check
from benchmarks.claims.least_squares_2 import PROBLEMS
from benchmarks.claims.models import MODELS
from benchmarks.claims.strd import REGRESSIONS


def named(rows):
    return pytest.mark.parametrize("known", rows, ids=[known.name for known in rows])


@named(PROBLEMS)
def test_jacobians_of_more_garbow_and_hillstrom(known):
    (result,) = check(known.residuals, {"x": np.array(known.start)}, known.jacobian).results
    assert result.verdict == "right", result.reason
    assert result.elements["evidence"] == "traced"
    assert result.elements["claim_traced"]


@named([known for known in PROBLEMS if len(known.start) < 10])
def test_a_mistake_of_a_billionth_in_one_element(known):
    x = np.array(known.start) + 0.01
    jacobian = np.array(known.jacobian(x), float)
    largest = np.unravel_index(np.argmax(np.abs(jacobian)), jacobian.shape)

    def wrong(x):
        found = known.jacobian(x) + np.zeros(jacobian.shape)
        found[largest] = found[largest] * (1 + 1e-9)
        return found

    (result,) = check(known.residuals, {"x": x}, wrong).results
    assert result.verdict == "wrong"
    assert (result.elements["wrong"], result.elements["index"]) == (1, list(map(int, largest)))


@named([known for known in PROBLEMS if known.minimum is not None])
def test_the_problems_are_those_of_the_paper(known):
    """Their minima, where the data enter, are the published ones."""
    optimize = pytest.importorskip("scipy.optimize")
    start = np.array(known.start if known.number != 11 else (40.0, 24.0, 1.4))
    wide = len(known.residuals(start)) < len(start)
    with np.errstate(all="ignore"):
        found = optimize.least_squares(
            known.residuals, start, known.jacobian, method="trf" if wide else "lm", max_nfev=3000,
            xtol=1e-15, ftol=1e-15, gtol=1e-15,
        )  # fmt: skip
    assert 2 * found.cost == pytest.approx(known.minimum, rel=1e-5, abs=1e-10)


@named(REGRESSIONS)
def test_the_gradient_vanishes_at_certified_parameters(known):
    at = known.arguments
    assert float(known.loss(**at)) == pytest.approx(known.sum_of_squares, rel=1e-9)
    (result,) = check(known.loss, at, {"b": known.gradient}).results
    assert result.verdict == "right", result.reason
    scale = 2 * np.abs(known.slopes(at["b"], at["x"])).T @ np.abs(at["y"])
    assert np.all(np.abs(known.gradient(**at)) < 1e-8 * scale)

    def wrong(b, x, y):  # a billionth of the terms that cancel
        return known.gradient(b, x, y) + 1e-9 * scale

    (result,) = check(known.loss, at, {"b": wrong}).results
    assert result.verdict == "wrong"


@named(MODELS)
def test_right_gradients_of_models(known):
    verdict = check(known.loss, known.arguments, known.gradient)
    assert verdict.outcome == "right", str(verdict)
    assert all(result.elements["claim_traced"] for result in verdict.results)
    assert (
        check(known.loss, known.arguments, wrt=list(known.gradient(**known.arguments))).outcome
        == "right"
    )


def _single(value):
    is_float = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return value.astype(np.float32) if is_float else value


@named(MODELS)
def test_right_gradients_in_float32(known):
    at = {name: _single(value) for name, value in known.arguments.items()}
    verdict = check(known.loss, at, known.gradient)
    assert verdict.outcome == "right", str(verdict)


@pytest.mark.parametrize(
    ("model", "slip"),
    [(model, slip) for model in MODELS for slip in model.slips],
    ids=[
        f"{model.name}-{slip.argument}-{slip.mistake}" for model in MODELS for slip in model.slips
    ],
)
def test_every_slip_is_found_and_named(model, slip):
    verdict = check(model.loss, model.arguments, slip.gradient)
    wrong = {result.variable: result for result in verdict.results if result.verdict != "right"}
    assert slip.argument in wrong
    blame = wrong[slip.argument].blame
    assert (blame.mistake if blame else "") == slip.mistake
