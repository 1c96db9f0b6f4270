"""Exact values as balls: the check's ball arithmetic at single points, with its edges decided.

The check must refuse abs at 0, which has no derivative; its value there is plain 0. Where a ball
holds zero and more, nothing is decided, here as there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from flint import arb, arb_series, ctx

from autograd.check.balls import BallArithmetic, Undecided, center
from autograd.primitive import Primitive

LADDER: Final = (256, 512, 1024, 2048, 4096, 8192)
"""Working precisions, in bits, that are tried in turn."""

_LARGEST: Final = 1 << 40  # bits; what is larger than 2**(2**40) counts as out of proportion
_ZERO_AT_ZERO: Final = frozenset({"abs", "sign", "sqrt", "cbrt", "relu", "asinh", "tanh", "sinh"})


class ExactBalls(BallArithmetic):
    """The table over balls around single numbers (series of order 0)."""

    def __init__(self) -> None:
        super().__init__(order=0)

    def point(self, number: arb) -> arb_series:
        """A number as an operand."""
        return self.series([number])

    def function(self, row: Primitive) -> Callable[..., Any]:
        """A row, defined also where it is not smooth; out of proportion is `Undecided`."""
        compute = super().function(row)
        edge = getattr(self, f"_edge_{row.name}", None)
        if row.name in _ZERO_AT_ZERO:
            edge = self._zero_at_zero

        def bounded(*operands: Any) -> Any:
            known = edge(*operands) if edge else None
            result = compute(*operands) if known is None else known
            if isinstance(result, arb_series):
                ball = center(result)
                if not ball.is_finite() or (abs(ball) > 1 and _exponent(ball) > _LARGEST):
                    raise Undecided(f"{row.name} is too large, or has no value")
            return result

        return bounded

    def _zero_at_zero(self, x: Any) -> Any:
        return self.series([0]) if _is_zero(self._number(x)) else None

    def _edge_maximum(self, x: Any, y: Any) -> Any:
        return x if _is_zero(self._number(x) - self._number(y)) else None

    _edge_minimum = _edge_maximum

    def _edge_hypot(self, x: Any, y: Any) -> Any:
        x, y = self._number(x), self._number(y)
        if _is_zero(x):
            return self._absolute(y)
        return self._absolute(x) if _is_zero(y) else None

    def _absolute(self, x: Any) -> Any:
        return self.series([abs(center(x))])

    def _edge_pow(self, x: Any, y: Any) -> Any:
        x, y = self._number(x), self._number(y)
        if _is_zero(x) and center(y) > 0:
            return self.series([0])
        if center(y).is_exact() and center(y) == arb("0.5"):
            return self.sqrt(x)
        return None

    def _edge_atan2(self, y: Any, x: Any) -> Any:
        x, y = self._number(x), self._number(y)
        if _is_zero(y) and center(x) != 0:
            return self.series([0 if center(x) > 0 else arb.pi()])
        return None

    def _edge_log1p(self, x: Any) -> Any:
        ball = center(self._number(x))
        return self.series([ball.log1p()]) if ball > -1 else None

    def _edge_expm1(self, x: Any) -> Any:
        return self.series([center(self._number(x)).expm1()])

    def _at_one(self, function: Callable[[arb], arb], x: Any) -> Any:
        ball = center(self._number(x))
        return self.series([function(ball)]) if ball.is_exact() and abs(ball) <= 1 else None

    def _edge_asin(self, x: Any) -> Any:
        return self._at_one(arb.asin, x)

    def _edge_acos(self, x: Any) -> Any:
        return self._at_one(arb.acos, x)

    def _edge_acosh(self, x: Any) -> Any:
        ball = center(self._number(x))
        return self.series([0]) if ball.is_exact() and ball == 1 else None


def _is_zero(x: Any) -> bool:
    return bool(center(x).is_zero())


def _exponent(ball: arb) -> int:
    mantissa, exponent = ball.mid().man_exp()
    return int(exponent) + int(mantissa).bit_length()


BALLS: Final = ExactBalls()


@contextmanager
def working(precision: int, terms: int = 1) -> Iterator[None]:
    """Balls of ``precision`` bits, and series of up to ``terms`` terms, inside the ``with``."""
    before = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = precision, max(terms, ctx.cap)
    try:
        yield
    finally:
        ctx.prec, ctx.cap = before


def apply(op: str, operands: Sequence[Any]) -> Any:
    """A row on balls, as a ball or a truth. Raises `Undecided`."""
    given = [o if isinstance(o, bool) else arb_series([o], prec=1) for o in operands]
    result = getattr(BALLS, op)(*given)
    return result if isinstance(result, bool) else center(result)


def as_ball(number: Any) -> arb:
    """A truth as 1 or 0, a ball as it is."""
    return arb(int(number)) if isinstance(number, bool) else number


def sure_bits(ball: Any) -> int:
    """How many significant bits of a ball are sure; all of them when it is exact."""
    if isinstance(ball, bool) or ball.is_exact():
        return LADDER[-1]
    return max(0, int(ball.rel_accuracy_bits()))
