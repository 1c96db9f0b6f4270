"""autograd.special.erf_arrays: erf and erfc of arrays against mpmath, and at the edges."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

from autograd.special import erf_arrays
from autograd.special.erf_arrays import erf, erfc

SOURCE = np.random.default_rng(11)
NEAR_ZERO = 10.0 ** SOURCE.uniform(-320.0, 0.0, 500)
POINTS = {
    "erf": np.concatenate([SOURCE.uniform(-6.3, 6.3, 2000), SOURCE.uniform(-0.1, 0.1, 1000)]),
    "erfc": np.concatenate([SOURCE.uniform(-7.0, 26.5, 2000), SOURCE.uniform(-3.0, 3.0, 1000)]),
}
KNOTS = np.arange(-1600, 7000) / 256.0
EDGES = np.array([0.0, -0.0, 27.4, 27.6, 40.0, 1e308, -1e308, math.inf, -math.inf, math.nan])


def errors_in_ulps(name, x):
    """How far the results are from the truth, in units in the last place."""
    with mpmath.workprec(100):
        truth = [getattr(mpmath, name)(mpmath.mpf(each)) for each in x.tolist()]
        found = getattr(erf_arrays, name)(x).tolist()
        return np.array([
            float(abs(mpmath.mpf(a) - b) / mpmath.mpf(math.ulp(float(b))))
            for a, b in zip(found, truth, strict=True)
        ])  # fmt: skip


@pytest.mark.parametrize(("name", "ulps"), [("erf", 1.5), ("erfc", 4.0)])
def test_the_results_are_within_a_few_units_in_the_last_place(name, ulps):
    assert errors_in_ulps(name, POINTS[name]).max() <= ulps
    assert errors_in_ulps(name, NEAR_ZERO).max() <= ulps


@pytest.mark.parametrize(("name", "ulps"), [("erf", 1.5), ("erfc", 4.0)])
def test_nothing_breaks_between_two_knots(name, ulps):
    middles = KNOTS[SOURCE.integers(0, len(KNOTS) - 300, 700)] + 1.0 / 512.0
    assert errors_in_ulps(name, np.nextafter(middles, math.inf)).max() <= ulps
    assert errors_in_ulps(name, np.nextafter(middles, -math.inf)).max() <= ulps


def test_edges_are_those_of_floats():
    for ours, floats in ((erf, math.erf), (erfc, math.erfc)):
        want = np.array([floats(x) for x in EDGES.tolist()])
        np.testing.assert_allclose(ours(EDGES), want, rtol=1e-13, atol=5e-324)
        assert np.signbit(ours(EDGES)[:2]).tolist() == np.signbit(want[:2]).tolist()


def test_shapes_and_precisions_are_kept():
    x = SOURCE.normal(size=(3, 4, 5))
    assert erf(x).shape == (3, 4, 5)
    np.testing.assert_array_equal(erf(x.T), erf(x).T)
    assert erfc(np.float32([0.5])).dtype == np.float32
    assert erf([0, 1]).tolist() == [0.0, pytest.approx(math.erf(1.0))]
    assert isinstance(erf(0.5), float)
    assert erf(np.empty((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("function", [erf, erfc])
def test_results_go_into_a_given_array(function):
    x = SOURCE.normal(size=20_000)
    out = np.empty_like(x)
    assert function(x, out) is out
    np.testing.assert_array_equal(out, function(x))
    columns = np.empty((20_000, 2))
    function(x, columns[:, 0])
    np.testing.assert_array_equal(columns[:, 0], out)
    narrow = np.empty(20_000, np.float32)
    function(x.astype(np.float32), narrow)
    np.testing.assert_array_equal(narrow, function(x.astype(np.float32)))
