"""How far a derivative computed in floats may be off: an error bar that is computed, not guessed.

The derivative is itself a computation, and is recorded as one. Each of its nodes is rounded, so
each may be off by a few units in its last place; the reverse sweep over that record says what
each error does to the result. The sum is the bar, to first order in the rounding unit (N. J.
Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, sections 2.2 and 3.1;
the running error analysis of section 3.3 with derivatives for bounds).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from autograd.check.points import Point
from autograd.expression import Expression
from autograd.reverse import cotangents
from autograd.transforms import grad
from autograd.value import Value

_UNIT: Final = 2.0**-53
_SMALLEST: Final = 5e-324
EXACTLY_ROUNDED: Final = frozenset({"leaf", "constant", "add", "sub", "mul", "div", "sqrt", "neg"})
_OTHERS: Final = 8  # units of rounding for everything that IEEE 754 does not require to be exact
_SAFETY: Final = 4  # for terms of higher order, and for steps that the record leaves out


def error_bar(expression: Expression, variables: tuple[str, ...], point: Point) -> float:
    """By how much a float derivative with respect to ``variables`` in turn may be off.

    Counts the rounding of the point and of written numbers too. inf or nan where floats give no
    finite answer.
    """
    inputs = {name: Value(number) for name, number in point.floats.items()}
    derivative = recorded(expression, variables)(*inputs.values())
    if not isinstance(derivative, Value):
        return abs(float(derivative)) * _UNIT * _SAFETY
    total = 0.0
    for node, sensitivity in cotangents(derivative).items():
        units = 1 if node.op in EXACTLY_ROUNDED else _OTHERS
        error = abs(node.data) * _UNIT * units + _SMALLEST
        total += abs(sensitivity) * error if sensitivity else 0.0
    return total * _SAFETY


def recorded(expression: Expression, variables: tuple[str, ...]) -> Callable[..., Any]:
    """The derivative as a function of the formula's names in order, by nested reverse mode.

    Values in, a recorded Value out; floats in, a float out.
    """

    def value(*numbers: Any) -> Any:
        return expression.record(dict(zip(expression.names, numbers, strict=True)))[-1]

    function: Callable[..., Any] = value
    for name in variables:
        function = grad(function, expression.names.index(name))
    return function
