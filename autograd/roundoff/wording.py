"""A diagnosis in sentences: what happened, where the error entered, and where it grew."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

from autograd.roundoff.diagnosis import Diagnosis, Source, vanished
from autograd.roundoff.kinds import KINDS, gap_below
from autograd.roundoff.measure import decimal, nearest
from autograd.roundoff.shadow import Shadow
from autograd.roundoff.steps import WRITTEN

_DIGITS_PER_BIT: Final = math.log10(2.0)
_TURN: Final = 2 * math.pi
_AS_MUCH: Final = 0.4  # of the source's share, for another step to be named beside it
_OF: Final = " of the error of the result"


def told(found: Diagnosis) -> Iterator[str]:
    """The sentences that explain a diagnosis; none where the result is good."""
    steps, trouble = found.shadow.steps, found.shadow.trouble
    reason = trouble.reason if trouble else "it has no value"
    if found.kind == "undefined" and found.lost is None:
        place = trouble.place if trouble else len(steps.tape) - 1
        yield f"The formula itself has no value here, at {steps.label(place)}: {reason}."
        yield "So no digits can be right or wrong."
    elif found.kind == "undecided":
        yield f"The exact value could not be enclosed: {reason}."
    elif found.kind == "branch" and found.branch is not None:
        yield _branch(found, found.branch)
    elif found.source is not None:
        yield _what(found)
        yield from _where(found)
    elif not found.good and found.lost is not None:
        yield f"{found.lost:.0f} bits are lost, and the error could not be split."


def _branch(found: Diagnosis, place: int) -> str:
    truth = "true" if found.shadow.floats[place] else "false"
    other = "false" if truth == "true" else "true"
    return (
        f"The floats take another branch than the exact numbers: {found.shadow.steps.label(place)} "
        f"is {truth} in floats and {other} exactly. The analysis stops there: compare with a "
        "tolerance, or compute both sides exactly."
    )


# --- what happened


def _what(found: Diagnosis) -> str:
    """The kind of loss, told with the numbers of this point where that can be."""
    say = _TOLD.get(found.kind)
    text = say(found) if say else ""
    return f"{found.kind[:1].upper()}{found.kind[1:]}: {text or KINDS.get(found.kind, '')}."


def _cancellation(found: Diagnosis) -> str:
    shadow, place = found.shadow, found.amplifier.place if found.amplifier else -1
    step = shadow.steps.tape[place]
    if found.amplifier is None or step.op not in ("add", "sub"):
        return ""
    alike = "equal" if step.op == "sub" else "opposite"
    digits = min(found.amplifier.bits, shadow.form.bits) * _DIGITS_PER_BIT
    one, other = (_named(shadow, operand, round(digits) + 2) for operand in step.operands)
    return (
        f"{one} and {other} are nearly {alike}. Their first {digits:.0f} digits cancel, and what "
        "is left is mostly the rounding that they brought along"
    )


def _gap(found: Diagnosis) -> str:
    """Absorption and exponent gap."""
    shadow = found.shadow
    places = [each.place for each in (found.source, found.amplifier) if each is not None]
    place = next((p for start in places for p in gap_below(shadow, start)), None)
    if place is None:
        return ""
    operands = sorted(shadow.steps.tape[place].operands, key=lambda o: abs(shadow.floats[o]))
    small, large = (_named(shadow, operand) for operand in operands)
    if found.kind == "absorption":
        what = "adding it" if shadow.steps.tape[place].op == "add" else "taking it away"
        return f"{small} is too small beside {large}: {what} changes nothing"
    ratio = abs(shadow.floats[operands[1]]) / abs(shadow.floats[operands[0]])
    digits = min(math.log10(ratio), shadow.form.bits * _DIGITS_PER_BIT)
    fall = f"{digits:.0f} digits fall" if digits >= 1.5 else "digits fall"
    return f"{small} is added to the much larger {large}, and its last {fall} off"


def _range(found: Diagnosis) -> str:
    """Overflow and underflow."""
    shadow, form = found.shadow, found.shadow.form
    place = found.source.place if found.source else -1
    ball = shadow.ball(place)
    size = "" if ball is None else f" is {decimal(ball, 3)},"
    over = found.kind == "overflow"
    limit = form.largest if over else 2.0**form.lowest
    more = "more" if over else "less"
    hold = "hold" if over else "hold with all its digits"
    return f"{shadow.steps.label(place)}{size} {more} than {form.name} can {hold} ({limit:.2g})"


def _small_divisor(found: Diagnosis) -> str:
    shadow = found.shadow
    place = found.source.place if found.source else -1
    ball = shadow.ball(place)
    size = "" if ball is None else f" is {decimal(ball, 3)},"
    return f"{shadow.steps.label(place)}{size} too small for {shadow.form.name}, and a divisor"


def _periods(found: Diagnosis) -> str:
    if found.amplifier is None:
        return ""
    shadow = found.shadow
    argument = shadow.steps.tape[found.amplifier.place].operands[0]
    turns = abs(shadow.floats[argument]) / _TURN
    return (
        f"the argument {_named(shadow, argument)} goes {turns:.2g} times around the circle, so "
        "that its rounding is a large part of one turn"
    )


def _sensitive(found: Diagnosis) -> str:
    if found.amplifier is None:
        return ""
    factor = 2.0 ** min(found.amplifier.bits, 60.0)
    times = f"{float(f'{factor:.2g}'):,.0f}" if factor < 1e7 else f"{factor:.0e}"
    label = found.shadow.steps.label(found.amplifier.place)
    return f"in {label} a relative error of the argument becomes about {times} times as large"


def _written(found: Diagnosis) -> str:
    if found.source is None:
        return ""
    shadow, place = found.shadow, found.source.place
    return (
        f"no {shadow.form.name} is {shadow.steps.label(place)} exactly; the nearest is off by "
        f"{abs(_relative_error(shadow, place)):.1e} of it"
    )


_TOLD: Final[dict[str, Callable[[Diagnosis], str]]] = {
    "cancellation": _cancellation,
    "absorption": _gap,
    "exponent gap": _gap,
    "overflow": _range,
    "underflow": _range,
    "division of small numbers": _small_divisor,
    "argument of a periodic function": _periods,
    "sensitive function": _sensitive,
    "rounding of a written number": _written,
}


def _relative_error(shadow: Shadow, place: int) -> float:
    ball = shadow.ball(place)
    return math.inf if ball is None else float((shadow.floats[place] - ball) / ball)


def _named(shadow: Shadow, place: int, digits: int = 6) -> str:
    """A step with its number to some digits, which a written number does not need."""
    label, number = shadow.steps.label(place), shadow.floats[place]
    if shadow.steps.tape[place].op in WRITTEN or not math.isfinite(number):
        return label
    text = f"{number:.{min(max(digits, 6), shadow.form.digits)}g}"
    if shadow.form.round(float(text)) == number:
        text = shadow.form.shortest(number)
    return label if text == label else f"{label} = {text}"


# --- where it entered, and where it grew


def _where(found: Diagnosis) -> Iterator[str]:
    shadow, source, amplifier = found.shadow, found.source, found.amplifier
    if source is None:
        return
    last = len(shadow.floats) - 1
    ball = shadow.ball(last)
    beyond = ball is not None and math.isinf(nearest(ball, shadow.form))
    if beyond:
        yield f"No float of {shadow.form.name} can hold the exact value of the result."
    where = f"{shadow.steps.label(source.place)}{_line(shadow, source.place)}"
    number = shadow.floats[source.place]
    if found.kind == "overflow" or not math.isfinite(number) or vanished(shadow, source.place):
        yield f"It begins at {where}, which becomes {_plain(number)} in {shadow.form.name}."
    else:
        verb = "is written, and rounded" if _is_written(shadow, source.place) else "is rounded"
        others = "".join(_others(found, source))
        yield f"The error enters where {where} {verb}: {_part(source.share)}{others}."
    if amplifier is not None and amplifier.place != source.place:
        yield _grown(found, amplifier.place, amplifier.bits)


def _others(found: Diagnosis, source: Source) -> Iterator[str]:
    """Another step that has a large part in the error as well."""
    steps = found.shadow.steps
    sums: dict[str, float] = {}
    for place, share in enumerate(found.shares):
        if share and steps.label(place) != steps.label(source.place):
            sums[steps.label(place)] = sums.get(steps.label(place), 0.0) + share
    label = max(sums, key=lambda each: abs(sums[each]), default="")
    if label and abs(sums[label]) >= _AS_MUCH * abs(source.share):
        yield f", and where {label} is: {_part(sums[label]).removesuffix(_OF)}"


def _grown(found: Diagnosis, place: int, bits: float) -> str:
    shadow = found.shadow
    text = f"{shadow.steps.label(place)}{_line(shadow, place)}"
    number, most = shadow.floats[place], shadow.form.bits
    if not math.isfinite(number) or vanished(shadow, place):
        return f"At {text} it turns into {_plain(number)}."
    lost = f"all {most}" if bits >= most else f"{bits:.0f} of {most}"
    return f"It grows at {text}: {lost} bits are lost there."


def _is_written(shadow: Shadow, place: int) -> bool:
    return shadow.steps.tape[place].op in WRITTEN


def _line(shadow: Shadow, place: int) -> str:
    line = shadow.steps.tape[place].line
    return f" ({line})" if line else ""


def _plain(number: float) -> str:
    return f"{number:g}".replace("-0", "0") if number == 0 else f"{number:g}"


def _part(share: float) -> str:
    if -0.05 <= share <= 1.5:
        return f"{share:.0%}{_OF}"
    return f"{abs(share):.3g} times the error of the result, of which other roundings undo a part"
