"""How to take a class apart that follows no loop: by runs, by constants, or into its members."""

from __future__ import annotations

import numpy as np

from autograd.program.access import Ints
from autograd.program.plan import Terms
from autograd.program.readings import Group

FEW_MEMBERS = 8
FEW_PIECES = 4


def pieces_of(members: Ints, groups: list[Terms]) -> list[list[int]] | None:
    """How to take a class apart: into a few runs, or into its members where these are few."""
    if len(members) < 2:
        return None
    index = np.stack([r.places[:, 0] for g in groups for r in g.reads if r.places is not None])
    for order in (np.arange(len(members)), np.lexsort(index[::-1])):
        runs = _runs(index[:, order])
        if 1 < len(runs) <= min(FEW_PIECES, len(members) // 2):
            return [members[order[run]].tolist() for run in runs]
    if len(members) <= FEW_MEMBERS:
        return [[member] for member in members.tolist()]
    return None


def by_constant(members: Ints, groups: list[Group]) -> list[list[int]]:
    """Members that do different things to the same numbers, told apart by their constants."""
    constants = [group.readings[0] for group in groups if group.readings[0].array < 0]
    arrays = [group.readings[0].places for group in groups if group.readings[0].array >= 0]
    if len(constants) != 1 or not arrays or len(members) < 2:
        return []
    numbers = constants[0].numbers
    assert numbers is not None
    different = {number.hex() for number in numbers.ravel().tolist()}
    reads = np.unique(np.concatenate(arrays, axis=1), axis=0)
    if len(different) < 2 or len(reads) == len(members):
        return []
    pieces: dict[str, list[int]] = {}
    for member, number in zip(members.tolist(), numbers.ravel().tolist(), strict=True):
        pieces.setdefault(number.hex(), []).append(member)
    return list(pieces.values())


def _runs(index: Ints) -> list[slice]:
    """Where the columns go on by constant steps: the longest runs from left to right."""
    found: list[slice] = []
    start, count = 0, index.shape[1]
    while start < count and len(found) <= FEW_PIECES:
        stop = count
        if count - start > 2:
            steps = np.diff(index[:, start:], axis=1)
            same = (steps == steps[:, :1]).all(axis=0)
            stop = count if same.all() else start + int(same.argmin()) + 1
        found.append(slice(start, stop))
        start = stop
    return found
