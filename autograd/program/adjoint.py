"""Reverse mode on statements: from the arrays of a program to the derivatives of its inputs.

Vocabulary: the *cotangent* of an array has the array's dimensions. The adjoint of a contraction is
a contraction with its labels exchanged, of a broadcast view a sum, of a view of a part a scatter;
the derivative of an elementwise step is the table's own formula. A shared array collects the
cotangents of all samples: the batch is one more label that is summed.

A branch that was not taken sends nothing: a cotangent travels with the condition under which it
flows, and is set to 0 elsewhere only where it arrives or is summed, as in `autograd.reverse`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from autograd.formula import rules
from autograd.primitives import PRIMITIVES
from autograd.program.builder import Builder
from autograd.program.ir import (
    Contract,
    Loop,
    Map,
    Operand,
    Part,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
    reads,
    whole,
)
from autograd.program.loops_adjoint import LoopAdjoint
from autograd.program.loops_reverse import needed_arrays
from autograd.program.shifts import shifts
from autograd.program.simplifying import Simplifying

Sizes = tuple[int, ...]


class Flow(NamedTuple):
    """A cotangent over a frame, and the condition under which it flows (None: always)."""

    value: Operand
    condition: Operand | None = None


class Adjoint:
    """Appends the reverse pass to a block.

    each: whether the derivatives of shared arrays are kept apart for each sample.
    """

    def __init__(self, builder: Builder, wanted: Iterable[int], *, each: bool) -> None:
        self.builder = builder
        self.shifts = shifts(builder.block)
        self.block = builder.block
        self.each = each
        self.flows: dict[int, list[Flow]] = {}
        self.parts: dict[int, list[Part]] = {}
        self.needed = set(wanted)
        self.wanted = set(wanted)
        for statement in self.block.statements:
            if isinstance(statement, Loop):
                inside = needed_arrays(statement, self.block, self.needed)
                kept = (*statement.stacks, *statement.finals)
                self.needed.update(each.target for each in kept if each.source in inside)
                continue
            target = statement.target
            if target in self.shifts or self.block.arrays[target].truth:
                continue
            if any(view.array in self.needed for view in reads(statement)):
                self.needed.add(target)

    def seed(self, view: View, seed: Operand) -> None:
        """Starts with the cotangent ``seed`` of one number of the program."""
        dims = self.block.arrays[view.array].dims
        if not dims:
            self.flows.setdefault(view.array, []).append(Flow(seed))
        else:
            self.parts.setdefault(view.array, []).append(Part(view, seed, ()))

    def run(self) -> None:
        """Goes through the statements, the last one first."""
        for statement in reversed(list(self.block.statements)):
            if isinstance(statement, Loop):
                LoopAdjoint(self, statement).run()
                continue
            if statement.target not in self.needed:
                continue
            flow = self.cotangent(statement.target)
            if flow is not None:
                self._send(statement, flow)

    def inside(self, builder: Builder, wanted: Iterable[int]) -> Adjoint:
        """An adjoint for the body of a loop."""
        return Adjoint(builder, wanted, each=self.each)

    def send(self, array: int, value: Operand) -> None:
        """Sends a cotangent over its dimensions to an array."""
        self.flows.setdefault(array, []).append(Flow(value))

    def arrive(self, value: Operand, view: View, frame: Sizes, source: int) -> None:
        """Sends a cotangent over a frame from array ``source`` to what ``view`` reads."""
        self._arrive(Flow(value), view, frame, source)

    def place(self, value: Operand, view: View, frame: Sizes) -> None:
        """Sends a cotangent that has no labels but those of ``view`` to what that reads."""
        self._place(Flow(value), view, frame)

    def cotangent(self, array: int) -> Flow | None:
        """All that was sent to an array, over its dimensions; None where nothing was."""
        flows = self.flows.pop(array, [])
        parts = self.parts.pop(array, [])
        dims = self.block.arrays[array].dims
        if parts:
            made = self.builder.scatter(dims, self._together(parts), self._hint(array))
            flows.append(Flow(whole(made, dims)))
        if not flows:
            return None
        total, *others = flows
        for other in others:
            total = self._joined(total, other, dims)
        return total

    def _together(self, parts: list[Part]) -> list[Part]:
        """What goes to the same elements as one part."""
        found: dict[object, Part] = {}
        for part in parts:
            key = (part.place, part.sizes)
            if key in found:
                m = Simplifying(self.builder, part.sizes)
                source = m.add(found[key].source, part.source)
                found[key] = found[key]._replace(source=source)
            else:
                found[key] = part
        return list(found.values())

    def _hint(self, array: int) -> str:
        hint = self.block.arrays[array].hint
        return f"d{hint}" if hint else ""

    def _joined(self, one: Flow, other: Flow, frame: Sizes) -> Flow:
        m = Simplifying(self.builder, frame)
        if one.condition == other.condition:
            return Flow(m.add(one.value, other.value), one.condition)
        total = m.add(self.settled(one, frame), self.settled(other, frame))
        if one.condition is None or other.condition is None:
            return Flow(total)
        return Flow(total, m.or_(one.condition, other.condition))

    def settled(self, flow: Flow, frame: Sizes) -> Operand:
        """The cotangent as a number everywhere: 0 where it does not flow."""
        if flow.condition is None:
            return flow.value
        result: Operand = Simplifying(self.builder, frame).where(flow.condition, flow.value, 0.0)
        return result

    def _send(self, statement: Statement, flow: Flow) -> None:
        match statement:
            case Map():
                self._through_map(statement, flow)
            case Contract():
                self._through_contraction(statement, flow)
            case Reduce():
                self._through_reduction(statement, flow)
            case Scatter():
                self._through_scatter(statement, flow)
            case Winner():
                raise AssertionError("truth values have no derivative")

    def _active(self, operand: Operand) -> bool:
        return isinstance(operand, View) and operand.array in self.needed

    def _through_map(self, statement: Map, flow: Flow) -> None:
        frame = statement.sizes
        m = Simplifying(self.builder, frame)
        result = self.builder.all_of(statement.target)
        row = PRIMITIVES[statement.op]
        square = statement.op == "mul" and statement.args[0] == statement.args[1]
        if square and isinstance(statement.args[0], View):
            sent = m.mul(2.0, m.mul(statement.args[0], flow.value))
            self._arrive(Flow(sent, flow.condition), statement.args[0], frame, statement.target)
            return
        for operand, rule in zip(statement.args, rules(statement.op), strict=True):
            if rule is None or not self._active(operand):
                continue
            assert isinstance(operand, View)
            if statement.op == "div" and statement.args[0] == 1.0:
                sent = m.neg(m.mul(m.mul(result, result), flow.value))
            else:
                sent = rule(m, *statement.args, result, flow.value)
            if "selects" not in row.traits:
                self._arrive(Flow(sent, flow.condition), operand, frame, statement.target)
            elif isinstance(sent, View):
                both = sent if flow.condition is None else m.and_(flow.condition, sent)
                self._arrive(Flow(flow.value, both), operand, frame, statement.target)
            elif sent:
                self._arrive(flow, operand, frame, statement.target)

    def _through_contraction(self, statement: Contract, flow: Flow) -> None:
        frame = statement.sizes
        value = self._over(statement.keep, self.settled(flow, self._dims(statement)))
        pairs = [(statement.left, statement.right), (statement.right, statement.left)]
        if statement.left == statement.right:
            value = Simplifying(self.builder, frame).mul(2.0, value)
            pairs = pairs[:1]
        for side, other in pairs:
            if self._active(side):
                batch = self._sums_batch(side, statement.target)
                keep = side.labels
                sent = self.builder.contract(value, other, frame, keep, batch)
                self._place(Flow(sent), side, frame)

    def _dims(self, statement: Statement) -> Sizes:
        return self.block.arrays[statement.target].dims

    @staticmethod
    def _over(keep: tuple[int, ...], value: Operand) -> Operand:
        """A cotangent of a target over the frame of its statement."""
        return value.relabeled(dict(enumerate(keep))) if isinstance(value, View) else value

    def _through_reduction(self, statement: Reduce, flow: Flow) -> None:
        frame, keep = statement.sizes, statement.keep
        value = self._over(keep, flow.value)
        condition = None if flow.condition is None else self._over(keep, flow.condition)
        if statement.op == "add":
            self._arrive(Flow(value, condition), statement.arg, frame, statement.target)
            return
        if statement.op == "running":
            value = self.settled(flow, frame)
            self._arrive(Flow(self._still_to_come(value, frame)), statement.arg, frame,
                         statement.target)  # fmt: skip
            return
        if statement.op == "minimum":
            arg = self.builder.apply("neg", [statement.arg], frame)
            assert isinstance(arg, View)
        else:
            arg = statement.arg
        chosen: Operand = self._winner(arg, frame, keep)
        if condition is not None:
            chosen = Simplifying(self.builder, frame).and_(condition, chosen)
        self._arrive(Flow(value, chosen), statement.arg, frame, statement.target)

    def _still_to_come(self, value: Operand, frame: Sizes) -> View:
        """The sums of a cotangent from each place along the last label on."""
        array = self.builder.map("identity", [value], frame)
        return self.builder.running(whole(array, frame), backward=True)

    def _winner(self, arg: View, frame: Sizes, keep: tuple[int, ...]) -> View:
        labels = (*keep, *sorted(set(arg.labels) - set(keep)))
        names = {label: place for place, label in enumerate(labels)}
        sizes = tuple(frame[label] for label in labels)
        found = self.builder.winner(arg.relabeled(names), sizes, tuple(range(len(keep))))
        return found.relabeled(dict(enumerate(labels)))

    def _through_scatter(self, statement: Scatter, flow: Flow) -> None:
        value = self.settled(flow, self._dims(statement))
        for part in statement.parts:
            if not self._active(part.source):
                continue
            assert isinstance(part.source, View)
            sent = self._at(value, part.place, self._dims(statement))
            self._arrive(Flow(sent), part.source, part.sizes, statement.target)

    def _at(self, value: Operand, place: View, dims: Sizes) -> Operand:
        """The elements of a cotangent that a place shows."""
        if not isinstance(value, View):
            return value
        made = self.builder.map("identity", [value], dims)
        return place._replace(array=made)

    # --- arrival

    def _sums_batch(self, view: View, source: int) -> bool:
        """Whether the samples' cotangents add up on their way from a statement to an array."""
        arrays = self.block.arrays
        return arrays[source].batched and not arrays[view.array].batched and not self.each

    def _arrive(self, flow: Flow, view: View, frame: Sizes, source: int) -> None:
        """Sends a cotangent over a frame to the array that was read through ``view``."""
        batch = self._sums_batch(view, source)
        labels = view.labels
        if batch or any(label not in labels for label in range(len(frame)) if frame[label] > 1):
            value = self.settled(flow, frame)
            flow = Flow(self.builder.total(value, frame, labels, batch))
        self._place(flow, view, frame)

    def _place(self, flow: Flow, view: View, frame: Sizes) -> None:
        """Notes a cotangent that has no labels but those of ``view``."""
        array = view.array
        dims = self.block.arrays[array].dims
        sizes = dict(enumerate(frame))
        if view.is_whole(sizes) and view.shape == dims:
            names = {axis.terms[0][0]: d for d, axis in enumerate(view.axes) if axis.terms}
            value, condition = (
                each.relabeled(names) if isinstance(each, View) else each for each in flow
            )
            assert value is not None
            self.flows.setdefault(array, []).append(Flow(value, condition))
            return
        arrived = self.settled(flow, frame)
        complete = isinstance(arrived, View) and set(arrived.labels) == set(view.labels)
        if isinstance(arrived, View) and complete and view.is_whole(sizes):
            self._reshaped(arrived, view, frame)
            return
        self.parts.setdefault(array, []).append(Part(view, arrived, frame))

    def _reshaped(self, value: View, view: View, frame: Sizes) -> None:
        """A cotangent of all of an array that was read in another shape."""
        names = {label: place for place, label in enumerate(view.labels)}
        sizes = tuple(frame[label] for label in view.labels)
        made = self.builder.map("identity", [value.relabeled(names)], sizes)
        dims = self.block.arrays[view.array].dims
        assert math.prod(sizes) == math.prod(dims)
        self.flows.setdefault(view.array, []).append(Flow(whole(made, dims)))
