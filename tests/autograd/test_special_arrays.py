"""autograd.special_arrays: the array functions agree with the scalar ones, element by element."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest

from autograd import special, special_arrays
from autograd.errors import MissingDependency

pytest.importorskip("scipy", reason="the extra `special` is not installed")

INF, NAN = math.inf, math.nan
SOURCE = np.random.default_rng(7)
POINTS = np.concatenate(
    [
        SOURCE.uniform(-30.0, 30.0, 600),
        np.exp(SOURCE.uniform(-200.0, 30.0, 300)),
        -np.exp(SOURCE.uniform(-200.0, 2.0, 300)),
        np.arange(1.0, 40.0),
        np.arange(-20.0, 20.0) + 0.5,
    ]
)
EDGES = np.array(
    [0.0, -0.0, -1.0, -2.0, -0.5, 0.5, 1.0, 2.0, 7.0, 1e17, 1e300, -1e300, INF, -INF, NAN]
)


def assert_same_within_conditioning(got, want, slope, x, ulps):
    """|got - want| in units in the last place, beside 1 + |x·f'/f|."""
    with np.errstate(all="ignore"):
        error = np.abs(got - want) / np.spacing(np.abs(want))
        error = np.where((got == want) | (np.isnan(got) & np.isnan(want)), 0.0, error)
        beside = np.where(error > ulps, error / (1.0 + np.abs(x * slope / want)), 0.0)
    assert np.all(beside <= ulps), x[~(beside <= ulps)]


def scalar(function, *operands):
    return np.array([function(*operands, x) for x in POINTS.tolist()])


def assert_same_edges(got, want):
    np.testing.assert_array_equal(got, want)
    known = ~np.isnan(want)
    np.testing.assert_array_equal(np.signbit(got[known]), np.signbit(want[known]))


@pytest.mark.parametrize("n", range(21))
def test_polygamma_is_that_of_floats(n):
    want, slope = scalar(special.polygamma, n), scalar(special.polygamma, n + 1)
    assert_same_within_conditioning(special_arrays.polygamma(n, POINTS), want, slope, POINTS, 6.0)


@pytest.mark.parametrize("n", [1, 2, 6])
def test_polygamma_of_few_points_sums_as_many_terms_as_they_need(n):
    for x in (1.0, 1.7, 4.0, n + 7.9, n + 8.0):
        want = special.polygamma(n, x)
        assert abs(special_arrays.polygamma(n, x) - want) <= 4 * math.ulp(want)


def test_polygamma_between_two_poles_is_as_good_as_that_of_floats():
    x = -0.5 + SOURCE.uniform(-1e-4, 1e-4, 300)
    want = np.array([special.polygamma(17, v) for v in x.tolist()])
    assert np.all(np.abs(special_arrays.polygamma(17, x) - want) <= 3 * np.spacing(want))


def test_sine_and_cosine_of_pi_are_those_of_floats_to_the_sign_of_zero():
    x = np.concatenate([np.arange(-8.0, 8.0, 0.5), [-0.0, 1e300, INF, -INF, NAN]])
    with np.errstate(invalid="ignore"):
        sine, cosine = special_arrays._sine_and_cosine_of_pi(x)
    assert_same_edges(sine, np.array([special.sinpi(v) for v in x.tolist()]))
    assert_same_edges(cosine, np.array([special.cospi(v) for v in x.tolist()]))


@pytest.mark.parametrize("n", [*range(12), 25, 100])
def test_derivatives_of_sinc_are_those_of_floats(n):
    want = scalar(special.sinc_derivative, n)
    slope = scalar(special.sinc_derivative, n + 1)
    got = special_arrays.sinc_derivative(n, POINTS)
    assert_same_within_conditioning(got, want, slope, POINTS, 4.0)


def test_sinc_is_that_of_floats_and_numpys_to_conditioning():
    want, slope = scalar(special.sinc), scalar(special.sinc_derivative, 1)
    assert_same_within_conditioning(special_arrays.sinc(POINTS), want, slope, POINTS, 2.0)
    some = POINTS[want != 0.0]
    got, slope = np.sinc(some), special_arrays.sinc_derivative(1, some)
    assert_same_within_conditioning(got, special_arrays.sinc(some), slope, some, 4.0)
    assert np.all(special_arrays.sinc(np.arange(1.0, 50.0)) == 0.0)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 10, 18, 19, 170, 300, -1, 1.5, INF, NAN])
def test_edges_are_those_of_floats(n):
    pairs = [(special_arrays.polygamma, special.polygamma)]
    pairs += [(special_arrays.sinc_derivative, special.sinc_derivative)]
    for array_form, float_form in pairs:
        want = np.array([float_form(n, x) for x in EDGES.tolist()])
        got = array_form(n, EDGES)
        infinite = ~np.isfinite(want) | (want == 0.0) | ~np.isfinite(got)
        assert_same_edges(got[infinite], want[infinite])
        np.testing.assert_allclose(got, want, rtol=1e-14, atol=0.0)


def test_poles_are_those_of_floats():
    poles = -np.arange(1.0, 9.0)
    assert np.all(special_arrays.polygamma(1, poles) == INF)
    assert np.all(np.isnan(special_arrays.polygamma(2, poles)))
    assert np.all(np.isnan(special_arrays.digamma(poles)))
    assert special_arrays.digamma(np.array([0.0, -0.0])).tolist() == [-INF, INF]


def test_digamma_is_that_of_floats():
    x = POINTS[np.rint(POINTS) != POINTS]
    want = np.array([special.digamma(v) for v in x.tolist()])
    slope = special_arrays.polygamma(1, x)
    assert_same_within_conditioning(special_arrays.digamma(x), want, slope, x, 5.0)
    assert_same_edges(
        special_arrays.digamma(EDGES[-3:]), np.array([special.digamma(v) for v in (INF, -INF, NAN)])
    )


def test_gamma_lgamma_erf_and_erfc_are_those_of_the_math_module():
    x = SOURCE.uniform(-10.0, 10.0, 500)
    psi = special_arrays.digamma(x)
    bell = 2.0 / math.sqrt(math.pi) * np.exp(-x * x)
    for array_form, float_form, slope, ulps in (
        (special_arrays.gamma, math.gamma, psi * special_arrays.gamma(x), 10.0),
        (special_arrays.lgamma, math.lgamma, psi, 60.0),  # CPython's lgamma: 48 near 1.46
        (special_arrays.erf, math.erf, bell, 2.0),
        (special_arrays.erfc, math.erfc, -bell, 5.0),
    ):
        want = np.array([float_form(v) for v in x.tolist()])
        assert_same_within_conditioning(array_form(x), want, slope, x, ulps)


def test_gamma_and_lgamma_at_their_edges():
    x = np.array([0.0, -0.0, -1.0, INF, -INF, NAN])
    np.testing.assert_array_equal(special_arrays.gamma(x), [INF, -INF, NAN, INF, NAN, NAN])
    np.testing.assert_array_equal(special_arrays.lgamma(x), [INF, INF, INF, INF, INF, NAN])


def test_negative_arguments_far_away_take_no_longer():
    x = np.array([-1e9 - 0.3, -1e12 - 0.25])
    want = [special.polygamma(1, v) for v in x.tolist()]
    np.testing.assert_allclose(special_arrays.polygamma(1, x), want, rtol=1e-15)


def test_orders_and_points_broadcast():
    n, x = np.array([[0], [1], [20], [-1]]), np.array([0.5, 2.5, -0.3])
    got = special_arrays.polygamma(n, x)
    assert got.shape == (4, 3)
    want = [[special.polygamma(k, v) for v in x.tolist()] for (k,) in n.tolist()]
    np.testing.assert_allclose(got, want, rtol=1e-14)
    assert special_arrays.sinc_derivative(n, x).shape == (4, 3)
    assert special_arrays.sinc(np.ones((2, 0, 3))).shape == (2, 0, 3)


def test_precision_follows_the_array_and_scalars_stay_scalars():
    assert special_arrays.polygamma(1, np.float32([1.0, 2.0])).dtype == np.float32
    assert special_arrays.sinc(np.float32([0.5])).dtype == np.float32
    assert special_arrays.polygamma(1, [1, 2]).dtype == np.float64
    assert isinstance(special_arrays.sinc(0.5), float)
    assert isinstance(special_arrays.polygamma(1, 0.5), float)


@pytest.mark.parametrize("name", ["gamma", "lgamma", "digamma"])
def test_without_scipy_one_line_says_what_to_install(monkeypatch, name):
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    with pytest.raises(MissingDependency) as caught:
        getattr(special_arrays, name)(np.ones(3))
    expected = f'{name} on arrays needs scipy: pip install "glassgrad[special]"'
    assert str(caught.value) == expected


def test_without_scipy_the_others_still_work(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    assert special_arrays.erf(np.ones(2)) == pytest.approx(math.erf(1.0))
    assert special_arrays.erfc(np.ones(2)) == pytest.approx(math.erfc(1.0))
    assert special_arrays.polygamma(1, np.ones(2)) == pytest.approx(math.pi**2 / 6)
    assert special_arrays.sinc_derivative(1, np.ones(2)) == pytest.approx(-1.0)
