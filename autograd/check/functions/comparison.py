"""Claimed and true derivatives, element by element, each within its own error bar."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from autograd.check.functions.blocks import Block, Floats, shown_index
from autograd.check.precise import DIGITS, Sure, agreement, precise

_EXACT: Final = 40  # digits to which exact numbers must agree
_REFINED: Final = 4_000_000  # nodes that may be visited to tighten error bars
_NARROW: Final = 1e-12  # bars of no more than this part of a derivative are left as they are
_AT_LEAST: Final = 20  # elements whose bars are tightened however large the graph


@dataclass
class Comparison:
    """One block's derivatives.

    outputs: the shape of what the function returns. truth: each derivative and its sure digits.
    claimed: what is judged, None where it is not finite. bars: by how much the two may differ.
    open: for flat places that cannot be decided, why. verdicts, gaps: of each element, once judged.
    """

    block: Block
    outputs: tuple[int, ...]
    truth: Sequence[Sure]
    claimed: Sequence[Any]
    bars: list[float]
    open: dict[int, str] = field(default_factory=dict)
    verdicts: list[str] = field(default_factory=list)
    gaps: list[Any] = field(default_factory=list)
    from_outside: bool = False  # the truth's digits are those of its bar, which has the last word

    @property
    def shape(self) -> tuple[int, ...]:
        """The result's shape and the argument's, joined."""
        return self.outputs + self.block.shape

    def index(self, place: int) -> str:
        """``[1,2]`` of the element at a flat place; "" where there is but one."""
        return shown_index(np.unravel_index(place, self.shape)) if self.shape else ""

    def places(self, verdict: str) -> list[int]:
        """The flat places with that verdict, the largest gap first."""
        chosen = [place for place, found in enumerate(self.verdicts) if found == verdict]
        return sorted(chosen, key=lambda place: -self.gap(place))

    def gap(self, place: int) -> float:
        """How far apart claim and truth are; inf where the claim is not finite."""
        gap = self.gaps[place]
        return float("inf") if gap is None else float(gap)

    def slack(self, place: int) -> Any:
        """What even exact numbers may differ by."""
        mp, truth = precise(DIGITS).mp, self.truth[place]
        if self.from_outside:
            return mp.zero
        return abs(mp.mpf(truth.number)) * mp.mpf(10) ** -min(_EXACT, max(truth.digits - 2, 0))

    def digits(self, place: int) -> int:
        """To how many digits claim and truth agree."""
        claimed, truth = self.claimed[place], self.truth[place]
        if claimed is None:
            return 0
        return max(0, min(agreement(claimed, truth.number), truth.digits, DIGITS))

    def arrays(self) -> tuple[Floats, Floats]:
        """The claim and the truth as float arrays of the joined shape; nan where not finite."""
        claimed = [np.nan if c is None else float(c) for c in self.claimed]
        truth = [float(t.number) for t in self.truth]
        return np.array(claimed).reshape(self.shape), np.array(truth).reshape(self.shape)

    @property
    def outcome(self) -> str:
        """The gravest verdict of any element."""
        found = set(self.verdicts)
        return next((v for v in ("wrong", "undecidable") if v in found), "right")

    @property
    def worst(self) -> int:
        """The element to show: of the gravest verdict, with the largest gap for its bar."""
        places = self.places(self.outcome)
        if self.outcome == "right":
            return min(places, key=self.digits, default=0)
        return places[0]


def judge_elements(
    comparison: Comparison, tighter: Callable[[int], float] | None = None, cost: int = 1
) -> None:
    """Fills in the verdict of every element.

    tighter: a smaller bar for the element at a flat place, where the quick one may be too wide;
    ``cost`` is how many nodes it visits.
    """
    mp = precise(2 * DIGITS).mp
    gaps = []
    for claimed, truth in zip(comparison.claimed, comparison.truth, strict=True):
        gaps.append(None if claimed is None else abs(mp.mpf(claimed) - mp.mpf(truth.number)))
    comparison.gaps = gaps
    if tighter is not None:
        _tighten(comparison, tighter, cost)
    comparison.verdicts = [_verdict(comparison, place) for place in range(len(gaps))]


def _tighten(comparison: Comparison, tighter: Callable[[int], float], cost: int) -> None:
    """Better bars where the gap is inside the quick one but not nothing."""
    doubtful = [
        place
        for place, (gap, bar) in enumerate(zip(comparison.gaps, comparison.bars, strict=True))
        if gap is not None and place not in comparison.open
        and bar > _NARROW * abs(float(comparison.truth[place].number))
        and gap > comparison.slack(place) and gap <= bar
    ]  # fmt: skip
    doubtful.sort(key=lambda place: -float(comparison.gaps[place] / comparison.bars[place]))
    for place in doubtful[: max(_AT_LEAST, _REFINED // max(cost, 1))]:
        comparison.bars[place] = min(comparison.bars[place], tighter(place))


def _verdict(comparison: Comparison, place: int) -> str:
    truth, gap = comparison.truth[place], comparison.gaps[place]
    if place in comparison.open:
        return "undecidable"
    if not precise(DIGITS).finite(truth.number):
        comparison.open[place] = "the derivative is not finite here"
        return "undecidable"
    if gap is None:
        return "wrong"
    bar = comparison.bars[place]
    if not bar < float("inf"):
        comparison.open[place] = "rounding here has no bound"
        return "undecidable"
    underflow = math.ulp(0.0)  # no float is nearer to another than that, and bars are floats
    return "right" if gap <= comparison.slack(place) + bar + underflow else "wrong"
