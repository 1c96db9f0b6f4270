"""`Dense`: every unit sees every input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd import ops, scope
from autograd.arrays import Array, from_values
from autograd.errors import InputError
from autograd.nn import activations, initializers, regularizers
from autograd.nn.initializers import Initializer, Shape
from autograd.nn.layers.base import Arrays, Layer, Slot, whole
from autograd.nn.registry import registered
from autograd.nn.regularizers import L1L2


@registered
@dataclass(eq=False)
class Dense(Layer):
    """Unit j gives activation(x · kernel[:, j] + bias[j]).

    One sample has the shape (..., inputs) and becomes (..., units). Weights: kernel (inputs,
    units), bias (units,).
    """

    units: int
    activation: str | Callable[[Any], Any] | None = None
    use_bias: bool = True
    kernel_initializer: str | Initializer = "glorot_uniform"
    bias_initializer: str | Initializer = "zeros"
    kernel_regularizer: str | L1L2 | None = None
    bias_regularizer: str | L1L2 | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.units = whole(self.units, "Dense(units)")
        self.activate = activations.get(self.activation)

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`."""
        if not shape:
            raise InputError("Dense takes samples of the shape (features,), not single numbers.")
        return (*shape[:-1], self.units), kernel_and_bias(self, (shape[-1], self.units))

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Array:
        """See `Layer.call`."""
        W, b = weights["kernel"], weights.get("bias")
        outputs: list[Any] = []
        for row in np.ndindex(x.shape[:-1]):
            sums = []
            for j in range(self.units):
                with scope(f"unit{j + 1}"):
                    z = ops.dot(x[row], W[:, j])
                    sums.append(z if b is None else z + b[j])
            outputs += self.activate(sums)
        return from_values(outputs, (*x.shape[:-1], self.units))


def kernel_and_bias(layer: Any, kernel: Shape, bias: Shape | None = None) -> dict[str, Slot]:
    """The slots of a layer that has the settings of `Dense`; bias: its shape where not the last
    axis of the kernel."""
    slots = {
        "kernel": Slot(
            kernel,
            initializers.get(layer.kernel_initializer),
            regularizers.get(layer.kernel_regularizer),
        )
    }
    if layer.use_bias:
        slots["bias"] = Slot(
            bias or kernel[-1:],
            initializers.get(layer.bias_initializer),
            regularizers.get(layer.bias_regularizer),
        )
    return slots
