"""Arrays extended beyond their borders: padding, held ends, neighbours around a ring.

Inside, every step of a class reads its operands at places that go on by constant strides. Carried
on to the border, these lead beyond the array; there the recorded step reads nothing (a padded
convolution), something of another array or a constant (a held end), or another place of the same
array (a ring, a mirrored end). `extended` finds the strides from the steps inside, carries them on,
and makes the array that has what was recorded beyond its borders. Every place is compared with the
recorded one; where any differs, None is returned.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograd.program.access import Ints, Loops, loops, views
from autograd.program.access import Operand as Walk
from autograd.program.builder import Builder
from autograd.program.extension import Bools, Carried, Extension
from autograd.program.ir import Axis
from autograd.program.plan import Read, Terms, separated
from autograd.program.readings import Group, Source

LARGEST = 1 << 22
"""The most places that are looked at: members times terms."""


def extended(groups: Sequence[Group], builder: Builder, source: Source) -> list[Terms] | None:
    """The groups reading arrays that are extended beyond their borders, all members alike."""
    if sum(group.readings[0].nodes.size for group in groups) > LARGEST:
        return None
    inside = _complete(groups)
    carried = _carried(groups, inside, builder)
    if carried is None:
        usual = inside & _usual(groups)
        if usual.any() and not np.array_equal(usual, inside):
            carried = _carried(groups, usual, builder)
    return None if carried is None else Extension(groups, carried, builder, source).terms()


def _complete(groups: Sequence[Group]) -> Bools:
    """The members that read all their terms, and each from the array that most read of."""
    inside = np.ones(len(groups[0].readings[0].nodes), dtype=bool)
    for group in groups:
        for reading in group.readings:
            if reading.array >= 0:
                inside &= (reading.places >= 0).all(axis=1)
            else:
                inside &= (reading.nodes >= 0).all(axis=1)
    return inside


def _usual(groups: Sequence[Group]) -> Bools:
    """The members whose places go on as most do."""
    columns = [
        reading.places[:, term]
        for group in groups for reading in group.readings if reading.array >= 0
        for term in range(reading.places.shape[1])
    ]  # fmt: skip
    regular = [column for column in columns if loops(column[None]) is not None]
    grid = loops(np.stack(regular)) if regular else None
    sizes = grid.sizes if grid is not None else (len(columns[0]),)
    usual = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        usual &= column == _fitted(column.reshape(sizes)).ravel()
    return usual


def _fitted(values: Ints) -> Ints:
    """The places that go on by the most frequent steps along each axis, and start most usually."""
    made = np.zeros(values.shape, dtype=np.int64)
    for axis, size in enumerate(values.shape):
        if size > 1:
            shape = [-1 if k == axis else 1 for k in range(values.ndim)]
            made += _most_frequent(np.diff(values, axis=axis)) * np.arange(size).reshape(shape)
    return made + _most_frequent(values - made)


def _most_frequent(values: Ints) -> int:
    found, counts = np.unique(values, return_counts=True)
    return int(found[counts.argmax()])


def _carried(groups: Sequence[Group], inside: Bools, builder: Builder) -> Carried | None:
    """The loops of the members inside, carried on over all of them."""
    ordinals = np.flatnonzero(inside)
    if len(ordinals) < 2:
        return None
    rows, inner = [ordinals], []
    for group in groups:
        some = [r for r in group.readings if r.array >= 0]
        if not some:
            inner.append(Loops((group.readings[0].nodes.shape[1],), (), ()))
            continue
        reads = tuple(Read(r.array, r.places[inside], None) for r in some)
        parts = separated(Terms(reads, group.sign), ordered=not group.ragged)
        found = None if parts is None or parts.columns is None else loops(parts.columns)
        if parts is None or (parts.columns is not None and found is None):
            return None
        rows += parts.rows
        inner.append(found if found is not None else Loops((), (), ((),) * len(some)))
    over = loops(np.stack(rows))
    if over is None:
        return None
    grid = _grid(over.strides[0], len(inside))
    return None if grid is None else _extrapolated(groups, over, inner, grid, builder)


def _grid(strides: tuple[int, ...], count: int) -> tuple[int, ...] | None:
    """The loops over all members, from the strides of the loops over those inside."""
    grid = []
    above = count
    for stride in strides:
        if stride <= 0 or above % stride or above == stride:
            return None
        grid.append(above // stride)
        above = stride
    return tuple(grid) if above == 1 else None


def _extrapolated(
    groups: Sequence[Group], over: Loops, inner: list[Loops], grid: tuple[int, ...],
    builder: Builder,
) -> Carried | None:  # fmt: skip
    walks = [Walk(grid, over.starts[0], [*over.strides[0]])]
    spans = []
    count = len(over.sizes)
    sizes = list(over.sizes)
    for found in inner:
        spans.append(range(len(sizes), len(sizes) + len(found.sizes)))
        sizes += found.sizes
    walks[0].strides.extend([0] * (len(sizes) - count))
    row = 1
    for group, found, span in zip(groups, inner, spans, strict=True):
        for place, reading in enumerate(r for r in group.readings if r.array >= 0):
            strides = [*over.strides[row], *[0] * (len(sizes) - count)]
            strides[span.start : span.stop] = found.strides[place]
            walks.append(Walk(builder.dims(reading.array), over.starts[row], strides))
            row += 1
    affine = views(tuple(sizes), walks)
    outer = tuple(label for group in affine.groups[:count] for label in group)
    begins, wider = dict.fromkeys(outer, 0), list(affine.sizes)
    for axis, size in zip(affine.axes[0], grid, strict=True):
        if len(axis.terms) == 1 and axis.terms[0][1] == 1:
            label = axis.terms[0][0]
            begins[label], wider[label] = axis.start, size
        elif axis.start or math.prod(affine.sizes[label] for label, _ in axis.terms) != size:
            return None
    axes = [
        tuple(
            Axis(axis.start - sum(step * begins.get(x, 0) for x, step in axis.terms), axis.terms)
            for axis in each
        )
        for each in affine.axes[1:]
    ]
    own = [tuple(x for loop in span for x in affine.groups[loop]) for span in spans]
    return Carried(list(affine.shapes[1:]), axes, tuple(wider), outer, own)
