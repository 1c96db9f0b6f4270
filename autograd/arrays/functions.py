"""NumPy's functions on Arrays: a list of those that are recorded, and a clear no to the others.

Three ways lead through this file. *Moves* only rearrange elements and run on plain arrays. *Runs*
are NumPy's own code, whose steps arrive here again as ufuncs and methods of Arrays. What neither
serves, because NumPy would look at plain numbers, is written anew in `choosing`, `einsum` and
`linear`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograd import collection
from autograd.arrays import choosing, linear
from autograd.arrays.array import Array, placed
from autograd.arrays.einsum import einsum
from autograd.arrays.elements import boxed, operand, truths
from autograd.arrays.refusals import refused
from autograd.arrays.ufuncs import cannot_hold, wrapped
from autograd.dispatch import elementwise
from autograd.value import Value


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


MOVES = _names(
    "append array_split atleast_1d atleast_2d atleast_3d block broadcast_arrays broadcast_to "
    "column_stack concatenate copy delete diag diagflat diagonal dsplit dstack expand_dims flip "
    "fliplr flipud hsplit hstack insert lib.stride_tricks.sliding_window_view linalg.diagonal "
    "linalg.matrix_transpose matrix_transpose meshgrid moveaxis ravel real repeat reshape resize "
    "roll rollaxis rot90 split squeeze stack swapaxes take take_along_axis tile transpose tril "
    "triu unstack vsplit vstack"
)
"""Run on plain arrays: elements keep their nodes, numbers that come in become constants."""

RUNS = _names(
    "all amax amin any apply_along_axis apply_over_axes astype average clip cumprod cumsum "
    "cumulative_prod cumulative_sum diff linalg.matmul linalg.matrix_power linalg.trace "
    "linalg.vecdot max mean min polyval prod ptp std sum trace trapezoid var"
)
"""NumPy's own code, run on Arrays."""

PRODUCTS = _names(
    "convolve correlate cross inner kron linalg.cross linalg.multi_dot linalg.outer "
    "linalg.tensordot tensordot vdot"
)
"""NumPy's own code on plain arrays, where it only multiplies and adds."""

QUESTIONS = _names(
    "can_cast diag_indices_from iscomplexobj isrealobj may_share_memory min_scalar_type ndim "
    "result_type shape shares_memory size tril_indices_from triu_indices_from"
)
"""About the shape or the kind, not about the numbers."""

SHOWS = _names("array2string array_repr array_str")
"""Texts of the numbers."""

_PADS = ("constant", "edge", "empty", "reflect", "symmetric", "wrap")


def record_function(function: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """What ``function(*args, **options)`` of NumPy is when a Value or an Array takes part.

    Raises `RecordingError` with the function's name where it is not recorded.
    """
    name = _name(function)
    with collection.paused():
        if name in OWN:
            return wrapped(OWN[name](*args, **options))
        if name in RUNS:
            whole = [boxed(a).view(Array) if isinstance(a, Value) else a for a in args]
            return wrapped(function._implementation(*whole, **options))
        if name in MOVES or name in QUESTIONS:
            nests = name == "block"  # its lists are rows and columns, not arrays
            bare = [_bare(each, inside=not nests) for each in args]
            return wrapped(function._implementation(*bare, **_bare(options)))
        if name in PRODUCTS:
            return wrapped(function._implementation(*_constant(args), **_constant(options)))
        if name in SHOWS:
            return function(*map(_numbers, args), **options)
    raise refused(f"np.{name}")


def _name(function: Any) -> str:
    """``linalg.norm`` for `numpy.linalg.norm`."""
    return f"{function.__module__}.{function.__name__}".removeprefix("numpy.")


def _bare(data: Any, inside: bool = False) -> Any:
    """The same arguments with plain arrays in place of Arrays and Values.

    inside: whether a list of numbers is an array, as in ``np.concatenate([[v, 1.0], W])``.
    """
    if isinstance(data, Value):
        return boxed(data)
    if isinstance(data, Array):
        return data.view(np.ndarray)
    if isinstance(data, dict):
        return {key: _bare(each) for key, each in data.items()}
    if type(data) not in (list, tuple):
        return data
    if inside and any(isinstance(each, Value) for each in data):
        return operand(data, "A list inside this call")
    return type(data)(_bare(each, inside) for each in data)


def _constant(data: Any) -> Any:
    """As `_bare`, with constants in place of float arrays, so that each number is one node."""
    if isinstance(data, (Value, np.ndarray)):
        return operand(data, "This product")
    if isinstance(data, dict):
        return {key: _constant(each) for key, each in data.items()}
    if type(data) in (list, tuple) and any(isinstance(e, (Value, np.ndarray)) for e in data):
        return type(data)(map(_constant, data))
    return data


def _numbers(data: Any) -> Any:
    return data.values if isinstance(data, Array) else data


def _like(fill: float | None) -> Callable[..., Any]:
    """zeros_like and its kin. Values are float64: for a dtype of another kind a plain array."""

    def like(
        a: Any, dtype: Any = None, order: str = "K", subok: bool = True, shape: Any = None, *,
        device: Any = None,
    ) -> Any:  # fmt: skip
        return _full_like(a, fill, dtype, order, subok, shape, device=device)

    return like


def _full_like(
    a: Any, fill_value: Any, dtype: Any = None, order: str = "K", subok: bool = True,
    shape: Any = None, *, device: Any = None,
) -> Any:  # fmt: skip
    size = np.shape(a) if shape is None else tuple(np.atleast_1d(shape).tolist())
    if dtype is not None and np.dtype(dtype) not in (np.dtype(float), np.dtype(object)):
        return np.full(size, fill_value, dtype)
    fill = operand(fill_value, "np.full_like")
    return np.broadcast_to(fill, size).copy().view(Array)


def _pad(array: Any, pad_width: Any, mode: Any = "constant", **options: Any) -> Any:
    if mode not in _PADS:
        raise refused(f"np.pad(mode={mode!r})")
    return np.pad(operand(array, "np.pad"), pad_width, mode, **_bare(options))


def _copyto(dst: Any, src: Any, casting: str = "same_kind", where: Any = True) -> None:
    if not isinstance(dst, np.ndarray) or dst.dtype != object:
        raise cannot_hold("np.copyto", dst)
    target = dst.view(Array)
    target[...] = src if where is True else np.where(where, src, target)


def _fill_diagonal(a: Any, val: Any, wrap: bool = False) -> None:
    if wrap or not isinstance(a, Array) or a.ndim < 2:
        raise refused("np.fill_diagonal of this kind")
    places = np.arange(min(a.shape))
    a[(places,) * a.ndim] = val


def _sinc(x: Any) -> Any:
    return elementwise("sinc")(operand(x, "np.sinc"))


def _compress(condition: Any, a: Any, axis: Any = None, out: Any = None) -> Any:
    found = np.compress(truths(condition), operand(a, "np.compress"), axis)
    return placed(found, out)


OWN: dict[str, Callable[..., Any]] = {
    "argmax": choosing.argmax,
    "argmin": choosing.argmin,
    "argpartition": choosing.argpartition,
    "argsort": choosing.argsort,
    "argwhere": choosing.argwhere,
    "compress": _compress,
    "copyto": _copyto,
    "count_nonzero": choosing.count_nonzero,
    "dot": linear.dot,
    "einsum": einsum,
    "empty_like": _like(float("nan")),  # what was never set shows
    "extract": lambda condition, arr: np.ravel(arr)[np.ravel(truths(condition))],
    "fill_diagonal": _fill_diagonal,
    "fix": np.trunc,
    "flatnonzero": choosing.flatnonzero,
    "full_like": _full_like,
    "imag": _like(0.0),
    "linalg.det": linear.det,
    "linalg.inv": linear.inv,
    "linalg.matrix_norm": linear.matrix_norm,
    "linalg.norm": linear.norm,
    "linalg.solve": linear.solve,
    "linalg.vector_norm": linear.vector_norm,
    "median": choosing.median,
    "nonzero": choosing.nonzero,
    "ones_like": _like(1.0),
    "outer": linear.outer,
    "pad": _pad,
    "partition": choosing.partition,
    "piecewise": choosing.piecewise,
    "select": choosing.select,
    "sinc": _sinc,
    "sort": choosing.sort,
    "where": choosing.where,
    "zeros_like": _like(0.0),
}
"""Written anew, because NumPy would look at the numbers, or at the type."""
