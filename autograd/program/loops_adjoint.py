"""Reverse mode through a loop: a loop over the same steps, the last one first.

The cotangent of a state is a state of that loop. What the body takes of outside step by step gets
its cotangents step by step, in a stack; what all steps share gets the sum: one contraction over all
steps after the loop where it is a contraction in each, else it is added up as the steps go.
What the reverse body reads of the body is kept in stacks by the loop.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from autograd.program.builder import Builder
from autograd.program.ir import (
    Array,
    Axis,
    Carry,
    Contract,
    Kept,
    Loop,
    Map,
    Operand,
    Part,
    Reduce,
    Statement,
    Taken,
    View,
    targets,
    whole,
)
from autograd.program.loops import seen_through
from autograd.program.loops_reverse import Reverse, body_block, ordered
from autograd.program.passes import pruned

if TYPE_CHECKING:
    pass

Sizes = tuple[int, ...]


class LoopAdjoint(Reverse):
    """The reverse of one loop of the block of an adjoint."""

    def run(self) -> None:
        """Sends what was sent to the results of the loop on to what it reads."""
        self.last: dict[int, Operand] = {}
        self.along: dict[int, Operand] = {}
        for kept in self.loop.finals:
            self._sent(kept, self.last)
        for kept in self.loop.stacks:
            self._sent(kept, self.along)
        if not self.last and not self.along:
            return
        self._lasting()
        live = {c.array: self._batched(c) for c in self.loop.carries if c.next in self.last}
        fixed: set[int] = set()
        self.shared: set[int] = set()
        while not self._reversed(live, fixed) or self._apart(live):
            pass
        self._finish(live, fixed)

    def _sent(self, kept: Kept, into: dict[int, Operand]) -> None:
        if kept.target not in self.adjoint.needed:
            return
        flow = self.adjoint.cotangent(kept.target)
        if flow is not None:
            into[kept.source] = self.adjoint.settled(flow, self.block.arrays[kept.target].dims)

    def _lasting(self) -> None:
        """What was sent to a last value that is no state is sent along the steps, 0 before."""
        for source in set(self.last) - {carry.next for carry in self.loop.carries}:
            self._send_along(source)

    def _send_along(self, source: int) -> None:
        """Sends what was sent to a last value along the steps, 0 before."""
        entries = self.loop.count + any(carry.array == source for carry in self.loop.carries)
        dims = (entries, *self.block.arrays[source].dims)
        axes = tuple(Axis(0, ((d, 1),)) for d in range(len(dims) - 1))
        part = Part(View(-1, dims, (Axis(self.loop.count - 1), *axes)),
                    self.last.pop(source), dims[1:])  # fmt: skip
        sent: Operand = whole(self.outside.scatter(dims, [part]), dims)
        if source in self.along:
            sent = self.outside.apply("add", [self.along[source], sent], dims)
        self.along[source] = sent

    def _apart(self, live: dict[int, bool]) -> bool:
        """Parts a cotangent that differs between samples at the last step alone; whether any was.

        What an array holds has a batch axis at all steps or at none: the last one is sent along
        the steps, and the state is what all samples share.
        """
        found = False
        for carry in self.loop.carries:
            sent = self.sent.get(carry.array, 0.0)
            if carry.array not in self.states or not live[carry.array] or self._is_batched(sent):
                continue
            found = True
            self.shared.add(carry.array)
            if carry.next in self.last:
                self._send_along(carry.next)
            if carry.array in self.sent:
                live[carry.array] = False
            else:
                del live[carry.array]
        return found

    def _batched(self, carry: Carry) -> bool:
        known = self.block.arrays[carry.array].batched
        return known or self.outside.batched(self.last.get(carry.next, 0.0))

    def _reversed(self, live: dict[int, bool], fixed: set[int]) -> bool:
        """Writes the reverse body for the states that have cotangents; False where others turn
        out to have them too, or some to stay the same: all begins anew then.

        live: for each such state whether its cotangent has a batch axis; fixed: those whose
        cotangent is the same at all steps.
        """
        inside = Builder(body_block(self.loop, self.block))
        inside.knows(self.loop.body)
        self.inside = inside
        self.inner = self.adjoint.inside(inside, self.needed | self.adjoint.needed)
        self.taken.clear()
        self.states.clear()
        for source, operand in self.along.items():
            self._seed_along(source, operand)
        for carry in self.loop.carries:
            if carry.array in fixed:
                self._send(carry.next, self.last[carry.next])
            elif carry.array in live:
                known = self.block.arrays[carry.array]
                state = self.block.array(Array(known.dims, live[carry.array]))
                self.states[carry.array] = state
                self._send(carry.next, whole(state, known.dims))
        self.inner.run()
        self.sent: dict[int, Operand] = {}
        for carry in self.loop.carries:
            dims = self.block.arrays[carry.array].dims
            flow = self.inner.cotangent(carry.array) if carry.array in self.needed else None
            if flow is not None:
                self.sent[carry.array] = self.inner.settled(flow, dims)
        changes = [self._changes(c, live, fixed) for c in self.loop.carries if c.array in self.sent]
        return not any(changes)

    def _changes(self, carry: Carry, live: dict[int, bool], fixed: set[int]) -> bool:
        """Notes what has been found out of the cotangent of a state; whether that is new."""
        array, sent = carry.array, self.sent[carry.array]
        dims = self.block.arrays[array].dims
        if array in fixed:
            return False
        if array in self.states and sent == whole(self.states[array], dims):
            fixed.add(array)
            return True
        batched = live.get(array, False) or self._is_batched(sent)
        batched = batched or (array not in self.shared and self._batched(carry))
        if live.get(array) == batched:
            return False
        live[array] = batched
        return True

    def _is_batched(self, operand: Operand) -> bool:
        return self.outside.batched(operand)

    def _send(self, array: int, operand: Operand) -> None:
        self.inner.send(array, operand)

    def _seed_along(self, source: int, operand: Operand) -> None:
        """Sends what came to a stack to what it keeps; of a state to what comes next."""
        carry = next((c for c in self.loop.carries if c.array == source), None)
        dims = self.block.arrays[source].dims
        if carry is None:
            self._send(source, self._step(operand, 0, dims))
        else:
            self._send(carry.next, self._step(operand, 1, dims))

    def _finish(self, live: dict[int, bool], fixed: set[int]) -> None:
        """Sends everything on, and writes the loop."""
        place = len(self.block.statements)
        for carry in self.loop.carries:
            if carry.array in self.states:
                self._carry(carry)
        for carry in self.loop.carries:
            self._begin(carry, fixed)
        for each in self.loop.taken:
            if each.array in self.needed:
                self._to_taken(each)
        self._to_shared()
        made = Loop(
            self.loop.count, True, tuple(self.taken.values()), tuple(self.carries),
            tuple(self._new()), tuple(Kept(t, s) for s, t in self.kept.items()),
            tuple(self.finals),
        )  # fmt: skip
        made = self._reading_stacks(pruned(made, targets(made)))
        if targets(made):
            self.block.statements.insert(place, made)
        forward = dataclasses.replace(
            self.loop, stacks=tuple(Kept(t, s) for s, t in self.stacks.items())
        )
        self.block.statements[self.block.statements.index(self.loop)] = forward

    def _carry(self, carry: Carry) -> None:
        """The state that is the cotangent of a state."""
        dims = self.block.arrays[carry.array].dims
        sent = self.sent.get(carry.array)
        after = self.inside.scatter(dims, ()) if sent is None else self._array(sent, dims)
        state = self.states[carry.array]
        self.carries.append(Carry(state, self.last.get(carry.next, 0.0), after))

    def _begin(self, carry: Carry, fixed: set[int]) -> None:
        """Sends on what came to the beginning of a state."""
        initial = carry.initial
        if not isinstance(initial, View) or initial.array not in self.adjoint.needed:
            return
        dims = self.block.arrays[carry.array].dims
        found: list[Operand] = []
        if carry.array in self.states:
            after = next(c.next for c in self.carries if c.array == self.states[carry.array])
            found.append(self._final(after))
        elif carry.array in fixed:
            found.append(self.last[carry.next])
        if carry.array in self.along:
            found.append(_entry(self.along[carry.array], 0))
        for operand in found:
            self.adjoint.arrive(operand, initial, dims, carry.array)

    def _to_taken(self, each: Taken) -> None:
        """Sends on what came, step by step, to what the body takes of outside."""
        flow = self.inner.cotangent(each.array)
        if flow is None:
            return
        dims = self.block.arrays[each.array].dims
        value = self.inner.settled(flow, dims)
        names = {d: d + 1 for d in range(len(dims))}
        if not self._depends(value):
            along = value.relabeled(names) if isinstance(value, View) else value
        else:
            along = self._stacked(self._array(value, dims))
        if each.family:
            for step in range(self.loop.count):
                if each.family[step] in self.adjoint.needed:
                    entry = _entry(along, step)
                    self.adjoint.place(entry, each.at(step), dims)
            return
        place = each.view.relabeled(names)
        axes = tuple(
            Axis(axis.start, ordered((*axis.terms, (0, move)) if move else axis.terms))
            for axis, move in zip(place.axes, each.moves, strict=True)
        )
        self.adjoint.place(along, place._replace(axes=axes), (self.loop.count, *dims))

    def _to_shared(self) -> None:
        """Sends on to each shared array the sum of what came to it at all steps."""
        arrays = [a for a in {**self.inner.flows, **self.inner.parts} if a not in self.own]
        found: list[tuple[int, Part | None, Operand, Sizes]] = []
        for array in arrays:
            dims = self.block.arrays[array].dims
            found += [
                (array, None, self.inner.settled(flow, dims), dims)
                for flow in self.inner.flows.pop(array, [])
            ]
            found += [
                (array, part, part.source, part.sizes) for part in self.inner.parts.pop(array, [])
            ]
        for array, part, value, frame in sorted(found, key=lambda f: not self._contracts(f[2])):
            total = self._summed(value, frame)
            if part is None:
                self.adjoint.send(array, total)
            else:
                self.adjoint.parts.setdefault(array, []).append(part._replace(source=total))

    def _made(self, operand: Operand) -> Statement | None:
        made = self.inside.made.get(operand.array) if isinstance(operand, View) else None
        return made if made in self._new() else None

    def _contracts(self, operand: Operand) -> bool:
        made = self._made(operand)
        while isinstance(made, Map) and made.op == "neg":
            made = self._made(made.args[0])
        return isinstance(made, Contract)

    def _summed(self, value: Operand, frame: Sizes) -> Operand:
        """The sum over all steps of an operand of the reverse body."""
        if not isinstance(value, View) or not self._depends(value):
            return self.outside.times(value, float(self.loop.count), frame)
        made = self._made(value)
        if isinstance(made, Map) and made.op == "neg" and value.is_whole(_sizes(frame)):
            inner = seen_through(value, made.args[0])
            if inner is not None:
                return self.outside.apply("neg", [self._summed(inner, frame)], frame)
        if isinstance(made, (Contract, Reduce)):
            total = self._after_loop(made)
            found = None if total is None else seen_through(value, total)
            if found is not None:
                return found
        return self._added_up(value, frame)

    def _added_up(self, value: View, frame: Sizes) -> View:
        """The sum as a state to which each step adds."""
        labels = tuple(sorted(value.labels))
        dims = tuple(frame[label] for label in labels)
        own = value.relabeled({label: d for d, label in enumerate(labels)})
        state = self.block.array(Array(dims, self.outside.batched(value)))
        after = self.inside.map("add", [whole(state, dims), own], dims)
        self.carries.append(Carry(state, 0.0, after))
        return whole(self._final(after).array, dims, labels)

    def _after_loop(self, made: Contract | Reduce) -> Operand | None:
        """A sum of each step as one sum over all steps; None where that takes more stacks."""
        views = [made.left, made.right] if isinstance(made, Contract) else [made.arg]
        if isinstance(made, Reduce) and (made.op != "add" or not self._is_kept(made.arg)):
            return None
        if isinstance(made, Contract) and not made.keep:
            return None
        over = [self._over_steps(view, len(made.sizes)) for view in views]
        known = [view for view in over if view is not None]
        if len(known) < len(over):
            return None
        sizes = (*made.sizes, self.loop.count)
        if isinstance(made, Contract):
            return self.outside.contract(known[0], known[1], sizes, made.keep, made.batch)
        total = self.outside.reduce("add", known[0], sizes, made.keep, made.batch)
        return self.outside.all_of(total)

    def _is_kept(self, view: View) -> bool:
        """Whether an array is in a stack anyway."""
        after = {carry.next: carry.array for carry in self.carries}
        return view.array in self.kept or after.get(view.array) in self.kept


def _sizes(frame: Sizes) -> dict[int, int]:
    return dict(enumerate(frame))


def _entry(operand: Operand, step: int) -> Operand:
    """What an operand over the steps is at one of them."""
    if not isinstance(operand, View):
        return operand
    return operand._replace(axes=tuple(
        Axis(
            axis.start + sum(move * step for label, move in axis.terms if label == 0),
            tuple((label - 1, move) for label, move in axis.terms if label != 0),
        )
        for axis in operand.axes
    ))  # fmt: skip
