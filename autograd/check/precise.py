"""The table's mpmath column as an arithmetic of any precision, and numbers known to be settled.

Numbers are read as exact decimals: the literal 0.1 and the float 0.1 both mean a tenth, to as
many digits as are asked for. Answers follow IEEE 754 at the edges: 1/0 is inf, log(-1) is nan,
and what is beyond 10**1500 counts as inf, so that no tower of powers is ever written out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from mpmath import MPContext
from mpmath.libmp import NoConvergence

from autograd.arithmetic import Arithmetic
from autograd.formula import native
from autograd.primitive import Primitive

DIGITS: Final = 50
"""How many significant digits the high-precision witnesses answer for."""

_GUARD: Final = 15
_MOST_DIGITS: Final = 1000
_LARGEST: Final = 5000  # bits, about 10**1500
_LONGEST_EXPONENT: Final = 10_000  # what exp and its like are computed of
_SMALLEST: Final = 10**15  # bits below 1: what is as small as that is written as a 0
_HIGHEST_ORDER: Final = 1000

_EXPONENTIAL: Final = frozenset({"exp", "exp2", "expm1", "sinh", "cosh", "gamma"})
_VANISHING: Final = frozenset({"exp", "exp2"})
_UNDEFINED = (ArithmeticError, ValueError, TypeError, NoConvergence)


class Precise(Arithmetic):
    """Real numbers of ``digits`` significant digits; what is not real is nan."""

    column = "mpmath"

    def __init__(self, digits: int) -> None:
        self.mp = MPContext()
        self.mp.dps = digits
        self.digits = digits
        self._rounding = self.mp.mpf(10) ** (5 - digits)
        self.zero, self.inf, self.nan = self.mp.zero, self.mp.inf, self.mp.nan

    def number(self, literal: Any) -> Any:
        """An exact decimal (a text, a Decimal) rounded to the precision; a float is its shortest
        decimal; a whole number or another mpmath number is itself."""
        if isinstance(literal, int) or hasattr(literal, "_mpf_"):
            return self.mp.mpf(literal)
        return self.mp.mpf(str(float(literal) if isinstance(literal, float) else literal))

    def constant(self, name: str) -> Any:
        """pi or e."""
        return +{"pi": self.mp.pi, "e": self.mp.e}[name]

    def names(self) -> dict[str, Any]:
        """``mp`` is this precision's own mpmath."""
        return {"mp": self.mp}

    def finite(self, number: Any) -> bool:
        """Whether it is neither infinite nor nan."""
        return bool(self.mp.isfinite(number))

    def function(self, row: Primitive) -> Callable[..., Any]:
        """The row's mpmath form with its edges, never raising, never out of proportion."""
        compute = getattr(self, f"_{row.name}", None) or super().function(row)
        beyond = self._beyond(row)
        chooses = bool(row.traits & {"comparison", "selects"})

        def guarded(*operands: Any) -> Any:
            if not chooses and any(operand != operand for operand in operands):
                return self.nan
            if self._out_of_proportion(row, operands):
                return beyond(*operands)
            try:
                return self._real(compute(*operands))
            except _UNDEFINED:
                return beyond(*operands)

        return guarded

    # Numbers that differ in their last digits alone are taken for one: 3*0.1 is 0.3.

    def _eq(self, x: Any, y: Any) -> bool:
        if x == y or not (self.finite(x) and self.finite(y)):
            return bool(x == y)
        return bool(abs(x - y) <= self._rounding * max(abs(x), abs(y)))

    def _ne(self, x: Any, y: Any) -> bool:
        return not self._eq(x, y)

    def _lt(self, x: Any, y: Any) -> bool:
        return bool(x < y) and not self._eq(x, y)

    def _gt(self, x: Any, y: Any) -> bool:
        return self._lt(y, x)

    def _le(self, x: Any, y: Any) -> bool:
        return bool(x <= y) or self._eq(x, y)

    def _ge(self, x: Any, y: Any) -> bool:
        return self._le(y, x)

    def _floor(self, x: Any) -> Any:
        whole = self.mp.nint(x)
        return whole if self._eq(x, whole) else self.mp.floor(x)

    def _ceil(self, x: Any) -> Any:
        return -self._floor(-x)

    def _floordiv(self, x: Any, y: Any) -> Any:
        return self._floor(x / y)

    def _mod(self, x: Any, y: Any) -> Any:
        whole = self._floor(x / y)
        return self.zero if self._eq(x, y * whole) else x - y * whole

    def _beyond(self, row: Primitive) -> Callable[..., Any]:
        """What the row says where it has no finite answer."""
        names = {"inf": self.inf, "nan": self.nan, "copysign": _copysign, "abs": abs}
        edges = native(row.edges, row.operands, names)

        def beyond(*operands: Any) -> Any:
            if row.name in _EXPONENTIAL - {"gamma", "cosh"} and operands[0] < 0:
                return {"expm1": self.mp.mpf(-1), "sinh": -self.inf}.get(row.name, self.zero)
            if row.name == "pow" and operands[0] != 0:
                return self._far_power(*operands)
            return self.mp.mpf(edges(*operands))

        return beyond

    def _far_power(self, base: Any, exponent: Any) -> Any:
        """A power that is too large, too small, or not real."""
        if base < 0 and exponent != self.mp.floor(exponent):
            return self.nan
        if (abs(base) > 1) != (exponent > 0):
            return self.zero
        return -self.inf if base < 0 and exponent % 2 == 1 else self.inf

    def _out_of_proportion(self, row: Primitive, operands: tuple[Any, ...]) -> bool:
        """Whether computing this would write out more digits than anybody asked for."""
        if row.name in _EXPONENTIAL:
            vanishes = row.name in _VANISHING and operands[0] < 0
            return bool(abs(operands[0]) > (_SMALLEST if vanishes else _LONGEST_EXPONENT))
        if "order" in row.traits:
            return bool(not 0 <= operands[0] <= _HIGHEST_ORDER or operands[0] % 1)
        if row.name == "pow" and operands[0] != 0 and self.finite(operands[0]):
            bits = self.mp.log(abs(operands[0]), 2) * operands[1]
            return bool(not -_SMALLEST <= bits <= 2 * _LARGEST)
        return False

    def _real(self, result: Any) -> Any:
        if isinstance(result, self.mp.mpc):
            return result.real if result.imag == 0 else self.nan
        number = self.mp.mpf(result)
        if self.finite(number) and number and self.mp.mag(number) > _LARGEST:
            return _copysign(self.inf, number)
        return number


def _copysign(size: Any, sign: Any) -> Any:
    """mpmath has one zero, which counts as positive."""
    return -abs(size) if sign < 0 else abs(size)


@lru_cache(maxsize=32)
def precise(digits: int) -> Precise:
    """The arithmetic of that many digits."""
    return Precise(digits)


class Sure(NamedTuple):
    """A number, and how many of its significant digits are sure."""

    number: Any
    digits: int


def settled(compute: Callable[[Precise], Any], digits: int = DIGITS) -> Sure:
    """A number to ``digits`` digits, computed with ever more until two precisions agree.

    compute: gives the number in an arithmetic. A number that shrinks as fast as the precision
    grows, like 1 - sin(x)**2 - cos(x)**2, is 0. Not finite: no digits are sure.
    """
    working = digits + _GUARD
    last = compute(precise(working))
    sure, shrinking = 0, 0
    while working < _MOST_DIGITS:
        working *= 2
        m = precise(working)
        now = compute(m)
        if not m.finite(now):
            return Sure(now, 0)
        sure = agreement(now, last)
        if sure >= digits:
            return Sure(now, digits)
        shrinking += m.finite(last) and _shrunk(now, last, working)
        if shrinking == 2:
            return Sure(m.zero, digits)
        last = now
    return Sure(last, max(sure, 0))


def _shrunk(now: Any, last: Any, working: int) -> bool:
    """Whether the precision's doubling to ``working`` digits took half of them off the number."""
    return bool(abs(now) <= abs(last) * precise(working).mp.mpf(10) ** (-working // 4))


def agreement(one: Any, other: Any) -> int:
    """To how many significant digits two mpmath numbers agree; `_MOST_DIGITS` when equal."""
    if one == other:
        return _MOST_DIGITS
    largest, difference = max(abs(one), abs(other)), abs(one - other)
    if not difference < largest:  # a different sign, or nan
        return 0
    mp = precise(DIGITS).mp
    return int(mp.floor(-mp.log10(mp.mpf(difference) / mp.mpf(largest)) + 0.5))
