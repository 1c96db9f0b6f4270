"""The certified witness: an enclosure of a derivative that surely holds the true one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import factorial, log10
from typing import Any, NamedTuple, Protocol

from flint import arb, arb_series, ctx
from mpmath import mp, mpf

from autograd.check.balls import BallArithmetic, Undecided

BITS = 100
"""How many bits of a derivative must be sure before it counts as certified."""

_PRECISIONS = (128, 256, 512, 1024, 2048, 4096, 8192)


class Evaluable(Protocol):
    """What can be run in another arithmetic: an `Expression`, or a recorded function."""

    def evaluate(self, m: Any, env: Mapping[str, Any]) -> Any:
        """The result over the arithmetic ``m``, its names standing for ``env``."""


class Enclosure(NamedTuple):
    """A ball that surely holds the derivative. ``bits``: how many of its bits are sure."""

    ball: arb
    bits: int

    def holds(self, number: mpf) -> bool:
        """Whether ``number`` lies in the ball."""
        return bool(self.ball.contains(_as_ball(number)))

    def midpoint(self) -> mpf:
        """The middle of the ball, exactly."""
        mantissa, exponent = (int(part) for part in self.ball.mid().man_exp())
        with mp.workprec(max(mantissa.bit_length(), 53)):
            return mp.ldexp(mpf(mantissa), exponent)

    @property
    def digits(self) -> int:
        """How many significant decimal digits are sure."""
        return int(self.bits * log10(2))

    @property
    def certified(self) -> bool:
        """Whether at least `BITS` bits are sure, or the derivative is surely and exactly 0."""
        return self.bits >= BITS


class Refusal(NamedTuple):
    """Why nothing is certified, as a phrase: ``abs at 0, or too near to it to tell``."""

    reason: str


def enclose(
    f: Evaluable, point: Mapping[str, str | float], variable: str, order: int = 1
) -> Enclosure | Refusal:
    """Encloses the derivative of ``f`` of that order with respect to ``variable``.

    point: exact decimals (or floats, read as their shortest decimal). The precision grows until
    `BITS` bits are sure; a derivative that may be 0 can keep fewer, and says so by its ``bits``.
    A `Refusal` comes back where balls cannot decide a step at any precision.
    """
    return _refined(lambda m: f.evaluate(m, _around(m, point, {variable: 1})), order)


def enclose_along(
    f: Evaluable, point: Mapping[str, str | float], direction: Mapping[str, int]
) -> Enclosure | Refusal:
    """Encloses the derivative along a direction of whole numbers, one for each variable."""
    return _refined(lambda m: f.evaluate(m, _around(m, point, direction)), 1)


def enclosed_value(f: Evaluable, point: Mapping[str, str | float]) -> Enclosure | Refusal:
    """Encloses the value of ``f`` itself at a point."""
    return _refined(lambda m: f.evaluate(m, _around(m, point, {})), 0)


def _around(
    m: BallArithmetic, point: Mapping[str, str | float], direction: Mapping[str, int]
) -> dict[str, Any]:
    return {name: m.variable(number, direction.get(name, 0)) for name, number in point.items()}


def _refined(run: Callable[[BallArithmetic], Any], order: int) -> Enclosure | Refusal:
    """Runs at growing precision until enough bits are sure; the best ball met comes back."""
    best: Enclosure | None = None
    refused = ""
    m = BallArithmetic(order)
    before = ctx.prec
    try:
        for precision in _PRECISIONS:
            ctx.prec = precision
            try:
                found = _measured(run(m), order)
            except Undecided as reason:
                refused = str(reason)
                continue
            if best is None or found.bits >= best.bits:
                best = found
            if best.certified:
                break
    finally:
        ctx.prec = before
    return Refusal(refused or "no finite enclosure") if best is None else best


def _measured(series: Any, order: int) -> Enclosure:
    if isinstance(series, bool):
        series = arb_series([int(series)], prec=order + 1)
    if series.prec <= order:  # what was cut off would be read as an exact 0
        raise Undecided(f"a series of {series.prec} terms has no derivative of order {order}")
    ball = series[order] * factorial(order)
    if not ball.is_finite():
        raise Undecided("no finite enclosure")
    if ball.is_exact():
        return Enclosure(ball, ctx.prec)
    return Enclosure(ball, max(0, int(ball.rel_accuracy_bits())))


def _as_ball(number: mpf) -> arb:
    sign, mantissa, exponent, _ = number._mpf_
    return arb((-1) ** sign * int(mantissa)) * arb(2) ** int(exponent) if mantissa else arb(0)
