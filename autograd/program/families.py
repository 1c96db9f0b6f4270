"""Arguments that are the units of one array: one list or array of weights for each neuron.

Inputs of the same shape whose names or keys differ in a number alone are a *family*. It is taken
as one stacked array where every class that reads one of them reads them all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from autograd.primitive import LEAF
from autograd.program.classes import Hints, Partition, Written, partition
from autograd.program.tape import Input, Tape

Families = dict[int, int]
"""For each input of a family the first of them."""
ROUNDS = 6


def with_families(tape: Tape, hints: Hints) -> tuple[Partition, Written, Families]:
    """The classes of a tape in which the inputs of a family are one array."""
    groups = _alike(tape.inputs)
    for _ in range(ROUNDS):
        families = {member: group[0] for group in groups for member in group}
        found, written = partition(tape, hints._replace(families=families))
        if not groups:
            return found, written, families
        readers = _readers(tape, found, families)
        parts: dict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
        for group in groups:
            for member in group:
                parts[group[0], frozenset(readers[member])].append(member)
        split = [part for (_, by), part in parts.items() if len(part) > 1 and by]
        if len(split) == len(groups) and sum(map(len, split)) == len(families):
            return found, written, families
        groups = split
    found, written = partition(tape, hints._replace(families={}))
    return found, written, {}


def _alike(inputs: Iterable[Input]) -> list[list[int]]:
    """Shared inputs whose names or keys differ in a number, and which have the same shape; two
    numbers that are arguments of their own are not enough."""
    groups: dict[tuple[object, tuple[str, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for number, x in enumerate(inputs):
        if x.batched:
            continue
        where = tuple(_numberless(key) for key in x.path)
        whose = x.argument if x.path else _numberless(x.name)
        groups[whose, where, x.shape].append(number)
    return [
        group for (_, where, shape), group in groups.items()
        if len(group) > (1 if where or shape else 2)
    ]  # fmt: skip


def _numberless(key: object) -> str:
    return "#" if isinstance(key, int) else re.sub(r"\d+", "#", str(key))


def _readers(tape: Tape, found: Partition, families: Families) -> dict[int, set[int]]:
    """The classes that read each input of a family."""
    inputs = tape.place[:, 0]
    leaves = {number for number, each in enumerate(found.classes)
              if each.op is LEAF and int(inputs[each.members[0]]) in families}  # fmt: skip
    readers: dict[int, set[int]] = {number: set() for number in families}
    for number, each in enumerate(found.classes):
        if each.op is LEAF:
            continue
        for member in each.members:
            if each.groups:
                terms = found.terms[member]
                nodes = [x for group in each.groups if group[0] in leaves for x in terms[group]]
            else:
                nodes = [
                    x for x in (column[member] for column in tape.columns)
                    if x >= 0 and found.of[x] in leaves
                ]  # fmt: skip
            for node in nodes:
                readers[int(inputs[node])].add(number)
    return readers
