"""Writing statements into a block: each value once, degenerate forms as the simpler statement."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import numpy as np

from autograd.arithmetic import FLOAT
from autograd.primitives import PRIMITIVES
from autograd.program.ir import (
    Array,
    Axis,
    Block,
    Contract,
    Map,
    Operand,
    Part,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
    whole,
)
from autograd.program.simplifying import Simplifying

COUNT = -1
"""The input that is the number of samples."""

Sizes = tuple[int, ...]


class Builder:
    """Appends statements to a block.

    A *frame* is the sizes of numbered labels; operands are views over a frame, or numbers. What
    comes back is an operand over the same frame, that has only the labels that it varies with.
    """

    def __init__(self, block: Block) -> None:
        self.block = block
        self.made: dict[int, Statement] = {}
        self._known: dict[object, int] = {}
        self._count: int | None = None

    def batched(self, operand: Operand) -> bool:
        """Whether an operand differs between samples."""
        return isinstance(operand, View) and self.block.arrays[operand.array].batched

    def dims(self, array: int) -> tuple[int, ...]:
        """The dimensions of an array, without the batch."""
        return self.block.arrays[array].dims

    def all_of(self, array: int) -> View:
        """The view of a whole array."""
        return whole(array, self.dims(array))

    def constant(self, numbers: np.ndarray[Any, Any], hint: str = "c") -> int:
        """A constant array; the same numbers are the same array."""
        key = ("constant", numbers.shape, numbers.tobytes())
        return self._written(key, Array(numbers.shape, False, hint, data=numbers), None)

    def table(self, numbers: np.ndarray[Any, Any]) -> int:
        """The number of an index table."""
        key = ("table", numbers.shape, numbers.tobytes())
        if key not in self._known:
            self._known[key] = len(self.block.tables)
            self.block.tables.append(numbers)
        return self._known[key]

    def samples(self) -> View:
        """The number of samples, as an array of the program."""
        if self._count is None:
            self._count = self.block.array(Array((), False, "n", input=COUNT))
        return whole(self._count, ())

    def _written(
        self, key: object, array: Array, statement: Callable[[int], Statement] | None
    ) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.block.array(array)
            if statement is not None:
                self.made[found] = statement(found)
                self.block.statements.append(self.made[found])
        return found

    def hint(self, array: int, hint: str) -> None:
        """What to call an array, where nothing has been said of it."""
        known = self.block.arrays[array]
        if hint and not known.hint:
            self.block.arrays[array] = dataclasses.replace(known, hint=hint)

    def replaced(self, old: Statement, new: list[Statement]) -> None:
        """Puts other statements in the place of one; what it was made of is forgotten."""
        place = self.block.statements.index(old)
        self.block.statements[place : place + 1] = new
        for statement in new:
            self.made[statement.target] = statement
        self._known = {k: array for k, array in self._known.items() if array != old.target}

    def knows(self, statements: Iterable[Statement]) -> None:
        """Takes statements for made: a step that is written again is what it is there."""
        for statement in statements:
            self.made[statement.target] = statement
            if isinstance(statement, Map):
                key = ("map", statement.op, statement.args, statement.sizes)
                self._known.setdefault(key, statement.target)

    def forget(self, arrays: Collection[int]) -> None:
        """Makes no more use of arrays that are not there any more."""
        self._known = {k: array for k, array in self._known.items() if array not in arrays}
        for array in arrays:
            self.made.pop(array, None)

    # --- statements

    def map(self, op: str, args: Sequence[Operand], sizes: Sizes, hint: str = "") -> int:
        """The array ``op(args…)`` over all labels of ``sizes``."""
        if op not in _TAKE_TRUTHS:
            args = self._numeric(op, args, sizes)
        operands = tuple(args)
        row = PRIMITIVES[op]
        array = Array(sizes, any(map(self.batched, operands)), hint, "comparison" in row.traits)
        return self._written(("map", op, operands, sizes), array,
                             lambda target: Map(target, op, operands, sizes))  # fmt: skip

    def _numeric(self, op: str, args: Sequence[Operand], sizes: Sizes) -> list[Operand]:
        """Operands with truth values as the numbers 1 and 0 (a product with numbers does that)."""
        truths = [isinstance(arg, View) and self.block.arrays[arg.array].truth for arg in args]
        if not any(truths):
            return list(args)
        spared = op == "identity" or (op == "mul" and sum(truths) == 1 and self._mixed(args))
        spare = {0} if op == "where" else set(range(len(args))) if spared else set()
        return [
            self.number(arg) if truth and place not in spare and isinstance(arg, View) else arg
            for place, (arg, truth) in enumerate(zip(args, truths, strict=True))
        ]

    @staticmethod
    def _mixed(args: Sequence[Operand]) -> bool:
        return all(isinstance(arg, View) for arg in args)

    def number(self, view: View) -> View:
        """A view of truth values as the same view of numbers."""
        if not self.block.arrays[view.array].truth:
            return view
        dims = self.dims(view.array)
        array = Array(dims, self.batched(view))
        args = (self.all_of(view.array),)
        made = self._written(("map", "identity", args, dims), array,
                             lambda target: Map(target, "identity", args, dims))  # fmt: skip
        return view._replace(array=made)

    def copied(self, view: View, sizes: Sizes, order: Sequence[int]) -> View:
        """A view written out as an array of its own, with a dimension for each of its labels, in
        the given order."""
        labels = tuple(label for label in order if label in view.labels)
        names = {label: place for place, label in enumerate(labels)}
        made = self.map("identity", [view.relabeled(names)], tuple(sizes[x] for x in labels))
        return whole(made, self.dims(made), labels)

    def winner(self, view: View, sizes: Sizes, keep: tuple[int, ...]) -> View:
        """Truth values over the frame: the last of the largest along the labels not kept."""
        array = Array(sizes, self.batched(view), "", True)
        made = self._written(("winner", view, sizes, keep), array,
                             lambda target: Winner(target, view, sizes, keep))  # fmt: skip
        return self.all_of(made)

    def scatter(self, dims: tuple[int, ...], parts: Iterable[Part], hint: str = "") -> int:
        """A new array with the parts added at their places."""
        whole_parts = tuple(
            part._replace(source=self.number(part.source))
            if isinstance(part.source, View)
            else part
            for part in parts
        )
        array = Array(dims, any(self.batched(part.source) for part in whole_parts), hint)

        def placed(target: int) -> Scatter:
            return Scatter(target, tuple(
                part._replace(place=part.place._replace(array=target)) for part in whole_parts
            ))  # fmt: skip

        return self._written(("scatter", dims, whole_parts), array, placed)

    def reduce(
        self, op: str, view: View, sizes: Sizes, keep: tuple[int, ...], batch: bool = False,
        hint: str = "",
    ) -> int:  # fmt: skip
        """The array of a reduction over the labels of ``view`` that are not in ``keep``."""
        (view,), sizes, keep = _compact([self.number(view)], sizes, keep)
        array = Array(tuple(sizes[x] for x in keep), self.batched(view) and not batch, hint)
        key = ("reduce", op, view, sizes, keep, batch)
        return self._written(key, array, lambda t: Reduce(t, op, view, sizes, keep, batch))

    def running(self, view: View, *, backward: bool = False) -> View:
        """The sums so far along the last dimension of a whole array, or from each place on."""
        dims, labels = view.shape, view.labels
        own = whole(view.array, dims)
        turned = Axis(dims[-1] - 1, ((len(dims) - 1, -1),))
        if backward:
            own = own._replace(axes=(*own.axes[:-1], turned))
        made = self.reduce("running", own, dims, tuple(range(len(dims))))
        if backward:
            result = whole(made, dims)._replace(axes=(*own.axes[:-1], turned))
            return result.relabeled(dict(enumerate(labels)))
        return whole(made, dims, labels)

    # --- operands over a frame

    def apply(self, op: str, operands: Sequence[Operand], frame: Sizes) -> Operand:
        """A row of the table on operands over a frame."""
        if not any(isinstance(operand, View) for operand in operands):
            return float(FLOAT.apply(op, *operands))
        labels = sorted({x for o in operands if isinstance(o, View) for x in o.labels})
        if not labels:
            return View(self.map(op, operands, ()), (), ())
        names = {label: place for place, label in enumerate(labels)}
        args = [o.relabeled(names) if isinstance(o, View) else o for o in operands]
        made = self.map(op, args, tuple(frame[label] for label in labels))
        return whole(made, self.dims(made), tuple(labels))

    def times(self, left: Operand, right: Operand, frame: Sizes) -> Operand:
        """The product, simplified."""
        result: Operand = Simplifying(self, frame).mul(left, right)
        return result

    def total(self, operand: Operand, frame: Sizes, keep: tuple[int, ...], batch: bool) -> Operand:
        """The sum over the labels of the frame that are not in ``keep``, and over the samples."""
        present = operand.labels if isinstance(operand, View) else ()
        factor = float(np.prod([n for x, n in enumerate(frame) if x not in (*keep, *present)]))
        batch_left = batch and not self.batched(operand)
        if isinstance(operand, View):
            kept = tuple(label for label in keep if label in present)
            over_batch = batch and not batch_left
            if over_batch or len(kept) < len(present):
                made = self.reduce("add", operand, frame, kept, over_batch)
                operand = whole(made, self.dims(made), kept)
        if batch_left:
            operand = self.times(operand, self.samples(), frame)
        return self.times(operand, factor, frame)

    def contract(
        self, left: Operand, right: Operand, frame: Sizes, keep: tuple[int, ...],
        batch: bool = False, hint: str = "",
    ) -> Operand:  # fmt: skip
        """``Σ left·right`` over the labels of the frame not in ``keep``, and over the samples."""
        if not isinstance(left, View) or not isinstance(right, View):
            view, other = (left, right) if isinstance(left, View) else (right, left)
            return self.times(self.total(view, frame, keep, batch), other, frame)
        both = {label for label in left.labels if label in right.labels and label not in keep}
        shared_batch = batch and self.batched(left) and self.batched(right)
        if not both and not shared_batch:
            product = self.times(left, right, frame)
            return self.total(product, frame, keep, batch)
        factor = float(np.prod(
            [n for x, n in enumerate(frame) if x not in (*keep, *left.labels, *right.labels)]
        ))  # fmt: skip
        left, right = (
            self._alone(view, frame, (*keep, *both), batch and not shared_batch)
            for view in (self.number(left), self.number(right))
        )
        kept = tuple(x for x in keep if x in left.labels or x in right.labels)
        made = self._contraction(left, right, frame, kept, shared_batch, hint)
        return self.times(whole(made, self.dims(made), kept), factor, frame)

    def _alone(self, view: View, frame: Sizes, keep: tuple[int, ...], batch: bool) -> View:
        """A view with the labels that only it has summed up."""
        batch = batch and self.batched(view)
        kept = tuple(label for label in view.labels if label in keep)
        if len(kept) == len(view.labels) and not batch:
            return view
        made = self.reduce("add", view, frame, kept, batch)
        return whole(made, self.dims(made), kept)

    def _contraction(
        self, left: View, right: View, frame: Sizes, keep: tuple[int, ...], batch: bool, hint: str
    ) -> int:
        (left, right), frame, keep = _compact([left, right], frame, keep)
        array = Array(
            tuple(frame[label] for label in keep),
            (self.batched(left) or self.batched(right)) and not batch, hint,
        )  # fmt: skip
        key = ("contract", left, right, frame, keep, batch)
        return self._written(key, array, lambda t: Contract(t, left, right, frame, keep, batch))


def _compact(
    views: list[View], frame: Sizes, keep: tuple[int, ...]
) -> tuple[list[View], Sizes, tuple[int, ...]]:
    """The views over a frame of their own labels alone, those kept first."""
    labels = [*keep, *sorted({x for view in views for x in view.labels} - set(keep))]
    names = {label: place for place, label in enumerate(labels)}
    sizes = tuple(frame[label] for label in labels)
    return [view.relabeled(names) for view in views], sizes, tuple(range(len(keep)))


_TAKE_TRUTHS = frozenset(
    name for name, row in PRIMITIVES.items() if "comparison" in row.traits
) | {"identity"}  # fmt: skip
