"""Kinks close by: how far the nearest place is where a function is not smooth.

While the function runs at high precision, each row that the table gives a kink or an edge of its
domain tells how far its condition is from the place; a few Newton steps find the place itself, and
the ladder decides whether the whole function really has something there.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from mpmath import mp, mpf

from autograd.arithmetic import Arithmetic
from autograd.check.ladder import DIGITS, Kind, classify
from autograd.formula import over
from autograd.primitive import Primitive
from autograd.primitives import PRIMITIVES

Run = Callable[[Arithmetic, mpf], Any]
"""The function over an arithmetic, at an offset from the point along one direction."""

REACH = mpf("1e-6")
"""How near is worth telling, relative to the coordinate."""

REACH_AT_ZERO = mpf("1e-12")
"""How near is worth telling where the coordinate itself is tiny."""

_NEWTON_STEPS = 8


class Nearby(NamedTuple):
    """A place near the point where the function is not smooth.

    operation: the row whose kink or edge it is. kind: what the whole function does there.
    offset: from the point to the place along the direction.
    """

    operation: str
    kind: Kind
    offset: mpf


class _Watched(NamedTuple):
    operation: str
    zero: mpf


class _Watching(Arithmetic):
    """Another arithmetic, which also notes where each row's conditions vanish."""

    def __init__(self, base: Arithmetic) -> None:
        self.base = base
        self.seen: list[_Watched] = []

    def number(self, literal: str | float) -> Any:
        return self.base.number(literal)

    def constant(self, name: str) -> Any:
        return self.base.constant(name)

    def function(self, row: Primitive) -> Callable[..., Any]:
        """The row in the base arithmetic, its conditions noted."""

        def watched(*operands: Any) -> Any:
            for zero in conditions(row.name):
                distance = zero(self.base, *operands)
                self.seen.append(_Watched(row.name, distance))
            return self.base.apply(row.name, *operands)

        return watched


@cache
def conditions(name: str) -> tuple[Callable[..., Any], ...]:
    """For each kink and each edge of the domain of a row, a function that vanishes there."""
    row = PRIMITIVES[name]
    return tuple(_conditions(row))


def _conditions(row: Primitive) -> Iterator[Callable[..., Any]]:
    for kink in row.kinks:
        zero = over(kink.zero, row.operands)
        yield _to_whole(zero) if kink.kind == "step" else zero
    for edge in _edges(row.domain):
        yield over(edge, row.operands)


def _to_whole(zero: Callable[..., Any]) -> Callable[..., Any]:
    def distance(m: Arithmetic, *operands: Any) -> Any:
        number = zero(m, *operands)
        return number - mp.nint(number) if mp.isfinite(number) else number

    return distance


def _edges(domain: str) -> Iterator[str]:
    """The differences whose sign a domain condition asks for: ``x > -1`` gives ``x - -1``."""
    if not domain:
        return
    for node in ast.walk(ast.parse(domain, mode="eval")):
        if isinstance(node, ast.Compare) and "floor" not in ast.unparse(node):
            yield f"({ast.unparse(node.left)}) - ({ast.unparse(node.comparators[0])})"


def nearest(run: Run, m: Arithmetic, scale: mpf | float) -> Nearby | None:
    """The nearest place within reach, along the direction that ``run`` moves in; None if none.

    run: the function over an arithmetic at an offset. m: high-precision arithmetic over mpmath
    numbers. scale: the size of the coordinate, 0 for a point at zero. The point itself, at offset
    0, does not count: that is `ladder.classify`'s.
    """
    with mp.workdps(DIGITS):
        reach = max(REACH * abs(mpf(scale)), REACH_AT_ZERO)
        found = [
            Nearby(operation, kind, offset)
            for operation, offset in _crossings(run, m, reach)
            if (kind := _kind_at(run, m, offset, reach)) != "smooth"
        ]
        return min(found, key=lambda place: abs(place.offset), default=None)


def _kind_at(run: Run, m: Arithmetic, offset: mpf, reach: mpf) -> Kind:
    """What the whole function does at a place that is known to some hundred digits only."""
    kind = classify(_blurred(run, m, offset, reach), reach).kind
    if kind != "undefined":
        return kind
    aside = reach * mpf(10) ** -30
    defined = [bool(mp.isfinite(run(m, offset + sign * aside))) for sign in (-1, 1)]
    return "edge" if defined[0] != defined[1] else kind  # a root that fell just outside


def _blurred(run: Run, m: Arithmetic, offset: mpf, reach: mpf) -> Callable[[mpf], mpf]:
    """The function around a place, what is left of the place's own error taken as no difference.

    Newton's method finds the place to some hundred digits, not to all: the flat side of
    ``max(x**2, 4)`` at 2 would seem to rise by 1e-350, ever more steeply as the step shrinks.
    """
    here = run(m, offset)
    first = [run(m, offset + sign * reach * mpf(10) ** -40) for sign in (-1, 1)]
    sizes = [abs(value - here) for value in first if mp.isfinite(value)]
    floor = max(sizes, default=mpf(0)) * mpf(10) ** -200

    def value(step: mpf) -> mpf:
        found = run(m, offset + step)
        return here if abs(found - here) <= floor else found

    return value


def _crossings(run: Run, m: Arithmetic, reach: mpf) -> Iterator[tuple[str, mpf]]:
    """Places within reach where a condition of some row vanishes, each once."""
    step = reach * mpf(10) ** -60
    here, beside = _conditions_at(run, m, mpf(0)), _conditions_at(run, m, step)
    told: set[mpf] = set()
    if len(here) != len(beside):
        return
    for index, (first, second) in enumerate(zip(here, beside, strict=True)):
        offset = _root(run, m, index, first.zero, (second.zero - first.zero) / step, reach)
        if offset is None or offset == 0 or any(abs(offset - o) < reach / 10**9 for o in told):
            continue
        told.add(offset)
        yield first.operation, offset


def _conditions_at(run: Run, m: Arithmetic, offset: mpf) -> list[_Watched]:
    watching = _Watching(m)
    run(watching, offset)
    return watching.seen


def _root(run: Run, m: Arithmetic, index: int, zero: mpf, slope: mpf, reach: mpf) -> mpf | None:
    """Where one condition vanishes, by Newton's method; None where that is out of reach."""
    offset = mpf(0)
    step = reach * mpf(10) ** -60
    for _ in range(_NEWTON_STEPS):
        if not mp.isfinite(zero) or not mp.isfinite(slope) or slope == 0:
            return None
        move = -zero / slope
        offset += move
        if abs(offset) > reach:
            return None
        if abs(move) < reach * mpf(10) ** -250:
            return offset
        at, beside = _conditions_at(run, m, offset), _conditions_at(run, m, offset + step)
        if len(at) <= index or len(beside) <= index:
            return None
        zero, slope = at[index].zero, (beside[index].zero - at[index].zero) / step
    return None
