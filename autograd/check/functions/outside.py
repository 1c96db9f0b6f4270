"""The derivatives of a function that cannot be traced, from outside."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from mpmath import mpf

from autograd.check.functions import blackbox
from autograd.check.functions.blocks import Floats, numbers
from autograd.check.functions.calls import call
from autograd.check.functions.given import Given
from autograd.check.precise import Sure
from autograd.errors import CheckError
from autograd.rounding import precision

_LEAST: Final = 1e-3  # of the largest number, where an input is smaller: the scale of steps
_WIDE: Final = 1e-2  # a bar of this part of the derivative says nothing
_DIRECTIONS: Final = 4
_ONE_BY_ONE: Final = 300  # derivatives of a black box that are looked at one by one


@dataclass
class _Cell:
    slope: float
    bar: float


class BlackBox:
    """Evidence from differences of the function's own floats."""

    method = "black box"
    cost = 1
    near = False
    recording = None

    def __init__(self, given: Given, why: str) -> None:
        self.given = given
        self.open: dict[tuple[int, int], str] = {}
        self.kinds: dict[tuple[int, int], str] = {}
        self.notes = [
            f"{getattr(given.f, '__name__', 'the function')} cannot be traced: {why.rstrip('.')}"
        ]
        self._cells: dict[tuple[int, int], _Cell] = {}
        self._here = given.inputs()
        self._largest = max(map(abs, self._here), default=0.0)
        self._unit = precision(given.bits).unit
        self._source = random.Random(given.seed)
        count = len(self._here)
        chosen = self._source.sample(range(count), min(count, _ONE_BY_ONE))
        for i in chosen:
            self._look(i)
        self._hold_bars()
        self._unseen = sorted(set(range(count)) - set(chosen))
        self._leave_open(self._unseen)

    def _look(self, i: int) -> None:
        """Differences along one input."""
        for k, found in enumerate(self._slopes({i: 1})):
            self._cells[k, i] = _Cell(found.slope, found.bar)
            self.open.pop((k, i), None)
            if found.kink:
                self.kinds[k, i] = "kink"
                self.open[k, i] = "its slopes from both sides differ: it has a kink here"
            elif not math.isfinite(found.bar):
                self.open[k, i] = "its differences are not finite"

    def _leave_open(self, inputs: Sequence[int]) -> None:
        for k in range(len(self.given.outputs)):
            for i in inputs:
                self.open[k, i] = "not looked at: a black box is too slow for all"

    def _slopes(self, direction: Mapping[int, int]) -> list[blackbox.Estimate]:
        size = max(abs(self._here[i]) for i in direction)
        scale = max(size, _LEAST * self._largest)
        return blackbox.slopes(self._along(direction), scale, self._unit)

    def rest(self, claimed: Mapping[tuple[int, int], float]) -> None:
        """Judges what was not looked at one by one, all of it together along random directions.

        claimed: the claim for each output and input. Where it does not give the slope along a
        direction, an input that is to blame is searched for by halving.
        """
        unseen = [i for i in self._unseen if (0, i) in claimed]
        if not unseen:
            return
        bars = [0.0] * len(self.given.outputs)
        for _ in range(_DIRECTIONS):
            direction = {i: self._source.choice((-1, 1)) for i in unseen}
            if self._differs(direction, claimed, bars):
                self._search(direction, claimed)
                return
        for k in range(len(self.given.outputs)):
            for i in unseen:
                self.open.pop((k, i), None)
                self._cells[k, i] = _Cell(claimed[k, i], bars[k])
        self.notes.append(
            f"{_ONE_BY_ONE} derivatives were looked at one by one, the other {len(unseen):,} "
            f"together, along {_DIRECTIONS} random directions"
        )

    def _differs(
        self,
        direction: Mapping[int, int],
        claimed: Mapping[tuple[int, int], float],
        bars: list[float] | None = None,
    ) -> bool:
        """Whether a slope is not the claimed one; ``bars`` collects how sure that is."""
        for k, found in enumerate(self._slopes(direction)):
            total = math.fsum(claimed[k, i] * move for i, move in direction.items())
            if abs(found.slope - total) > found.bar:
                return True
            if bars is not None:
                bars[k] = max(bars[k], found.bar)
        return False

    def _search(
        self, direction: Mapping[int, int], claimed: Mapping[tuple[int, int], float]
    ) -> None:
        """One input whose derivative is not what is claimed."""
        suspects = list(direction)
        while len(suspects) > 1:
            half = suspects[: len(suspects) // 2]
            differs = self._differs({i: direction[i] for i in half}, claimed)
            suspects = half if differs else suspects[len(half) :]
        self._look(suspects[0])

    def _hold_bars(self) -> None:
        """Nothing can be said where the bar is as large as the derivatives themselves."""
        for k in range(len(self.given.outputs)):
            row = {place: cell for place, cell in self._cells.items() if place[0] == k}
            largest = max((abs(c.slope) for c in row.values() if math.isfinite(c.bar)), default=0.0)
            for place, cell in row.items():
                wide = cell.bar > _WIDE * max(abs(cell.slope), _WIDE * largest)
                if wide:
                    said = f"its differences settle only to within {cell.bar:.1e}"
                    self.open.setdefault(place, said)

    def _along(self, direction: Mapping[int, int]) -> blackbox.Along:
        def at(distance: float) -> Floats:
            row = list(self._here)
            for i, move in direction.items():
                row[i] += distance * move
            result = call(self.given.f, self.given.at(row))
            found = [float(n) for n in numbers(result, "The result")]
            if len(found) != len(self.given.outputs):
                raise CheckError("The function returns another number of numbers close by.")
            return np.array(found)

        return at

    def truth(self, k: int, i: int) -> Sure:
        """The extrapolated difference, with the digits that its bar leaves."""
        cell = self._cells.get((k, i))
        if cell is None or not math.isfinite(cell.slope):
            return Sure(mpf("nan"), 0)
        size = abs(cell.slope)
        digits = 17 if not cell.bar else max(0, int(math.log10(max(size / cell.bar, 1.0))))
        return Sure(mpf(cell.slope), min(17, digits))

    def bar(self, k: int, i: int, in_floats: bool) -> float:
        """By how much the difference may be off."""
        cell = self._cells.get((k, i))
        return math.inf if cell is None else cell.bar

    tight = bar

    def reverse(self, k: int, i: int) -> float | None:
        """There is no record to go back through."""
        return None

    def unmasked(self) -> None:
        """There is no record whose masks could be lifted."""

    def witnesses(self, k: int, i: int) -> dict[str, Sure | str]:
        """The differences alone."""
        found = self.truth(k, i)
        silent: dict[str, Sure | str] = dict.fromkeys(
            ("reverse", "forward", "symbolic", "rigorous"), "the function cannot be traced"
        )
        return {**silent, "numeric": found if found.digits else "the differences settle nowhere"}
