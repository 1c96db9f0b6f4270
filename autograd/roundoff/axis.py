"""The axis along which accuracy is shown: linear, or logarithmic where sizes matter.

Drawn over all bit patterns, nearly all numbers of a range such as (0, 1) are tiny and all lose the
same; what is worth seeing begins where the loss begins to change.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from autograd.roundoff.samples import Range

_CHANGE: Final = 1.0  # bits
_FLAT: Final = 1e20  # ratio of sizes over which a loss that stays the same is worth no look
_MARGIN: Final = 100.0  # times smaller than where the loss begins to change
_TINY: Final = 1e-300
_WIDE: Final = 1e4  # ratio of sizes from which an axis is logarithmic


@dataclass(frozen=True)
class Axis:
    """name: of the variable. low, high: the ends of its range. near: sizes below it are not told
    apart; 0 for a linear axis."""

    name: str
    low: float
    high: float
    near: float = 0.0

    @property
    def first(self) -> float:
        """Where the axis begins: above the lower end where a logarithmic one could not show it."""
        return max(self.low, self.near) if self.low >= 0 else self.low

    def shows(self, number: float) -> bool:
        """Whether it has a place of its own for a number."""
        return self.first <= number <= self.last and abs(number) >= self.near

    @property
    def last(self) -> float:
        """Where the axis ends."""
        return min(self.high, -self.near) if self.high <= 0 and self.near else self.high

    def spread(self, count: int) -> list[float]:
        """Numbers evenly along the axis, between its ends."""
        if not self.near:
            parts = [k / (count + 1) for k in range(1, count + 1)]
            return [self.first * (1.0 - part) + self.last * part for part in parts]
        start, end = (self._place(x) for x in (self.first, self.last))
        gap = (end - start) / (count + 1)
        return [self._number(start + gap * k) for k in range(1, count + 1)]

    def _place(self, number: float) -> float:
        """0 within ``near``, and outside of it the orders of magnitude beyond it, signed."""
        beyond = math.log10(max(abs(number) / self.near, 1.0))
        return math.copysign(beyond, number)

    def _number(self, place: float) -> float:
        return math.copysign(self.near * 10.0 ** min(abs(place), 307.0), place)


def axis_of(name: str, ends: Range, numbers: Sequence[float], lost: Sequence[float]) -> Axis:
    """The axis for a range, from the bits lost at some numbers of it."""
    largest = max(abs(end) for end in ends)
    # A range that keeps away from 0 has a smallest size of its own.
    least = min(abs(end) for end in ends) if ends[0] > 0 or ends[1] < 0 else 0.0
    near = max(_flat_below(numbers, lost) / _MARGIN, least, _TINY)
    return Axis(name, *ends, near if largest / near >= _WIDE else 0.0)


def _flat_below(numbers: Sequence[float], lost: Sequence[float]) -> float:
    """The size below which the loss stays the same for many orders of magnitude; 0 for none."""
    known = sorted(
        ((abs(x), bits) for x, bits in zip(numbers, lost, strict=True) if x), reverse=True
    )
    start, level = known[0] if known else (0.0, 0.0)
    for size, bits in known:
        if abs(bits - level) > _CHANGE:
            start, level = size, bits
        if start / size >= _FLAT:
            return start
    return 0.0
