"""Where to look: at one point and around it, or over ranges, where the worst point is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from autograd.errors import InputError
from autograd.expression import Expression
from autograd.roundoff.axis import Axis, axis_of
from autograd.roundoff.formats import Format
from autograd.roundoff.samples import Point, Range, around, drawn, everywhere
from autograd.roundoff.trial import Trial, trial

_AROUND: Final = 96


@dataclass(frozen=True)
class Place:
    """known: names with a number. within: names with a range. count: of points, where drawn."""

    form: Format
    known: Point
    within: Mapping[str, Range]
    count: int
    seed: int

    @property
    def fixed(self) -> bool:
        """Whether it is one point."""
        return not self.within

    @property
    def told(self) -> str:
        """Which points `sample` draws, for a sentence that ends in "over 96 points …"."""
        return "around it" if self.fixed else "of the range"

    def sample(self, turn: int = 0) -> list[Point]:
        """Points of the place, others for each turn."""
        if self.fixed:
            return around(self.known, self.form, _AROUND, self.seed + turn)
        return self._drawn(self.count - self._along, turn)

    def along(self, axis: Axis) -> list[Point]:
        """Points evenly along an axis, their other numbers drawn."""
        points = self._drawn(self._along, turn=-1)
        numbers = (self.form.round(number) for number in axis.spread(len(points)))
        return [{**point, axis.name: n} for point, n in zip(points, numbers, strict=True)]

    @property
    def _along(self) -> int:
        return self.count * 3 // 8

    def _drawn(self, count: int, turn: int) -> list[Point]:
        points = drawn(self.within, self.form, count, self.seed + turn) if count else []
        return [self.known | each for each in points]


def place_of(
    formula: Expression, form: Format, known: Point, within: dict[str, Range], count: int, seed: int
) -> Place:
    """The place that the caller gave; all floats where he gave none."""
    if not known and not within:
        within = {name: everywhere(form) for name in formula.names}
    return Place(form, known, within, count, seed)


class Tried(NamedTuple):
    """The points tried, the bits lost at each, the point that lost most, and an axis to show
    them along."""

    trial: Trial
    lost: list[float]
    worst: Point
    axis: Axis


def tried(formula: Expression, place: Place) -> Tried:
    """The formula at the points of a place: most of them drawn, the others where the loss
    changes, evenly along the axis of the first range.

    Of several points that have lost as much the worst is one that the axis shows and that is short
    to write. Raises
    `InputError` where the formula has a value at none.
    """
    first = trial(formula, place.form, place.sample())
    if not first.spots:
        raise InputError(
            "The formula has no exact value at any point tried: say where to look (ranges), or "
            "give a point (at)."
        )
    lost = first.lost(formula)
    name, ends = next(iter(place.within.items()))
    axis = axis_of(name, ends, [spot.point[name] for spot in first.spots], lost)
    second = trial(formula, place.form, place.along(axis))
    whole = Trial(place.form, first.spots + second.spots)
    lost += second.lost(formula)

    def badness(k: int) -> tuple[int, bool, int]:
        point = whole.spots[k].point
        return round(lost[k]), axis.shows(point[name]), -len(str(point))

    return Tried(whole, lost, dict(whole.spots[max(range(len(lost)), key=badness)].point), axis)
