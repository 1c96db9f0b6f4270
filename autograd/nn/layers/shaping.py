"""Layers without weights: the shape, the activation, dropout, and a user's own function."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd.arrays import Array, array, from_values
from autograd.errors import InputError
from autograd.nn import activations
from autograd.nn.initializers import Floats, Shape
from autograd.nn.layers.base import Arrays, Layer, Slot
from autograd.nn.registry import registered

MOST_TRIED = 10**7
"""Numbers that a function is tried on, which become as many Values."""


@registered
@dataclass(eq=False)
class Input(Layer):
    """The shape of one sample, as the first of a network's layers."""

    shape: Sequence[int] | int = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self.shape = (self.shape,) if isinstance(self.shape, int) else tuple(self.shape)

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`."""
        if shape != self.shape:
            raise InputError(f"The network takes samples of the shape {self.shape}, not {shape}.")
        return shape, {}

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Array:
        """See `Layer.call`."""
        return x


InputLayer = Input


@registered
@dataclass(eq=False)
class Flatten(Layer):
    """All numbers of a sample in one row."""

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`."""
        return (math.prod(shape),), {}

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Any:
        """See `Layer.call`."""
        return x.reshape(-1)


@registered
@dataclass(eq=False)
class Reshape(Layer):
    """The numbers of a sample in another shape; -1 stands for what is left."""

    target_shape: Sequence[int] = (-1,)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.target_shape = tuple(self.target_shape)

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`."""
        known = math.prod(n for n in self.target_shape if n != -1)
        left = math.prod(shape) // known if known else 0
        target = tuple(left if n == -1 else n for n in self.target_shape)
        if math.prod(target) != math.prod(shape) or self.target_shape.count(-1) > 1:
            raise InputError(f"A sample of the shape {shape} cannot become {self.target_shape}.")
        return target, {}

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Any:
        """See `Layer.call`."""
        return x.reshape(tuple(self.target_shape))


@registered
@dataclass(eq=False)
class Activation(Layer):
    """An activation by itself; softmax is taken along the last axis."""

    activation: str | Callable[[Any], Any]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.activate = activations.get(self.activation)

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Array:
        """See `Layer.call`."""
        outputs: list[Any] = []
        for row in np.ndindex(x.shape[:-1]):
            outputs += self.activate(list(x[row]))
        return from_values(outputs, x.shape)


@registered
@dataclass(eq=False)
class Softmax(Layer):
    """Probabilities that sum to 1 along the last axis."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.activate = activations.get("softmax")

    call = Activation.call


@registered
@dataclass(eq=False)
class Dropout(Layer):
    """While training each input is 0 with the probability ``rate``, the others 1/(1 - rate) times.

    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout, JMLR 15 (2014). Outside
    of training it does nothing. seed: draws that do not depend on the network's seed.
    """

    rate: float
    seed: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.rate < 1:
            raise InputError(f"Dropout(rate) is from 0 to below 1, not {self.rate!r}.")
        self._own = None if self.seed is None else np.random.default_rng(self.seed)

    def draw(self, shape: Shape, samples: int, rng: np.random.Generator) -> dict[str, Floats]:
        """See `Layer.draw`."""
        kept = (self._own or rng).random((samples, *shape)) >= self.rate
        return {"mask": kept / (1.0 - self.rate)}

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Any:
        """See `Layer.call`."""
        return x * noise["mask"] if "mask" in noise else x


@registered
@dataclass(eq=False)
class Lambda(Layer):
    """A plain function of one sample, an array of Values; it returns numbers in any shape.

    In a list of layers the function itself may stand in its place.
    """

    function: Callable[[Any], Any]

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`: the function is tried on zeros."""
        if math.prod(shape) > MOST_TRIED:
            raise InputError(f"A function cannot be tried on a sample of the shape {shape}.")
        return self.call(array(np.zeros(shape)), {}, {}).shape, {}

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Array:
        """See `Layer.call`."""
        return array(self.function(x))
