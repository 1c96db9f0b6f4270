"""The numeric witness: `mpmath.diff`, a central difference of values at high precision.

It knows no rule of differentiation. The step is a small part of the variable's size, and the
digits that are sure are those on which a step and one ten thousand times smaller agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from autograd.check.precise import DIGITS, Sure, agreement, precise
from autograd.expression import Expression

_FIRST_STEP: Final = 30  # the power of ten by which the step is smaller than the variable
_LAST_STEP: Final = 120
_FINER: Final = 4
_STEEPEST: Final = 100 * _FINER  # the power of ten of the fall of x**101 at 0


def derivative(
    expression: Expression, variables: tuple[str, ...], point: Mapping[str, Decimal]
) -> Sure:
    """The derivative with respect to each of ``variables`` in turn, and its sure digits.

    The step shrinks, and the precision grows, until `DIGITS` digits are sure. What falls with the
    square of the step, twice, is a derivative of 0. No digits are sure where a value is extreme.
    """
    best = Sure(precise(DIGITS).nan, 0)
    power, vanishing = _FIRST_STEP, 0
    while power <= _LAST_STEP and best.digits < DIGITS and vanishing < 2:
        rough, extreme = _difference(expression, variables, point, power)
        fine, extreme_too = _difference(expression, variables, point, power + _FINER)
        if extreme or extreme_too:
            best, power = best._replace(is_extreme=True), power * 2
            continue
        digits = _sure(rough, fine)
        if digits > best.digits or best.is_extreme or not precise(DIGITS).finite(best.number):
            best = Sure(fine, digits)
        vanishing += digits == 0 and _falls(rough, fine)
        power *= 2
    return Sure(precise(DIGITS).zero, DIGITS) if vanishing == 2 else best


def _sure(rough: Any, fine: Any) -> int:
    """The digits of ``fine`` that its difference from ``rough`` lets stand.

    The error falls with the square of the step, so ``fine`` is right to that many digits more.
    """
    if not precise(DIGITS).finite(fine):
        return 0
    alike = agreement(rough, fine)
    return min(DIGITS, alike + 2 * _FINER) if alike > 0 else 0


def _falls(rough: Any, fine: Any) -> bool:
    """Whether a difference falls with the square of the step, or a higher power.

    What falls out of all proportion says that the steps were too large for the function.
    """
    most, least = (precise(DIGITS).mp.mpf(10) ** -power for power in (2 * _FINER - 1, _STEEPEST))
    return bool(abs(fine) < abs(rough) * most and (not fine or abs(fine) > abs(rough) * least))


def _difference(
    expression: Expression, variables: tuple[str, ...], point: Mapping[str, Decimal], power: int
) -> tuple[Any, bool]:
    """`mpmath.diff` with steps of 10**-power of each variable's size, one variable at a time;
    and whether a value that it took was extreme."""
    # A difference of nth order divides by the nth power of the step and loses its digits.
    m = precise(DIGITS + (power + _FINER) * (len(variables) + 1))
    numbers = {name: m.number(value) for name, value in point.items()}

    def along(remaining: tuple[str, ...], at: Mapping[str, Any]) -> Any:
        if not remaining:
            return expression.evaluate(m, at)
        name, *others = remaining
        step = m.mp.mpf(10) ** -power * (abs(numbers[name]) or 1)
        times = remaining.count(name)
        rest = tuple(other for other in others if other != name)
        value: Callable[[Any], Any] = lambda x: along(rest, {**at, name: x})  # noqa: E731
        return m.mp.diff(value, at[name], times, h=step)

    return m.watched(lambda _: along(variables, numbers))
