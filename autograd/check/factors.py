"""Constant factors between a claim and what it should be, and their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from autograd.arithmetic import Arithmetic
from autograd.check.sweeps import Number

_MOST: Final = 12
"""Ratios p/q with p and q up to this count as simple."""

_NEAR: Final = 1e-12


def common(ratios: Iterable[tuple[Number, Number]]) -> Number | None:
    """The one ratio that all have within their slacks, None where they differ or there is none.

    ratios: each with by how much it may be off.
    """
    ratio: Number | None = None
    for here, slack in ratios:
        if ratio is None:
            ratio = here
        elif not abs(here - ratio) <= slack + abs(ratio) * 10**-30:
            return None
    return ratio


def named(m: Arithmetic, ratio: Number) -> str | None:
    """The ratio as a small fraction, or one of pi, pi/180, log(10), ...; None where it is neither.

    A ratio of 1 has no name: it explains nothing.
    """
    if not 1e-6 < abs(ratio) < 1e6:
        return None
    sign = "-" if ratio < 0 else ""
    for text, value in _constants(m):
        if abs(abs(ratio) / value - 1) < _NEAR:
            return sign + text
    for q in range(1, _MOST + 1):
        p = round(float(ratio * q))
        if 0 < abs(p) <= _MOST and p != q and abs(ratio * q / p - 1) < _NEAR:
            return str(p) if q == 1 else f"{p}/{q}"
    return None


def _constants(m: Arithmetic) -> Iterator[tuple[str, Number]]:
    pi, ten, two = m.constant("pi"), m.log(m.number(10)), m.log(m.number(2))
    root, circle = m.sqrt(m.number(2)), m.sqrt(pi)
    yield from (("pi", pi), ("1/pi", 1 / pi), ("pi/180", pi / 180), ("180/pi", 180 / pi))
    yield from (("2*pi", 2 * pi), ("1/(2*pi)", 1 / (2 * pi)), ("pi/2", pi / 2), ("2/pi", 2 / pi))
    yield from (("log(10)", ten), ("1/log(10)", 1 / ten), ("log(2)", two), ("1/log(2)", 1 / two))
    yield from (("e", m.constant("e")), ("1/e", 1 / m.constant("e")))
    yield from (("sqrt(2)", root), ("1/sqrt(2)", 1 / root))
    yield from (("sqrt(pi)", circle), ("2/sqrt(pi)", 2 / circle), ("sqrt(pi)/2", circle / 2))


def short(number: Number) -> str:
    """A number that has no name, to a dozen digits."""
    return f"{float(number):.12g}"
