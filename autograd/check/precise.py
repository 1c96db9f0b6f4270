"""The table's mpmath column as an arithmetic of any precision, and numbers known to be settled.

Numbers are read as exact decimals: the literal 0.1 and the float 0.1 both mean a tenth, to as
many digits as are asked for. Answers follow IEEE 754 at the edges: 1/0 is inf, log(-1) is nan.

No digit count bounds the size of a number: exp(-exp(100)) is what it is. Only towers whose
logarithm no float could hold, exp(exp(1000)), are cut short, to inf or 0. And where sizes differ
by more than the digits, two precisions may agree on what is not so: exp(20000) + 1 - exp(20000)
is 0 to a thousand digits. So an arithmetic notes when a number was `extreme`, and what was computed
with one is not called settled.
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

TOO_EXTREME: Final = "too large or too small to be sure of any digits"
"""What is said of numbers on the way to a result that is not settled for their sake."""

_GUARD: Final = 15
_MOST_DIGITS: Final = 1000
_EXTREME: Final = 5000  # bits, about 10**1500
_CUT: Final = 2**1024  # bits: what no float can hold the logarithm of
_WRITTEN_OUT: Final = 10_000  # bits of an operand that is reduced to, or counted in, units
_LOWEST_REFLECTED: Final = -10_000
_HIGHEST_ORDER: Final = 1000

_EXPONENTIAL: Final = frozenset({"exp", "exp2", "expm1", "sinh", "cosh", "gamma"})
_REDUCING: Final = frozenset(
    {"sin", "cos", "tan", "tanh", "sinc", "sinc_derivative", "erf", "erfc", "lgamma", "digamma",
     "polygamma"}
)  # fmt: skip
_LEVELS: Final = {"tanh": 1700, "erf": 58}  # from where on 1 less these falls below _EXTREME
_UNDEFINED = (ArithmeticError, ValueError, TypeError, NoConvergence, RecursionError)
_NOT_COMPUTED = (OverflowError, NoConvergence, RecursionError)


class Precise(Arithmetic):
    """Real numbers of ``digits`` significant digits; what is not real is nan."""

    column = "mpmath"

    def __init__(self, digits: int) -> None:
        self.mp = MPContext()
        self.mp.dps = digits
        self.digits = digits
        self.extreme = False
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

    def watched(self, compute: Callable[[Precise], Any]) -> tuple[Any, bool]:
        """What ``compute`` gives in this arithmetic, and whether a number met on the way was so
        large or so small that the digits may hide another."""
        before, self.extreme = self.extreme, False
        try:
            return compute(self), self.extreme
        finally:
            self.extreme = before or self.extreme

    def function(self, row: Primitive) -> Callable[..., Any]:
        """The row's mpmath form with its edges, never raising, never out of proportion."""
        compute = getattr(self, f"_{row.name}", None) or super().function(row)
        beyond = self._beyond(row)
        level = _LEVELS.get(row.name, self.inf)
        chooses = bool(row.traits & {"comparison", "selects"})

        def guarded(*operands: Any) -> Any:
            if not chooses and any(operand != operand for operand in operands):
                return self.nan
            if self._out_of_proportion(row, operands):
                self.extreme = self.extreme or all(map(self.finite, operands))
                return beyond(*operands)
            if abs(operands[-1]) > level:
                self.extreme = True
            try:
                return self._real(compute(*operands))
            except _UNDEFINED as error:
                self.extreme = self.extreme or isinstance(error, _NOT_COMPUTED)
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
            if row.name in _REDUCING and self._is_written_out(operands[-1]):
                return self.nan
            if row.name in _EXPONENTIAL - {"gamma", "cosh"} and operands[0] < 0:
                return {"expm1": self.mp.mpf(-1), "sinh": -self.inf}.get(row.name, self.zero)
            if row.name == "pow" and (operands[0] != 0 or self._is_written_out(operands[1])):
                return self._far_power(*operands)
            return self.mp.mpf(edges(*operands))

        return beyond

    def _far_power(self, base: Any, exponent: Any) -> Any:
        """A power that is too large, too small, or not real."""
        whole_and_even = self._is_written_out(exponent)  # so large a binary number is both
        if base < 0 and not whole_and_even and exponent != self.mp.floor(exponent):
            return self.nan
        if abs(base) == 1:
            return abs(base)
        if (abs(base) > 1) != (exponent > 0):
            return self.zero
        odd = base < 0 and not whole_and_even and exponent % 2 == 1
        return -self.inf if odd else self.inf

    def _is_written_out(self, operand: Any) -> bool:
        """Whether the places before the point of a finite number are too many to be used."""
        return bool(self.finite(operand) and operand and self.mp.mag(operand) > _WRITTEN_OUT)

    def _out_of_proportion(self, row: Primitive, operands: tuple[Any, ...]) -> bool:
        """Whether computing this would write out more digits than anybody asked for."""
        if row.name in _EXPONENTIAL:
            return bool(abs(operands[0]) > _CUT)
        if row.name in _REDUCING and self._is_written_out(operands[-1]):
            return True
        if "order" in row.traits:
            far = row.name == "polygamma" and operands[1] < _LOWEST_REFLECTED
            return bool(far or not 0 <= operands[0] <= _HIGHEST_ORDER or operands[0] % 1)
        if row.name == "pow" and self._is_written_out(operands[1]):
            return True
        if row.name == "pow" and operands[0] != 0 and self.finite(operands[0]):
            return bool(abs(self.mp.log(abs(operands[0]), 2) * operands[1]) > _CUT)
        return False

    def _real(self, result: Any) -> Any:
        if isinstance(result, self.mp.mpc):
            return result.real if result.imag == 0 else self.nan
        number = self.mp.mpf(result)
        if not number or not self.finite(number):
            return number
        size = self.mp.mag(number)
        if abs(size) <= _EXTREME:
            return number
        self.extreme = True
        if abs(size) <= 2 * _CUT:
            return number
        return _copysign(self.inf, number) if size > 0 else self.zero


def _copysign(size: Any, sign: Any) -> Any:
    """mpmath has one zero, which counts as positive."""
    return -abs(size) if sign < 0 else abs(size)


@lru_cache(maxsize=32)
def precise(digits: int) -> Precise:
    """The arithmetic of that many digits."""
    return Precise(digits)


class Sure(NamedTuple):
    """A number, and how many of its significant digits are sure.

    is_extreme: whether none are because numbers on the way were too large or too small for it.
    """

    number: Any
    digits: int
    is_extreme: bool = False


def settled(compute: Callable[[Precise], Any], digits: int = DIGITS) -> Sure:
    """A number to ``digits`` digits, computed with ever more until two precisions agree.

    compute: gives the number in an arithmetic. A number that shrinks as fast as the precision
    grows, like 1 - sin(x)**2 - cos(x)**2, is 0. Not finite, or computed of what is extreme: no
    digits are sure.
    """
    working = digits + _GUARD
    last, extreme = precise(working).watched(compute)
    sure, shrinking = 0, 0
    while working < _MOST_DIGITS and not extreme:
        working *= 2
        m = precise(working)
        now, extreme = m.watched(compute)
        if extreme:
            last = now
            break
        if not m.finite(now):
            return Sure(now, 0)
        sure = agreement(now, last)
        if sure >= digits:
            return Sure(now, digits)
        shrinking += m.finite(last) and _shrunk(now, last, working)
        if shrinking == 2:
            return Sure(m.zero, digits)
        last = now
    return Sure(last, 0, True) if extreme else Sure(last, max(sure, 0))


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
