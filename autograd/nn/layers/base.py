"""`Layer`: what all layers have in common.

Vocabulary: a *slot* is one array of weights before there are numbers in it; *noise* is what a
layer draws anew for every sample while training (the mask of a dropout).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from autograd.arrays import Array
from autograd.errors import InputError
from autograd.nn.initializers import Floats, Initializer, Shape
from autograd.nn.parameters import fitting
from autograd.nn.registry import arguments
from autograd.nn.regularizers import L1L2

Arrays = Mapping[str, Any]
"""Weights or noise by name: arrays of Values."""


class Slot(NamedTuple):
    """The shape of one array of weights, what it begins with, what it adds to the loss."""

    shape: Shape
    initializer: Initializer
    regularizer: L1L2 | None = None


@dataclass(eq=False, kw_only=True)
class Layer:
    """Base of all layers. A layer of your own has the three methods below.

    name: what summaries, weights and pictures call it; numbered by the network where left out.
    input_shape: the shape of one sample, where the layer is the first and no `Input` says it.

    arrays: the weights by name, and output_shape, once the network knows the shape of its input.
    """

    name: str | None = None
    input_shape: Sequence[int] | None = None

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """The output's shape for one sample of the given shape, and the weights needed.

        Raises `InputError` for a shape that the layer cannot take.
        """
        return shape, {}

    def draw(self, shape: Shape, samples: int, rng: np.random.Generator) -> dict[str, Floats]:
        """The noise for a batch of samples of the given shape, one row for each."""
        return {}

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Any:
        """The output for one sample: scalar code on arrays of Values.

        x: the input, weights: as planned, noise: what was drawn; nothing outside of training.
        """
        raise NotImplementedError

    @property
    def weights(self) -> list[Floats]:
        """The arrays of weights themselves: what is written into one changes the network."""
        return list(self.arrays.values())

    def get_weights(self) -> list[Floats]:
        """Copies of the arrays of weights; none before the network knows its input's shape."""
        return [array.copy() for array in self.arrays.values()]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Puts numbers into the arrays of weights, in the order of `get_weights`.

        Raises `InputError` for arrays of another number or shape.
        """
        if len(weights) != len(self.arrays):
            raise InputError(
                f"{self.name} has {len(self.arrays)} arrays of weights, not {len(weights)}."
            )
        named = zip(self.arrays.items(), weights, strict=True)
        ready = [fitting(f"{self.name}/{key}", own.shape, new) for (key, own), new in named]
        for own, numbers in zip(self.arrays.values(), ready, strict=True):
            own[...] = numbers

    def count_params(self) -> int:
        """How many numbers the weights are."""
        return sum(array.size for array in self.arrays.values())

    def get_config(self) -> dict[str, Any]:
        """The arguments to make such a layer with, for a file.

        By default the attributes named as the parameters. A layer of your own that keeps them
        under other names returns them here.
        """
        return arguments(self)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Layer:
        """A layer as `get_config` describes it, with new weights."""
        return cls(**config)

    def __post_init__(self) -> None:
        self.arrays: dict[str, Floats] = {}
        self.output_shape: Shape = ()
        if self.name is not None and (not self.name or "/" in self.name):
            raise InputError(f"A layer's name is a word without '/', not {self.name!r}.")


def whole(number: Any, what: str) -> int:
    """A setting as a positive integer; `InputError` where it is none."""
    if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or number < 1:
        raise InputError(f"{what} is a whole number of 1 or more, not {number!r}.")
    return int(number)


def needs_axes(shape: Shape, count: int, layer: str) -> None:
    """`InputError` unless one sample has so many axes."""
    if len(shape) != count:
        axes = {1: "(features,)", 2: "(steps, channels)", 3: "(rows, columns, channels)"}[count]
        raise InputError(
            f"{layer} takes samples of the shape {axes}, not {shape}. Flatten() and "
            "Reshape(...) change the shape."
        )
