"""Weighted sums over elements that follow no loop, as products with a matrix that is mostly 0.

The weights are put where the recorded terms have them; a product with the matrix takes the place
of a sum over indices, which NumPy does four to five times more slowly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograd.program.builder import Builder
from autograd.program.extension import Bools
from autograd.program.ir import Axis, Part, View
from autograd.program.plan import Read, Terms
from autograd.program.readings import Group, Reading

FEWEST_ROWS = 6
LARGEST = 1 << 22
"""The most elements that such a matrix may have."""
SPARSEST = 64
"""How many elements of a matrix there may be for each weight."""


def as_products(groups: Sequence[Group], builder: Builder) -> list[Terms] | None:
    """The groups with products in place of weighted sums, or None where there are none."""
    found = [_product(group, builder) for group in groups]
    if not any(found):
        return None
    if any(made is None and group.uneven for made, group in zip(found, groups, strict=True)):
        return None
    return [
        group.terms() if made is None else made for made, group in zip(found, groups, strict=True)
    ]


def _product(group: Group, builder: Builder) -> Terms | None:
    """One group, where it has two factors, weights that all samples share first or last."""
    nodes = group.readings[0].nodes
    if len(group.readings) != 2 or nodes.shape[1] < 2 or len(nodes) < FEWEST_ROWS:
        return None
    present = nodes >= 0
    if any(r.array < 0 or (r.places[present] < 0).any() for r in group.readings):
        return None
    arrays = builder.block.arrays
    for place in (0, 1):
        weights, others = group.readings[place], group.readings[1 - place]
        if not arrays[weights.array].batched and weights.array != others.array:
            matrix = _matrix(weights, others, present, builder)
            if matrix is not None:
                return Terms(_reads(matrix, others.array, len(nodes), builder), group.sign)
    return None


def _reads(matrix: int, array: int, rows: int, builder: Builder) -> tuple[Read, ...]:
    columns = math.prod(builder.dims(array))
    every = np.arange(rows * columns).reshape(rows, columns)
    return Read(matrix, every, None), Read(array, every % columns, None)


def _matrix(weights: Reading, others: Reading, present: Bools, builder: Builder) -> int | None:
    """The matrix of weights: a row for each member, a column for each element of the others."""
    rows, columns = len(present), math.prod(builder.dims(others.array))
    table = (np.arange(rows)[:, None] * columns + others.places)[present]
    count = rows * columns
    if count > LARGEST or count > SPARSEST * len(table) or len(np.unique(table)) < len(table):
        return None
    places = weights.places[present]
    label = ((0, 1),)
    size = math.prod(builder.dims(weights.array))
    source = View(weights.array, (size,), (Axis(int(places[0]), label),))
    if not np.array_equal(places, np.arange(places[0], places[0] + len(places))):
        source = View(weights.array, (size,), (Axis(0, label),), builder.table(places))
    place = View(-1, (count,), (Axis(0, label),), builder.table(table))
    return builder.scatter((rows, columns), [Part(place, source, (len(table),))])
