"""The intermediate program: arrays, affine views of them, five kinds of statement, and loops.

Vocabulary: a statement runs over *labels* 0, 1, … with the given ``sizes``, as the nested loops
that it replaces would; the batch is one more loop that is never written. A *view* says which
element of an array each combination of labels reads:

    array reshaped to ``shape``, and at dimension d the element ``start + Σ step·label``

A view that lacks a label is broadcast along it. Every array is written once, by one statement.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np


class Axis(NamedTuple):
    """One dimension of a view: the element ``start + Σ step·label`` over ``terms``."""

    start: int
    terms: tuple[tuple[int, int], ...] = ()


class View(NamedTuple):
    """What a statement reads of an array; with ``table``, the elements listed in that table of
    indices, whose dimensions are the labels of the only axis."""

    array: int
    shape: tuple[int, ...]
    axes: tuple[Axis, ...]
    table: int | None = None

    @property
    def labels(self) -> tuple[int, ...]:
        """The labels that the view runs over, in the order of the array's dimensions."""
        if not self.axes:  # a single number: nearly all views of thin programs
            return ()
        return tuple(label for axis in self.axes for label, _ in axis.terms)

    def relabeled(self, names: Mapping[int, int]) -> View:
        """The same view with each label renamed."""
        if not self.axes:
            return self
        axes = tuple(
            Axis(axis.start, tuple((names[label], step) for label, step in axis.terms))
            for axis in self.axes
        )
        return self._replace(axes=axes)

    def is_whole(self, sizes: Mapping[int, int]) -> bool:
        """Whether the view reads each element of the reshaped array once, along one label each."""
        if self.table is not None:
            return False
        if not self.axes and not self.shape:
            return True
        return all(
            axis == Axis(0) if size == 1 and not axis.terms
            else len(axis.terms) == 1 and axis.start == 0 and axis.terms[0][1] == 1
            and sizes[axis.terms[0][0]] == size
            for axis, size in zip(self.axes, self.shape, strict=True)
        ) and len(set(self.labels)) == len(self.labels)  # fmt: skip


Operand: TypeAlias = View | float


def whole(array: int, dims: tuple[int, ...], labels: tuple[int, ...] | None = None) -> View:
    """The view of all of an array; its dimensions run over ``labels``, by default 0, 1, …"""
    if not dims:
        return View(array, (), ())
    if labels is None:
        labels = tuple(range(len(dims)))
    return View(array, dims, tuple(Axis(0, ((label, 1),)) for label in labels))


def overlaps(view: View, sizes: Sequence[int]) -> bool:
    """Whether some dimension of a view cannot be had by slicing and reshaping: its windows
    overlap, or the last of them ends beyond the array."""
    for axis, size in zip(view.axes, view.shape, strict=True):
        if len(axis.terms) < 2:
            continue
        for (_, step), (label, inner) in itertools.pairwise(axis.terms):
            if min(step, inner) < 0 or step < inner * sizes[label] or step % inner:
                return True
        label, step = axis.terms[0]
        if axis.start + step * sizes[label] > size:
            return True
    return False


def elements(view: View, sizes: Sequence[int], tables: Sequence[Any]) -> Any:
    """The flat indices of the elements that a view reads, one for each combination of labels."""
    if view.table is not None:
        return np.asarray(tables[view.table]).ravel()
    labels = view.labels
    flat = np.zeros([sizes[label] for label in labels], dtype=np.int64)
    row = 1
    for axis, size in zip(reversed(view.axes), reversed(view.shape), strict=True):
        flat += axis.start * row
        for label, step in axis.terms:
            place = labels.index(label)
            index = np.arange(sizes[label]) * (step * row)
            flat += index.reshape([-1] + [1] * (len(labels) - place - 1))
        row *= size
    return flat.ravel()


def unfolded(view: View, sizes: Sequence[int]) -> View:
    """The same view with a dimension for each loop where loops tile a dimension exactly."""
    if view.table is not None:
        return view
    shape: list[int] = []
    axes: list[Axis] = []
    for axis, size in zip(view.axes, view.shape, strict=True):
        left, counts = size, []
        for label, step in axis.terms:
            if step * sizes[label] != left:
                break
            counts.append(sizes[label])
            left = step
        if axis.start == 0 and left == 1 and len(counts) == len(axis.terms) > 1:
            shape += counts
            axes += [Axis(0, ((label, 1),)) for label, _ in axis.terms]
        else:
            shape.append(size)
            axes.append(axis)
    return View(view.array, tuple(shape), tuple(axes))


@dataclass(frozen=True, slots=True)
class Array:
    """An array of the program. ``batched``: it has a leading batch axis; ``truth``: its elements
    are truth values; ``data``: the numbers of a constant; ``hint``: what to call it. ``stacked``:
    its first dimension, the steps of a loop, lies before the batch axis."""

    dims: tuple[int, ...]
    batched: bool
    hint: str = ""
    truth: bool = False
    data: Any = None
    input: int | None = None
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """``target[labels] = op(args…)``, element by element over all of ``sizes``."""

    target: int
    op: str
    args: tuple[Operand, ...]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reduce:
    """The sum, or the largest, of a view over every label that is not in ``keep``; with
    ``batch`` over the samples as well. "running": all labels are kept, and the last one of them
    has the sums so far along it."""

    target: int
    op: str
    arg: View
    sizes: tuple[int, ...]
    keep: tuple[int, ...]
    batch: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """``Σ left·right`` over every label that is not in ``keep``; with ``batch`` over samples."""

    target: int
    left: View
    right: View
    sizes: tuple[int, ...]
    keep: tuple[int, ...]
    batch: bool = False


@dataclass(frozen=True, slots=True)
class Winner:
    """Truth values over ``sizes``: whether an element is the last of the largest along the labels
    not in ``keep``. A recorded chain of `maximum` gives a tie to its second operand, the later."""

    target: int
    arg: View
    sizes: tuple[int, ...]
    keep: tuple[int, ...]


class Part(NamedTuple):
    """``source`` is added to the elements of a new array that ``place`` shows."""

    place: View
    source: Operand
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scatter:
    """A new array of zeros, to which each part is added where its place says."""

    target: int
    parts: tuple[Part, ...]


Statement: TypeAlias = Map | Reduce | Contract | Winner | Scatter


class Taken(NamedTuple):
    """What the body of a loop reads of outside as the steps go on.

    The body's ``array`` is at step k the ``view``, ``moves[d]·k`` added to where axis d starts;
    with ``family`` the same view of the k-th of these arrays. It has a dimension for each label.
    """

    array: int
    view: View
    moves: tuple[int, ...]
    family: tuple[int, ...] = ()

    def at(self, step: int) -> View:
        """What is read at one step."""
        axes = tuple(
            Axis(axis.start + move * step, axis.terms)
            for axis, move in zip(self.view.axes, self.moves, strict=True)
        )
        array = self.family[step] if self.family else self.view.array
        return View(array, self.view.shape, axes, self.view.table)


class Carry(NamedTuple):
    """State: the body's ``array`` is ``initial`` at the first step, whose labels are the array's
    dimensions, and what the body's ``next`` was at the step before at any other."""

    array: int
    initial: Operand
    next: int


class Kept(NamedTuple):
    """``target``, an array outside of a loop, keeps what the body's ``source`` was."""

    target: int
    source: int


@dataclass(frozen=True, slots=True)
class Loop:
    """``body`` for each step 0, 1, … ``count`` - 1, or ``backward`` from the last to the first.

    stacks: all values of a body's array along a leading dimension, the step; for the array of a
    `Carry` the last state too, one entry more: the array at step k is entry k, what comes next
    entry k + 1, and the other way about in a loop backward. finals: values at the last step run.
    """

    count: int
    backward: bool
    taken: tuple[Taken, ...]
    carries: tuple[Carry, ...]
    body: tuple[Statement, ...]
    stacks: tuple[Kept, ...] = ()
    finals: tuple[Kept, ...] = ()

    def own(self) -> set[int]:
        """The arrays of the body."""
        return {
            *(x.array for x in self.taken), *(x.array for x in self.carries),
            *(statement.target for statement in self.body),
        }  # fmt: skip

    def handed_on(self) -> list[int]:
        """The arrays of the body that are carried on or kept."""
        kept = [each.source for each in (*self.stacks, *self.finals)]
        return [*(carry.next for carry in self.carries), *kept]


Item: TypeAlias = Statement | Loop


@dataclass
class Block:
    """A program: its arrays, its statements in order, and the arrays and views that it returns.

    tables: index tables that views refer to. notes: what the program says of an array.
    """

    arrays: list[Array] = field(default_factory=list)
    statements: list[Item] = field(default_factory=list)
    tables: list[np.ndarray[Any, np.dtype[np.int64]]] = field(default_factory=list)
    returns: list[tuple[str, View | float, tuple[int, ...]]] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)

    def array(self, array: Array) -> int:
        """The number of a new array."""
        self.arrays.append(array)
        return len(self.arrays) - 1


def reads(statement: Item) -> Iterable[View]:
    """The views that a statement reads; of a loop, what it reads of outside, at its first step."""
    if isinstance(statement, Map):
        return [arg for arg in statement.args if isinstance(arg, View)]
    return _read_by_others(statement)


def _read_by_others(statement: Item) -> Iterator[View]:
    match statement:
        case Reduce(arg=arg) | Winner(arg=arg):
            yield arg
        case Contract(left=left, right=right):
            yield left
            yield right
        case Scatter(parts=parts):
            yield from (part.source for part in parts if isinstance(part.source, View))
        case Loop(count=count, taken=taken, carries=carries, body=body):
            for each in taken:
                yield from map(each.at, range(count if each.family else 1))
            yield from (c.initial for c in carries if isinstance(c.initial, View))
            own = statement.own()
            for step in body:
                yield from (view for view in reads(step) if view.array not in own)


def operand_frames(statement: Statement) -> Iterator[tuple[Operand, tuple[int, ...]]]:
    """The operands of a statement in order, numbers among them, each with the sizes over which
    it is read."""
    match statement:
        case Map(args=args, sizes=sizes):
            yield from ((arg, sizes) for arg in args)
        case Reduce(arg=arg, sizes=sizes) | Winner(arg=arg, sizes=sizes):
            yield arg, sizes
        case Contract(left=left, right=right, sizes=sizes):
            yield left, sizes
            yield right, sizes
        case Scatter(parts=parts):
            yield from ((part.source, part.sizes) for part in parts)


def targets(statement: Item) -> tuple[int, ...]:
    """The arrays that a statement makes."""
    if isinstance(statement, Loop):
        return tuple(kept.target for kept in (*statement.stacks, *statement.finals))
    return (statement.target,)


def steps(statements: Iterable[Item]) -> Iterator[Statement]:
    """All statements in their order, those of loops' bodies among them."""
    for statement in statements:
        if isinstance(statement, Loop):
            yield from statement.body
        else:
            yield statement
