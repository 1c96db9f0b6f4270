"""Formulas measured against exact values at many points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flint import arb

from autograd.expression import Expression
from autograd.roundoff import exact
from autograd.roundoff.formats import Format, Rounded
from autograd.roundoff.measure import log2, nearest
from autograd.roundoff.samples import Point
from autograd.roundoff.shadow import value_of
from autograd.roundoff.steps import Steps, floats, of_expression

NOISE: Final = 2.0
"""Bits of error (three units in the last place) that are any formula's ordinary rounding."""


@dataclass(frozen=True)
class Spot:
    """A point with its exact value; best: the nearest float; half: log2 of half its last place."""

    point: Point
    value: arb
    best: float
    half: float


@dataclass(frozen=True)
class Trial:
    """The points that a formula and its rivals are measured at."""

    form: Format
    spots: tuple[Spot, ...]

    def lost(self, expression: Expression) -> list[float]:
        """Bits of error at every point: the binary logarithm of 1 + units in the last place, as in
        P. Panchekha et al., Automatically improving accuracy for floating point expressions, PLDI
        2015; all bits of the format where the answer is not a number though it should be."""
        m = Rounded(self.form)
        most = float(self.form.bits)
        found = []
        for spot in self.spots:
            number = float(
                expression.evaluate(m, {name: spot.point[name] for name in expression.names})
            )
            found.append(_bits(number, spot, most))
        return found

    def equal(self, expression: Expression) -> bool:
        """Whether a formula has the exact value at every point where it has one, and has one at
        most of them."""
        same, other = self.compared(expression)
        return other == 0 and 2 * same >= len(self.spots)

    def compared(self, expression: Expression) -> tuple[int, int]:
        """At how many points a formula has the exact value, and at how many another; it may have
        none at the rest."""
        steps = of_expression(expression)
        same = other = 0
        for spot in self.spots:
            value = value_of(steps, floats(steps, self.form, spot.point))
            if value is not None:
                same += _same(value, spot.value)
                other += not _same(value, spot.value)
        return same, other


def _bits(number: float, spot: Spot, most: float) -> float:
    if number == spot.best:
        return 0.0
    if not (math.isfinite(number) and math.isfinite(spot.best)):
        return most
    gap = abs(number - spot.best)
    if math.isinf(gap):
        return most
    units = math.log2(gap) - spot.half - 1
    return min(math.log2(1.0 + 2.0**units) if units < 60 else units, most)


def _same(value: arb, other: arb) -> bool:
    if value.overlaps(other):
        return True
    with exact.working(512):
        gap = value - other
        return bool(gap.is_zero()) or log2(gap) < log2(other) - 50


def trial(expression: Expression, form: Format, points: Sequence[Point]) -> Trial:
    """The points at which the formula has an exact value that is known."""
    steps = of_expression(expression)
    spots = []
    for point in points:
        value = value_of(steps, floats(steps, form, point))
        if value is None:
            continue
        spots.append(spot_of(point, value, form))
    return Trial(form, tuple(spots))


def spot_of(point: Point, value: arb, form: Format) -> Spot:
    """A point with what is needed to judge a float there."""
    size = log2(value)
    exponent = form.lowest if size < form.lowest else min(math.floor(size), form.highest)
    return Spot(point, value, nearest(value, form), form.quantum(exponent) - 1.0)


def compared_at(pairs: Sequence[tuple[Steps, Steps]], form: Format) -> dict[str, Any] | None:
    """Mean bits lost ``before`` and ``after``, by how much ``worse`` the second of a pair of steps
    is at most, and the number of ``points``; None where their exact values differ anywhere, or
    the second is worse by more than a bit."""
    before: list[float] = []
    after: list[float] = []
    for one, other in pairs:
        first, second = floats(one, form, {}), floats(other, form, {})
        value, again = value_of(one, first), value_of(other, second)
        if value is None:
            continue
        if again is None or not _same(again, value):
            return None
        spot = spot_of({}, value, form)
        before.append(_bits(first[-1], spot, float(form.bits)))
        after.append(_bits(second[-1], spot, float(form.bits)))
    if not before:
        return None
    worse = max(max(n, NOISE) - max(o, NOISE) for n, o in zip(after, before, strict=True))
    if worse > 1.0:
        return None
    count = len(before)
    return {
        "before": round(sum(before) / count, 2),
        "after": round(sum(after) / count, 2),
        "worse": worse,
        "points": count,
    }
