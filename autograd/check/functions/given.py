"""The question that is asked of a function, and how its arguments move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd.check.functions.blocks import numbers
from autograd.check.functions.calls import Function
from autograd.trees import rebuild


@dataclass
class Given:
    """The question: a function, its arguments by name, those to differentiate with respect to,
    how many bits its floats have, and what it returned."""

    f: Function
    arguments: Mapping[str, Any]
    wrt: Sequence[str]
    bits: int
    outputs: list[float]
    seed: int = 0

    def inputs(self) -> list[float]:
        """The numbers of all arguments differentiated with respect to, in one row."""
        return [float(n) for name in self.wrt for n in numbers(self.arguments[name], name)]

    def at(self, row: Sequence[float]) -> dict[str, Any]:
        """The arguments with other numbers in that row; float32 stays float32."""
        rest = iter(row)
        moved = dict(self.arguments)
        for name in self.wrt:
            moved[name] = typed(rebuild(self.arguments[name], rest), self.arguments[name])
        return moved

    def plain(self) -> frozenset[float]:
        """The numbers of the other arguments, which are exact as they are."""
        found: set[float] = set()
        for name, value in self.arguments.items():
            if name not in self.wrt:
                found |= _floats(value)
        return frozenset(found)


def typed(tree: Any, like: Any) -> Any:
    """A tree of numbers in the precisions of another."""
    if isinstance(like, dict):
        return {key: typed(branch, like[key]) for key, branch in tree.items()}
    if isinstance(like, np.ndarray) and like.dtype.kind == "f":
        return tree.astype(like.dtype)
    if isinstance(like, np.floating):
        return type(like)(tree)
    if type(like) in (list, tuple):
        return type(like)(typed(*pair) for pair in zip(tree, like, strict=True))
    return tree


def _floats(value: Any) -> set[float]:
    if isinstance(value, np.ndarray):
        return set(value.astype(float).ravel().tolist()) if value.dtype.kind in "biuf" else set()
    if isinstance(value, dict):
        return set().union(*map(_floats, value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*map(_floats, value))
    return {float(value)} if isinstance(value, (int, float, np.number)) else set()
