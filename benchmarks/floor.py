"""The floor: the least that a scalar graph in pure Python can be, as fast as it can be.

A node is seven slots: its number, where derivatives collect, what made it from what, when, and its
cotangent. Only + and × between nodes; no plain numbers, no names, no checks, no edge cases. Its
backward pass is complete all the same: it searches for what is reachable, orders by creation, and
keeps cotangents apart from ``.grad``, so that a second pass is right.
"""

from __future__ import annotations

from itertools import count
from operator import attrgetter
from typing import Any

_new: Any = object.__new__
_tick = count().__next__
_by_creation = attrgetter("serial")


class Node:
    """A number, and the sum or product that made it; filled slot by slot, without a call."""

    __slots__ = ("a", "b", "cotangent", "data", "grad", "op", "serial")

    def __init__(self, data: float) -> None:
        self.data = data
        self.grad = 0.0
        self.op = "leaf"
        self.a: Any = None
        self.b: Any = None
        self.serial = _tick()
        self.cotangent: Any = None

    def __add__(self, other: Node) -> Node:
        node: Node = _new(Node)
        node.data = self.data + other.data
        node.grad = 0.0
        node.op = "add"
        node.a = self
        node.b = other
        node.serial = _tick()
        node.cotangent = None
        return node

    def __mul__(self, other: Node) -> Node:
        node: Node = _new(Node)
        node.data = self.data * other.data
        node.grad = 0.0
        node.op = "mul"
        node.a = self
        node.b = other
        node.serial = _tick()
        node.cotangent = None
        return node


class PlainNode:
    """The same node as most people would write it: made by ``__init__``."""

    __slots__ = ("a", "b", "cotangent", "data", "grad", "op", "serial")

    def __init__(self, data: float, op: str = "leaf", a: Any = None, b: Any = None) -> None:
        self.data = data
        self.grad = 0.0
        self.op = op
        self.a = a
        self.b = b
        self.serial = _tick()
        self.cotangent: Any = None

    def __add__(self, other: PlainNode) -> PlainNode:
        return PlainNode(self.data + other.data, "add", self, other)

    def __mul__(self, other: PlainNode) -> PlainNode:
        return PlainNode(self.data * other.data, "mul", self, other)


def backward(output: Any) -> None:
    """Adds the derivatives of ``output``, an operation, to ``.grad`` of every node below it.

    Going on with the operand just met, and sorting operations alone, was the fastest search
    found: against first-in first-out order it saves half the pass on a wide graph.
    """
    operations, leaves = _reach(output)
    operations.sort(key=_by_creation, reverse=True)
    output.cotangent = 1.0
    for node in operations:
        g = node.cotangent
        node.grad += g
        node.cotangent = None
        if node.op == "mul":
            a = node.a
            b = node.b
            a.cotangent += g * b.data
            b.cotangent += g * a.data
        else:
            node.a.cotangent += g
            node.b.cotangent += g
    for node in leaves:
        node.grad += node.cotangent
        node.cotangent = None


def _reach(node: Any) -> tuple[list[Any], list[Any]]:
    """The operations below ``node`` and itself, and the leaves, with cotangents of 0."""
    operations: list[Any] = []
    leaves: list[Any] = []
    waiting: list[Any] = []
    found, leaf, wait, follow = operations.append, leaves.append, waiting.append, waiting.pop
    node.cotangent = 0.0
    while True:
        found(node)
        onward = None
        a = node.a
        if a.cotangent is None:
            a.cotangent = 0.0
            if a.a is None:
                leaf(a)
            else:
                onward = a
        b = node.b
        if b.cotangent is None:
            b.cotangent = 0.0
            if b.a is None:
                leaf(b)
            else:
                if onward is not None:
                    wait(onward)
                onward = b
        if onward is not None:
            node = onward
        elif waiting:
            node = follow()
        else:
            return operations, leaves
