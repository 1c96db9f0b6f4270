"""Views as NumPy expressions: slices, reshapes, sliding windows, tables of indices."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from autograd.program.ir import Array, Axis, View, overlaps
from autograd.program.text import BATCH, TIGHT, Text


def read(view: View, name: Text, array: Array, sizes: Sequence[int], table: str = "") -> Text:
    """The elements that a view reads; labels in the order of the result's dimensions."""
    batch = (BATCH,) if array.batched else ()
    if not view.shape and not array.dims:
        return Text(name.code, name.level, batch)
    code = name
    if array.stacked and array.batched:
        found = _stacked(view, name, array, sizes)
        if found is not None:
            return found
        code = name = Text(f"{name.atom}.swapaxes(0, 1)")
    if view.shape != array.dims:
        code = Text(reshaped(name.atom, view.shape, array.batched))
    if view.table is not None:
        inside = f":, {table}" if array.batched else table
        return Text(f"{code.atom}[{inside}]", TIGHT, (*batch, *view.labels))
    if overlaps(view, sizes):
        return _windows(view, code, sizes, batch)
    shape, axes = _unfolded(view, sizes)
    if shape != view.shape:
        code = _cut_and_reshaped(view, code, sizes, shape, array.batched)
    index = [_index(axis, size, sizes) for axis, size in zip(axes, shape, strict=True)]
    labels = (*batch, *(label for axis in axes for label, _ in axis.terms))
    return Text(_indexed(code, index, array.batched), code.level, labels)


def _stacked(view: View, name: Text, array: Array, sizes: Sequence[int]) -> Text | None:
    """What is read of an array whose first dimension lies before the batch axis."""
    if view.table is not None or view.shape != array.dims:
        return None
    if any(len(axis.terms) > 1 for axis in view.axes):
        return None
    index = [_index(axis, size, sizes) for axis, size in zip(view.axes, view.shape, strict=True)]
    if not view.axes[0].terms and view.axes[0].start == array.dims[0] - 1:
        index[0] = "-1"
    if index[0] == f":{array.dims[0] - 1}":
        index[0] = ":-1"
    first, *rest = ([label for label, _ in axis.terms] for axis in view.axes)
    labels = (*first, BATCH, *(label for own in rest for label in own))
    return Text(indexed(name, [index[0], ":", *index[1:]]), TIGHT, labels)


_ENTRY = re.compile(r"(\w+)\[([^\[\]:,]+)\]")


def indexed(code: Text, index: Sequence[str]) -> str:
    """An expression with an index for each dimension; of an entry of a stack, within its own."""
    given = list(index)
    while given and given[-1] == ":":
        del given[-1]
    if not given:
        return code.code
    entry = _ENTRY.fullmatch(code.code)
    if entry is not None:
        return f"{entry[1]}[{', '.join([entry[2], *given])}]"
    return f"{code.atom}[{', '.join(given)}]"


def reshaped(code: str, shape: tuple[int, ...], batched: bool) -> str:
    """The same elements in another shape, the batch axis kept."""
    inside = ", ".join(map(str, shape))
    return f"{code}.reshape(len({code}), {inside})" if batched else f"{code}.reshape({inside})"


def _indexed(code: Text, index: list[str], batched: bool) -> str:
    return indexed(code, [":"] * batched + index)


def _index(axis: Axis, size: int, sizes: Sequence[int]) -> str:
    """A place, or a slice, along one dimension."""
    if not axis.terms:
        return str(axis.start)
    ((label, step),) = axis.terms
    return slice_of(axis.start, step, sizes[label], size)


def slice_of(start: int, step: int, count: int, size: int) -> str:
    """The slice of ``count`` places from ``start`` on, in a dimension of ``size``."""
    if step > 0:
        stop = start + (count - 1) * step + 1
        begin = str(start) if start else ""
        end = "" if start + count * step >= size else str(stop)
        return f"{begin}:{end}:{step}" if step > 1 else f"{begin}:{end}"
    stop = start + (count - 1) * step - 1
    begin = "" if start == size - 1 else str(start)
    return f"{begin}:{stop if stop >= 0 else ''}:{step}"


def _unfolded(view: View, sizes: Sequence[int]) -> tuple[tuple[int, ...], list[Axis]]:
    """Shape and axes with one label a dimension: a dimension of two loops becomes two."""
    shape: list[int] = []
    axes: list[Axis] = []
    for axis, size in zip(view.axes, view.shape, strict=True):
        if len(axis.terms) < 2:
            shape.append(size)
            axes.append(axis)
            continue
        outer = axis.terms[0]
        shape.append(sizes[outer[0]])
        axes.append(Axis(0, ((outer[0], 1),)))
        for (_, above), (label, step) in itertools.pairwise(axis.terms):
            shape.append(above // step)
            axes.append(Axis(0, ((label, 1),)))
        if (last := axis.terms[-1][1]) > 1:
            shape.append(last)
            axes.append(Axis(0))
    return tuple(shape), axes


def _cut_and_reshaped(
    view: View, code: Text, sizes: Sequence[int], shape: tuple[int, ...], batched: bool
) -> Text:
    """Cuts each dimension of two loops to what they cover, and splits it."""
    index = []
    for axis, size in zip(view.axes, view.shape, strict=True):
        if len(axis.terms) < 2:
            index.append(":")
            continue
        label, step = axis.terms[0]
        index.append(slice_of(axis.start, 1, sizes[label] * step, size))
    cut = _indexed(code, index, batched)
    head = code.atom.split(".reshape(")[0] if code.code.count(".reshape(") == 1 else code.atom
    inside = ", ".join(map(str, shape))
    if cut == code.code:
        cut = head
    if batched:
        return Text(f"{cut}.reshape(len({head}), {inside})")
    return Text(f"{cut}.reshape({inside})")


def _slides(axis: Axis, size: int, sizes: Sequence[int]) -> bool:
    """Whether an axis is a place, a slice, or windows that NumPy can slide."""
    if len(axis.terms) < 2:
        return True
    return len(axis.terms) == 2 and min(step for _, step in axis.terms) > 0


def _sliding(view: View, code: Text, sizes: Sequence[int], batch: tuple[int, ...]) -> Text:
    """Overlapping windows by `sliding_window_view`: their places where they were, what is inside
    as further dimensions at the end."""
    cut, widths, places = [], [], []
    outside: list[str] = [":"] * len(batch)
    inside: list[str] = []
    labels, within = list(batch), []
    for axis, size in zip(view.axes, view.shape, strict=True):
        if len(axis.terms) < 2:
            cut.append(_index(axis, size, sizes))
            outside += [":"] * len(axis.terms)
            labels += [label for label, _ in axis.terms]
            continue
        (label, step), (inner, dilation) = axis.terms
        width = (sizes[inner] - 1) * dilation + 1
        cut.append(slice_of(axis.start, 1, (sizes[label] - 1) * step + width, size))
        places.append(str(len(labels)))
        widths.append(str(width))
        outside.append(f"::{step}" if step > 1 else ":")
        inside.append(f"::{dilation}" if dilation > 1 else ":")
        labels.append(label)
        within.append(inner)
    base = _indexed(code, cut, bool(batch))
    shape, axes = (f"({', '.join(x)})" if len(x) > 1 else x[0] for x in (widths, places))
    text = f"sliding_window_view({base}, {shape}, {axes})"
    index = outside + inside
    while index and index[-1] == ":":
        index = index[:-1]
    return Text(f"{text}[{', '.join(index)}]" if index else text, labels=(*labels, *within))


def _windows(view: View, code: Text, sizes: Sequence[int], batch: tuple[int, ...]) -> Text:
    """Overlapping windows, by the index of each element: rows of starts plus places within."""
    if all(_slides(axis, size, sizes) for axis, size in zip(view.axes, view.shape, strict=True)):
        return _sliding(view, code, sizes, batch)
    index: list[str] = [":"] * len(batch)
    labels: list[int] = list(view.labels)
    for axis in view.axes:
        parts = [str(axis.start)] if axis.start or not axis.terms else []
        for label, step in axis.terms:
            after = len(labels) - labels.index(label) - 1
            count = f"np.arange({sizes[label]})"
            spread = count + (f"[:{', None' * after}]" if after else "")
            parts.append(f"{step} * {spread}" if step != 1 else spread)
        index.append(" + ".join(parts))
    return Text(f"{code.atom}[{', '.join(index)}]", TIGHT, (*batch, *labels))
