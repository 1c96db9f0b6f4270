"""Points to measure at: over all bit patterns of a range, over the range itself, around a point."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from autograd.roundoff.formats import Format

Point = dict[str, float]
Range = tuple[float, float]

_NEAR: Final = 6.0  # binary orders of magnitude around a given point
_FAR: Final = 60.0
_TRIES: Final = 40


def everywhere(form: Format) -> Range:
    """All finite numbers of a format."""
    return -form.largest, form.largest


def drawn(
    ranges: Mapping[str, Range],
    form: Format,
    count: int,
    seed: int,
    accept: Callable[[Point], bool] = lambda point: True,
) -> list[Point]:
    """Points of the ranges that are accepted: every other one even over the bit patterns of the
    format, the others even over the interval. Ranges of all numbers are drawn by pattern alone.
    """
    source = random.Random(f"round-off {seed}")
    found: list[Point] = []
    for turn in range(count * _TRIES):
        point = {name: _number(ends, form, source, turn % 2 == 1) for name, ends in ranges.items()}
        if accept(point):
            found.append(point)
        if len(found) == count:
            break
    return found


def around(point: Point, form: Format, count: int, seed: int) -> list[Point]:
    """The point, others of the same signs and of about its magnitudes, and as many farther off,
    of any sign."""
    source = random.Random(f"round-off {seed}")
    found = [point]
    for turn in range(count - 1 if point else 0):
        by = _FAR if turn % 2 else _NEAR
        signs = (1.0, 1.0, 1.0, -1.0) if turn % 2 else (1.0,)
        found.append(
            {
                name: form.round(number * source.choice(signs) * 2.0 ** source.uniform(-by, by))
                for name, number in point.items()
            }
        )
    return [each for each in found if all(map(math.isfinite, each.values()))]


def _number(ends: Range, form: Format, source: random.Random, even: bool) -> float:
    low, high = ends
    if even and high - low < form.largest:
        return form.round(source.uniform(low, high))
    return form.round(_float(source.randint(_place(low), _place(high))))


def _place(number: float) -> int:
    """The place of a float among all floats in order."""
    bits: int = struct.unpack("<q", struct.pack("<d", number))[0]
    return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)


def _float(place: int) -> float:
    (number,) = struct.unpack("<d", struct.pack("<q", abs(place)))
    return math.copysign(number, place)


def between(low: float, high: float, count: int) -> Sequence[float]:
    """Floats from one to another, evenly over the bit patterns, ends left out."""
    first, last = _place(low), _place(high)
    step = (last - first) / (count + 1)
    return sorted({_float(first + round(step * k)) for k in range(1, count + 1)} - {low, high})
