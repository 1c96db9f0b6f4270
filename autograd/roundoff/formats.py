"""Binary floating-point formats, and the table run in one of them.

IEEE 754-2019 gives float64, float32 and float16 (its binary64, binary32, binary16); bfloat16 is
float32 with 8 bits of precision. A step in a narrow format is done in float64 and rounded: for
+ - * / and sqrt that is the correctly rounded result, since 53 ≥ 2·24 + 2 (S. A. Figueroa, When is
double rounding innocuous?, SIGNUM Newsletter 30 (1995)).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from autograd.arithmetic import FloatArithmetic
from autograd.errors import InputError
from autograd.primitive import Primitive
from autograd.rounding import Precision


@dataclass(frozen=True)
class Format:
    """A format of floats.

    bits: of precision, the hidden one included. lowest, highest: exponents of the smallest normal
    number, 2**lowest, and of the largest, just below 2**(highest + 1). digits: how many decimal
    digits tell any two of its numbers apart.
    """

    name: str
    bits: int
    lowest: int
    highest: int
    digits: int

    @property
    def largest(self) -> float:
        """The largest finite number."""
        return math.ldexp(2.0 - 2.0 ** (1 - self.bits), self.highest)

    @property
    def precision(self) -> Precision:
        """What its rounding does, for error bars."""
        return Precision(2.0**-self.bits, math.ldexp(1.0, self.quantum(self.lowest)))

    def quantum(self, exponent: int) -> int:
        """The exponent of the unit in the last place of numbers of size 2**exponent and more."""
        return max(exponent, self.lowest) + 1 - self.bits

    def shortest(self, number: float) -> str:
        """The shortest decimal that this number of the format is the nearest to."""
        plain = repr(number)
        for digits in range(1, self.digits) if self.bits < 53 and math.isfinite(number) else ():
            text = repr(float(f"{number:.{digits}g}"))
            if self.round(float(text)) == number:
                plain = text
                break
        return plain.removesuffix(".0")

    def round(self, number: float) -> float:
        """The nearest number of the format, ties to even; inf beyond the largest."""
        if self.bits == 53 or number == 0.0 or not math.isfinite(number):
            return number
        if abs(number) >= 2.0 * self.largest:
            return math.copysign(math.inf, number)
        quantum = self.quantum(math.frexp(number)[1] - 1)
        result = math.ldexp(float(round(math.ldexp(number, -quantum))), quantum)
        if abs(result) > self.largest:
            result = math.inf
        return math.copysign(result, number)


FORMATS: Final = {
    each.name: each
    for each in (
        Format("float64", 53, -1022, 1023, 17),
        Format("float32", 24, -126, 127, 9),
        Format("float16", 11, -14, 15, 5),
        Format("bfloat16", 8, -126, 127, 4),
    )
}


def format_named(name: str) -> Format:
    """The format of that name; `InputError` where there is none."""
    if name not in FORMATS:
        raise InputError(f"precision is one of {', '.join(FORMATS)}, not {name!r}.")
    return FORMATS[name]


class Rounded(FloatArithmetic):
    """The table in a format: every step, and every number that is read, is rounded to it.

    Rows that are formulas over other rows are rounded within as well.
    """

    def __init__(self, form: Format) -> None:
        self.form = form

    def number(self, literal: str | float) -> float:
        """The number of the format that a literal stands for."""
        return self.form.round(float(literal))

    def constant(self, name: str) -> float:
        """π or e as the format has it."""
        return self.form.round(float(super().constant(name)))

    def function(self, row: Primitive) -> Callable[..., Any]:
        """The row, its answer rounded."""
        compute = super().function(row)
        if self.form.bits == 53:
            return compute
        rounded = self.form.round
        return lambda *operands: rounded(float(compute(*operands)))
