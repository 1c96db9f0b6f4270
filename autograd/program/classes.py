"""Steps of the same kind, put into classes: each class becomes one array of the program.

One forward scan numbers the nodes by what they are made of: the key of an elementwise step is its
row and the classes of its operands. Chains of additions, subtractions and negations are taken
together as one signed sum first, where that finds terms of the same class; the key of such a sum
is the set of its (term class, sign) pairs, without their number. No class can hold a node and one
of its operands, so classes in order of creation are in order of computation.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from autograd.primitive import CONSTANT, LEAF
from autograd.primitives import PRIMITIVES
from autograd.program.running import RUNNING, Chain, chains, may_run
from autograd.program.tape import Tape

SUM = "sum"
_LINEAR = frozenset({"add", "sub", "neg"})
_EXTREMES = frozenset({"maximum", "minimum"})
_CHAINED = _LINEAR | _EXTREMES
_FEWEST_EXTREMES = 3
COMMUTATIVE = frozenset(
    name for name, row in PRIMITIVES.items()
    if "commutative" in row.traits and "selects" not in row.traits
)  # fmt: skip

_CODES = {op: code for code, op in enumerate((LEAF, CONSTANT, *PRIMITIVES))}
_IS_LINEAR = np.array([op in _LINEAR for op in _CODES])
_IS_BINARY_LINEAR = np.array([op in _LINEAR - {"neg"} for op in _CODES])
_IS_EXTREME = np.array([op in _EXTREMES for op in _CODES])
_STEPS_BELOW = 4
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits without a pattern: 2**64 by the golden ratio

Codes = np.ndarray[Any, np.dtype[np.intp]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
Group = tuple[int, int]
"""What the terms of a sum have in common: their class and their sign, 1 or -1."""
Written = Callable[[int], list[tuple[int, int]]]
"""The terms of a sum with their signs, from left to right, for its root."""


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
    bordered: the classes that border classes have joined. loose: the roots of chains that were not
    taken together; whether they have a term 0, and how many other terms are added and subtracted.
    running: the running sums.
    """

    classes: list[Class]
    of: list[int]
    terms: dict[int, dict[Group, list[int]]]
    direct: bytearray
    bordered: set[int]
    loose: dict[int, tuple[bool, tuple[int, int]]]
    running: list[Chain]


class Hints(NamedTuple):
    """What earlier attempts have found out about nodes: those to keep apart from the others of
    their class, each with the number of its piece, those whose sums count their terms, and those
    whose chains are sums though none of their terms are of the same class. families: inputs that
    are taken as the units of one array, each with the first of them."""

    pieces: dict[int, int]
    counted: set[int]
    forced: set[int]
    families: dict[int, int]


def partition(tape: Tape, hints: Hints, *, plain: bool = False) -> tuple[Partition, Written]:
    """The classes of a tape, and the terms of its sums; ``plain``: all members of a class have
    as many terms."""
    absorbed = _absorbed(tape)
    steps = may_run(tape)
    running = chains(tape, steps, _plain_classes(tape)) if steps else []
    for chain in running:
        for node in (*chain.nodes, *chain.terms, *[chain.start] * (chain.start >= 0)):
            absorbed[node] = False
    while True:
        scan = _Scan(tape, absorbed, hints, running)
        found = scan.run()
        whole = [chain for chain in running if _is_whole(found, chain)]
        if len(whole) < len(running):
            running = whole
            continue
        ragged = set(_ragged(found)) - hints.counted if plain else None
        if not ragged:
            return found, scan.written
        hints.counted.update(ragged)


def _is_whole(found: Partition, chain: Chain) -> bool:
    """Whether the steps of a chain are of one class, and its terms too."""
    return all(len({found.of[node] for node in nodes}) == 1 for nodes in (chain.nodes, chain.terms))


def count_of_signs(groups: dict[Group, list[int]]) -> tuple[int, int]:
    """How many terms are added and subtracted."""
    added = sum(len(nodes) for (_, sign), nodes in groups.items() if sign > 0)
    return added, sum(map(len, groups.values())) - added


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
    count = len(tape.ops)
    codes = np.fromiter(map(_CODES.__getitem__, tape.ops), np.intp, count)
    linear = _IS_LINEAR[codes]
    used = np.append(tape.operands.ravel(), tape.outputs)
    uses = np.bincount(used + 1, minlength=count + 1)[1:]
    user = np.full(count + 1, -1)
    user[tape.operands.T.ravel()] = np.tile(np.arange(count), 3)
    user = user[:-1]
    alone = (uses == 1) & (user >= 0)
    consumer = codes[user]
    absorbed = alone & np.where(
        linear, _IS_BINARY_LINEAR[consumer], _IS_EXTREME[codes] & (codes == consumer)
    )
    negated = alone & linear & (consumer == _CODES["neg"])  # absorbed if what negates them is
    follow = np.where(negated, user, np.arange(count))
    while not np.array_equal(further := follow[follow], follow):
        follow = further
    absorbed = absorbed[follow]
    between = tape.operands[linear].ravel()
    between = between[between >= 0]
    tangled = between[(uses[between] > 1) & linear[between]]
    _keep_whole_classes(tape, codes, absorbed, np.unique(tangled))
    result: list[bool] = absorbed.tolist()
    return result


def _keep_whole_classes(tape: Tape, codes: Codes, absorbed: Mask, tangled: Codes) -> None:
    """Keeps a partial sum that is also used elsewhere, with all that are computed like it."""
    if not _may_be_alike(tape, codes, absorbed, tangled):
        return
    plain = np.array(_plain_classes(tape))
    absorbed[np.isin(plain, plain[tangled])] = False


def _may_be_alike(tape: Tape, codes: Codes, absorbed: Mask, tangled: Codes) -> bool:
    """Whether some absorbed node could be computed like one of ``tangled``, by what they and the
    nodes a few steps below them are."""
    if not len(tangled):
        return False
    ends = tape.place[:, 0]
    marks = np.append(np.where(ends >= 0, ends + len(_CODES), codes), -1).astype(np.uint64)
    for _ in range(_STEPS_BELOW):
        marks *= _MIX
        marks ^= marks >> np.uint64(29)
        marks[:-1] = 3 * marks[:-1] + marks[tape.operands].sum(axis=1, dtype=np.uint64)
    return bool(np.isin(marks[:-1][absorbed], marks[tangled]).any())


def _plain_classes(tape: Tape) -> list[int]:
    """The class of each node where chains are taken step by step."""
    keys: dict[object, int] = {}
    of = [-1] * (len(tape.ops) + 1)  # the last for the operand -1, which is none
    inputs, ops = tape.place[:, 0].tolist(), tape.ops
    for node, (op, a, b, c) in enumerate(zip(ops, *tape.columns, strict=True)):
        key: object
        if a < 0:
            key = inputs[node]
        elif b < 0:
            key = (op, of[a])
        else:
            first, second, third = of[a], of[b], of[c]
            if first > second and op in COMMUTATIVE:
                first, second = second, first
            elif op == "pow" and ops[b] is CONSTANT:
                third = b
            key = (op, first, second, third)
        of[node] = keys.setdefault(key, len(keys))
    return of[:-1]


class _Scan:
    """One forward scan with a dictionary of keys."""

    def __init__(
        self, tape: Tape, absorbed: list[bool], hints: Hints, running: list[Chain]
    ) -> None:
        self.running = running
        self.chain = {node: chain for chain in running for node in chain.nodes}
        self.tape = tape
        self.absorbed = absorbed
        self.hints = hints
        self.pieces = hints.pieces
        self.columns = tape.columns
        self.of = [-1] * len(tape.ops)
        self.keys: dict[object, int] = {}
        self.classes: list[Class] = []
        self.terms: dict[int, dict[Group, list[int]]] = {}
        self.loose: dict[int, tuple[bool, tuple[int, int]]] = {}
        self.direct = bytearray(len(tape.ops) + 1)  # the last for the operand -1, which is none
        for output in tape.outputs:
            self.direct[output] = 1

    def run(self) -> Partition:
        """The partition."""
        ops, absorbed, inputs = self.tape.ops, self.absorbed, self.tape.place[:, 0].tolist()
        of, direct = self.of, self.direct
        if families := self.hints.families:
            inputs = [families.get(number, number) for number in inputs]
        first, second, third = self.columns
        for node, op in enumerate(ops):
            if absorbed[node]:
                continue
            if op is LEAF:
                self._enter(node, (LEAF, inputs[node]), LEAF)
            elif op in _CHAINED:
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
        return Partition(self.classes, of, self.terms, direct, set(), self.loose, self.running)

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
        if op in COMMUTATIVE and first > second:
            self._enter(node, (op, second, first), op).swapped.add(node)
        elif op == "pow" and self.tape.ops[b] is CONSTANT:
            self._enter(node, (op, first, second, b), op)
        else:
            self._enter(node, (op, first, second, -1 if c < 0 else of[c]), op)

    def _chain(self, node: int, op: str) -> None:
        """The root of a sum or of a chain of extremes: one step, or as it was written."""
        if node in self.chain:
            self._runs(node, self.chain[node])
            return
        a, b = self.columns[0][node], self.columns[1][node]
        if not (self.absorbed[a] or (b >= 0 and self.absorbed[b])):
            whole = self._terms(node, op) if b >= 0 and op in _LINEAR else None
        else:
            whole = self._terms(node, op)
        forced = node in self.hints.forced
        groups = None if whole is None else self._grouped(whole, op, 1 if forced else 2)
        if groups is None or not (forced or self._worth(groups, op)):
            if whole is not None and op in _LINEAR:
                signs = count_of_signs(self._grouped(whole, op, 1))
                self.loose[node] = sum(signs) < len(whole), signs
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

    def _runs(self, node: int, chain: Chain) -> None:
        """A step of a running sum."""
        ends = (chain.start, chain.terms[0])
        groups: tuple[Group, ...] = tuple((self.of[x], 1) for x in ends if x >= 0)
        constant = chain.start >= 0 and self.tape.ops[chain.start] is CONSTANT
        shape = (len(chain.nodes), len(chain.terms), chain.start if constant else -1)
        for x in ends:
            self.direct[x] = 1
        self.terms[node] = {(self.of[x], 1): [x] for x in ends if x >= 0}
        self._enter(node, (RUNNING, groups, shape), RUNNING, groups)

    def written(self, root: int) -> list[tuple[int, int]]:
        """The terms of a sum with their signs, from left to right."""
        return self._terms(root, self.tape.ops[root])

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

    def _grouped(self, terms: list[tuple[int, int]], op: str, most: int) -> dict[Group, list[int]]:
        """The terms by group; of more than ``most`` without a 0 that sum() started from."""
        groups: dict[Group, list[int]] = {}
        of, ops, numbers = self.of, self.tape.ops, self.tape.numbers
        for node, sign in terms:
            started = ops[node] is CONSTANT and numbers[node] == 0.0 and op in _LINEAR
            if started and len(terms) > most:
                continue
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
