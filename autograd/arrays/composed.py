"""NumPy's ufuncs that are compositions of rows: each a function of single Values, or of floats.

What is written here is what is recorded.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograd import ops
from autograd.value import Truth

_INF = math.inf
_LN2 = math.log(2.0)


def _degrees(x: Any) -> Any:
    return x * (180.0 / math.pi)


def _radians(x: Any) -> Any:
    return x * (math.pi / 180.0)


def _same(x: Any) -> Any:
    return x


def _trunc(x: Any) -> Any:
    return ops.where(x < 0.0, ops.ceil(x), ops.floor(x))


def _fmod(x: Any, y: Any) -> Any:
    """The remainder with the sign of ``x`` (C's fmod)."""
    size = abs(y)
    return ops.where(x < 0.0, -((-x) % size), x % size)


def _divmod(x: Any, y: Any) -> tuple[Any, Any]:
    return x // y, x % y


def _heaviside(x: Any, at_zero: Any) -> Any:
    return ops.where(ops.eq(x, 0.0), at_zero, (ops.sign(x) + 1.0) / 2.0)


def _fmax(x: Any, y: Any) -> Any:
    """The larger one, or the one that is not nan."""
    return ops.where(ops.or_(x > y, ops.ne(y, y)), x, y)


def _fmin(x: Any, y: Any) -> Any:
    """The smaller one, or the one that is not nan."""
    return ops.where(ops.or_(x < y, ops.ne(y, y)), x, y)


def _logaddexp(x: Any, y: Any) -> Any:
    """log(exp(x) + exp(y)): the larger one and what the other adds to it.

    Smooth at x = y, too, where a maximum would not be; of two equal infinities their sum.
    """
    d = x - y
    above, below = x + ops.softplus(-d), y + ops.softplus(d)
    return ops.where(ops.ne(d, d), x + y, ops.where(d > 0.0, above, below))


def _logaddexp2(x: Any, y: Any) -> Any:
    return _logaddexp(x * _LN2, y * _LN2) / _LN2


def _truth(x: Any) -> Any:
    return x if isinstance(x, Truth) else ops.ne(x, 0.0)


def _xor(x: Any, y: Any) -> Any:
    return ops.ne(_truth(x), _truth(y))


COMPOSED: dict[str, Callable[..., Any]] = {
    "bitwise_xor": _xor,
    "conjugate": _same,
    "deg2rad": _radians,
    "degrees": _degrees,
    "divmod": _divmod,
    "fmax": _fmax,
    "fmin": _fmin,
    "fmod": _fmod,
    "heaviside": _heaviside,
    "isfinite": lambda x: abs(x) < _INF,
    "isinf": lambda x: ops.eq(abs(x), _INF),
    "isnan": lambda x: ops.ne(x, x),
    "logaddexp": _logaddexp,
    "logaddexp2": _logaddexp2,
    "logical_xor": _xor,
    "positive": _same,
    "rad2deg": _degrees,
    "radians": _radians,
    "trunc": _trunc,
}
"""The name of a ufunc and what it records."""
