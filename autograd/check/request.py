"""What the caller asks for, read and held against the formula's names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from autograd.check import points
from autograd.check.points import Point, Range, exact_decimal
from autograd.errors import CheckError, InputError
from autograd.expression import Expression, parse
from autograd.expression.tokens import normal, shown

POINTS: Final = 5
"""How many points are sampled where nobody says how many."""

_HIGHEST_ORDER: Final = 6
_WORK: Final = 200_000  # steps of the formula times derivatives times points; about a minute


class Request(NamedTuple):
    """A formula, the derivatives asked for with their claims, and the points.

    asked: for each derivative (its variables in turn) the claim, or None. notes: what the reader
    should know. ranges: where the points were drawn from.
    """

    expression: Expression
    asked: dict[tuple[str, ...], Expression | None]
    points: list[Point]
    notes: tuple[str, ...]
    ranges: Mapping[str, Range]


class Wanted(NamedTuple):
    """The arguments of `autograd.check.check`, as given."""

    at: Mapping[str, Any] | None = None
    claims: Mapping[str, Any] | None = None
    ranges: Mapping[str, Any] | None = None
    wrt: str | Iterable[str] | None = None
    order: int = 1
    points: int | None = None
    seed: int = 0


def read(formula: str | Expression, wanted: Wanted) -> Request:
    """The request, or an `InputError`, `ExpressionError` or `CheckError` in words."""
    order = _whole(wanted.order, "order", 1, _HIGHEST_ORDER)
    at = {normal(n): exact_decimal(value, f"at {n}") for n, value in (wanted.at or {}).items()}
    ranges = {normal(n): _range(ends, n) for n, ends in (wanted.ranges or {}).items()}
    wrt = [_variables(text, order) for text in _listed(wanted.wrt)]
    claims = {_variables(text, order): claim for text, claim in (wanted.claims or {}).items()}
    groups = {
        "at": list(at),
        "range": list(ranges),
        "wrt": [name for variables in wrt for name in variables],
        "claim": [name for variables in claims for name in variables],
    }
    declared = [name for names in groups.values() for name in names]
    expression = formula if isinstance(formula, Expression) else parse(formula, declared)
    _hold(expression, groups)
    asked: dict[tuple[str, ...], Expression | None] = dict.fromkeys(wrt)
    asked |= {variables: _claim(expression, v, variables) for variables, v in claims.items()}
    asked = asked or {(name,) * order: None for name in expression.names}
    count = _whole(POINTS if wanted.points is None else wanted.points, "points", 1, _WORK)
    if wanted.points is None and not claims and at and not ranges:
        count = 1
    _bound(expression, asked, count)
    chosen, notes = _points(expression, at, ranges, count, wanted.seed)
    return Request(expression, asked, chosen, (*_shadows(expression), *notes), ranges)


def _listed(wrt: str | Iterable[str] | None) -> list[str]:
    return [wrt] if isinstance(wrt, str) else list(wrt or ())


def _variables(text: str, order: int) -> tuple[str, ...]:
    """``x`` with order 2 is ``("x", "x")``; ``x,y`` is ``("x", "y")`` whatever the order."""
    names = tuple(normal(part.strip()) for part in text.split(","))
    if len(names) == 1:
        return names * order
    if order not in (1, len(names)):
        raise InputError(f"'{text}' is a derivative of order {len(names)}, not of order {order}.")
    if len(names) > _HIGHEST_ORDER:
        raise InputError(f"'{text[:40]}' is of an order above {_HIGHEST_ORDER}.")
    return names


def _whole(number: Any, where: str, low: int, high: int) -> int:
    if not isinstance(number, int) or not low <= number <= high:
        raise InputError(f"{where} is a whole number from {low} to {high:,}, not {number!r}.")
    return number


def _range(ends: Any, name: str) -> Range:
    if isinstance(ends, str) or not isinstance(ends, Sequence) or len(ends) != 2:
        raise InputError(f"range {name}: two numbers are needed, such as (0, 1).")
    low, high = (exact_decimal(end, f"range {name}") for end in ends)
    if low > high:
        raise InputError(f"range {name}: the lower end {low} is above the upper end {high}.")
    return low, high


def _hold(expression: Expression, groups: Mapping[str, Iterable[str]]) -> None:
    """Every name that the caller uses must be one of the formula's."""
    for where, names in groups.items():
        for name in names:
            if name not in expression.names:
                near = difflib.get_close_matches(name[:100], expression.names[:1000], n=1)
                hint = f" (did you mean {near[0]}?)" if near else ""
                raise InputError(
                    f"{where}: the formula has no name {shown(name)}; {_names(expression)}{hint}."
                )
    if not expression.names:
        raise InputError("The formula has no names, so there is nothing to differentiate.")


def _names(expression: Expression) -> str:
    names = expression.names
    listed = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
    return f"it has {listed}" if names else "it has none"


def _claim(expression: Expression, claim: Any, variables: tuple[str, ...]) -> Expression:
    where = f"claim {','.join(variables)}"
    if callable(claim) and not isinstance(claim, Expression):
        raise CheckError(
            f"{where}: the claim on a formula is a formula or a number, not a function."
        )
    if not isinstance(claim, (str, Expression)):
        claim = str(exact_decimal(claim, where))
    formula = parse(claim, expression.names) if isinstance(claim, str) else claim
    for name in formula.names:
        if name not in expression.names:
            lacks = f"{where}: it uses {name}, a name that the formula lacks"
            raise InputError(f"{lacks}; {_names(expression)}.")
    return formula


def _points(
    expression: Expression,
    at: Mapping[str, Decimal],
    ranges: Mapping[str, Range],
    count: int,
    seed: int,
) -> tuple[list[Point], list[str]]:
    """The points to judge at, and what to say of how they were found."""
    both = [name for name in at if name in ranges]
    if both:
        raise InputError(f"{both[0]} is given both a number (at) and a range.")
    missing = [name for name in expression.names if name not in at and name not in ranges]
    if (at or ranges) and missing:
        raise InputError(
            f"No value is given for {', '.join(missing[:20])}: give it a number (at) or a range."
        )
    if ranges:
        drawn = points.drawn(expression, at, ranges, count, seed)
        return drawn.points, _missed(drawn)
    if not at:
        found = points.explored(expression, count, seed).points
        note = f"no point was given: {_times(len(found), 'point')} of the formula's own domain"
        return found, [f"{note} (seed {seed})"]
    first = points.given(expression, at)
    return ([first], []) if count == 1 else _further(expression, first, count - 1, seed)


def _missed(drawn: points.Drawn) -> list[str]:
    """What to say where the formula has no value in a part of the ranges."""
    if not drawn.misses:
        return []
    tried = drawn.misses + len(drawn.points)
    return [f"the formula has no finite value at {drawn.misses} of {tried} points drawn"]


def _further(
    expression: Expression, first: Point, count: int, seed: int
) -> tuple[list[Point], list[str]]:
    """The point given and others of the formula's domain."""
    try:
        others = points.explored(expression, count, seed).points
    except CheckError:
        return [first], ["no further point of the formula's domain was found"]
    others = [point for point in others if point != first]
    note = f"besides the point given, {_times(len(others), 'point')} of the formula's domain"
    return [first, *others], [f"{note} (seed {seed})"]


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _bound(expression: Expression, asked: Mapping[tuple[str, ...], Any], count: int) -> None:
    work = len(expression.tape) * count * sum(len(variables) ** 2 for variables in asked)
    if work > _WORK:
        raise CheckError(
            f"This is too much to check at once: {len(expression.tape):,} steps, "
            f"{_times(len(asked), 'derivative')}, {_times(count, 'point')}; ask for fewer "
            "variables (wrt) or fewer points."
        )


def _shadows(expression: Expression) -> list[str]:
    return [
        f"{name} is the name that you declared, not the constant" for name in expression.shadows
    ]
