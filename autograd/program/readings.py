"""What the members of a class read, place by place: of arrays, constants, or nothing."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from autograd.program.access import Ints
from autograd.program.plan import Read, Terms

MOST_NEIGHBOURS = 8


class Reading(NamedTuple):
    """What the members of a class read in one place, of shape (members, terms).

    array: the array that most read of, -1 for constants alone; places: flat indices in it, -1 for
    what is read elsewhere or not at all. nodes: what is read, -1 where nothing. numbers: of
    constants.
    """

    array: int
    places: Ints
    nodes: Ints
    numbers: np.ndarray[Any, Any] | None = None


class Group(NamedTuple):
    """The readings whose product is a term, and its sign."""

    readings: tuple[Reading, ...]
    sign: int

    @property
    def ragged(self) -> bool:
        """Whether members differ in how many terms they have."""
        return bool((self.readings[0].nodes < 0).any())

    @property
    def uneven(self) -> bool:
        """Whether some members read other arrays than the others, or none."""
        return any(
            bool((r.nodes < 0).any() or (r.array >= 0 and (r.places < 0).any()))
            for r in self.readings
        )

    def terms(self) -> Terms:
        """The group as it is."""
        return Terms(tuple(
            Read(r.array, None if r.array < 0 else r.places, r.numbers) for r in self.readings
        ), self.sign)  # fmt: skip

    def filled(self) -> Terms:
        """The group with something to read in every place."""
        return Terms(tuple(
            Read(r.array, None if r.array < 0 else np.maximum(r.places, 0), r.numbers)
            for r in self.readings
        ), self.sign)  # fmt: skip


def neighbours(group: Group, dims: tuple[int, ...]) -> list[Group]:
    """The terms of a group; a few that are no block of their array, such as the neighbours of a
    cell, one by one."""
    (reading,) = group.readings
    count = reading.places.shape[1]
    if not (2 < count <= MOST_NEIGHBOURS and len(dims) > 1) or group.ragged:
        return [group]
    complete = np.flatnonzero((reading.places >= 0).all(axis=1))
    if not len(complete):
        return [group]
    places = reading.places[complete[len(complete) // 2]]  # of a member inside, most likely
    along = [np.unique(axis) for axis in np.unravel_index(places, dims)]
    even = all(len(set(np.diff(axis).tolist())) < 2 for axis in along)
    if even and math.prod(map(len, along)) == len(set(places.tolist())):
        return [group]
    return [
        Group((Reading(reading.array, reading.places[:, k:k + 1], reading.nodes[:, k:k + 1]),),
              group.sign)
        for k in range(count)
    ]  # fmt: skip


class Source(NamedTuple):
    """Where the value of a node is: its array (-1 for a constant), its place, its number."""

    array: Ints
    place: Ints
    number: np.ndarray[Any, Any]
