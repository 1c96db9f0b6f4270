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
_CLOSE: Final = 50.0
_SIGNS: Final = (1.0, 1.0, 1.0, -1.0)
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
    """The point, others close by (half of them in another scale), others of about its magnitudes,
    others far off, of any sign."""
    source = random.Random(f"round-off {seed}")
    others = []
    for turn in range(count - 1 if point else 0):
        scale = math.pow(2.0, source.uniform(-_NEAR, _NEAR)) if turn % 6 == 5 else 1.0
        others.append(
            {name: form.round(_moved(n, source, turn) * scale) for name, n in point.items()}
        )
    return [each for each in (point, *others) if all(map(math.isfinite, each.values()))]


def _moved(number: float, source: random.Random, turn: int) -> float:
    """The number moved by a factor: of any of three kinds, in turn."""
    by = (_NEAR, _FAR, 0.0)[turn % 3]
    factor = math.pow(2.0, source.uniform(-by, by))
    if turn % 3 == 1:
        factor *= source.choice(_SIGNS)
    if turn % 3 == 2:
        factor += source.choice((-1.0, 1.0)) * math.pow(2.0, source.uniform(-_CLOSE, -1.0))
    return number * factor


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
