"""Structured arguments: numbers inside lists, tuples, dicts and NumPy arrays, in a fixed order.

A *tree* is a number, an array, or a list, tuple or dict of trees. `flatten` gives its numbers,
`rebuild` puts others of the same count into the same shape.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from autograd.errors import InputError
from autograd.value import Value, is_number


def is_array(tree: Any) -> bool:
    """Whether ``tree`` is a NumPy array (without loading NumPy to find out)."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(tree, numpy.ndarray)


def flatten(tree: Any, place: str = "", *, whose: str = "An argument") -> Iterator[tuple[str, Any]]:
    """The numbers of a tree with their places, such as ``("['w'][3,5]", 0.5)``, in order.

    Raises `InputError` for what is neither a number nor a tree, and says ``whose`` it is.
    """
    if isinstance(tree, dict):
        for key, branch in tree.items():
            yield from flatten(branch, f"{place}[{key!r}]", whose=whose)
    elif isinstance(tree, (list, tuple)):
        for position, branch in enumerate(tree):
            yield from flatten(branch, f"{place}[{position}]", whose=whose)
    elif is_array(tree):
        import numpy

        for index in numpy.ndindex(tree.shape):
            yield f"{place}[{','.join(map(str, index))}]" if index else place, tree[index]
    elif isinstance(tree, Value) or is_number(tree):
        yield place, tree
    else:
        raise InputError(
            f"{whose}{f' at {place}' if place else ''} is {type(tree).__name__}; derivatives "
            "are for numbers, arrays, and lists, tuples and dicts of them."
        )


def rebuild(tree: Any, numbers: Iterator[Any]) -> Any:
    """A tree of the shape of ``tree`` filled from ``numbers``; arrays become float arrays, or
    arrays of Values where one of their numbers is a Value."""
    if isinstance(tree, dict):
        return {key: rebuild(branch, numbers) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        return _like(tree, [rebuild(branch, numbers) for branch in tree])
    if is_array(tree):
        return to_array([next(numbers) for _ in range(tree.size)], tree.shape)
    return next(numbers)


def outer(tree: Any, rows: Iterator[list[Any]], inner: Any) -> Any:
    """A matrix as a tree of trees, as `jax.jacobian` has it: ``tree`` outside, ``inner`` inside.

    rows: for each number of ``tree`` a list with one entry for each number of ``inner``. An array
    outside and an array inside give one array of both shapes joined.
    """
    if isinstance(tree, dict):
        return {key: outer(branch, rows, inner) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        return _like(tree, [outer(branch, rows, inner) for branch in tree])
    if is_array(tree):
        columns = [next(rows) for _ in range(tree.size)]
        return _blocks(inner, iter(zip(*columns, strict=True)), tree.shape)
    return rebuild(inner, iter(next(rows)))


def _blocks(inner: Any, columns: Iterator[Any], shape: tuple[int, ...]) -> Any:
    if isinstance(inner, dict):
        return {key: _blocks(branch, columns, shape) for key, branch in inner.items()}
    if isinstance(inner, (list, tuple)):
        return _like(inner, [_blocks(branch, columns, shape) for branch in inner])
    size, joined = (inner.size, inner.shape) if is_array(inner) else (1, ())
    across = [next(columns) for _ in range(size)]
    return to_array([number for row in zip(*across, strict=True) for number in row], shape + joined)


def _like(tree: Any, branches: list[Any]) -> Any:
    if isinstance(tree, list):
        return branches
    return type(tree)(*branches) if hasattr(tree, "_fields") else tuple(branches)


def to_array(numbers: list[Any], shape: tuple[int, ...]) -> Any:
    """Numbers in the order of memory as an array of that shape: of floats, or of Values."""
    if any(isinstance(number, Value) for number in numbers):
        from autograd.arrays import from_values

        return from_values(numbers, shape)
    import numpy

    return numpy.array(numbers, dtype=float).reshape(shape)
