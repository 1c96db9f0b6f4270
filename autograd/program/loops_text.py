"""What loops have in common in both printings: how steps are counted, what each of them reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from autograd.program.ir import Block, Carry, Loop, Taken, View
from autograd.program.text import BATCH, Text, transposed
from autograd.program.view_text import indexed, read, reshaped, slice_of


class Place(NamedTuple):
    """How the steps of a loop are counted: the variable is ``first`` at step 0."""

    variable: str
    first: int

    def at(self, start: int, move: int) -> str:
        """``start + move·step`` as code."""
        begin = start - move * self.first
        if move == 0:
            return str(begin)
        if move == 1:
            moving = self.variable
        elif move == -1:
            return f"{begin} - {self.variable}" if begin else f"-{self.variable}"
        else:
            moving = f"{move} * {self.variable}"
        if begin == 0:
            return moving
        return f"{moving} + {begin}" if begin > 0 else f"{moving} - {-begin}"


def counted(loop: Loop, variable: str) -> Place:
    """From which number to count the steps, so that most indices are the variable alone."""
    starts: dict[int, int] = {}
    states = {carry.array for carry in loop.carries}
    for each in loop.taken:
        for axis, move in zip(each.view.axes, each.moves, strict=True):
            if move == 1:
                starts[axis.start] = starts.get(axis.start, 0) + 1
    for kept in loop.stacks:
        for entry in (0, 1) if kept.source in states else (0,):
            starts[entry] = starts.get(entry, 0) + 1
    if not starts:
        return Place(variable, 0)
    first = max(starts, key=lambda start: (starts[start], start == 0, -start))
    return Place(variable, first if first in (0, 1) else 0)


def head(loop: Loop, place: Place) -> str:
    """The line that the body stands under."""
    last = place.first + loop.count
    over = f"range({place.first}, {last})" if place.first else f"range({last})"
    return f"for {place.variable} in {f'reversed({over})' if loop.backward else over}:"


def one_of(origins: Sequence[tuple[str, tuple[Any, ...]]], place: Place) -> str:
    """The code of one array a step, from where the first two of them stand."""
    (name, first), (_, second) = origins
    keys = [
        place.at(x, y - x) if x != y else json.dumps(x) for x, y in zip(first, second, strict=True)
    ]
    return name + "".join(f"[{key}]" for key in keys)


def taken(each: Taken, block: Block, name: Text, family: str, place: Place) -> Text:
    """What a body takes of outside, its dimensions in their order."""
    dims = block.arrays[each.array].dims
    array = block.arrays[each.view.array]
    wanted = ((BATCH,) if array.batched else ()) + tuple(range(len(dims)))
    if each.family:
        return transposed(read(each.view, Text(family), array, dims), wanted)
    code = name
    batch_at = 1 if array.stacked and array.batched else 0
    if each.view.shape != array.dims:
        if batch_at:
            code, batch_at = Text(f"{name.atom}.swapaxes(0, 1)"), 0
        code = Text(reshaped(code.atom, each.view.shape, array.batched))
    index, labels = [], []
    for axis, move, size in zip(each.view.axes, each.moves, each.view.shape, strict=True):
        labels += [label for label, _ in axis.terms]
        if not axis.terms:
            index.append(place.at(axis.start, move))
        elif not move:
            ((label, step),) = axis.terms
            index.append(slice_of(axis.start, step, dims[label], size))
        else:
            ((label, step),) = axis.terms
            index.append(_moving_slice(axis.start, step, dims[label], move, place))
    if array.batched:
        index.insert(batch_at, ":")
        labels.insert(_labels_before(each.view, batch_at), BATCH)
    return transposed(Text(indexed(code, index), labels=tuple(labels)), wanted)


def _labels_before(view: View, dimension: int) -> int:
    return sum(len(axis.terms) for axis in view.axes[:dimension])


def _moving_slice(start: int, step: int, count: int, move: int, place: Place) -> str:
    begin = place.at(start, move)
    if step > 0:
        end = place.at(start + (count - 1) * step + 1, move)
        return f"{begin}:{end}" + (f":{step}" if step > 1 else "")
    return f"{begin} + {step} * np.arange({count})"


def last_entry(loop: Loop, array: int) -> int:
    """Which entry of its stack an array of the body is at the last step run."""
    step = 0 if loop.backward else loop.count - 1
    known = states(loop)
    if array in known:
        return step + loop.backward
    after = any(carry.next == array for carry in known.values())
    kept = {each.source for each in loop.stacks}
    return step + (after and array not in kept and not loop.backward)


def states(loop: Loop) -> dict[int, Carry]:
    """The states by their arrays."""
    return {carry.array: carry for carry in loop.carries}


def entries(loop: Loop, place: Place) -> dict[int, tuple[int, str]]:
    """Which entry of which stack an array of the body is."""
    found: dict[int, tuple[int, str]] = {}
    known = states(loop)
    made = {statement.target for statement in loop.body}
    for kept in loop.stacks:
        if kept.source not in known:
            found[kept.source] = kept.target, place.at(0, 1)
            continue
        now, after = (1, 0) if loop.backward else (0, 1)
        found[kept.source] = kept.target, place.at(now, 1)
        following = known[kept.source].next
        if following in made and following not in found:
            found[following] = kept.target, place.at(after, 1)
    return found
