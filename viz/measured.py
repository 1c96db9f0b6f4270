"""A number for some nodes of a graph (an error, a share, a count), as grounds of their boxes; and
for some edges, as their width."""

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


_LEAST = 0.5  # what is less rounds to nothing

Along = tuple[Value, int]
"""An edge: the operation, and which of its operands comes along it, from 0."""


@dataclass(frozen=True)
class Flows:
    """A number for some edges. What is above 0 is wide and coloured, the most the widest."""

    numbers: Mapping[Along, float]
    measure: str = ""
    unit: str = ""

    @property
    def most(self) -> float:
        """The largest number."""
        return max((given for given in self.numbers.values() if math.isfinite(given)), default=0.0)

    @property
    def scale(self) -> Scale | None:
        """The scale as the picture's legend shows it; None where nothing grows."""
        if not self.most >= _LEAST:
            return None
        return Scale(printable(self.measure, 80), "0", self._text(self.most))

    def position(self, edge: Along) -> float | None:
        """0 for nothing or less, 1 for the most; None where there is no number."""
        given = self.numbers.get(edge)
        if given is None or math.isnan(given):
            return None
        return min(max(given, 0.0) / self.most, 1.0) if self.most > 0 else 0.0

    def label(self, edge: Along) -> str:
        """The number with its sign and its unit; "" for what rounds to nothing."""
        return self._text(self.numbers.get(edge, 0.0))

    def _text(self, given: float) -> str:
        if not abs(given) >= _LEAST:
            return ""
        return f"{'+' if given > 0 else '−'}{abs(given):.0f} {self.unit}".strip()
