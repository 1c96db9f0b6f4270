"""NumPy's ufuncs on Values: every element's step is recorded with its row of the table.

Each ufunc has a *loop*: the recording function of its row as a NumPy ufunc over objects, so that
broadcasting, outer products and running totals are NumPy's own. Plain numbers become constants
before they are broadcast: one node for each number that was given.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from autograd import collection
from autograd.arrays.array import Array
from autograd.arrays.composed import COMPOSED
from autograd.arrays.elements import (
    Plain,
    as_truths,
    boxed,
    checked,
    filled,
    kept_shape,
    lifted,
    lines,
    operand,
    truths,
)
from autograd.arrays.refusals import refused
from autograd.dispatch import elementwise
from autograd.errors import RecordingError
from autograd.primitives import PRIMITIVES, UFUNCS, lookup
from autograd.value import Truth, Value, constant, lift

_PRODUCTS = ("matmul", "vecdot", "matvec", "vecmat")
_BITWISE = {"bitwise_and": "logical_and", "bitwise_or": "logical_or",
            "bitwise_xor": "logical_xor", "invert": "logical_not"}  # fmt: skip
_IGNORED = ("casting", "order", "subok")  # nothing to choose: there is one kind of element
_FEW = 1000  # elements for which pausing the garbage collector is not worth its while
_QUIET = partial(np.errstate, all="ignore")  # inf and nan are answers, in every reader
_UNSET = np._NoValue


class _Step(NamedTuple):
    """How a ufunc records.

    scalar: its function of single Values; loop: the same over plain arrays; truth: whether it
    answers with truth values.
    """

    scalar: Callable[..., Any]
    loop: Any
    truth: bool


@cache
def _step(ufunc: Any) -> _Step | None:
    """The step of a ufunc, None where it has none."""
    name = ufunc.__name__
    if name in COMPOSED:
        scalar = COMPOSED[name]
        loop = np.frompyfunc(scalar, ufunc.nin, ufunc.nout)
        return _Step(scalar, loop, name.startswith("is") or name.endswith("xor"))
    row = PRIMITIVES[UFUNCS[name]] if name in UFUNCS else lookup(name)  # scipy.special's by lookup
    if row is None or row.arity != ufunc.nin:
        return None
    return _Step(recorder(row.name), elementwise(row.name), "comparison" in row.traits)


def recorder(name: str) -> Callable[..., Any]:
    """The recording function of a row."""
    from autograd import recorders

    function: Callable[..., Any] = getattr(recorders, name)
    return function


def _is_of_objects(ufunc: Any) -> bool:
    """Whether this is a Python function that `numpy.frompyfunc` made a ufunc."""
    return all(set(signature) <= set("O->") for signature in ufunc.types)


def record_ufunc(ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
    """What ``ufunc.method(*inputs, **options)`` is when a Value or an Array takes part.

    Gives an `Array`, or a `Value` where NumPy gives a scalar. Raises `RecordingError` for ufuncs,
    methods and options that are not recorded.
    """
    step = _step(ufunc)
    if step is not None and method == "__call__" and not options:
        return _called(step, ufunc, inputs)
    out = options.pop("out", None)
    _check_options(ufunc, step, options)
    with collection.paused(), _QUIET():
        if ufunc.__name__ in _PRODUCTS:
            result = _product(ufunc, inputs, options)
        elif _is_of_objects(ufunc):
            bare = [_bare(each) for each in inputs]
            result = getattr(ufunc, method)(*bare, **options)
        else:
            if step is None:
                ours = getattr(np, ufunc.__name__, None) is ufunc
                raise refused(f"np.{ufunc.__name__}" if ours else ufunc.__name__)
            result = _recorded(step, ufunc, method, inputs, options, out)
    return _delivered(result, out, ufunc)


def _called(step: _Step, ufunc: Any, inputs: tuple[Any, ...]) -> Any:
    """The plain call: of single numbers by the recording function itself."""
    if ufunc.__name__ in _BITWISE:
        _check_truths(ufunc, inputs)
    if any(isinstance(each, np.ndarray) for each in inputs):
        operands = [_operand(each, ufunc) for each in inputs]
    else:
        known = list(map(lift, inputs))
        if all(each is not NotImplemented for each in known):
            return step.scalar(*known)
        operands = [_operand(each, ufunc) for each in inputs]
    with _QUIET():
        if max(each.size for each in operands) < _FEW:
            result = step.loop(*operands)
        else:
            with collection.paused():
                result = step.loop(*operands)
    return result.view(Array) if isinstance(result, np.ndarray) else wrapped(result)


def _operand(data: Any, ufunc: Any) -> Plain:
    if isinstance(data, Array):
        return data.view(np.ndarray)
    return operand(data, f"np.{ufunc.__name__}")


def _recorded(
    step: _Step, ufunc: Any, method: str, inputs: Any, options: dict[str, Any], out: Any
) -> Any:
    if ufunc.__name__ in _BITWISE:
        _check_truths(ufunc, inputs)
    name = f"np.{ufunc.__name__}"
    if method == "at":
        return _at(step, name, *inputs)
    if method == "reduceat":
        return step.loop.reduceat(operand(inputs[0], name), truths(inputs[1]), **options)
    operands = [_operand(each, ufunc) for each in inputs]
    if method == "reduce":
        return _reduced(ufunc, step, operands[0], **options)
    if method == "accumulate":
        return step.loop.accumulate(operands[0], **options)
    if method == "outer":
        return step.loop.outer(*operands)
    where = options.pop("where", True)
    if options:
        raise refused(f"{name}({', '.join(options)}=…)")
    result = step.loop(*operands)
    return result if where is True else _masked(name, where, result, out)


def _masked(name: str, where: Any, result: Any, out: Any) -> Any:
    if out is None or out[0] is None:
        raise RecordingError(
            f"{name}(…, where=…) without out= leaves elements undefined. Write "
            f"np.where(condition, {name}(…), other)."
        )
    return np.where(where, wrapped(result), wrapped(operand(out[0], name)))


def _product(ufunc: Any, inputs: Any, options: dict[str, Any]) -> Any:
    """Matrix products: NumPy's loop over objects multiplies and adds, and both are recorded."""
    return ufunc(*(_operand(each, ufunc) for each in inputs), **options)


def _at(step: _Step, name: str, target: Any, indices: Any, *others: Any) -> None:
    """``ufunc.at``: one step after the other on elements that may repeat."""
    if not isinstance(target, np.ndarray) or target.dtype != object:
        raise cannot_hold(f"{name}.at", target)
    step.loop.at(target.view(np.ndarray), truths(indices), *(operand(o, name) for o in others))


def _reduced(
    ufunc: Any, step: _Step, plain: Plain, *, axis: Any = 0, keepdims: bool = False,
    initial: Any = _UNSET, where: Any = True,
) -> Any:  # fmt: skip
    """A reduction over one axis or several, from left to right in C order."""
    if step.truth:
        if not ufunc.__name__.startswith(("logical", "bitwise")):
            raise refused(f"np.{ufunc.__name__}.reduce")
        plain = as_truths(plain)
    axes = _axes(axis, plain.ndim)
    initial = _initial(ufunc, initial)
    if where is not True:
        alone = ufunc.identity is None and initial is not _UNSET
        filler: Any = initial if alone else _identity(ufunc)
        plain = np.where(where, wrapped(plain), filler).view(np.ndarray)
    rows = lines(plain, axes)
    if rows.shape[-1] == 0 and initial is _UNSET:
        initial = _identity(ufunc)
    if initial is not _UNSET:
        start = filled([initial] * math.prod(rows.shape[:-1]), (*rows.shape[:-1], 1))
        rows = np.concatenate([start, rows], axis=-1)
    result = step.loop.reduce(rows, axis=-1)
    return operand(result, "").reshape(kept_shape(plain, axes)) if keepdims else result


def _axes(axis: Any, ndim: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(ndim))
    chosen = axis if isinstance(axis, tuple) else (axis,)
    if ndim == 0 and chosen in ((0,), (-1,)):
        return ()
    return np.lib.array_utils.normalize_axis_tuple(chosen, ndim)


def _initial(ufunc: Any, initial: Any) -> Any:
    if initial is _UNSET or initial is None or isinstance(initial, Value):
        return _UNSET if initial is None else initial
    return constant(checked(initial, f"np.{ufunc.__name__}"))


def _identity(ufunc: Any) -> Value:
    """What the reduction of nothing is; NumPy's own error where there is no such number."""
    if ufunc.identity is None:
        raise ValueError(
            f"zero-size array to reduction operation {ufunc.__name__} which has no identity"
        )
    return constant(float(ufunc.identity))


def _check_options(ufunc: Any, step: _Step | None, options: dict[str, Any]) -> None:
    """Drops the options that choose nothing here; refuses the others that are not recorded."""
    for name in _IGNORED:
        options.pop(name, None)
    dtype = options.pop("dtype", None)
    wanted = np.dtype(float if dtype is None else dtype)
    truth = wanted == np.dtype(bool) and step is not None and step.truth
    if not truth and wanted not in (np.dtype(float), np.dtype(object)):
        raise refused(f"np.{ufunc.__name__}(dtype={wanted.name})")
    for name in ("signature", "sig"):
        if name in options:
            raise refused(f"np.{ufunc.__name__}({name}=…)")


def _check_truths(ufunc: Any, inputs: Any) -> None:
    """As NumPy refuses ``&`` of floats, so does this of Values that are no truth values."""
    for each in inputs:
        nodes = each.ravel().tolist() if isinstance(each, np.ndarray) else [each]
        if not all(isinstance(node, (Truth, bool, np.bool_)) for node in nodes):
            raise RecordingError(
                f"np.{ufunc.__name__} (&, |, ^, ~) is for truth values such as W > 0; write "
                f"np.{_BITWISE[ufunc.__name__]} to take every number but 0 as true."
            )


def _bare(data: Any) -> Any:
    if isinstance(data, Value):
        return boxed(data)
    return data.view(np.ndarray) if isinstance(data, Array) else data


def _delivered(result: Any, out: Any, ufunc: Any) -> Any:
    """The result for the caller: in ``out`` where one was given."""
    if out is None or result is None:
        return wrapped(result)
    parts = result if isinstance(result, tuple) else (result,)
    given = tuple(_stored(part, place, ufunc) for part, place in zip(parts, out, strict=True))
    return given if len(given) > 1 else given[0]


def _stored(part: Any, place: Any, ufunc: Any) -> Any:
    if place is None:
        return wrapped(part)
    if place.dtype != object:
        raise cannot_hold(f"np.{ufunc.__name__}", place)
    place.view(np.ndarray)[...] = part
    return place


def cannot_hold(name: str, place: Any) -> RecordingError:
    """The error for a result that is to be put into an array of plain numbers."""
    kind = place.dtype.name if isinstance(place, np.ndarray) else type(place).__name__
    return RecordingError(
        f"{name} cannot store Values in a {kind} array. In place of `total += W` write "
        "`total = total + W`, or make the array with np.zeros_like(W)."
    )


def wrapped(result: Any) -> Any:
    """Plain arrays of Values as Arrays, also inside lists and tuples; all else as it is."""
    if type(result) in (list, tuple):
        return type(result)(map(wrapped, result))
    if not isinstance(result, np.ndarray) or isinstance(result, Array) or result.dtype != object:
        return result
    try:
        return lifted(result).view(Array)
    except RecordingError:  # what a user's own ufunc made may be anything
        return result
