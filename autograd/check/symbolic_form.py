"""A sympy expression back to a formula of our own language.

The table is read backward: a row whose sympy form is one function of its operands is what that
function becomes. Sums and products are written as a person would: ``x - y``, ``-2*x/(3*y)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import sympy
from sympy.codegen import cfunctions

from autograd.check.symbolic_arithmetic import SYMBOLIC, Floor
from autograd.errors import CheckError
from autograd.expression import Expression, Instruction
from autograd.expression.tape import CONSTANT, NAME, NUMBER
from autograd.primitives import PRIMITIVES

_MOST_STEPS: Final = 50_000


class NoFormError(CheckError):
    """A sympy expression that is no formula of the language: complex, infinite, or unknown."""


def formula(expression: Any, names: Iterable[str]) -> Expression:
    """The expression as a formula; ``names`` are those that it may use, in their order.

    Raises `NoFormError` where it is not real, not finite, not of the table, or very long.
    """
    writer = _Writer()
    writer.place(expression)
    tape = tuple(writer.tape)
    used = {step.text for step in tape if step.op == NAME}
    written = Expression("", tuple(name for name in names if name in used), tape)
    return Expression(str(written), written.names, tape)


class _Writer:
    """The tape as it grows; equal parts of an expression, unless atoms, share one place."""

    def __init__(self) -> None:
        self.tape: list[Instruction] = []
        self.places: dict[Any, int] = {}

    def place(self, expression: Any) -> int:
        """Where on the tape the expression's value is."""
        if expression.is_Atom:
            return self._write(expression)
        if expression not in self.places:
            self.places[expression] = self._write(expression)
        return self.places[expression]

    def step(self, op: str, *operands: int, text: str = "") -> int:
        """Appends an instruction."""
        if len(self.tape) >= _MOST_STEPS:
            raise NoFormError(f"it would be longer than {_MOST_STEPS:,} steps")
        self.tape.append(Instruction(op, operands, text))
        return len(self.tape) - 1

    def number(self, digits: int) -> int:
        """A whole number, which may be negative."""
        place = self.step(NUMBER, text=str(abs(digits)))
        return self.step("neg", place) if digits < 0 else place

    def _write(self, expression: Any) -> int:
        match expression:
            case sympy.Symbol(name=name):
                return self.step(NAME, text=str(name))
            case sympy.Rational(p=above, q=below):
                if below == 1:
                    return self.number(above)
                return self.step("div", self.number(above), self.number(below))
            case sympy.Add():
                return self._sum(expression)
            case sympy.Mul():
                return self._product(expression)
            case sympy.Pow(args=(base, exponent)):
                return self._power(base, exponent)
            case sympy.Piecewise(args=pairs):
                return self._choice([(pair.args[0], pair.args[1]) for pair in pairs])
        if expression in _CONSTANTS:
            return self.step(CONSTANT, text=_CONSTANTS[expression])
        return self._call(expression)

    def _sum(self, expression: Any) -> int:
        first, *others = _leading_plus(expression.as_ordered_terms())
        total = self.place(first)
        for term in others:
            if _is_negative(term):
                total = self.step("sub", total, self.place(-term))
            else:
                total = self.step("add", total, self.place(term))
        return total

    def _product(self, expression: Any) -> int:
        coefficient, rest = expression.as_coeff_Mul()
        above, below = [], []
        for factor in rest.as_ordered_factors():
            base, exponent = factor.as_base_exp()
            if _is_negative(exponent) and not isinstance(factor, sympy.exp):
                below.append(sympy.Pow(base, -exponent))
            else:
                above.append(factor)
        if abs(coefficient.p) != 1 or not above:
            above.insert(0, sympy.Integer(abs(coefficient.p)))
        if coefficient.q != 1:
            below.insert(0, sympy.Integer(coefficient.q))
        return self._quotient(above, below, coefficient.p < 0)

    def _quotient(self, above: Sequence[Any], below: Sequence[Any], negative: bool) -> int:
        result = self.place(above[0])
        if negative:
            result = self.step("neg", result)
        for factor in above[1:]:
            result = self.step("mul", result, self.place(factor))
        if not below:
            return result
        divisor = self.place(below[0])
        for factor in below[1:]:
            divisor = self.step("mul", divisor, self.place(factor))
        return self.step("div", result, divisor)

    def _power(self, base: Any, exponent: Any) -> int:
        if _is_negative(exponent):
            return self.step("div", self.number(1), self.place(sympy.Pow(base, -exponent)))
        if exponent == sympy.Rational(1, 2):
            return self.step("sqrt", self.place(base))
        return self.step("pow", self.place(base), self.place(exponent))

    def _choice(self, pairs: Sequence[tuple[Any, Any]]) -> int:
        *first, (last, _) = pairs
        result = self.place(last)
        for value, condition in reversed(first):
            result = self.step("where", self.place(condition), self.place(value), result)
        return result

    def _call(self, expression: Any) -> int:
        kind, operands = type(expression), expression.args
        if kind is sympy.sinc:
            return self.step("sinc", self.place(operands[0] / sympy.pi))
        if kind is sympy.polygamma and operands[0] == 0:
            return self.step("digamma", self.place(operands[1]))
        if kind is sympy.Heaviside:
            return self._choice([(sympy.S.One, operands[0] > 0), (sympy.S.Zero, True)])
        row = rows().get(kind)
        if row is None:
            raise NoFormError(f"it has {expression} in it, which is not of the language")
        places = [self.place(operand) for operand in operands]
        if len(places) > PRIMITIVES[row].arity == 2:
            result = places[0]
            for place in places[1:]:
                result = self.step(row, result, place)
            return result
        return self.step(row, *places)


_OF_CODE: Final = {
    "Cbrt": "cbrt", "Sqrt": "sqrt", "exp2": "exp2", "expm1": "expm1", "hypot": "hypot",
    "log10": "log10", "log1p": "log1p", "log2": "log2",
}  # fmt: skip
"""Functions that sympy has for code alone, and their rows."""

_CONSTANTS: Final = {sympy.pi: "pi", sympy.E: "e"}


def _is_negative(expression: Any) -> bool:
    return bool(expression.could_extract_minus_sign()) if _signed(expression) else False


def _signed(expression: Any) -> bool:
    """Whether its sign is that of a number in front, not a matter of taste as in a - b."""
    return bool(expression.is_Rational or (expression.is_Mul and expression.args[0].is_Rational))


def _leading_plus(terms: Sequence[Any]) -> list[Any]:
    """The terms with a positive one first, where there is one: ``1 - x`` for ``-x + 1``."""
    for place, term in enumerate(terms):
        if not _is_negative(term):
            return [term, *terms[:place], *terms[place + 1 :]]
    return list(terms)


@lru_cache(maxsize=1)
def rows() -> dict[type, str]:
    """The row that a function of sympy becomes: those whose form is that function alone."""
    found: dict[type, str] = {Floor: "floor", sympy.Not: "not_"}
    found |= {getattr(cfunctions, name): row for name, row in _OF_CODE.items()}
    for row in PRIMITIVES.values():
        if "internal" in row.traits or row.name in ("floor", "ceil", "mod", "where"):
            continue
        truths = row.name in ("and_", "or_", "not_")
        symbols = [
            sympy.Symbol(f"x{place}") > 0 if truths else sympy.Symbol(f"x{place}", real=True)
            for place in range(row.arity)
        ]
        form = SYMBOLIC.apply(row.name, *symbols)
        if set(form.args) == set(symbols) and not form.is_Add and not form.is_Mul:
            found.setdefault(type(form), row.name)
    return found
