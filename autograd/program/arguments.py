"""Arguments and answers of a compiled program: structures of arrays, checked and put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.program.tape import Input, Tape

Found = dict[tuple[Any, ...], Any]
"""Arrays by the argument that they are in and the keys that lead to them."""


def given(args: Sequence[Any], tape: Tape, dtype: np.dtype[Any]) -> tuple[Found, int | None]:
    """The arrays of the arguments, checked and in the program's precision; and the number of
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
    return found, count


def trees(found: Found, tape: Tape) -> list[Any]:
    """The arrays in the structure of the arguments."""
    return [replaced(arg, (k,), found) for k, arg in enumerate(tape.example)]


def block(found: Found, tape: Tape, start: int, stop: int) -> Found:
    """The arrays of some of the samples."""
    return {
        (x.argument, *x.path): found[x.argument, *x.path][start:stop]
        if x.batched
        else found[x.argument, *x.path]
        for x in tape.inputs
    }


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


def answer(results: Sequence[Any], tape: Tape) -> Any:
    """Results in the structure of the function's own result."""
    return _filled(tape.result, iter(results))


def _filled(tree: Any, results: Iterator[Any]) -> Any:
    if isinstance(tree, dict):
        return {key: _filled(branch, results) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        return _like(tree, [_filled(branch, results) for branch in tree])
    return next(results)


def gradients(
    results: Sequence[Any], tape: Tape, positions: Sequence[int], places: Sequence[Any]
) -> list[Any]:
    """Gradients in the structure of each argument, in the arrays ``places`` where they are given
    (else None)."""
    found: Found = {}
    own = [x for x in tape.inputs if x.argument in positions]
    for x, result, place in zip(own, results, places, strict=True):
        if place is not None and place is not result:
            np.copyto(place, result)
        found[x.argument, *x.path] = result if place is None else place
    return [replaced(tape.example[k], (k,), found) for k in positions]


def places(
    out: Any, tape: Tape, positions: Sequence[int], shapes: Sequence[tuple[int, ...]],
    dtype: np.dtype[Any],
) -> list[Any]:  # fmt: skip
    """The arrays of ``out``, one for each gradient, of the given shapes; None without ``out``.

    out: what `value_and_grad` gave for several arguments. Raises `InputError` where it does not
    fit.
    """
    own = [x for x in tape.inputs if x.argument in positions]
    if out is None:
        return [None] * len(own)
    if not isinstance(out, (list, tuple)) or len(out) != len(positions):
        raise InputError(
            f"out should hold one gradient for each of the {len(positions)} arguments in wrt; give "
            "what an earlier call of value_and_grad gave."
        )
    given_out = dict(zip(positions, out, strict=True))
    return [
        _place(x, given_out[x.argument], shape, dtype) for x, shape in zip(own, shapes, strict=True)
    ]


def _place(x: Input, out: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Any:
    try:
        for key in x.path:
            out = out[key]
    except (KeyError, IndexError, TypeError):
        out = None
    if not isinstance(out, np.ndarray) or out.shape != shape or out.dtype != dtype:
        raise InputError(
            f"out has no {dtype.name} array of shape {shape} for {x.name}; give what an earlier "
            "call of value_and_grad gave."
        )
    return out


def apart(places: Sequence[Any], found: Found) -> list[Any]:
    """The arrays that share no memory with an argument, which is read while they are written;
    None for the others."""
    return [
        place
        if place is not None and not any(np.may_share_memory(place, x) for x in found.values())
        else None
        for place in places
    ]
