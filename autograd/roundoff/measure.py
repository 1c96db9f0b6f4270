"""How good a float is: bits lost and digits right, against a ball that holds the truth."""

from __future__ import annotations

import math
from typing import Any

from flint import arb

from autograd.roundoff.formats import Format

_FAR = 10**300


def log2(ball: arb) -> float:
    """The binary logarithm of a ball's size, of whatever size; -inf for 0."""
    mantissa, exponent = (int(part) for part in abs(ball).mid().man_exp())
    if mantissa == 0:
        return -math.inf
    extra = max(mantissa.bit_length() - 64, 0)
    return math.log2(mantissa >> extra) + float(min(max(extra + exponent, -_FAR), _FAR))


def nearest(ball: arb, form: Format) -> float:
    """The float of the format that is nearest to the middle of a ball."""
    mantissa, exponent = (int(part) for part in ball.mid().man_exp())
    if mantissa == 0:
        return 0.0
    sign = 1.0 if mantissa > 0 else -1.0
    size = abs(mantissa).bit_length() + exponent - 1
    if size > form.highest + 1:
        return math.copysign(math.inf, sign)
    if size < form.lowest - form.bits - 1:
        return math.copysign(0.0, sign)
    shift = form.quantum(size) - exponent
    whole = _half_even(abs(mantissa), shift)
    try:
        number = math.ldexp(float(whole), form.quantum(size))
    except OverflowError:
        number = math.inf
    return math.copysign(math.inf if number > form.largest else number, sign)


def _half_even(mantissa: int, shift: int) -> int:
    """``mantissa / 2**shift`` to the nearest whole number, ties to even."""
    if shift <= 0:
        return mantissa << -shift
    whole, rest = mantissa >> shift, mantissa & ((1 << shift) - 1)
    half = 1 << (shift - 1)
    return whole + (rest > half or (rest == half and whole & 1))


def bits_lost(number: float, ball: arb, form: Format) -> float:
    """How many of the format's bits are wrong: 0 for the nearest float, all for inf and nan.

    The error is counted in half units of the last place that the format has at the exact value
    (its subnormal numbers are coarse, and that counts as no loss).
    """
    best = nearest(ball, form)
    if not (math.isfinite(number) and math.isfinite(best)):
        return float(form.bits)
    if number == best:
        return 0.0
    size = log2(ball)
    exponent = form.lowest if size < form.lowest else math.floor(size)
    error = log2(arb(number) - ball)
    return min(max(0.0, error - (form.quantum(exponent) - 1)), float(form.bits))


def digits(number: float, ball: arb, form: Format) -> float:
    """How many significant decimal digits are right: the format's own number for the nearest
    float, else -log10 of the relative error, to one decimal and at least 0."""
    if not math.isfinite(number):
        return 0.0
    if number == nearest(ball, form):
        return float(form.digits)
    relative = log2(arb(number) - ball) - log2(ball)
    return round(min(max(0.0, -relative * math.log10(2.0)), float(form.digits)), 1)


def decimal(ball: Any, count: int) -> str:
    """A ball as a decimal text of ``count`` significant digits, of whatever size."""
    if ball.is_zero():
        return "0"
    size = log2(ball) * math.log10(2.0)
    if abs(size) < 300:
        return _plain(str(ball.mid().str(count, radius=False)), size, count)
    if abs(size) > 1e15:
        return f"{'-' if ball < 0 else ''}10^({size:.4g})"
    exponent = math.floor(size)
    lead = str((abs(ball.mid()) / arb(10) ** exponent).str(count, radius=False))
    if lead.startswith("10."):  # rounded up
        lead, exponent = "1." + "0" * (count - 1), exponent + 1
    return f"{'-' if ball < 0 else ''}{lead}e{exponent:+d}"


def _plain(text: str, size: float, count: int) -> str:
    """Without zeros at the end of a fraction."""
    mantissa, e, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + e + exponent
