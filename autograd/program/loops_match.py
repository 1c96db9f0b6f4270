"""Whether the steps of a run are one body: what each view reads, as the steps go on.

Vocabulary: a *slot* is the place of a statement in the body. A view is *inner* where it reads what
a slot made, at the same step or some steps before; *outer* where it reads the same array at all
steps, the place moving evenly or standing still; a *family* where it reads one of several
arguments. The form of all views is taken from two neighbouring steps and held against the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from autograd.program.ir import Array, Operand, Statement, View, reads
from autograd.program.loops import operands
from autograd.program.loops_runs import FEWEST, Candidate

DEEPEST = 3
"""How many steps back a body reads at most."""
PHASES = 6
"""How many places are tried where a step may begin."""


Keys = tuple[int | str, ...]
"""Where an input stands: its argument, and the keys that lead to it."""


class Source(Protocol):
    """What the statements of a block are as matching goes on; inputs: where each stands."""

    arrays: list[Array]
    inputs: Mapping[int, Keys]
    made_at: dict[int, int]

    def statement(self, place: int) -> Statement | None:
        """The statement at a place, None for a loop."""


class Inner(NamedTuple):
    """What ``slot`` made ``depth`` steps before."""

    view: View
    slot: int
    depth: int


class Outer(NamedTuple):
    """An array from outside; axis d of the view starts ``moves[d]`` further at each step."""

    view: View
    moves: tuple[int, ...]


class Family(NamedTuple):
    """One argument a step."""

    view: View


Read = Inner | Outer | Family | float


class Match(NamedTuple):
    """Steps that are one body: the first statement of the first step, how many statements a step
    has, how many steps; the number and the reads of the step that was taken as the pattern."""

    start: int
    period: int
    steps: int
    pattern: int
    reads: tuple[tuple[Read, ...], ...]

    @property
    def end(self) -> int:
        """The place after the last statement."""
        return self.start + self.period * self.steps

    @property
    def saved(self) -> int:
        """How many statements fewer there are with a loop."""
        return self.period * (self.steps - 1)


def matches(source: Source, run: Candidate) -> Iterator[Match]:
    """Loops in a run: for a few places where a step may begin, the most steps that are alike."""
    for pattern in dict.fromkeys((1, (run.end - run.start) // run.period // 2)):
        found = False
        place = run.start + pattern * run.period
        if place + run.period > run.end:
            continue
        for phase in _phases(source, run, place):
            start = run.start + phase
            count = (run.end - start) // run.period
            if pattern + 1 < count:
                matched = _Matching(source, start, run.period, pattern).match(count)
                if matched is not None:
                    found = True
                    yield matched
        if found:
            return


def _phases(source: Source, run: Candidate, place: int) -> list[int]:
    """Where a step begins best: where the fewest numbers are carried over to the next one."""
    period = run.period
    reach: dict[int, int] = {}
    weight: dict[int, int] = {}
    for at in range(place, place + period):
        statement = source.statement(at)
        if statement is None:
            return []
        for view in reads(statement):
            made = source.made_at.get(view.array, -1)
            if made >= run.start and at - made < DEEPEST * period:
                slot = (made - run.start) % period
                reach[slot] = max(reach.get(slot, 0), min(period, at - made))
                weight[slot] = math.prod(source.arrays[view.array].dims) + 1
    changes = [0] * (2 * period + 1)
    for slot, distance in reach.items():  # carried over if a step begins within the reach
        changes[slot + 1] += weight[slot]
        changes[slot + distance + 1] -= weight[slot]
    total, crossing = 0, [0] * period
    for at, change in enumerate(changes):
        total += change
        crossing[at % period] += total
    fewest = min(crossing)
    return [phase for phase in range(period) if crossing[phase] == fewest][:PHASES]


class _Matching:
    """Holds the steps of a run against one of them."""

    def __init__(self, source: Source, start: int, period: int, pattern: int) -> None:
        self.source = source
        self.start = start
        self.period = period
        self.pattern = pattern

    def _operands(self, step: int, slot: int) -> tuple[Operand, ...] | None:
        statement = self.source.statement(self.start + step * self.period + slot)
        return None if statement is None else operands(statement)

    def match(self, count: int) -> Match | None:
        """The steps around the pattern that are like it, of ``count`` steps."""
        reads = self._reads()
        if reads is None or any(self._differs(self.pattern + 1, k) for k in range(self.period)):
            return None
        first = self.pattern
        while first > 0 and self._is_like(first - 1, reads, first=False):
            first -= 1
        last = self.pattern + 1
        while last + 1 < count and self._is_like(last + 1, reads, first=False):
            last += 1
        begins = first > 0 and self._is_like(first - 1, reads, first=True)
        if begins:
            first -= 1
        steps = last - first + 1
        if steps < FEWEST:
            return None
        start = self.start + first * self.period
        for own in reads:
            for read in own:
                if isinstance(read, Outer) and self._made(read.view) >= start:
                    return None
        return Match(start, self.period, steps, self.pattern - first, reads)

    def _made(self, view: View) -> int:
        return self.source.made_at.get(view.array, -1)

    def _reads(self) -> tuple[tuple[Read, ...], ...] | None:
        """What the views of the pattern are, by the step after it."""
        found: list[tuple[Read, ...]] = []
        for slot in range(self.period):
            one, other = (self._operands(self.pattern + k, slot) for k in (0, 1))
            if one is None or other is None:
                return None
            own: list[Read] = []
            for a, b in zip(one, other, strict=True):
                read = self._read(a, b)
                if read is None:
                    return None
                own.append(read)
            found.append(tuple(own))
        return tuple(found)

    def _read(self, a: Operand, b: Operand) -> Read | None:
        if not isinstance(a, View) or not isinstance(b, View):
            return None if isinstance(a, View) or isinstance(b, View) else a
        if a.array == b.array:
            moves = _moves(a, b)
            return None if moves is None else Outer(a, moves)
        if b != a._replace(array=b.array):
            return None
        one, other = self._made(a), self._made(b)
        if one >= 0 and other - one == self.period:
            step, slot = divmod(one - self.start, self.period)
            depth = self.pattern - step
            return Inner(a, slot, depth) if depth <= DEEPEST else None
        return Family(a) if a.table is None and self._is_next(a, b, 1) else None

    def _is_next(self, a: View, b: View, steps: int) -> bool:
        """Whether an array is ``steps`` places behind another one in a list of arguments."""
        arrays = self.source.arrays
        one, other = (
            self.source.inputs.get(-1 if number is None else number)
            for number in (arrays[a.array].input, arrays[b.array].input)
        )
        return (
            one is not None and other is not None
            and arrays[a.array].dims == arrays[b.array].dims
            and arrays[a.array].batched == arrays[b.array].batched
            and in_list(one, other, steps)
        )  # fmt: skip

    def _is_like(self, step: int, reads: tuple[tuple[Read, ...], ...], *, first: bool) -> bool:
        """Whether a step reads as the pattern does; the first may read anything for what later
        ones carry over."""
        for slot, own in enumerate(reads):
            found = self._operands(step, slot)
            if found is None or self._differs(step, slot):
                return False
            for operand, read in zip(found, own, strict=True):
                if first and isinstance(read, Inner) and read.depth > 0:
                    continue
                if not self._fits(operand, read, step):
                    return False
        return True

    def _differs(self, step: int, slot: int) -> bool:
        """Whether what a slot makes is all samples' own at one step, and shared at the other."""
        arrays = self.source.arrays
        one, other = (
            self.source.statement(self.start + k * self.period + slot) for k in (self.pattern, step)
        )
        if one is None or other is None:
            return True
        return arrays[one.target].batched != arrays[other.target].batched

    def _fits(self, operand: Operand, read: Read, step: int) -> bool:
        if not isinstance(operand, View) or not isinstance(read, (Inner, Outer, Family)):
            return not isinstance(operand, View) and repr(operand) == repr(read)
        if isinstance(read, Outer):
            return operand == moved(read.view, read.moves, step - self.pattern)
        if isinstance(read, Family):
            same = operand == read.view._replace(array=operand.array)
            return same and self._is_next(read.view, operand, step - self.pattern)
        place = self.start + (step - read.depth) * self.period + read.slot
        return self._made(operand) == place and operand == read.view._replace(array=operand.array)


def in_list(one: Keys, other: Keys, steps: int) -> bool:
    """Whether two places in the arguments are the same but for one position in a list."""
    differ = [(x, y) for x, y in zip(one, other, strict=False) if x != y]
    if len(one) != len(other) or len(differ) > 1 or one[:1] != other[:1]:
        return False
    if not differ:
        return steps == 0
    ((x, y),) = differ
    return isinstance(x, int) and isinstance(y, int) and y - x == steps


def moved(view: View, moves: Sequence[int], steps: int) -> View:
    """A view some steps further on."""
    axes = tuple(
        axis._replace(start=axis.start + move * steps)
        for axis, move in zip(view.axes, moves, strict=True)
    )
    return view._replace(axes=axes)


def _moves(a: View, b: View) -> tuple[int, ...] | None:
    """How the start of each axis moves from one view to another; None where all else differs."""
    moves = tuple(y.start - x.start for x, y in zip(a.axes, b.axes, strict=False))
    if a.shape != b.shape or b != moved(a, moves, 1) or sum(map(bool, moves)) > 1:
        return None
    plain = a.table is None and all(len(axis.terms) < 2 for axis in a.axes)
    return moves if plain or not any(moves) else None
