"""What is asked: one derivative of one formula at one point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from autograd.arithmetic import Arithmetic
from autograd.check.points import Point
from autograd.check.precise import DIGITS, Precise, Sure, agreement, precise, settled
from autograd.expression import Expression


class Question(NamedTuple):
    """The derivative of ``expression`` with respect to each of ``variables`` in turn.

    ``("x", "x")`` is the second derivative with respect to x, ``("x", "y")`` the mixed one.
    """

    expression: Expression
    variables: tuple[str, ...]
    point: Point

    @property
    def name(self) -> str:
        """The variables as one text: ``x`` or ``x,y``."""
        return ",".join(self.variables)

    @property
    def is_mixed(self) -> bool:
        """Whether more than one variable takes part."""
        return len(set(self.variables)) > 1

    def value_of(self, formula: Expression, digits: int = DIGITS) -> Sure:
        """The value of a formula over the same names at the point, settled to ``digits``.

        Two precisions may agree on what is not so: exp(500) + 1 - exp(500) is 0 to both. So a
        certified enclosure has the last word where there is one; where there is none and numbers
        on the way are extreme, the value is nan.
        """
        names = formula.names
        found = settled(
            lambda m: formula.evaluate(m, {name: m.number(self.point[name]) for name in names}),
            digits,
        )
        certified = self._certified(formula, digits)
        if certified is not None and not _alike(found, certified):
            return certified
        return found._replace(number=precise(digits).nan) if found.is_extreme else found

    def _certified(self, formula: Expression, digits: int) -> Sure | None:
        from autograd.check.rigorous import Refusal, enclosed_value  # loads python-flint

        texts = self.point.texts
        enclosure = enclosed_value(formula, {name: texts[name] for name in formula.names})
        if isinstance(enclosure, Refusal) or not enclosure.certified:
            return None
        return Sure(enclosure.midpoint(), min(digits, enclosure.digits))

    def along(self, m: Precise, variable: str) -> Callable[[Arithmetic, Any], Any]:
        """The formula at an offset of ``variable`` from the point, over ``m`` or a wrapper of it.

        The numbers are those of ``m``.
        """
        return offset(self.expression, m, self.point, variable)


def _alike(found: Sure, certified: Sure) -> bool:
    """Whether a number is settled at the certified one, to nearly all digits of that."""
    alike = agreement(found.number, certified.number)
    return min(alike, found.digits) >= certified.digits - 2


def offset(
    expression: Expression, m: Precise, point: Point, variable: str
) -> Callable[[Arithmetic, Any], Any]:
    """A formula as a function of an arithmetic and an offset of ``variable`` from the point."""
    numbers = {name: number for name, number in point.exact(m).items() if name in expression.names}

    def run(arithmetic: Arithmetic, distance: Any) -> Any:
        if variable not in numbers:
            return expression.evaluate(arithmetic, numbers)
        moved = {**numbers, variable: numbers[variable] + m.number(distance)}
        return expression.evaluate(arithmetic, moved)

    return run
