"""What loops of a program have in common: statements with other operands, and loops written out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from autograd.program.ir import (
    Axis,
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
    operand_frames,
    whole,
)

Change = Callable[[View], Operand]


def operands(statement: Statement) -> tuple[Operand, ...]:
    """The operands of a statement in order, numbers among them."""
    return tuple(operand for operand, _ in operand_frames(statement))


def rewritten(statement: Statement, target: int, change: Change) -> Statement:
    """A statement with another target and its views changed.

    Only a map and a scatter may get numbers for views.
    """

    def other(operand: Operand) -> Operand:
        return change(operand) if isinstance(operand, View) else operand

    match statement:
        case Map(op=op, args=args, sizes=sizes):
            return Map(target, op, tuple(map(other, args)), sizes)
        case Reduce(op=op, arg=arg, sizes=sizes, keep=keep, batch=batch):
            return Reduce(target, op, _view(change(arg)), sizes, keep, batch)
        case Contract(left=left, right=right, sizes=sizes, keep=keep, batch=batch):
            return Contract(target, _view(change(left)), _view(change(right)), sizes, keep, batch)
        case Winner(arg=arg, sizes=sizes, keep=keep):
            return Winner(target, _view(change(arg)), sizes, keep)
        case Scatter(parts=parts):
            return Scatter(target, tuple(
                Part(part.place, other(part.source), part.sizes) for part in parts
            ))  # fmt: skip


def _view(operand: Operand) -> View:
    assert isinstance(operand, View)
    return operand


def placeless(statement: Statement) -> Statement:
    """A statement that can be compared: the places of a scatter name no array."""
    if not isinstance(statement, Scatter):
        return statement
    return Scatter(statement.target, tuple(
        part._replace(place=part.place._replace(array=-1)) for part in statement.parts
    ))  # fmt: skip


def seen_through(view: View, operand: Operand) -> Operand | None:
    """What ``view`` reads of an array that is ``operand``, whose labels are its dimensions.

    None where that is no view.
    """
    if not isinstance(operand, View):
        return operand
    if view.table is None and all(
        len(axis.terms) == 1 and axis.start == 0 and axis.terms[0][1] == 1 for axis in view.axes
    ):
        names = {d: axis.terms[0][0] for d, axis in enumerate(view.axes)}
        return operand.relabeled(names)
    if operand.table is None and all(
        axis == Axis(0, ((d, 1),)) for d, axis in enumerate(operand.axes)
    ):
        return view._replace(array=operand.array)
    return None


def expanded(loop: Loop, numbers: dict[tuple[int, int], int]) -> Iterator[Statement]:
    """The statements that a loop stands for, step by step.

    numbers: the arrays that the body's targets are at each step.
    """
    order = range(loop.count - 1, -1, -1) if loop.backward else range(loop.count)
    values: dict[int, Operand] = {carry.array: carry.initial for carry in loop.carries}
    own = {statement.target: _dims(statement) for statement in loop.body}

    def change(view: View) -> Operand:
        if view.array not in values:
            return view
        found = seen_through(view, values[view.array])
        assert found is not None, "a view of a view"
        return found

    for step in order:
        values |= {each.array: each.at(step) for each in loop.taken}
        values |= {array: whole(numbers[step, array], dims) for array, dims in own.items()}
        for statement in loop.body:
            yield rewritten(statement, numbers[step, statement.target], change)
        values |= {carry.array: values[carry.next] for carry in loop.carries}


def _dims(statement: Statement) -> tuple[int, ...]:
    match statement:
        case Map(sizes=sizes) | Winner(sizes=sizes):
            return sizes
        case Reduce(sizes=sizes, keep=keep) | Contract(sizes=sizes, keep=keep):
            return tuple(sizes[label] for label in keep)
        case Scatter(parts=parts):
            return parts[0].place.shape
