"""sin and cos of πx, the cardinal sine sin(πx)/(πx) and its derivatives."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Real = TypeVar("Real", float, NDArray[np.float64])

# pi - math.pi: with math.pi it makes a π of 32 digits.
PI_LOW = 1.2246467991473532e-16
# The n-th derivative of sinc grows like π**n/n: past 620 the power overflows, and long before
# this order nothing but an infinity is left to compute.
HIGHEST_ORDER = 1_000_000


def sinpi(x: float) -> float:
    """sin(πx), without the error that rounding πx would bring.

    Exactly zero at the integers, with the sign of ``x`` (IEEE 754-2019, 9.2.1), exactly ±1
    halfway between them; nan at infinities.
    """
    if x - x != 0.0:
        return math.nan
    turn = math.fmod(abs(x), 2.0)
    quarter = round(2.0 * turn)
    angle = math.pi * (turn - 0.5 * quarter)
    value = (math.sin(angle), math.cos(angle), -math.sin(angle), -math.cos(angle))[quarter % 4]
    return math.copysign(1.0, x) * value if value else math.copysign(0.0, x)


def cospi(x: float) -> float:
    """cos(πx), without the error that rounding πx would bring.

    Exactly +0 halfway between the integers, exactly ±1 at them; nan at infinities.
    """
    if x - x != 0.0:
        return math.nan
    turn = math.fmod(abs(x), 2.0)
    quarter = round(2.0 * turn)
    angle = math.pi * (turn - 0.5 * quarter)
    value = (math.cos(angle), -math.sin(angle), -math.cos(angle), math.sin(angle))[quarter % 4]
    return value or 0.0


def sinc(x: float) -> float:
    """sin(πx)/(πx), and 1 at 0: the sinc of NumPy and of signal processing.

    Exactly zero at every other integer, where a sine of the rounded πx leaves some 1e-17
    (``numpy.sinc(1.0)`` is 3.9e-17), and zero, its limit, at ±inf.
    """
    if x == 0.0:
        return 1.0
    if math.isinf(x):
        return 0.0
    return sinpi(x) / (math.pi * x)


def sinc_derivative(n: float, x: float) -> float:
    """The ``n``-th derivative of `sinc` at ``x``; nan when ``n`` is no order.

    ``n`` is an integer from 0 to 1,000,000, as an int or a float. Near a zero the error is
    that of one rounding of ``x``. At ±inf the answer is 0, the limit.
    """
    if not is_order(n) or math.isnan(x):
        return math.nan
    if math.isinf(x):
        return 0.0
    if n == 0:
        return sinc(x)
    order, t = int(n), math.pi * x
    if abs(t) < order + 1:
        value = downward(order, starting_order(order, abs(t)), t, sinpi(x), cospi(x))
    else:
        value = upward(order, t, sinpi(x), cospi(x))
    return scale_by_power_of_pi(order, value) if value else value


def is_order(n: float) -> bool:
    """Whether ``n`` is an order that `sinc_derivative` knows."""
    return 0 <= n <= HIGHEST_ORDER and n == int(n)


def upward(n: int, t: Real, sine: Real, cosine: Real) -> Real:
    """The ``n``-th derivative of sin(t)/t by recurrence from order 0; stable where |t| > n.

    Differentiating t·(sin(t)/t) = sin(t) k times gives, for the k-th derivative S(k),
    t·S(k) + k·S(k-1) = sin(t + kπ/2). An error grows by k/t in a step.
    """
    shifted = (sine, cosine, -sine, -cosine)
    value = sine / t
    for k in range(1, n + 1):
        value = (shifted[k % 4] - k * value) / t
    return value


def downward(n: int, start: int, t: Real, sine: Real, cosine: Real) -> Real:
    """The ``n``-th derivative of sin(t)/t by the same recurrence from a high order down.

    Miller's algorithm (DLMF 3.6(iii)): it shrinks an error by t/k in a step, where |t| < k,
    so that 0 serves as the derivative of order ``start``. It keeps the symmetry in t: the odd
    derivatives near 0 keep their relative precision.
    """
    shifted = (sine, cosine, -sine, -cosine)
    value = 0.0 * t
    for k in range(start, n, -1):
        value = (shifted[k % 4] - t * value) / k
    return value


def starting_order(n: int, t: float) -> int:
    """Where `downward` may begin so that what it leaves out is lost in the rounding at order n.

    An odd derivative is as small as t near 0, so that what remains is judged beside t there.
    """
    start, remains = n + 1, max(t, 1.0) / (n + 1)
    while remains > 2.0**-60:
        start += 1
        remains *= t / start
    return start


def scale_by_power_of_pi(n: int, value: Real) -> Real:
    """``value`` times π**n, right though the power or the product overflows."""
    corrected = (1.0 + n * (PI_LOW / math.pi)) * value
    if n <= 600:
        return corrected * math.pi**n
    if n <= 1200:
        half = math.pow(math.pi, 0.5 * n)
        return half * corrected * half
    return corrected * math.inf
