"""Steps whose exact value is a fraction: balls cannot tell 0.1 + 0.2 from 0.3, fractions can."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, Final

from flint import fmpq

from autograd.check.balls import exact
from autograd.expression.tape import NUMBER
from autograd.roundoff.steps import INPUT, Step

_LONGEST: Final = 6000  # bits of a numerator or a denominator
_HIGHEST_POWER: Final = 64

Row = Callable[..., Any]

COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}


def _comparison(holds: Callable[[Any, Any], bool]) -> Row:
    return lambda x, y: fmpq(int(holds(x, y)))


def _power(x: fmpq, y: fmpq) -> fmpq | None:
    if y.q != 1 or abs(y) > _HIGHEST_POWER or (x == 0 and y < 0):
        return None
    return x ** int(y.p)


_ROWS: Final[dict[str, Row]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": lambda x, y: x / y if y != 0 else None,
    "neg": operator.neg,
    "abs": abs,
    "square": lambda x: x * x,
    "reciprocal": lambda x: 1 / x if x != 0 else None,
    "pow": _power,
    "floor": lambda x: fmpq(x.floor()),
    "ceil": lambda x: fmpq(x.ceil()),
    "maximum": max,
    "minimum": min,
    "relu": lambda x: max(x, fmpq(0)),
    **{name: _comparison(holds) for name, holds in COMPARISONS.items()},
}


def value(step: Step, known: Sequence[fmpq | None], computed: float) -> fmpq | None:
    """The exact value of a step as a fraction; None where it is none, or a long one.

    known: the fractions of the steps before. computed: the step's float, which an input is.
    """
    if step.op == INPUT and not step.operands:
        return fmpq(*computed.as_integer_ratio()) if math.isfinite(computed) else None
    if step.op == NUMBER:
        return exact(step.text)
    row = _ROWS.get(step.op)
    operands = [known[operand] for operand in step.operands]
    if row is None or any(operand is None for operand in operands):
        return None
    result = row(*operands)
    if not isinstance(result, fmpq) or _length(result) > _LONGEST:
        return None
    return result


def _length(fraction: fmpq) -> int:
    return max(int(fraction.p).bit_length(), int(fraction.q).bit_length())
