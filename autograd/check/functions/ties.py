"""Kinks that a recorded function meets at its point, or has close by.

Every row of the table says where it is not smooth; so does every comparison that decided a branch
(a guard). Where a condition is met exactly the ladder decides, from both sides, along the axis of
every input concerned. Behind a branch the graph of the other side is needed: the function is
recorded again a little way off, and that graph is run at the point itself.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from mpmath import mp, mpf

from autograd.check import ladder
from autograd.check.functions.recorded import Recording, Untraceable
from autograd.check.functions.slopes import Direction, axis, random_direction
from autograd.check.functions.tape import Tape
from autograd.check.ladder import Place, classify
from autograd.check.nearness import conditions
from autograd.check.precise import Precise, precise
from autograd.forward import tangents
from autograd.graph import order
from autograd.value import Value

_DIGITS: Final = 120
_VANISHES: Final = mpf(10) ** -90
_NEAR: Final = 1e-6
_WORK: Final = 600_000  # steps at 400 digits that the ladder may take in all
_EVALUATIONS: Final = 15  # of the function, for one class
_ASIDE: Final = 1e-5
_AXES: Final = 100

Again = Callable[[Mapping[Value, float]], Recording]
"""The same function recorded at other inputs: for each input of the first recording its number."""


class Met(NamedTuple):
    """What is met. steps: the operations whose kink or edge the point lies on. guards: those of
    them that decided a branch. inputs: those that they depend on. nearest: a warning, or ""."""

    steps: list[Value]
    guards: list[Value]
    inputs: list[Value]
    nearest: str = ""


class Verdicts(NamedTuple):
    """What the ladder found. places: for an input and an output what is there, where that is not
    certainly smooth. undecided: why inputs that were not looked at one by one cannot be judged."""

    places: dict[tuple[Value, int], Place]
    smooth: str = ""


def met(recording: Recording) -> Met:
    """The conditions that vanish at the point, and the nearest that does not."""
    truths = [guard.truth for guard in recording.guards]
    below = recording.outputs
    tape = Tape([*below, *truths])
    inputs = recording.leaves
    moving = _moving(tape, inputs)
    m = precise(_DIGITS)
    values: list[Any] | None = None
    steps: list[Value] = []
    close: list[tuple[float, Value]] = []
    drift = tangents([*below, *truths], dict.fromkeys(inputs, 1.0)) if moving else {}
    for node in moving:
        if not _watched(node):
            continue
        if values is None:
            values = tape.run(m, {})
        operands = [values[tape.places[arg]] for arg in node.args]
        for zero in conditions(node.op):
            here = zero(m, *operands)
            if m.finite(here) and abs(here) < _VANISHES:
                steps.append(node)
            elif m.finite(here):
                close.append((_distance(float(here), node, drift), node))
    steps = list(dict.fromkeys(steps))
    compared = {node for truth in truths for node in order(truth)}
    used = set(order(*below))
    guards = [node for node in steps if node in compared]
    reached = set(order(*steps)) if steps else set()
    concerned = [leaf for leaf in inputs if leaf in reached]
    steps = [node for node in steps if node in used or node in compared]
    return Met(steps, guards, concerned, _warning(close, recording))


def _moving(tape: Tape, inputs: Sequence[Value]) -> list[Value]:
    found = set(inputs)
    for node in tape.nodes:
        if node.a is not None and any(arg in found for arg in node.args):
            found.add(node)
    return [node for node in tape.nodes if node in found and node.a is not None]


def _watched(node: Value) -> bool:
    """Whether an operation has a kink or an edge that its operands could meet here."""
    if node.op == "div" or not conditions(node.op):
        return False
    if len(node.args) == 2 and node.a is node.b:  # `x != x` asks for nan, not for a place
        return False
    if node.op == "pow":
        exponent = node.args[1]
        return not (exponent.a is None and exponent.data % 1 == 0 and exponent.data >= 0)
    return True


def _distance(here: float, node: Value, drift: Mapping[Value, float]) -> float:
    """How far off a condition is met, when all inputs move alike; to first order."""
    speed = sum(abs(drift.get(arg, 0.0)) for arg in node.args)
    return abs(here) / speed if speed and math.isfinite(speed) else math.inf


def _warning(close: Sequence[tuple[float, Value]], recording: Recording) -> str:
    if not close:
        return ""
    distance, node = min(close, key=lambda found: found[0])
    scale = max((abs(leaf.data) for leaf in recording.leaves), default=1.0)
    if not 0 < distance <= _NEAR * scale:
        return ""
    return f"a kink is near: {node.op} has one about {distance:.1e} away"


def classes(recording: Recording, again: Again, found: Met, seed: int) -> Verdicts:
    """What the function does along the axis of every input that meets something.

    Where those are too many to look at one by one, directions that move all of them decide.
    """
    tape = Tape(recording.outputs)
    cost = len(tape) * _EVALUATIONS * (1 + bool(found.guards))
    places: dict[tuple[Value, int], Place] = {}
    if cost * len(found.inputs) <= _WORK and len(found.inputs) <= _AXES:
        for leaf in found.inputs:
            for output, place in _along(recording, again, found, tape, axis(leaf)):
                places[leaf, output] = place
        return Verdicts(places)
    source = random.Random(seed)
    for _ in range(max(2, min(3, _WORK // cost))):
        direction = random_direction(found.inputs, source)
        for output, place in _along(recording, again, found, tape, direction):
            if place.kind != "smooth":
                blurred = Place(place.kind, place.left, place.right)
                return Verdicts({(leaf, output): blurred for leaf in found.inputs})
    return Verdicts({}, "smooth along random directions")


def _along(
    recording: Recording, again: Again, found: Met, tape: Tape, direction: Direction
) -> Iterator[tuple[int, Place]]:
    """For each output what it does along one direction."""
    m = precise(ladder.DIGITS)
    sides = _sides(recording, again, found, direction) if found.guards else None
    known: dict[mpf, list[Any]] = {}

    def at(distance: mpf) -> list[Any]:
        if distance not in known:
            known[distance] = (
                _one_side(sides[distance > 0], direction, recording, m, distance)
                if sides is not None and distance
                else tape.results(m, direction.at(m, m.number(distance)))
            )
        return known[distance]

    scale = mpf(max((abs(leaf.data) for leaf in direction.moves), default=0.0)) or mpf(1)

    def of(output: int) -> Callable[[mpf], mpf]:
        return lambda distance: mp.mpf(at(distance)[output])

    for output in range(len(recording.outputs)):
        yield output, classify(of(output), scale)


def _sides(
    recording: Recording, again: Again, found: Met, direction: Direction
) -> dict[bool, Recording] | None:
    """The function's graphs a little way below and above the point; None where it fails there."""
    scale = max((abs(leaf.data) for leaf in direction.moves), default=0.0) or 1.0
    try:
        return {
            above: again(
                {leaf: leaf.data + (1 if above else -1) * _ASIDE * scale * move
                 for leaf, move in direction.moves.items()}
            )
            for above in (False, True)
        }  # fmt: skip
    except Untraceable:
        return None


def _one_side(
    side: Recording, direction: Direction, recording: Recording, m: Precise, distance: mpf
) -> list[Any]:
    """The outputs of another side's graph, at a distance from the point itself."""
    moved = direction.at(m, m.number(distance))
    known = {
        theirs: moved.get(ours, m.mp.mpf(ours.data))
        for theirs, ours in zip(side.leaves, recording.leaves, strict=True)
    }
    return Tape(side.outputs).results(m, known)


def sentence(place: Place) -> str:
    """What is wrong with a place, with the slopes from both sides."""
    told = {
        "kink": "it has a kink here",
        "jump": "it jumps here",
        "edge": "its domain ends here",
        "infinite slope": "its slope is infinite here",
        "oscillating": "it oscillates here",
        "isolated": "it has a value here, but none beside it",
        "undefined": "it has no finite value here",
    }.get(place.kind, "it is smooth here")
    sides = [(place.left, "left"), (place.right, "right")]
    slopes = [f"{_short(slope)} on the {side}" for slope, side in sides if slope is not None]
    return f"{told}: its slope is {' and '.join(slopes)}" if slopes else told


def _short(slope: Any) -> str:
    if abs(slope) < mpf(10) ** -45:
        return "0"
    return str(mp.nstr(slope, 8)).removesuffix(".0").lstrip("+")
