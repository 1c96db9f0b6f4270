"""Which inputs share a box.

An input that only single operations use keeps a box of its own. The elements of an array share
one, and so do inputs that are called alike and are used by the same cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograd.scopes import Scope
from viz.collapsing.flat import Flat, stem

_Key = tuple[object, ...]
_Shown = Mapping[Scope | None, tuple[Scope | None, Scope | None]]


def gather(flat: Flat, shown: _Shown, keys: list[_Key | None], blocks: set[_Key]) -> None:
    """Gives a key to every node that has none: the leaves."""
    loose = [i for i, key in enumerate(keys) if key is None]
    users = _users(flat, keys, blocks)
    spans = _spans(flat, loose, users)
    for i in loose:
        first, last, in_block = users.get(i, (-1, -1, False))
        element = flat.elements.get(i)
        span = None if element is None else spans[element[:2]]
        if i in flat.outputs or not (in_block or (span is not None and span[2])):
            keys[i] = ("node", i)
        elif element is not None and span is not None:
            keys[i] = ("array", element.array, *span[:2], shown[flat.scopes[i]][0])
        else:
            name, once = flat.names[i], flat.uses[i] == 1
            region = shown[flat.scopes[i]][0]
            keys[i] = ("inputs", None if name is None else stem(name), first, last, region, once)


_Span = tuple[int, int, bool]
"""The first and the last cell that use something, and whether any of them is a block."""


def _users(flat: Flat, keys: Sequence[_Key | None], blocks: set[_Key]) -> dict[int, _Span]:
    """What uses each leaf that has no key yet."""
    numbers: dict[_Key, int] = {}
    found: dict[int, _Span] = {}
    for i, operands in enumerate(flat.operands):
        for j in operands:
            if keys[j] is None:
                key = keys[i]
                assert key is not None, "operations have cells before leaves have"
                number = numbers.setdefault(key, len(numbers))
                before = found.get(j)
                if before is None:
                    found[j] = (number, number, key in blocks)
                elif before[0] > number or before[1] < number:
                    found[j] = _joined(before, (number, number, key in blocks))
    return found


def _joined(one: _Span | None, other: _Span) -> _Span:
    if one is None:
        return other
    return min(one[0], other[0]), max(one[1], other[1]), one[2] or other[2]


def _spans(
    flat: Flat, loose: Sequence[int], users: Mapping[int, _Span]
) -> dict[tuple[str, int], _Span]:
    """What uses any element of each array."""
    found: dict[tuple[str, int], _Span] = {}
    for i in loose:
        element = flat.elements.get(i)
        if element is not None:
            array = element[:2]
            found[array] = _joined(found.get(array), users.get(i, (-1, -1, False)))
    return found
