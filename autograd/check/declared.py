"""The kinks and edges that the table itself declares: which of them a point lies on, or near to.

Where none is met the formula is smooth: every row is, away from its own. Where one is met the
ladder decides what the whole formula does there; `relu(x)**2` is smooth at 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from autograd.check.nearness import REACH, REACH_AT_ZERO, conditions
from autograd.check.precise import Precise, precise
from autograd.check.question import Question
from autograd.expression import Expression
from autograd.expression.tape import NAME
from autograd.formula import over
from autograd.primitives import PRIMITIVES

_DIGITS: Final = 120
_SUSPICIOUS: Final = 90
_BESIDE: Final = 40


class Met(NamedTuple):
    """The steps of a formula whose declared kinks or edges the point lies on, and whether another
    is near enough that it is worth looking for."""

    places: tuple[int, ...]
    is_near: bool


def met(question: Question) -> Met:
    """What a move of the question's variables meets at the point."""
    expression = question.expression
    moving = _moving(expression, set(question.variables))
    watched = [place for place in moving if conditions(expression.tape[place].op)]
    if not watched:
        return Met((), False)
    places: dict[int, None] = {}
    is_near = False
    for variable in dict.fromkeys(question.variables):
        for place, here, distance in _distances(question, variable, watched):
            if here == 0:
                places[place] = None
            else:
                scale = abs(question.point[variable])
                is_near = is_near or distance < 10 * max(REACH * scale, REACH_AT_ZERO)
    return Met(tuple(places), is_near)


def _moving(expression: Expression, variables: set[str]) -> list[int]:
    """The steps that depend on the variables."""
    moving: set[int] = set()
    for place, step in enumerate(expression.tape):
        if (step.op == NAME and step.text in variables) or moving.intersection(step.operands):
            moving.add(place)
    return [place for place in sorted(moving) if expression.tape[place].operands]


def _distances(
    question: Question, variable: str, watched: list[int]
) -> Iterator[tuple[int, Any, Any]]:
    """For each condition of the watched steps: the step, the condition's number (0 where it is
    met exactly), and how far along the variable it is met, to first order."""
    m = precise(_DIGITS)
    step = (abs(m.number(question.point[variable])) or 1) * m.mp.mpf(10) ** -_BESIDE
    here = _numbers(question, m, variable, 0, watched)
    beside = _numbers(question, m, variable, step, watched)
    finer: list[tuple[int, Any]] = []
    for index, ((place, zero), (_, moved)) in enumerate(zip(here, beside, strict=True)):
        if zero and abs(zero) < m.mp.mpf(10) ** -_SUSPICIOUS:
            finer = finer or _numbers(question, precise(2 * _DIGITS), variable, 0, watched)
            if abs(finer[index][1]) < abs(zero) * m.mp.mpf(10) ** (-_DIGITS // 2):
                yield place, m.zero, m.zero  # it was rounding alone, and falls with it
                continue
        if zero == 0 or not m.finite(zero) or zero == moved:
            yield place, zero, m.inf
        else:
            yield place, zero, abs(zero * step / (moved - zero))


def _numbers(
    question: Question, m: Precise, variable: str, distance: Any, watched: list[int]
) -> list[tuple[int, Any]]:
    """The number of each condition of the watched steps, at an offset from the point."""
    numbers = question.point.exact(m)
    numbers[variable] += m.number(distance)
    values = question.expression.trace(m, numbers)
    found = []
    for place in watched:
        step = question.expression.tape[place]
        operands = [values[operand] for operand in step.operands]
        found += [(place, zero(m, *operands)) for zero in conditions(step.op)]
    return found


def undefined(question: Question) -> tuple[int, str] | None:
    """The first step without a finite value although its operands have one, and the condition of
    the table that does not hold there ("" where the value is only too large).

    None where no step is to blame.
    """
    m = precise(_DIGITS)
    expression = question.expression
    values = expression.trace(m, question.point.exact(m))
    for place, step in enumerate(expression.tape):
        known = [values[operand] for operand in step.operands]
        if not m.finite(values[place]) and all(m.finite(number) for number in known):
            row = PRIMITIVES[step.op]
            holds = not row.domain or over(row.domain, row.operands)(m, *known)
            return place, "" if holds else row.domain
    return None
