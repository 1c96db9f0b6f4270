"""Contractions as NumPy expressions: products of matrices where they are that, else tensordot or
einsum."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from autograd.program.ir import Axis, Contract, View
from autograd.program.text import BATCH, PRODUCT, TIGHT, Text, transposed


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
    return Text(f"{left} @ {right}", PRODUCT, labels)


def _matmul(left: Text, right: Text) -> Text | None:
    """``left @ right`` where one label is summed, with a transpose where that is enough."""
    common = [label for label in left.labels if label in right.labels]
    level = PRODUCT
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
    level = PRODUCT
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
    return Text(f"np.tensordot({left.code}, {right.code}, {axes})", TIGHT, labels)


def _places(places: Iterable[int]) -> str:
    listed = list(places)
    return str(listed[0]) if len(listed) == 1 else str(listed)


def _einsum(left: Text, right: Text, out: tuple[int, ...]) -> Text:
    every = [x for x in dict.fromkeys(left.labels + right.labels + out) if x != BATCH]
    letters = dict(zip(every, "ijklmnopqrstuvwxyzacdefgh", strict=False)) | {BATCH: "b"}
    sides = ["".join(letters[x] for x in labels) for labels in (left.labels, right.labels, out)]
    return Text(f'np.einsum("{sides[0]},{sides[1]}->{sides[2]}", {left.code}, {right.code})',
                TIGHT, out)  # fmt: skip
