"""Arguments and answers as *blocks*: each number, array or rectangular list in a tree by itself.

An argument ``w`` that is an array is one block, ``w``; a dict of two arrays is two, ``w['a']`` and
``w['b']``. A block is what a result of the check is about, and what its hints look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograd.errors import InputError
from autograd.trees import flatten, is_array
from autograd.value import Value, is_number

Floats = NDArray[np.float64]


class Block(NamedTuple):
    """A part of a tree: its place in words (``w['a']``), its shape, and how many bits its numbers
    are kept in (32 for float32, else 64)."""

    name: str
    shape: tuple[int, ...]
    bits: int = 64

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return int(np.prod(self.shape, dtype=int))

    @property
    def described(self) -> str:
        """``float64 (3, 5)``."""
        shape = ", ".join(map(str, self.shape)) + ("," if len(self.shape) == 1 else "")
        return f"float{self.bits} ({shape})"


def shown_index(index: Any) -> str:
    """``[1,2]``; "" for no index."""
    return f"[{','.join(str(int(i)) for i in index)}]" if len(index) else ""


def blocks(tree: Any, name: str) -> list[Block]:
    """The blocks of a tree, in the order in which `autograd.trees.flatten` gives its numbers.

    Raises `InputError` for what is neither a number nor a tree.
    """
    return list(_blocks(tree, name))


def _blocks(tree: Any, name: str) -> Iterator[Block]:
    if isinstance(tree, dict):
        for key, branch in tree.items():
            yield from _blocks(branch, f"{name}[{key!r}]")
        return
    if isinstance(tree, (list, tuple)):
        shape = _rectangle(tree)
        if shape is not None:
            yield Block(name, shape)
            return
        names = getattr(tree, "_fields", None)
        for position, branch in enumerate(tree):
            at = f".{names[position]}" if names else f"[{position}]"
            yield from _blocks(branch, name + at)
        return
    if is_array(tree):
        if tree.dtype.kind not in "biufO":
            raise InputError(f"{name} is an array of {tree.dtype.name}, not of real numbers.")
        yield Block(name, tree.shape, _bits(tree))
        return
    if not isinstance(tree, Value) and not is_number(tree):
        raise InputError(
            f"{name} is {type(tree).__name__}; derivatives are for numbers, arrays, and lists, "
            "tuples and dicts of them."
        )
    yield Block(name, (), _bits(tree))


def _bits(numbers: Any) -> int:
    """float16 counts as float32 here: NumPy computes in float32 and rounds."""
    dtype = getattr(numbers, "dtype", None)
    return 32 if dtype is not None and dtype.kind == "f" and dtype.itemsize < 8 else 64


def _rectangle(tree: list[Any] | tuple[Any, ...]) -> tuple[int, ...] | None:
    """The shape of nested lists of numbers that form an array; None for other trees."""
    if all(isinstance(each, Value) or is_number(each) for each in tree):
        return (len(tree),)
    if not all(isinstance(each, (list, tuple)) for each in tree):
        return None
    inner = {_rectangle(each) for each in tree}
    shape = inner.pop() if len(inner) == 1 else None
    return None if shape is None else (len(tree), *shape)


def numbers(tree: Any, whose: str) -> list[Any]:
    """The numbers of a tree, in order; `InputError` says ``whose`` it is."""
    return [number for _, number in flatten(tree, whose=whose)]


def is_differentiable(tree: Any) -> bool:
    """Whether an argument is of floats throughout: labels, counts and names are not."""
    if isinstance(tree, dict):
        return bool(tree) and all(map(is_differentiable, tree.values()))
    if isinstance(tree, (list, tuple)):
        return bool(tree) and all(map(is_differentiable, tree))
    if is_array(tree):
        return bool(tree.dtype.kind == "f" and tree.size)
    return isinstance(tree, (float, np.floating))
