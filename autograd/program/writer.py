"""Writes the statements of one class by its plan."""

from __future__ import annotations

import itertools
import math

import numpy as np

from autograd.program.builder import Builder
from autograd.program.ir import Axis, Operand, View, overlaps, whole
from autograd.program.plan import Plan, Read

FEW_TERMS = 4


class Writer:
    """Writes the statements of one class by its plan."""

    def __init__(self, builder: Builder, plan: Plan, op: str, hint: str) -> None:
        self.builder = builder
        self.plan = plan
        self.op = op
        self.hint = hint
        self.out = tuple(range(plan.rank))

    def elementwise(self) -> int:
        """The array of an elementwise class."""
        args = [self._operand(own[0], ()) for own in self.plan.operands]
        return self.builder.map(self.op, args, self.plan.sizes[: self.plan.rank], self.hint)

    def elementwise_operand(self) -> Operand:
        """The one operand of an elementwise class."""
        return self._operand(self.plan.operands[0][0], ())

    def running(self) -> int:
        """The array of running sums along the last dimension."""
        (operand,), (labels,) = self.plan.operands[0], self.plan.summed
        view = self._operand(operand, labels)
        sizes = self.plan.sizes
        every = tuple(range(len(sizes)))
        if not isinstance(view, View) or set(view.labels) != set(every) or view.table is not None:
            made = self.builder.map("identity", [view], sizes)
            view = self.builder.all_of(made)
        return self.builder.reduce("running", view, sizes, every)

    def sum(self, extreme: bool) -> int:
        """The array of a class of sums, or of chains of extremes."""
        if extreme:
            view = self._operand(self.plan.operands[0][0], self.plan.summed[0])
            assert isinstance(view, View)
            return self.builder.reduce(self.op, view, self.plan.sizes, self.out, hint=self.hint)
        made = self._own(self._signed())
        self.builder.hint(made, self.hint)
        return made

    def _signed(self) -> Operand:
        """All groups added up; contractions come first, as people write them."""
        plan = self.plan
        first = sorted(
            range(len(plan.operands)), key=lambda g: (plan.signs[g] < 0, len(plan.operands[g]) < 2)
        )
        total: Operand | None = None
        for g in first:
            term = self._group(g)
            if total is None:
                total = term if plan.signs[g] > 0 else self._apply("neg", term)
            else:
                total = self._apply("add" if plan.signs[g] > 0 else "sub", total, term)
        assert total is not None
        return total

    def _apply(self, op: str, *operands: Operand) -> Operand:
        return self.builder.apply(op, operands, self.plan.sizes)

    def _group(self, g: int) -> Operand:
        """The sum of one group of terms over the labels of the class."""
        plan, labels = self.plan, self.plan.summed[g]
        operands = [self._operand(own, labels) for own in plan.operands[g]]
        masking = plan.masks[g]
        if masking is not None:
            mask = self._operand(masking, labels)
            place = _holding(operands, mask)
            if place is None:
                return self._selected(operands, mask, labels)
            operands[place] = self._apply("where", mask, operands[place], 0.0)
        if len(operands) == 1:
            return self._plain_sum(operands[0], labels)
        frame = plan.sizes
        if not labels:
            return self._apply("mul", *operands)
        left, right = (
            self.builder.copied(view, frame, range(len(frame)))
            if isinstance(view, View) and needs_copy(view, frame) else view
            for view in operands
        )  # fmt: skip
        keep = self.out + tuple(x for x in range(plan.rank, len(frame)) if x not in labels)
        return self.builder.contract(left, right, self._without_others(labels), keep)

    def _selected(self, operands: list[Operand], mask: Operand, labels: tuple[int, ...]) -> Operand:
        """The sum of terms that a mask selects, where no factor depends on all that it does."""
        terms = operands[0] if len(operands) == 1 else self._apply("mul", *operands)
        frame = self._without_others(labels)
        if isinstance(terms, View) and isinstance(mask, View):
            running = self._sums_so_far(terms, mask, labels)
            if running is not None:
                return running
        return self.builder.contract(terms, mask, frame, self.out)

    def _sums_so_far(self, terms: View, mask: View, labels: tuple[int, ...]) -> View | None:
        """The sums over the first terms, one more for each step along a label; or the last."""
        data = self.builder.block.arrays[mask.array].data
        if len(labels) != 1 or len(mask.labels) != 2 or terms.labels.count(labels[0]) != 1:
            return None
        (member,), (term,) = (x for x in mask.labels if x not in labels), labels
        if member in terms.labels or mask.labels != (member, term):
            return None
        steps, count = data.shape
        first, last = int(data[0].sum()), int(data[-1].sum())
        order = [x for x in terms.labels if x != term] + [term]
        frame = self.plan.sizes
        if np.array_equal(data, np.tri(steps, count, first - 1)):
            made = self.builder.copied(terms, frame, order)
            sums = self.builder.running(made)
            end = Axis(first - 1, ((member, 1),))
        elif np.array_equal(data, np.tri(steps, count, last - 1)[::-1, ::-1]):
            made = self.builder.copied(terms, frame, order)
            sums = self.builder.running(made, backward=True)
            end = Axis(first - 1, ((member, -1),))
        else:
            return None
        return sums._replace(axes=(*sums.axes[:-1], end))

    def _without_others(self, labels: tuple[int, ...]) -> tuple[int, ...]:
        """The frame with the labels of other groups reduced to one step."""
        return tuple(
            size if label < self.plan.rank or label in labels else 1
            for label, size in enumerate(self.plan.sizes)
        )

    def _plain_sum(self, operand: Operand, labels: tuple[int, ...]) -> Operand:
        frame = self._without_others(labels)
        if not labels:
            return operand
        if not isinstance(operand, View):
            return operand * math.prod(frame[label] for label in labels)
        mixed = any(
            len({label < self.plan.rank for label, _ in axis.terms}) == 2 for axis in operand.axes
        )
        if mixed and operand.table is None:
            if math.prod(frame[label] for label in labels) <= FEW_TERMS:
                total, *others = _unrolled(operand, labels, frame)
                for other in others:
                    total = self._apply("add", total, other)
                return total
            operand = self.builder.copied(operand, frame, range(len(frame)))
        return self.builder.total(operand, frame, self.out, False)

    def _operand(self, operand: Operand | Read, labels: tuple[int, ...]) -> Operand:
        """An operand over the frame; numbers as a literal where all are one, else an array."""
        if not isinstance(operand, Read):
            return operand
        all_labels = (*self.out, *labels)
        if operand.places is not None:
            table = np.ascontiguousarray(self.plan.spread(operand.places, labels))
            flat = (math.prod(self.builder.dims(operand.array)),)
            if not self.builder.dims(operand.array):
                return whole(operand.array, ())
            if table.ndim == 0 or not all_labels:
                return View(operand.array, flat, (Axis(int(table.ravel()[0])),))
            axis = Axis(0, tuple((label, 1) for label in all_labels))
            return View(operand.array, flat, (axis,), self.builder.table(table))
        assert operand.numbers is not None
        first = operand.numbers.flat[0]
        if np.array_equal(operand.numbers, np.full_like(operand.numbers, first), equal_nan=True):
            return float(first)
        numbers = self.plan.spread(operand.numbers, labels)
        kept = []
        for axis_number, label in enumerate(all_labels):
            start = numbers.take([0], axis=axis_number)
            if np.array_equal(numbers, np.broadcast_to(start, numbers.shape), equal_nan=True):
                numbers = start
            else:
                kept.append(label)
        dims = tuple(self.plan.sizes[label] for label in kept)
        made = self.builder.constant(np.ascontiguousarray(numbers.reshape(dims)))
        return whole(made, dims, tuple(kept))

    def _own(self, result: Operand) -> int:
        """The result as an array with the dimensions of the class, in their order."""
        sizes = self.plan.sizes[: self.plan.rank]
        if isinstance(result, View) and result == whole(result.array, sizes):
            fits = self.builder.dims(result.array) == sizes
            if fits and result.array in self.builder.made:
                return result.array
        return self.builder.map("identity", [result], sizes, self.hint)


def _holding(operands: list[Operand], mask: Operand) -> int | None:
    """The operand that has all labels of a mask."""
    labels = set(mask.labels) if isinstance(mask, View) else set()
    for place, operand in enumerate(operands):
        if isinstance(operand, View) and labels <= set(operand.labels):
            return place
    return None


def needs_copy(view: View, sizes: tuple[int, ...]) -> bool:
    """Whether a product should read a written-out copy: overlapping windows, and tables."""
    return view.table is not None or overlaps(view, sizes)


def _unrolled(view: View, labels: tuple[int, ...], frame: tuple[int, ...]) -> list[Operand]:
    """A view for each combination of the given labels."""
    found: list[Operand] = []
    for combination in itertools.product(*(range(frame[label]) for label in labels)):
        at = dict(zip(labels, combination, strict=True))
        axes = tuple(
            Axis(
                axis.start + sum(step * at[label] for label, step in axis.terms if label in at),
                tuple(term for term in axis.terms if term[0] not in at),
            )
            for axis in view.axes
        )
        found.append(view._replace(axes=axes))
    return found
