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
from autograd.roundoff.steps import INPUT, Step, Steps, floats, written

SURE: Final = 60
"""How many bits of each exact value must be sure, at the least."""

_UNSURE: Final = ", or too near to it to tell"
_BEYOND: Final = 70  # bits more than the format's that errors are known to


@dataclass(frozen=True)
class Trouble:
    """A step that has no exact value, or none that balls can decide: where, and why."""

    place: int
    reason: str


@dataclass(frozen=True)
class Shadow:
    """A run at one point.

    floats: every step in the format. exact: every step's ball, a truth for comparisons, None where
    it has no value. used: the steps that the result depends on; what stands in a branch that is
    not taken is not among them. precision: the bits that were worked with. trouble: why the result
    has no exact value. unsure: steps that no precision could decide.
    """

    steps: Steps
    form: Format
    point: Mapping[str, float]
    floats: list[float]
    exact: list[Any]
    used: frozenset[int]
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

    The precision grows until every step that is used is sure to `SURE` bits and to some more than
    the format has, from at least ``least``; past the last rung what is left is noted as unsure.
    """
    computed = floats(steps, form, point)
    values: list[Any] = []
    trouble: Trouble | None = None
    unsure: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()
    needed = max(SURE, form.bits + _BEYOND)
    precision = exact.LADDER[0]
    for precision in exact.LADDER:
        if precision < least:
            continue
        with exact.working(precision):
            values, trouble = _exactly(steps, computed)
        taken = used(steps, values)
        unsure = frozenset(
            place
            for place in taken
            if values[place] is not None and exact.sure_bits(values[place]) < needed
        )
        if not unsure and (trouble is None or _hopeless(steps, values, trouble)):
            break
    return Shadow(steps, form, point, computed, values, taken, precision, trouble, unsure)


def used(steps: Steps, values: list[Any]) -> frozenset[int]:
    """The steps that the last one depends on, by the branches that exact values take."""
    found: set[int] = set()
    waiting = [len(steps.tape) - 1]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting.extend(_needed(steps.tape[place], values))
    return frozenset(found)


def _needed(step: Step, values: list[Any]) -> tuple[int, ...]:
    """The operands that a step takes its value from."""
    if step.op == "where":
        condition, chosen, other = step.operands
        truth = values[condition]
        if isinstance(truth, bool):
            return (condition, chosen if truth else other)
        if truth is not None and (truth.is_zero() or not truth.contains(0)):
            return (condition, other if truth.is_zero() else chosen)
    return step.operands


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
    """Every step as a ball or a truth, None where it has no value; and why the last has none."""
    found: list[Any] = []
    fractions: list[fmpq | None] = []
    troubles: dict[int, Trouble] = {}
    for place, step in enumerate(steps.tape):
        lacking = next((k for k in _needed(step, found) if found[k] is None), None)
        value = None
        fraction = None
        if lacking is not None:
            troubles[place] = troubles[lacking]
        else:
            try:
                fraction = rational.value(step, fractions, computed[place])
                value = _value(step, found, fraction, computed[place])
            except Undecided as reason:
                sure = all(_is_exact(found[operand]) for operand in step.operands)
                told = str(reason).removesuffix(_UNSURE) if sure else str(reason)
                troubles[place] = Trouble(place, told)
        fractions.append(fraction)
        found.append(value)
    return found, troubles.get(len(found) - 1)


def _value(step: Step, found: list[Any], fraction: fmpq | None, computed: float) -> Any:
    """One step as a ball or a truth. Raises `Undecided`."""
    if fraction is not None:
        return fraction != 0 if step.op in rational.COMPARISONS else arb(fraction)
    if step.op == "where":
        chosen = _needed(step, found)
        if len(chosen) == 2:
            return found[chosen[1]]
    if step.operands:
        return exact.apply(step.op, [found[operand] for operand in step.operands])
    if step.op != INPUT:
        return written(step)
    if not math.isfinite(computed):
        raise Undecided(f"{step.text} is {computed}")
    return arb(computed)


def _hopeless(steps: Steps, values: list[Any], trouble: Trouble) -> bool:
    """Whether more precision cannot help: all operands of the step are known exactly."""
    return all(_is_exact(values[operand]) for operand in steps.tape[trouble.place].operands)


def _is_exact(value: Any) -> bool:
    return isinstance(value, bool) or (value is not None and value.is_exact())
