"""Passes over a finished block, named, each checked by the validator after it has run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from autograd.program.ir import (
    Block,
    Contract,
    Map,
    Operand,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
    reads,
    validate,
)


class Ran(NamedTuple):
    """What one pass did: statements before and after, and the seconds that it took."""

    name: str
    before: int
    after: int
    seconds: float


def run(block: Block) -> list[Ran]:
    """Runs every pass of `PASSES`."""
    found = []
    for name, step in PASSES.items():
        before, start = len(block.statements), time.perf_counter()
        step(block)
        validate(block)
        found.append(Ran(name, before, len(block.statements), time.perf_counter() - start))
    return found


def forward_copies(block: Block) -> None:
    """Reads through copies that copy nothing: an identity of a whole array."""
    sources: dict[int, int] = {}
    for number, old in enumerate(block.statements):
        block.statements[number] = statement = renamed(old, sources)
        if isinstance(statement, Map) and statement.op == "identity":
            (arg,) = statement.args
            if not isinstance(arg, View) or arg.table is not None:
                continue
            same = block.arrays[arg.array]
            if (
                arg.labels == tuple(range(len(statement.sizes)))
                and arg.is_whole(dict(enumerate(statement.sizes)))
                and not same.truth
                and same.batched == block.arrays[statement.target].batched
            ):
                sources[statement.target] = arg.array
    block.returns[:] = [
        (name, _renamed(view, sources) if isinstance(view, View) else view, sizes)
        for name, view, sizes in block.returns
    ]


def _renamed(view: View, names: dict[int, int]) -> View:
    return view._replace(array=names[view.array]) if view.array in names else view


def renamed(statement: Statement, names: dict[int, int]) -> Statement:
    """The statement reading other arrays of the same number of elements."""
    if not any(view.array in names for view in reads(statement)):
        return statement

    def other(operand: Operand) -> Operand:
        return _renamed(operand, names) if isinstance(operand, View) else operand

    match statement:
        case Map(target=target, op=op, args=args, sizes=sizes):
            return Map(target, op, tuple(map(other, args)), sizes)
        case Reduce(target=target, op=op, arg=arg, sizes=sizes, keep=keep, batch=batch):
            return Reduce(target, op, _renamed(arg, names), sizes, keep, batch)
        case Contract(target=target, left=left, right=right, sizes=sizes, keep=keep, batch=batch):
            return Contract(
                target, _renamed(left, names), _renamed(right, names), sizes, keep, batch
            )
        case Winner(target=target, arg=arg, sizes=sizes, keep=keep):
            return Winner(target, _renamed(arg, names), sizes, keep)
        case Scatter(target=target, parts=parts):
            return Scatter(target, tuple(p._replace(source=other(p.source)) for p in parts))


def drop_unused(block: Block) -> None:
    """Leaves out statements whose result nothing reads."""
    used = {view.array for _, view, _ in block.returns if isinstance(view, View)}
    kept = []
    for statement in reversed(block.statements):
        if statement.target in used:
            used.update(view.array for view in reads(statement))
            kept.append(statement)
    block.statements[:] = reversed(kept)


PASSES: dict[str, Callable[[Block], None]] = {
    "read through copies": forward_copies,
    "drop what is not used": drop_unused,
}
