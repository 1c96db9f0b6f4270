"""A derivative as steps: what reverse mode computes, recorded and read like any other graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from autograd.errors import InputError
from autograd.expression import Expression
from autograd.expression.derivatives import recorded
from autograd.roundoff.steps import Steps, of_graph
from autograd.value import Value, lift

_SECONDS: Final = 1.0
_FORMS: Final = 3


def steps(formula: Expression, point: Mapping[str, float], wrt: str) -> Steps:
    """The steps of the derivative of a formula with respect to a name, at a point.

    Raises `InputError` where the formula lacks the name, or a number is missing.
    """
    if wrt not in formula.names:
        listed = ", ".join(formula.names[:20]) or "none"
        raise InputError(f"wrt: the formula has no name {wrt}; it has {listed}.")
    missing = [name for name in formula.names if name not in point]
    if missing:
        raise InputError(
            f"The round-off of a derivative is shown at a point: give {', '.join(missing[:20])} "
            "a number (at)."
        )
    leaves = [Value(point[name], name) for name in formula.names]
    derivative = lift(recorded(formula, (wrt,))(*leaves))
    return of_graph(derivative, f"∂({formula.text or formula})/∂{wrt}")


def forms(formula: Expression, wrt: str) -> list[Expression]:
    """The derivative as sympy writes it, short forms first; none where it has none in time."""
    from autograd.check import symbolic  # loads sympy

    return symbolic.simplified(formula, (wrt,), _SECONDS)[:_FORMS]
