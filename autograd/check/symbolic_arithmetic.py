"""The table's sympy column as an arithmetic: a formula to a sympy expression, without any text.

Names are real symbols and numbers exact rationals. Whatever sympy would make complex, infinite
or undefined is for the caller to notice.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import sympy
from sympy.logic.boolalg import Boolean

from autograd.arithmetic import Arithmetic
from autograd.primitive import Primitive

_LOGICAL: Final = frozenset({"and_", "or_", "not_"})


class Floor(sympy.Function):  # type: ignore[misc]
    """The largest integer below, with the derivative 0 that it has between its jumps; sympy's
    own floor leaves the derivative standing as an unknown."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:
        """Flat between the jumps."""
        return sympy.S.Zero

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """A number's own floor."""
        return sympy.floor(argument) if argument.is_number else None


class Symbolic(Arithmetic):
    """Real expressions of sympy. Truths are sympy's; where a number is needed they are 1 and 0."""

    column = "sympy"

    def number(self, literal: str | float) -> Any:
        """The exact rational that a literal means; a float is its shortest decimal."""
        exact = Fraction(Decimal(str(literal)))
        return sympy.Rational(exact.numerator, exact.denominator)

    def constant(self, name: str) -> Any:
        """pi or e."""
        return {"pi": sympy.pi, "e": sympy.E}[name]

    def names(self) -> dict[str, Any]:
        """``sp`` is sympy."""
        return {"sp": sympy}

    def function(self, row: Primitive) -> Callable[..., Any]:
        """The row's sympy form on operands of the kind that it needs."""
        compute = _OWN.get(row.name) or super().function(row)

        def fitted(*operands: Any) -> Any:
            return compute(
                *(
                    _truth(operand) if row.name in _LOGICAL or name == "c" else _number(operand)
                    for name, operand in zip(row.operands, operands, strict=True)
                )
            )

        return fitted


_OWN: Final[dict[str, Callable[..., Any]]] = {
    "floor": Floor,
    "ceil": lambda x: -Floor(-x),
    "floordiv": lambda x, y: Floor(x / y),
    "mod": lambda x, y: x - y * Floor(x / y),
}


def _is_truth(operand: Any) -> bool:
    return isinstance(operand, Boolean) and not isinstance(operand, sympy.Expr)


def _number(operand: Any) -> Any:
    if _is_truth(operand):
        return sympy.Piecewise((sympy.S.One, operand), (sympy.S.Zero, True))
    return operand


def _truth(operand: Any) -> Any:
    return operand if _is_truth(operand) else sympy.Ne(operand, 0)


SYMBOLIC: Final = Symbolic()
