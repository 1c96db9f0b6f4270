"""Sums of unequal length over the first or the last terms of the longest: triangular sums.

All members read on by the same strides from their first term, or back from their last; what they
leave out is masked. Where the strides lead beyond an array there are zeros instead.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograd.program.access import Ints
from autograd.program.builder import Builder
from autograd.program.extension import WIDEST, Bools
from autograd.program.ir import Axis, Part, View, whole
from autograd.program.plan import Read, Terms
from autograd.program.readings import Group, Reading


def aligned(groups: Sequence[Group], builder: Builder) -> Iterator[list[Terms]]:
    """The ways to read all groups with as many terms for each member, some of them masked."""
    ways: list[list[Terms]] = []
    for group in groups:
        if group.ragged:
            found = list(_ways(group, builder))
            ways.append(sorted(found, key=lambda terms: terms.mask is None))
        elif group.uneven:
            return
        else:
            ways.append([group.terms()])
    for way in itertools.product(*ways):
        yield list(way)


def _ways(group: Group, builder: Builder) -> Iterator[Terms]:
    present = group.readings[0].nodes >= 0
    arrays = [r for r in group.readings if r.array >= 0]
    if not arrays or any((r.places < 0)[present].any() for r in arrays):
        return
    orders: list[tuple[int, ...]] = [(), (0,)] if len(arrays) == 1 else [(), (0, 1), (1, 0)]
    for by in orders:
        order = None
        if by:
            keys = [np.where(present, arrays[k].places, np.iinfo(np.int64).max) for k in by]
            order = np.lexsort(keys[::-1], axis=-1)
        for last in (False, True):
            found = _read(group, order, builder, last=last)
            if found is not None:
                yield found


def _read(group: Group, order: Ints | None, builder: Builder, *, last: bool) -> Terms | None:
    """The terms going on from the first, or back from the last."""
    nodes = group.readings[0].nodes
    count = nodes.shape[1]
    lengths = (nodes >= 0).sum(axis=1)
    terms = np.arange(count) - (count - lengths if last else np.zeros_like(lengths))[:, None]
    mask = (terms >= 0) & (terms < lengths[:, None])
    at = terms.clip(0, count - 1)
    if order is not None:
        at = np.take_along_axis(order, at, axis=1)
    complete = int(lengths.argmax())
    anchor = count - 1 if last else 0
    reads, outside = [], np.zeros(mask.shape, dtype=bool)
    for reading in group.readings:
        if reading.array < 0:
            reads.append(Read(-1, None, _numbers(reading, at, mask, complete)))
            continue
        recorded = np.take_along_axis(reading.places, at, axis=1)
        places = recorded[:, anchor, None] + recorded[complete] - recorded[complete, anchor]
        if not np.array_equal(places[mask], recorded[mask]):
            return None
        low, high = int(places.min()), int(places.max())
        size = int(np.prod(builder.dims(reading.array)))
        if low >= 0 and high < size:
            reads.append(Read(reading.array, places, None))
            continue
        if len(builder.dims(reading.array)) != 1 or high - low >= WIDEST * size:
            return None
        outside |= (places < 0) | (places >= size)
        low = min(low, 0)
        wider = _with_zeros(builder, reading.array, -low, max(high + 1 - size, 0))
        reads.append(Read(wider, places - low, None))
    return Terms(tuple(reads), group.sign, None if np.array_equal(outside, ~mask) else mask)


def _numbers(reading: Reading, at: Ints, mask: Bools, complete: int) -> np.ndarray[Any, Any]:
    """Constants in their order; where there is no term, those of the longest member."""
    assert reading.numbers is not None
    recorded = np.take_along_axis(reading.numbers, at, axis=1)
    return np.where(mask, recorded, recorded[complete])


def _with_zeros(builder: Builder, array: int, before: int, after: int) -> int:
    (size,) = builder.dims(array)
    dims = (before + size + after,)
    place = View(-1, dims, (Axis(before, ((0, 1),)),))
    return builder.scatter(dims, [Part(place, whole(array, (size,)), (size,))])
