"""The psi function (digamma) and its derivatives (polygamma), for real arguments.

Formulas: Abramowitz & Stegun, "Handbook of Mathematical Functions", chapter 6, and the
Digital Library of Mathematical Functions (DLMF), chapters 5 and 25.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from autograd.special.circular import cospi, sinpi

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Real = TypeVar("Real", float, NDArray[np.float64])

# B(2), B(4), ... (A&S table 23.2).
BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510,
             43867 / 798, -174611 / 330)  # fmt: skip
# B(2j)/(2j), B(2j)/(2j)! and B(2j)/(2j·(2j-1)), for the three expansions below.
_OF_PSI = tuple(b / (2 * j) for j, b in enumerate(BERNOULLI, 1))
_OF_ZETA = tuple(b / math.factorial(2 * j) for j, b in enumerate(BERNOULLI, 1))
_OF_STIRLING = tuple(b / (2 * j * (2 * j - 1)) for j, b in enumerate(BERNOULLI, 1))

# The positive zero of digamma (DLMF 5.4.20) in two parts, 32 digits together.
ZERO, ZERO_LOW = 1.4616321449683622, 9.549995429965697e-17
# From here on the expansion of digamma at infinity is right to the last place.
_FAR = 8
# floor(e·2**128)
_E = 924983374546220337150911035843336795079
# Up to this order (n-1)! is exact as a float.
SMALL_ORDER = 18


def digamma(x: float) -> float:
    """ψ(x), the derivative of log Γ(x).

    -inf at +0, +inf at -0, nan at the negative integers and at -inf (poles where the
    one-sided limits differ). Relative precision holds at the positive zero 1.4616…; near a
    negative zero the error is that of one rounding of ``x``.
    """
    if math.isnan(x):
        return x
    if x == 0.0:
        return math.copysign(math.inf, -x)
    if x >= _FAR:
        return math.log(x) - _expansion(x)
    if x > 0.0:
        return _digamma_from_zero(x)
    to_pole = _to_integer(x)
    if not to_pole:
        return math.nan
    # Reflection: DLMF 5.5.4, A&S 6.3.7.
    return digamma(1.0 - x) - math.pi * cospi(to_pole) / sinpi(to_pole)


def polygamma(n: float, x: float) -> float:
    """The ``n``-th derivative of `digamma` at ``x``; nan when ``n`` is no order.

    ``n`` is an integer >= 0, as an int or a float, as large as a float can be. At a pole where
    both one-sided limits agree (odd ``n``) the answer is that infinity, else nan; at ±0 the
    sign of the zero says the side. 0 at +inf (the limit), nan at -inf. The error is a few
    units in the last place for positive ``x``, and near a negative zero that of one rounding
    of ``x``.
    """
    if not (n >= 0 and n % 1 == 0) or math.isnan(x):
        return math.nan
    if n == 0:
        return digamma(x)
    odd = n % 2 == 1
    if x > 0.0:
        return magnitude(n, x) if odd else -magnitude(n, x)
    if x == 0.0:
        return math.inf if odd else math.copysign(math.inf, -x)
    to_pole = _to_integer(x)
    if to_pole:
        return _reflected(n, x, to_pole)
    return math.inf if odd and not math.isinf(x) else math.nan


def _to_integer(x: float) -> float:
    """``x`` minus the integer nearest to it, exactly; 0 at -inf."""
    return 0.0 if math.isinf(x) else math.remainder(x, 1.0)


def _expansion(x: float) -> float:
    """log(x) - ψ(x) for large ``x``: DLMF 5.11.2, A&S 6.3.18."""
    inverse_square = (1.0 / x) ** 2
    series = 0.0
    for coefficient in reversed(_OF_PSI):
        series = (series + coefficient) * inverse_square
    return 0.5 / x + series


def _digamma_from_zero(x: float) -> float:
    """ψ(x) = ψ(x) - ψ(x₀) for 0 < x < 8, where x₀ is the positive zero.

    By A&S 6.3.16 the difference is d·Σ 1/((x+k)·(x₀+k)) with d = x - x₀. The first terms are
    summed, and the rest is the difference of two expansions at infinity, with d taken out of
    it. Each part has the sign of d: nothing cancels, near the zero or elsewhere.
    """
    d = (x - ZERO) - ZERO_LOW
    w, w0 = x + _FAR, ZERO + _FAR
    v, v0 = 1.0 / (w * w), 1.0 / (w0 * w0)
    # Horner's rule twice over gives the divided difference of the series at v and v0.
    value = slope = 0.0
    for coefficient in reversed(_OF_PSI):
        slope = slope * v + value
        value = value * v0 + coefficient
    slope = slope * v + value
    total = 0.5 / (w * w0) + (w + w0) * v * v0 * slope
    for k in range(_FAR - 1, -1, -1):
        total += 1.0 / ((x + k) * (ZERO + k))
    return d * total + math.log1p(d / w0)


def _reflected(n: float, x: float, to_pole: float) -> float:
    """ψ⁽ⁿ⁾(x) for negative ``x``, by DLMF 5.15.6 (A&S 6.4.7).

    The derivative of the cotangent in that formula depends on the fraction of ``x`` alone, so
    the formula itself, used at the fraction, gives it in terms of positive arguments.
    """
    distance = abs(to_pole)
    other, lost = one_minus(distance)
    nearer, farther = magnitude(n, distance), magnitude(n, other)
    if math.isfinite(farther):
        farther -= farther * ((n + 1.0) * lost / other)
    if n % 2 == 1:
        near = nearer + farther
    elif distance == 0.5:
        near = 0.0
    else:
        near = math.copysign(nearer if math.isinf(nearer) else nearer - farther, -to_pole)
    return near if math.isinf(near) else near - magnitude(n, 1.0 - x)


def one_minus(distance: Real) -> tuple[Real, Real]:
    """1 - distance, rounded, and what the rounding lost; for 0 < distance <= 1/2.

    |ψ⁽ⁿ⁾(y)| falls as 1/y**(n+1) near 0, so that a loss in y counts n+1 times.
    """
    rounded = 1.0 - distance
    return rounded, (1.0 - rounded) - distance


def magnitude(n: float, x: float) -> float:
    """|ψ⁽ⁿ⁾(x)| = n!·ζ(n+1, x) for n >= 1 and x > 0 (A&S 6.4.10, DLMF 25.11.12)."""
    if math.isinf(x):
        return 0.0
    count = max(0, math.ceil(n + 8 - x))
    enough = x * math.expm1(42.0 / n)
    if count <= enough:
        ratio = scaled_terms(n, x, count, math.exp, math.log1p)
        ratio += math.exp(-n * math.log1p(count / x)) * scaled_tail(n, x + count)
    else:  # the terms are lost beside the first before the series for the tail is good
        ratio = scaled_terms(n, x, max(1, math.ceil(enough)), math.exp, math.log1p)
    try:
        return scale_small(int(n), x, ratio) if n <= SMALL_ORDER else _scale_large(n, x, ratio)
    except OverflowError:
        return math.inf


def scaled_terms(
    n: float, x: Real, count: int, exp: Callable[[Real], Real], log1p: Callable[[Real], Real]
) -> Real:
    """Σ 1/(x+k)**(n+1) over k < count, times n·x**n; ``x`` must be positive.

    A power of the rounded x+k would multiply its rounding error by n; this does not.
    """
    total = 0.0 * x
    for k in range(count - 1, 0, -1):
        total = total + exp(-(n + 1.0) * log1p(k / x))
    return (n / x) * (total + 1.0) if count else total


def scaled_tail(n: float, w: Real) -> Real:
    """ζ(n+1, w)·n·w**n by Euler and Maclaurin (A&S 6.4.11, DLMF 5.15.9), for w >= n + 8."""
    term: Real = n / w * ((n + 1.0) / w)
    total: Real = _OF_ZETA[0] * term
    for j in range(1, len(_OF_ZETA)):
        term = term * ((n + 2 * j) / w) * ((n + 2 * j + 1) / w)
        total = total + _OF_ZETA[j] * term
    return 1.0 + (0.5 * n / w + total)


def scale_small(n: int, x: Real, ratio: Real) -> Real:
    """(n-1)!/x**n times ``ratio``; the power in two halves lest it underflow alone."""
    first = n // 2
    scaled: Real = x**-first * (math.factorial(n - 1) * ratio) * x ** (first - n)
    return scaled


def _scale_large(n: float, x: float, ratio: float) -> float:
    """(n-1)!/x**n times ``ratio`` by Stirling's formula (DLMF 5.11.1), where n! may overflow.

    (n-1)!/x**n is q**n·sqrt(2π/n)·(1 + 1/(12n) + ...) with q = n/(e·x). The rounding error of
    q counts n times, so q is had to 32 digits.
    """
    (a, b), order = x.as_integer_ratio(), int(n)
    above, below = order * b << 128, _E * a
    q = above / below
    half = math.pow(q, 0.5 * n)
    if half == 0.0:
        return 0.0
    top, bottom = q.as_integer_ratio()
    rest = (above * bottom - top * below) / (below * top)
    correction = 0.0
    for coefficient in reversed(_OF_STIRLING):
        correction = correction / n / n + coefficient
    factor = math.sqrt(2.0 * math.pi / n) * math.exp(correction / n + n * rest)
    return half * (factor * ratio) * half
