"""A number for some nodes of a graph (an error, a share, a count), as grounds of their boxes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from autograd.value import Value
from viz.picture import Scale
from viz.wording import number, printable


@dataclass(frozen=True)
class Measured:
    """The numbers, and the least and the largest of those that are finite."""

    numbers: Mapping[Value, float]
    measure: str
    low: float
    high: float

    @classmethod
    def of(cls, numbers: Mapping[Value, float], measure: str = "") -> Measured:
        """The scale that the numbers span; ``measure`` says in a few words what they are."""
        finite = [given for given in numbers.values() if math.isfinite(given)] or [0.0]
        title = printable(measure, 80) or "number of each node"
        return cls(numbers, title, min(finite), max(finite))

    @property
    def scale(self) -> Scale:
        """The scale as the picture's legend shows it."""
        return Scale(self.measure, number(self.low), number(self.high))

    def position(self, node: Value) -> float | None:
        """0 for the least number, 1 for the largest; None where there is none to place."""
        given = self.numbers.get(node, math.nan)
        if math.isnan(given):
            return None
        if math.isinf(given) or self.low == self.high:
            return 1.0 if given > self.low or self.low == self.high else 0.0
        # Halved, because the span of two large numbers may overflow.
        return (given / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
