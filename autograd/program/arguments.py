"""Arguments and answers of a compiled program: structures of arrays, checked and put together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.program.assemble import shapes_of
from autograd.program.trace import Input, Tape

Found = dict[tuple[Any, ...], Any]
"""Arrays by the argument that they are in and the keys that lead to them."""


def given(args: Sequence[Any], tape: Tape, dtype: np.dtype[Any]) -> tuple[list[Any], int | None]:
    """The arguments with every array checked and in the program's precision; and the number of
    samples, None where no argument has a batch axis. Raises `InputError`."""
    if len(args) != len(tape.arguments):
        raise InputError(f"The program takes {len(tape.arguments)} arguments, not {len(args)}.")
    count: int | None = None
    found: Found = {}
    for x in tape.inputs:
        array = _array(x, args[x.argument], dtype)
        found[x.argument, *x.path] = array
        if x.batched:
            count = len(array) if count is None else count
            if len(array) != count:
                raise InputError(f"{x.name} has {len(array)} samples where others have {count}.")
    if count == 0:
        raise InputError("The batch is empty: a program needs one sample at least.")
    return [replaced(arg, (k,), found) for k, arg in enumerate(tape.example)], count


def _array(x: Input, arg: Any, dtype: np.dtype[Any]) -> Any:
    try:
        for key in x.path:
            arg = arg[key]
        array = np.asarray(arg, dtype=dtype)
    except (KeyError, IndexError, TypeError, ValueError):
        raise InputError(f"{x.name} is missing from its argument or is not numbers.") from None
    shape = array.shape[1:] if x.batched and array.ndim else array.shape
    if shape != x.shape or (x.batched and not array.ndim):
        wanted = ", ".join(map(str, ("samples", *x.shape) if x.batched else x.shape))
        raise InputError(f"{x.name} should have the shape ({wanted}), not {array.shape}.")
    return np.ascontiguousarray(array) if array.ndim else array


def replaced(tree: Any, path: tuple[Any, ...], found: Found) -> Any:
    """A tree with its arrays and numbers replaced by those found at their paths."""
    if path in found:
        return found[path]
    if isinstance(tree, dict):
        return {key: replaced(branch, (*path, key), found) for key, branch in tree.items()}
    made = [replaced(branch, (*path, k), found) for k, branch in enumerate(tree)]
    return _like(tree, made)


def _like(tree: Any, made: list[Any]) -> Any:
    if isinstance(tree, list):
        return made
    return type(tree)(*made) if hasattr(tree, "_fields") else tuple(made)


def full(result: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Any:
    """A result of the printed function as a fresh array of its shape."""
    array = np.asarray(result, dtype=dtype)
    if array.shape != shape and array.size == math.prod(shape) and array.ndim:
        array = array.reshape(shape)
    if array.shape != shape:
        return np.broadcast_to(array, shape).copy()
    fresh = array is result and array.base is None and array.flags.c_contiguous
    return array if fresh else array.copy()


def answer(results: Sequence[Any], tape: Tape, count: int | None, dtype: np.dtype[Any]) -> Any:
    """Results in the structure of the function's own result."""
    batch = () if count is None else (count,)
    shapes = [shape for shape in shapes_of(tape.result) if math.prod(shape)]
    pieces = [
        full(result, batch + shape, dtype) for result, shape in zip(results, shapes, strict=True)
    ]
    return _filled(tape.result, iter(pieces))


def _filled(tree: Any, results: Iterator[Any]) -> Any:
    if isinstance(tree, dict):
        return {key: _filled(branch, results) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        return _like(tree, [_filled(branch, results) for branch in tree])
    return next(results)


def gradients(
    results: Sequence[Any], tape: Tape, positions: Sequence[int], count: int | None,
    reduce: str | None, dtype: np.dtype[Any],
) -> list[Any]:  # fmt: skip
    """Gradients in the structure of each argument."""
    found: Found = {}
    own = [x for x in tape.inputs if x.argument in positions]
    for x, result in zip(own, results, strict=True):
        each = x.batched or (reduce is None and count is not None)
        batch = (count,) if each and count is not None else ()
        found[x.argument, *x.path] = full(result, batch + x.shape, dtype)
    return [replaced(tape.example[k], (k,), found) for k in positions]
