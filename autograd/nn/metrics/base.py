"""`Metric`: a number that says how good predictions are, for people rather than for training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats
from autograd.nn.registry import words


@dataclass(eq=False, kw_only=True)
class Metric:
    """Base of all metrics. A metric of your own has the method `measure`.

    ``metric(y_true, y_pred)`` measures these alone; `update_state` collects, `result` measures
    what was collected. name: what the history calls it.
    """

    name: str | None = None

    def __post_init__(self) -> None:
        self.name = self.name or words(type(self).__name__)
        self._seen: list[tuple[Any, Any]] = []

    def measure(self, y: Floats, outputs: Floats) -> Any:
        """The metric of targets and outputs, both with one row a sample."""
        raise NotImplementedError

    def __call__(self, y_true: Any, y_pred: Any) -> Any:
        """The metric of these. Raises `InputError` for shapes that do not fit."""
        y, outputs = np.asarray(y_true, dtype=float), np.asarray(y_pred, dtype=float)
        if outputs.ndim == 1:
            outputs = outputs[:, None]
        if y.ndim == 1:
            y = y[:, None]
        if not outputs.size or len(y) != len(outputs):
            raise InputError(
                f"{type(self).__name__} has {len(y)} targets for {len(outputs)} predictions."
            )
        return self.measure(y, outputs)

    def update_state(self, y_true: Any, y_pred: Any) -> None:
        """Collects targets and predictions."""
        self._seen.append((y_true, y_pred))

    def reset_state(self) -> None:
        """Forgets what was collected."""
        self._seen = []

    def result(self) -> Any:
        """The metric of all that was collected; `InputError` where nothing was."""
        if not self._seen:
            raise InputError(f"{type(self).__name__} has not seen anything yet.")
        y_true, y_pred = zip(*self._seen, strict=True)
        return self(np.concatenate(y_true), np.concatenate(y_pred))


def same_shape(y: Floats, outputs: Floats, metric: str) -> None:
    """`InputError` unless targets and outputs have one shape."""
    if y.shape != outputs.shape:
        raise InputError(f"{metric} has targets {y.shape} for predictions {outputs.shape}.")


def class_numbers(y: Floats, outputs: Floats, metric: str) -> Any:
    """Targets as numbers of classes; `InputError` where they are none of the outputs'."""
    if y.shape[1:] != (1,):
        raise InputError(f"{metric} takes the number of a class for each sample, not {y.shape}.")
    found = y[:, 0].astype(int)
    if (found != y[:, 0]).any() or found.min() < 0 or found.max() >= outputs.shape[1]:
        raise InputError(f"{metric} takes classes from 0 to {outputs.shape[1] - 1}.")
    return found


def one_hot(y: Floats, outputs: Floats, metric: str) -> Floats:
    """Targets with one column for each output, also where they are numbers of classes."""
    if y.shape != outputs.shape and y.shape[1:] == (1,):
        columns: Floats = np.eye(outputs.shape[1])[class_numbers(y, outputs, metric)]
        return columns
    same_shape(y, outputs, metric)
    return y
