"""Certified arithmetic: truncated power series whose coefficients are balls (Arb, by python-flint).

A *ball* is a midpoint and a radius that surely hold the exact number (F. Johansson, Arb: efficient
arbitrary-precision midpoint-radius interval arithmetic, IEEE Trans. Computers 66 (2017)). Run over
the series ``x + t`` a formula gives its derivatives of every order, enclosed. What a ball cannot
decide, such as the sign of a number that may be zero, raises `Undecided`, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

from flint import arb, arb_series, fmpq

from autograd.arithmetic import Arithmetic
from autograd.check.series import derived, digamma, room, sinc_at_zero, sinc_away
from autograd.formula import over
from autograd.primitive import Primitive


class Undecided(Exception):
    """A step that balls of this precision cannot take; ``str()`` says which and why."""


def exact(literal: str | float) -> fmpq:
    """A literal, or a float as its shortest decimal, as an exact fraction."""
    fraction = Fraction(str(literal).strip())
    return fmpq(fraction.numerator, fraction.denominator)


def center(x: arb_series) -> arb:
    """The ball of the value itself: the coefficient of t⁰."""
    return x[0]


def _sign(x: arb_series, what: str) -> int:
    """1 or -1 where the value's sign is sure; else `Undecided`."""
    ball = center(x)
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    raise Undecided(f"{what} at 0, or too near to it to tell")


def _whole(n: arb_series, name: str) -> int:
    """The order of a derivative, which must be a whole number from 0 on."""
    times = center(n).unique_fmpz()
    if times is None or times < 0 or not center(n).is_exact():
        raise Undecided(f"{name} of an order that is not whole")
    return int(times)


def _constant(x: arb_series) -> bool:
    return all(x[k].is_zero() for k in range(1, x.prec))


class BallArithmetic(Arithmetic):
    """The table over power series of balls. Made for one order of derivative, ``order``."""

    def __init__(self, order: int) -> None:
        self.order = order

    def number(self, literal: str | float) -> arb_series:
        """The exact number of a literal, enclosed at the working precision."""
        return self.series([arb(exact(literal))])

    def constant(self, name: str) -> arb_series:
        """π or e, enclosed."""
        return self.series([arb.pi() if name == "pi" else arb.const_e()])

    def series(self, coefficients: list[Any]) -> arb_series:
        """The series of these coefficients, known up to t to the power of the order."""
        return arb_series(coefficients, prec=self.order + 1)

    def variable(self, literal: str | float, direction: int = 1) -> arb_series:
        """``x + direction·t`` around a point."""
        return self.series([arb(exact(literal)), direction])

    def function(self, row: Primitive) -> Callable[..., Any]:
        """A row on operands of the kind that it needs: series, or truths for the logical ones."""
        compute = self._form(row)
        logical = row.name in ("and_", "or_", "not_")

        def fitted(*operands: Any) -> Any:
            return compute(
                *(
                    _truth(operand) if logical or name == "c" else self._number(operand)
                    for name, operand in zip(row.operands, operands, strict=True)
                )
            )

        return fitted

    def _number(self, operand: Any) -> arb_series:
        """A truth as the series of 1 or 0; a series as it is."""
        return self.series([int(operand)]) if isinstance(operand, bool) else operand

    def _form(self, row: Primitive) -> Callable[..., Any]:
        """A row from the list below, or its value formula over series."""
        own = getattr(self, f"_{row.name}", None)
        if own is not None:
            return _finite(row.name, own)
        if row.value:
            return partial(over(row.value, row.operands), self)
        method = getattr(arb_series, row.name, None)
        if method is None:
            raise Undecided(f"{row.name} has no ball form")
        return _finite(row.name, method)

    def taylor(self, outer: Callable[[arb_series], arb_series], x: arb_series, extra: int) -> Any:
        """``f(x(t))`` from the power series of f around the value of x.

        outer: f over a series known to ``extra`` orders more, for those that f differentiates.
        """
        length = self.order + 1 + extra
        with room(length):
            around = outer(arb_series([center(x), 1], prec=length))
        coefficients = [around[k] for k in range(self.order + 1)]
        inner = x - self.series([center(x)])
        total = self.series([coefficients[-1]])
        for coefficient in reversed(coefficients[:-1]):
            total = total * _without_center(inner, self) + self.series([coefficient])
        return total

    def _identity(self, x: Any) -> Any:
        return x

    def _add(self, x: Any, y: Any) -> Any:
        return x + y

    def _sub(self, x: Any, y: Any) -> Any:
        return x - y

    def _mul(self, x: Any, y: Any) -> Any:
        return x * y

    def _div(self, x: Any, y: Any) -> Any:
        _sign(y, "a division")
        return x / y

    def _neg(self, x: Any) -> Any:
        return -x

    def _square(self, x: Any) -> Any:
        return x * x

    def _reciprocal(self, x: Any) -> Any:
        return self._div(self.series([1]), x)

    def _pow(self, x: Any, y: Any) -> Any:
        whole = center(y).unique_fmpz() if center(y).is_exact() and _constant(y) else None
        if whole is not None and center(y) == arb(whole) and abs(whole) <= 10_000:
            if whole < 0:
                return self._div(self.series([1]), x ** int(-whole))
            return x ** int(whole) if whole != 0 else self.series([1])
        if _sign(x, "a power that is not whole") < 0:
            raise Undecided("a negative number to a power that is not whole")
        return x ** center(y) if _constant(y) else (y * x.log()).exp()

    def _abs(self, x: Any) -> Any:
        return x if _sign(x, "abs") > 0 else -x

    def _sign(self, x: Any) -> Any:
        return self.series([_sign(x, "sign")])

    def _floor(self, x: Any) -> Any:
        ball = center(x)
        below = ball.floor().unique_fmpz()
        if below is None or (ball.contains(arb(below)) and not (_constant(x) and ball.is_exact())):
            raise Undecided("floor at a whole number, or too near to one to tell")
        return self.series([arb(below)])

    def _ceil(self, x: Any) -> Any:
        return -self._floor(-x)

    def _floordiv(self, x: Any, y: Any) -> Any:
        return self._floor(self._div(x, y))

    def _mod(self, x: Any, y: Any) -> Any:
        return x - y * self._floor(self._div(x, y))

    def _exp2(self, x: Any) -> Any:
        return (x * arb.const_log2()).exp()

    def _expm1(self, x: Any) -> Any:
        return x.exp() - 1

    def _log(self, x: Any) -> Any:
        if _sign(x, "log") < 0:
            raise Undecided("log of a negative number")
        return x.log()

    def _log2(self, x: Any) -> Any:
        return self._log(x) / arb.const_log2()

    def _log10(self, x: Any) -> Any:
        return self._log(x) / arb.const_log10()

    def _log1p(self, x: Any) -> Any:
        return self._log(x + 1)

    def _sqrt(self, x: Any) -> Any:
        if _sign(x, "sqrt") < 0:
            raise Undecided("sqrt of a negative number")
        return x.sqrt()

    def _cbrt(self, x: Any) -> Any:
        sign = _sign(x, "cbrt")
        return sign * ((sign * x).log() / 3).exp()

    def _hypot(self, x: Any, y: Any) -> Any:
        return self._sqrt(x * x + y * y)

    def _inside(self, x: Any, name: str) -> Any:
        if not (center(x) > -1 and center(x) < 1):
            raise Undecided(f"{name} outside -1 … 1, or at its edge")
        return x

    def _asin(self, x: Any) -> Any:
        return self._inside(x, "asin").asin()

    def _acos(self, x: Any) -> Any:
        return self._inside(x, "acos").acos()

    def _atan2(self, y: Any, x: Any) -> Any:
        if center(x) > 0:
            return (y / x).atan()
        sign = _sign(y, "atan2 on its cut")
        return self.series([arb.pi() * sign / 2]) - (x / y).atan()

    def _sinh(self, x: Any) -> Any:
        return (x.exp() - (-x).exp()) / 2

    def _cosh(self, x: Any) -> Any:
        return (x.exp() + (-x).exp()) / 2

    def _tanh(self, x: Any) -> Any:
        if center(x) < 0:
            return -self._tanh(-x)
        small = (-2 * x).exp()
        return (1 - small) / (1 + small)

    def _asinh(self, x: Any) -> Any:
        if center(x) < 0:
            return -self._asinh(-x)
        return (x + (x * x + 1).sqrt()).log()

    def _acosh(self, x: Any) -> Any:
        if not center(x) > 1:
            raise Undecided("acosh outside x > 1, or at its edge")
        return (x + (x * x - 1).sqrt()).log()

    def _atanh(self, x: Any) -> Any:
        inside = self._inside(x, "atanh")
        return ((1 + inside) / (1 - inside)).log() / 2

    def _sinc(self, x: Any) -> Any:
        return self._sinc_derivative(self.series([0]), x)

    def _sinc_derivative(self, n: Any, x: Any) -> Any:
        times = _whole(n, "sinc_derivative")
        if center(x).is_zero():
            return self.taylor(partial(derived, sinc_at_zero, times), x, times)
        _sign(x, "sinc")
        return self.taylor(partial(derived, sinc_away, times), x, times)

    def _gamma(self, x: Any) -> Any:
        return x.gamma()

    def _lgamma(self, x: Any) -> Any:
        gamma = x.gamma()
        return (_sign(gamma, "log|Γ|") * gamma).log()

    def _digamma(self, x: Any) -> Any:
        return self._polygamma(self.series([0]), x)

    def _polygamma(self, n: Any, x: Any) -> Any:
        times = _whole(n, "polygamma")
        if not center(x).gamma().is_finite():
            raise Undecided("digamma at a pole")
        return self.taylor(partial(derived, digamma, times), x, times + 1)

    def _compare(self, difference: Any) -> int:
        return _sign(difference, "a comparison")

    def _lt(self, x: Any, y: Any) -> bool:
        return not self._both_exact_equal(x, y) and self._compare(y - x) > 0

    def _gt(self, x: Any, y: Any) -> bool:
        return self._lt(y, x)

    def _le(self, x: Any, y: Any) -> bool:
        return not self._lt(y, x)

    def _ge(self, x: Any, y: Any) -> bool:
        return not self._lt(x, y)

    def _eq(self, x: Any, y: Any) -> bool:
        return self._both_exact_equal(x, y) or self._compare(y - x) == 0

    def _ne(self, x: Any, y: Any) -> bool:
        return not self._eq(x, y)

    def _both_exact_equal(self, x: Any, y: Any) -> bool:
        """Whether the two are the same constant; where a variable takes part, equality at the
        point is a place where the branch may change, which `_compare` will not decide."""
        difference = x - y
        return _constant(difference) and bool(center(difference).is_zero())

    def _and_(self, x: bool, y: bool) -> bool:
        return x and y

    def _or_(self, x: bool, y: bool) -> bool:
        return x or y

    def _not_(self, x: bool) -> bool:
        return not x

    def _where(self, c: Any, x: Any, y: Any) -> Any:
        return x if c else y

    def _maximum(self, x: Any, y: Any) -> Any:
        return x if _sign(x - y, "a maximum of equals") > 0 else y

    def _minimum(self, x: Any, y: Any) -> Any:
        return y if _sign(x - y, "a minimum of equals") > 0 else x

    def _relu(self, x: Any) -> Any:
        return x if _sign(x, "relu") > 0 else self.series([0])

    def _softplus(self, x: Any) -> Any:
        return (1 + x.exp()).log()


def _truth(operand: Any) -> bool:
    """Whether a number is other than 0, where that is sure; a truth as it is."""
    if isinstance(operand, bool):
        return operand
    if _constant(operand) and center(operand).is_zero():
        return False
    return _sign(operand, "a condition") != 0


def _without_center(x: arb_series, m: BallArithmetic) -> arb_series:
    """``x - x(0)`` with an exact zero in front, where subtraction would leave a ball around it."""
    return m.series([0, *[x[k] for k in range(1, m.order + 1)]])


def _finite(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with `Undecided` where it answers something that is not a number."""

    def checked(*operands: Any) -> Any:
        try:
            result = function(*operands)
        except (ValueError, ZeroDivisionError) as error:
            raise Undecided(f"{name} of a number that cannot be told from 0") from error
        if isinstance(result, arb_series) and not all(
            result[k].is_finite() for k in range(result.prec)
        ):
            raise Undecided(f"{name} where it is not defined, or at a pole")
        return result

    return checked
