"""Functions whose partial derivatives exist at a point and which are not differentiable there.

Where a point lies on a kink or an edge of the table the partial derivatives alone say too little:
``x*y/(x**2 + y**2)``, filled with 0 at the origin, is 0 on both axes and jumps between them. So
the slopes along random directions are held against what the partial derivatives make of them.
"""

from __future__ import annotations

import random
from typing import Final

from mpmath import mp, mpf

from autograd.check import ladder
from autograd.check.precise import precise
from autograd.check.question import Question

_DIRECTIONS: Final = 4
_MOST_NAMES: Final = 8
_ALIKE: Final = mpf(10) ** -25  # slopes that differ by less, relatively, are taken as equal


def warning(question: Question) -> str:
    """Why the function is not differentiable at a point where its partial derivative exists;
    "" where no direction tried speaks against it, or another partial derivative is missing."""
    names = question.expression.names
    if not 2 <= len(names) <= _MOST_NAMES or len(question.variables) > 1:
        return ""
    with mp.workdps(ladder.DIGITS):
        axes = [_along(question, [int(name == other) for other in names]) for name in names]
        if any(place.kind != "smooth" for place in axes):
            return ""
        slopes = [place.derivative or mpf(0) for place in axes]
        for direction in _random(len(names), str(question.point)):
            told = _against(_along(question, direction), direction, slopes)
            if told:
                along = ", ".join(map(str, direction))
                return (
                    "the partial derivatives exist, but the formula is not differentiable here: "
                    f"along the direction ({', '.join(names)}) = ({along}) {told}"
                )
    return ""


def _random(count: int, seed: str) -> list[list[int]]:
    source = random.Random(seed)
    choices = [number for number in range(-5, 6) if number]
    return [[source.choice(choices) for _ in range(count)] for _ in range(_DIRECTIONS)]


def _along(question: Question, direction: list[int]) -> ladder.Place:
    """What the formula does along a line through the point."""
    m = precise(ladder.DIGITS)
    expression = question.expression
    here = question.point.exact(m)

    def at(distance: mpf) -> mpf:
        moved = {
            name: here[name] + m.number(distance) * step
            for name, step in zip(expression.names, direction, strict=True)
        }
        return mp.mpf(expression.evaluate(m, moved))

    return ladder.classify(at)


def _against(place: ladder.Place, direction: list[int], slopes: list[mpf]) -> str:
    """What a line shows that a differentiable function could not."""
    expected = sum((step * slope for step, slope in zip(direction, slopes, strict=True)), mpf(0))
    if place.kind != "smooth" or place.derivative is None:
        found = {"kink": "it has a kink", "jump": "it jumps", "edge": "it ends"}
        return found.get(place.kind, f"its slope is of the kind '{place.kind}'")
    slack = _ALIKE * max(abs(expected), abs(place.derivative), 1) + (place.error or 0)
    if abs(place.derivative - expected) <= slack:
        return ""
    return (
        f"its slope is {mp.nstr(place.derivative, 6)}, where the partial derivatives make "
        f"{mp.nstr(expected, 6)}"
    )
