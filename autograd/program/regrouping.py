"""A partition in which some classes are one: its classes in order, their terms and operands."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict

from autograd.program.classes import COMMUTATIVE, Class, Group, Partition, Written
from autograd.program.running import RUNNING
from autograd.program.tape import Tape


class Regrouping:
    """Makes one class of all that have the same root.

    root: for each class the class that it has joined, or itself; operands: for each class the
    classes that it reads; written: the terms of a sum in the order of writing.
    """

    def __init__(
        self, found: Partition, tape: Tape, root: list[int],
        operands: list[list[tuple[int, int]]], written: Written,
    ) -> None:  # fmt: skip
        self.found = found
        self.tape = tape
        self.root = root
        self.operands = operands
        self.written = written

    def partition(self, bordered: set[int]) -> Partition | None:
        """The partition in which joined classes are one; None where they would read each other."""
        found = self.found
        members: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(found.classes):
            members[self.root[number]] += each.members
        for some in members.values():
            some.sort()
        order = self._order(members)
        if len(order) < len(members):
            return None
        place = {number: k for k, number in enumerate(order)}
        new = [place[self.root[number]] for number in range(len(found.classes))]
        of = [new[x] if x >= 0 else -1 for x in found.of]
        made = Partition([], of, {}, found.direct, {place[x] for x in bordered}, {}, found.running)
        for number in order:
            self._enter(made, number, members[number], new)
        return made

    def _order(self, members: dict[int, list[int]]) -> list[int]:
        """Classes before those that read them, and else in the order in which they were made;
        fewer than all where some read each other."""
        users: dict[int, set[int]] = defaultdict(set)
        waits: dict[int, set[int]] = {number: set() for number in members}
        for number, operands in enumerate(self.operands):
            target = self.root[number]
            for x, _ in operands:
                source = self.root[x]
                users[source].add(target)
                waits[target].add(source)
        ready = [(members[number][0], number) for number in members if not waits[number]]
        heapq.heapify(ready)
        order = []
        while ready:
            _, number = heapq.heappop(ready)
            order.append(number)
            for user in users[number]:
                waits[user].discard(number)
                if not waits[user]:
                    heapq.heappush(ready, (members[user][0], user))
        return order

    def _enter(self, made: Partition, number: int, members: list[int], new: list[int]) -> None:
        """Enters one class, with its terms or its swapped members in the new numbers."""
        each = self.found.classes[number]
        changed = any(self.root[x] != x for x, _ in self.operands[number])
        whole = len(members) == len(each.members) and not changed
        if each.groups:
            groups = tuple(dict.fromkeys((new[x], sign) for x, sign in each.groups))
            counts: Counter[Group] = Counter()
            for (x, sign), nodes in self.found.terms[each.members[0]].items():
                counts[new[x], sign] += len(nodes)
            for node in members:
                terms = self.found.terms[node]
                made.terms[node] = (
                    {(new[x], sign): nodes for (x, sign), nodes in terms.items()}
                    if whole or each.op == RUNNING
                    else _sorted(node, counts, terms, made.of, self.written)
                )
            made.classes.append(Class(each.op, members, set(), groups))
            return
        swapped = each.swapped if whole else self._orientation(each, members, made.of)
        made.classes.append(Class(each.op, members, swapped, ()))

    def _orientation(self, each: Class, members: list[int], of: list[int]) -> set[int]:
        """The members whose operands are exchanged against those of the class inside."""
        if each.op not in COMMUTATIVE:
            return set()
        first, second, _ = self.tape.columns
        x, y = of[first[each.members[0]]], of[second[each.members[0]]]
        return {
            node for node in members
            if x != y and (of[first[node]] == y or of[second[node]] == x)
            and not (of[first[node]] == x or of[second[node]] == y)
        }  # fmt: skip


def _sorted(
    node: int, counts: Counter[Group], terms: dict[Group, list[int]], of: list[int],
    written: Written,
) -> dict[Group, list[int]]:  # fmt: skip
    """The terms of a sum by group as they were written; one that is read from outside stands in
    the group that lacks one. counts: how many terms of each group the class inside has."""
    kept = {x for nodes in terms.values() for x in nodes}
    found: dict[Group, list[int]] = {group: [] for group in counts}
    pairs = [(x, sign) for x, sign in written(node) if x in kept]
    lacking = counts - Counter((of[x], sign) for x, sign in pairs)
    for x, sign in pairs:
        group = (of[x], sign)
        if group not in found:
            group = next(g for g in lacking if g[1] == sign and lacking[g] > 0)
            lacking[group] -= 1
        found[group].append(x)
    return found
