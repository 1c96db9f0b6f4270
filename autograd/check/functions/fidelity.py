"""Whether a record is the whole of what a function does.

A function that takes the number out of a Value (``x.data``, ``W.values``) goes on without a record,
and gives the same number. So the recorded graph is run at inputs a little way off, and must give
what the function itself gives there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from autograd.arithmetic import FLOAT
from autograd.check.functions.recorded import Recording, Untraceable
from autograd.check.functions.tape import Tape
from autograd.errors import CheckError
from autograd.rounding import SAFETY, precision, running, stepwise
from autograd.value import Value

_DIRECTIONS: Final = 3
_STEP: Final = {64: 2.0**-20, 32: 2.0**-8}
_NOISE: Final = 1e4  # roundings that the difference of two values may hold

At = Callable[[Mapping[Value, float]], Sequence[float]]
"""The function itself, in floats, at other inputs."""
Again = Callable[[Mapping[Value, float]], Recording]
"""The function recorded at other inputs."""


def hold_values(recording: Recording, plain: Sequence[float], bits: int) -> None:
    """Raises `Untraceable` where the record does not give what the function gives."""
    if len(recording.outputs) != len(plain):
        raise Untraceable("on Values it returns another number of numbers")
    bars = running(recording.outputs, stepwise(frozenset(recording.leaves), bits))
    for output, number, bar in zip(recording.outputs, plain, bars, strict=True):
        same = output.data == number or (output.data != output.data and number != number)
        if not same and not abs(output.data - number) <= 2 * SAFETY * bar + 1e-300:
            raise Untraceable(f"on Values it returns {output.data!r}, on floats {number!r}")


def hold_record(recording: Recording, at: At, again: Again, bits: int, seed: int) -> None:
    """Raises `Untraceable` where the record moves otherwise than the function, whichever way."""
    source = random.Random(seed)
    tape = Tape(recording.outputs)
    for _ in range(_DIRECTIONS):
        if not _apart(recording, tape, at, again, bits, source):
            return
    raise Untraceable("a part of what it does leaves no record")


def _apart(
    recording: Recording, tape: Tape, at: At, again: Again, bits: int, source: random.Random
) -> bool:
    """Whether record and function differ a step away, in one random direction."""
    scale = max((abs(leaf.data) for leaf in recording.leaves), default=0.0) or 1.0
    step = scale * _STEP[bits]
    moved = {leaf: leaf.data + step * source.uniform(-1, 1) for leaf in recording.leaves}
    try:
        theirs = at(moved)
    except CheckError:
        return False
    if len(theirs) != len(recording.outputs):
        return True
    ours: list[Any] = tape.results(FLOAT, moved)
    for output, own, other in zip(recording.outputs, ours, theirs, strict=True):
        noise = _NOISE * precision(bits).unit * (abs(own) + abs(other) + abs(output.data))
        if abs(own - other) > 1e-2 * abs(other - output.data) + noise:
            return not _branched(recording, again, moved)
    return False


def _branched(recording: Recording, again: Again, moved: Mapping[Value, float]) -> bool:
    """Whether the function took another branch there."""
    try:
        beside = again(moved)
    except Untraceable:
        return False
    ways = [[guard.outcome for guard in each.guards] for each in (recording, beside)]
    return ways[0] != ways[1]
