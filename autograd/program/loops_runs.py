"""Where statements may repeat: runs that are equal, step by step, but for what they read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from autograd.program.ir import (
    Contract,
    Map,
    Operand,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
)

FEWEST = 3
"""How many steps a loop has at least: fewer are read more easily one by one."""
_WIDTHS = 6
_MULTIPLES = 24


class Candidate(NamedTuple):
    """Statements from ``start`` up to ``end`` that have the form of those ``period`` later."""

    start: int
    end: int
    period: int


def form(statement: Statement) -> object:
    """All of a statement but its target and the views that it reads."""
    match statement:
        case Map(op=op, args=args, sizes=sizes):
            return op, sizes, tuple(map(_number, args))
        case Reduce(op=op, sizes=sizes, keep=keep, batch=batch):
            return "reduce", op, sizes, keep, batch
        case Contract(sizes=sizes, keep=keep, batch=batch):
            return "contract", sizes, keep, batch
        case Winner(sizes=sizes, keep=keep):
            return "winner", sizes, keep
        case Scatter(parts=parts):
            return "scatter", tuple(
                (p.place._replace(array=-1), p.sizes, _number(p.source)) for p in parts
            )


def _number(operand: Operand) -> str:
    return "" if isinstance(operand, View) else repr(operand)


class Runs:
    """Finds candidates in the forms of statements, numbered.

    The windows of 1, 2, 4, … forms are numbered too: where a window comes again is a period.
    Equal neighbours within a step hide the period from short windows, not from long ones.
    """

    def __init__(self, forms: Sequence[object]) -> None:
        self.forms = _numbered(forms)
        self.later = [_next(self.forms)]
        grams, width = self.forms, 1
        for _ in range(_WIDTHS - 1):
            pairs = zip(grams, grams[width:], strict=False)
            grams, width = _numbered(list(pairs)), 2 * width
            self.later.append(_next(grams))
        self._matched: dict[int, tuple[int, int]] = {}

    def at(self, start: int) -> Iterator[Candidate]:
        """Candidates that start at a statement, each period once, with their multiples."""
        seen: set[int] = set()
        for later in self.later:
            period = later[start] - start if start < len(later) else 0
            if period <= 0 or period in seen:
                continue
            seen.add(period)
            end = self._end(start, period)
            for times in range(1, _MULTIPLES + 1):
                if end - start < FEWEST * period * times:
                    break
                yield Candidate(start, end, period * times)

    def _end(self, start: int, period: int) -> int:
        """Up to where statements have the form of those a period later, and these."""
        begin, end = self._matched.get(period, (0, 0))
        if not begin <= start < end:
            end = start
            while end + period < len(self.forms) and self.forms[end] == self.forms[end + period]:
                end += 1
            self._matched[period] = start, end
        return end + period


def _numbered(keys: Sequence[object]) -> list[int]:
    numbers: dict[object, int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _next(numbers: list[int]) -> list[int]:
    """For each place where its number comes next; -1 where it does not."""
    found = [-1] * len(numbers)
    seen: dict[int, int] = {}
    for place in range(len(numbers) - 1, -1, -1):
        found[place] = seen.get(numbers[place], -1)
        seen[numbers[place]] = place
    return found
