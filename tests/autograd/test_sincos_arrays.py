"""autograd.special.sincos_arrays: both functions against mpmath, near and far."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

from autograd.special.sincos_arrays import sincos

SOURCE = np.random.default_rng(12)
POINTS = {
    "near": SOURCE.normal(size=2000) * 3.0,
    "far": SOURCE.uniform(-5999.0, 5999.0, 2000),
    "close to zeros of either": np.arange(-800, 800) * (math.pi / 2.0),
    "close to 0": 10.0 ** SOURCE.uniform(-300.0, 0.0, 500),
    "between two angles of the table": (SOURCE.integers(-4000, 4000, 500) + 0.5) * math.pi / 512.0,
}


def both(x):
    sine, cosine = np.empty_like(x), np.empty_like(x)
    sincos(x, sine, cosine)
    return sine, cosine


def in_ulps(found, function, x):
    with mpmath.workprec(200):
        truth = [function(mpmath.mpf(each)) for each in x.tolist()]
        return max(
            float(abs(mpmath.mpf(a) - b) / mpmath.mpf(math.ulp(float(b))))
            for a, b in zip(found.tolist(), truth, strict=True)
        )


@pytest.mark.parametrize("where", POINTS)
def test_both_are_right_to_one_and_a_half_units_in_the_last_place(where):
    x = POINTS[where]
    sine, cosine = both(x)
    assert in_ulps(sine, mpmath.sin, x) <= 1.5
    assert in_ulps(cosine, mpmath.cos, x) <= 1.5


@pytest.mark.parametrize("odd", [6001.0, 1e22, math.inf, -math.inf, math.nan])
@pytest.mark.filterwarnings("ignore:invalid value")
def test_what_is_far_or_not_finite_is_left_to_numpy(odd):
    x = np.array([0.3, odd])
    sine, cosine = both(x)
    np.testing.assert_array_equal(sine, np.sin(x))
    np.testing.assert_array_equal(cosine, np.cos(x))


def test_other_precisions_shapes_and_empty_arrays():
    x = np.float32([[0.5, -2.0]])
    sine, cosine = both(x)
    np.testing.assert_array_equal(sine, np.sin(x))
    np.testing.assert_array_equal(cosine, np.cos(x))
    columns = SOURCE.normal(size=(5, 4))[:, 1:3]
    np.testing.assert_allclose(both(columns), (np.sin(columns), np.cos(columns)), rtol=1e-15)
    assert both(np.empty((0, 3)))[0].shape == (0, 3)
