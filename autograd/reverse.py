"""Reverse mode: cotangents flow right to left, from an output to everything it was made from.

Vocabulary: the *cotangent* of a node is the derivative of the output (times the seed) with
respect to it; a *pullback* turns a node's cotangent into what it sends to its operands. One pass
in reverse order of creation completes each cotangent before it is used (Griewank and Walther,
Evaluating Derivatives, 2nd ed., SIAM 2008, section 3.2).

A node that nothing was sent to has no cotangent at all, and sends nothing on: so the branch that
a ``where`` did not take cannot turn 0·inf into nan.
"""

from __future__ import annotations

from _thread import RLock
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from autograd.arithmetic import FLOAT
from autograd.errors import InputError
from autograd.formula import over, scaled
from autograd.graph import BY_CREATION
from autograd.primitive import CONSTANT
from autograd.primitives import PRIMITIVES
from autograd.pullbacks import ZERO, sweep
from autograd.recording import RECORDING, known_number
from autograd.value import Value

_marks = RLock()


def backward(output: Value | Sequence[Value], seed: float | Sequence[float] = 1.0) -> None:
    """Adds the derivatives of ``output`` to ``.grad`` of every node below it.

    output: a Value, or several; seed: the cotangent of each output, 1 by default (the derivative
    of the sum, then). Raises `InputError` where their numbers differ.
    """
    outputs, seeds = _paired(output, seed)
    with _marks:
        nodes: list[Value] = []
        try:
            _flow(nodes, outputs, seeds)
            for node in nodes:
                node.grad += node.cotangent  # type: ignore[operator]
        finally:
            _clear(nodes)


def cotangents(
    output: Value | Sequence[Value], seed: float | Sequence[float] = 1.0, *, since: int = 0
) -> dict[Value, float]:
    """The derivative of ``output`` with respect to every node below it; no ``.grad`` is touched.

    since: nodes made before this serial number are not entered.
    """
    outputs, seeds = _paired(output, seed)
    with _marks:
        nodes: list[Value] = []
        try:
            _flow(nodes, outputs, seeds, since)
            return {node: node.cotangent for node in nodes}  # type: ignore[misc]
        finally:
            _clear(nodes)


def local_partials(node: Value) -> tuple[float, ...]:
    """The derivative of ``node`` with respect to each operand, as the table has it.

    0 for an operand without a derivative (a condition, an order, a branch not taken).
    """
    if node.a is None:
        return ()
    row = PRIMITIVES[node.op]
    known = [operand.data for operand in node.args]
    partials = [over(p or "0", (*row.operands, "r"))(FLOAT, *known, node.data) for p in row.partials]
    selects = "selects" in row.traits
    return tuple(float(bool(partial) if selects else partial) for partial in partials)


def _paired(output: Any, seed: Any) -> tuple[list[Value], list[float]]:
    outputs = [output] if isinstance(output, Value) else list(output)
    seeds = list(seed) if isinstance(seed, Iterable) else [seed] * len(outputs)
    if len(seeds) != len(outputs):
        raise InputError(f"{len(outputs)} outputs need as many seeds, not {len(seeds)}.")
    return outputs, [float(number) for number in seeds]


def _flow(
    nodes: list[Value], outputs: list[Value], seeds: list[float], since: int = 0
) -> None:
    """Fills ``nodes`` with the graph below ``outputs`` and their cotangent slots with the result.

    ``nodes`` belongs to the caller, who clears the slots even when this is interrupted.
    """
    for output in outputs:
        if output.cotangent is None:
            output.cotangent = ZERO
            nodes.append(output)
    mark(nodes, since)
    nodes.sort(key=BY_CREATION)
    for output, seed in zip(outputs, seeds, strict=True):
        output.cotangent += seed  # type: ignore[operator]
    sweep(nodes)


def mark(nodes: list[Value], since: int = 0) -> None:
    """Extends ``nodes`` to all below them, each marked by a cotangent slot that is not empty."""
    append = nodes.append
    for node in nodes:
        a = node.a
        if a is None or node.serial < since:
            continue
        if a.cotangent is None:
            a.cotangent = ZERO
            append(a)
        b = node.b
        if b is not None:
            if b.cotangent is None:
                b.cotangent = ZERO
                append(b)
            c = node.c
            if c is not None and c.cotangent is None:
                c.cotangent = ZERO
                append(c)


def _clear(nodes: list[Value]) -> None:
    for node in nodes:
        node.cotangent = None


class _Flow(NamedTuple):
    """A recorded cotangent, and the condition under which it flows (None: always).

    The condition is applied where flows meet, after the partials on the way: as on floats, a
    branch not taken sends nothing, whatever its partials are.
    """

    value: Any
    condition: Any = None

    def settled(self) -> Any:
        """The cotangent as a recorded number."""
        if self.condition is None:
            return self.value
        return RECORDING.where(self.condition, self.value, 0.0)

    def joined(self, other: _Flow) -> _Flow:
        """The sum of two flows into the same node."""
        if self.condition is other.condition:
            return _Flow(RECORDING.add(self.value, other.value), self.condition)
        return _Flow(RECORDING.add(self.settled(), other.settled()))


def recorded_cotangents(nodes: list[Value], output: Value, seed: Any = 1.0) -> dict[Value, Any]:
    """The derivative of ``output`` with respect to ``nodes``, itself recorded.

    nodes: a graph in order of creation that ends in ``output``. The answers are Values, or plain
    floats where they are constant; nodes that nothing flows to are left out.
    """
    flows = {output: _Flow(seed)}
    for node in reversed(nodes):
        flow = flows.get(node)
        if flow is None or node.a is None:
            continue
        for operand, sent in _pulled(node, flow):
            before = flows.get(operand)
            flows[operand] = sent if before is None else before.joined(sent)
    return {node: flow.settled() for node, flow in flows.items()}


def _pulled(node: Value, flow: _Flow) -> Iterator[tuple[Value, _Flow]]:
    """What a node's recorded cotangent sends to each operand."""
    row = PRIMITIVES[node.op]
    known = [known_number(operand) for operand in node.args]
    for operand, partial in zip(node.args, row.partials, strict=True):
        if not partial or operand.op is CONSTANT:
            continue
        if "selects" not in row.traits:
            formula = over(scaled(partial, "g"), (*row.operands, "r", "g"))
            yield operand, flow._replace(value=formula(RECORDING, *known, node, flow.value))
            continue
        chosen = over(partial, row.operands)(RECORDING, *known)
        if not isinstance(chosen, Value):
            if chosen:
                yield operand, flow
        elif flow.condition is None:
            yield operand, _Flow(flow.value, chosen)
        else:
            yield operand, _Flow(flow.value, RECORDING.and_(flow.condition, chosen))
