"""A recorded graph as lists, so that several passes over hundreds of thousands of nodes are quick.

The *class* of a node stands for everything that it was made from, but for the numbers: two nodes
have the same class where they are the same formula of inputs that are called alike. Names are
alike that differ in digits only (``w1`` and ``w2``, ``W[0,1]`` and ``W[3,2]``); inputs without a
name are alike where both are used once, or both more often.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from autograd.graph import order
from autograd.primitive import CONSTANT, LEAF
from autograd.scopes import Scope
from autograd.value import Value

_DIGITS = re.compile(r"\d+")
_ANY = frozenset({"add", "sub", "mul"})
"""Numbers that are added or multiplied are data; those in other places are part of the formula."""


class Element(NamedTuple):
    """An element of an array. array: its name. copy: the how-manieth of that name. at: where."""

    array: str
    copy: int
    at: tuple[int, ...]


class Flat(NamedTuple):
    """A graph; every list has an entry for each node, operands before what uses them.

    operands: places of the operands. uses: how many operations use a node, one more for an
    output. user: the last of them, or -1. names: what the user calls it, or None. classes: see
    the module. elements: of arrays, by the place of their node.
    """

    nodes: list[Value]
    operands: list[tuple[int, ...]]
    uses: list[int]
    user: list[int]
    names: list[str | None]
    scopes: list[Scope | None]
    classes: list[int]
    outputs: frozenset[int]
    elements: dict[int, Element]


def flatten(outputs: Sequence[Value]) -> Flat:
    """The graph that the outputs were made from."""
    nodes = order(*outputs)
    place = {node: i for i, node in enumerate(nodes)}
    operands: list[tuple[int, ...]] = []
    uses, user = [0] * len(nodes), [-1] * len(nodes)
    for i, node in enumerate(nodes):
        found = tuple([place[operand] for operand in node.args])
        operands.append(found)
        for j in found:
            uses[j] += 1
            user[j] = i
    for output in outputs:
        uses[place[output]] += 1
    names = [node.name for node in nodes]
    return Flat(
        nodes=nodes,
        operands=operands,
        uses=uses,
        user=user,
        names=names,
        scopes=[node.scope for node in nodes],
        classes=_classes(nodes, operands, uses, user, names),
        elements=_elements(nodes, names),
        outputs=frozenset(place[output] for output in outputs),
    )


def stem(name: str) -> str:
    """A name without what tells its like apart: the place in an array, digits."""
    return _DIGITS.sub("#", name.partition("[")[0])


def _classes(
    nodes: Sequence[Value],
    operands: Sequence[tuple[int, ...]],
    uses: Sequence[int],
    user: Sequence[int],
    names: Sequence[str | None],
) -> list[int]:
    table: dict[tuple[object, ...], int] = {}
    found: list[int] = []
    for i, node in enumerate(nodes):
        key: tuple[object, ...]
        if operands[i]:
            key = (node.op, *[found[j] for j in operands[i]])
        elif node.op == CONSTANT:
            data = user[i] >= 0 and nodes[user[i]].op in _ANY
            key = (CONSTANT,) if data else (CONSTANT, node.data)
        else:
            name = names[i]
            key = (node.op, uses[i] > 1 if name is None else stem(name))
        found.append(table.setdefault(key, len(table)))
    return found


def _elements(nodes: Sequence[Value], names: Sequence[str | None]) -> dict[int, Element]:
    """The leaves that are elements of arrays.

    The elements of an array are made in their order, so where the places begin again there is
    another array of the same name.
    """
    found: dict[int, Element] = {}
    last: dict[str, Element] = {}
    for i, node in enumerate(nodes):
        name = names[i]
        if node.op != LEAF or name is None or name[-1:] != "]":
            continue
        array, _, inside = name.partition("[")
        try:
            at = tuple(map(int, inside[:-1].split(",")))
        except ValueError:
            continue  # a name of the user's own making
        before = last.get(array)
        copy = 0 if before is None else before.copy + (at <= before.at)
        found[i] = last[array] = Element(array, copy, at)
    return found
