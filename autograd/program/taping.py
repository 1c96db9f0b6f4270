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
from autograd.scopes import Scope
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

    result: the structure of the numbers. The list ``outputs`` is emptied, and a graph that nobody
    else holds is freed while it is read. Raises `InputError` where the graph reaches a Value that
    was made before the recording.
    """
    ends = [each if isinstance(each, Value) else Value(each) for each in outputs]
    outputs.clear()
    ends += [guard.truth for guard in guards]
    reading = _Reading(start.serial, max(node.serial for node in ends))
    codes = [reading.reach(node) for node in ends]
    ends.clear()
    reading.run()
    columns, by_code = reading.columns(start)
    columns, moved = _folded(columns, by_code[codes])
    numbers: list[int] = moved[by_code[codes]].tolist()
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


class _Columns(NamedTuple):
    """Nodes as columns, as in `Tape`."""

    ops: list[str]
    operands: Ints
    numbers: Floats
    place: Ints
    names: dict[int, str]
    scopes: Runs


# --- reading nodes


class _Reading:
    """Reads what some nodes were made from, from the latest node to the first.

    An operand is older than its users, so that a slot for each serial number is all the
    bookkeeping there is. The *code* of a node is its slot; -1 is no operand, and constants from
    before the recording have the codes -2, -3, …
    """

    def __init__(self, start: int, stop: int) -> None:
        self.start = start
        count = max(0, stop - start + 1)
        self.waiting: list[Value | None] = [None] * count
        self.outside: dict[Value, int] = {}
        self.ops: list[str | None] = [None] * count
        self.numbers = array_of("d", [0.0]) * count
        self.operands = tuple(array_of("i", [-1]) * count for _ in range(3))
        self.told: list[tuple[int, Label | Scope | None]] = []

    def reach(self, node: Value) -> int:
        """The code of a node that is to be read."""
        slot = node.serial - self.start
        if slot >= 0:
            self.waiting[slot] = node
            return slot
        if node not in self.outside:
            _refuse_leaves(node)
            self.outside[node] = -2 - len(self.outside)
        return self.outside[node]

    def run(self) -> None:
        """Reads all nodes; each is let go when it has been read."""
        start, reach, waiting, ops, numbers = (
            self.start, self.reach, self.waiting, self.ops, self.numbers
        )  # fmt: skip
        first, second, third = self.operands
        last: object = self
        while waiting:
            node = waiting.pop()
            if node is None:
                continue
            slot = len(waiting)
            ops[slot] = node.op
            numbers[slot] = node.data
            if node._meta is not last:
                last = node._meta
                self.told.append((slot, node._meta))
            a = node.a
            if a is None:
                continue
            below = first[slot] = a.serial - start
            if below >= 0:
                waiting[below] = a
            else:
                first[slot] = reach(a)
            b = node.b
            if b is None:
                continue
            below = second[slot] = b.serial - start
            if below >= 0:
                waiting[below] = b
            else:
                second[slot] = reach(b)
            if node.c is not None:
                third[slot] = reach(node.c)

    def columns(self, start: Start) -> tuple[_Columns, Ints]:
        """What was read, constants from outside first; and the numbers of nodes by their codes."""
        early, reached = len(self.outside), np.array([op is not None for op in self.ops], bool)
        count = early + int(reached.sum())
        numbers = np.full(len(reached) + early + 1, -1, dtype=np.int32)
        numbers[: len(reached)][reached] = np.arange(early, count)
        numbers[len(reached) : -1] = np.arange(early)[::-1]
        operands = np.full((count, 3), -1, dtype=np.int32)
        for column, codes in enumerate(self.operands):
            operands[early:, column] = numbers[np.frombuffer(codes, np.int32)[reached]]
        data = np.concatenate(
            [[node.data for node in self.outside], np.frombuffer(self.numbers)[reached]]
        )
        ops = [CONSTANT] * early + [op for op in self.ops if op is not None]
        place = np.full((count, 2), -1, dtype=np.int32)
        for number, leaves in enumerate(start.leaves):
            slots = leaves[leaves < self.start + len(reached)] - self.start
            own = np.flatnonzero(reached[slots])
            place[numbers[slots[own]]] = np.stack([np.full_like(own, number), own], axis=1)
        return _Columns(ops, operands, data, place, *self._names(numbers)), numbers

    def _names(self, numbers: Ints) -> tuple[dict[int, str], Runs]:
        """What the user calls nodes, and the names of their scopes."""
        names: dict[int, str] = {}
        scopes = Runs([], [])
        first = 0
        for slot, meta in reversed(self.told):  # the latest node of each run of nodes told alike
            number = int(numbers[slot])
            scope = meta
            if isinstance(meta, Label):
                names[number] = meta.text
                scope = meta.scope
            text = "" if scope is None else scope.name
            if text != (scopes.texts[-1] if scopes.texts else ""):
                scopes.starts.append(first)
                scopes.texts.append(text)
            first = number + 1
        return names, scopes


def _refuse_leaves(node: Value) -> None:
    """Raises `InputError` for a node from before the recording that is no constant."""
    for below in order(node):
        if below.op is LEAF:
            raise InputError(
                f"The function uses a Value{f' {below.name!r}' if below.name else ''} from "
                "outside, made before this call; a program knows its arguments alone. Pass it as "
                "one of them; what is kept from call to call has to be made anew in each."
            )


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
        columns.scopes._replace(starts=starts),
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
