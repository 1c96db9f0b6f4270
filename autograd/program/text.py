"""Views and contractions as NumPy expressions, with no more brackets than a person would write."""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from autograd.notation import OPERATORS
from autograd.primitives import PRIMITIVES
from autograd.program.ir import Array, Axis, Contract, View, overlaps

BATCH = -1
"""The label of the samples."""

_TIGHT = 9
_LEVELS: dict[type[ast.AST], int] = {
    ast.Add: 3, ast.Sub: 3, ast.Mult: 4, ast.Div: 4, ast.FloorDiv: 4, ast.Mod: 4, ast.MatMult: 4,
    ast.Pow: 6,
}  # fmt: skip
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==",
    ast.NotEq: "!=",
}  # fmt: skip
_COMPARED, _NEGATED, _POWER = 1, 5, 6


class Text(NamedTuple):
    """An expression, how tightly its outermost operator binds, and its dimensions as labels."""

    code: str
    level: int = _TIGHT
    labels: tuple[int, ...] = ()

    def within(self, level: int) -> str:
        """The code as an operand of an operator that binds at ``level``."""
        return self.code if self.level >= level else f"({self.code})"

    @property
    def atom(self) -> str:
        """The code where a method or an index may follow."""
        return self.within(_TIGHT)


def number(value: float) -> Text:
    """A literal: whole numbers without a point."""
    if math.isinf(value) or math.isnan(value):
        text = "np.nan" if math.isnan(value) else "np.inf"
        return Text(f"-{text}", _NEGATED) if value < 0 else Text(text)
    short = abs(value) < 1e15 and value == int(value) and math.copysign(1.0, value) * value >= 0
    whole = short and (value != 0.0 or math.copysign(1.0, value) > 0)
    text = str(int(value)) if whole else repr(value)
    return Text(text, _NEGATED if text.startswith("-") else _TIGHT)


# --- rows of the table


@cache
def _form(op: str) -> ast.expr:
    """The NumPy form of a row as a tree; powers as the operator."""
    row = PRIMITIVES[op]
    text = "x ** y" if op == "pow" else row.numpy
    return ast.parse(text, mode="eval").body


def row(op: str, args: Sequence[Text]) -> Text:
    """A row of the table applied to expressions of like dimensions."""
    known = dict(zip(PRIMITIVES[op].operands, args, strict=True))
    return _printed(_form(op), known)


def _printed(tree: ast.expr, known: dict[str, Text]) -> Text:
    match tree:
        case ast.Constant(value=int() | float() as value):
            return number(float(value))
        case ast.Name(id=name):
            return known[name] if name in known else Text("np.pi" if name == "pi" else name)
        case ast.BinOp(left=left, op=op, right=right):
            return _infix(op, _printed(left, known), _printed(right, known))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Text(f"-{_printed(operand, known).within(_NEGATED)}", _NEGATED)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sides = [_printed(side, known).within(_COMPARED + 1) for side in (left, right)]
            return Text(f"{sides[0]} {_SIGNS[type(op)]} {sides[1]}", _COMPARED)
        case ast.Call(func=ast.Name(id=name), args=args):
            return row(name, [_printed(each, known) for each in args])
        case ast.Call(func=function, args=args):
            inside = ", ".join(_printed(each, known).code for each in args)
            return Text(f"{ast.unparse(function)}({inside})")
    raise ValueError(f"a form of the table has no NumPy text: {ast.unparse(tree)}")


def _infix(op: ast.operator, left: Text, right: Text) -> Text:
    level = _LEVELS[type(op)]
    if isinstance(op, ast.Pow):
        base, exponent = left.within(level + 1), right.within(_NEGATED)
        if right.level == level:
            exponent = f"({right.code})"
        tight = base.isidentifier() and exponent.lstrip("-").isalnum()
        return Text(f"{base}**{exponent}" if tight else f"{base} ** {exponent}", level)
    return Text(f"{left.within(level)} {_SIGNS[type(op)]} {right.within(level + 1)}", level)


assert set(OPERATORS) >= set(_SIGNS) - {ast.MatMult}


# --- views


def read(view: View, name: Text, array: Array, sizes: Sequence[int], table: str = "") -> Text:
    """The elements that a view reads; labels in the order of the result's dimensions."""
    batch = (BATCH,) if array.batched else ()
    code = name
    if view.shape != array.dims:
        code = Text(reshaped(name.atom, view.shape, array.batched))
    if view.table is not None:
        inside = f":, {table}" if array.batched else table
        return Text(f"{code.atom}[{inside}]", _TIGHT, (*batch, *view.labels))
    if overlaps(view, sizes):
        return _windows(view, code, sizes, batch)
    shape, axes = _unfolded(view, sizes)
    if shape != view.shape:
        code = _cut_and_reshaped(view, code, sizes, shape, array.batched)
    index = [_index(axis, size, sizes) for axis, size in zip(axes, shape, strict=True)]
    labels = (*batch, *(label for axis in axes for label, _ in axis.terms))
    return Text(_indexed(code, index, array.batched), code.level, labels)


def reshaped(code: str, shape: tuple[int, ...], batched: bool) -> str:
    """The same elements in another shape, the batch axis kept."""
    inside = ", ".join(map(str, shape))
    return f"{code}.reshape(len({code}), {inside})" if batched else f"{code}.reshape({inside})"


def _indexed(code: Text, index: list[str], batched: bool) -> str:
    while index and index[-1] == ":":
        index = index[:-1]
    if not index:
        return code.code
    return f"{code.atom}[{', '.join([':'] * batched + index)}]"


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
    return Text(f"{code.atom}[{', '.join(index)}]", _TIGHT, (*batch, *labels))


# --- bringing dimensions in line


def aligned(text: Text, target: Sequence[int]) -> Text:
    """An expression whose dimensions broadcast against ``target``: exchanged, and filled up."""
    wanted = [label for label in target if label in text.labels]
    text = transposed(text, tuple(wanted))
    index = [":" if label in text.labels else "None" for label in target]
    if not text.labels:
        return text
    while index and index[0] == "None":
        index = index[1:]
    if "None" not in index:
        return text
    while index[-1] == ":":
        index = index[:-1]
    return Text(f"{text.atom}[{', '.join(index)}]", _TIGHT, tuple(target))


def transposed(text: Text, wanted: tuple[int, ...]) -> Text:
    """The same elements with dimensions in another order."""
    if text.labels == wanted:
        return text
    if len(wanted) == 2:
        return Text(f"{text.atom}.T", _TIGHT, wanted)
    order = [text.labels.index(label) for label in wanted]
    moved = [place for place, label in enumerate(order) if place != label]
    if len(moved) == 2:
        return Text(f"{text.atom}.swapaxes({moved[0]}, {moved[1]})", _TIGHT, wanted)
    return Text(f"{text.atom}.transpose({', '.join(map(str, order))})", _TIGHT, wanted)


# --- contractions


def merged(statement: Contract) -> tuple[View, View, tuple[int, ...]]:
    """The two views with pairs of summed labels that lie side by side in both made one."""
    left, right, sizes = statement.left, statement.right, list(statement.sizes)
    changed = True
    while changed:
        changed = False
        summed = [x for x in left.labels if x in right.labels and x not in statement.keep]
        for a, b in itertools.pairwise(summed):
            both = [_merged(view, a, b, sizes) for view in (left, right)]
            if both[0] is not None and both[1] is not None:
                left, right = both[0], both[1]
                sizes[a] *= sizes[b]
                changed = True
                break
    return left, right, tuple(sizes)


def _merged(view: View, a: int, b: int, sizes: list[int]) -> View | None:
    """A view with the neighbours ``a`` and ``b`` as the one label ``a``, where that is a view."""
    axes = list(view.axes)
    for d, axis in enumerate(axes):
        names = [label for label, _ in axis.terms]
        if a in names and b in names:
            at = names.index(a)
            if (
                names[at + 1 : at + 2] == [b]
                and axis.terms[at][1] == sizes[b] * axis.terms[at + 1][1]
            ):
                terms = (*axis.terms[:at], (a, axis.terms[at + 1][1]), *axis.terms[at + 2 :])
                axes[d] = Axis(axis.start, terms)
                return view._replace(axes=tuple(axes))
            return None
        if a in names:
            after = axes[d + 1] if d + 1 < len(axes) else None
            if after == Axis(0, ((b, 1),)) and view.shape[d + 1] == sizes[b]:
                if axis.terms != ((a, 1),):
                    return None
                axes[d : d + 2] = [Axis(axis.start * sizes[b], ((a, 1),))]
                shape = (*view.shape[:d], view.shape[d] * sizes[b], *view.shape[d + 2 :])
                return View(view.array, shape, tuple(axes))
            return None
    return None


def contraction(left: Text, right: Text, out: tuple[int, ...]) -> Text:
    """``Σ left·right`` over the labels that are not in ``out``, as the shortest NumPy form."""
    for one, other in ((left, right), (right, left)):
        found = _matmul(one, other)
        if found is not None and found.labels == out:
            return found
    for one, other in ((left, right), (right, left)):
        found = _tensordot(one, other, out) or _matmul(one, other)
        if found is not None and found.labels == out:
            return found
    if set(left.labels) & set(right.labels) & set(out):
        return _einsum(left, right, out)
    found = _tensordot(left, right, out)
    return transposed(found, out) if found is not None else _einsum(left, right, out)


def _at(left: str, right: str, labels: tuple[int, ...]) -> Text:
    return Text(f"{left} @ {right}", _LEVELS[ast.MatMult], labels)


def _matmul(left: Text, right: Text) -> Text | None:
    """``left @ right`` where one label is summed, with a transpose where that is enough."""
    common = [label for label in left.labels if label in right.labels]
    level = _LEVELS[ast.MatMult]
    a, b = left.labels, right.labels
    if len(common) == 1:
        (k,) = common
        if a[-1] == k and b in ((k,), (k, b[-1])):
            return _at(left.within(level), right.within(level + 1), a[:-1] + b[1:])
        if a[-1] == k and len(b) == 2:
            return _at(left.within(level), f"{right.atom}.T", a[:-1] + b[:1])
        if len(a) == 2 and a[0] == k and b in ((k,), (k, b[-1])):
            return _at(f"{left.atom}.T", right.within(level + 1), a[1:] + b[1:])
        return None
    return _batched_matmul(left, right)


def _batched_matmul(left: Text, right: Text) -> Text | None:
    """Stacks of matrices: all but the last two labels are common and come first in both."""
    a, b = left.labels, right.labels
    if len(a) < 3 or len(a) != len(b) or a[:-2] != b[:-2]:
        return None
    summed = set(a[-2:]) & set(b[-2:])
    if len(summed) != 1:
        return None
    (k,) = summed
    level = _LEVELS[ast.MatMult]
    one = left.within(level) if a[-1] == k else f"{left.atom}.swapaxes(-1, -2)"
    other = right.within(level + 1) if b[-2] == k else f"{right.atom}.swapaxes(-1, -2)"
    (i,), (j,) = set(a[-2:]) - summed, set(b[-2:]) - summed
    return _at(one, other, (*a[:-2], i, j))


def _tensordot(left: Text, right: Text, out: tuple[int, ...]) -> Text | None:
    common = [label for label in left.labels if label in right.labels]
    if not common or set(common) & set(out):
        return None
    labels = tuple(x for x in left.labels + right.labels if x not in common)
    count = len(common)
    if left.labels[-count:] == right.labels[:count]:
        axes = str(count)
    else:
        pairs = [[side.labels.index(x) for x in common] for side in (left, right)]
        axes = f"({_places(pairs[0])}, {_places(pairs[1])})"
    return Text(f"np.tensordot({left.code}, {right.code}, {axes})", _TIGHT, labels)


def _places(places: Iterable[int]) -> str:
    listed = list(places)
    return str(listed[0]) if len(listed) == 1 else str(listed)


def _einsum(left: Text, right: Text, out: tuple[int, ...]) -> Text:
    every = [x for x in dict.fromkeys(left.labels + right.labels + out) if x != BATCH]
    letters = dict(zip(every, "ijklmnopqrstuvwxyzacdefgh", strict=False)) | {BATCH: "b"}
    sides = ["".join(letters[x] for x in labels) for labels in (left.labels, right.labels, out)]
    return Text(f'np.einsum("{sides[0]},{sides[1]}->{sides[2]}", {left.code}, {right.code})',
                _TIGHT, out)  # fmt: skip
