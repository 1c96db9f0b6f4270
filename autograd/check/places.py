"""What a formula does at the point itself: whether there is a derivative to be judged at all.

The table's own kinks and edges are looked at first (`declared`); only where one is met, or is
near, do the ladder and the search for the nearest kink run. They use no rule of differentiation,
so what they say stands above what all witnesses say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from mpmath import mp, mpf

from autograd.check import ladder, nearness
from autograd.check.declared import Met, met, undefined
from autograd.check.directions import warning
from autograd.check.ladder import Kind, Place
from autograd.check.precise import DIGITS, TOO_EXTREME, Sure, precise
from autograd.check.question import Question, offset
from autograd.errors import CheckError
from autograd.primitives import PRIMITIVES

_CLOSE: Final = mpf(10) ** -380  # at 400 digits; any larger the ladder would see it
_AWAY: Final = mpf(10) ** -20
_MORE_DIGITS: Final = 2 * ladder.DIGITS
_FLAT: Final = mpf(10) ** -45  # slopes below this, at steps of 10**-40, are 0 in words


class Ground(NamedTuple):
    """What was found at a point.

    kind: what the formula does there; ``near`` means smooth with a kink close by. derivative:
    where the ladder had to decide and found one. sentence: of what it is, "" where it is smooth.
    """

    kind: Kind | str
    derivative: Sure | None = None
    sentence: str = ""

    @property
    def has_derivative(self) -> bool:
        """Whether the witnesses can be asked for a derivative here."""
        return self.kind in ("smooth", "near")


def ground(question: Question) -> Ground:
    """What the formula does at the point, along the variables that it is differentiated by."""
    m = precise(DIGITS)
    value = question.expression.evaluate(m, question.point.exact(m))
    if not m.finite(value):
        return Ground("undefined", sentence=_undefined(question))
    found = met(question)
    if found.places:
        place = decided(question, found)
        if place.kind == "smooth":
            return place._replace(sentence=warning(question))
        return Ground("smooth") if _is_certified(question) else place
    return _near(question) if found.is_near else Ground("smooth")


def decided(question: Question, found: Met) -> Ground:
    """The ladder's word on a point, one derivative after the other up to the one asked for."""
    if found.places and question.is_mixed:
        node = question.expression.formula(found.places[0])
        return Ground("kink", sentence=f"the point lies on a kink or an edge of {node}, "
                                       "and a mixed derivative is not decided there")  # fmt: skip
    if _is_extreme(question):
        return Ground("undefined", sentence="what the formula does here cannot be told: it passes "
                                            f"through numbers {TOO_EXTREME}")  # fmt: skip
    place = Place("smooth")
    for order in range(len(question.variables)):
        try:
            place = _classified(question, order)
        except CheckError as error:
            return Ground("kink", sentence=f"the derivative of order {order} could not be read "
                                           f"from both sides: {error}")  # fmt: skip
        if place.kind != "smooth":
            return Ground(place.kind, sentence=_broken(question, found, place, order))
    return Ground("smooth", derivative=_sure(place))


def _is_extreme(question: Question) -> bool:
    """Whether numbers are met at the point that the ladder's digits cannot do justice to."""
    value = question.expression.evaluate
    _, extreme = precise(ladder.DIGITS).watched(lambda m: value(m, question.point.exact(m)))
    return extreme


def _is_certified(question: Question) -> bool:
    """Whether balls enclose the derivative, which they refuse to do on a kink or an edge: then
    what seemed to be met there was a number too small to be seen, as in log(1 + 1e-500)."""
    from autograd.check.rigorous import Enclosure, enclose  # loads python-flint

    if question.is_mixed:
        return False
    order = len(question.variables)
    found = enclose(question.expression, question.point.texts, question.variables[0], order)
    return isinstance(found, Enclosure) and found.certified


def _classified(question: Question, order: int) -> Place:
    """The class of the formula's derivative of that order, at the point.

    Rounding can look like oscillation: ``acos(cos(x))`` loses half of its digits at 0. So what
    oscillates is looked at once more with more of them.
    """
    place = _classified_to(ladder.DIGITS, question, order)
    if place.kind == "oscillating":
        return _classified_to(_MORE_DIGITS, question, order)
    return place


def _classified_to(digits: int, question: Question, order: int) -> Place:
    m = precise(digits)
    expression, variable = question.expression, question.variables[0]
    if order:
        from autograd.check import symbolic  # loads sympy

        expression = symbolic.derivative(expression, question.variables[:order])
    run = offset(expression, m, question.point, variable)
    scale = _scale(question, variable) or mpf(1)

    def beside(distance: mpf) -> mpf:
        return mp.mpf(run(m, distance))

    def at(distance: mpf) -> mpf:
        # At the point itself sympy follows a convention; the ladder has just found that the limit
        # from both sides is the derivative.
        return _limit(beside, scale) if order and not distance else beside(distance)

    return ladder.classify(at, scale, digits)


def _limit(f: Callable[[mpf], mpf], scale: mpf) -> mpf:
    """The limit of a continuous function at 0, exactly 0 where it vanishes there."""
    middle = (f(scale * _CLOSE) + f(-scale * _CLOSE)) / 2
    away = max(abs(f(scale * _AWAY)), abs(f(-scale * _AWAY)))
    return mpf(0) if abs(middle) < away * mpf(10) ** -300 else middle


def _scale(question: Question, variable: str) -> mpf:
    return abs(mpf(str(question.point[variable])))


def _sure(place: Place) -> Sure:
    """The ladder's derivative with the digits that its error leaves."""
    derivative, error = place.derivative or mpf(0), place.error or mpf(0)
    if abs(derivative) <= 2 * error:
        return Sure(mpf(0), DIGITS)
    if not error:
        return Sure(derivative, DIGITS)
    return Sure(derivative, min(DIGITS, max(0, int(-mp.log10(error / abs(derivative))))))


def _near(question: Question) -> Ground:
    """The nearest place within reach where the formula is not smooth, if there is one."""
    m = precise(ladder.DIGITS)
    for variable in dict.fromkeys(question.variables):
        run = question.along(m, variable)
        nearby = nearness.nearest(run, m, _scale(question, variable))
        if nearby is not None:
            place = mpf(str(question.point[variable])) + nearby.offset
            return Ground("near", sentence=(
                f"{_A[nearby.kind]} is near: at {variable} = {mp.nstr(place, 15)}, "
                f"{mp.nstr(abs(nearby.offset), 2)} away"
            ))  # fmt: skip
    return Ground("smooth")


_A: Final[dict[str, str]] = {
    "kink": "a kink",
    "jump": "a jump",
    "edge": "the edge of the domain",
    "infinite slope": "an infinite slope",
    "oscillating": "an oscillation",
    "isolated": "the end of the domain",
    "undefined": "a place without a value",
    "smooth": "a smooth place",
}


def _broken(question: Question, found: Met, place: Place, order: int) -> str:
    """Why there is no derivative, with the slopes from both sides."""
    variable = question.variables[0]
    at = f"at {variable} = {question.point.texts[variable]}"
    what = ("the formula", "its derivative")[order > 0]
    cause = f" (from {question.expression.formula(found.places[0])})" if found.places else ""
    match place.kind:
        case "kink":
            told = f"has a kink {at}{cause}: its slope is {_slopes(place)}"
        case "jump":
            told = f"jumps {at}{cause}"
        case "edge":
            told = f"ends {at}{cause}: its slope is {_slopes(place)}, and on one side alone"
        case "infinite slope":
            told = f"has an infinite slope {at}{cause}"
        case "oscillating":
            told = f"oscillates {at}{cause}: its slopes settle at no number"
        case "isolated":
            told = f"has a value {at}{cause}, but none on either side"
        case _:
            told = f"has no value {at}{cause}"
    return f"{what} {told}"


def _slopes(place: Place) -> str:
    sides = (("left", place.left), ("right", place.right))
    told = [f"{_number(slope)} on the {side}" for side, slope in sides if slope is not None]
    return " and ".join(told) if told else "no number"


def _number(slope: Any) -> str:
    if abs(slope) < _FLAT:
        return "0"
    text = str(mp.nstr(slope, 10)).lstrip("+")
    return text.removesuffix(".0")


def _undefined(question: Question) -> str:
    """Which step has no value, and what it would need."""
    found = undefined(question)
    if found is None:
        return f"the formula has no finite value at {question.point}"
    place, needs = found
    node = question.expression.formula(place)
    if not needs:
        return f"{node} is too large at {question.point}"
    return f"{node} has no value at {question.point}: it needs {_about(question, place, needs)}"


def _about(question: Question, place: int, condition: str) -> str:
    """A condition of the table with the step's own operands in place of the row's names."""
    step = question.expression.tape[place]
    names = PRIMITIVES[step.op].operands
    operands = {
        name: question.expression.formula(operand)
        for name, operand in zip(names, step.operands, strict=True)
    }
    return re.sub(
        r"[A-Za-z_]\w*(?!\w*\()",
        lambda m: _bracketed(operands[m[0]]) if m[0] in operands else m[0],
        condition,
    )


def _bracketed(formula: str) -> str:
    return formula if re.fullmatch(r"[\w.]+", formula) else f"({formula})"
