"""Passes over a finished block, named, each checked by the validator after it has run."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Collection
from typing import NamedTuple

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
    View,
    Winner,
    reads,
    targets,
)
from autograd.program.validator import validate


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
    kept = {
        array for loop in block.statements if isinstance(loop, Loop) for array in loop.handed_on()
    }
    for number, old in enumerate(block.statements):
        if isinstance(old, Loop):
            block.statements[number] = _through_loop(block, old, sources, kept)
            continue
        block.statements[number] = renamed(old, sources)
        _note_copy(block, block.statements[number], sources, kept)
    block.returns[:] = [
        (name, _renamed(view, sources) if isinstance(view, View) else view, sizes)
        for name, view, sizes in block.returns
    ]


def _through_loop(block: Block, loop: Loop, sources: dict[int, int], kept: set[int]) -> Loop:
    body = []
    for old in loop.body:
        statement = renamed(old, sources)
        _note_copy(block, statement, sources, kept)
        body.append(statement)
    return dataclasses.replace(
        loop,
        taken=tuple(
            each._replace(
                view=_renamed(each.view, sources),
                family=tuple(sources.get(array, array) for array in each.family),
            )
            for each in loop.taken
        ),
        carries=tuple(
            carry._replace(initial=_renamed(carry.initial, sources))
            if isinstance(carry.initial, View) else carry
            for carry in loop.carries
        ),
        body=tuple(body),
    )  # fmt: skip


def _note_copy(block: Block, statement: Item, sources: dict[int, int], kept: set[int]) -> None:
    """Notes what a statement copies, where it only copies; what a loop hands on stays."""
    if not isinstance(statement, Map) or statement.op != "identity" or statement.target in kept:
        return
    (arg,) = statement.args
    if not isinstance(arg, View) or arg.table is not None:
        return
    same, made = block.arrays[arg.array], block.arrays[statement.target]
    if (
        arg.labels == tuple(range(len(statement.sizes)))
        and arg.is_whole(dict(enumerate(statement.sizes)))
        and not same.truth
        and same.batched == made.batched
        and same.stacked == made.stacked
    ):
        sources[statement.target] = arg.array


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
    kept: list[Item] = []
    for statement in reversed(block.statements):
        if used.isdisjoint(targets(statement)):
            continue
        item = pruned(statement, used) if isinstance(statement, Loop) else statement
        used.update(view.array for view in reads(item))
        kept.append(item)
    block.statements[:] = reversed(kept)


def pruned(loop: Loop, used: Collection[int]) -> Loop:
    """A loop without what nothing outside reads, nor what it goes on with."""
    stacks = tuple(kept for kept in loop.stacks if kept.target in used)
    finals = tuple(kept for kept in loop.finals if kept.target in used)
    states = {carry.array: carry.next for carry in loop.carries}
    made = {statement.target: statement for statement in loop.body}
    live: set[int] = set()
    waiting = [kept.source for kept in (*stacks, *finals)]
    while waiting:
        array = waiting.pop()
        if array in live:
            continue
        live.add(array)
        if array in states:
            waiting.append(states[array])
        elif array in made:
            waiting += [view.array for view in reads(made[array])]
    return Loop(
        loop.count, loop.backward,
        tuple(each for each in loop.taken if each.array in live),
        tuple(carry for carry in loop.carries if carry.array in live),
        tuple(statement for statement in loop.body if statement.target in live),
        stacks, finals,
    )  # fmt: skip


PASSES: dict[str, Callable[[Block], None]] = {
    "read through copies": forward_copies,
    "drop what is not used": drop_unused,
}
