"""The rules of the intermediate program, checked between passes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from autograd.primitives import PRIMITIVES
from autograd.program.ir import (
    Block,
    Carry,
    Contract,
    Loop,
    Map,
    Reduce,
    Scatter,
    Statement,
    Taken,
    View,
    Winner,
    reads,
)


class IllegalProgram(AssertionError):
    """A pass broke the rules of the intermediate program: a mistake of the compiler."""


def validate(block: Block) -> None:
    """Raises `IllegalProgram` where a statement reads what is not there, or out of bounds."""
    known = {
        number for number, array in enumerate(block.arrays)
        if array.input is not None or array.data is not None
    }  # fmt: skip
    for statement in block.statements:
        if isinstance(statement, Loop):
            _check_loop(block, statement, known)
        else:
            _check_statement(block, statement, known)
    for _, result, sizes in block.returns:
        if isinstance(result, View):
            if result.array not in known:
                raise IllegalProgram(f"array {result.array} is returned but never made")
            _check_view(block, result, sizes)


def _check_statement(block: Block, statement: Statement, known: set[int]) -> None:
    if isinstance(statement, Map) and _is_right_step(block, statement, known):
        known.add(statement.target)
        return
    for view in reads(statement):
        if view.array not in known:
            raise IllegalProgram(f"{statement} reads array {view.array} before it is made")
    for view, sizes in _placed_views(statement):
        _check_view(block, view, sizes)
    _check_target(block, statement)
    _make(statement.target, known)


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


def _make(array: int, known: set[int]) -> None:
    if array in known:
        raise IllegalProgram(f"array {array} is written twice")
    known.add(array)


def _check_loop(block: Block, loop: Loop, known: set[int]) -> None:
    """Checks the body, with what it reads at the first and at the last step, and what is kept."""
    for each in loop.taken:
        _check_taken(block, each, loop.count, known)
    inside = known | {each.array for each in loop.taken} | {c.array for c in loop.carries}
    for statement in loop.body:
        _check_statement(block, statement, inside)
    for carry in loop.carries:
        _check_carry(block, carry, known, inside)
    carried = {carry.array for carry in loop.carries}
    for kept in (*loop.stacks, *loop.finals):
        target, source = block.arrays[kept.target], block.arrays[kept.source]
        entries = (loop.count + (kept.source in carried),) if kept in loop.stacks else ()
        if kept.source not in inside or target.dims != (*entries, *source.dims):
            raise IllegalProgram(f"{kept} does not fit what it keeps")
        if (target.batched, target.truth) != (source.batched, source.truth):
            raise IllegalProgram(f"{kept} is of another kind than what it keeps")
        _make(kept.target, known)


def _check_taken(block: Block, each: Taken, count: int, known: set[int]) -> None:
    own = block.arrays[each.array]
    for step in range(count) if each.family else (0, count - 1):
        view = each.at(step)
        if view.array not in known or view.table is not None:
            raise IllegalProgram(f"{each} reads an array before it is made, or by a table")
        _check_view(block, view, own.dims)
        if block.arrays[view.array].batched != own.batched:
            raise IllegalProgram(f"{each} has the batch axis wrong")
    if sorted(each.view.labels) != list(range(len(own.dims))):
        raise IllegalProgram(f"{each} does not have a label for each dimension")


def _check_carry(block: Block, carry: Carry, known: set[int], inside: set[int]) -> None:
    state, after = block.arrays[carry.array], block.arrays[carry.next]
    if isinstance(carry.initial, View):
        if carry.initial.array not in known:
            raise IllegalProgram(f"{carry} begins with an array before it is made")
        _check_view(block, carry.initial, state.dims)
    if carry.next not in inside or state.dims != after.dims or state.truth or after.truth:
        raise IllegalProgram(f"{carry} does not go on as it begins")
    if after.batched != state.batched:
        raise IllegalProgram(f"{carry} has the batch axis wrong")


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
