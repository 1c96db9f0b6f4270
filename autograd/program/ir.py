"""The intermediate program: arrays, affine views of them, and five kinds of statement.

Vocabulary: a statement runs over *labels* 0, 1, … with the given ``sizes``, as the nested loops
that it replaces would; the batch is one more loop that is never written. A *view* says which
element of an array each combination of labels reads:

    array reshaped to ``shape``, and at dimension d the element ``start + Σ step·label``

A view that lacks a label is broadcast along it. Every array is written once, by one statement.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from autograd.primitives import PRIMITIVES


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
        return tuple(label for axis in self.axes for label, _ in axis.terms)

    def relabeled(self, names: Mapping[int, int]) -> View:
        """The same view with each label renamed."""
        axes = tuple(
            Axis(axis.start, tuple((names[label], step) for label, step in axis.terms))
            for axis in self.axes
        )
        return self._replace(axes=axes)

    def is_whole(self, sizes: Mapping[int, int]) -> bool:
        """Whether the view reads each element of the reshaped array once, along one label each."""
        if self.table is not None:
            return False
        return all(
            axis == Axis(0) if size == 1 and not axis.terms
            else len(axis.terms) == 1 and axis.start == 0 and axis.terms[0][1] == 1
            and sizes[axis.terms[0][0]] == size
            for axis, size in zip(self.axes, self.shape, strict=True)
        ) and len(set(self.labels)) == len(self.labels)  # fmt: skip


Operand: TypeAlias = View | float


def whole(array: int, dims: tuple[int, ...], labels: tuple[int, ...] | None = None) -> View:
    """The view of all of an array; its dimensions run over ``labels``, by default 0, 1, …"""
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
    are truth values; ``data``: the numbers of a constant; ``hint``: what to call it."""

    dims: tuple[int, ...]
    batched: bool
    hint: str = ""
    truth: bool = False
    data: Any = None
    input: int | None = None


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


@dataclass
class Block:
    """A program: its arrays, its statements in order, and the arrays and views that it returns.

    tables: index tables that views refer to. notes: what the program says of an array.
    """

    arrays: list[Array] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    tables: list[np.ndarray[Any, np.dtype[np.int64]]] = field(default_factory=list)
    returns: list[tuple[str, View | float, tuple[int, ...]]] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)

    def array(self, array: Array) -> int:
        """The number of a new array."""
        self.arrays.append(array)
        return len(self.arrays) - 1


def reads(statement: Statement) -> Iterable[View]:
    """The views that a statement reads."""
    if isinstance(statement, Map):
        return [arg for arg in statement.args if isinstance(arg, View)]
    return _read_by_others(statement)


def _read_by_others(statement: Statement) -> Iterator[View]:
    match statement:
        case Reduce(arg=arg) | Winner(arg=arg):
            yield arg
        case Contract(left=left, right=right):
            yield left
            yield right
        case Scatter(parts=parts):
            yield from (part.source for part in parts if isinstance(part.source, View))


class IllegalProgram(AssertionError):
    """A pass broke the rules of the intermediate program: a mistake of the compiler."""


def validate(block: Block) -> None:
    """Raises `IllegalProgram` where a statement reads what is not there, or out of bounds."""
    known = {
        number for number, array in enumerate(block.arrays)
        if array.input is not None or array.data is not None
    }  # fmt: skip
    for statement in block.statements:
        if isinstance(statement, Map) and _is_right_step(block, statement, known):
            known.add(statement.target)
            continue
        for view in reads(statement):
            if view.array not in known:
                raise IllegalProgram(f"{statement} reads array {view.array} before it is made")
        for view, sizes in _placed_views(statement):
            _check_view(block, view, sizes)
        _check_target(block, statement)
        if statement.target in known:
            raise IllegalProgram(f"array {statement.target} is written twice")
        known.add(statement.target)
    for _, result, sizes in block.returns:
        if isinstance(result, View):
            if result.array not in known:
                raise IllegalProgram(f"array {result.array} is returned but never made")
            _check_view(block, result, sizes)


def _is_right_step(block: Block, step: Map, known: set[int]) -> bool:
    """Whether a step is legal at a glance, as all steps on single numbers are in thin graphs."""
    batched = False
    for arg in step.args:
        if isinstance(arg, View):
            array = block.arrays[arg.array]
            if array.dims or arg.shape or arg.axes or arg.array not in known:
                return False
            batched = batched or array.batched
    target = block.arrays[step.target]
    return (
        not step.sizes and not target.dims and target.batched == batched
        and step.target not in known and len(step.args) == PRIMITIVES[step.op].arity
    )  # fmt: skip


def _placed_views(statement: Statement) -> Iterator[tuple[View, tuple[int, ...]]]:
    if isinstance(statement, Scatter):
        for part in statement.parts:
            yield part.place, part.sizes
            if isinstance(part.source, View):
                yield part.source, part.sizes
    else:
        for view in reads(statement):
            yield view, statement.sizes


def _check_view(block: Block, view: View, sizes: tuple[int, ...]) -> None:
    dims = block.arrays[view.array].dims
    if not dims and not view.shape and not view.axes:
        return  # one number, as all are in thin graphs
    if math.prod(view.shape) != math.prod(dims) or len(view.axes) != len(view.shape):
        raise IllegalProgram(f"{view} does not fit an array of {dims}")
    if view.table is not None:
        table = block.tables[view.table]
        if table.shape != tuple(sizes[label] for label in view.labels):
            raise IllegalProgram(f"{view} does not fit its table of shape {table.shape}")
        if table.size and not 0 <= table.min() <= table.max() < view.shape[0]:
            raise IllegalProgram(f"{view} reads beyond its array")
        return
    for axis, size in zip(view.axes, view.shape, strict=True):
        low = axis.start + sum(min(0, step * (sizes[label] - 1)) for label, step in axis.terms)
        high = axis.start + sum(max(0, step * (sizes[label] - 1)) for label, step in axis.terms)
        if not 0 <= low <= high < size:
            raise IllegalProgram(f"{view} reads beyond its array over {sizes}")


def _check_target(block: Block, statement: Statement) -> None:
    target = block.arrays[statement.target]
    match statement:
        case Map(op=op, args=args, sizes=sizes):
            wanted, arity = sizes, PRIMITIVES[op].arity
            if len(args) != arity:
                raise IllegalProgram(f"{op} takes {arity} operands: {statement}")
        case Reduce(sizes=sizes, keep=keep) | Contract(sizes=sizes, keep=keep):
            wanted = tuple(sizes[label] for label in keep)
        case Winner(sizes=sizes):
            wanted = sizes
        case Scatter(parts=parts):
            wanted = target.dims
            if any(math.prod(part.place.shape) != math.prod(wanted) for part in parts):
                raise IllegalProgram(f"{statement} does not fit its target of {wanted}")
    if target.dims != wanted:
        raise IllegalProgram(f"{statement} makes {wanted}, its target is {target.dims}")
    some = any(block.arrays[view.array].batched for view in reads(statement))
    over = isinstance(statement, (Reduce, Contract)) and statement.batch
    if target.batched != (some and not over):
        raise IllegalProgram(f"{statement} has the batch axis wrong")


def show(block: Block) -> str:
    """The program as text, a statement a line."""
    return "\n".join(_shown(block, statement) for statement in block.statements)


def _shown(block: Block, statement: Statement) -> str:
    array = block.arrays[statement.target]
    dims = "×".join(map(str, (*("B" * array.batched), *array.dims))) or "scalar"
    head = f"a{statement.target}: {dims} = "
    match statement:
        case Map(op=op, args=args):
            return f"{head}{op}({', '.join(map(_operand, args))})"
        case Reduce(op=op, arg=arg, keep=keep, batch=batch):
            return f"{head}reduce {op}({_operand(arg)}) to {_labels(keep, not batch)}"
        case Contract(left=left, right=right, keep=keep, batch=batch):
            both = f"{_operand(left)}·{_operand(right)}"
            return f"{head}contract {both} to {_labels(keep, not batch)}"
        case Winner(arg=arg, keep=keep):
            return f"{head}last largest of {_operand(arg)} for each {_labels(keep, True)}"
        case Scatter(parts=parts):
            return head + " + ".join(f"{_operand(p.source)} at {_operand(p.place)}" for p in parts)


def _labels(labels: tuple[int, ...], batch: bool) -> str:
    return "".join(_letter(label) for label in labels) + " of each sample" * batch


def _letter(label: int) -> str:
    return chr(ord("i") + label) if label < 18 else f"i{label}"


def _operand(operand: Operand) -> str:
    if not isinstance(operand, View):
        return repr(operand)
    if operand.table is not None:
        return f"a{operand.array}[table {operand.table}]"
    axes = []
    for start, terms in operand.axes:
        told = [f"{'' if step == 1 else step}{_letter(label)}" for label, step in terms]
        axes.append("+".join(told + [str(start)] * (start != 0 or not terms)))
    return f"a{operand.array}[{', '.join(axes)}]"
