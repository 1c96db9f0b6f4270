"""Arrays put together of parts, as NumPy's own: stack, concatenate, pad."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from autograd.program.ir import Axis, Block, Part, Scatter, View, whole
from autograd.program.text import BATCH, Text, aligned

Reader = Callable[[View, Sequence[int]], Text]
"""The code of what a view reads, over a frame of sizes."""
WIDEST = 96
FEWEST = 3
Origins = dict[int, tuple[str, tuple[Any, ...]]]
"""Of each array among the arguments: its argument's name, and the keys that lead to it."""


def expression(statement: Scatter, block: Block, read: Reader, counts: set[int]) -> str | None:
    """One call that makes the array, or None where there is none as short.

    counts: how often the elements of the array are written.
    """
    array = block.arrays[statement.target]
    if max(counts) > 1:
        return None
    parts = [part for part in statement.parts if part.source != 0.0]
    for part in parts:
        if not isinstance(part.source, View) or not _is_plain(part, array.dims):
            return None
        if block.arrays[part.source.array].batched != array.batched:
            return None
    batch = (BATCH,) * array.batched
    if len(parts) == 1:
        return _padded(parts[0], array.dims, read, batch)
    if counts != {1} or len(parts) != len(statement.parts):
        return None
    code = _stacked(parts, array.dims, read, batch) or _joined(parts, array.dims, read, batch)
    return code if code is not None and len(code) <= WIDEST else None


def of_family(statement: Scatter, block: Block, origins: Origins) -> str | None:
    """The stack of arguments that differ in one number among their keys, as a comprehension."""
    found = []
    for place, part in enumerate(statement.parts):
        source = part.source
        if not isinstance(source, View) or source != whole(source.array, part.sizes):
            return None
        if part.place.axes[:1] != (Axis(place),) or source.array not in origins:
            return None
        found.append(origins[source.array])
    array = block.arrays[statement.target]
    if len(found) < FEWEST or array.batched or array.dims[:1] != (len(found),):
        return None
    code = _one_of(found)
    return None if code is None else f"np.stack([{code}])"


def _one_of(origins: list[tuple[str, tuple[Any, ...]]]) -> str | None:
    """The code of arguments whose keys are the same but for numbers that go on by one."""
    names = {name for name, _ in origins}
    if len(names) > 1 or len({len(path) for _, path in origins}) > 1:
        return None
    code, count, start = names.pop(), 0, 0
    for keys in zip(*(path for _, path in origins), strict=True):
        if len(set(keys)) == 1:
            code += f"[{json.dumps(keys[0])}]"
            continue
        stem = "" if isinstance(keys[0], int) else str(keys[0]).rstrip("0123456789")
        start = int(str(keys[0])[len(stem) :] or "-1")
        wanted: list[Any] = [start + k for k in range(len(keys))]
        if isinstance(keys[0], str):
            wanted = [f"{stem}{number}" for number in wanted]
        if list(keys) != wanted or start < 0 or not re.fullmatch(r"\w*", stem):
            return None
        count += 1
        code += "[k]" if isinstance(keys[0], int) else f'[f"{stem}{{k}}"]'
    told = f"{start}, {start + len(origins)}" if start else str(len(origins))
    return f"{code} for k in range({told})" if count == 1 else None


def _is_plain(part: Part, dims: tuple[int, ...]) -> bool:
    """Whether a part goes to a block of an array, element by element."""
    place = part.place
    if place.table is not None or place.shape != dims or not isinstance(part.source, View):
        return False
    steps = all(len(axis.terms) < 2 and all(x == 1 for _, x in axis.terms) for axis in place.axes)
    return steps and sorted(place.labels) == sorted(part.source.labels)


def _size(axis: Axis, sizes: Sequence[int]) -> int:
    return sizes[axis.terms[0][0]] if axis.terms else 1


def _fills(axis: Axis, size: int, sizes: Sequence[int]) -> bool:
    return axis.start == 0 and len(axis.terms) == 1 and _size(axis, sizes) == size


def _padded(part: Part, dims: tuple[int, ...], read: Reader, batch: tuple[int, ...]) -> str | None:
    assert isinstance(part.source, View)
    if not all(axis.terms for axis in part.place.axes) or not dims:
        return None
    text = aligned(read(part.source, part.sizes), (*batch, *part.place.labels))
    widths = [(0, 0)] * len(batch)
    for axis, size in zip(part.place.axes, dims, strict=True):
        widths.append((axis.start, size - axis.start - _size(axis, part.sizes)))
    told = str(widths[0]) if len(widths) == 1 else f"({', '.join(map(str, widths))})"
    if len(set(widths)) == 1 and len(set(widths[0])) == 1:
        told = str(widths[0][0])
    return f"np.pad({text.code}, {told})"


def _stacked(
    parts: list[Part], dims: tuple[int, ...], read: Reader, batch: tuple[int, ...]
) -> str | None:
    """Parts side by side along a dimension that they do not have."""
    for d, size in enumerate(dims):
        ordered = sorted(parts, key=lambda part: part.place.axes[d].start)
        if len(parts) != size or any(part.place.axes[d].terms for part in parts):
            continue
        if not all(
            _fills(axis, length, part.sizes)
            for part in parts
            for k, (axis, length) in enumerate(zip(part.place.axes, dims, strict=True))
            if k != d
        ):
            continue
        codes = [
            aligned(read(part.source, part.sizes), (*batch, *part.place.labels)).code
            for part in ordered if isinstance(part.source, View)
        ]  # fmt: skip
        along = d + len(batch)
        return f"np.stack([{', '.join(codes)}]{f', {along}' if along else ''})"
    return None


def _joined(
    parts: list[Part], dims: tuple[int, ...], read: Reader, batch: tuple[int, ...]
) -> str | None:
    """Parts one after the other along a dimension."""
    for d in range(len(dims)):
        ordered = sorted(parts, key=lambda part: part.place.axes[d].start)
        if not all(
            _fills(axis, length, part.sizes)
            for part in parts
            for k, (axis, length) in enumerate(zip(part.place.axes, dims, strict=True))
            if k != d
        ):
            continue
        codes = [_slab(part, d, read, batch) for part in ordered]
        if None in codes:
            return None
        along = d + len(batch)
        told = ", ".join(code for code in codes if code is not None)
        return f"np.concatenate([{told}]{f', {along}' if along else ''})"
    return None


def _slab(part: Part, d: int, read: Reader, batch: tuple[int, ...]) -> str | None:
    """A part with the dimension along which it is joined to others."""
    assert isinstance(part.source, View)
    wanted = [*batch, *part.place.labels]
    if part.place.axes[d].terms:
        return aligned(read(part.source, part.sizes), wanted).code
    label, sizes = len(part.sizes), (*part.sizes, 1)
    wanted.insert(len(batch) + d, label)
    for k, axis in enumerate(part.source.axes):
        if not axis.terms and part.source.shape[k] > 1 and part.source.table is None:
            axes = list(part.source.axes)
            axes[k] = Axis(axis.start, ((label, 1),))
            return aligned(read(part.source._replace(axes=tuple(axes)), sizes), wanted).code
    text = read(part.source, part.sizes)
    if not text.labels:
        return None
    if wanted[0] == label:
        return f"{aligned(text, wanted[1:]).atom}[None]"
    return aligned(text, wanted).code
