"""Pooling: the largest or the mean of every window, for each channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, ClassVar

from autograd import ops
from autograd.arrays import Array, from_values
from autograd.nn.initializers import Shape
from autograd.nn.layers.base import Arrays, Layer, Slot, needs_axes
from autograd.nn.layers.windows import checked_padding, sizes, steps, windows
from autograd.nn.registry import registered


@dataclass(eq=False)
class Pooling(Layer):
    """Base. strides: as large as the window where left out."""

    pool_size: int | Sequence[int] = 2
    strides: int | Sequence[int] | None = None
    padding: str = "valid"

    axes: ClassVar[int]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.window = sizes(self.pool_size, self.axes, "pool_size")
        strides = self.window if self.strides is None else self.strides
        self.stride = sizes(strides, self.axes, "strides")
        self.padding = checked_padding(self.padding)

    def plan(self, shape: Shape) -> tuple[Shape, dict[str, Slot]]:
        """See `Layer.plan`."""
        needs_axes(shape, self.axes + 1, type(self).__name__)
        counts = steps(shape[:-1], self.window, self.stride, self.padding)
        return (*counts, shape[-1]), {}

    def pool(self, seen: list[Any]) -> Any:
        """One number from those that a window covers."""
        raise NotImplementedError

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Array:
        """See `Layer.call`."""
        outputs = [
            self.pool([x[(*at, c)] for _, at in window])
            for window in windows(x.shape[:-1], self.window, self.stride, self.padding)
            for c in range(x.shape[-1])
        ]
        return from_values(outputs, self.plan(x.shape)[0])


@dataclass(eq=False)
class MaxPooling(Pooling):
    """The largest number of every window."""

    def pool(self, seen: list[Any]) -> Any:
        """See `Pooling.pool`."""
        return reduce(ops.maximum, seen)


@dataclass(eq=False)
class AveragePooling(Pooling):
    """The mean of every window; what hangs over the edge does not count."""

    def pool(self, seen: list[Any]) -> Any:
        """See `Pooling.pool`."""
        return ops.mean(seen)


@registered
@dataclass(eq=False)
class MaxPooling1D(MaxPooling):
    """The largest number of windows along time."""

    axes: ClassVar[int] = 1


@registered
@dataclass(eq=False)
class MaxPooling2D(MaxPooling):
    """The largest number of windows over images."""

    axes: ClassVar[int] = 2


@registered
@dataclass(eq=False)
class AveragePooling1D(AveragePooling):
    """The mean of windows along time."""

    axes: ClassVar[int] = 1


@registered
@dataclass(eq=False)
class AveragePooling2D(AveragePooling):
    """The mean of windows over images."""

    axes: ClassVar[int] = 2


MaxPool1D, MaxPool2D = MaxPooling1D, MaxPooling2D
AveragePool1D, AveragePool2D = AveragePooling1D, AveragePooling2D
