"""`Network`: a stack with weights, all in one flat array. What trains it is `autograd.nn.model`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.nn import seeds, summaries
from autograd.nn.initializers import Floats, Shape
from autograd.nn.layers import Layer
from autograd.nn.layers.base import Slot
from autograd.nn.parameters import Parameters
from autograd.nn.stack import Stack


@dataclass(eq=False)
class Network(Stack):
    """Layers one after another, with weights of their own.

    seed: of the first weights, the shuffling and the dropout: the same seed gives the same
    network, bit for bit, on one machine. Where left out it is 0, or what
    `autograd.nn.utils.set_random_seed` chose.

    parameters: all weights in one flat array. slots: what each array of them is. built: whether
    there are any yet: from the beginning where an `Input` comes first.
    """

    seed: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.seed = seeds.default() if self.seed is None else seeds.checked(self.seed)
        self.parameters = Parameters({})
        self.slots: dict[str, Slot] = {}
        self.built = False
        self._build_early()

    def add(self, layer: Layer | Callable[[Any], Any]) -> None:
        """Puts a layer behind the others. Raises `InputError` once the weights are in use."""
        if self.built and not self._early:
            raise InputError("The network is built; layers can be added before that only.")
        self._append(layer)
        self._build_early()

    def _build_early(self) -> None:
        """Makes the weights as soon as an `Input` tells the shape; layers may still be added."""
        self._early = self.input_shape is not None and bool(self.layers)
        if self._early:
            self.build()
            self._early = True

    def build(self, input_shape: Sequence[int] | None = None) -> None:
        """Makes the first weights for samples of that shape; `fit` and `predict` do it by
        themselves. Raises `InputError` where the layers do not fit the shape."""
        self._early = False
        shape = self.input_shape if input_shape is None else tuple(input_shape)
        if shape is None:
            raise InputError("The shape of a sample is not known yet: put Input(shape) first.")
        known = {f"{x.name}/{key}": a for x in self.layers for key, a in x.arrays.items()}
        self.lay_out(tuple(shape))
        for number, (name, slot) in enumerate(self.slots.items()):
            rng = self.random(0, number)
            first = known.get(name, np.empty(0))  # of a network that became a layer of this one
            fits = first.shape == slot.shape
            self.parameters.views[name][...] = first if fits else slot.initializer(slot.shape, rng)

    def random(self, *stream: int, seed: int | None = None) -> np.random.Generator:
        """A generator of its own for each use of the seed, or of another one."""
        chosen = self.seed if seed is None else seeds.checked(seed)
        return np.random.default_rng([chosen or 0, *stream])

    def lay_out(self, shape: Shape) -> None:
        """Makes room for the weights, all 0."""
        if not self.layers:
            raise InputError("The network has no layers.")
        output_shape, self.slots = self.plan(shape)
        self.input_shape, self.output_shape = shape, output_shape
        shapes = {name: slot.shape for name, slot in self.slots.items()}
        self.parameters = Parameters(shapes)
        self.place(self.parameters.views)
        self.forget()
        self.built = True

    def ready(self, x: Floats) -> None:
        """Makes weights for such samples where there are none; `InputError` for others."""
        if not self.built:
            self.build(x.shape[1:])
        elif x.shape[1:] != self.input_shape:
            raise InputError(
                f"The network takes samples of the shape {self.input_shape}; these are "
                f"{x.shape[1:]}."
            )

    def get_weights(self) -> list[Floats]:
        """Copies of all arrays of weights, layer by layer."""
        return [view.copy() for view in self.parameters.views.values()]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Puts numbers into all arrays of weights, in the order of `get_weights`.

        Raises `InputError` for arrays of another number or shape, and before there are weights.
        """
        if not self.built:
            self.build()
        self.parameters.put(weights)

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer of that name or with that number. Raises `InputError` where there is none."""
        for number, layer in enumerate(self.layers):
            if number == index or (index is None and layer.name == name):
                found: Layer = layer
                return found
        wanted = repr(name) if index is None else f"with number {index}"
        names = ", ".join(str(layer.name) for layer in self.layers)
        raise InputError(f"There is no layer {wanted}; there are {names}.")

    def summary(self, print_fn: Callable[[str], Any] | None = None) -> None:
        """Writes a table of the layers, their shapes and their numbers of weights."""
        if not self.built:
            self.build()
        summaries.write(self, print_fn)

    def forget(self) -> None:
        """Told where what was made of the network is no longer right."""
