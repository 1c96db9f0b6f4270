"""The derivatives of a function from its recorded graph, to fifty digits, each witness asked."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mpmath import mpf

from autograd.arithmetic import FLOAT
from autograd.check.functions import ties
from autograd.check.functions.blocks import numbers
from autograd.check.functions.calls import call
from autograd.check.functions.fidelity import hold_record, hold_values
from autograd.check.functions.given import Given
from autograd.check.functions.recorded import Recording, record
from autograd.check.functions.slopes import (
    Direction,
    axis,
    confirms,
    differences,
    enclosed,
    random_direction,
    settled_all,
)
from autograd.check.functions.tape import Tape
from autograd.check.ladder import Place
from autograd.check.precise import DIGITS, Sure, precise
from autograd.errors import CheckError
from autograd.forward import tangents
from autograd.primitives import PRIMITIVES
from autograd.rounding import SAFETY, exact_sum, running, stepwise, unless, written
from autograd.value import Value

_LARGEST: Final = 600_000  # steps of the function, for each of its outputs
_BALLS: Final = 30_000  # steps of the function that balls are run over
_DIRECTIONS: Final = 2
_FEWEST: Final = 6  # digits of a derivative without which nothing is said of it


class Traced:
    """Evidence from the recorded graph."""

    method = "traced"

    def __init__(self, given: Given) -> None:
        self.given = given
        self.recording: Recording = record(given.f, given.arguments, given.wrt)
        hold_values(self.recording, given.outputs, given.bits)
        hold_record(self.recording, self._values, self._again, given.bits, given.seed)
        self.open: dict[tuple[int, int], str] = {}
        self.kinds: dict[tuple[int, int], str] = {}
        self.notes: list[str] = []
        self.tape = Tape(self.recording.outputs)
        steps = len(self.tape) * len(self.recording.outputs)
        if steps > _LARGEST:
            raise CheckError(
                f"This is too much to check at once: the derivatives take {steps:,} "
                "steps. Give fewer data, or name fewer arguments (wrt)."
            )
        self.leaves = self.recording.leaves
        self.columns = len(self.leaves)
        self._reverse = self.recording.reverse()
        self.near = False
        self._truth = settled_all(lambda m: self.tape.slopes(m, self.leaves))
        exact, inputs = given.plain(), frozenset(self.leaves)
        self.written = unless(exact, written(inputs, given.bits))
        self.stepwise = unless(exact, stepwise(inputs, given.bits))
        self._bars: dict[bool, list[float]] = {}
        self._flat: list[Any] = []
        for place, sure in enumerate(self._truth):
            if sure.digits < _FEWEST and sure.number and precise(DIGITS).finite(sure.number):
                said = f"only {sure.digits} digits of the derivative could be made sure"
                self.open[divmod(place, self.columns)] = said
        infinite = [k for k, number in enumerate(given.outputs) if not math.isfinite(number)]
        for k in infinite:
            for i in range(self.columns):
                self.open[k, i] = f"the function's value is {given.outputs[k]} here"
                self.kinds[k, i] = "undefined"
        if not infinite:
            self._judge_places()
            self._confirm()

    @property
    def cost(self) -> int:
        """How many nodes one tightened bar visits."""
        return 5 * len(self.tape)

    @property
    def flat(self) -> list[Any]:
        """The derivatives recorded, for the bars: they tell what each rounding does to them."""
        if not self._flat:
            self._flat = [slope for row in self.recording.gradients() for slope in row]
        return self._flat

    def truth(self, k: int, i: int) -> Sure:
        """The derivative of output k by input i."""
        return self._truth[k * self.columns + i]

    def reverse(self, k: int, i: int) -> float | None:
        """What the reverse pass says in floats."""
        return self._reverse[k][i]

    def bar(self, k: int, i: int, in_floats: bool) -> float:
        """By how much the derivative may be off: for its written numbers, or as float code."""
        if in_floats not in self._bars:
            charge = self.stepwise if in_floats else self.written
            self._bars[in_floats] = running(self.flat, charge)
        return self._bars[in_floats][k * self.columns + i] * (SAFETY if in_floats else 1.0)

    def tight(self, k: int, i: int, in_floats: bool) -> float:
        """The same, closer and dearer."""
        charge = self.stepwise if in_floats else self.written
        return exact_sum(self.flat[k * self.columns + i], charge) * SAFETY

    def rest(self, claimed: Mapping[tuple[int, int], float]) -> None:
        """Nothing is left over: every derivative is known."""

    def unmasked(self) -> list[float] | None:
        """All derivatives as they would be without any mask; None where nothing masks."""
        if not any(
            "selects" in PRIMITIVES[node.op].traits for node in self.tape.nodes if node.args
        ):
            return None
        return [float(n) for n in self.tape.slopes(FLOAT, self.leaves, unmasked=True)]

    def witnesses(self, k: int, i: int) -> dict[str, Sure | str]:
        """What each witness says of one derivative."""
        leaf, output = self.leaves[i], self.recording.outputs[k]
        found: dict[str, Sure | str] = {"symbolic": "a program has no formula"}
        forward = tangents(output, {leaf: 1.0}).get(output, 0.0)
        found["reverse"], found["forward"] = _float(self._reverse[k][i]), _float(forward)
        tape = Tape([output])
        numeric = differences(tape, axis(leaf))[0]
        found["numeric"] = numeric if numeric.digits else "the differences settle at no number"
        found["rigorous"] = self._ball(tape, leaf)
        return found

    def _ball(self, tape: Tape, leaf: Value) -> Sure | str:
        if len(tape) > _BALLS:
            return "too many steps for balls"
        direction = axis(leaf)
        ball, reason = enclosed(tape, direction, [1])
        if ball is None:
            return f"no ball can hold it: {reason}"
        return Sure(ball.midpoint(), min(DIGITS, int(ball.bits * math.log10(2))))

    def _judge_places(self) -> None:
        """Kinks that the point lies on: what is open there, and where the ladder knows better."""
        found = ties.met(self.recording)
        if found.nearest:
            self.near = True
            self.notes.append(found.nearest)
        if not found.inputs:
            return
        verdicts = ties.classes(self.recording, self._again, found, self.given.seed)
        steps = ", ".join(dict.fromkeys(node.op for node in found.steps))
        if verdicts.smooth:
            self.notes.append(f"the point lies on kinks of {steps}; {verdicts.smooth}")
        place_of = {leaf: i for i, leaf in enumerate(self.leaves)}
        for (leaf, k), place in verdicts.places.items():
            i = place_of[leaf]
            if place.kind != "smooth":
                self.kinds[k, i] = place.kind
                self.open[k, i] = f"{ties.sentence(place)} (from {steps})"
            elif place.derivative is not None:
                self._truth[k * self.columns + i] = _decided(place)

    def _values(self, moved: Mapping[Value, float]) -> list[float]:
        row = [moved[leaf] for leaf in self.recording.leaves]
        result = call(self.given.f, self.given.at(row))
        return [float(number) for number in numbers(result, "The result")]

    def _again(self, moved: Mapping[Value, float]) -> Recording:
        row = [moved.get(leaf, leaf.data) for leaf in self.recording.leaves]
        return record(self.given.f, self.given.at(row), self.given.wrt)

    def _confirm(self) -> None:
        """Holds the derivatives against witnesses that use no rule, along random directions."""
        source = random.Random(self.given.seed)
        closed = {i for _, i in self.open}
        moving = [leaf for i, leaf in enumerate(self.leaves) if i not in closed]
        if not moving:
            return
        for attempt in range(_DIRECTIONS):
            direction = random_direction(moving, source)
            steps = [direction.moves.get(leaf, 0) for leaf in self.leaves]
            numeric = differences(self.tape, direction)
            for k, found in enumerate(numeric):
                rows = [self.truth(k, i).number for i in range(self.columns)]
                if found.digits >= DIGITS // 2 and not confirms(found.number, rows, steps):
                    self._doubt(k, "central differences at high precision say something else")
            if attempt == 0 and len(self.tape) <= _BALLS:
                self._enclose(steps, source)

    def _enclose(self, steps: Sequence[int], source: random.Random) -> None:
        """A ball around a weighted sum of all derivatives, which must hold it."""
        direction = Direction(dict(zip(self.leaves, steps, strict=True)))
        weights = [source.randint(1, 5) for _ in self.recording.outputs]
        ball, reason = enclosed(self.tape, direction, weights)
        if ball is None:
            self.notes.append(f"no ball could certify the derivatives ({reason})")
            return
        mp = precise(2 * DIGITS).mp
        slopes: list[Any] = []
        moves: list[int] = []
        for k, weight in enumerate(weights):
            slopes += [mp.mpf(self.truth(k, i).number) * weight for i in range(self.columns)]
            moves += steps
        if not confirms(ball.midpoint(), slopes, moves):
            for k in range(len(weights)):
                self._doubt(k, "a certified enclosure excludes them")

    def _doubt(self, k: int, reason: str) -> None:
        for i in range(self.columns):
            self.open.setdefault((k, i), f"the witnesses disagree: {reason}")


def _decided(place: Place) -> Sure:
    derivative, error = place.derivative or mpf(0), place.error or mpf(0)
    if abs(derivative) <= 2 * error or abs(derivative) < mpf(10) ** -45:
        return Sure(mpf(0), DIGITS)
    if not error:
        return Sure(derivative, DIGITS)
    return Sure(
        derivative, max(0, min(DIGITS, int(-precise(DIGITS).mp.log10(error / abs(derivative)))))
    )


def _float(number: float) -> Sure | str:
    return Sure(number, 17) if math.isfinite(number) else f"float64 gives {number}"
