"""How far a derivative computed in floats may be off.

The derivative is itself a computation, and is recorded as one; `autograd.rounding` says what the
rounding of its steps does to it.
"""

from __future__ import annotations

from typing import Final

from autograd.check.points import Point
from autograd.expression import Expression
from autograd.expression.derivatives import recorded
from autograd.rounding import SAFETY, every, exact_sum, precision
from autograd.value import Value

_FLOAT64: Final = precision(64)


def error_bar(expression: Expression, variables: tuple[str, ...], point: Point) -> float:
    """By how much a float derivative with respect to ``variables`` in turn may be off.

    Counts the rounding of the point and of written numbers too. inf where floats give no finite
    answer.
    """
    inputs = {name: Value(number) for name, number in point.floats.items()}
    derivative = recorded(expression, variables)(*inputs.values())
    if not isinstance(derivative, Value):
        return abs(float(derivative)) * _FLOAT64.unit * SAFETY
    return exact_sum(derivative, every(_FLOAT64)) * SAFETY
