"""An arithmetic whose numbers are formulas, kept in the form in which a person would write them.

Running a partial derivative of the table over it gives its text with everything folded that can
be: ``where(2 == 0, 0, 2*x**(2 - 1))`` is ``2*x``, ``-(x/y)/y`` is ``-x/y**2``.

A `Plain` is a product, ``coefficient * base**power * ...``, or a sum of such, or anything else as
one text. Each holds its text from the moment it is made, so that nothing is ever walked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from autograd.arithmetic import Arithmetic
from autograd.expression.grammar import (
    ATOM,
    COMPARISON,
    INFIX,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
)
from autograd.primitive import Primitive

_ONE: Final = Fraction(1)
_LARGEST: Final = 10**12  # numbers beyond it are not written out
_LONGEST_POWER: Final = 64
_LARGEST_PART: Final = 10**6  # of a fraction; those with larger ones are written as decimals
_DECIMAL: Final = frozenset(10**n for n in range(1, 7)) | {20, 25, 50, 200, 250, 500, 2000}
"""Denominators of numbers that a person writes as decimals: 7.3, 3.25, 0.007, not 2/5."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A formula: its text, and how tightly that binds (see `autograd.expression.grammar`).

    coefficient, factors: as a product; the powers by the text of their base. terms: as a sum, the
    coefficients by the text of their term; empty where it is none.
    """

    text: str
    binding: int = ATOM
    coefficient: Fraction = _ONE
    factors: tuple[tuple[Plain, Fraction], ...] | None = field(default=None, compare=False)
    terms: tuple[tuple[Plain, Fraction], ...] = field(default=(), compare=False)

    @property
    def number(self) -> Fraction | None:
        """The number that this is, None where a name takes part."""
        return self.coefficient if self.factors == () else None

    def within(self, binding: int) -> str:
        """The text, in brackets where something that binds so tightly stands beside it."""
        return self.text if self.binding >= binding else f"({self.text})"

    def __add__(self, other: Plain) -> Plain:
        return plus(self, other)

    def __mul__(self, other: Plain) -> Plain:
        return times(self, other)

    def __str__(self) -> str:
        return self.text


def opaque(text: str, binding: int = ATOM) -> Plain:
    """A text that is not looked into."""
    return Plain(text, binding)


def number(value: Fraction) -> Plain:
    """A number; a fraction of small numbers as one, else as a decimal."""
    text = _number_text(abs(value))
    binding = PRODUCT if "/" in text else ATOM
    if value < 0:
        text, binding = f"-{text}", min(binding, SIGN)
    return Plain(text, binding, value, ())


def _number_text(value: Fraction) -> str:
    if value.denominator == 1:
        whole = value.numerator
        return str(whole) if whole < _LARGEST else f"{float(whole):.12g}".replace("e+", "e")
    decimal = value.denominator in _DECIMAL and value.numerator != 1
    if decimal or max(value.numerator, value.denominator) > _LARGEST_PART:
        return f"{float(value):.15g}".replace("e-0", "e-")
    return f"{value.numerator}/{value.denominator}"


def product(coefficient: Fraction, powers: Iterable[tuple[Plain, Fraction]]) -> Plain:
    """``coefficient * base**power * ...``, equal bases joined."""
    joined: dict[str, tuple[Plain, Fraction]] = {}
    for base, power in powers:
        before = joined.get(base.text, (base, Fraction(0)))[1]
        joined[base.text] = (base, before + power)
    factors = tuple((base, power) for base, power in joined.values() if power)
    if not coefficient or not factors:
        return number(coefficient)
    if coefficient == 1 and len(factors) == 1 and factors[0][1] == 1:
        return factors[0][0]
    above, below = _fraction_of(coefficient, factors)
    text, binding = _product_text(above), PRODUCT if len(above) > 1 or below else above[0].binding
    if below:
        divisor = below[0].within(SIGN) if len(below) == 1 else f"({_product_text(below)})"
        text = f"{text}/{divisor}"
    if coefficient < 0:
        text = f"({text})" if text.startswith("-") else text
        text, binding = f"-{text}", SIGN if binding >= SIGN else PRODUCT
    return Plain(text, binding, coefficient, factors)


def _fraction_of(
    coefficient: Fraction, factors: Iterable[tuple[Plain, Fraction]]
) -> tuple[list[Plain], list[Plain]]:
    """What stands above and what below the stroke, the number first; never nothing above."""
    above = [_power_text(base, power) for base, power in factors if power > 0]
    below = [_power_text(base, -power) for base, power in factors if power < 0]
    size = abs(coefficient)
    if "/" in _number_text(size):
        if size.denominator != 1:
            below.insert(0, number(Fraction(size.denominator)))
        size = Fraction(size.numerator)
    if size != 1 or not above:
        above.insert(0, number(size))
    return above, below


def _product_text(parts: list[Plain]) -> str:
    first, *others = parts
    return "*".join([first.within(PRODUCT), *(part.within(SIGN) for part in others)])


def _power_text(base: Plain, power: Fraction) -> Plain:
    if power == 1:
        return base
    return opaque(f"{base.within(ATOM)}**{number(power).within(SIGN)}", POWER)


def _factors(of: Plain) -> tuple[tuple[Plain, Fraction], ...]:
    return ((of, _ONE),) if of.factors is None else of.factors


def times(one: Plain, other: Plain) -> Plain:
    """A product."""
    return product(one.coefficient * other.coefficient, (*_factors(one), *_factors(other)))


def power(base: Plain, exponent: Plain) -> Plain:
    """A power; a whole one goes to each factor."""
    to = exponent.number
    if to is None or abs(to) > _LONGEST_POWER or (base.number == 0 and to <= 0):
        return opaque(f"{base.within(ATOM)}**{exponent.within(SIGN)}", POWER)
    if to.denominator == 1:
        raised = base.coefficient ** int(to)
        return product(Fraction(raised), [(b, p * to) for b, p in _factors(base)])
    if base.number is not None or base.factors:
        return product(_ONE, [(opaque(base.text, base.binding), to)])
    return product(_ONE, [(base, to)])


def plus(one: Plain, other: Plain, sign: int = 1) -> Plain:
    """A sum, equal terms joined; a positive one stands first where there is one."""
    joined: dict[str, tuple[Plain, Fraction]] = {}
    for part, by in ((one, 1), (other, sign)):
        for term, coefficient in part.terms or (_unit(part),):
            before = joined.get(term.text, (term, Fraction(0)))[1]
            joined[term.text] = (term, before + by * coefficient)
    terms = tuple((term, c) for term, c in joined.values() if c)
    if len(terms) < 2:
        return times(terms[0][0], number(terms[0][1])) if terms else number(Fraction(0))
    ordered = sorted(terms, key=lambda pair: pair[1] < 0) if terms[0][1] < 0 else list(terms)
    text = times(ordered[0][0], number(ordered[0][1])).within(SUM)
    for term, coefficient in ordered[1:]:
        size = times(term, number(abs(coefficient))).within(PRODUCT)
        text += f" {'-' if coefficient < 0 else '+'} {size}"
    return Plain(text, SUM, terms=terms)


def _unit(part: Plain) -> tuple[Plain, Fraction]:
    """A term without its coefficient, and that."""
    if part.factors is None:
        return part, _ONE
    return product(_ONE, part.factors), part.coefficient


class PlainArithmetic(Arithmetic):
    """The table over formulas.

    generic: whether to leave out what a row says at single points only, such as the 0 that the
    derivative of ``x**y`` has where y is 0.
    """

    def __init__(self, generic: bool = False) -> None:
        self.generic = generic

    def number(self, literal: Any) -> Plain:
        """The exact number of a literal."""
        return number(Fraction(Decimal(str(literal))))

    def constant(self, name: str) -> Plain:
        """pi or e, by name."""
        return opaque(name)

    def function(self, row: Primitive) -> Callable[..., Plain]:
        """The row as a formula of its operands, folded where it can be."""

        def written(*operands: Plain) -> Plain:
            if self.generic and row.name == "where" and operands[1].number == 0:
                return operands[2]
            folded = _FOLDS[row.name](*operands) if row.name in _FOLDS else None
            return _call(row.name, operands) if folded is None else folded

        return written


_INFIX: Final = {operator.row: (sign, operator.binding) for sign, operator in INFIX.items()}


def _call(name: str, operands: tuple[Plain, ...]) -> Plain:
    if name in _INFIX and len(operands) == 2:
        sign, binding = _INFIX[name]
        left, right = operands[0].within(binding), operands[1].within(binding + 1)
        return opaque(f"{left} {sign} {right}", binding)
    if name == "not_":
        return opaque(f"not {operands[0].within(COMPARISON)}", COMPARISON - 1)
    name = {"maximum": "max", "minimum": "min"}.get(name, name)
    return opaque(f"{name}({', '.join(operand.text for operand in operands)})")


def _compared(holds: Callable[[Fraction, Fraction], bool]) -> Callable[[Plain, Plain], Any]:
    def fold(one: Plain, other: Plain) -> Plain | None:
        if one.number is None or other.number is None:
            return None
        return number(Fraction(holds(one.number, other.number)))

    return fold


def _where(condition: Plain, one: Plain, other: Plain) -> Plain | None:
    if condition.number is None:
        return one if one.text == other.text else None
    return one if condition.number else other


def _logical(unit: int) -> Callable[[Plain, Plain], Plain | None]:
    """``and`` (unit 1) and ``or`` (unit 0), where one operand is a number."""

    def fold(one: Plain, other: Plain) -> Plain | None:
        for known, rest in ((one, other), (other, one)):
            if known.number is not None:
                return rest if bool(known.number) == bool(unit) else number(Fraction(1 - unit))
        return None

    return fold


def _at(values: Mapping[int, int]) -> Callable[[Plain], Plain | None]:
    """A function that is folded at a few whole numbers."""

    def fold(operand: Plain) -> Plain | None:
        known = operand.number
        if known is None or known.denominator != 1 or int(known) not in values:
            return None
        return number(Fraction(values[int(known)]))

    return fold


def _sqrt(operand: Plain) -> Plain | None:
    known = operand.number
    if known is None or known < 0 or max(known.numerator, known.denominator) > _LARGEST:
        return None
    root = Fraction(math.isqrt(known.numerator), math.isqrt(known.denominator))
    return number(root) if root * root == known else None


_INVERSE: Final = number(Fraction(-1))
_FOLDS: Final[Mapping[str, Callable[..., Plain | None]]] = {
    "add": plus,
    "sub": lambda x, y: plus(x, y, -1),
    "mul": times,
    "div": lambda x, y: None if y.number == 0 else times(x, power(y, _INVERSE)),
    "pow": power,
    "neg": lambda x: times(_INVERSE, x),
    "square": lambda x: power(x, number(Fraction(2))),
    "reciprocal": lambda x: None if x.number == 0 else power(x, _INVERSE),
    "where": _where,
    "lt": _compared(lambda x, y: x < y),
    "le": _compared(lambda x, y: x <= y),
    "gt": _compared(lambda x, y: x > y),
    "ge": _compared(lambda x, y: x >= y),
    "eq": _compared(lambda x, y: x == y),
    "ne": _compared(lambda x, y: x != y),
    "and_": _logical(1),
    "or_": _logical(0),
    "not_": lambda x: None if x.number is None else number(Fraction(not x.number)),
    "sqrt": _sqrt,
    "exp": _at({0: 1}),
    "log": lambda x: number(_ONE) if x.text == "e" else _at({1: 0})(x),
    "sin": _at({0: 0}),
    "cos": _at({0: 1}),
    "floor": lambda x: None if x.number is None else number(Fraction(math.floor(x.number))),
}

PLAIN: Final = PlainArithmetic()
GENERIC: Final = PlainArithmetic(generic=True)
