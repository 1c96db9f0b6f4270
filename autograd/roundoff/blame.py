"""The error of the result, split exactly among the steps that made it.

Every step rounds: its float differs from the exact function of its float operands by a *local
error* δ. The rest of its error comes from its operands, and that is an exact sum over them when
divided differences (secants) stand in place of derivatives:

    f(â, b̂) - f(a, b) = S_a·(â - a) + S_b·(b̂ - b),   S_a = (f(â, b̂) - f(a, b̂))/(â - a), …

A reverse sweep with the S carries the result's error back to the δ of every step: the *shares*
sum to the true error, whatever its size. (With derivatives, as in first-order error analysis, the
sum is right only while errors are small, and small they are not where digits are lost.) For two
operands the mean of both orders of replacement is taken, so that neither is preferred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flint import arb

from autograd.check.balls import Undecided
from autograd.roundoff import exact
from autograd.roundoff.measure import log2
from autograd.roundoff.shadow import Shadow, run

_AGREED: Final = 40  # bits to which the shares must sum to the error


@dataclass(frozen=True)
class Blame:
    """errors: of every step, float minus exact. local: what its own rounding added. slopes: the
    secant to each operand. weights: by how much an error of the step is multiplied on its way to
    the result. shares: local · weight. total: the error of the result. exactly: whether the shares
    sum to it."""

    errors: list[arb]
    local: list[arb]
    slopes: list[tuple[arb, ...]]
    weights: list[arb]
    shares: list[arb]
    total: arb
    exactly: bool


def blame(shadow: Shadow) -> Blame:
    """Splits the error of a run whose steps in use are all finite, and whose branches agree.

    Shares that cancel down to a far smaller error, and errors that are far smaller than the
    format's rounding, need more precision than the run had; it is then run again.
    """
    found = _split(shadow)
    for precision in exact.LADDER:
        if found.exactly:
            break
        if precision > shadow.precision:
            again = run(shadow.steps, shadow.form, shadow.point, least=precision)
            found = _split(again)
    return found


def _split(shadow: Shadow) -> Blame:
    with exact.working(shadow.precision + 2 * shadow.form.bits):
        # What stands in a branch that is not taken may be anything; it counts as 0 in both.
        used = shadow.used
        values = [
            arb(exact.as_ball(ball).mid()) if place in used else arb(0)
            for place, ball in enumerate(shadow.exact)
        ]
        floats = [
            arb(number) if place in used else arb(0) for place, number in enumerate(shadow.floats)
        ]
        errors = [number - value for number, value in zip(floats, values, strict=True)]
        local, slopes = _local(shadow, floats, values, errors)
        weights = _weights(shadow, slopes)
        shares = [delta * weight for delta, weight in zip(local, weights, strict=True)]
        total = errors[-1]
        left = sum(shares, arb(0)) - total
        doubt = arb(exact.as_ball(shadow.exact[-1]).rad())  # the total is known no better
        exactly = all(
            rest.is_zero() or log2(rest) <= log2(total) - _AGREED for rest in (left, doubt)
        )
        return Blame(errors, local, slopes, weights, shares, total, exactly)


def _local(
    shadow: Shadow, floats: list[arb], values: list[arb], errors: list[arb]
) -> tuple[list[arb], list[tuple[arb, ...]]]:
    """For every step its local error, and the secant to each operand."""
    local: list[arb] = []
    slopes: list[tuple[arb, ...]] = []
    for place, step in enumerate(shadow.steps.tape):
        wrong = [k for k in step.operands if not errors[k].is_zero()]
        if not step.operands or not wrong or place not in shadow.used:
            local.append(errors[place])
            slopes.append((arb(0),) * len(step.operands))
            continue
        f = _function(step.op)
        at_floats = [floats[k] for k in step.operands]
        at_values = [values[k] for k in step.operands]
        carried = f(at_floats)
        if carried is None:  # outside the domain, by rounding: no function leads there
            local.append(errors[place])
            slopes.append((arb(0),) * len(step.operands))
            continue
        local.append(floats[place] - carried)
        gaps = [errors[k] for k in step.operands]
        slopes.append(_secants(f, at_floats, at_values, gaps, carried - values[place]))
    return local, slopes


def _function(op: str) -> Callable[[Sequence[Any]], arb | None]:
    """A row on exact numbers; None where it has no value."""

    def f(operands: Sequence[Any]) -> arb | None:
        try:
            return arb(exact.as_ball(exact.apply(op, operands)).mid())
        except Undecided:
            return None

    return f


def _secants(
    f: Callable[[Sequence[Any]], arb | None],
    floats: list[arb],
    values: list[arb],
    gaps: list[arb],
    whole: arb,
) -> tuple[arb, ...]:
    """The divided difference of each operand; with the gaps they sum to ``whole``."""
    moved = [k for k, gap in enumerate(gaps) if not gap.is_zero()]
    if len(moved) == 1:
        steps = {moved[0]: whole}
    else:
        forward = _walk(f, floats, values, moved)
        backward = _walk(f, floats, values, moved[::-1])
        found = [walk for walk in (forward, backward) if walk is not None]
        if not found:  # neither way stays in the domain: by the size of the gaps
            total = sum((abs(gaps[k]) for k in moved), arb(0))
            found = [{k: whole * (abs(gaps[k]) / total) for k in moved}]
        steps = {k: sum((walk[k] for walk in found), arb(0)) / len(found) for k in moved}
        rest = whole - sum(steps.values(), arb(0))
        steps[moved[0]] += rest
    return tuple(
        arb((steps[k] / gaps[k]).mid()) if k in steps else arb(0) for k in range(len(gaps))
    )


def _walk(
    f: Callable[[Sequence[Any]], arb | None], floats: list[arb], values: list[arb], way: list[int]
) -> dict[int, arb] | None:
    """The change of f as one operand after another goes from its exact value to its float."""
    operands = list(values)
    before = f(operands)
    changes: dict[int, arb] = {}
    for k in way:
        operands[k] = floats[k]
        after = f(operands)
        if before is None or after is None:
            return None
        changes[k] = after - before
        before = after
    return changes


def _weights(shadow: Shadow, slopes: list[tuple[arb, ...]]) -> list[arb]:
    tape = shadow.steps.tape
    weights = [arb(0)] * len(tape)
    weights[-1] = arb(1)
    for place in range(len(tape) - 1, -1, -1):
        if weights[place].is_zero():
            continue
        for operand, slope in zip(tape[place].operands, slopes[place], strict=True):
            if not slope.is_zero():
                weights[operand] = arb((weights[operand] + weights[place] * slope).mid())
    return weights
