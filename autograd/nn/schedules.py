"""Learning rates that change with the number of steps taken; words and formulas are Keras'."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from autograd.errors import InputError
from autograd.nn.registry import registered


@dataclass(frozen=True)
class Schedule:
    """Base: ``schedule(step)`` is the rate of a step, counted from 0."""

    def __call__(self, step: int) -> float:
        """The rate of that step."""
        raise NotImplementedError


@registered
@dataclass(frozen=True)
class ExponentialDecay(Schedule):
    """``initial_learning_rate * decay_rate ** (step / decay_steps)``; staircase: whole powers."""

    initial_learning_rate: float
    decay_steps: int
    decay_rate: float
    staircase: bool = False

    def __post_init__(self) -> None:
        _positive(self.decay_steps)

    def __call__(self, step: int) -> float:
        """See `Schedule`."""
        power = step / self.decay_steps
        return float(
            self.initial_learning_rate
            * self.decay_rate ** (math.floor(power) if self.staircase else power)
        )


@registered
@dataclass(frozen=True)
class CosineDecay(Schedule):
    """Down a half wave of the cosine to ``alpha`` times the first rate, and level after that.

    Loshchilov and Hutter, SGDR, ICLR 2017, equation 5, without restarts.
    """

    initial_learning_rate: float
    decay_steps: int
    alpha: float = 0.0

    def __post_init__(self) -> None:
        _positive(self.decay_steps)

    def __call__(self, step: int) -> float:
        """See `Schedule`."""
        part = min(step, self.decay_steps) / self.decay_steps
        wave = (1 + math.cos(math.pi * part)) / 2
        return self.initial_learning_rate * ((1 - self.alpha) * wave + self.alpha)


@registered
@dataclass(frozen=True)
class PiecewiseConstantDecay(Schedule):
    """``values[0]`` up to and with step ``boundaries[0]``, then ``values[1]``, and so on."""

    boundaries: Sequence[int]
    values: Sequence[float]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.boundaries) + 1:
            raise InputError("PiecewiseConstantDecay needs one value more than boundaries.")

    def __call__(self, step: int) -> float:
        """See `Schedule`."""
        return float(self.values[sum(step > boundary for boundary in self.boundaries)])


def _positive(steps: int) -> None:
    if steps <= 0:
        raise InputError(f"decay_steps is above 0, not {steps}.")
