"""Pure functions on a recorded graph: its order, its leaves, its counts. Nothing is changed.

Vocabulary: a *node* is a Value; an *operation* a node with operands; a *leaf* a number that the
user made; a *constant* a plain number met on the way; an *edge* one use of an operand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from autograd.arithmetic import Arithmetic
from autograd.primitive import CONSTANT, LEAF
from autograd.scopes import Scope
from autograd.value import Value

BY_CREATION = attrgetter("serial")
"""Sort key: operands are always made before what uses them."""


def order(*outputs: Value) -> list[Value]:
    """Every node that ``outputs`` were made from, and they themselves, operands first."""
    return recorded_since(0, *outputs)[0]


def recorded_since(serial: int, *outputs: Value) -> tuple[list[Value], bool]:
    """The nodes below ``outputs`` made after ``serial``, operands first, and all constants.

    The second answer: whether an older number was met that is more than a constant.
    """
    waiting = list(outputs)
    found: dict[Value, None] = {}
    older = False
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        if node.serial <= serial and node.op is not CONSTANT:
            older = True
            continue
        found[node] = None
        if node.a is not None:
            waiting.append(node.a)
            if node.b is not None:
                waiting.append(node.b)
                if node.c is not None:
                    waiting.append(node.c)
    return sorted(found, key=BY_CREATION), older


def leaves(*outputs: Value) -> list[Value]:
    """The user's own numbers that ``outputs`` depend on, in the order of their making."""
    return [node for node in order(*outputs) if node.op is LEAF]


def constants(*outputs: Value) -> list[Value]:
    """The plain numbers that were met while ``outputs`` were recorded."""
    return [node for node in order(*outputs) if node.op is CONSTANT]


def scopes(*outputs: Value) -> list[Scope]:
    """The scopes that the nodes belong to and the scopes around those, outermost first."""
    found: dict[Scope, None] = {}
    for node in order(*outputs):
        chain = []
        region = node.scope
        while region is not None and region not in found:
            chain.append(region)
            region = region.parent
        found.update(dict.fromkeys(reversed(chain)))
    return list(found)


class Counts(NamedTuple):
    """How large a graph is, and what its derivatives cost in steps.

    nodes: all of them; operations and leaves: those that were asked for. edges: the uses of
    operands by all operations.
    """

    nodes: int
    operations: int
    leaves: int
    constants: int
    edges: int

    @property
    def reverse_steps(self) -> int:
        """Derivatives that one reverse pass computes: one for each operation and leaf, n + p."""
        return self.operations + self.leaves

    @property
    def one_at_a_time_steps(self) -> int:
        """Steps of taking the p derivatives separately, each through all n operations: n × p."""
        return self.operations * self.leaves


def counts(*outputs: Value, wrt: Iterable[Value] | None = None, named: bool = False) -> Counts:
    """Counts the graph under ``outputs``.

    wrt: the leaves that derivatives are asked for; without it, all. named: only operations that
    bear a name count, for whoever draws ``J = d**2 / 2`` as one step.
    """
    nodes = order(*outputs)
    wanted = [node for node in nodes if node.op is LEAF]
    if wrt is not None:
        asked = set(wrt)
        wanted = [node for node in wanted if node in asked]
    operations = [node for node in nodes if node.a is not None]
    return Counts(
        nodes=len(nodes),
        operations=sum(node.name is not None for node in operations) if named else len(operations),
        leaves=len(wanted),
        constants=sum(node.op is CONSTANT for node in nodes),
        edges=sum(len(node.args) for node in operations),
    )


def evaluate(
    outputs: list[Value], arithmetic: Arithmetic, known: Mapping[Value, Any]
) -> dict[Value, Any]:
    """Runs the graph again in another arithmetic; gives the new number of every node.

    known: the numbers of leaves (and of any node that shall not be computed). Leaves that it
    does not name keep the number that they hold.
    """
    numbers: dict[Value, Any] = dict(known)
    for node in order(*outputs):
        if node in numbers:
            continue
        if node.a is None:
            numbers[node] = arithmetic.number(node.data)
        else:
            operands = [numbers[operand] for operand in node.args]
            numbers[node] = arithmetic.apply(node.op, *operands)
    return numbers
