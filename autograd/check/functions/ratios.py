"""Names for the factor by which a gradient is off."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Final

_PLAIN: Final = 4  # numerators and denominators up to this are looked for first
_SIMPLE: Final = 12


def named(ratio: float, counts: Mapping[int, str], alone: bool) -> tuple[str, str, str] | None:
    """A factor in words: its text, the mistake's name, and why; None for one without a name.

    counts: lengths that a mean could have been over, and where each is met. alone: whether it is
    of a single number, so that any ratio is a factor, and only plain ones say something.
    """
    return (
        _of_a_mean(ratio, counts, (1.0,))
        or _fraction(ratio, alone, _PLAIN)
        or _of_a_mean(ratio, counts, (-1.0, 2.0, 0.5, -2.0, -0.5))
        or _fraction(ratio, alone, _SIMPLE)
        or _constant(ratio)
    )


def _of_a_mean(
    ratio: float, counts: Mapping[int, str], scales: Sequence[float]
) -> tuple[str, str, str] | None:
    """A factor of a length that a mean was, or was not, taken over, and one of ``scales``."""
    for power, scale in itertools.product((1, -1), scales):
        for count, where in counts.items():
            if not same(ratio, scale * float(count) ** power):
                continue
            text = f"{ratio:.10g}" if power == 1 else f"{scale:.10g}/{count}"
            done = "sum instead of mean" if power == 1 else "mean instead of sum"
            extra = "" if scale == 1 else f", and by {scale:g}"
            return text, "1/n of a mean", f" ({done}: {count} is {where}{extra})"
    return None


def _fraction(ratio: float, alone: bool, most: int) -> tuple[str, str, str] | None:
    for p, q in itertools.product(range(1, most + 1), repeat=2):
        if math.gcd(p, q) != 1 or (alone and min(p, q) > 1):
            continue
        for sign in (1, -1):
            if same(ratio, sign * p / q):
                return f"{sign * p}/{q}" if q > 1 else f"{sign * p}", "factor", ""
    return None


def _constant(ratio: float) -> tuple[str, str, str] | None:
    for text, number in _CONSTANTS.items():
        if same(ratio, number):
            return text, "factor", ""
    return None


_CONSTANTS: Final = {
    "180/pi": 180 / math.pi, "pi/180": math.pi / 180, "pi": math.pi, "2*pi": 2 * math.pi,
    "log(10)": math.log(10), "1/log(10)": 1 / math.log(10),
    "log(2)": math.log(2), "1/log(2)": 1 / math.log(2),
}  # fmt: skip


def same(one: float, other: float) -> bool:
    """Whether two factors are one, but for rounding."""
    return abs(one - other) <= 1e-9 * abs(other)
