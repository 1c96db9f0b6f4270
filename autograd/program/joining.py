"""Classes at the border of an array joined with the class inside.

Where a step reads its neighbours in an array, the steps at the border read something else instead:
a fixed end, a constant. They are other classes then, their users too, and with every round the
classes fall further apart. Here a border class joins the class that reads the same array in every
place: its members stay as they are, and `autograd.program.borders` finds the array that is extended
by what they read from outside.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from autograd.primitive import CONSTANT, LEAF
from autograd.program.classes import (
    COMMUTATIVE,
    SUM,
    Class,
    Group,
    Hints,
    Partition,
    count_of_signs,
    partition,
)
from autograd.program.families import with_families
from autograd.program.regrouping import Regrouping
from autograd.program.running import RUNNING
from autograd.program.tape import Tape

MOST_PARTNERS = 8


Counts = Counter[tuple[int, int]]


class _Shape(NamedTuple):
    """What a class reads: counts of (class, sign) for a sum, else of (class, place).

    groups: of its first member; others: of members that read the same classes more or less often.
    """

    op: str
    groups: Counts
    extra: int
    others: tuple[Counts, ...]


def joined(tape: Tape, hints: Hints) -> Partition:
    """The classes of a tape with border classes joined; those of nodes in pieces stay alone.

    A chain of additions whose terms are all of different classes is a sum here where it joins
    one: at a border each term may be read of another array.
    """
    found, written, families = with_families(tape, hints)
    hints = hints._replace(families=families)
    sums = [each for each in found.classes if each.op == SUM]
    counts = {count_of_signs(found.terms[each.members[0]]) for each in sums}
    forced = {
        node for node, (zero, signs) in found.loose.items()
        if ((zero and counts) or signs in counts) and node not in hints.pieces
    }  # fmt: skip
    if forced:
        found, written = partition(tape, hints._replace(forced=forced))
    join = _Join(found, tape, {found.of[n] for n in hints.pieces if found.of[n] >= 0})
    join.run()
    if forced:
        together = join.joined()
        together |= {
            k for k, each in enumerate(found.classes) if not forced.issuperset(each.members)
        }
        alone = {node for node in forced if found.of[node] not in together}
        if alone:
            found, written = partition(tape, hints._replace(forced=forced - alone))
            join = _Join(found, tape, {found.of[n] for n in hints.pieces if found.of[n] >= 0})
            join.run()
    if not join.borders:
        return found
    root = [join.find(number) for number in range(len(found.classes))]
    bordered = {root[number] for number in join.borders.values()}
    regrouped = Regrouping(found, tape, root, join.operands, written).partition(bordered)
    return found if regrouped is None else regrouped


class _Join:
    """Goes through the graph of classes level by level, and joins what it finds."""

    def __init__(self, found: Partition, tape: Tape, apart: set[int]) -> None:
        self.found = found
        self.tape = tape
        self.apart = apart
        self.parent = list(range(len(found.classes)))
        self.size = [len(each.members) for each in found.classes]
        self.borders: dict[int, int] = {}  # the class inside, for each border class
        self.shapes: dict[int, _Shape] = {}
        self.begins = {
            chain.terms[0]: found.of[chain.nodes[0]] for chain in found.running
            if len(chain.terms) > len(chain.nodes)
        }  # fmt: skip
        self.firsts: dict[int, int] = {}  # running sums, by the classes that read first terms
        self.operands = [self._operands(each) for each in found.classes]
        self.others = [self._others(each) for each in found.classes]

    def _operands(self, each: Class) -> list[tuple[int, int]]:
        """The operands of the first member: class and sign of a term, class and place else."""
        first, of = each.members[0], self.found.of
        if each.groups:
            terms = self.found.terms[first]
            return [group for group in each.groups for _ in terms[group]]
        nodes = [column[first] for column in self.tape.columns if column[first] >= 0]
        return [(of[node], place) for place, node in enumerate(nodes)]

    def _others(self, each: Class) -> list[list[tuple[Group, int]]]:
        """How often the members read each group, where they differ."""
        if len(each.members) < 2 or not each.groups:
            return []
        terms = self.found.terms
        kinds = {tuple(map(len, terms[m].values())): m for m in each.members}
        if len(kinds) < 2:
            return []
        return [[(group, len(nodes)) for group, nodes in terms[m].items()] for m in kinds.values()]

    def find(self, number: int) -> int:
        """The class that a class has joined."""
        while self.parent[number] != number:
            number = self.parent[number]
        return number

    def joined(self) -> set[int]:
        """The classes that have joined others, and those that others have joined."""
        return {
            x for number, parent in enumerate(self.parent) if parent != number
            for x in (number, parent)
        }  # fmt: skip

    def run(self) -> None:
        """Joins classes, those that others read first."""
        levels: dict[int, list[int]] = defaultdict(list)
        level = [0] * len(self.parent)
        for number, operands in enumerate(self.operands):
            level[number] = 1 + max((level[x] for x, _ in operands), default=-1)
            sums = self._reads_first(number)
            if sums is not None:
                self.firsts[number] = sums
                level[number] = max(level[number], level[sums] + 1)
            ends = (LEAF, CONSTANT, RUNNING)
            if self.found.classes[number].op not in ends and number not in self.apart:
                levels[level[number]].append(number)
        for _, numbers in sorted(levels.items()):
            self._level(numbers)

    def _reads_first(self, number: int) -> int | None:
        """The running sums of which a class reads the first terms, as sums of one term."""
        each = self.found.classes[number]
        if each.groups or not self.begins:
            return None
        for column in self.tape.columns:
            found = {self.begins.get(column[node], -1) for node in each.members}
            if len(found) == 1 and 0 <= (sums := found.pop()) < number:
                return sums
        return None

    def _level(self, numbers: list[int]) -> None:
        if len(numbers) < 2:
            return
        if self.borders:
            numbers = self._congruent(numbers)
        inside: dict[tuple[str, int, int], list[int]] = defaultdict(list)
        for number in numbers:
            shape = self.shapes[number] = self._shape(number)
            for array, _ in shape.groups:
                places = inside[shape.op, array, shape.groups.total()]
                if len(places) < MOST_PARTNERS:
                    places.append(number)
        for number in numbers:
            if not self._is_inside(number):
                self._joins(number, inside)

    def _congruent(self, numbers: list[int]) -> list[int]:
        """Joins the classes that differ only in operands which have been joined."""
        known: dict[object, int] = {}
        for number in numbers:
            shape = self._shape(number)
            kinds = frozenset(frozenset(x.items()) for x in (shape.groups, *shape.others))
            key = (shape.op, kinds, shape.extra)
            first = known.setdefault(key, number)
            if first != number:
                self._union(first, number)
        return list(known.values())

    def _shape(self, number: int) -> _Shape:
        each = self.found.classes[number]
        operands = [(self.find(x), place) for x, place in self.operands[number]]
        extra = -1
        if each.op == "pow":
            exponent = self.tape.columns[1][each.members[0]]
            extra = exponent if self.tape.ops[exponent] is CONSTANT else -1
        if each.op in COMMUTATIVE:
            operands = [(x, 0) for x, _ in operands]
        others = set()
        for counts in self.others[number]:
            other: Counts = Counter()
            for (x, sign), count in counts:
                other[self.find(x), sign] += count
            others.add(frozenset(other.items()))
        kinds = [Counter(dict(other)) for other in others] if len(others) > 1 else []
        return _Shape(each.op, Counter(operands), extra, tuple(kinds))

    def _is_inside(self, number: int) -> bool:
        """Whether something has joined a class already."""
        return number in self.borders.values()

    def _joins(self, number: int, inside: dict[tuple[str, int, int], list[int]]) -> None:
        """Joins a border class with the class that reads one array where it reads others too."""
        shape = self.shapes[number]
        best, most = -1, 0
        first = self.firsts.get(number, -1)
        for array in dict.fromkeys((*(x for x, _ in shape.groups), first)):
            if array < 0 or self.found.classes[array].op is CONSTANT:
                continue
            for other in inside[shape.op, array, shape.groups.total()]:
                inner = self.shapes[other]
                own = sum(count for (x, _), count in inner.groups.items() if x == array)
                fits = other != number and own > most and self._is_smaller(number, other)
                if fits and _is_border(shape, inner, array, alone=array == first):
                    best, most = other, own
        if best >= 0:
            self.borders[number] = best
            self._union(best, number)

    def _is_smaller(self, number: int, other: int) -> bool:
        """Whether a class of elementwise steps is small enough for a border of the other."""
        border = self.found.classes[number]
        return bool(border.groups) or 2 * self.size[number] <= self.size[other]

    def _union(self, into: int, number: int) -> None:
        number, into = self.find(number), self.find(into)
        self.parent[number] = into
        self.size[into] += self.size[number]


def _is_border(border: _Shape, inner: _Shape, array: int, *, alone: bool) -> bool:
    """Whether members read as those of the inner class, but for an array elsewhere; ``alone``:
    they need not read of that array at all."""
    if border.extra != inner.extra or inner.others:
        return False
    for counts in border.others or (border.groups,):
        missing, foreign = inner.groups - counts, counts - inner.groups
        if any(x != array for x, _ in missing):
            return False
        if not alone and not any(x == array for x, _ in counts):
            return False
        if _places(missing) != _places(foreign):
            return False
    return bool(inner.groups - border.groups)


def _places(counts: Counts) -> Counter[int]:
    found: Counter[int] = Counter()
    for (_, place), count in counts.items():
        found[place] += count
    return found
