"""The special functions of the table on NumPy arrays: what `math` and `autograd.special` are
to a float, this is to an array.

gamma, lgamma and digamma are scipy's; scipy is optional, and `MissingDependency` says what to
install. They agree with the scalar functions to what the rounding of the argument allows, save
that scipy's gamma gives 0 where the scalar gives a number below 2.2e-308.

erf, erfc, polygamma and the derivatives of sinc need NumPy alone: the first two look up a table
(`autograd.special.erf_arrays`), the others run the recurrences of `autograd.special` on whole
arrays. (scipy's polygamma sums |x| terms for negative x, and gives
0 or nan where n! or x**(n+1) leaves the range of doubles though the result does not.)

``x`` and ``n`` are arrays, or anything that NumPy makes an array of; they broadcast. The
results have the shape of the broadcast operands, in the precision of ``x``: float64 unless
``x`` is float32 or float16. Nothing warns: edges answer inf and nan as IEEE 754 says.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from autograd import special
from autograd.errors import MissingDependency
from autograd.special import circular, psi

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]


def _scipy(name: str, x: ArrayLike, function: str | None = None) -> Array:
    """``name`` of x by scipy.special, where the function may be called ``function``."""
    try:
        module = importlib.import_module("scipy.special")
    except ImportError as error:
        raise MissingDependency(
            f'{name} on arrays needs scipy: pip install "glassgrad[special]"'
        ) from error
    result: Array = getattr(module, function or name)(x)
    return result


def erf(x: ArrayLike) -> Array:
    """The error function (DLMF 7.2.1)."""
    from autograd.special.erf_arrays import erf as of_array

    return cast("Array", of_array(x))


def erfc(x: ArrayLike) -> Array:
    """1 - erf(x), without the cancellation (DLMF 7.2.2)."""
    from autograd.special.erf_arrays import erfc as of_array

    return cast("Array", of_array(x))


def gamma(x: ArrayLike) -> Array:
    """Γ(x) (DLMF 5.2.1): ±inf at ±0, nan at the negative integers."""
    return _scipy("gamma", x)


def lgamma(x: ArrayLike) -> Array:
    """The logarithm of |Γ(x)|: inf at the poles of Γ and, as in C and `math`, at -inf."""
    import numpy as np

    values = _scipy("lgamma", x, "gammaln")
    magnitude = np.abs(np.asarray(x, dtype=values.dtype))
    with np.errstate(divide="ignore"):  # Γ(x) is 1/x near 0, where scipy's overflows
        near = np.where(magnitude < np.finfo(values.dtype).tiny, -np.log(magnitude), values)
    return np.where(np.asarray(x) == -math.inf, values.dtype.type(math.inf), near)[()]


def digamma(x: ArrayLike) -> Array:
    """ψ(x), the derivative of log Γ(x); edges as `autograd.special.digamma`."""
    return _scipy("digamma", x)


def polygamma(n: ArrayLike, x: ArrayLike) -> Array:
    """The ``n``-th derivative of `digamma`; edges as `autograd.special.polygamma`.

    Orders above 18 are computed one element at a time. Order 0 needs scipy.
    """
    return _by_order(n, x, _polygamma)


def sinc(x: ArrayLike) -> Array:
    """sin(πx)/(πx), exactly zero at the integers but 0 and at ±inf, unlike `numpy.sinc`."""
    return _by_order(0, x, _sinc_derivative)


def sinc_derivative(n: ArrayLike, x: ArrayLike) -> Array:
    """The ``n``-th derivative of `sinc`; edges as `autograd.special.sinc_derivative`."""
    return _by_order(n, x, _sinc_derivative)


def _by_order(n: ArrayLike, x: ArrayLike, function: Callable[[float, Array], Array]) -> Array:
    """``function(order, elements)`` for each distinct order, put back in the broadcast shape."""
    import numpy as np

    kind = np.asarray(x).dtype
    orders, points = np.broadcast_arrays(
        np.asarray(n, dtype=np.float64), np.asarray(x, dtype=np.float64)
    )
    result = np.full(points.shape, math.nan)
    with np.errstate(all="ignore"):
        for order in np.unique(orders[orders >= 0.0]):
            chosen = orders == order
            result[chosen] = function(float(order), points[chosen])
        rounded: Array = result.astype(kind if np.issubdtype(kind, np.floating) else np.float64)
    return rounded[()]


def _polygamma(n: float, x: Array) -> Array:
    """ψ⁽ⁿ⁾ of a flat array."""
    import numpy as np

    if n == 0.0:
        return digamma(x)
    if n > psi.SMALL_ORDER or n % 1.0:
        return np.array([special.polygamma(n, element) for element in x.tolist()])
    odd = n % 2.0 == 1.0
    result = np.full(x.shape, math.inf) if odd else np.copysign(math.inf, -x)
    result[np.isnan(x) | (x == -math.inf)] = math.nan
    above, below = x > 0.0, (x < 0.0) & np.isfinite(x)
    result[above] = _magnitude(n, x[above]) if odd else -_magnitude(n, x[above])
    result[below] = _reflected(n, x[below])
    return result


def _reflected(n: float, x: Array) -> Array:
    """ψ⁽ⁿ⁾ of negative elements; the formula is that of `autograd.special.psi`."""
    import numpy as np

    to_pole = x - np.rint(x)
    distance = np.abs(to_pole)
    other, lost = psi.one_minus(distance)
    nearer = _magnitude(n, distance)
    farther = _magnitude(n, other) * (1.0 - (n + 1.0) * lost / other)
    far = _magnitude(n, 1.0 - x)
    if n % 2.0 == 1.0:
        return nearer + farther - far
    near = np.where(distance == 0.5, 0.0, np.copysign(nearer - farther, -to_pole))
    return np.where(distance == 0.0, math.nan, near - far)


def _magnitude(n: float, x: Array) -> Array:
    """|ψ⁽ⁿ⁾| of positive elements (and inf at 0), for orders up to 18."""
    import numpy as np

    count = max(0, math.ceil(n + 8.0 - x.min(initial=n + 8.0)))
    ratio = psi.scaled_terms(n, x, count, np.exp, np.log1p)
    ratio = ratio + np.exp(-n * np.log1p(count / x)) * psi.scaled_tail(n, x + count)
    return np.where(np.isinf(x), 0.0, psi.scale_small(int(n), x, ratio))


def _sinc_derivative(n: float, x: Array) -> Array:
    """The n-th derivative of sinc on a flat array."""
    import numpy as np

    if not circular.is_order(n):
        return np.full(x.shape, math.nan)
    order, t = int(n), math.pi * x
    sine, cosine = _sine_and_cosine_of_pi(x)
    if order == 0:
        return np.where(x == 0.0, 1.0, np.where(np.isinf(x), 0.0, sine / t))
    small = np.abs(t) < order + 1
    start = circular.starting_order(order, float(np.abs(t[small]).max(initial=0.0)))
    result = np.empty_like(x)
    result[small] = circular.downward(order, start, t[small], sine[small], cosine[small])
    large = ~small
    result[large] = circular.upward(order, t[large], sine[large], cosine[large])
    scaled = circular.scale_by_power_of_pi(order, result)
    return np.where(np.isinf(x), 0.0, np.where(result == 0.0, result, scaled))


def _sine_and_cosine_of_pi(x: Array) -> tuple[Array, Array]:
    """`special.sinpi` and `special.cospi` of an array, with the same signs of zero."""
    import numpy as np

    turn = np.fmod(x, 2.0)
    quarter = np.rint(2.0 * turn)
    angle = math.pi * (turn - 0.5 * quarter)
    sine, cosine = np.sin(angle), np.cos(angle)
    which = np.nan_to_num(quarter).astype(np.int64) % 4
    sine_of_x = np.choose(which, (sine, cosine, -sine, -cosine))
    cosine_of_x = np.choose(which, (cosine, -sine, -cosine, sine))
    return np.where(sine_of_x == 0.0, np.copysign(0.0, x), sine_of_x), cosine_of_x + 0.0
