"""Losses, as scalar code; words and defaults are Keras'.

base.py         `Loss`; regression.py: squares and sizes of differences
binary.py       cross-entropy of yes and no; categorical.py: of classes
logits.py       the sums behind recorded probabilities
"""

from __future__ import annotations

from typing import Any

from autograd.errors import InputError
from autograd.nn.losses.base import FunctionLoss, Loss
from autograd.nn.losses.binary import BinaryCrossentropy
from autograd.nn.losses.categorical import CategoricalCrossentropy, SparseCategoricalCrossentropy
from autograd.nn.losses.regression import MeanAbsoluteError, MeanSquaredError

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "SparseCategoricalCrossentropy",
    "get",
]

NAMES: dict[str, Loss] = {
    "mean_squared_error": MeanSquaredError(),
    "mse": MeanSquaredError(),
    "mean_absolute_error": MeanAbsoluteError(),
    "mae": MeanAbsoluteError(),
    "binary_crossentropy": BinaryCrossentropy(),
    "categorical_crossentropy": CategoricalCrossentropy(),
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy(),
}


def get(loss: Any) -> Loss:
    """The loss of that name, or the one given; a function of a target and an output becomes one.

    Raises `InputError` for an unknown name.
    """
    if isinstance(loss, Loss):
        return loss
    if isinstance(loss, type) and issubclass(loss, Loss):
        return loss()
    if callable(loss):
        return FunctionLoss(loss)
    if not isinstance(loss, str) or loss not in NAMES:
        raise InputError(f"There is no loss {loss!r}. Choose {', '.join(NAMES)}.")
    return NAMES[loss]
