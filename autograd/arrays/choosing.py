"""Choices among elements: those that give a number are recorded, those that give a place guard it.

``np.where`` records its condition. An index, an order or a count of elements is a decision: the
comparisons that make it true are asked as ``if`` would ask them, so that whoever listens to
`autograd.guards` knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from autograd.arrays.array import Array, placed, shown
from autograd.arrays.elements import Plain, as_truths, kept_shape, lines, operand, truths
from autograd.dispatch import elementwise
from autograd.errors import InputError
from autograd.value import Value


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """As `numpy.where`. A condition of Values is recorded; plain bools pick the elements."""
    if x is None and y is None:
        return nonzero(condition)
    if x is None or y is None:
        raise InputError("np.where takes a condition and two alternatives, or a condition alone.")
    name = "np.where"
    if isinstance(condition, Value) or getattr(condition, "dtype", None) == "O":
        parts = operand(condition, name), operand(x, name), operand(y, name)
        return shown(elementwise("where")(*parts))
    return shown(np.where(np.asarray(condition), operand(x, name), operand(y, name)))


def select(condlist: Sequence[Any], choicelist: Sequence[Any], default: Any = 0) -> Any:
    """As `numpy.select`: the first condition that holds has it."""
    if len(condlist) != len(choicelist):
        raise InputError(
            f"np.select needs as many choices as conditions, not {len(choicelist)} for "
            f"{len(condlist)}."
        )
    result: Any = default
    for condition, choice in zip(reversed(condlist), reversed(choicelist), strict=True):
        result = where(condition, choice, result)
    return result


def piecewise(x: Any, condlist: Any, funclist: Sequence[Any], *args: Any, **options: Any) -> Any:
    """As `numpy.piecewise`: each function sees the elements of its piece; the pieces are guards."""
    whole = operand(x, "np.piecewise").view(Array)
    masks = [np.asarray(truths(each), dtype=bool) for each in _conditions(condlist, whole.ndim)]
    if len(funclist) == len(masks) + 1:
        masks.append(~np.logical_or.reduce(masks))
    if len(funclist) != len(masks):
        raise InputError(f"np.piecewise needs {len(masks)} or {len(masks) + 1} functions.")
    result = np.zeros_like(whole)
    for mask, function in zip(masks, funclist, strict=True):
        piece = whole[mask]
        if callable(function):
            piece = function(piece, *args, **options) if piece.size else piece
            result[mask] = piece
        else:
            result[mask] = function
    return result


def _conditions(condlist: Any, ndim: int) -> list[Any]:
    single = isinstance(condlist, np.ndarray) and condlist.ndim <= ndim
    return [condlist] if single else list(condlist)


def nonzero(a: Any) -> tuple[Any, ...]:
    """As `numpy.nonzero`; each answer is a guard."""
    return np.nonzero(_nonzero_mask(a))


def argwhere(a: Any) -> Any:
    """As `numpy.argwhere`; each answer is a guard."""
    return np.argwhere(_nonzero_mask(a))


def flatnonzero(a: Any) -> Any:
    """As `numpy.flatnonzero`; each answer is a guard."""
    return np.flatnonzero(_nonzero_mask(a))


def count_nonzero(a: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    """As `numpy.count_nonzero`, recorded: the sum of the truth values."""
    counted = as_truths(operand(a, "np.count_nonzero")).view(Array)
    return np.sum(counted, axis=axis, keepdims=keepdims)


def _nonzero_mask(a: Any) -> Plain:
    plain = operand(a, "np.nonzero")
    answers = [bool(node) for node in plain.ravel().tolist()]
    return np.array(answers, dtype=bool).reshape(plain.shape)


def argmax(a: Any, axis: Any = None, out: Any = None, *, keepdims: Any = False) -> Any:
    """As `numpy.argmax`; that the winner is above the others is guarded."""
    return _winner(np.argmax, guard_largest, a, axis, out, keepdims)


def argmin(a: Any, axis: Any = None, out: Any = None, *, keepdims: Any = False) -> Any:
    """As `numpy.argmin`; that the winner is below the others is guarded."""
    return _winner(np.argmin, guard_smallest, a, axis, out, keepdims)


def _winner(find: Any, guard: Any, a: Any, axis: Any, out: Any, keepdims: Any) -> Any:
    whole = operand(a, f"np.{find.__name__}").view(Array)
    keep = keepdims is True
    found = find(whole.values, axis=axis, out=out, keepdims=keep)
    rows = whole.reshape(1, -1) if axis is None else np.moveaxis(whole, axis, -1)
    rows = rows.reshape(-1, rows.shape[-1]).view(np.ndarray)
    for row, place in zip(rows, np.asarray(find(_numbers(rows), axis=-1)), strict=True):
        guard(row.tolist(), int(place))
    return found


def _numbers(plain: Plain) -> Any:
    whole: Array = plain.view(Array)
    return whole.values


def guard_largest(row: list[Value], place: int) -> None:
    """Guards that the element at ``place`` is the first of the largest."""
    best = row[place]
    for other in row[:place]:
        bool(best > other)
    for other in row[place + 1 :]:
        bool(best >= other)


def guard_smallest(row: list[Value], place: int) -> None:
    """Guards that the element at ``place`` is the first of the smallest."""
    best = row[place]
    for other in row[:place]:
        bool(best < other)
    for other in row[place + 1 :]:
        bool(best <= other)


def sort(a: Any, axis: Any = -1, kind: Any = None, order: Any = None, *, stable: Any = None) -> Any:
    """As `numpy.sort`; the order of neighbours is guarded."""
    whole, along = _along(a, axis)
    return np.take_along_axis(whole, argsort(whole, along, kind, order, stable=stable), along)


def argsort(
    a: Any, axis: Any = -1, kind: Any = None, order: Any = None, *, stable: Any = None
) -> Any:
    """As `numpy.argsort`; the order of neighbours is guarded."""
    whole, along = _along(a, axis)
    found = np.argsort(whole.values, along, kind, order, stable=stable)
    _guard_lines(_ordered, np.take_along_axis(whole, found, along), along)
    return found


def partition(
    a: Any, kth: Any, axis: Any = -1, kind: Any = "introselect", order: Any = None
) -> Any:
    """As `numpy.partition`; which elements stand before and after is guarded."""
    whole, along = _along(a, axis)
    return np.take_along_axis(whole, argpartition(whole, kth, along, kind, order), along)


def argpartition(
    a: Any, kth: Any, axis: Any = -1, kind: Any = "introselect", order: Any = None
) -> Any:
    """As `numpy.argpartition`; which elements stand before and after is guarded."""
    whole, along = _along(a, axis)
    found = np.argpartition(whole.values, kth, along, kind, order)
    for place in np.atleast_1d(kth).tolist():
        _guard_lines(_parted(place), np.take_along_axis(whole, found, along), along)
    return found


def _along(a: Any, axis: Any) -> tuple[Array, int]:
    """The array and the axis to sort; flat where the axis is None."""
    whole: Array = operand(a, "np.sort").view(Array)
    if axis is None:
        flat: Array = whole.ravel().view(Array)
        return flat, 0
    return whole, axis


def _guard_lines(guard: Callable[[list[Value]], None], arranged: Any, axis: int) -> None:
    rows = np.moveaxis(arranged.view(np.ndarray), axis, -1)
    for row in rows.reshape(-1, rows.shape[-1] or 1):
        guard(row.tolist())


def _ordered(row: list[Value]) -> None:
    for before, after in pairwise(row):
        bool(before <= after)


def _parted(place: int) -> Callable[[list[Value]], None]:
    def guard(row: list[Value]) -> None:
        middle = row[place]
        split = place % len(row)
        for before in row[:split]:
            bool(before <= middle)
        for after in row[split + 1 :]:
            bool(middle <= after)

    return guard


def median(a: Any, axis: Any = None, out: Any = None, overwrite_input: bool = False,
           keepdims: bool = False) -> Any:  # fmt: skip
    """As `numpy.median`, the middle of the sorted elements; nan where one of them is nan."""
    whole = operand(a, "np.median").view(Array)
    axes = tuple(range(whole.ndim)) if axis is None else np.atleast_1d(axis).tolist()
    axes = [each % whole.ndim for each in axes]
    rows = lines(whole, axes)
    ordered, count = sort(rows), rows.shape[-1]
    middle = ordered[..., (count - 1) // 2 : count // 2 + 1].mean(axis=-1)
    worst = ordered[..., -1]  # where nan is sorted to
    result = where(np.isnan(operand(worst, "").view(Array).values), worst, middle)
    if keepdims:
        result = operand(result, "np.median").reshape(kept_shape(whole, axes))
    return placed(result, out)
