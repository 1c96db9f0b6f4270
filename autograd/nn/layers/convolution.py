"""Convolutional layers: each unit looks through a small window, all through the same weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from autograd import ops, scope
from autograd.arrays import Array, from_values
from autograd.nn import activations
from autograd.nn.initializers import Initializer, Shape
from autograd.nn.layers.base import Arrays, Layer, Slot, needs_axes, whole
from autograd.nn.layers.dense import kernel_and_bias
from autograd.nn.layers.windows import checked_padding, sizes, steps, windows
from autograd.nn.registry import registered
from autograd.nn.regularizers import L1L2


@dataclass(eq=False)
class Windowed(Layer):
    """Base of the layers that look through windows, with channels last."""

    filters: int
    kernel_size: int | Sequence[int]
    strides: int | Sequence[int] = 1
    padding: str = "valid"
    activation: str | Callable[[Any], Any] | None = None
    use_bias: bool = True
    kernel_initializer: str | Initializer = "glorot_uniform"
    bias_initializer: str | Initializer = "zeros"
    kernel_regularizer: str | L1L2 | None = None
    bias_regularizer: str | L1L2 | None = None

    axes: ClassVar[int]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.filters = whole(self.filters, "filters")
        self.window = sizes(self.kernel_size, self.axes, "kernel_size")
        self.stride = sizes(self.strides, self.axes, "strides")
        self.padding = checked_padding(self.padding)
        self.activate = activations.get(self.activation)

    def counts(self, shape: Shape) -> Shape:
        """How many windows there are along each axis of a sample with channels."""
        needs_axes(shape, self.axes + 1, type(self).__name__)
        return steps(shape[:-1], self.window, self.stride, self.padding)


@dataclass(eq=False)
class Convolution(Windowed):
    """At every place of the window: activation(sum of inputs × kernel + bias), for each filter.

    Weights: kernel (*window, channels, filters), bias (filters,).
    """

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`."""
        counts = self.counts(shape)
        return (*counts, self.filters), kernel_and_bias(
            self, (*self.window, shape[-1], self.filters)
        )

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Array:
        """See `Layer.call`."""
        W, b = weights["kernel"], weights.get("bias")
        channels = range(x.shape[-1])
        outputs: list[Any] = []
        for number, window in enumerate(
            windows(x.shape[:-1], self.window, self.stride, self.padding)
        ):
            with scope(f"window{number + 1}"):
                sums = []
                for f in range(self.filters):
                    z = ops.sum(
                        x[(*at, c)] * W[(*offset, c, f)] for offset, at in window for c in channels
                    )
                    sums.append(z if b is None else z + b[f])
                outputs += self.activate(sums)
        return from_values(outputs, (*self.counts(x.shape), self.filters))


@registered
@dataclass(eq=False)
class Conv1D(Convolution):
    """A convolution along time: (steps, channels) becomes (new steps, filters)."""

    axes: ClassVar[int] = 1


@registered
@dataclass(eq=False)
class Conv2D(Convolution):
    """A convolution over images: (rows, columns, channels) becomes (rows, columns, filters)."""

    axes: ClassVar[int] = 2
