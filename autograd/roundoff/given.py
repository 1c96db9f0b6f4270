"""What the caller gave, held against the formula: numbers, ranges, how many points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from autograd.check.points import exact_decimal
from autograd.errors import InputError
from autograd.expression import Expression
from autograd.expression.tokens import normal
from autograd.roundoff.formats import Format
from autograd.roundoff.samples import Point, Range

POINTS: Final = 256
"""How many points of a range are looked at where nobody says how many."""

_WORK: Final = 500_000  # steps times points


def numbers(at: Any, form: Format) -> Point:
    """The point: a float of the format for each name. Raises `InputError`."""
    if at is not None and not isinstance(at, Mapping):
        raise InputError("at is a number for each name of the formula, such as {'x': 1.5}.")
    return {normal(name): _float(value, f"at {name}", form) for name, value in (at or {}).items()}


def intervals(ranges: Mapping[str, Any] | None, form: Format) -> dict[str, Range]:
    """The ranges: two floats of the format for each name. Raises `InputError`."""
    return {normal(name): _ends(ends, name, form) for name, ends in (ranges or {}).items()}


def hold(formula: Expression, known: Mapping[str, Any], within: Mapping[str, Any]) -> None:
    """Every name that the caller uses must be one of the formula's, and each once."""
    for where, names in (("at", known), ("range", within)):
        for name in names:
            if name not in formula.names:
                listed = ", ".join(formula.names[:20]) or "none"
                raise InputError(f"{where}: the formula has no name {name}; it has {listed}.")
    both = [name for name in known if name in within]
    if both:
        raise InputError(f"{both[0]} is given both a number (at) and a range.")
    missing = [n for n in formula.names if n not in known and n not in within]
    if (known or within) and missing:
        raise InputError(
            f"No value is given for {', '.join(missing[:20])}: give it a number (at) or a range."
        )


def count(points: Any, steps: int) -> int:
    """How many points: as many as asked for, else `POINTS`, or fewer of a long formula."""
    most = max(_WORK // max(steps, 1), 1)
    if points is None:
        return min(POINTS, most)
    if not isinstance(points, int) or not 1 <= points <= most:
        raise InputError(
            f"points is a whole number from 1 to {most:,} for a formula of {steps:,} steps, "
            f"not {points!r}."
        )
    return points


def _float(number: Any, where: str, form: Format) -> float:
    """A number of the caller's as a float of the format."""
    if isinstance(number, float) and not math.isnan(number):
        given = number
    else:
        given = float(exact_decimal(number, where))
    rounded = form.round(given)
    if not math.isfinite(rounded):
        raise InputError(
            f"{where}: {number} is no finite number of {form.name}, whose largest is "
            f"{form.largest:.5g}."
        )
    return rounded


def _ends(ends: Any, name: str, form: Format) -> Range:
    if isinstance(ends, str) or not isinstance(ends, Iterable):
        raise InputError(f"range {name}: two numbers are needed, such as (0, 1).")
    found = [_float(end, f"range {name}", form) for end in ends]
    if len(found) != 2:
        raise InputError(f"range {name}: two numbers are needed, such as (0, 1).")
    if found[0] > found[1]:
        raise InputError(
            f"range {name}: the lower end {Decimal(found[0]):g} is above the upper end "
            f"{Decimal(found[1]):g}."
        )
    return found[0], found[1]
