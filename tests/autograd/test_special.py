"""autograd.special against mpmath at many digits, and the laws that the functions obey.

Errors are counted in units in the last place (ulp) of the true value; where a function is
steep, one rounding of x is allowed on top: |x·f'/f| ulp, the condition number.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import mpmath as mp
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograd import special
from autograd.special import circular, psi

Real = Callable[[mp.mpf], mp.mpf]
INF, NAN = math.inf, math.nan
finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture(autouse=True)
def _fifty_digits():
    with mp.workdps(50):
        yield


def ulps(got: float, true: mp.mpf) -> float:
    nearest = float(true)
    if math.isinf(nearest) or math.isinf(got):
        return 0.0 if got == nearest else INF
    return float(abs(mp.mpf(got) - true) / mp.mpf(math.ulp(nearest)))


def true_psi(n: int, x: float) -> mp.mpf:
    """mpmath's psi, from positive arguments by the recurrence DLMF 5.15.5 (not reflection)."""
    with mp.workdps(50 + 2 * n):
        point, extra = mp.mpf(x), mp.mpf(0)
        while point < 0:
            extra += 1 / point ** (n + 1)
            point += 1
        return mp.psi(n, point) + (-1) ** (n + 1) * mp.factorial(n) * extra


def true_sinc(n: int, x: float) -> mp.mpf:
    """The n-th derivative of sin(t)/t by Leibniz' rule, times π**n, with digits to spare."""
    if x == 0:
        return mp.mpf(0) if n % 2 else (-1) ** (n // 2) * mp.pi**n / (n + 1)
    lost = (n + 1) * max(0.0, -math.log10(abs(x)))
    with mp.workdps(60 + 2 * n + int(2 * lost)):
        t = mp.pi * x
        return mp.pi**n * mp.fsum(
            mp.binomial(n, k)
            * mp.sin(t + (n - k) * mp.pi / 2)
            * ((-1) ** k * mp.factorial(k))
            / t ** (k + 1)
            for k in range(n + 1)
        )


def uniform(low: float, high: float, count: int = 25) -> list[float]:
    source = random.Random(f"{low} {high}")
    return [source.uniform(low, high) for _ in range(count)]


def across(low: float, high: float, count: int = 25) -> list[float]:
    """Points spread evenly over the magnitudes between two positive numbers."""
    return [math.exp(u) for u in uniform(math.log(low), math.log(high), count)]


def around(points: list[float], low: float = 1e-15, high: float = 1e-3) -> list[float]:
    shifts = across(low, high, 2 * len(points))
    return [x + s for x, s in zip(points, shifts, strict=False)] + [
        x - s for x, s in zip(points, reversed(shifts), strict=False)
    ]


POSITIVE = [
    *across(1e-300, 1e-3),
    *uniform(0.0, 1.0),
    *uniform(1.0, 2.0),
    *uniform(2.0, 30.0, 50),
    *around([float(k) for k in range(1, 25)]),
    *across(30.0, 1e6),
    *across(1e6, 1e300),
]
NEGATIVE = [
    *(-x for x in across(1e-300, 1e-3)),
    *uniform(-1.0, 0.0),
    *uniform(-3.0, -1.0),
    *uniform(-60.0, -3.0, 50),
    *around([-float(k) for k in range(20)]),
    *around([-k - 0.5 for k in range(20)]),
    *(-k - 0.5 for k in range(20)),
]


def worst(f: Callable[[float], float], true: Real, points: list[float]) -> tuple[float, float]:
    return max((ulps(f(x), true(x)), x) for x in points)


def worst_conditioned(
    f: Callable[[float], float], true: Real, slope: Real, points: list[float]
) -> tuple[float, float]:
    """The same beside 1 + |x·f'/f|: what a rounding of x and one of the result cost."""

    def beside_conditioning(x: float) -> float:
        value = true(x)
        error = ulps(f(x), value)
        return error / (1.0 + float(abs(x * slope(x) / value))) if error > 1.0 else error

    return max((beside_conditioning(x), x) for x in points)


# ---- digamma and polygamma


def test_constants_have_the_digits_that_they_claim():
    zero = mp.findroot(mp.digamma, mp.mpf("1.46"))
    assert float(zero) == psi.ZERO
    assert float(zero - psi.ZERO) == psi.ZERO_LOW
    assert int(mp.floor(mp.ldexp(mp.e, 128))) == psi._E
    assert float(mp.pi - math.pi) == circular.PI_LOW
    assert tuple(float(mp.bernoulli(2 * j)) for j in range(1, 11)) == psi.BERNOULLI


def test_digamma_is_right_to_three_ulps_for_positive_arguments():
    error, x = worst(special.digamma, mp.digamma, POSITIVE)
    assert error <= 3.0, x


def test_digamma_keeps_relative_precision_at_its_positive_zero():
    neighbours = [math.nextafter(psi.ZERO, INF), psi.ZERO, math.nextafter(psi.ZERO, 0.0)]
    points = neighbours + around([psi.ZERO] * 30, 1e-15, 0.3)
    error, x = worst(special.digamma, mp.digamma, points)
    assert error <= 3.0, x


def test_digamma_is_right_for_negative_arguments():
    error, x = worst_conditioned(
        special.digamma, lambda x: true_psi(0, x), lambda x: true_psi(1, x), NEGATIVE
    )
    assert error <= 2.0, x


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 12, 18, 19, 25, 40])
def test_polygamma_is_right_to_six_ulps_for_positive_arguments(n):
    error, x = worst(
        lambda x: special.polygamma(n, x),
        lambda x: true_psi(n, x),
        POSITIVE + uniform(n, 2 * n + 1),
    )
    assert error <= 6.0, x


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 12, 19, 40])
def test_polygamma_is_right_for_negative_arguments(n):
    error, x = worst_conditioned(
        lambda x: special.polygamma(n, x),
        lambda x: true_psi(n, x),
        lambda x: true_psi(n + 1, x),
        NEGATIVE,
    )
    assert error <= 3.0, x


@pytest.mark.parametrize("n", [100, 169, 170, 171, 300, 1000])
def test_polygamma_of_high_order_where_the_factorial_overflows(n):
    """Points where n!·x**-(n+1) lies within the doubles, from its top to its bottom."""

    def magnitude(log_x: float) -> float:
        return math.lgamma(n + 1) - (n + 1) * log_x

    low = (math.lgamma(n + 1) - 690.0) / (n + 1)
    high = (math.lgamma(n + 1) + 650.0) / (n + 1)
    assert magnitude(low) < 709.0 < 745.0 > -magnitude(high)
    points = [math.exp(u) for u in uniform(low, high, 20)]
    error, x = worst(lambda x: special.polygamma(n, x), lambda x: mp.psi(n, x), points)
    assert error <= 6.0, x


@pytest.mark.parametrize("x", [-1e6 - 0.3, -1e9 - 0.3, -1e12 - 0.25])
def test_far_negative_arguments_cost_no_more_than_others(x):
    point = mp.mpf(x)
    digamma = mp.psi(0, 1 - point) - mp.pi * mp.cospi(point) / mp.sinpi(point)
    trigamma = (mp.pi / mp.sinpi(point)) ** 2 - mp.psi(1, 1 - point)
    assert ulps(special.digamma(x), digamma) <= 3.0
    assert ulps(special.polygamma(1, x), trigamma) <= 4.0


def test_digamma_at_its_edges():
    assert special.digamma(0.0) == -INF
    assert special.digamma(-0.0) == INF
    assert special.digamma(5e-324) == -INF
    assert special.digamma(-5e-324) == INF
    assert special.digamma(INF) == INF
    assert ulps(special.digamma(1.7e308), mp.log(mp.mpf(1.7e308))) <= 1.0
    for pole in (-1.0, -2.0, -1e15, -1e300, -INF, NAN):
        assert math.isnan(special.digamma(pole))


@pytest.mark.parametrize("n", [1, 3, 17, 19, 171, 2.0**52 + 1])
def test_polygamma_of_odd_order_at_its_edges(n):
    for pole in (0.0, -0.0, -1.0, -7.0, -1e300):
        assert special.polygamma(n, pole) == INF
    assert special.polygamma(n, INF) == 0.0
    assert math.copysign(1.0, special.polygamma(n, INF)) == 1.0
    assert math.isnan(special.polygamma(n, -INF))
    assert math.isnan(special.polygamma(n, NAN))


@pytest.mark.parametrize("n", [2, 4, 18, 20, 170, 1e300])
def test_polygamma_of_even_order_at_its_edges(n):
    assert special.polygamma(n, 0.0) == -INF
    assert special.polygamma(n, -0.0) == INF
    for pole in (-1.0, -7.0, -1e300, -INF, NAN):
        assert math.isnan(special.polygamma(n, pole))
    assert special.polygamma(n, INF) == 0.0
    assert math.copysign(1.0, special.polygamma(n, INF)) == -1.0


@pytest.mark.parametrize("n", [-1, -1.0, 0.5, 1.5, INF, -INF, NAN])
def test_what_is_no_order_gives_nan(n):
    assert math.isnan(special.polygamma(n, 1.0))
    assert math.isnan(special.sinc_derivative(n, 1.0))


def test_order_may_be_int_or_float_and_order_zero_is_the_function():
    assert special.polygamma(2, 1.3) == special.polygamma(2.0, 1.3)
    assert special.polygamma(0, -1.3) == special.digamma(-1.3)
    assert special.sinc_derivative(2, 1.3) == special.sinc_derivative(2.0, 1.3)
    assert special.sinc_derivative(0.0, 1.3) == special.sinc(1.3)


def test_polygamma_of_high_even_order_takes_its_sign_from_the_nearer_pole():
    assert special.polygamma(1000, -1.3) == INF
    assert special.polygamma(1000, -1.7) == -INF
    assert special.polygamma(300, -1.5) < 0.0
    assert ulps(special.polygamma(300, -9.5), true_psi(300, -9.5)) <= 6.0


@given(n=st.integers(0, 10**18) | finite.map(abs).map(math.floor), x=finite)
@example(n=10**300, x=1e300)
@example(n=10**308, x=5e-324)
def test_polygamma_never_raises(n, x):
    result = special.polygamma(n, x)
    if x > 0.0 and n > 0:
        assert (result >= 0.0) if n % 2 else (result <= 0.0)


@given(x=st.floats(-50.0, 1e6))
def test_digamma_obeys_its_recurrence(x):
    """ψ(x+1) - ψ(x) = 1/x (DLMF 5.5.2)."""
    here, there = special.digamma(x), special.digamma(x + 1.0)
    if x == 0.0 or not (math.isfinite(here) and math.isfinite(there)):
        return
    shift = abs((x + 1.0) - (mp.mpf(x) + 1)) * special.polygamma(1, x + 1.0)
    slack = abs(x) * special.polygamma(1, x) + abs(x + 1.0) * special.polygamma(1, x + 1.0)
    error = abs(mp.mpf(there) - mp.mpf(here) - 1 / mp.mpf(x))
    size = abs(here) + abs(there) + slack
    assert error <= 3e-16 * size * 2 + shift * 1.01


@given(n=st.integers(1, 12), x=st.floats(0.01, 40.0))
def test_polygamma_obeys_its_recurrence(n, x):
    """ψ⁽ⁿ⁾(x+1) - ψ⁽ⁿ⁾(x) = (-1)ⁿ n!/xⁿ⁺¹ (DLMF 5.15.5), where x + 1 is exact."""
    x = round(x * 2**20) / 2**20
    step = (-1) ** n * mp.factorial(n) / mp.mpf(x) ** (n + 1)
    here, there = special.polygamma(n, x), special.polygamma(n, x + 1.0)
    assert abs(mp.mpf(there) - here - step) <= 6 * (math.ulp(here) + math.ulp(there))


@given(n=st.integers(0, 12), x=st.floats(0.001, 0.999))
def test_polygamma_obeys_its_reflection(n, x):
    """ψ⁽ⁿ⁾(1-x) - (-1)ⁿ ψ⁽ⁿ⁾(x) is (-1)ⁿ π times the n-th derivative of cot πx (5.15.6)."""
    x = round(x * 2**30) / 2**30
    cotangent = mp.diff(lambda t: mp.cot(mp.pi * t), x, n)
    one, other = special.polygamma(n, 1.0 - x), special.polygamma(n, x)
    error = abs(one - (-1) ** n * mp.mpf(other) - (-1) ** n * mp.pi * cotangent)
    assert error <= 6 * (math.ulp(one) + math.ulp(other))


@given(n=st.integers(1, 30), x=st.floats(1e-3, 1e6))
def test_magnitude_of_polygamma_falls_with_x(n, x):
    assert abs(special.polygamma(n, x)) > abs(special.polygamma(n, x * 1.001))


# ---- sinpi, cospi, sinc and its derivatives


@pytest.mark.parametrize(
    "points",
    [
        uniform(-1.0, 1.0, 100),
        uniform(-1e3, 1e3, 100),
        across(1e-300, 1.0),
        across(1.0, 1e15, 100),
        around([k / 2 for k in range(-20, 21)]),
    ],
)
def test_sinpi_and_cospi_are_right_to_two_ulps_everywhere(points):
    for mine, true in ((special.sinpi, mp.sinpi), (special.cospi, mp.cospi)):
        error, x = worst(mine, true, points)
        assert error <= 2.0, x


@pytest.mark.parametrize("k", [0, 1, 2, 3, 4, 5, 6, 7, 1001, 2**52 - 1, 2**60])
def test_sinpi_and_cospi_are_exact_at_integers_and_halves(k):
    for sign in (1.0, -1.0):
        x = sign * float(k)
        assert special.sinpi(x) == 0.0
        assert math.copysign(1.0, special.sinpi(x)) == sign
        assert special.cospi(x) == (-1.0) ** (k % 2)
        if k < 2**51:
            assert special.sinpi(x + 0.5 * sign) == sign * (-1.0) ** (k % 2)
            assert special.cospi(x + 0.5 * sign) == 0.0
            assert math.copysign(1.0, special.cospi(x + 0.5)) == 1.0


@pytest.mark.parametrize("x", [INF, -INF, NAN])
def test_sinpi_and_cospi_are_nan_at_infinities(x):
    assert math.isnan(special.sinpi(x))
    assert math.isnan(special.cospi(x))


@given(x=finite)
def test_sinpi_and_cospi_lie_on_the_circle_and_are_odd_and_even(x):
    assert math.hypot(special.sinpi(x), special.cospi(x)) == pytest.approx(1.0, abs=4e-16)
    assert special.sinpi(-x) == -special.sinpi(x)
    assert special.cospi(-x) == special.cospi(x)


def test_sinc_is_right_to_three_ulps_also_beside_its_zeros():
    points = uniform(-3.0, 3.0, 100) + uniform(-1e3, 1e3, 100) + across(1e-300, 1.0)
    points += around([float(k) for k in range(-20, 21) if k])
    error, x = worst(special.sinc, mp.sincpi, points)
    assert error <= 3.0, x


def test_sinc_at_its_edges():
    assert special.sinc(0.0) == special.sinc(-0.0) == special.sinc(5e-324) == 1.0
    assert [special.sinc(float(k)) for k in (1, -1, 2, 50, 2**60)] == [0.0] * 5
    assert special.sinc(INF) == special.sinc(-INF) == special.sinc(1.7e308) == 0.0
    assert math.isnan(special.sinc(NAN))


@pytest.mark.parametrize("n", range(9))
def test_derivatives_of_sinc_over_the_whole_line(n):
    switch = (n + 1) / math.pi
    points = [
        0.0,
        *across(1e-290, 1e-20, 5),
        *across(1e-20, 1e-2),
        *uniform(-1.0, 1.0, 50),
        *uniform(-4.0, 4.0, 50),
        *around([switch, -switch, switch / 2, 2 * switch] * 4, 1e-15, 1e-1),
        *uniform(-1e3, 1e3, 100),
        *across(1e3, 1e15),
        *(float(k) for k in range(1, 12)),
        *(k + 0.5 for k in range(12)),
    ]
    error, x = worst_conditioned(
        lambda x: special.sinc_derivative(n, x),
        lambda x: true_sinc(n, x),
        lambda x: true_sinc(n + 1, x),
        [x for x in points if n or x != round(x)],
    )
    assert error <= 4.0, x


@pytest.mark.parametrize("n", [20, 75, 150])
def test_derivatives_of_sinc_of_high_order(n):
    switch = (n + 1) / math.pi
    points = uniform(0.3, switch, 12) + uniform(0.9 * switch, 1.1 * switch, 12) + across(30, 1e6, 9)
    error, x = worst_conditioned(
        lambda x: special.sinc_derivative(n, x),
        lambda x: true_sinc(n, x),
        lambda x: true_sinc(n + 1, x),
        points,
    )
    assert error <= 5.0, x


@pytest.mark.parametrize("n", range(6))
@pytest.mark.parametrize("x", [1e-9, 0.1, 0.63, 2.5])
def test_derivatives_of_sinc_are_the_integral_of_a_cosine(n, x):
    """sin(t)/t is the mean of cos(ts) over 0 < s < 1; differentiate under the integral."""
    angle = mp.pi * x
    integral = mp.quad(lambda s: s**n * mp.cos(angle * s + n * mp.pi / 2), [0, 0.5, 1])
    assert special.sinc_derivative(n, x) == pytest.approx(float(mp.pi**n * integral), rel=2e-15)


def test_derivatives_of_sinc_at_their_edges():
    assert special.sinc_derivative(1, 1.0) == -1.0
    assert special.sinc_derivative(2, 0.0) == pytest.approx(-(math.pi**2) / 3, rel=2e-16)
    assert special.sinc_derivative(1, 0.0) == 0.0
    for n in (1, 2, 7):
        assert special.sinc_derivative(n, INF) == special.sinc_derivative(n, -INF) == 0.0
        assert math.isnan(special.sinc_derivative(n, NAN))
    assert special.sinc_derivative(700, 0.5) == INF
    assert special.sinc_derivative(702, 0.5) == -INF
    assert special.sinc_derivative(1301, 0.0) == 0.0
    assert special.sinc_derivative(620, 1e-6) == pytest.approx(math.pi**620 / 621, rel=1e-10)
    assert ulps(special.sinc_derivative(640, 0.0), true_sinc(640, 0.0)) <= 5.0
    assert math.isnan(special.sinc_derivative(1_000_001, 0.5))


@given(n=st.integers(0, 2000), x=finite)
def test_derivatives_of_sinc_are_odd_and_even_and_bounded(n, x):
    value = special.sinc_derivative(n, x)
    assert special.sinc_derivative(n, -x) == (-1.0) ** n * value
    if n <= 600:
        assert abs(value) <= math.pi**n / (n + 1) * (1.0 + 1e-13)
