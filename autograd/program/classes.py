"""Steps of the same kind, put into classes: each class becomes one array of the program.

One forward scan numbers the nodes by what they are made of: the key of an elementwise step is its
row and the classes of its operands. Chains of additions, subtractions and negations are taken
together as one signed sum first, where that finds terms of the same class; the key of such a sum
is the set of its (term class, sign) pairs, without their number. No class can hold a node and one
of its operands, so classes in order of creation are in order of computation.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from autograd.primitive import CONSTANT, LEAF
from autograd.primitives import PRIMITIVES
from autograd.program.tape import Tape

SUM = "sum"
_LINEAR = frozenset({"add", "sub", "neg"})
_EXTREMES = frozenset({"maximum", "minimum"})
_CHAINED = _LINEAR | _EXTREMES
_FEWEST_EXTREMES = 3
_SWAPPED = frozenset(
    name for name, row in PRIMITIVES.items()
    if "commutative" in row.traits and "selects" not in row.traits
)  # fmt: skip

Group = tuple[int, int]
"""What the terms of a sum have in common: their class and their sign, 1 or -1."""


class Class(NamedTuple):
    """op: the row, `LEAF`, `CONSTANT`, or `SUM`. members: nodes in order of creation.

    swapped: which members have their two operands exchanged, so that their classes agree.
    groups: for sums and for chains of extremes, the groups of terms in the order of writing.
    """

    op: str
    members: list[int]
    swapped: set[int]
    groups: tuple[Group, ...] = ()


class Partition(NamedTuple):
    """classes in order of computation; of: the class of each node, -1 for what was absorbed.

    terms: for each sum its terms by group. direct: nodes that are read other than as terms.
    """

    classes: list[Class]
    of: list[int]
    terms: dict[int, dict[Group, list[int]]]
    direct: bytearray


class Hints(NamedTuple):
    """What earlier attempts have found out about nodes: those to keep apart from the others of
    their class, each with the number of its piece, and those whose sums count their terms."""

    pieces: dict[int, int]
    counted: set[int]


def partition(tape: Tape, hints: Hints) -> Partition:
    """The classes of a tape."""
    absorbed = _absorbed(tape)
    while True:
        found = _Scan(tape, absorbed, hints).run()
        ragged = set(_ragged(found)) - hints.counted
        if not ragged:
            return found
        hints.counted.update(ragged)


def _ragged(found: Partition) -> Iterable[int]:
    """The members of sums that differ in how many terms they have."""
    for each in found.classes:
        if each.op != SUM or len(each.members) < 2:
            continue
        for group in each.groups:
            if len({len(found.terms[member][group]) for member in each.members}) > 1:
                yield from each.members
                break


def _absorbed(tape: Tape) -> list[bool]:
    """For each node whether it only hands on a part of one sum, or of one chain of extremes."""
    ops, count = tape.ops, len(tape.ops)
    columns = tape.operands.T
    used = np.concatenate([*columns, np.array(tape.outputs, dtype=np.int64)])
    counted = np.bincount(used + 1, minlength=count + 1)[1:]
    everyone = np.arange(count)
    last_user = np.full(count + 1, -1)
    for column in columns:
        last_user[column] = everyone
    linear = np.fromiter((op in _LINEAR for op in ops), bool, count)
    between = np.concatenate([column[linear] for column in columns])
    between = between[between >= 0]
    tangled = between[(counted[between] > 1) & linear[between]]
    uses, user = counted.tolist(), last_user[:-1].tolist()
    result = [False] * count
    for number in range(count - 1, -1, -1):
        if uses[number] != 1 or user[number] < 0:
            continue
        op, consumer = ops[number], ops[user[number]]
        if op in _LINEAR:
            result[number] = consumer in ("add", "sub") or (
                consumer == "neg" and result[user[number]]
            )
        elif op in _EXTREMES:
            result[number] = consumer == op
    _keep_whole_classes(tape, result, set(tangled.tolist()))
    return result


def _keep_whole_classes(tape: Tape, absorbed: list[bool], tangled: set[int]) -> None:
    """Keeps a partial sum that is also used elsewhere, with all that are computed like it."""
    if not tangled:
        return
    plain = _Scan(tape, [False] * len(absorbed), Hints({}, set()), frozenset()).run()
    for number in {plain.of[node] for node in tangled}:
        for member in plain.classes[number].members:
            absorbed[member] = False


class _Scan:
    """One forward scan with a dictionary of keys."""

    def __init__(
        self, tape: Tape, absorbed: list[bool], hints: Hints, chained: frozenset[str] = _CHAINED
    ) -> None:
        self.tape = tape
        self.chained = chained
        self.absorbed = absorbed
        self.hints = hints
        self.pieces = hints.pieces
        self.columns = tape.columns
        self.of = [-1] * len(tape.ops)
        self.keys: dict[object, int] = {}
        self.classes: list[Class] = []
        self.terms: dict[int, dict[Group, list[int]]] = {}
        self.direct = bytearray(len(tape.ops) + 1)  # the last for the operand -1, which is none
        for output in tape.outputs:
            self.direct[output] = 1

    def run(self) -> Partition:
        """The partition."""
        ops, absorbed, inputs = self.tape.ops, self.absorbed, self.tape.place[:, 0].tolist()
        of, direct, chained = self.of, self.direct, self.chained
        first, second, third = self.columns
        for node, op in enumerate(ops):
            if absorbed[node]:
                continue
            if op is LEAF:
                self._enter(node, (LEAF, inputs[node]), LEAF)
            elif op in chained:
                self._chain(node, op)
            elif op is CONSTANT:
                self._enter(node, CONSTANT, CONSTANT)
            else:
                a, b, c = first[node], second[node], third[node]
                direct[a] = direct[b] = direct[c] = 1
                if b < 0:
                    self._enter(node, (op, of[a]), op)
                elif op == "mul":
                    self._product(node, of[a], of[b])
                else:
                    self._step(node, op)
        return Partition(self.classes, of, self.terms, direct)

    def _enter(self, node: int, key: object, op: str, groups: tuple[Group, ...] = ()) -> Class:
        if self.pieces and node in self.pieces:
            key = (key, self.pieces[node])
        number = self.keys.get(key)
        if number is None:
            number = self.keys[key] = len(self.classes)
            self.classes.append(Class(op, [], set(), groups))
        found = self.classes[number]
        found.members.append(node)
        self.of[node] = number
        return found

    def _product(self, node: int, first: int, second: int) -> None:
        if first > second:
            self._enter(node, ("mul", second, first), "mul").swapped.add(node)
        else:
            self._enter(node, ("mul", first, second), "mul")

    def _step(self, node: int, op: str) -> None:
        """An elementwise step."""
        of = self.of
        a, b, c = (column[node] for column in self.columns)
        self.direct[a] = self.direct[b] = self.direct[c] = 1
        if b < 0:
            self._enter(node, (op, of[a]), op)
            return
        first, second = of[a], of[b]
        if op in _SWAPPED and first > second:
            self._enter(node, (op, second, first), op).swapped.add(node)
        elif op == "pow" and self.tape.ops[b] is CONSTANT:
            self._enter(node, (op, first, second, b), op)
        else:
            self._enter(node, (op, first, second, -1 if c < 0 else of[c]), op)

    def _chain(self, node: int, op: str) -> None:
        """The root of a sum or of a chain of extremes: one step, or as it was written."""
        a, b = self.columns[0][node], self.columns[1][node]
        if not (self.absorbed[a] or (b >= 0 and self.absorbed[b])):
            whole = self._terms(node, op) if b >= 0 and op in _LINEAR else None
        else:
            whole = self._terms(node, op)
        groups = None if whole is None else self._grouped(whole, op)
        if groups is None or not self._worth(groups, op):
            self._as_written(node)
            return
        kind = SUM if op in _LINEAR else op
        key: tuple[object, ...] = (kind, frozenset(groups))
        if kind != SUM or node in self.hints.counted:
            key += (tuple(sorted((group, len(nodes)) for group, nodes in groups.items())),)
        if kind != SUM:  # an extreme reads its terms; only a sum can take in a product's factors
            for term in itertools.chain.from_iterable(groups.values()):
                self.direct[term] = 1
        self.terms[node] = groups
        self._enter(node, key, kind, tuple(groups))

    def _terms(self, root: int, op: str) -> list[tuple[int, int]]:
        """The terms under a root with their signs, from left to right."""
        ops, absorbed = self.tape.ops, self.absorbed
        first, second, _ = self.columns
        found: list[tuple[int, int]] = []
        waiting = [(root, 1)]
        while waiting:
            node, sign = waiting.pop()
            if node != root and not absorbed[node]:
                found.append((node, sign))
                continue
            a, b = first[node], second[node]
            kind = ops[node]
            if b >= 0:
                waiting.append((b, -sign if kind == "sub" else sign))
            waiting.append((a, -sign if kind == "neg" else sign))
        return found

    def _grouped(self, terms: list[tuple[int, int]], op: str) -> dict[Group, list[int]]:
        groups: dict[Group, list[int]] = {}
        of, ops, numbers = self.of, self.tape.ops, self.tape.numbers
        for node, sign in terms:
            started = ops[node] is CONSTANT and numbers[node] == 0.0 and op in _LINEAR
            if started and len(terms) > 2:
                continue  # what sum() starts from
            groups.setdefault((of[node], sign), []).append(node)
        return groups

    def _worth(self, groups: dict[Group, list[int]], op: str) -> bool:
        """Whether terms of the same class make it worth while to leave the order as written."""
        if op in _EXTREMES:
            return len(groups) == 1 and all(
                len(nodes) >= _FEWEST_EXTREMES for nodes in groups.values()
            )
        return any(
            len(nodes) > 1 and self.tape.ops[nodes[0]] is not CONSTANT and len(set(nodes)) > 1
            for nodes in groups.values()
        )

    def _as_written(self, root: int) -> None:
        """Enters a chain step by step, operands first."""
        inner, waiting = [], [root]
        while waiting:
            node = waiting.pop()
            if node != root and not self.absorbed[node]:
                continue
            inner.append(node)
            waiting += [column[node] for column in self.columns if column[node] >= 0]
        for node in sorted(inner):
            self._step(node, self.tape.ops[node])
