"""Locally connected layers: windows as in a convolution, but each place has its own weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from autograd import ops, scope
from autograd.arrays import Array, from_values
from autograd.errors import InputError
from autograd.nn.initializers import Shape
from autograd.nn.layers.base import Arrays, Slot
from autograd.nn.layers.convolution import Windowed
from autograd.nn.layers.dense import kernel_and_bias
from autograd.nn.layers.windows import windows
from autograd.nn.registry import registered


@dataclass(eq=False)
class LocallyConnected(Windowed):
    """Weights: kernel (places, window size × channels, filters), bias (places…, filters)."""

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`."""
        if self.padding != "valid":
            raise InputError(f'{type(self).__name__} has padding="valid" alone.')
        counts = self.counts(shape)
        size = math.prod(self.window) * shape[-1]
        kernel = (math.prod(counts), size, self.filters)
        return (*counts, self.filters), kernel_and_bias(self, kernel, (*counts, self.filters))

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Array:
        """See `Layer.call`."""
        W, b = weights["kernel"], weights.get("bias")
        bias = None if b is None else b.reshape(-1, self.filters)
        outputs: list[Any] = []
        for p, window in enumerate(windows(x.shape[:-1], self.window, self.stride, self.padding)):
            with scope(f"window{p + 1}"):
                seen = [x[(*at, c)] for _, at in window for c in range(x.shape[-1])]
                sums = []
                for f in range(self.filters):
                    z = ops.dot(seen, W[p, :, f])
                    sums.append(z if bias is None else z + bias[p, f])
                outputs += self.activate(sums)
        return from_values(outputs, (*self.counts(x.shape), self.filters))


@registered
@dataclass(eq=False)
class LocallyConnected1D(LocallyConnected):
    """Windows along time, each with its own weights."""

    axes: ClassVar[int] = 1


@registered
@dataclass(eq=False)
class LocallyConnected2D(LocallyConnected):
    """Windows over images, each with its own weights."""

    axes: ClassVar[int] = 2
