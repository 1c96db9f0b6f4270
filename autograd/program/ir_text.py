"""The intermediate program as text, a statement a line."""

from __future__ import annotations

from collections.abc import Iterator

from autograd.program.ir import (
    Block,
    Contract,
    Item,
    Loop,
    Map,
    Operand,
    Reduce,
    Scatter,
    Statement,
    Taken,
    View,
    Winner,
)


def show(block: Block) -> str:
    """The program as text, a statement a line."""
    return "\n".join(line for statement in block.statements for line in _lines(block, statement))


def _lines(block: Block, statement: Item) -> Iterator[str]:
    if not isinstance(statement, Loop):
        yield _shown(block, statement)
        return
    order = "last to first" if statement.backward else "first to last"
    yield f"for each of {statement.count} steps t, {order}:"
    for each in statement.taken:
        yield f"    a{each.array} = {_moving(each)}"
    for carry in statement.carries:
        yield f"    a{carry.array} = {_operand(carry.initial)} at first, then a{carry.next}"
    for step in statement.body:
        yield f"    {_shown(block, step)}"
    for kept in statement.stacks:
        yield f"    a{kept.target}[t] keeps a{kept.source}"
    for kept in statement.finals:
        yield f"a{kept.target} = a{kept.source} of the last step"


def _moving(taken: Taken) -> str:
    axes = []
    for (start, terms), move in zip(taken.view.axes, taken.moves, strict=True):
        told = [f"{'' if step == 1 else step}{_letter(label)}" for label, step in terms]
        told += ["t" if move == 1 else f"{move}t"] * (move != 0)
        axes.append("+".join(told + [str(start)] * (start != 0 or not told)))
    if taken.family:
        return f"one of a{taken.family[0]}, … a{taken.family[-1]}: [{', '.join(axes)}]"
    return f"a{taken.view.array}[{', '.join(axes)}]"


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
