"""What the reverse of a loop is written with: its body, what it takes and what is kept."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from autograd.program.ir import (
    Array,
    Axis,
    Block,
    Carry,
    Kept,
    Loop,
    Operand,
    Statement,
    Taken,
    View,
    reads,
    whole,
)
from autograd.program.loops import rewritten, seen_through
from autograd.program.shifts import shifts

if TYPE_CHECKING:
    from autograd.program.adjoint import Adjoint

Sizes = tuple[int, ...]


def body_block(loop: Loop, block: Block) -> Block:
    """The body of a loop as a block, which returns what the loop hands on."""
    returns: list[tuple[str, View | float, Sizes]] = [
        ("", whole(array, block.arrays[array].dims), block.arrays[array].dims)
        for array in loop.handed_on()
    ]
    return Block(block.arrays, list(loop.body), block.tables, returns, block.notes)


def needed_arrays(loop: Loop, block: Block, needed: set[int]) -> set[int]:
    """The arrays of a loop's body on whose inputs a derivative is wanted."""
    found = {
        each.array for each in loop.taken
        if not needed.isdisjoint(each.family or (each.view.array,))
    }  # fmt: skip
    still = shifts(body_block(loop, block))
    while True:
        before = len(found)
        for carry in loop.carries:
            begins = isinstance(carry.initial, View) and carry.initial.array in needed
            if begins or carry.next in found:
                found.add(carry.array)
        for statement in loop.body:
            if block.arrays[statement.target].truth or statement.target in still:
                continue
            if any(view.array in found or view.array in needed for view in reads(statement)):
                found.add(statement.target)
        if len(found) == before:
            return found


class Reverse:
    """What the reverse of a loop is written with.

    inside, inner: builder and adjoint of its body; states: the cotangents of states; taken: what it
    reads of outside; kept: stacks of its own; stacks: those of the loop forward.
    """

    def __init__(self, adjoint: Adjoint, loop: Loop) -> None:
        self.adjoint = adjoint
        self.outside = adjoint.builder
        self.block = adjoint.block
        self.loop = loop
        self.own = loop.own()
        self.needed = needed_arrays(loop, self.block, adjoint.needed)
        self.stacks: dict[int, int] = {kept.source: kept.target for kept in loop.stacks}
        self.taken: dict[object, Taken] = {}
        self.states: dict[int, int] = {}
        self.inside = adjoint.builder
        self.inner = adjoint
        self.carries: list[Carry] = []
        self.kept: dict[int, int] = {}
        self.finals: list[Kept] = []

    def _depends(self, operand: Operand) -> bool:
        """Whether an operand of the reverse body differs between steps."""
        if not isinstance(operand, View):
            return False
        inside = self.own | {each.array for each in self.taken.values()}
        inside |= set(self.states.values()) | {s.target for s in self._new()}
        return operand.array in inside

    def _new(self) -> list[Statement]:
        """The statements of the reverse body."""
        rest = self.inside.block.statements[len(self.loop.body) :]
        return [statement for statement in rest if not isinstance(statement, Loop)]

    def _array(self, operand: Operand, dims: Sizes) -> int:
        """An operand over ``dims`` as an array that the reverse body makes."""
        if isinstance(operand, View) and operand == whole(operand.array, dims):
            made = {statement.target for statement in self._new()} | set(self.states.values())
            known = self.block.arrays[operand.array]
            if operand.array in made and known.dims == dims and not known.truth:
                return operand.array
        return self.inside.map("identity", [operand], dims)

    def _take(
        self, view: View, moves: tuple[int, ...], family: tuple[int, ...], sizes: Sizes
    ) -> View:
        """What the body reads of outside, as all of an array of its own."""
        labels = view.labels
        dims = tuple(sizes[label] for label in labels)
        first = view.relabeled({label: d for d, label in enumerate(labels)})
        key = (first, moves, family, dims)
        if key not in self.taken:
            known = self.block.arrays[view.array]
            array = self.block.array(Array(dims, known.batched, truth=known.truth))
            self.taken[key] = Taken(array, first, moves, family)
        return whole(self.taken[key].array, dims, labels)

    def _step(self, operand: Operand, entry: int, dims: Sizes) -> Operand:
        """What the body reads of an operand over the steps and ``dims``, ``entry`` further on."""
        if not isinstance(operand, View):
            return operand
        moving = [axis for axis in operand.axes if any(label == 0 for label, _ in axis.terms)]
        if operand.table is not None or any(len(axis.terms) > 1 for axis in moving):
            known = self.block.arrays[operand.array]
            sizes = (self.loop.count + entry, *dims)
            assert not known.truth
            made = self.outside.map("identity", [operand], sizes)
            operand = whole(made, sizes)
        moves = tuple(sum(s for label, s in axis.terms if label == 0) for axis in operand.axes)
        view = operand._replace(axes=tuple(
            Axis(axis.start + move * entry,
                 tuple((label - 1, step) for label, step in axis.terms if label != 0))
            for axis, move in zip(operand.axes, moves, strict=True)
        ))  # fmt: skip
        return self._take(view, moves, (), dims) if any(moves) else view

    def _final(self, source: int) -> View:
        """What an array of the reverse body is at the last step run."""
        known = self.block.arrays[source]
        target = self.block.array(Array(known.dims, known.batched))
        self.finals.append(Kept(target, source))
        return whole(target, known.dims)

    def _stacked(self, array: int) -> View:
        """All values of an array of the reverse body: over the steps and its dimensions."""
        source, entry, more = array, 0, 0
        for carry in self.carries:
            if array in (carry.array, carry.next):
                source, entry, more = carry.array, int(array == carry.array), 1
                break
        known = self.block.arrays[source]
        if source not in self.kept:
            self.kept[source] = self.block.array(dataclasses.replace(
                known, dims=(self.loop.count + more, *known.dims), stacked=True
            ))  # fmt: skip
        shape = (self.loop.count + more, *known.dims)
        axes = (Axis(entry, ((0, 1),)), *whole(0, known.dims, _after(known.dims)).axes)
        return View(self.kept[source], shape, axes)

    def _over_steps(self, view: View, label: int) -> View | None:
        """A view of the reverse body with one more label: the step."""
        taken = {each.array: each for each in (*self.loop.taken, *self.taken.values())}
        each = taken.get(view.array)
        if each is not None:
            first = seen_through(view, each.view)
            if each.family or not isinstance(first, View) or len(first.axes) != len(each.moves):
                return None
            axes = tuple(
                Axis(axis.start, ordered((*axis.terms, (label, move)) if move else axis.terms))
                for axis, move in zip(first.axes, each.moves, strict=True)
            )
            return first._replace(axes=axes)
        if view.table is not None:
            return None
        if view.array in self.own:
            stack, entry = self._forward(view.array)
        elif self._depends(view):
            along = self._stacked(view.array)
            stack, entry = along.array, along.axes[0].start
        else:
            return view
        count = self.block.arrays[stack].dims[0]
        return View(stack, (count, *view.shape), (Axis(entry, ((label, 1),)), *view.axes))

    def _forward(self, array: int) -> tuple[int, int]:
        """The stack that keeps an array of the loop, and the entry of step 0."""
        states = {carry.array: carry for carry in self.loop.carries}
        source, entry = array, 0
        if array not in states:
            for carry in self.loop.carries:
                if carry.next == array:
                    source, entry = carry.array, 1
        known = self.block.arrays[source]
        if source not in self.stacks:
            count = self.loop.count + (source in states)
            self.stacks[source] = self.block.array(dataclasses.replace(
                known, dims=(count, *known.dims), stacked=True
            ))  # fmt: skip
        return self.stacks[source], entry

    def _reading_stacks(self, made: Loop) -> Loop:
        """The reverse loop with what it reads of the loop forward taken from its stacks."""
        taken = list(made.taken)
        names: dict[int, int] = {}

        def change(view: View) -> View:
            if view.array not in self.own:
                return view
            if view.array not in names:
                known = self.block.arrays[view.array]
                array = self.block.array(Array(known.dims, known.batched, truth=known.truth))
                names[view.array] = array
                taken.append(self._from_stack(view.array, array))
            return view._replace(array=names[view.array])

        body = tuple(rewritten(statement, statement.target, change) for statement in made.body)
        return dataclasses.replace(made, taken=tuple(taken), body=body)

    def _from_stack(self, array: int, name: int) -> Taken:
        for each in self.loop.taken:
            if each.array == array:
                return each._replace(array=name)
        stack, entry = self._forward(array)
        count, *dims = self.block.arrays[stack].dims
        axes = (Axis(entry), *whole(0, tuple(dims)).axes)
        return Taken(name, View(stack, (count, *dims), axes), (1,) + (0,) * len(dims))


def _after(dims: Sizes) -> Sizes:
    return tuple(range(1, len(dims) + 1))


def ordered(terms: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The terms of an axis, the outermost loop first."""
    return tuple(sorted(terms, key=lambda term: -abs(term[1])))
