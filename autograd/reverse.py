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
from typing import Any

from autograd.arithmetic import FLOAT
from autograd.errors import InputError
from autograd.flows import Flow
from autograd.formula import over, rules
from autograd.graph import BY_CREATION, order
from autograd.primitive import CONSTANT
from autograd.primitives import PRIMITIVES
from autograd.pullbacks import ZERO, sweep
from autograd.recording import RECORDING, known_number
from autograd.value import Value, is_number, number

_marks = RLock()


def backward(output: Value | Sequence[Value], seed: float | Sequence[float] = 1.0) -> None:
    """Adds the derivatives of ``output`` to ``.grad`` of every node below it.

    output: a Value, or several; seed: the cotangent of each output, 1 by default (the derivative
    of the sum, then). Raises `InputError` where their numbers differ, or a seed is no number.
    """
    outputs, seeds = _paired(output, seed)
    with _marks:
        try:
            for nodes in _flow(outputs, seeds):
                for node in nodes:
                    node.grad += node.cotangent  # type: ignore[operator]
                    node.cotangent = None
        except BaseException:
            _unmark(outputs)
            raise


def cotangents(
    output: Value | Sequence[Value], seed: float | Sequence[float] = 1.0
) -> dict[Value, float]:
    """The derivative of ``output`` with respect to every node below it; no ``.grad`` is touched.

    Operations come first, the newest of them foremost, then leaves and constants.
    """
    outputs, seeds = _paired(output, seed)
    found: dict[Value, float] = {}
    with _marks:
        try:
            for nodes in _flow(outputs, seeds):
                for node in nodes:
                    found[node] = node.cotangent  # type: ignore[assignment]
                    node.cotangent = None
        except BaseException:
            _unmark(outputs)
            raise
    return found


def local_partials(node: Value) -> tuple[float, ...]:
    """The derivative of ``node`` with respect to each operand, as the table has it.

    0 for an operand without a derivative (a condition, an order, a branch not taken).
    """
    if node.a is None:
        return ()
    row = PRIMITIVES[node.op]
    known = [operand.data for operand in node.args]
    partials = [
        over(p or "0", (*row.operands, "r"))(FLOAT, *known, node.data) for p in row.partials
    ]
    selects = "selects" in row.traits
    return tuple(float(bool(partial) if selects else partial) for partial in partials)


def _paired(output: Any, seed: Any) -> tuple[list[Value], list[float]]:
    outputs = [output] if isinstance(output, Value) else list(output)
    several = isinstance(seed, Iterable) and not isinstance(seed, str)
    seeds = list(seed) if several else [seed] * len(outputs)
    if len(seeds) != len(outputs):
        raise InputError(f"{len(outputs)} outputs need as many seeds, not {len(seeds)}.")
    for each in seeds:
        if not is_number(each):
            raise InputError(f"A seed is a real number, not {type(each).__name__}.")
    return outputs, [number(each) for each in seeds]


def _flow(outputs: list[Value], seeds: list[float]) -> tuple[list[Value], list[Value]]:
    """The operations below ``outputs``, newest first, and the ends: leaves and constants.

    Their cotangent slots hold the derivatives, and are for the caller to empty.
    """
    operations, ends = reach(outputs)
    operations.sort(key=BY_CREATION, reverse=True)
    for output, seed in zip(outputs, seeds, strict=True):
        output.cotangent += seed  # type: ignore[operator]
    sweep(operations)
    return operations, ends


def reach(outputs: list[Value]) -> tuple[list[Value], list[Value]]:
    """The operations and the ends below ``outputs``, each marked by a cotangent of `ZERO`.

    What was found last is followed first: most graphs are then met nearly in reverse order of
    creation, which is quick to sort and walks through memory in order.
    """
    operations: list[Value] = []
    ends: list[Value] = []
    waiting: list[Value] = []
    found, end, wait, follow = operations.append, ends.append, waiting.append, waiting.pop
    for output in outputs:
        if output.cotangent is None:
            output.cotangent = ZERO
            (end if output.a is None else wait)(output)
    while waiting:
        node = follow()
        found(node)
        a: Value = node.a  # type: ignore[assignment]  # an operation has an operand
        if a.cotangent is None:
            a.cotangent = ZERO
            (end if a.a is None else wait)(a)
        b = node.b
        if b is not None:
            if b.cotangent is None:
                b.cotangent = ZERO
                (end if b.a is None else wait)(b)
            c = node.c
            if c is not None and c.cotangent is None:
                c.cotangent = ZERO
                (end if c.a is None else wait)(c)
    return operations, ends


def _unmark(outputs: list[Value]) -> None:
    """Empties the cotangent slots after a pass that was interrupted, wherever that happened."""
    for node in order(*outputs):
        node.cotangent = None


def gradient(outputs: Sequence[Value], seeds: Sequence[float], wrt: Sequence[Value]) -> list[float]:
    """The derivative of the outputs' sum, weighted by ``seeds``, with respect to each of ``wrt``.

    0.0 where nothing depends on one. No ``.grad`` is touched.
    """
    with _marks:
        try:
            reached = _flow(list(outputs), list(seeds))
            answers = [node.cotangent or 0.0 for node in wrt]
            for nodes in reached:
                for node in nodes:
                    node.cotangent = None
        except BaseException:
            _unmark(list(outputs))
            raise
    return answers


def recorded_gradient(
    nodes: Sequence[Value],
    outputs: Sequence[Value],
    seeds: Sequence[Any],
    wrt: Sequence[Value],
) -> list[Any]:
    """As `gradient`, but itself recorded: the answers are Values, or floats where constant.

    nodes: the part of the graph below ``outputs`` to go through, operands first. The seeds may be
    Values too.
    """
    flows: dict[Value, Flow] = {}
    for output, seed in zip(outputs, seeds, strict=True):
        _send(flows, output, Flow(seed))
    for node in reversed(nodes):
        flow = flows.get(node)
        if flow is None or node.a is None:
            continue
        for operand, sent in _pulled(node, flow):
            _send(flows, operand, sent)
    nothing = Flow(0.0)
    return [flows.get(node, nothing).settled() for node in wrt]


def _send(flows: dict[Value, Flow], to: Value, flow: Flow) -> None:
    before = flows.get(to)
    flows[to] = flow if before is None else before.joined(flow)


def _pulled(node: Value, flow: Flow) -> Iterator[tuple[Value, Flow]]:
    """What a node's recorded cotangent sends to each operand."""
    selects = "selects" in PRIMITIVES[node.op].traits
    known = [known_number(operand) for operand in node.args]
    for operand, rule in zip(node.args, rules(node.op), strict=True):
        if rule is None or operand.op is CONSTANT:
            continue
        sent = rule(RECORDING, *known, node, flow.value)
        if not selects:
            yield operand, flow._replace(value=sent)
        elif isinstance(sent, Value):
            yield operand, flow.under(sent)
        elif sent:
            yield operand, flow
