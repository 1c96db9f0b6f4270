"""How one class is computed: the loops that its operands follow, and where each member lands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from autograd.program.access import Affine, Ints, Loops, loops, separate, views
from autograd.program.access import Operand as Walk
from autograd.program.ir import Block, Operand, View, unfolded


class Read(NamedTuple):
    """What the members of a class read in one place: flat indices, or the numbers of constants.

    Both have the shape (members, terms).
    """

    array: int
    places: Ints | None
    numbers: np.ndarray[Any, Any] | None

    @property
    def length(self) -> int:
        """How many terms each member has."""
        known = self.numbers if self.places is None else self.places
        assert known is not None
        return int(known.shape[1])


class Terms(NamedTuple):
    """The terms of one group of a sum: one read, or two that are multiplied; and their sign.

    mask: which terms (members, terms) there are, where some are left out.
    """

    reads: tuple[Read, ...]
    sign: int
    mask: np.ndarray[Any, np.dtype[np.bool_]] | None = None

    def masking(self) -> Read | None:
        """The mask as numbers that are read."""
        return None if self.mask is None else Read(-1, None, self.mask.astype(float))


class Plan:
    """How a class is computed: frame, views, and where each member lands.

    sizes: of the frame; its first ``rank`` labels are the dimensions of the class. operands: for
    each group its operands over the frame; summed: for each group its further labels; masks: for
    each group which of its terms there are.
    """

    def __init__(
        self, sizes: tuple[int, ...], rank: int, operands: list[list[Operand | Read]],
        summed: list[tuple[int, ...]], signs: list[int], masks: list[Read | None], positions: Ints,
        spread: Callable[[np.ndarray[Any, Any], tuple[int, ...]], np.ndarray[Any, Any]],
    ) -> None:  # fmt: skip
        self.sizes = sizes
        self.rank = rank
        self.operands = operands
        self.summed = summed
        self.signs = signs
        self.masks = masks
        self.positions = positions
        self.spread = spread

    @classmethod
    def of(cls, groups: list[Terms], members: Ints, block: Block, *, ordered: bool) -> Plan | None:
        """The plan by loops, or None where there are none."""
        split = [separated(group, ordered) for group in groups]
        if any(each is None for each in split):
            return None
        parts = [each for each in split if each is not None]
        rows = [row for part in parts for row in part.rows]
        if not rows:
            return None
        unique, inverse, table = _distinct(np.stack(rows), [
            _numbered(read.numbers) for part in parts for read in part.terms.reads
            if read.numbers is not None
        ] + [_numbered(part.terms.mask.astype(float)) for part in parts
             if part.terms.mask is not None])  # fmt: skip
        over_members = loops(table)
        if over_members is None or _goes_back(over_members):
            order = np.lexsort(table[::-1])
            in_order = loops(table[:, order])
            if in_order is not None:
                over_members = in_order
                unique, inverse = unique[order], np.argsort(order)[inverse]
        if over_members is None:
            return None
        return _plan(
            cls, [part.terms for part in parts], parts, over_members, unique, inverse, block
        )

    @classmethod
    def by_tables(cls, groups: list[Terms], members: Ints, block: Block) -> Plan:
        """The plan that reads everything by tables of indices: one label for the members, and one
        for the terms of each group."""
        sizes = [len(members)]
        operands: list[list[Operand | Read]] = []
        summed: list[tuple[int, ...]] = []
        for group in groups:
            first = group.reads[0]
            count = first.length
            summed.append((len(sizes),) if count > 1 else ())
            if count > 1:
                sizes.append(count)
            operands.append(list(group.reads))
        rank = 1 if len(members) > 1 else 0
        if rank == 0:
            summed = [tuple(label - 1 for label in labels) for labels in summed]
            sizes = sizes[1:]

        def spread(table: np.ndarray[Any, Any], labels: tuple[int, ...]) -> np.ndarray[Any, Any]:
            return table.reshape([len(members)] * rank + [sizes[label] for label in labels])

        return cls(tuple(sizes), rank, operands, summed, [g.sign for g in groups],
                   [g.masking() for g in groups], np.arange(len(members)), spread)  # fmt: skip


class _Parts(NamedTuple):
    """A group whose indices are separate: rows[k, n] + columns[k, m]; terms in their order."""

    terms: Terms
    rows: list[Ints]
    columns: Ints | None
    length: int


def separated(group: Terms, ordered: bool) -> _Parts | None:
    """Rows and columns of a group, with the terms put in order where that is needed."""
    indexed = [read.places for read in group.reads if read.places is not None]
    numbers = [read.numbers for read in group.reads if read.numbers is not None]
    if not indexed:
        return _Parts(group, [], None, numbers[0].shape[1])
    table = np.stack(indexed)
    count = table.shape[2]
    if count == 1:
        return _Parts(group, list(table[:, :, 0]), None, 1)
    orders: list[tuple[int, ...]] = [()]
    if not ordered and group.mask is None:
        orders += [(0,)] if len(indexed) == 1 else [(0, 1), (1, 0)]
    for by in orders:
        chosen, reads = table, group.reads
        if by:
            place = np.lexsort([table[k] for k in reversed(by)], axis=-1)
            chosen = np.take_along_axis(table, place[None], axis=2)
            reads = tuple(_reordered(read, place) for read in reads)
        found = separate(chosen)
        if found is not None and loops(found[1]) is not None:
            return _Parts(Terms(reads, group.sign, group.mask), list(found[0]), found[1], count)
    return None


def _reordered(read: Read, place: Ints) -> Read:
    index, numbers = (
        None if x is None else np.take_along_axis(x, place, axis=1)
        for x in (read.places, read.numbers)
    )
    return Read(read.array, index, numbers)


def _goes_back(found: Loops) -> bool:
    return any(stride < 0 for strides in found.strides for stride in strides)


def _numbered(numbers: np.ndarray[Any, Any]) -> Ints:
    """Equal rows of constants get equal numbers (told apart by their bits)."""
    bits = np.ascontiguousarray(numbers).view(np.int64)
    _, inverse = np.unique(bits, axis=0, return_inverse=True)
    return inverse.reshape(-1)


def _distinct(table: Ints, constants: list[Ints]) -> tuple[Ints, Ints, Ints]:
    """Members with equal operands are one: the first of each, which one each is, their table."""
    count = table.shape[1]
    everyone = np.arange(count)
    if count == 1:
        return everyone, everyone, table
    key = table[0].copy()
    for row in (*table[1:], *constants):
        _, key = np.unique(key * (int(row.max()) + 1) + row, return_inverse=True)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    if len(first) == count:
        return everyone, everyone, table
    order = np.argsort(first)
    unique = first[order]
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return unique, back[inverse], table[:, unique]


def _plan(
    cls: type[Plan], groups: list[Terms], parts: list[_Parts], over: Loops, unique: Ints,
    inverse: Ints, block: Block,
) -> Plan:  # fmt: skip
    """Joins the loops over members with the loops over each group's terms in one frame."""
    inner = [None if part.columns is None else loops(part.columns) for part in parts]
    sizes = list(over.sizes)
    spans: list[range] = []
    for part, found in zip(parts, inner, strict=True):
        own = found.sizes if found is not None else (part.length,) if part.length > 1 else ()
        spans.append(range(len(sizes), len(sizes) + len(own)))
        sizes += own
    walks: list[Walk] = []
    row = 0
    for group, found, span in zip(groups, inner, spans, strict=True):
        place = 0
        for read in group.reads:
            if read.places is None:
                continue
            strides = [*over.strides[row], *[0] * (len(sizes) - len(over.sizes))]
            if found is not None:
                strides[span.start : span.stop] = found.strides[place]
            walks.append(Walk(block.arrays[read.array].dims, over.starts[row], strides))
            row, place = row + 1, place + 1
    affine = views(tuple(sizes), walks)
    return _laid_out(cls, groups, affine, len(over.sizes), spans, unique, inverse, block)


def _laid_out(
    cls: type[Plan], groups: list[Terms], affine: Affine, loops_of_members: int,
    spans: list[range], unique: Ints, inverse: Ints, block: Block,
) -> Plan:  # fmt: skip
    """Chooses the order of the class's dimensions, and numbers its labels so."""
    outer = [label for group in affine.groups[:loops_of_members] for label in group]
    reads = [read for group in groups for read in group.reads if read.places is not None]
    order = _order_of_dimensions(outer, affine, [block.arrays[r.array].batched for r in reads])
    rest = [label for label in range(len(affine.sizes)) if label not in set(outer)]
    names = {label: number for number, label in enumerate([*order, *rest])}
    sizes = tuple(affine.sizes[label] for label in [*order, *rest])
    summed = [
        tuple(names[label] for loop in span for label in affine.groups[loop]) for span in spans
    ]
    found = iter(
        unfolded(View(read.array, shape, axes).relabeled(names), sizes)
        for read, shape, axes in zip(reads, affine.shapes, affine.axes, strict=True)
    )
    operands: list[list[Operand | Read]] = [
        [next(found) if read.places is not None else read for read in group.reads]
        for group in groups
    ]
    rank = len(outer)
    dims = [affine.sizes[label] for label in outer]
    axes = [outer.index(label) for label in order]
    places = np.empty(len(unique), dtype=np.int64)
    places[np.arange(len(unique)).reshape(dims).transpose(axes).ravel()] = np.arange(len(unique))

    def spread(table: np.ndarray[Any, Any], labels: tuple[int, ...]) -> np.ndarray[Any, Any]:
        own = [sizes[label] for label in labels]
        chosen = table[unique].reshape([*dims, *own])
        return chosen.transpose([*axes, *range(rank, rank + len(own))])

    return cls(sizes, rank, operands, summed, [g.sign for g in groups],
               [g.masking() for g in groups], places[inverse], spread)  # fmt: skip


def _order_of_dimensions(outer: list[int], affine: Affine, batched: list[bool]) -> list[int]:
    """The labels of a class as its main operand has them, then as the next one has."""
    ranked = sorted(
        range(len(batched)),
        key=lambda k: (-batched[k], -sum(x in outer for axis in affine.axes[k]
                                         for x, _ in axis.terms)),
    )  # fmt: skip
    order: list[int] = []
    for k in ranked:
        for axis in affine.axes[k]:
            order += [x for x, _ in axis.terms if x in outer and x not in order]
    return order + [label for label in outer if label not in order]
