"""The arithmetic of derivatives in a program, which writes no more than a person would."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autograd.arithmetic import Arithmetic
from autograd.program.ir import Map, Operand, View

if TYPE_CHECKING:
    from autograd.program.builder import Builder


def _is_ordinary(factor: float) -> bool:
    """Whether numbers may be multiplied into one: nothing over- or underflows by that alone."""
    return 1e-100 < abs(factor) < 1e100


class Simplifying(Arithmetic):
    """The arithmetic of derivatives over a frame: numbers are folded, and what a person would
    not write (a factor 1, a term 0, plus minus) is not written."""

    def __init__(self, builder: Builder, frame: tuple[int, ...]) -> None:
        self.builder = builder
        self.frame = frame

    def function(self, row: Any) -> Callable[..., Any]:
        """The row as a function of operands over the frame."""
        shorter: Callable[..., Any] | None = getattr(self, f"_{row.name}", None)

        def written(*operands: Operand) -> Operand:
            if shorter is not None:
                found: Operand | None = shorter(*operands)
                if found is not None:
                    return found
            return self.builder.apply(row.name, operands, self.frame)

        return written

    def made(self, op: str, operand: Operand) -> tuple[Operand, ...] | None:
        """What a row was applied to, where ``operand`` is its whole result."""
        if not isinstance(operand, View):
            return None
        made = self.builder.made.get(operand.array)
        if not isinstance(made, Map) or made.op != op or operand.shape != made.sizes:
            return None
        if not operand.axes:
            return made.args
        if not operand.is_whole({label: self.frame[label] for label in operand.labels}):
            return None
        names = dict(enumerate(operand.labels))
        return tuple(arg.relabeled(names) if isinstance(arg, View) else arg for arg in made.args)

    def negated(self, operand: Operand) -> Operand | None:
        """What ``operand`` is the negative of, where it was made so."""
        made = self.made("neg", operand)
        return made[0] if made and isinstance(made[0], View) else None

    def _scaled(self, operand: Operand) -> tuple[float, Operand] | None:
        """A number and what it was multiplied by, where ``operand`` was made so."""
        for one, other in filter(None, [self.made("mul", operand)]):
            if not isinstance(one, View):
                return one, other
            if not isinstance(other, View):
                return other, one
        for one, other in filter(None, [self.made("div", operand)]):
            if not isinstance(other, View):
                return (1.0 / other, one) if other else None
            scaled = self._scaled(one)
            if scaled is not None:
                return scaled[0], self._result("div", scaled[1], other)
        return None

    def _factors(self, x: Operand, y: Operand) -> Operand | None:
        """The product, with two numbers in it made one."""
        scales = [(o, 1.0) if not isinstance(o, View) else self._scaled(o) or (1.0, o)
                  for o in (x, y)]  # fmt: skip
        factor = scales[0][0] * scales[1][0]
        if 1.0 in (scales[0][0], scales[1][0]) or not _is_ordinary(factor):
            return None
        return self._result("mul", factor, self._result("mul", scales[0][1], scales[1][1]))

    def _fraction(self, x: Operand, y: Operand) -> Operand | None:
        """The product with a number over one of the program, or with a sigmoid, as a quotient."""
        parts = self.made("div", y)
        if parts and not isinstance(parts[0], View) and isinstance(y, View) and not y.labels:
            return self._result("div", self._result("mul", parts[0], x), parts[1])
        of = self.made("sigmoid", y)
        opposite = self.negated(of[0]) if of else None
        if opposite is not None:
            exponential = self._result("exp", opposite)
            return self._result("div", x, self._result("add", 1.0, exponential))
        return None

    def _add(self, x: Operand, y: Operand) -> Operand | None:
        if not isinstance(y, View):
            x, y = y, x
        if x == 0.0:
            return y
        if x == y and isinstance(x, View):
            return self._result("mul", 2.0, x)
        opposite = self.negated(y)
        if opposite is not None:
            return self._result("sub", x, opposite)
        opposite = self.negated(x)
        return None if opposite is None else self._result("sub", y, opposite)

    def _sub(self, x: Operand, y: Operand) -> Operand | None:
        if y == 0.0:
            return x
        opposite = self.negated(y)
        return None if opposite is None else self._result("add", x, opposite)

    def _neg(self, x: Operand) -> Operand | None:
        return self.negated(x)

    def _mul(self, x: Operand, y: Operand) -> Operand | None:
        for one, other in ((x, y), (y, x)):
            if one == 1.0:
                return other
            if one == -1.0:
                return self._result("neg", other)
        for one, other in ((x, y), (y, x)):
            opposite = self.negated(one)
            if opposite is not None:
                return self._result("neg", self._result("mul", opposite, other))
        return self._fraction(x, y) or self._fraction(y, x) or self._factors(x, y)

    def _div(self, x: Operand, y: Operand) -> Operand | None:
        if y == 1.0:
            return x
        scaled = self._scaled(x)
        if scaled is not None and isinstance(y, float) and y and _is_ordinary(scaled[0] / y):
            return self._result("mul", scaled[0] / y, scaled[1])
        reciprocal = self.made("div", x)
        if reciprocal and reciprocal[0] == 1.0:
            return self._result("div", 1.0, self._result("mul", reciprocal[1], y))
        opposite = self.negated(x)
        return None if opposite is None else self._result("neg", self._result("div", opposite, y))

    def _pow(self, x: Operand, y: Operand) -> Operand | None:
        return x if y == 1.0 else 1.0 if y == 0.0 else None

    def _where(self, c: Operand, x: Operand, y: Operand) -> Operand | None:
        return None if isinstance(c, View) else x if c else y

    def _and_(self, x: Operand, y: Operand) -> Operand | None:
        return x if x == y else None

    def _or_(self, x: Operand, y: Operand) -> Operand | None:
        return x if x == y else None

    def _result(self, op: str, *operands: Operand) -> Operand:
        result: Operand = self.apply(op, *operands)
        return result
