"""The exact shadow: every step in its own precision beside a ball that surely holds the truth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flint import arb, fmpq

from autograd.check.balls import Undecided
from autograd.roundoff import exact, rational
from autograd.roundoff.formats import Format
from autograd.roundoff.steps import INPUT, Steps, floats, written

SURE: Final = 60
"""How many bits of each exact value must be sure, at the least."""

_BEYOND: Final = 70  # bits more than the format's that errors are known to


@dataclass(frozen=True)
class Trouble:
    """A step that has no exact value, or none that balls can decide: where, and why."""

    place: int
    reason: str


@dataclass(frozen=True)
class Shadow:
    """A run at one point.

    floats: every step in the format. exact: every step's ball, a truth for comparisons, None from
    ``trouble`` on where that is set. precision: the bits that were worked with.
    """

    steps: Steps
    form: Format
    point: Mapping[str, float]
    floats: list[float]
    exact: list[Any]
    precision: int
    trouble: Trouble | None = None
    unsure: frozenset[int] = frozenset()

    @property
    def value(self) -> float:
        """What the format gives."""
        return self.floats[-1]

    def ball(self, place: int) -> arb | None:
        """The exact value of a step; of a comparison 1 or 0; of one that no precision tells from
        0, 0; None where it has none."""
        place %= len(self.exact)
        known = self.exact[place]
        if known is None:
            return None
        ball = exact.as_ball(known)
        return arb(0) if place in self.unsure and ball.contains(0) else ball


def run(steps: Steps, form: Format, point: Mapping[str, float], least: int = 0) -> Shadow:
    """Runs the steps in the format and exactly.

    The precision grows until every step is sure to `SURE` bits and to some more than the format
    has, from at least ``least``; past the last rung what is left is noted as unsure.
    """
    computed = floats(steps, form, point)
    values: list[Any] = []
    trouble: Trouble | None = None
    unsure: frozenset[int] = frozenset()
    needed = max(SURE, form.bits + _BEYOND)
    precision = exact.LADDER[0]
    for precision in exact.LADDER:
        if precision < least:
            continue
        with exact.working(precision):
            values, trouble = _exactly(steps, computed)
        unsure = frozenset(
            place
            for place, ball in enumerate(values)
            if ball is not None and exact.sure_bits(ball) < needed
        )
        if not unsure and (trouble is None or _hopeless(steps, values, trouble)):
            break
    return Shadow(steps, form, point, computed, values, precision, trouble, unsure)


def value_of(steps: Steps, computed: list[float]) -> arb | None:
    """The exact value of the last step alone to `SURE` bits; None where it has none, or where
    balls cannot decide it."""
    last = exact.LADDER[-2]
    for precision in exact.LADDER:
        with exact.working(precision):
            values, trouble = _exactly(steps, computed)
        if trouble is not None and (precision >= last or _hopeless(steps, values, trouble)):
            return None
        if trouble is None and exact.sure_bits(values[-1]) >= SURE:
            return exact.as_ball(values[-1])
        if precision >= last:
            break
    return None


def _exactly(steps: Steps, computed: list[float]) -> tuple[list[Any], Trouble | None]:
    """Every step as a ball or a truth, up to the first that has no value."""
    found: list[Any] = []
    fractions: list[fmpq | None] = []
    for place, step in enumerate(steps.tape):
        try:
            fraction = rational.value(step, fractions, computed[place])
            fractions.append(fraction)
            if fraction is not None:
                truth = step.op in rational.COMPARISONS
                found.append(fraction != 0 if truth else arb(fraction))
            elif step.operands:
                found.append(exact.apply(step.op, [found[operand] for operand in step.operands]))
            elif step.op == INPUT:
                if not math.isfinite(computed[place]):
                    raise Undecided(f"{step.text} is {computed[place]}")
                found.append(arb(computed[place]))
            else:
                found.append(written(step))
        except Undecided as reason:
            rest: list[Any] = [None] * (len(steps.tape) - place)
            return found + rest, Trouble(place, str(reason))
    return found, None


def _hopeless(steps: Steps, values: list[Any], trouble: Trouble) -> bool:
    """Whether more precision cannot help: all operands of the step are known exactly."""
    operands = [values[operand] for operand in steps.tape[trouble.place].operands]
    return all(isinstance(o, bool) or (o is not None and o.is_exact()) for o in operands)
