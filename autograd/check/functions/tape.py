"""A recorded graph as a flat list of steps, run again in other arithmetics.

The numbers of leaves and constants are taken as the binary numbers that they are: a function's
arguments are floats, not decimals that somebody typed.
"""

from __future__ import annotations

import heapq
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from autograd.arithmetic import Arithmetic
from autograd.check.precise import Precise
from autograd.formula import rules
from autograd.graph import order
from autograd.primitives import PRIMITIVES
from autograd.value import Value

_DIRECT: Final[Mapping[str, Callable[..., Any]]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "neg": operator.neg,
}
"""Rows that are mpmath's own operators, inf and nan included."""


class Tape:
    """The steps below some outputs, operands first.

    nodes: all of them. places: where each stands.
    """

    def __init__(self, outputs: Sequence[Value]) -> None:
        self.nodes = order(*outputs)
        self.places = {node: place for place, node in enumerate(self.nodes)}
        self.outputs = outputs
        self._operands = [tuple(self.places[arg] for arg in node.args) for node in self.nodes]

    def __len__(self) -> int:
        return len(self.nodes)

    def run(self, m: Arithmetic, known: Mapping[Value, Any]) -> list[Any]:
        """The number of every node in ``m``. known: numbers for leaves that differ from theirs."""
        number = exact_number(m)
        step = _steps(m)
        values: list[Any] = []
        for node, operands in zip(self.nodes, self._operands, strict=True):
            if operands:
                values.append(step(node.op)(*[values[operand] for operand in operands]))
            else:
                values.append(known[node] if node in known else number(node.data))
        return values

    def results(self, m: Arithmetic, known: Mapping[Value, Any]) -> list[Any]:
        """The number of every output in ``m``."""
        values = self.run(m, known)
        return [values[self.places[output]] for output in self.outputs]

    def slopes(
        self, m: Arithmetic, inputs: Sequence[Value], *, unmasked: bool = False
    ) -> list[Any]:
        """The derivative of every output by every input in ``m``, one output after the other.

        The reverse sweep of `autograd.reverse` with the table's partials, in ``m`` throughout: no
        part of it was rounded to a float before. unmasked: as if whatever selects (relu, maximum,
        where) let every operand pass.
        """
        values, moving = self.run(m, {}), self.moving(inputs)
        zero = m.number("0")
        found: list[Any] = []
        for output in self.outputs:
            sent = self._pulled(m, values, moving, self.places[output], unmasked)
            found += [sent.get(self.places.get(leaf, -1), zero) for leaf in inputs]
        return found

    def moving(self, inputs: Sequence[Value]) -> list[bool]:
        """Which nodes depend on the inputs."""
        known = set(inputs)
        moves: list[bool] = []
        for node, operands in zip(self.nodes, self._operands, strict=True):
            moves.append(node in known or any(moves[operand] for operand in operands))
        return moves

    def _pulled(
        self,
        m: Arithmetic,
        values: Sequence[Any],
        moving: Sequence[bool],
        output: int,
        unmasked: bool,
    ) -> dict[int, Any]:
        """The cotangents of the nodes that move, by their places."""
        found: dict[int, Any] = {output: m.number("1")}
        waiting = [-output]  # the newest first, and of the graph only what is below the output
        while waiting:
            place = -heapq.heappop(waiting)
            operands = self._operands[place]
            if not operands:
                continue
            flow = found[place]
            known = [values[operand] for operand in operands]
            selects = "selects" in PRIMITIVES[self.nodes[place].op].traits
            for operand, rule in zip(operands, rules(self.nodes[place].op), strict=True):
                if rule is None or not moving[operand]:
                    continue
                sent = rule(m, *known, values[place], flow)
                if selects:
                    if not (sent or unmasked):
                        continue
                    sent = flow
                if operand in found:
                    found[operand] += sent
                else:
                    found[operand] = sent
                    heapq.heappush(waiting, -operand)
        return found


def exact_number(m: Arithmetic) -> Callable[[float], Any]:
    """How ``m`` takes a float as the binary number that it is."""
    if isinstance(m, Precise):
        binary: Callable[[float], Any] = m.mp.mpf
        return binary
    return lambda number: m.number(str(Decimal(number)) if math.isfinite(number) else number)


def _steps(m: Arithmetic) -> Callable[[str], Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = dict(_DIRECT) if isinstance(m, Precise) else {}

    def step(name: str) -> Callable[..., Any]:
        if name not in found:
            found[name] = getattr(m, name)
        return found[name]

    return step
