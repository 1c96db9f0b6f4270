"""The verdict at one point: what the place is, what the witnesses say, and what follows."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from autograd.check.declared import Met
from autograd.check.places import Ground, decided, ground
from autograd.check.precise import DIGITS, TOO_EXTREME, Sure, agreement, precise
from autograd.check.question import Question
from autograd.check.verdict import Outcome
from autograd.check.witnesses import FLOAT64, FLOAT_DIGITS, WITNESSES, Reading, readings
from autograd.expression import Expression

CLAIM_DIGITS: Final = 40
"""A claim must agree with the derivative to this many digits."""

_FEWEST: Final = 15  # digits on which high-precision witnesses must agree to be believed
_MONSTROUS: Final = 10**6  # bits
_LONGEST_EXPONENT: Final = 60  # characters of a sentence
_SLACK: Final = 2  # of the digits that a witness answers for


class Judgement(NamedTuple):
    """The verdict on one question.

    truth: the derivative, None where there is none. readings: of each witness; agreements: to how
    many digits each agrees with the truth. claimed: the claim's number. error: the relative error
    of what is judged. reason: why, "" where nothing needs to be said.
    """

    question: Question
    verdict: Outcome
    ground: Ground
    readings: Mapping[str, Reading]
    truth: Sure | None = None
    agreements: Mapping[str, int] = {}
    claimed: Any = None
    digits: int | None = None
    error: Any = None
    reason: str = ""


def judge(question: Question, claim: Expression | None = None) -> Judgement:
    """The verdict on a claim at the point or, without one, on the engine's own derivative."""
    place = ground(question)
    said = readings(question) if place.kind != "undefined" else _silent()
    value = None if claim is None else question.value_of(claim)
    claimed = None if value is None or not precise(DIGITS).finite(value.number) else value.number
    if not place.has_derivative:
        return Judgement(
            question, "undecidable", place, said, claimed=claimed, reason=place.sentence
        )
    truth, doubt = _truth(place, said)
    if truth is None and place.kind == "smooth":
        place = decided(question, Met((), False))  # no witness has a number: look at the place
        truth = place.derivative if place.has_derivative else None
        doubt = place.sentence or doubt
    if truth is None:
        return Judgement(question, "undecidable", place, said, claimed=claimed, reason=doubt)
    agreements = {
        name: min(agreement(reading.number, truth.number), _most(name))
        for name, reading in said.items()
        if reading.number is not None
    }
    judged = Judgement(question, "right", place, said, truth, agreements, claimed)
    judged = _own(judged) if value is None else _claim(judged, value)
    return judged._replace(reason="; ".join(filter(None, (judged.reason, doubt, place.sentence))))


_LARGEST_FLOAT: Final = sys.float_info.max
_SMALLEST_FLOAT: Final = math.ulp(0.0)
_RULES: Final = ("symbolic", "rigorous")
_FLOATS: Final = frozenset(witness.name for witness in WITNESSES if witness.precision == FLOAT64)


def _silent() -> dict[str, Reading]:
    """What witnesses say of a point where the formula itself has no value: nothing."""
    return {witness.name: Reading(None, note="the formula has no value") for witness in WITNESSES}


def _most(name: str) -> int:
    return FLOAT_DIGITS if name in _FLOATS else DIGITS


def _truth(place: Ground, said: Mapping[str, Reading]) -> tuple[Sure | None, str]:
    """The derivative on which the high-precision witnesses agree, or None; and what speaks
    against it."""
    able = {n: r for n, r in said.items() if n not in _FLOATS and r.number is not None}
    arbiter = able.get("rigorous")
    if place.derivative is not None and arbiter is None:
        return place.derivative, _dissent(able, place.derivative)
    if not able:
        notes = [f"{name}: {reading.note}" for name, reading in said.items() if reading.note]
        return None, "no witness has a number (" + "; ".join(notes) + ")"
    if arbiter is not None:
        able = {n: r for n, r in able.items() if _agree(r, arbiter)}
    best = max(able.values(), key=lambda reading: reading.digits)
    truth = Sure(best.number, best.digits)
    others = {n: r for n, r in said.items() if n not in _FLOATS and r.number is not None}
    doubt = _dissent(others, truth)
    if (doubt and arbiter is None) or truth.digits < _FEWEST:
        return None, doubt or f"only {truth.digits} digits of the derivative could be made sure"
    return truth, doubt


def _agree(one: Reading, other: Reading | Sure) -> bool:
    """Whether two agree to the digits that both answer for."""
    return agreement(one.number, other.number) >= min(one.digits, other.digits) - _SLACK


def _dissent(able: Mapping[str, Reading], truth: Sure) -> str:
    """The witnesses that say something else than the derivative, in words."""
    apart = [
        f"the {name} witness says {in_words(reading.number)}"
        for name, reading in able.items()
        if not _agree(reading, truth)
    ]
    return " and ".join(apart) + f", not {in_words(truth.number)}" if apart else ""


def _own(judged: Judgement) -> Judgement:
    """The verdict on the derivative that reverse and forward mode give in floats."""
    assert judged.truth is not None
    truth = judged.truth.number
    off = [name for name in _FLOATS if not _within_bar(judged, judged.readings[name])]
    reverse = judged.readings["reverse"].number
    error = None if reverse is None else _relative(reverse, truth)
    agreements = {**dict.fromkeys(_FLOATS, 0), **judged.agreements}
    judged = judged._replace(digits=max(0, min(agreements.values())), error=error)
    if not off:
        return judged._replace(reason=_blurred(judged))
    beyond = ", beyond float64" if abs(truth) > _LARGEST_FLOAT else ""
    return judged._replace(
        verdict="wrong",
        reason=f"{_says(judged, off)}, where the derivative is {in_words(truth)}{beyond}",
    )


def _within_bar(judged: Judgement, reading: Reading) -> bool:
    """Whether a float witness is as near to the truth as rounding lets it be."""
    assert judged.truth is not None
    if reading.number is None:
        return False
    if abs(reading.number - judged.truth.number) <= _SMALLEST_FLOAT:
        return True  # what is too small for a float rounds to 0
    if not reading.bar < float("inf"):  # the record of the derivative overflows, not itself
        return agreement(reading.number, judged.truth.number) >= FLOAT_DIGITS // 2
    return bool(abs(reading.number - judged.truth.number) <= reading.bar)


def _says(judged: Judgement, off: list[str]) -> str:
    """What the float witnesses that are off give, in words."""
    given = {name: _float_text(judged.readings[name]) for name in sorted(off, reverse=True)}
    if len(off) > 1 and len(set(given.values())) == 1:
        return f"reverse and forward mode give {given['reverse']}"
    return " and ".join(f"{name} mode gives {number}" for name, number in given.items())


def _float_text(reading: Reading) -> str:
    if reading.number is None:
        return reading.note.removeprefix("float64 gives ")
    return in_words(reading.number)


def _blurred(judged: Judgement) -> str:
    """A word on floats that keep few digits, however right the derivative is."""
    assert judged.truth is not None
    fewest = max(0, min(judged.agreements[name] for name in _FLOATS))
    if fewest >= FLOAT_DIGITS // 2:
        return ""
    off = abs(judged.readings["reverse"].number - judged.truth.number)
    bar = judged.readings["reverse"].bar
    if judged.truth.number == 0:
        return f"float64 is {in_words(off)} off, within its error bar of {in_words(bar)}"
    return f"float64 keeps {fewest} digits here, which is rounding, not a wrong derivative"


def _claim(judged: Judgement, value: Sure) -> Judgement:
    """The verdict on a claim of a value, compared at high precision."""
    assert judged.truth is not None
    truth, claimed = judged.truth, judged.claimed
    if value.is_extreme:
        return judged._replace(
            verdict="undecidable",
            reason="the claim's value cannot be told here: it passes through numbers "
            f"{TOO_EXTREME}; the derivative is {in_words(truth.number)}",
        )
    if claimed is None and not any(judged.readings[name].number is not None for name in _RULES):
        return judged._replace(
            verdict="undecidable",
            reason="the claim has no finite value here, as no derivative by rules has: the formula "
            f"passes through what is not finite, and its slope is {in_words(truth.number)}",
        )
    if claimed is None:
        return judged._replace(
            verdict="wrong",
            digits=0,
            reason=f"the claim has no finite value, the derivative is {in_words(truth.number)}",
        )
    digits = min(agreement(claimed, truth.number), DIGITS)
    judged = judged._replace(digits=digits, error=_relative(claimed, truth.number))
    if digits >= min(CLAIM_DIGITS, truth.digits - _SLACK, max(value.digits, _FEWEST) - _SLACK):
        off = [name for name in _FLOATS if not _within_bar(judged, judged.readings[name])]
        return judged._replace(reason=f"{_says(judged, off)} here, which is wrong" if off else "")
    return judged._replace(
        verdict="wrong",
        reason=f"the claim gives {in_words(claimed, truth.number)}, "
        f"the derivative is {in_words(truth.number, claimed)}",
    )


def _relative(number: Any, truth: Any) -> Any:
    """The relative error of a number; None where the truth is 0 and the number is not."""
    mp = precise(DIGITS).mp
    if number == truth:
        return mp.zero
    return None if truth == 0 else abs(mp.mpf(number) / mp.mpf(truth) - 1)


def as_text(number: Any, digits: int, longest: int = 22) -> str:
    """A number as a decimal text of that many significant digits, without idle zeros; with an
    exponent where there would be more than ``longest`` digits before the point."""
    mp = precise(DIGITS).mp
    power, number = _scaled(mp.mpf(number))
    text = str(mp.nstr(number, max(digits, 1), min_fixed=-6, max_fixed=longest)).lstrip("+")
    mantissa, e, exponent = text.partition("e")
    if power and mantissa.lstrip("-") == "10.0":
        power, mantissa = power + 1, mantissa.replace("10", "1")
    if power:
        e, exponent = "e", str(power)
    return mantissa.removesuffix(".0") + e + exponent.lstrip("+")


def _scaled(number: Any) -> tuple[int, Any]:
    """A number as a power of ten and a number from 1 to 10; a number of no monstrous size as it is.

    mpmath writes out what a decimal text with an exponent of a thousand digits would need.
    """
    mp = precise(DIGITS).mp
    if not number or not mp.isfinite(number) or abs(mp.mag(number)) < _MONSTROUS:
        return 0, number
    with mp.workprec(2 * mp.prec + mp.mag(number).bit_length()):
        power = mp.log10(abs(number))
        whole = int(mp.floor(power))
        return whole, mp.sign(number) * mp.mpf(10) ** (power - whole)


def in_words(number: Any, other: Any = None) -> str:
    """A number short enough for a sentence, long enough to differ from the other one."""
    digits = 6
    if other is not None and agreement(number, other) < DIGITS:
        digits = max(digits, agreement(number, other) + 3)
    text = as_text(number, digits)
    mantissa, _, exponent = text.partition("e")
    return text if len(exponent) <= _LONGEST_EXPONENT else f"{mantissa}e({in_words(int(exponent))})"
