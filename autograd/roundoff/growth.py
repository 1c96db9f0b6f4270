"""By how much the relative error grows: at a step, and on the way of each operand through it."""

from __future__ import annotations

import math
from typing import Final

from flint import arb

from autograd.roundoff.blame import Blame
from autograd.roundoff.measure import log2
from autograd.roundoff.shadow import Shadow
from autograd.roundoff.steps import WRITTEN

_MATTERS: Final = 0.02  # of the result's error, for a step to be an amplifier


def growth_at(shadow: Shadow, split: Blame, place: int) -> float | None:
    """By how many bits the relative error grew at a step; None where it has no operands in error,
    or does not matter to the result."""
    carried = split.errors[place] - split.local[place]
    if carried.is_zero() or shadow.steps.tape[place].op in WRITTEN:
        return None
    if abs(carried * split.weights[place]) < abs(split.total) * _MATTERS:
        return None
    most = float(shadow.form.bits)
    relative = [
        _relative(split.errors[o], shadow.ball(o))
        for o in shadow.steps.tape[place].operands
        if not split.errors[o].is_zero()
    ]
    after = _relative(carried, shadow.ball(place))
    if after == math.inf:
        return most
    return max(after - max(relative), -most) if relative and max(relative) < math.inf else None


def edges_at(shadow: Shadow, split: Blame, place: int) -> tuple[float | None, ...]:
    """By how many bits each operand's relative error grows on its way through a step; None where
    it brings none."""
    most = float(shadow.form.bits)
    value = shadow.ball(place)
    found: list[float | None] = []
    for operand, slope in zip(shadow.steps.tape[place].operands, split.slopes[place], strict=True):
        before = _relative(split.errors[operand], shadow.ball(operand))
        if slope.is_zero() or before == math.inf:
            found.append(None)
            continue
        after = _relative(split.errors[operand] * slope, value)
        found.append(round(min(max(after - before, -most), most), 1))
    return tuple(found)


def _relative(error: arb, ball: arb | None) -> float:
    if ball is None or ball.is_zero():
        return math.inf
    return log2(error) - log2(ball)
