"""The kink ladder: what a function really does at a point, read from both sides of it.

The function is evaluated at offsets that shrink from 10^-40 to 10^-100, at 400 digits, so that
every slope keeps some 300 digits; where the slopes go as the step shrinks tells a kink from a
smooth point, however small the kink or however slow the approach. No derivative rule is used:
witnesses that all share a wrong convention (0 for ``abs`` at 0) do not mislead it.

Vocabulary: a *side* is the function at offsets of one sign; a *trend* is what a sequence does as
the step shrinks: it *settles* at a limit, *grows* without bound, or *wanders*.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from mpmath import mp, mpf

DIGITS = 400
STEPS = (40, 50, 60, 70, 80, 90, 100)
"""The steps are 10 to the power of minus these, times the scale of the point."""

Kind = Literal[
    "smooth", "kink", "jump", "edge", "infinite slope", "oscillating", "isolated", "undefined"
]
Offset = Callable[[mpf], mpf]
"""A function of the offset from the point; nan or inf where it is not defined."""

_NOISE = mpf(10) ** -250
_MARGIN = 16
_STEADY = mpf("0.98")


class Trend(NamedTuple):
    """Where a sequence goes: its ``limit`` to within ``error`` where it settles."""

    kind: Literal["settles", "grows", "wanders"]
    limit: mpf
    error: mpf


class Side(NamedTuple):
    """One side of a point.

    reached: whether the value on this side tends to the value at the point. value, slope: trends
    of the value and of the slope towards the point; None on a side where it is not defined.
    """

    value: Trend
    slope: Trend
    reached: bool


class Place(NamedTuple):
    """What the function does at a point.

    kind: its class. left, right: the one-sided slopes (inf where infinite), None where there is
    none. derivative: the derivative where there is one, right to some hundred digits unless the
    approach is slow; ``error`` bounds what is left.
    """

    kind: Kind
    left: mpf | None = None
    right: mpf | None = None
    derivative: mpf | None = None
    error: mpf | None = None


def classify(f: Offset, scale: mpf | float = 1, digits: int = DIGITS) -> Place:
    """The class of the point at offset 0, with its one-sided slopes.

    scale: the size of the coordinate, with which the steps are multiplied. digits: what `mpmath`
    works at when ``f`` is called.
    """
    with mp.workdps(digits):
        steps = [mpf(10) ** -power * mpf(scale) for power in STEPS]
        here = f(mpf(0))
        if not mp.isfinite(here):
            return Place("undefined")
        left, right = _side(f, here, steps, -1), _side(f, here, steps, 1)
        if left is None or right is None:
            return _edge(left, right)
        return _between(left, right)


def _side(f: Offset, here: mpf, steps: Sequence[mpf], sign: int) -> Side | None:
    """What the function does on one side; None where it is not defined near the point."""
    values = [f(sign * step) for step in steps]
    if not all(mp.isfinite(value) for value in values[-4:]):
        return None
    near = [(step, value) for step, value in zip(steps, values, strict=True) if mp.isfinite(value)]
    value = trend([value for _, value in near])
    slope = trend([(value - here) / (sign * step) for step, value in near])
    return Side(value, slope, _reaches(value, here, [v for _, v in near], slope))


def _reaches(value: Trend, here: mpf, values: Sequence[mpf], slope: Trend) -> bool:
    """Whether the values tend to the value at the point itself."""
    if slope.kind == "settles":
        return True
    gaps = [abs(v - here) for v in values]
    slack = _MARGIN * value.error + mpf(10) ** -30 * max(gaps)
    if value.kind == "settles" and abs(value.limit - here) <= slack:
        return True
    shrinks = all(later < _STEADY * earlier for earlier, later in itertools.pairwise(gaps))
    if value.kind == "wanders":  # x·sin(1/x): no step need be smaller than the one before
        return bool(gaps[-1] < mpf(10) ** -20 * max(gaps[:2]))
    return bool(shrinks and abs(value.limit - here) < gaps[-1] / 2)


def _edge(left: Side | None, right: Side | None) -> Place:
    inside = left if left is not None else right
    if inside is None:
        return Place("isolated")
    if not inside.reached:
        return Place("jump")
    slope = _slope(inside)
    return Place(
        "edge", left=None if left is None else slope, right=None if right is None else slope
    )


def _slope(side: Side) -> mpf | None:
    """The one-sided slope: a number, ±inf, or None where it wanders."""
    if side.slope.kind == "settles":
        return side.slope.limit
    return side.slope.limit if side.slope.kind == "grows" else None


def _between(left: Side, right: Side) -> Place:
    """The class of a point with the function defined on both sides."""
    slopes = {"left": _slope(left), "right": _slope(right)}
    if not (left.reached and right.reached):
        wild = "wanders" in (left.value.kind, right.value.kind)
        return Place("oscillating" if wild else "jump")
    kinds = {left.slope.kind, right.slope.kind}
    if "wanders" in kinds:
        return Place("oscillating", **slopes)
    if "grows" in kinds:
        return Place("infinite slope", **slopes)
    gap = abs(left.slope.limit - right.slope.limit)
    error = left.slope.error + right.slope.error
    size = max(abs(left.slope.limit), abs(right.slope.limit))
    if gap > _MARGIN * error + _NOISE * size:
        return Place("kink", **slopes)
    middle = (left.slope.limit + right.slope.limit) / 2
    return Place("smooth", **slopes, derivative=middle, error=max(gap, error, _NOISE * size))


def trend(terms: Sequence[mpf]) -> Trend:
    """Where a sequence taken at geometrically shrinking steps goes.

    A term L + C·h^p gives differences in a constant ratio; below 1 they sum to the limit (Aitken,
    Proc. Royal Soc. Edinburgh 46 (1926), 289-305), from 1 on they do not settle.
    """
    moves = [later - earlier for earlier, later in itertools.pairwise(terms)]
    sizes = [abs(move) for move in moves]
    last = terms[-1]
    noise = _NOISE * max(abs(term) for term in terms)
    if sizes[-1] <= noise and sizes[-2] <= noise:
        return Trend("settles", last, noise)
    if _shrinks(sizes, noise):
        return _settled(terms, moves)
    one_way = all(move > 0 for move in moves) or all(move < 0 for move in moves)
    falls = sum(later < _STEADY**2 * earlier for earlier, later in itertools.pairwise(sizes))
    if one_way and falls == 0:
        return Trend("grows", mp.inf if moves[-1] > 0 else -mp.inf, mp.inf)
    if sizes[-1] < mpf(10) ** -20 * max(sizes):
        return Trend("settles", last, sizes[-1])
    return Trend("wanders", last, max(sizes))


def _shrinks(sizes: Sequence[mpf], noise: mpf) -> bool:
    """Whether differences shrink for good: clearly, or in a constant ratio however near to 1."""
    if all(
        later < _STEADY * earlier or later <= noise for earlier, later in itertools.pairwise(sizes)
    ):
        return True
    if min(sizes) <= noise:
        return False
    ratios = [later / earlier for earlier, later in itertools.pairwise(sizes)]
    short = 1 - max(ratios)
    return bool(short > mpf(10) ** -40 and max(ratios) - min(ratios) < short / 1000)


def _settled(terms: Sequence[mpf], moves: Sequence[mpf]) -> Trend:
    """The limit of a settling sequence, accelerated where the approach is slow."""
    if abs(moves[-1]) < abs(moves[-2]) / 1000:
        return Trend("settles", terms[-1], abs(moves[-1]))
    latest, before = _aitken(terms[-3:]), _aitken(terms[-4:-1])
    return Trend("settles", latest, abs(latest - before))


def _aitken(three: Sequence[mpf]) -> mpf:
    first, second = three[1] - three[0], three[2] - three[1]
    return three[2] if first == second else three[2] + second**2 / (first - second)
