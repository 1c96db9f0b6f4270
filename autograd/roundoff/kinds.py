"""The kinds of loss, and how to tell which one it was.

Names as in N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002,
sections 1.7 (cancellation), 1.10 and 1.17; J.-M. Muller et al., Handbook of Floating-Point
Arithmetic, 2nd ed., Birkhäuser 2018, section 11.1 (arguments of periodic functions).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from autograd.roundoff.measure import log2
from autograd.roundoff.shadow import Shadow
from autograd.roundoff.steps import WRITTEN

KINDS: Final = {
    "cancellation": "numbers that are nearly equal are subtracted: their leading digits cancel, "
    "and what is left is mostly the rounding of the two",
    "absorption": "a number is added to one so much larger that nothing of it is left",
    "exponent gap": "a small number is added to a much larger one, and its last digits fall off",
    "overflow": "a number on the way is larger than the format can hold",
    "underflow": "a number on the way is smaller than the format can hold",
    "division of small numbers": "a divisor on the way is too small for the format",
    "argument of a periodic function": "the argument is many periods long, so that a rounding of "
    "it is a large part of a period",
    "sensitive function": "a function is taken where a small change of its argument changes its "
    "value much",
    "rounding of a written number": "a number that was written has no exact float",
    "sum of many roundings": "many small roundings add up",
    "branch": "the floats take another branch than the exact numbers do",
    "undefined": "the formula has no value there",
    "undecided": "the exact value could not be enclosed",
}
"""The kinds, and what each means."""

_SUMS: Final = frozenset({"add", "sub"})
_PERIODIC: Final = frozenset({"sin", "cos", "tan", "sinc", "mod"})
_MANY_PERIODS: Final = 6.0
_GAP: Final = 3  # bits of the smaller operand that fall off
_CONDITIONED_AT_ONE: Final = frozenset(
    {"log", "log2", "log10", "log1p", "acosh", "acos", "asin", "atanh"}
)


def kind_of(shadow: Shadow, source: int, amplifier: int | None) -> str:
    """The kind of a loss, from where it entered and where it grew."""
    wild = out_of_range(shadow, source)
    if wild:
        return wild
    if amplifier is not None:
        step = shadow.steps.tape[amplifier]
        if step.op in _SUMS:
            return "absorption" if _gap(shadow, source) == "absorption" else "cancellation"
        if step.op in _PERIODIC and abs(shadow.floats[step.operands[0]]) > _MANY_PERIODS:
            return "argument of a periodic function"
        if step.op in _CONDITIONED_AT_ONE:
            return next(
                (_gap(shadow, p) for p in gap_below(shadow, amplifier)), "sensitive function"
            )
        return "sensitive function"
    gap = _gap(shadow, source)
    if gap:
        return gap
    if shadow.steps.tape[source].op in WRITTEN:
        return "rounding of a written number"
    return "sum of many roundings"


def out_of_range(shadow: Shadow, place: int) -> str:
    """``overflow`` or ``underflow`` where a step itself leaves the format's range; else ""."""
    ball = shadow.ball(place)
    if ball is None or ball.is_zero():
        return ""
    size = log2(ball)
    number = shadow.floats[place]
    if math.isinf(number) or size > shadow.form.highest + 1:
        return "overflow"
    return (
        "underflow" if size < shadow.form.lowest and abs(number) < 2.0**shadow.form.lowest else ""
    )


def gap_below(shadow: Shadow, place: int) -> Iterator[int]:
    """The sums at and below a step, as far as four steps down, that lose some of an operand."""
    layer = [place]
    for _ in range(4):
        yield from (each for each in layer if _gap(shadow, each))
        layer = [operand for each in layer for operand in shadow.steps.tape[each].operands]


def _gap(shadow: Shadow, place: int) -> str:
    """``absorption`` or ``exponent gap`` where a sum loses some of its smaller operand, or ""."""
    step = shadow.steps.tape[place]
    if step.op not in _SUMS:
        return ""
    one, other = sorted(abs(shadow.floats[operand]) for operand in step.operands)
    if one == 0.0 or not math.isfinite(other):
        return ""
    if abs(shadow.floats[place]) == other:
        return "absorption"
    return "exponent gap" if math.log2(other) - math.log2(one) >= _GAP else ""
