"""From steps that are alike to a loop: its state, what it takes of outside, its body.

A draft is written out again and compared with the statements that it stands for. Where the
statements before it are what the body would be with a number for all states (an RNN that starts
from zeros), they are a first step too: the body is built with that number, as it would have been
built from the graph, and compared.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple, Protocol

from autograd.program.builder import Builder
from autograd.program.ir import (
    Array,
    Block,
    Carry,
    Contract,
    Loop,
    Map,
    Operand,
    Part,
    Reduce,
    Scatter,
    Statement,
    Taken,
    View,
    operand_frames,
    reads,
    whole,
)
from autograd.program.loops import expanded, operands, placeless, rewritten, seen_through
from autograd.program.loops_match import Family, Inner, Match, Outer, Read, Source, moved

MOST_NUMBERS = 4
NEAR = 8
"""How many other statements may lie between those of a first step and the loop."""


class Program(Source, Protocol):
    """What a draft is made from. floor: the place after the last loop; last_use: where an array
    is read for the last time."""

    block: Block
    floor: int
    last_use: dict[int, int]


class First(NamedTuple):
    """A first step among the statements before: what these make, the arrays of the body's
    targets there, and what all states are before it."""

    targets: frozenset[int]
    arrays: dict[int, int]
    initial: float


class Draft(NamedTuple):
    """A loop and the steps that it stands for; first: one step more."""

    match: Match
    loop: Loop
    first: First | None

    @property
    def saved(self) -> int:
        """How many statements fewer there are."""
        return self.match.saved + (0 if self.first is None else len(self.first.targets))


def drafted(program: Program, match: Match) -> Draft | None:
    """The loop of a match; None where there is none."""
    loop = _Writer(program, match).loop()
    return None if loop is None else Draft(match, loop, _first(program, match, loop))


def is_exact(program: Program, draft: Draft) -> bool:
    """Whether a loop, written out, is exactly the statements that it stands for."""
    match, loop, _ = draft
    there: list[Statement] = []
    for place in range(match.start, match.end):
        statement = program.statement(place)
        if statement is None:
            return False
        there.append(statement)
    numbers = {
        (k, each.target): there[k * match.period + slot].target
        for k in range(match.steps)
        for slot, each in enumerate(loop.body)
    }
    return all(
        placeless(one) == placeless(other)
        for one, other in zip(expanded(loop, numbers), there, strict=True)
    )


class _Writer:
    """Writes the loop of a match, its arrays those of the step that is the pattern."""

    def __init__(self, program: Program, match: Match) -> None:
        self.program = program
        self.block = program.block
        self.match = match
        self.taken: dict[object, Taken] = {}
        self.states: dict[tuple[int, int], int] = {}
        self.targets = [s.target for s in self._step(match.pattern)]

    def _step(self, step: int) -> list[Statement]:
        start = self.match.start + step * self.match.period
        found = [self.program.statement(start + slot) for slot in range(self.match.period)]
        return [statement for statement in found if statement is not None]

    def loop(self) -> Loop | None:
        """The loop, or None where a state has no beginning."""
        for own in self.match.reads:
            for read in own:
                if isinstance(read, Inner):
                    for depth in range(1, read.depth + 1):
                        self._state(read.slot, depth)
        body = tuple(
            self._written(slot, statement)
            for slot, statement in enumerate(self._step(self.match.pattern))
        )
        carries = [self._carry(slot, depth) for slot, depth in sorted(self.states)]
        known = [carry for carry in carries if carry is not None]
        if len(known) < len(carries):
            return None
        return Loop(self.match.steps, False, tuple(self.taken.values()), tuple(known), body)

    def _state(self, slot: int, depth: int) -> int:
        if (slot, depth) not in self.states:
            array = self.block.arrays[self.targets[slot]]
            self.states[slot, depth] = self.block.array(dataclasses.replace(array, hint=""))
        return self.states[slot, depth]

    def _written(self, slot: int, statement: Statement) -> Statement:
        """A statement of the body."""
        places = [
            (place, read, sizes)
            for place, (read, (_, sizes)) in enumerate(
                zip(self.match.reads[slot], operand_frames(statement), strict=True)
            )
            if not isinstance(read, float)
        ]
        found = iter([self._view(slot, *each) for each in places])
        return rewritten(statement, statement.target, lambda _: next(found))

    def _view(self, slot: int, place: int, read: Read, sizes: tuple[int, ...]) -> View:
        """What the body reads."""
        assert not isinstance(read, float)
        if isinstance(read, Inner):
            if read.depth == 0:
                return read.view
            return read.view._replace(array=self._state(read.slot, read.depth))
        moves = read.moves if isinstance(read, Outer) else (0,) * len(read.view.axes)
        if isinstance(read, Outer) and not any(moves):
            return read.view
        labels = read.view.labels
        dims = tuple(sizes[label] for label in labels)
        first = moved(read.view, moves, -self.match.pattern)
        first = first.relabeled({label: d for d, label in enumerate(labels)})
        family = self._family(slot, place) if isinstance(read, Family) else ()
        key = (first, moves, family, dims)
        if key not in self.taken:
            outside = self.block.arrays[read.view.array]
            array = self.block.array(Array(dims, outside.batched, truth=outside.truth))
            self.taken[key] = Taken(array, first, moves, family)
        return whole(self.taken[key].array, dims, labels)

    def _family(self, slot: int, place: int) -> tuple[int, ...]:
        found = []
        for step in range(self.match.steps):
            statement = self.program.statement(self.match.start + step * self.match.period + slot)
            assert statement is not None
            operand = operands(statement)[place]
            assert isinstance(operand, View)
            found.append(operand.array)
        return tuple(found)

    def _carry(self, slot: int, depth: int) -> Carry | None:
        """A state with what it begins from; None where its uses do not agree on that."""
        array = self.states[slot, depth]
        begins: list[Operand] = []
        for place, own in enumerate(self.match.reads):
            for k, read in enumerate(own):
                if isinstance(read, Inner) and (read.slot, read.depth) == (slot, depth):
                    statement = self.program.statement(self.match.start + place)
                    assert statement is not None
                    begin = self._beginning(read.view, operands(statement)[k])
                    if begin is None:
                        return None
                    begins.append(begin)
        if not begins:
            before = self.match.start - self.match.period + slot
            statement = self.program.statement(before) if before >= 0 else None
            if statement is None:
                return None
            begins = [whole(statement.target, self.block.arrays[statement.target].dims)]
        arrays = self.block.arrays
        batched = [arrays[b.array].batched for b in begins if isinstance(b, View)]
        if arrays[array].truth or (any(batched) and not arrays[array].batched):
            return None
        if any(repr(begin) != repr(begins[0]) for begin in begins):
            return None
        after = self.targets[slot] if depth == 1 else self._state(slot, depth - 1)
        return Carry(array, begins[0], after)

    def _beginning(self, view: View, operand: Operand) -> Operand | None:
        """What a state is before the first step, where ``view`` of it is ``operand``."""
        if not isinstance(operand, View):
            return operand
        dims = self.block.arrays[view.array].dims
        if operand == view._replace(array=operand.array) and (
            self.block.arrays[operand.array].dims == dims
        ):
            return whole(operand.array, dims)
        plain = view.table is None and view.shape == dims and all(
            len(axis.terms) == 1 and axis.start == 0 and axis.terms[0][1] == 1
            for axis in view.axes
        )  # fmt: skip
        names = {axis.terms[0][0]: d for d, axis in enumerate(view.axes) if axis.terms}
        if not plain or operand.table is not None or not set(operand.labels) <= set(names):
            return None
        return operand.relabeled(names)


# --- a first step from a number


def with_first(loop: Loop, first: First) -> Loop:
    """The loop with one step more at its beginning."""
    return dataclasses.replace(
        loop,
        count=loop.count + 1,
        taken=tuple(each._replace(view=each.at(-1)) for each in loop.taken),
        carries=tuple(carry._replace(initial=first.initial) for carry in loop.carries),
    )


def _first(program: Program, match: Match, loop: Loop) -> First | None:
    """The first step among the statements before, if it is there."""
    targets = {statement.target for statement in loop.body}
    if not loop.carries or any(each.family for each in loop.taken):
        return None
    if any(carry.next not in targets for carry in loop.carries):
        return None
    for number in _numbers(program, match):
        found = _FromNumber(program, match, loop, number).found()
        if found is not None:
            return found
    return None


def _numbers(program: Program, match: Match) -> list[float]:
    """The numbers that the statements before a loop work with, 0 before others."""
    found: dict[str, float] = {}
    for place in range(max(program.floor, match.start - 2 * match.period - 4), match.start):
        statement = program.statement(place)
        if isinstance(statement, Map):
            found |= {repr(arg): arg for arg in statement.args if not isinstance(arg, View)}
    return sorted(found.values(), key=lambda number: number != 0.0)[:MOST_NUMBERS]


class _FromNumber:
    """The body of a loop with a number for all states, one step before the first."""

    def __init__(self, program: Program, match: Match, loop: Loop, number: float) -> None:
        self.program = program
        self.match = match
        self.loop = loop
        self.number = number
        known = program.block
        self.known = len(known.arrays)
        self.builder = Builder(Block(arrays=list(known.arrays), tables=list(known.tables)))
        self.values: dict[int, Operand] = {c.array: number for c in loop.carries}
        self.values |= {each.array: each.at(-1) for each in loop.taken}

    def found(self) -> First | None:
        """The first step, where the statements before the loop are what was built."""
        if any(axis.start < 0 for each in self.loop.taken for axis in each.at(-1).axes):
            return None
        for statement in self.loop.body:
            value = self._built(statement)
            if value is None:
                return None
            self.values[statement.target] = value
        expected = [s for s in self.builder.block.statements if not isinstance(s, Loop)]
        there = self._before(2 * len(expected) + NEAR)
        names: dict[int, int] = {}
        for statement in expected:
            same = rewritten(statement, -1, lambda v: v._replace(array=names.get(v.array, v.array)))
            target = there.get(placeless(same))
            if target is None:
                return None
            names[statement.target] = target
        return None if self._has_readers(there, set(names.values())) else self._agreed(names)

    def _before(self, count: int) -> dict[Statement, int]:
        """The statements before the loop, and the array that each of them makes."""
        found: dict[Statement, int] = {}
        for place in range(max(self.program.floor, self.match.start - count), self.match.start):
            statement = self.program.statement(place)
            if statement is not None:
                found[placeless(rewritten(statement, -1, lambda v: v))] = statement.target
        return found

    @staticmethod
    def _has_readers(there: dict[Statement, int], step: set[int]) -> bool:
        """Whether a statement that is no part of the first step reads something of it."""
        return any(
            view.array in step
            for statement, target in there.items() if target not in step
            for view in reads(statement)
        )  # fmt: skip

    def _agreed(self, names: dict[int, int]) -> First | None:
        """Whether the loop goes on from what the first step makes, and nothing else reads it."""
        arrays: dict[int, int] = {}
        dims = self.program.block.arrays
        for statement in self.loop.body:
            value = self.values[statement.target]
            if not isinstance(value, View) or value.array not in names:
                return None
            arrays[statement.target] = names[value.array]
            one, other = dims[arrays[statement.target]], dims[statement.target]
            same = (one.dims, one.batched) == (other.dims, other.batched)
            if not same and self._is_read(arrays[statement.target]):
                return None
        for carry in self.loop.carries:
            array = arrays[carry.next]
            if carry.initial != whole(array, dims[carry.next].dims):
                return None
        there = set(names.values())
        inside = (view.array for statement in self.loop.body for view in reads(statement))
        if any(array in there for array in inside):
            return None
        helpers = set(names.values()) - set(arrays.values())
        if any(self._is_read(array) for array in helpers):
            return None
        return First(frozenset(names.values()), arrays, self.number)

    def _is_read(self, array: int) -> bool:
        """Whether something reads an array after the first step."""
        return self.program.last_use.get(array, -1) >= self.match.start

    def _built(self, statement: Statement) -> Operand | None:
        """What a statement of the body makes, over its dimensions."""

        def other(operand: Operand) -> Operand | None:
            if not isinstance(operand, View) or operand.array not in self.values:
                return operand
            return seen_through(operand, self.values[operand.array])

        found = [other(operand) for operand in operands(statement)]
        given = [operand for operand in found if operand is not None]
        if len(given) < len(found) or not any(isinstance(o, View) for o in given):
            return None
        return self._with(statement, given)

    def _with(self, statement: Statement, given: list[Operand]) -> Operand | None:
        builder = self.builder
        match statement:
            case Map(op=op, sizes=sizes):
                return builder.all_of(builder.map(op, given, sizes))
            case Contract(sizes=sizes, keep=keep, batch=batch):
                return builder.contract(given[0], given[1], sizes, keep, batch)
            case Reduce(op=op, sizes=sizes, keep=keep, batch=batch):
                (view,) = given
                assert isinstance(view, View)
                if len(view.labels) < len(sizes):
                    return None
                return builder.all_of(builder.reduce(op, view, sizes, keep, batch))
            case Scatter(parts=parts):
                dims = builder.dims(statement.target)
                return builder.all_of(builder.scatter(dims, [
                    Part(part.place, source, part.sizes)
                    for part, source in zip(parts, given, strict=True)
                ]))  # fmt: skip
        return None
