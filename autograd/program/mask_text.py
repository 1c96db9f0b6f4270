"""Triangles of arrays as NumPy's own: `np.tril` and `np.triu` in place of a constant mask."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.program.ir import Block, Map, View, whole
from autograd.program.text import Text


def triangle(block: Block, statement: Map, chosen: Text, labels: tuple[int, ...]) -> Text | None:
    """``where(mask, x, 0)`` of the last two dimensions, where the mask is a triangle."""
    mask, taken, other = statement.args
    rank = len(statement.sizes)
    if not isinstance(mask, View) or not isinstance(taken, View) or other != 0.0 or rank < 2:
        return None
    data = block.arrays[mask.array].data
    last = (rank - 2, rank - 1)
    if data is None or mask != whole(mask.array, data.shape, last):
        return None
    if not set(last) <= set(taken.labels):
        return None
    name = _triangle(data)
    return None if name is None else Text(f"np.{name.format(chosen.code)}", labels=labels)


def _triangle(data: np.ndarray[Any, Any]) -> str | None:
    rows, columns = data.shape
    below = int(data[0].sum()) - 1
    if np.array_equal(data, np.tri(rows, columns, below)):
        return "tril({})" if below == 0 else f"tril({{}}, {below})"
    above = columns - int(data[0].sum())
    if np.array_equal(data, 1.0 - np.tri(rows, columns, above - 1)):
        return "triu({})" if above == 0 else f"triu({{}}, {above})"
    return None
