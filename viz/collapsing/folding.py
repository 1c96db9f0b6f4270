"""Which collapsed scopes are the same but for their numbers.

The *shape* of a scope is its nodes in the order of their making: each operation with its operands,
which are told by their place inside the scope, or else by their class and by which of the outer
nodes they are, counted in the order of first use. Equal shapes are isomorphic graphs between alike
surroundings. (The order of making is the same for code that ran again, which is what repeats.)
"""

from __future__ import annotations

from collections.abc import Sequence

from autograd.scopes import Scope
from viz.collapsing.flat import Flat


class _Shape:
    """What was met of one scope."""

    __slots__ = ("outer", "size", "told")

    def __init__(self) -> None:
        self.told: list[object] = []
        self.outer: dict[int, int] = {}
        self.size = 0


def shapes(flat: Flat, owner: Sequence[int | Scope]) -> dict[Scope, int]:
    """A number for the shape of each scope that owns nodes; equal numbers are equal shapes."""
    found: dict[Scope, _Shape] = {}
    inside = [0] * len(owner)
    for i, own in enumerate(owner):
        if not isinstance(own, Scope):
            continue
        shape = found.get(own)
        if shape is None:
            shape = found[own] = _Shape()
        inside[i] = shape.size
        shape.size += 1
        told = shape.told
        if not flat.operands[i]:
            told.append(flat.classes[i])
            continue
        told.append(flat.nodes[i].op)
        for j in flat.operands[i]:
            if owner[j] is own:
                told.append(inside[j])
            else:
                told.append(-1 - shape.outer.setdefault(j, len(shape.outer)))
                told.append(flat.classes[j])
    numbers: dict[tuple[object, ...], int] = {}
    return {
        scope: numbers.setdefault(tuple(shape.told), len(numbers)) for scope, shape in found.items()
    }
