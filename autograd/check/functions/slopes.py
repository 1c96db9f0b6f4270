"""The derivatives of a recorded function to fifty digits, and the witnesses that confirm them.

Every derivative comes from the recorded reverse pass, run again at high precision. That pass uses
the table's partials; so it is held, along directions that move all inputs at once, against
central differences of the function's own values and against certified balls, which do not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from autograd.arithmetic import Arithmetic
from autograd.check.functions.tape import Tape, exact_number
from autograd.check.precise import DIGITS, Precise, Sure, agreement, precise
from autograd.value import Value

_GUARD: Final = 15
_MOST: Final = 500
_STEP: Final = 40  # differences take steps of ten to the power of minus this
_FINER: Final = 4
_CONFIRMED: Final = 25  # digits to which a witness must agree with the sum along a direction
_WEIGHTS: Final = (-3, -2, -1, 1, 2, 3)

Run = Callable[[Precise], Sequence[Any]]


def settled_all(run: Run, digits: int = DIGITS) -> list[Sure]:
    """As `autograd.check.precise.settled`, for many numbers that are computed together."""
    working = digits + _GUARD
    last = list(run(precise(working)))
    answers: list[Sure | None] = [None] * len(last)
    shrinking = [0] * len(last)
    best = [0] * len(last)
    while working < _MOST and None in answers:
        working *= 2
        m = precise(working)
        now = list(run(m))
        for i, (number, before) in enumerate(zip(now, last, strict=True)):
            if answers[i] is not None:
                continue
            if not m.finite(number):
                answers[i] = Sure(number, 0)
                continue
            best[i] = min(agreement(number, before), digits)
            tiny = m.mp.mpf(10) ** (-working // 4)
            shrinking[i] += bool(m.finite(before) and abs(number) <= abs(before) * tiny)
            if best[i] >= digits:
                answers[i] = Sure(number, digits)
            elif shrinking[i] == 2:
                answers[i] = Sure(m.zero, digits)
        last = now
    return [
        Sure(number, max(sure, 0)) if answer is None else answer
        for answer, number, sure in zip(answers, last, best, strict=True)
    ]


class Direction(NamedTuple):
    """A direction of whole numbers, one for each input that moves."""

    moves: dict[Value, int]

    def at(self, m: Arithmetic, distance: Any) -> dict[Value, Any]:
        """The inputs at a distance along it, in ``m``."""
        number = exact_number(m)
        return {leaf: number(leaf.data) + distance * move for leaf, move in self.moves.items()}


def axis(leaf: Value) -> Direction:
    """The direction of one input alone."""
    return Direction({leaf: 1})


def random_direction(leaves: Sequence[Value], source: random.Random) -> Direction:
    """A direction in general position."""
    return Direction({leaf: source.choice(_WEIGHTS) for leaf in leaves})


def differences(tape: Tape, direction: Direction) -> list[Sure]:
    """Central differences of every output along a direction, with the digits that are sure.

    The error falls with the square of the step, so a step ten thousand times smaller is right to
    eight digits more than those on which the two agree.
    """
    rough, fine = (_difference(tape, direction, power) for power in (_STEP, _STEP + _FINER))
    found = []
    for one, other in zip(rough, fine, strict=True):
        if not precise(DIGITS).finite(other):
            found.append(Sure(other, 0))
            continue
        alike = agreement(one, other)
        tiny = abs(other) <= precise(DIGITS).mp.mpf(10) ** -_STEP
        sure = min(DIGITS, alike + 2 * _FINER) if alike > 0 else DIGITS // 2 if tiny else 0
        found.append(Sure(other, sure))
    return found


def _difference(tape: Tape, direction: Direction, power: int) -> list[Any]:
    m = precise(DIGITS + 3 * power)
    step = m.mp.mpf(10) ** -power
    above = tape.results(m, direction.at(m, step))
    below = tape.results(m, direction.at(m, -step))
    return [(high - low) / (2 * step) for high, low in zip(above, below, strict=True)]


class Enclosable:
    """The outputs' sum, weighted, as what `autograd.check.rigorous` can run along a direction."""

    def __init__(self, tape: Tape, leaves: Sequence[Value], weights: Sequence[int]) -> None:
        self.tape, self.leaves, self.weights = tape, leaves, weights

    def evaluate(self, m: Arithmetic, env: Mapping[str, Any]) -> Any:
        """The sum over ``m``, its inputs by their place."""
        known = {leaf: env[str(place)] for place, leaf in enumerate(self.leaves)}
        total: Any = None
        for weight, number in zip(self.weights, self.tape.results(m, known), strict=True):
            term = m.mul(m.number(str(weight)), number)
            total = term if total is None else m.add(total, term)
        return total

    def point(self) -> dict[str, str | float]:
        """The inputs as exact decimals."""
        return {str(place): str(Decimal(leaf.data)) for place, leaf in enumerate(self.leaves)}

    def direction(self, direction: Direction) -> dict[str, int]:
        """A direction by the places of the inputs."""
        moves = direction.moves
        return {str(i): moves[leaf] for i, leaf in enumerate(self.leaves) if leaf in moves}


def enclosed(tape: Tape, direction: Direction, weights: Sequence[int]) -> tuple[Any, str]:
    """A certified enclosure of the weighted outputs' derivative along a direction; None and the
    reason where there is none."""
    from autograd.check.rigorous import Refusal, enclose_along  # loads python-flint

    function = Enclosable(tape, list(direction.moves), weights)
    found = enclose_along(function, function.point(), function.direction(direction))
    if isinstance(found, Refusal):
        return None, found.reason
    return (found, "") if found.certified else (None, f"only {found.bits} bits could be certified")


def confirms(witness: Any, slopes: Sequence[Any], direction: Sequence[int]) -> bool:
    """Whether a derivative along a direction is the sum of the derivatives that make it up."""
    mp = precise(2 * DIGITS).mp
    terms = [mp.mpf(slope) * move for slope, move in zip(slopes, direction, strict=True)]
    size = sum((abs(term) for term in terms), mp.zero)
    gap = abs(mp.mpf(witness) - sum(terms, mp.zero))
    return bool(gap <= size * mp.mpf(10) ** -_CONFIRMED or gap <= mp.mpf(10) ** -_STEP)
