"""The witnesses: independent ways to the same derivative, one row each.

They share nothing but the table's values. Reverse and forward mode use its partials, in floats;
sympy has rules of its own; the numeric witness has no rules; the balls carry power series.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from autograd.check import numeric
from autograd.check.conditioning import error_bar
from autograd.check.points import Point
from autograd.check.precise import DIGITS, TOO_EXTREME, precise
from autograd.check.question import Question
from autograd.errors import CheckError
from autograd.expression import Expression
from autograd.expression.derivatives import recorded
from autograd.expression.tape import NAME
from autograd.forward import DUALS, Dual
from autograd.reverse import cotangents
from autograd.transforms import derivative as nested_forward


class Reading(NamedTuple):
    """What a witness says.

    number: the derivative, an mpmath number; None where the witness has none, and ``note`` says
    why. digits: how many of its significant digits it answers for. bar: for a float witness, by
    how much it may be off.
    """

    number: Any
    digits: int = 0
    bar: float = 0.0
    note: str = ""


class Witness(NamedTuple):
    """One way to a derivative. how: its method in a sentence. precision: what it computes in."""

    name: str
    how: str
    precision: str
    ask: Callable[[Question], Reading]

    @property
    def is_float(self) -> bool:
        """Whether it computes in floats, to be judged within its error bar."""
        return self.precision == FLOAT64


FLOAT64: Final = "float64"
FLOAT_DIGITS: Final = 17


def _reverse(question: Question) -> Reading:
    if len(question.variables) == 1:
        gradient = _gradient(question.expression, question.point)
        return _float_reading(question, gradient[question.variables[0]])
    floats = question.point.floats.values()
    return _float_reading(question, recorded(question.expression, question.variables)(*floats))


@lru_cache(maxsize=8)
def _gradient(expression: Expression, point: Point) -> dict[str, float]:
    """One recording and one sweep give the derivatives with respect to all names."""
    nodes = expression.record(point.floats)
    found = cotangents(nodes[-1])
    leaves = {
        step.text: node
        for step, node in zip(expression.tape, nodes, strict=True)
        if step.op == NAME
    }
    return {name: found.get(leaves[name], 0.0) for name in expression.names}


def _forward(question: Question) -> Reading:
    numbers: dict[str, Any] = dict(question.point.floats)
    if len(question.variables) == 1:
        name = question.variables[0]
        result = question.expression.evaluate(DUALS, {**numbers, name: Dual(numbers[name], 1.0)})
        return _float_reading(question, result.tangent if isinstance(result, Dual) else 0.0)

    def along(variables: tuple[str, ...], at: dict[str, Any]) -> Any:
        if not variables:
            return question.expression.record(at)[-1]
        *others, last = variables
        return nested_forward(lambda x: along(tuple(others), {**at, last: x}))(at[last])

    return _float_reading(question, along(question.variables, numbers))


def _float_reading(question: Question, number: float) -> Reading:
    if not math.isfinite(number):
        return Reading(None, note=f"float64 gives {number}")
    return Reading(precise(DIGITS).mp.mpf(number), FLOAT_DIGITS, bar(question))


@lru_cache(maxsize=8)
def bar(question: Question) -> float:
    """By how much a float derivative may be off; both float witnesses are judged by it."""
    return error_bar(question.expression, question.variables, question.point)


def _symbolic(question: Question) -> Reading:
    from autograd.check import symbolic  # loads sympy

    try:
        formula = symbolic.derivative(question.expression, question.variables)
    except CheckError as error:
        return Reading(None, note=str(error))
    found = question.value_of(formula)
    if found.is_extreme:
        return Reading(None, note=f"{formula} passes through numbers {TOO_EXTREME}")
    if not precise(DIGITS).finite(found.number):
        return Reading(None, note=f"{formula} has no finite value here")
    return Reading(found.number, found.digits)


def _numeric(question: Question) -> Reading:
    found = numeric.derivative(
        question.expression, question.variables, dict(question.point.numbers)
    )
    if found.is_extreme:
        return Reading(None, note=f"the differences pass through numbers {TOO_EXTREME}")
    if found.digits == 0:
        return Reading(None, note="the differences settle at no number")
    return Reading(found.number, found.digits)


def _rigorous(question: Question) -> Reading:
    from autograd.check.rigorous import Refusal, enclose  # loads python-flint

    if question.is_mixed:
        return Reading(None, note="mixed derivatives are not enclosed")
    name, order = question.variables[0], len(question.variables)
    enclosure = enclose(question.expression, question.point.texts, name, order)
    if isinstance(enclosure, Refusal):
        return Reading(None, note=f"no ball can hold it: {enclosure.reason}")
    if not enclosure.certified:
        return Reading(None, note=f"only {enclosure.bits} bits could be certified")
    return Reading(enclosure.midpoint(), min(enclosure.digits, DIGITS))


WITNESSES: Final = (
    Witness("reverse", "reverse mode over the recorded graph", FLOAT64, _reverse),
    Witness("forward", "forward mode, dual numbers", FLOAT64, _forward),
    Witness("symbolic", "sympy's derivative, evaluated", f"{DIGITS} digits", _symbolic),
    Witness("numeric", "mpmath.diff, central differences", f"{DIGITS} digits", _numeric),
    Witness("rigorous", "Arb power series, an enclosure", "100 bits certified", _rigorous),
)
"""All witnesses, in the order in which they are shown."""


def readings(question: Question) -> dict[str, Reading]:
    """What each witness says, by its name."""
    return {witness.name: witness.ask(question) for witness in WITNESSES}
