"""From the recorded graph to the tape: what a result was made from, constants folded.

A node is a Python object, an entry of the tape a few bytes: the nodes are read into columns, one
attribute at a time, and let go; everything after that is done on whole columns.
"""

from __future__ import annotations

from array import array as array_of
from collections.abc import Sequence
from itertools import compress
from typing import Any, NamedTuple

import numpy as np

from autograd.errors import InputError
from autograd.graph import order
from autograd.guards import Guard
from autograd.primitive import CONSTANT, LEAF
from autograd.program.tape import Decision, Floats, Input, Ints, Runs, Tape
from autograd.value import Label, Value

Serials = np.ndarray[Any, np.dtype[np.int64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

LEVELS = 8
"""How many levels of steps on constants are folded as whole columns before the rest is folded
step by step."""


class Start(NamedTuple):
    """What a recording starts with: the first serial number, the inputs, and for each of them the
    serial numbers of its leaves, in flat order."""

    serial: int
    inputs: list[Input]
    leaves: list[Serials]


def tape_of(outputs: list[Any], result: Any, start: Start, guards: Sequence[Guard]) -> Tape:
    """The tape of the numbers that a function gave, and of its guards that depend on an argument.

    result: the structure of the numbers. The list ``outputs`` is emptied, so that a graph that
    nobody else holds is freed as soon as it has been read. Raises `InputError` where the graph
    reaches a Value that was made before the recording.
    """
    ends = [each if isinstance(each, Value) else Value(each) for each in outputs]
    outputs.clear()
    ends += [guard.truth for guard in guards]
    nodes, outside = _reached(ends, start.serial)
    columns = _read(nodes, outside, start)
    of_ends = columns.by_serial[_codes(ends, outside, start.serial)]
    nodes.clear()
    ends.clear()
    columns, moved = _folded(columns, of_ends)
    numbers: list[int] = moved[of_ends].tolist()
    count = len(numbers) - len(guards)
    decisions = [
        Decision(node, guard.outcome, guard.filename, guard.line)
        for node, guard in zip(numbers[count:], guards, strict=True)
        if columns.ops[node] is not CONSTANT
    ]
    return Tape(
        columns.ops, _arrays(columns.operands), columns.operands, columns.numbers, columns.place,
        tuple(start.inputs), numbers[:count], result, columns.names, columns.scopes, [], [],
        decisions,
    )  # fmt: skip


# --- reading nodes


def _reached(ends: list[Value], start: int) -> tuple[list[Value], dict[Value, int]]:
    """The nodes below ``ends`` in order of creation; apart from them those that are older than
    the recording, numbered.

    One scan from the latest node to the first: an operand is older than its users, so that a slot
    for each serial number is all the bookkeeping there is.
    """
    slots: list[Value | None] = [None] * (max(node.serial for node in ends) - start + 1)
    outside: dict[Value, int] = {}
    for node in ends:
        _reach(node, start, slots, outside)
    for place in range(len(slots) - 1, -1, -1):
        user = slots[place]
        if user is None:
            continue
        a = user.a
        if a is None:
            continue
        if (below := a.serial - start) >= 0:
            slots[below] = a
        else:
            _reach(a, start, slots, outside)
        b = user.b
        if b is None:
            continue
        if (below := b.serial - start) >= 0:
            slots[below] = b
        else:
            _reach(b, start, slots, outside)
        if user.c is not None:
            _reach(user.c, start, slots, outside)
    return [node for node in slots if node is not None], outside


def _reach(node: Value, start: int, slots: list[Value | None], outside: dict[Value, int]) -> None:
    """Marks a node; one from before the recording has to be a constant."""
    if node.serial >= start:
        slots[node.serial - start] = node
        return
    for below in order(node) if node not in outside else ():
        if below.op is LEAF:
            raise InputError(
                f"The function uses a Value{f' {below.name!r}' if below.name else ''} from "
                "outside; a program knows its arguments alone. Pass it as one of them."
            )
    outside.setdefault(node, len(outside))


class _Columns(NamedTuple):
    """Nodes as columns, as in `Tape`. by_serial: their numbers, found by the codes of `_codes`."""

    ops: list[str]
    operands: Ints
    numbers: Floats
    place: Ints
    names: dict[int, str]
    scopes: Runs
    by_serial: Ints


def _read(nodes: list[Value], outside: dict[Value, int], start: Start) -> _Columns:
    early, count = len(outside), len(outside) + len(nodes)
    serials = _codes(nodes, outside, start.serial)
    index = np.full(int(serials.max(initial=-1)) + early + 2, -1, dtype=np.int32)
    index[serials] = np.arange(early, count)
    index[len(index) - 1 - early : -1] = np.arange(early)[::-1]
    place = np.full((count, 2), -1, dtype=np.int32)
    for number, leaves in enumerate(start.leaves):
        known = leaves - start.serial
        own = np.flatnonzero(known < len(index) - early - 1)
        own = own[index[known[own]] >= 0]
        place[index[known[own]]] = np.stack([np.full_like(own, number), own], axis=1)
    operands = np.full((count, 3), -1, dtype=np.int32)
    third = any(node.c is not None for node in nodes)
    for column, name in enumerate("abc"[: 2 + third]):
        read = [getattr(node, name) for node in nodes]
        operands[early:, column] = index[_codes(read, outside, start.serial)]
    numbers = np.fromiter([node.data for node in (*outside, *nodes)], float, count)
    ops = [CONSTANT] * early + [node.op for node in nodes]
    return _Columns(ops, operands, numbers, place, *_told(nodes, early), index)


def _codes(nodes: Sequence[Value | None], outside: dict[Value, int], start: int) -> Serials:
    """Where ``by_serial`` has nodes: from its start those of the recording, by their serial number;
    from its end "no operand", then those from outside."""
    if outside:
        found = [
            -1 if node is None else node.serial - start if node.serial >= start
            else -2 - outside[node] for node in nodes
        ]  # fmt: skip
    else:
        found = [-1 if node is None else node.serial - start for node in nodes]
    return np.fromiter(found, np.int64, len(found))


def _told(nodes: list[Value], first: int) -> tuple[dict[int, str], Runs]:
    """What the user calls nodes, and the names of their scopes."""
    names: dict[int, str] = {}
    scopes = Runs([], [])
    last: object = None
    for number, meta in enumerate([node._meta for node in nodes], first):
        if meta is last:
            continue
        last = meta
        scope = meta
        if isinstance(meta, Label):
            names[number] = meta.text
            scope = meta.scope
        text = "" if scope is None else scope.name
        if text != (scopes.texts[-1] if scopes.texts else ""):
            scopes.starts.append(number)
            scopes.texts.append(text)
    return names, scopes


# --- folding


def _folded(columns: _Columns, ends: Ints) -> tuple[_Columns, Ints]:
    """Columns with equal constants once and none that nothing reads, steps on constants as
    constants, and no renaming steps; and the new number of each node."""
    ops, operands = columns.ops, columns.operands
    constant = _constants(operands, columns.place)
    for number in np.flatnonzero(constant).tolist():
        ops[number] = CONSTANT
    operands[constant] = -1
    stands_for = _standing_for(columns, constant)
    operands = np.where(operands < 0, -1, stands_for[operands])
    used = np.zeros(len(ops) + 1, dtype=bool)
    used[operands] = used[stands_for[ends]] = True
    kept = (stands_for == np.arange(len(ops))) & (used[:-1] | ~constant)
    before = np.zeros(len(ops) + 1, dtype=np.int32)  # how many are kept before each
    np.cumsum(kept, out=before[1:])
    moved = before[stands_for]
    starts = before[np.array(columns.scopes.starts, dtype=np.int64)].tolist()
    folded = _Columns(
        list(compress(ops, kept.tolist())), np.where(operands < 0, -1, moved[operands])[kept],
        columns.numbers[kept], columns.place[kept],
        {int(moved[k]): name for k, name in columns.names.items() if kept[k]},
        columns.scopes._replace(starts=starts), columns.by_serial[:0],
    )  # fmt: skip
    return folded, moved


def _standing_for(columns: _Columns, constant: Mask) -> Ints:
    """For each node the one that is there in its place: of equal constants the first, of a
    renaming step what it renames."""
    numbers = columns.numbers
    result = np.arange(len(numbers), dtype=np.int32)
    some = np.flatnonzero(constant)
    numbers[some[np.isnan(numbers[some])]] = np.nan  # of whatever sign
    bits = numbers[some].view(np.int64)
    _, first, which = np.unique(bits, return_index=True, return_inverse=True)
    result[some] = some[first[which]]
    if "identity" in columns.ops:
        renaming = np.flatnonzero([op == "identity" for op in columns.ops])
        result[renaming] = columns.operands[renaming, 0]
    while not np.array_equal(further := result[result], result):
        result = further
    return result


def _constants(operands: Ints, place: Ints) -> Mask:
    """Which nodes are the same whatever the arguments: ends that are no arguments, and steps that
    have such operands alone."""
    end = operands[:, 0] < 0
    constant: Mask = np.append(end & (place[:, 0] < 0), True)  # the last for the operand -1
    count = int(constant.sum())
    for _ in range(LEVELS):
        np.logical_or(constant[:-1], ~end & constant[operands].all(axis=1), out=constant[:-1])
        before, count = count, int(constant.sum())
        if count == before:
            return constant[:-1]
    known = constant.tolist()
    for number, (a, b, c) in enumerate(operands.tolist()):
        if a >= 0 and known[a] and known[b] and known[c]:
            known[number] = True
    return np.array(known[:-1], dtype=bool)


def _arrays(operands: Ints) -> tuple[array_of[int], array_of[int], array_of[int]]:
    """The columns of operands where Python reads single numbers fast."""
    first, second, third = (array_of("i", column.tobytes()) for column in operands.T)
    return first, second, third
