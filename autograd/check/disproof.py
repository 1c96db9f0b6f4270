"""The simplest point that disproves a claim: small whole numbers and halves."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from autograd.arithmetic import FLOAT
from autograd.check.judge import Judgement, judge
from autograd.check.points import Point, Range
from autograd.check.question import Question
from autograd.expression import Expression

_SIMPLE: Final = tuple(
    map(Decimal, ("1", "2", "0", "3", "-1", "0.5", "-2", "4", "1.5", "5", "-3", "-0.5", "10"))
)
_TRIES: Final = 1500  # points looked at in floats
_MOST_JUDGED: Final = 6  # of those, judged at high precision
_WORK: Final = 300_000  # operations in floats
_VISIBLE: Final = 1e-12  # how far two floats must be apart, relatively, to be worth judging


class Disproof(NamedTuple):
    """A point at which a claim is wrong, and what was judged there."""

    point: Point
    judged: Judgement


def simplest(
    expression: Expression,
    variables: tuple[str, ...],
    claim: Expression,
    ranges: Mapping[str, Range],
    known: Expression | None,
) -> Disproof | None:
    """The simplest point found at which the claim is wrong, None where there is none to be seen.

    ranges: where the numbers of some names must lie. known: the derivative as a formula, to look
    in floats before a point is judged.
    """
    judged = 0
    for point in _candidates(expression, ranges):
        if judged == _MOST_JUDGED:
            return None
        if not _differ(expression, claim, known, point):
            continue
        judged += 1
        verdict = judge(Question(expression, variables, point), claim)
        if verdict.verdict == "wrong" and verdict.claimed is not None:
            return Disproof(point, verdict)
    return None


def _candidates(expression: Expression, ranges: Mapping[str, Range]) -> Iterator[Point]:
    """Points of simple numbers, those with the simpler numbers first."""
    choices = []
    for name in expression.names:
        low, high = ranges.get(name, (Decimal("-Infinity"), Decimal("Infinity")))
        choices.append([number for number in _SIMPLE if low <= number <= high])
    if not all(choices):
        return
    tries = min(_TRIES, max(50, _WORK // len(expression.tape)))
    for picks in itertools.islice(_by_sum([len(choice) for choice in choices]), tries):
        numbers = (choice[pick] for choice, pick in zip(choices, picks, strict=True))
        yield Point(tuple(zip(expression.names, numbers, strict=True)))


def _by_sum(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Tuples of places below the sizes, those with the smallest sum first."""
    for total in range(sum(sizes) - len(sizes) + 1):
        for moved in itertools.combinations_with_replacement(range(len(sizes)), total):
            places = tuple(map(moved.count, range(len(sizes))))
            if all(place < size for place, size in zip(places, sizes, strict=True)):
                yield places


def _differ(
    expression: Expression, claim: Expression, known: Expression | None, point: Point
) -> bool:
    """Whether the claim and the derivative can be told apart in floats at a point."""
    floats = point.floats
    if not math.isfinite(float(expression.evaluate(FLOAT, floats))):
        return False
    claimed = _float(claim, floats)
    if not math.isfinite(claimed):
        return False
    if known is None:
        return True
    right = _float(known, floats)
    return math.isfinite(right) and abs(claimed - right) > _VISIBLE * max(abs(claimed), abs(right))


def _float(formula: Expression, floats: Mapping[str, float]) -> float:
    return float(formula.evaluate(FLOAT, {name: floats[name] for name in formula.names}))
