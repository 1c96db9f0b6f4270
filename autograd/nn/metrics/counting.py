"""Metrics that count hits and misses: precision, recall, F1, and the confusion matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats
from autograd.nn.metrics.base import Metric, one_hot, same_shape
from autograd.nn.registry import registered

Counts = np.ndarray[Any, np.dtype[np.int64]]


@registered
@dataclass(eq=False)
class Precision(Metric):
    """Of the outputs above ``threshold`` the share that should be; 0 where there is none."""

    threshold: float = 0.5

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        same_shape(y, outputs, "Precision")
        said = outputs > self.threshold
        return ratio((said & (y > 0.5)).sum(), said.sum())


@registered
@dataclass(eq=False)
class Recall(Metric):
    """Of the outputs that should be above ``threshold`` the share that are."""

    threshold: float = 0.5

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        same_shape(y, outputs, "Recall")
        said, true = outputs > self.threshold, y > 0.5
        return ratio((said & true).sum(), true.sum())


@registered
@dataclass(eq=False)
class F1Score(Metric):
    """2·precision·recall / (precision + recall), for each output.

    average: "macro" (the plain mean over the outputs), "weighted" (by how often each is right),
    "micro" (all outputs counted together) or None (one number for each output). threshold: what
    counts as said; None: the largest output, or above 0.5 where there is one.
    """

    average: str | None = "macro"
    threshold: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.average not in ("macro", "micro", "weighted", None):
            raise InputError(f'average is "macro", "micro", "weighted" or None: {self.average!r}.')

    def measure(self, y: Floats, outputs: Floats) -> Any:
        """See `Metric.measure`."""
        true = one_hot(y, outputs, "F1Score") > 0.5
        if self.threshold is None and outputs.shape[1] > 1:
            said = np.eye(outputs.shape[1], dtype=bool)[outputs.argmax(-1)]
        else:
            said = outputs > (0.5 if self.threshold is None else self.threshold)
        if self.average == "micro":
            true, said = true.reshape(-1, 1), said.reshape(-1, 1)
        both, support = (true & said).sum(0), true.sum(0)
        each = np.array([ratio(2 * b, n) for b, n in zip(both, support + said.sum(0), strict=True)])
        if self.average is None:
            return each
        if self.average == "weighted":
            return ratio((each * support).sum(), support.sum())
        return float(each.mean())


def ratio(part: float, whole: float) -> float:
    """part / whole, and 0 where there is nothing."""
    return float(part / whole) if whole else 0.0


def confusion_matrix(y_true: Any, y_pred: Any, classes: int | None = None) -> Counts:
    """How often each class (row) was taken for each (column).

    y_true, y_pred: numbers of classes, or one column a class. Raises `InputError` for targets and
    predictions of different numbers, and for what are no classes.
    """
    true, said = _classes(y_true), _classes(y_pred)
    if len(true) != len(said):
        raise InputError(f"There are {len(true)} targets and {len(said)} predictions.")
    least = int(max(true.max(initial=-1), said.max(initial=-1))) + 1
    count = least if classes is None else classes
    if count < least or min(true.min(initial=0), said.min(initial=0)) < 0:
        raise InputError(f"Classes are numbers from 0 to {count - 1}.")
    return np.bincount(true * count + said, minlength=count * count).reshape(count, count)


def _classes(y: Any) -> Counts:
    numbers = np.asarray(y)
    if numbers.ndim == 2:
        numbers = numbers[:, 0] if numbers.shape[1] == 1 else numbers.argmax(-1)
    whole = numbers.astype(int)
    if numbers.ndim != 1 or (whole != numbers).any():
        raise InputError("A confusion matrix takes the number of a class for each sample.")
    return whole
