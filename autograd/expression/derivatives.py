"""The derivative of a formula as reverse mode computes it: itself a computation to be recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograd.expression.expression import Expression
from autograd.transforms import grad


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
