"""Power series of a formula near zero, from certified coefficients.

Numerator and denominator are expanded apart, so that (x - sin(x))/(x - tan(x)) has one: its zeros
at 0 are divided out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from flint import arb, arb_series

from autograd.check.balls import BallArithmetic, Undecided
from autograd.expression.tape import CONSTANT, NAME, NUMBER
from autograd.roundoff import exact
from autograd.roundoff.measure import log2
from autograd.roundoff.terms import Term, number

_TERMS: Final = (3, 5, 8)
_ORDER: Final = 26
_BITS: Final = 400
_LARGEST: Final = 1000.0  # bits of a coefficient before or after the point
_DENOMINATOR: Final = 10**18

_ONE: Final = number("1")


def near_zero(term: Term, names: tuple[str, ...]) -> Iterator[Term]:
    """Polynomials in the one variable that begin as the formula's series at 0 does, of several
    lengths; none where it has no such series, or more variables."""
    if len(names) != 1:
        return
    with exact.working(_BITS, _ORDER + 1):
        try:
            coefficients, lead = _laurent(term, names[0])
        except Undecided:
            return
        for count in _TERMS:
            made = _polynomial(coefficients, lead, names[0], count)
            if made is not None:
                yield made


def _laurent(term: Term, name: str) -> tuple[list[arb], int]:
    """The coefficients, the first of which is not 0, and the power of the first."""
    top, bottom = _fraction(term)
    above, up = _stripped(_series(top, name))
    below, down = _stripped(_series(bottom, name))
    count = min(len(above), len(below))
    quotient = arb_series(above[:count], prec=count) / arb_series(below[:count], prec=count)
    return [quotient[k] for k in range(count)], up - down


def _fraction(term: Term) -> tuple[Term, Term]:
    """Numerator and denominator."""
    if term.op == "div":
        (a, b), (c, d) = (_fraction(arg) for arg in term.args)
        return _product(a, d), _product(b, c)
    if term.op == "mul":
        (a, b), (c, d) = (_fraction(arg) for arg in term.args)
        return _product(a, c), _product(b, d)
    if term.op in ("add", "sub"):
        (a, b), (c, d) = (_fraction(arg) for arg in term.args)
        if b == d == _ONE:
            return term, _ONE
        return Term(term.op, "", (_product(a, d), _product(c, b))), _product(b, d)
    return term, _ONE


def _product(a: Term, b: Term) -> Term:
    if a == _ONE:
        return b
    return a if b == _ONE else Term("mul", "", (a, b))


def _series(term: Term, name: str) -> arb_series:
    m = BallArithmetic(_ORDER)

    def value(term: Term) -> Any:
        if term.op == NAME:
            return m.variable("0") if term.text == name else _refuse(term.text)
        if term.op == NUMBER:
            return m.number(term.text)
        if term.op == CONSTANT:
            return m.constant(term.text)
        return m.apply(term.op, *[value(arg) for arg in term.args])

    result = value(term)
    return m.series([int(result)]) if isinstance(result, bool) else result


def _refuse(name: str) -> Any:
    raise Undecided(f"{name} is another variable")


def _stripped(series: arb_series) -> tuple[list[arb], int]:
    """The coefficients from the first that is not 0, and its power."""
    coefficients = [series[k] for k in range(series.prec)]
    for k, coefficient in enumerate(coefficients):
        if not coefficient.contains(0):
            return coefficients[k:], k
        if not coefficient.is_zero() and not coefficient.rad() < arb(2) ** (-_BITS // 2):
            break
    raise Undecided("a series whose first terms cannot be told from 0")


def _polynomial(coefficients: list[arb], lead: int, name: str, count: int) -> Term | None:
    """The first ``count`` terms, by Horner's rule; in the square of the variable where every
    other one is 0."""
    zero = [_is_zero(coefficient) for coefficient in coefficients]
    stride = 2 if all(zero[1::2]) else 1
    chosen = coefficients[::stride][:count]
    if len(chosen) < count or lead < 0:
        return None
    if any(not z and abs(log2(c)) > _LARGEST for c, z in zip(chosen, zero[::stride], strict=False)):
        return None  # no float could hold it
    x = Term(NAME, name)
    power = Term("mul", "", (x, x)) if stride == 2 else x
    total: Term | None = None
    for coefficient in reversed(chosen):
        constant = _number(coefficient)
        if total is None:
            total = None if _is_zero(coefficient) else constant
        else:
            product = Term("mul", "", (power, total))
            total = product if _is_zero(coefficient) else Term("add", "", (constant, product))
    for _ in range(lead):
        total = Term("mul", "", (x, total or _ONE))
    return total


def _is_zero(coefficient: arb) -> bool:
    return bool(abs(coefficient).upper() < arb(2) ** (-_BITS // 2))


def _number(coefficient: arb) -> Term:
    """A coefficient as a fraction where it is a short one, else as a decimal."""
    near = Fraction(str(coefficient.mid().str(60, radius=False))).limit_denominator(_DENOMINATOR)
    if near and coefficient.overlaps(arb(near.numerator) / near.denominator):
        whole = number(str(abs(near.numerator)))
        size = whole if near.denominator == 1 else _ratio(whole, near.denominator)
    else:
        size = number(str(abs(coefficient).mid().str(20, radius=False)))
    return size if coefficient > 0 else Term("neg", "", (size,))


def _ratio(whole: Term, denominator: int) -> Term:
    return Term("div", "", (whole, number(str(denominator))))
