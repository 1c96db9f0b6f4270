"""Parts of a formula without names: how large they are, before anybody computes them.

Whoever computes exactly (sympy, mpmath) would try to write out 9**9**9**9, gamma(10**9) or
exp(exp(exp(9))), and never return. So the value of a part without names is estimated in floats
as the tape is built, with a rough bound on the digits of its exact value, and what is out of
proportion is refused. Nothing is folded: the tape holds what was written.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from autograd.arithmetic import FLOAT
from autograd.expression.limits import MAX_CONSTANT_DIGITS, MAX_EXPONENT, MAX_ORDER

_EXPONENTIAL: Final = frozenset({"exp", "exp2", "expm1", "sinh", "cosh"})
_FACTORIAL: Final = frozenset({"gamma", "lgamma", "digamma", "polygamma"})
_GROWING: Final = frozenset({"pow", "square", "exp2"}) | _FACTORIAL


class Constant(NamedTuple):
    """The value of a part without names, about, and the digits that its exact value may need."""

    value: float
    digits: float


class OutOfProportionError(Exception):
    """A constant that is refused: the sentence, and which operand is to blame."""

    def __init__(self, message: str, operand: int) -> None:
        super().__init__(message)
        self.message = message
        self.operand = operand


def literal(text: str) -> Constant:
    """A written number."""
    digits, _, exponent = text.lower().partition("e")
    whole, _, fraction = digits.partition(".")
    numerator = int(whole + fraction)
    places = abs(int(exponent or 0) - len(fraction.rstrip("0")))
    # At least 2, so that sums, whose bound is the product, stay below it.
    return Constant(float(text), math.log10(max(numerator, 2)) + places)


def named(name: str) -> Constant:
    """The constant pi or e, which no arithmetic writes out."""
    return Constant(float(FLOAT.constant(name)), 1)


def combined(row: str, operands: list[Constant | None]) -> Constant | None:
    """The row applied to constants; None for an operand, or the answer, that has names in it.

    Raises `OutOfProportionError`.
    """
    _check_exponent(row, operands)
    known = [operand for operand in operands if operand is not None]
    if len(known) < len(operands):
        return None
    digits = _digits(row, known)
    if row in _GROWING and digits > MAX_CONSTANT_DIGITS:
        raise OutOfProportionError(
            f"The exact value of this constant may need more than {MAX_CONSTANT_DIGITS:,} "
            "digits: give a part of it a name.",
            0,
        )
    return Constant(float(FLOAT.apply(row, *[operand.value for operand in known])), digits)


def _check_exponent(row: str, operands: list[Constant | None]) -> None:
    """Refuses a constant that would blow up where it stands, whatever the other operands."""
    for place, operand in enumerate(operands):
        if operand is None:
            continue
        if row in _EXPONENTIAL or (row == "pow" and place == 1):
            kind, most = "exponent", MAX_EXPONENT
        elif row in _FACTORIAL:
            kind, most = f"argument of {row}", MAX_ORDER
        else:
            continue
        if not abs(operand.value) <= most:  # nan too
            raise OutOfProportionError(
                f"A constant {kind} may be at most {most:,}, and this one is "
                f"{operand.value:g}: give it a name instead.",
                place,
            )


def _digits(row: str, known: list[Constant]) -> float:
    total = sum(operand.digits for operand in known)
    if row == "pow":
        return known[0].digits * max(1.0, abs(known[1].value)) + known[1].digits
    if row == "square":
        return 2 * total
    if row == "exp2":
        return total + math.log10(2) * abs(known[0].value)
    if row in _FACTORIAL:
        return total + 3 * max(abs(operand.value) for operand in known)
    return total
