"""Where to look: at one point and around it, or over ranges, where the worst point is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from autograd.errors import InputError
from autograd.expression import Expression
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
        points = drawn(self.within, self.form, self.count, self.seed + turn)
        return [self.known | each for each in points]


def place_of(
    formula: Expression, form: Format, known: Point, within: dict[str, Range], count: int, seed: int
) -> Place:
    """The place that the caller gave; all floats where he gave none."""
    if not known and not within:
        within = {name: everywhere(form) for name in formula.names}
    return Place(form, known, within, count, seed)


def worst(formula: Expression, place: Place) -> tuple[Trial, list[float], Point]:
    """The points tried, the bits lost at each, and the point that has lost most.

    Of several that have lost as much it is one that is short to write. Raises `InputError` where
    the formula has a value at none.
    """
    tried = trial(formula, place.form, place.sample())
    if not tried.spots:
        raise InputError(
            "The formula has no exact value at any point tried: say where to look (ranges), or "
            "give a point (at)."
        )
    lost = tried.lost(formula)
    k = max(range(len(lost)), key=lambda k: (lost[k], -len(str(tried.spots[k].point))))
    return tried, lost, dict(tried.spots[k].point)
