"""Index arrays read as nested loops: which element of an array each step of a class uses.

Given for each operand the flat index that each member reads, `loops` finds the nested loops that
make all of them at once, and `views` writes each operand as an affine view over those loops. Every
answer is checked exactly, element by element; where there is none, None is returned.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from autograd.program.ir import Axis

Ints = np.ndarray[Any, np.dtype[np.int64]]
Axes = tuple[Axis, ...]


class Loops(NamedTuple):
    """Nested loops, the outermost first: their sizes, and for each operand where it starts and
    its stride along each loop, in elements of the flat array."""

    sizes: tuple[int, ...]
    starts: tuple[int, ...]
    strides: tuple[tuple[int, ...], ...]


def loops(index: Ints) -> Loops | None:
    """The loops that make the rows of ``index`` (operands, members) all at once, or None.

    The longest run of constant differences is the innermost loop; what starts each run is looked
    at in the same way.
    """
    sizes: list[int] = []
    strides: list[Ints] = []
    current = index
    while (count := current.shape[1]) > 1:
        step = current[:, 1] - current[:, 0]
        if count == 2:
            run = 2
        else:
            same = ((current[:, 1:] - current[:, :-1]) == step[:, None]).all(axis=0)
            run = count if same.all() else int(same.argmin()) + 1
        if count % run:
            return None
        if run < count:
            block = current.reshape(len(index), count // run, run)
            expected = block[:, :, :1] + step[:, None, None] * np.arange(run)
            if not np.array_equal(block, expected):
                return None
            current = block[:, :, 0]
        else:
            current = current[:, :1]
        sizes.insert(0, run)
        strides.insert(0, step)
    return Loops(
        tuple(sizes),
        tuple(current[:, 0].tolist()),
        tuple(tuple(int(step[k]) for step in strides) for k in range(len(index))),
    )


def separate(table: Ints) -> tuple[Ints, Ints] | None:
    """``table[k, n, m] = rows[k, n] + columns[k, m]`` with columns[k, 0] = 0, or None."""
    rows = table[:, :, 0]
    columns = table[:, 0, :] - table[:, 0, :1]
    if np.array_equal(table, rows[:, :, None] + columns[:, None, :]):
        return rows, columns
    return None


class Operand(NamedTuple):
    """An operand over nested loops: the array's dims, the first element, the strides."""

    dims: tuple[int, ...]
    start: int
    strides: list[int]


class Affine(NamedTuple):
    """The loops after splitting, and for each operand its shape and axes.

    groups: for each loop before splitting the loops that it became.
    """

    sizes: tuple[int, ...]
    shapes: tuple[tuple[int, ...], ...]
    axes: tuple[Axes, ...]
    groups: tuple[tuple[int, ...], ...]


def views(sizes: tuple[int, ...], operands: list[Operand]) -> Affine:
    """Writes each operand as a view; loops that run over several dimensions are split.

    What does not fit the array's dimensions is a view of the array as one long row.
    """
    split = list(sizes)
    groups = [[size] for size in sizes]
    owner = list(range(len(sizes)))
    while (found := _next_split(split, operands)) is not None:
        label, inner = found
        outer = split[label] // inner
        split[label : label + 1] = [outer, inner]
        owner.insert(label, owner[label])
        for operand in operands:
            stride = operand.strides[label]
            operand.strides[label : label + 1] = [stride * inner, stride]
    positions: list[list[int]] = [[] for _ in groups]
    for label, group in enumerate(owner):
        positions[group].append(label)
    shapes: list[tuple[int, ...]] = []
    axes: list[Axes] = []
    for operand in operands:
        fitting = _axes(operand.dims, operand.start, split, operand.strides)
        if fitting is None:
            flat = (math.prod(operand.dims),)
            fitting = _axes(flat, operand.start, split, operand.strides)
            assert fitting is not None, "an index beyond its array"
            shapes.append(flat)
        else:
            shapes.append(operand.dims)
        axes.append(fitting)
    return Affine(tuple(split), tuple(shapes), tuple(axes), tuple(map(tuple, positions)))


def _row_strides(dims: tuple[int, ...]) -> list[int]:
    strides: list[int] = []
    size = 1
    for length in reversed(dims):
        strides.insert(0, size)
        size *= length
    return strides


def _next_split(sizes: list[int], operands: list[Operand]) -> tuple[int, int] | None:
    """A loop to split, and the size of its inner part: it runs past the end of a dimension."""
    for operand in operands:
        if len(operand.dims) < 2:
            continue
        rows = _row_strides(operand.dims)
        for label, stride in enumerate(operand.strides):
            if stride <= 0:
                continue
            d = _dimension(operand.dims, rows, stride)
            if d is None:
                continue
            step = stride // rows[d]
            start = operand.start // rows[d] % operand.dims[d]
            inner, rest = divmod(operand.dims[d], step)
            beyond = start + (sizes[label] - 1) * step >= operand.dims[d]
            fits = not rest and start < step and 1 < inner < sizes[label]
            if beyond and fits and sizes[label] % inner == 0:
                return label, inner
    return None


def _dimension(dims: tuple[int, ...], rows: list[int], stride: int) -> int | None:
    """The dimension along which a flat stride moves."""
    for d, row in enumerate(rows):
        if dims[d] > 1 and stride % row == 0 and stride // row < dims[d]:
            return d
    return None


def _axes(dims: tuple[int, ...], start: int, sizes: list[int], strides: list[int]) -> Axes | None:
    """One axis a dimension, or None where an index would leave its dimension."""
    rows = _row_strides(dims)
    begins = [start // row % length for row, length in zip(rows, dims, strict=True)]
    terms: list[list[tuple[int, int]]] = [[] for _ in dims]
    for label, stride in enumerate(strides):
        if stride == 0:
            continue
        d = _dimension(dims, rows, abs(stride))
        if d is None:
            return None
        terms[d].append((label, stride // rows[d] if stride > 0 else -(-stride // rows[d])))
    for d, length in enumerate(dims):
        low = begins[d] + sum(min(0, step * (sizes[label] - 1)) for label, step in terms[d])
        high = begins[d] + sum(max(0, step * (sizes[label] - 1)) for label, step in terms[d])
        if low < 0 or high >= length:
            return None
    return tuple(
        Axis(begin, tuple(sorted(each, key=lambda term: -abs(term[1]))))
        for begin, each in zip(begins, terms, strict=True)
    )
