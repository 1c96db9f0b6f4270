"""`Loss`: how far one sample's output is from its target, as scalar code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats, Shape
from autograd.nn.registry import registered


@dataclass(frozen=True)
class Loss:
    """Base of all losses. A loss of your own has the method `sample`, and `targets` at need.

    ``loss(y_true, y_pred, sample_weight=None)`` gives the mean over samples that are plain
    numbers; a network records `sample`.
    """

    accuracy: ClassVar[str] = ""
    """The metric that "accuracy" stands for beside this loss."""

    def sample(self, y: Sequence[Any], outputs: Sequence[Any]) -> Any:
        """The loss of one sample: its target and its output, each as a flat row."""
        raise NotImplementedError

    def targets(self, y: Any, shape: Shape) -> Floats:
        """Targets of many samples, checked, as one float row for each of the outputs' shape.

        Raises `InputError` for targets of the wrong shape or range.
        """
        return rows(y, shape)

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> float:
        """The mean loss of many samples. Raises `InputError` for shapes that do not fit."""
        outputs = np.asarray(y_pred, dtype=float)
        if outputs.ndim == 1:
            outputs = outputs[:, None]
        targets = self.targets(y_true, outputs.shape[1:])
        flat = outputs.reshape(len(outputs), -1).tolist()
        each = [
            float(self.sample(y, out))
            for y, out in zip(targets.reshape(len(flat), -1).tolist(), flat, strict=True)
        ]
        if sample_weight is None:
            return float(np.mean(each))
        return float(np.mean(np.asarray(sample_weight, dtype=float) * each))


def numbers(y: Any) -> Floats:
    """Targets as a float array; `InputError` where they are no numbers, or not finite."""
    try:
        found = np.asarray(y, dtype=float)
    except (TypeError, ValueError):
        raise InputError("The targets are not numbers. Count classes 0, 1, 2, …") from None
    if not np.isfinite(found).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(found))[0])
        raise InputError(f"The target at {list(where)} is {found[where]}.")
    return found


def rows(y: Any, shape: Shape) -> Floats:
    """Targets with one row of the outputs' shape for each sample; a column may be flat."""
    found = numbers(y)
    if shape == (1,) and found.ndim == 1:
        found = found[:, None]
    if found.ndim == 0 or found.shape[1:] != shape:
        wanted = ", ".join(map(str, ("samples", *shape)))
        raise InputError(f"The targets should have the shape ({wanted}), not {found.shape}.")
    return found


@registered
@dataclass(frozen=True)
class FunctionLoss(Loss):
    """A plain function of a sample's target and output, both rows of numbers or Values."""

    function: Callable[[Sequence[Any], Sequence[Any]], Any]

    def sample(self, y: Sequence[Any], outputs: Sequence[Any]) -> Any:
        """See `Loss.sample`."""
        return self.function(y, outputs)
