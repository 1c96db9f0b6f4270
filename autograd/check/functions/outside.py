"""The derivatives of a function that cannot be traced, from outside."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
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

_LEAST: Final = 1e-3  # of the largest number, where an input is smaller: the scale of steps
_WIDE: Final = 1e-2  # a bar of this part of the derivative says nothing
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

    def __init__(self, given: Given, why: str) -> None:
        self.given = given
        self.open: dict[tuple[int, int], str] = {}
        self.kinds: dict[tuple[int, int], str] = {}
        self.notes = [
            f"{getattr(given.f, '__name__', 'the function')} cannot be traced: {why.rstrip('.')}"
        ]
        self._cells: dict[tuple[int, int], _Cell] = {}
        self._look(field_size=len(given.inputs()))

    def _look(self, field_size: int) -> None:
        here = self.given.inputs()
        chosen = range(field_size)
        if field_size > _ONE_BY_ONE:
            source = random.Random(self.given.seed)
            chosen_set = set(source.sample(range(field_size), _ONE_BY_ONE))
            for k in range(len(self.given.outputs)):
                for i in range(field_size):
                    if i not in chosen_set:
                        self.open[k, i] = "not looked at: a black box is too slow for all"
            chosen = sorted(chosen_set)  # type: ignore[assignment]
        largest = max(map(abs, here), default=0.0)
        unit = 2.0**-53 if self.given.bits == 64 else 2.0**-24
        for i in chosen:
            for k, found in enumerate(
                blackbox.slopes(self._along(here, i), max(abs(here[i]), _LEAST * largest), unit)
            ):
                self._cells[k, i] = _Cell(found.slope, found.bar)
                if found.kink:
                    self.kinds[k, i] = "kink"
                    self.open[k, i] = "its slopes from both sides differ: it has a kink here"
                elif not math.isfinite(found.bar):
                    self.open[k, i] = "its differences are not finite"

        self._hold_bars()

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

    def _along(self, here: Sequence[float], i: int) -> Callable[[float], Floats]:
        def at(distance: float) -> Floats:
            row = list(here)
            row[i] += distance
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
