"""Cross-entropy over classes, exact where the loss is tiny and where it is huge.

The usual log(Σ exp(z - m)) + m - z_y, with the largest z taken out, is 0 at z = (0, -40), y = 0,
where the loss is 4e-18: 1 + 4e-18 rounds to 1 before the logarithm. Here the 1 of the class itself
never enters the sum. With dⱼ = zⱼ - Σ yₖzₖ and M the largest dⱼ, rounded down,

    loss = M + log1p(Σ (1 - yⱼ)·exp(dⱼ - M) + Σ yⱼ·expm1(dⱼ - M)),

which is log Σ exp(dⱼ) for any M wherever the targets sum to 1. M only keeps the powers below e. A
number that is rounded down passes no derivative back, so none has to cancel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, ClassVar

import numpy as np

from autograd import ops
from autograd.errors import InputError
from autograd.nn.initializers import Floats, Shape
from autograd.nn.losses.base import Loss, numbers, rows
from autograd.nn.losses.binary import share, smoothing
from autograd.nn.losses.logits import behind_softmax
from autograd.nn.registry import registered


def from_logits(y: Sequence[Any], z: Sequence[Any]) -> Any:
    """The loss of targets that sum to 1 under softmax(z)."""
    d, M = _shifted(y, z)
    others = ops.sum((1 - yj) * ops.exp(dj - M) for yj, dj in zip(y, d, strict=True))
    own = ops.sum(yj * ops.expm1(dj - M) for yj, dj in zip(y, d, strict=True))
    return M + ops.log1p(others + own)


def from_logits_of_one(y: Sequence[Any], z: Sequence[Any]) -> Any:
    """As `from_logits` for a target that is 1 for one class, whose dⱼ is 0, and 0 for the rest."""
    d, M = _shifted(y, z)
    others = ops.sum((1 - yj) * ops.exp(dj - M) for yj, dj in zip(y, d, strict=True))
    return M + ops.log1p(others + ops.expm1(-M))


def _shifted(y: Sequence[Any], z: Sequence[Any]) -> tuple[list[Any], Any]:
    middle = ops.dot(y, z)
    d = [each - middle for each in z]
    return d, ops.floor(reduce(ops.maximum, d))


def from_probabilities(y: Sequence[Any], p: Sequence[Any]) -> Any:
    """-Σ yⱼ·log(pⱼ)."""
    return ops.sum(share(yj, -ops.log(pj)) for yj, pj in zip(y, p, strict=True))


@registered
@dataclass(frozen=True)
class CategoricalCrossentropy(Loss):
    """-Σ yⱼ·log(pⱼ) for targets that are probabilities, most often 1 for one class.

    from_logits: the outputs are sums z with p = softmax(z). Without it the sums are used all the
    same where the record shows that the outputs are a softmax. label_smoothing shares this part
    of the target equally among all classes.
    """

    from_logits: bool = False
    label_smoothing: float = 0.0

    accuracy: ClassVar[str] = "categorical_accuracy"

    def __post_init__(self) -> None:
        smoothing(self.label_smoothing)

    def targets(self, y: Any, shape: Shape) -> Floats:
        """See `Loss.targets`; each row from 0 to 1 and with the sum 1."""
        needs_classes(shape, type(self).__name__)
        found = numbers(y)
        if found.ndim < 2 or (found.shape[-1] == 1 and shape != (1,)):
            raise InputError(
                f"CategoricalCrossentropy takes one column for each of {shape[0]} classes. For "
                "numbers of classes write SparseCategoricalCrossentropy."
            )
        found = rows(found, shape)
        wrong = (np.abs(found.sum(1) - 1) > 1e-6) | (found < 0).any(1)
        if wrong.any():
            row = int(wrong.argmax())
            raise InputError(
                f"Row {row} of the targets is no set of probabilities: its sum is "
                f"{found[row].sum():g}, its smallest number {found[row].min():g}. For several "
                "labels at once write sigmoid outputs and BinaryCrossentropy."
            )
        return found

    def sample(self, y: Sequence[Any], outputs: Sequence[Any]) -> Any:
        """See `Loss.sample`."""
        s = self.label_smoothing
        targets = [target * (1 - s) + s / len(y) for target in y] if s else list(y)
        sums = outputs if self.from_logits else behind_softmax(outputs)
        if sums is not None:
            return from_logits(targets, sums)
        return from_probabilities(targets, outputs)


@registered
@dataclass(frozen=True)
class SparseCategoricalCrossentropy(Loss):
    """-log(p_y) for the number y of a class; otherwise as `CategoricalCrossentropy`."""

    from_logits: bool = False

    accuracy: ClassVar[str] = "sparse_categorical_accuracy"

    def targets(self, y: Any, shape: Shape) -> Floats:
        """See `Loss.targets`: whole numbers in, rows with a single 1 out."""
        needs_classes(shape, type(self).__name__)
        found = numbers(y)
        if found.ndim == 2 and found.shape[1] == 1:
            found = found[:, 0]
        if found.ndim != 1:
            raise InputError(
                f"SparseCategoricalCrossentropy takes the number of a class for each sample; "
                f"these targets have the shape {found.shape}. For one column a class write "
                "CategoricalCrossentropy."
            )
        wrong = (found != np.floor(found)) | (found < 0) | (found >= shape[0])
        if wrong.any():
            place = int(wrong.argmax())
            raise InputError(
                f"Target {place} is {found[place]:g}; the outputs are {shape[0]}, so classes are "
                f"whole numbers from 0 to {shape[0] - 1}."
            )
        columns: Floats = np.eye(shape[0])[found.astype(int)]
        return columns

    def sample(self, y: Sequence[Any], outputs: Sequence[Any]) -> Any:
        """See `Loss.sample`; the target as a row with a single 1."""
        sums = outputs if self.from_logits else behind_softmax(outputs)
        if sums is not None:
            return from_logits_of_one(y, sums)
        return from_probabilities(y, outputs)


def needs_classes(shape: Shape, loss: str) -> None:
    """`InputError` unless the outputs are one row of classes."""
    if len(shape) != 1:
        raise InputError(f"{loss} takes outputs of the shape (classes,), not {shape}.")
