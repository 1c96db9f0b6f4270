"""`Stack`: layers one after another, itself a layer. What trains it is `autograd.nn.model`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from autograd import scope
from autograd.arrays import Array, array
from autograd.errors import InputError
from autograd.nn.initializers import Floats, Shape
from autograd.nn.layers import Input, Lambda, Layer
from autograd.nn.layers.base import Arrays, Slot, whole
from autograd.nn.registry import words

_Entry = TypeVar("_Entry")


@dataclass(eq=False)
class Stack(Layer):
    """Layers one after another. Weights are named by layer: ``layer1/kernel``.

    layers: layers, stacks, and plain functions of an array of Values. An `Input` that stands first
    gives the shape of a sample, as input_shape does, of the stack or of its first layer.
    """

    layers: list[Any] = field(default_factory=list)  # functions among them become layers

    def __post_init__(self) -> None:
        super().__post_init__()
        given = list(self.layers)
        self.layers = []
        if self.input_shape is not None:
            self.input_shape = checked_shape(self.input_shape)
        for layer in given:
            self._append(layer)

    def _append(self, layer: Any) -> None:
        if isinstance(layer, Input):
            if self.layers or self.input_shape is not None:
                raise InputError("Input stands before all layers, and once.")
            self.input_shape = checked_shape(layer.shape)
            return
        if not isinstance(layer, Layer):
            if not callable(layer) or isinstance(layer, type):
                raise InputError(f"A network is made of layers and functions, not {layer!r}.")
            layer = Lambda(layer)
        if self.input_shape is None and not self.layers and layer.input_shape is not None:
            self.input_shape = checked_shape(layer.input_shape)
        if any(layer is other for other in self.layers):
            raise InputError(f"The layer {layer.name!r} stands in the network twice.")
        names = {other.name for other in self.layers}
        layer.name = layer.name or _numbered(layer, names)
        if layer.name in names:
            raise InputError(f"Two layers are named {layer.name!r}.")
        self.layers.append(layer)

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`."""
        if self.input_shape is not None and shape != self.input_shape:
            raise InputError(f"The network takes samples of the shape {self.input_shape}: {shape}.")
        slots = {}
        for layer in self.layers:
            try:
                shape, own = layer.plan(shape)
            except InputError as error:
                raise InputError(f"At {layer.name}: {error}") from error
            layer.output_shape = shape
            slots.update({f"{layer.name}/{key}": slot for key, slot in own.items()})
        return shape, slots

    def place(self, arrays: Mapping[str, Floats]) -> None:
        """Hands each layer its part of the weights."""
        self.arrays = dict(arrays)
        for layer in self.layers:
            own = part(arrays, layer.name)
            if isinstance(layer, Stack):
                layer.place(own)
            else:
                layer.arrays = dict(own)

    def draw(self, shape: Shape, samples: int, rng: np.random.Generator) -> dict[str, Floats]:
        """See `Layer.draw`."""
        drawn = {}
        for layer in self.layers:
            own = layer.draw(shape, samples, rng)
            drawn.update({f"{layer.name}/{key}": noise for key, noise in own.items()})
            shape = layer.output_shape
        return drawn

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Any:
        """See `Layer.call`."""
        for layer in self.layers:
            with scope(str(layer.name)):
                x = array(layer.call(x, part(weights, layer.name), part(noise, layer.name)))
        return x

    def walk(self) -> Iterator[Layer]:
        """The layers in order, those of inner stacks in place of the stacks."""
        for layer in self.layers:
            if isinstance(layer, Stack):
                yield from layer.walk()
            else:
                yield layer


LARGEST = 10**8
"""Numbers in one sample, of which every one becomes a node where it is recorded."""


def checked_shape(shape: Any) -> Shape:
    """The shape of one sample; `InputError` where it is none, or one of far too many numbers."""
    found = (shape,) if isinstance(shape, int) else tuple(shape)
    found = tuple(whole(n, "Each axis of a sample") for n in found)
    if math.prod(found) > LARGEST:
        raise InputError(f"A sample of the shape {found} has too many numbers.")
    return found


def part(arrays: Mapping[str, _Entry], name: str | None) -> dict[str, _Entry]:
    """The entries of one layer, without its name before theirs."""
    start = f"{name}/"
    return {key[len(start) :]: each for key, each in arrays.items() if key.startswith(start)}


def _numbered(layer: Layer, taken: set[str | None]) -> str:
    name = words(type(layer).__name__)
    count = 0
    while (numbered := f"{name}_{count}" if count else name) in taken:
        count += 1
    return numbered
