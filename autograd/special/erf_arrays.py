"""erf to 1.5 and erfc to 4 units in the last place, on arrays, by NumPy alone.

A Taylor polynomial of degree 5 about the nearest multiple c of 1/256, its coefficients looked up:
of erf(c + d) itself (DLMF 7.10), and of w(c + d) erfc(c)/w(c) for w = exp(x²) erfc(x), which is as
smooth for large x as for small (w' = 2 x w - 2/√π, DLMF 7.10.2). Tables in the cache and some
twenty passes of plain arithmetic take less time than a loop with branches that nothing predicts.

This module is copied, from the mark on, into programs that are saved: it stands alone.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

# --- copied into saved programs from here on

_PER_UNIT = 256
_FAR = 27.5  # erfc(27.5) is 0 in float64, and erf(6) is 1
_BLOCK = 8192  # numbers at a time, so that all that is in use stays in the cache


def _coefficients_of_erf() -> list[Any]:
    """Taylor's coefficients of erf about each knot from 0 to 6: derivatives over factorials."""
    c = np.arange(6 * _PER_UNIT + 1) / _PER_UNIT
    slope = 2.0 / math.sqrt(math.pi) * np.exp(-c * c)
    hermite = [np.ones_like(c), 2.0 * c]
    for k in range(1, 4):
        hermite.append(2.0 * c * hermite[k] - 2.0 * k * hermite[k - 1])
    signed = [(-1.0) ** k / math.factorial(k + 1) * each for k, each in enumerate(hermite)]
    return [np.array([math.erf(each) for each in c]), *(slope * each for each in signed)]


def _coefficients_of_erfc() -> list[Any]:
    """Taylor's coefficients of w(c + d) erfc(c)/w(c) about each knot from 0 on."""
    c = np.arange(_FAR * _PER_UNIT + 1) / _PER_UNIT
    value = np.array([math.erfc(each) for each in c])
    near = c[c < 2.0]
    inverse = np.exp(-near * near) / (math.sqrt(math.pi) * value[: near.size])
    fraction = far = c[near.size :]
    for k in range(120, 1, -1):  # 1/(√π w) = c + 1/2/(c + 2/2/(c + ...)), DLMF 7.9.1
        fraction = far + k / 2.0 / fraction
    ratios = [np.ones_like(c), np.concatenate([2.0 * (near - inverse), -1.0 / fraction])]
    for k in range(2, 6):
        ratios.append((c * ratios[-1] + ratios[-2]) * (2.0 / k))
    return [value * each for each in ratios]


_ERF, _ERFC = _coefficients_of_erf(), _coefficients_of_erfc()


def erf(x: Any, out: Any = None) -> Any:
    """The error function (DLMF 7.2.1) of an array of any shape, into ``out`` where it is given."""
    return _in_blocks(_erf, x, out)


def erfc(x: Any, out: Any = None) -> Any:
    """1 - erf(x) without the cancellation (DLMF 7.2.2), into ``out`` where it is given."""
    return _in_blocks(_erfc, x, out)


def _in_blocks(function: Any, x: Any, out: Any) -> Any:
    x = np.asarray(x)
    kind = x.dtype if x.dtype.kind == "f" else np.dtype(np.float64)
    flat = x.reshape(-1)
    given = out is not None and out.flags.c_contiguous and out.dtype == np.float64
    result = out.reshape(-1) if given else np.empty(flat.shape)
    with np.errstate(all="ignore"):
        for start in range(0, flat.size, _BLOCK):
            stop = start + _BLOCK
            function(flat[start:stop].astype(np.float64, copy=False), result[start:stop])
    if given:
        return out
    answer = result.reshape(x.shape).astype(kind, copy=False)
    if out is None:
        return answer[()]
    np.copyto(out, answer)
    return out


def _polynomial(coefficients: list[Any], x: Any) -> tuple[Any, Any, Any]:
    """The polynomial of the knot nearest to |x|; and that knot, and how far |x| is from it."""
    far = np.abs(x)
    np.minimum(far, (coefficients[0].size - 1) / _PER_UNIT, out=far)
    knot = far * _PER_UNIT
    np.rint(knot, knot)
    place = knot.astype(np.intp)
    knot *= 1.0 / _PER_UNIT
    far -= knot
    term = np.empty_like(far)
    total = coefficients[-1].take(place, mode="clip")
    for each in coefficients[-2::-1]:
        total *= far
        total += each.take(place, out=term, mode="clip")
    return total, knot, far


def _erf(x: Any, out: Any) -> None:
    total, _, _ = _polynomial(_ERF, x)
    np.copysign(total, x, out)


def _erfc(x: Any, out: Any) -> None:
    total, knot, far = _polynomial(_ERFC, x)
    knot *= 2.0
    knot += far
    knot *= far
    np.negative(knot, knot)
    total *= np.exp(knot, knot)  # exp(-x²)/exp(-c²): the argument is small, and nearly exact
    np.subtract(2.0, total, out, where=x < 0.0)
    np.copyto(out, total, where=~(x < 0.0))
