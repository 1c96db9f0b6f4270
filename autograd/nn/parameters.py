"""All parameters of a network in one flat array, and each array of weights as a view of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats, Shape


class Parameters:
    """flat: all numbers; views: the arrays by name; parts: the slice of each."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = dict(shapes)
        self.flat: Floats = np.zeros(sum(map(math.prod, self.shapes.values())))
        self.views: dict[str, Floats] = {}
        self.parts: list[slice] = []
        start = 0
        for name, shape in self.shapes.items():
            part = slice(start, start + math.prod(shape))
            self.views[name] = self.flat[part].reshape(shape)
            self.parts.append(part)
            start = part.stop

    def put(self, arrays: Sequence[Any]) -> None:
        """Takes numbers from arrays in the order of the views; all of them or, on an
        `InputError` for other shapes, none."""
        if len(arrays) != len(self.views):
            raise InputError(f"There are {len(self.views)} arrays of weights, not {len(arrays)}.")
        ready = [
            fitting(name, view.shape, array)
            for (name, view), array in zip(self.views.items(), arrays, strict=True)
        ]
        for view, numbers in zip(self.views.values(), ready, strict=True):
            view[...] = numbers


def fitting(name: str, shape: Shape, array: Any) -> Floats:
    """An array as floats of that shape; `InputError` where it is not."""
    try:
        numbers = np.asarray(array, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"The weights for {name} are not numbers.") from None
    if numbers.shape != shape:
        raise InputError(f"{name} has the shape {shape}, not {numbers.shape}.")
    return numbers
