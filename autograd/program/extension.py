"""Arrays extended by what was recorded beyond their borders; see `autograd.program.borders`."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd.program.access import Ints, loops, views
from autograd.program.access import Operand as Walk
from autograd.program.builder import Builder
from autograd.program.ir import Axis, Part, View, whole
from autograd.program.plan import Read, Terms
from autograd.program.readings import Group, Reading, Source

Bools = np.ndarray[Any, np.dtype[np.bool_]]
WIDEST = 2
"""How many times its size an array may grow by."""


class Carried(NamedTuple):
    """Strides carried on over all members.

    shapes, axes: of each reading of an array, in order; grid: the loops over the members, as
    labels with their sizes; inner: for each group the labels of its terms. groups: with their
    terms in the order in which these loops go.
    """

    shapes: list[tuple[int, ...]]
    axes: list[tuple[Axis, ...]]
    sizes: tuple[int, ...]
    grid: tuple[int, ...]
    inner: list[tuple[int, ...]]


class Outside(NamedTuple):
    """What lies beyond the borders of an array: for flat places in the extended one, nodes."""

    low: tuple[int, ...]
    high: tuple[int, ...]
    nodes: dict[int, int]


class Extension:
    """Compares the carried places with the recorded ones, and makes the extended arrays."""

    def __init__(
        self, groups: Sequence[Group], carried: Carried, builder: Builder, source: Source
    ) -> None:
        self.groups = groups
        self.carried = carried
        self.builder = builder
        self.source = source
        self.count = len(groups[0].readings[0].nodes)
        self.borders: dict[tuple[int, tuple[int, ...]], Outside] = {}
        self.orders: dict[int, tuple[Ints, Ints]] = {}  # of ragged groups, by their first reading

    def terms(self) -> list[Terms] | None:
        """The groups reading extended arrays, or None where what was recorded differs."""
        self._find_borders()
        for (_, shape), outside in self.borders.items():
            for size, low, high in zip(shape, outside.low, outside.high, strict=True):
                if low + high > WIDEST * size:
                    return None
        number = 0
        found: list[tuple[Group, list[tuple[Ints, Bools] | None], int]] = []
        for group, inner in zip(self.groups, self.carried.inner, strict=True):
            first = number
            predicted: list[tuple[Ints, Bools] | None] = []
            for reading in group.readings:
                predicted.append(self._predicted(number, inner) if reading.array >= 0 else None)
                number += reading.array >= 0
            fits = self._fits_ragged if group.ragged else self._fits
            if not fits(group, predicted, first, inner):
                return None
            found.append((group, predicted, first))
        made = {key: self._array(key, outside) for key, outside in self.borders.items()}
        if None in made.values():
            return None
        return [
            Terms(tuple(self._reads(*each, inner, made)), each[0].sign)
            for each, inner in zip(found, self.carried.inner, strict=True)
        ]

    # --- places

    def _key(self, number: int, array: int) -> tuple[int, tuple[int, ...]]:
        return array, self.carried.shapes[number]

    def _find_borders(self) -> None:
        """How far each array is left, in each dimension."""
        sizes = self.carried.sizes
        readings = [r for group in self.groups for r in group.readings if r.array >= 0]
        for number, reading in enumerate(readings):
            shape = self.carried.shapes[number]
            old = self.borders.get(self._key(number, reading.array))
            low = list(old.low if old else (0,) * len(shape))
            high = list(old.high if old else (0,) * len(shape))
            for d, axis in enumerate(self.carried.axes[number]):
                ends = [step * (sizes[label] - 1) for label, step in axis.terms]
                low[d] = max(low[d], -(axis.start + sum(min(0, end) for end in ends)))
                last = axis.start + sum(max(0, end) for end in ends)
                high[d] = max(high[d], last - shape[d] + 1)
            if any(low) or any(high):
                key = self._key(number, reading.array)
                self.borders[key] = Outside(tuple(low), tuple(high), {})

    def _coordinates(self, number: int, inner: tuple[int, ...]) -> list[Ints]:
        """For each dimension the places of (members, terms)."""
        labels = (*self.carried.grid, *inner)
        sizes = self.carried.sizes
        found = []
        for axis in self.carried.axes[number]:
            total = np.full([sizes[label] for label in labels], axis.start, dtype=np.int64)
            for label, step in axis.terms:
                at = labels.index(label)
                moves = np.arange(sizes[label]) * step
                total += moves.reshape([-1] + [1] * (len(labels) - at - 1))
            found.append(total.reshape(self.count, -1))
        return found

    def _start(self, inner: tuple[int, ...]) -> Ints:
        count = math.prod(self.carried.sizes[label] for label in inner)
        return np.zeros((self.count, count), dtype=np.int64)

    def _predicted(self, number: int, inner: tuple[int, ...]) -> tuple[Ints, Bools]:
        """The flat places in the array as it is, and which of them are in it."""
        shape = self.carried.shapes[number]
        flat = self._start(inner)
        within = np.ones(flat.shape, dtype=bool)
        for size, each in zip(shape, self._coordinates(number, inner), strict=True):
            flat = flat * size + each
            within = within & (each >= 0) & (each < size)
        return flat, within

    def _padded(self, number: int, inner: tuple[int, ...], outside: Outside) -> Ints:
        """The flat places in the extended array."""
        shape = self.carried.shapes[number]
        flat = self._start(inner)
        for size, low, high, each in zip(
            shape, outside.low, outside.high, self._coordinates(number, inner), strict=True
        ):
            flat = flat * (size + low + high) + each + low
        return flat

    # --- comparison with what was recorded

    def _fits(
        self, group: Group, predicted: Sequence[tuple[Ints, Bools] | None], first: int,
        inner: tuple[int, ...],
    ) -> bool:  # fmt: skip
        """Whether all terms are read where the strides lead; notes what lies outside."""
        number = first
        for reading, found in zip(group.readings, predicted, strict=True):
            if found is None:
                continue
            places, within = found
            if places.shape != reading.places.shape:
                return False
            if not np.array_equal(places[within], reading.places[within]):
                return False
            if not within.all():
                outside = self.borders[self._key(number, reading.array)]
                padded = self._padded(number, inner, outside)
                for at, node in zip(
                    padded[~within].tolist(), reading.nodes[~within].tolist(), strict=True
                ):
                    if outside.nodes.setdefault(at, node) != node:
                        return False
            number += 1
        return True

    def _fits_ragged(
        self, group: Group, predicted: Sequence[tuple[Ints, Bools] | None], first: int,
        inner: tuple[int, ...],
    ) -> bool:  # fmt: skip
        """Whether the terms are those whose places are all within their arrays."""
        some = [x for x in predicted if x is not None]
        within = np.logical_and.reduce([found[1] for found in some])
        if within.shape != group.readings[0].nodes.shape:
            return False
        keys = self._keys(group, predicted, within)
        self.orders[first] = np.argsort(keys[0], axis=1), np.argsort(keys[1], axis=1)
        one, other = (
            np.take_along_axis(key, order, axis=1)
            for key, order in zip(keys, self.orders[first], strict=True)
        )
        return np.array_equal(one, other)

    def _keys(
        self, group: Group, predicted: Sequence[tuple[Ints, Bools] | None], within: Bools
    ) -> tuple[Ints, Ints]:
        """A number for each term that tells its places, predicted and recorded; -1 for none."""
        keys = np.zeros((2, *within.shape), dtype=np.int64)
        for reading, found in zip(group.readings, predicted, strict=True):
            if found is not None:
                keys *= math.prod(self.builder.dims(reading.array))
                keys += np.stack([found[0], reading.places])
        keys[0, ~within] = -1
        keys[1, group.readings[0].nodes < 0] = -1
        return keys[0], keys[1]

    def _numbers(self, group: Group, reading: Reading, first: int) -> np.ndarray[Any, Any]:
        """Constants in the order of the predicted terms; in place of none, those inside."""
        assert reading.numbers is not None
        if not group.ragged:
            return reading.numbers
        numbers = np.empty_like(reading.numbers)
        predicted, recorded = self.orders[first]
        np.put_along_axis(
            numbers, predicted, np.take_along_axis(reading.numbers, recorded, axis=1), axis=1
        )
        none = np.zeros(numbers.shape, dtype=bool)
        np.put_along_axis(
            none, predicted, np.take_along_axis(reading.nodes < 0, recorded, axis=1), axis=1
        )
        (complete, *_) = np.flatnonzero(~none.any(axis=1))
        return np.where(none, numbers[complete], numbers)

    def _reads(
        self, group: Group, predicted: Sequence[tuple[Ints, Bools] | None], first: int,
        inner: tuple[int, ...], made: dict[tuple[int, tuple[int, ...]], int | None],
    ) -> Iterator[Read]:  # fmt: skip
        number = first
        for reading, found in zip(group.readings, predicted, strict=True):
            if found is None:
                yield Read(-1, None, self._numbers(group, reading, first))
                continue
            key = self._key(number, reading.array)
            if (array := made.get(key)) is not None:
                yield Read(array, self._padded(number, inner, self.borders[key]), None)
            else:
                yield Read(reading.array, found[0], None)
            number += 1

    # --- extended arrays

    def _array(self, key: tuple[int, tuple[int, ...]], outside: Outside) -> int | None:
        """The extended array; None where what lies outside follows no loop."""
        array, shape = key
        dims = tuple(
            low + size + high
            for low, size, high in zip(outside.low, shape, outside.high, strict=True)
        )
        middle = tuple(Axis(low, ((d, 1),)) for d, low in enumerate(outside.low))
        parts = [Part(View(-1, dims, middle), whole(array, shape), shape)]
        for side in self._sides(outside, shape, dims):
            copied = self._copied(side, dims)
            if copied is None:
                return None
            parts.append(copied)
        return self.builder.scatter(dims, sorted(parts, key=_begin))

    def _sides(
        self, outside: Outside, shape: tuple[int, ...], dims: tuple[int, ...]
    ) -> Iterator[list[tuple[int, int]]]:
        """(place, node) of what lies outside: side by side, and array by array."""
        sides: dict[tuple[Any, ...], list[tuple[int, int]]] = defaultdict(list)
        for place, node in sorted(outside.nodes.items()):
            rest, side = place, []
            for size, low, inside in zip(
                reversed(dims), reversed(outside.low), reversed(shape), strict=True
            ):
                rest, index = divmod(rest, size)
                side.append(-1 if index < low else 1 if index >= low + inside else 0)
            array = int(self.source.array[node])
            value = float(self.source.number[node]) if array < 0 else 0.0
            sides[(*side, array, value.hex())].append((place, node))
        yield from sides.values()

    def _copied(self, pairs: list[tuple[int, int]], dims: tuple[int, ...]) -> Part | None:
        """The part that puts nodes of one array, or a number, in their places."""
        nodes = np.array([node for _, node in pairs])
        array = int(self.source.array[nodes[0]])
        rows = [np.array([place for place, _ in pairs])]
        if array >= 0:
            rows.append(self.source.place[nodes])
        found = loops(np.stack(rows))
        if found is None:
            return None
        walks = [Walk(dims, found.starts[0], [*found.strides[0]])]
        if array >= 0:
            walks.append(Walk(self.builder.dims(array), found.starts[1], [*found.strides[1]]))
        affine = views(found.sizes, walks)
        place = View(-1, affine.shapes[0], affine.axes[0])
        if array < 0:
            return Part(place, float(self.source.number[nodes[0]]), affine.sizes)
        return Part(place, View(array, affine.shapes[1], affine.axes[1]), affine.sizes)


def _begin(part: Part) -> tuple[int, ...]:
    return tuple(axis.start for axis in part.place.axes)
