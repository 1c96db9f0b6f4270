"""Windows that slide over a sample: where each stands, and what it covers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from autograd.errors import InputError
from autograd.nn.initializers import Shape
from autograd.nn.layers.base import whole

PADDINGS = ("valid", "same")


class Covered(NamedTuple):
    """One place under a window: where in the window, and where in the sample."""

    offset: Shape
    at: Shape


def sizes(setting: int | Sequence[int], axes: int, what: str) -> Shape:
    """A setting such as ``3`` or ``(3, 5)`` as one size an axis."""
    each = (setting,) * axes if isinstance(setting, int) else tuple(setting)
    if len(each) != axes:
        raise InputError(f"{what} is one number or {axes}, not {setting!r}.")
    return tuple(whole(size, what) for size in each)


def checked_padding(padding: str) -> str:
    """The setting, "valid" or "same"; `InputError` for anything else."""
    if str(padding).lower() not in PADDINGS:
        raise InputError(f'padding is "valid" or "same", not {padding!r}.')
    return str(padding).lower()


def steps(shape: Shape, window: Shape, strides: Shape, padding: str) -> Shape:
    """How many windows there are along each axis.

    "valid": floor((n - k) / s) + 1; "same": ceil(n / s). Raises `InputError` where a window is
    larger than the sample.
    """
    if padding == "same":
        return tuple(-(-n // s) for n, s in zip(shape, strides, strict=True))
    if any(k > n for n, k in zip(shape, window, strict=True)):
        raise InputError(f"A window of {window} is larger than the sample, which is {shape}.")
    return tuple((n - k) // s + 1 for n, k, s in zip(shape, window, strides, strict=True))


def windows(shape: Shape, window: Shape, strides: Shape, padding: str) -> list[list[Covered]]:
    """All windows, in row order, each with the places that it covers.

    With "same" padding a window may hang over the edge (as many places before the first number as
    after the last, or one fewer); what hangs over is left out, which is to say 0.
    """
    counts = steps(shape, window, strides, padding)
    starts = [0] * len(shape)
    if padding == "same":
        sizes = zip(shape, window, strides, counts, strict=True)
        starts = [-(max((c - 1) * s + k - n, 0) // 2) for n, k, s, c in sizes]
    found = []
    for place in product(*map(range, counts)):
        first = [start + s * p for start, s, p in zip(starts, strides, place, strict=True)]
        covered = []
        for offset in product(*map(range, window)):
            at = tuple(f + o for f, o in zip(first, offset, strict=True))
            if all(0 <= i < n for i, n in zip(at, shape, strict=True)):
                covered.append(Covered(offset, at))
        found.append(covered)
    return found
