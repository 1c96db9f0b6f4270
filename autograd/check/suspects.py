"""What a diagnosis looks at, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from autograd.arithmetic import Arithmetic
from autograd.check.sweeps import Number, Steps, Sweeps


class Sample(NamedTuple):
    """A claim at one point: the number claimed, and by how much it may be off by itself."""

    point: Mapping[str, Number]
    claimed: Number
    slack: Number


class Finding(NamedTuple):
    """Where a claim went wrong.

    place: the step, and ``slot`` its operand; -1 where the whole derivative is meant. node: the
    step's formula. mistake: its name. uses, expected: the wrong and the right local derivative as
    formulas. sentence: for a student. others: nodes where the same claim could come from; empty
    where the blame is the only one.
    """

    place: int
    slot: int
    node: str
    mistake: str
    uses: str
    expected: str
    sentence: str
    others: tuple[str, ...] = ()


class Suspect(NamedTuple):
    """A mistake that explains the claim. rank: how natural it is, the smallest first. node, tell:
    its node and all of it in words, written only when they are asked for. is_whole: whether it is
    one about the derivative as a whole, not about a step."""

    rank: float
    place: int
    node: Callable[[], str]
    tell: Callable[[], Finding]
    is_whole: bool = False


class Scene(NamedTuple):
    """A formula, the variable, the claim at some points, and both sweeps there."""

    f: Steps
    m: Arithmetic
    variable: str
    samples: Sequence[Sample]
    swept: Sequence[Sweeps]

    def explained_by(self, claims: Iterable[Number]) -> bool:
        """Whether these are the claimed numbers, one for each sample, within the slack of each,
        and differ from the true derivatives somewhere."""
        differs = False
        for sample, sweeps, claim in zip(self.samples, self.swept, claims, strict=True):
            if not abs(claim - sample.claimed) <= sample.slack:
                return False
            differs = differs or abs(claim - sweeps.derivative) > sample.slack
        return differs
