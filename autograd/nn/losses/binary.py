"""Binary cross-entropy, exact where the loss is tiny and where it is huge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from autograd import ops
from autograd.errors import InputError
from autograd.nn.initializers import Floats, Shape
from autograd.nn.losses.base import Loss, rows
from autograd.nn.losses.logits import behind_sigmoid
from autograd.nn.registry import registered


def smoothing(amount: float) -> None:
    """`InputError` unless ``amount`` is a share."""
    if not 0 <= amount < 1:
        raise InputError(f"label_smoothing is from 0 to below 1, not {amount!r}.")


def share(weight: Any, loss: Any) -> Any:
    """``weight * loss``, and 0 where the weight is 0 even if the loss is infinite."""
    return ops.where(weight == 0.0, 0.0, weight * loss)


@registered
@dataclass(frozen=True)
class BinaryCrossentropy(Loss):
    """-y·log(p) - (1 - y)·log(1 - p), the mean over the outputs.

    from_logits: the outputs are the sums z with p = sigmoid(z), and the loss is
    y·softplus(-z) + (1 - y)·softplus(z), which is exact for every z. Without it the same formula
    is used where the record shows that p is a sigmoid. label_smoothing moves 0 and 1 towards 1/2
    by half of it.
    """

    from_logits: bool = False
    label_smoothing: float = 0.0

    accuracy: ClassVar[str] = "binary_accuracy"

    def __post_init__(self) -> None:
        smoothing(self.label_smoothing)

    def targets(self, y: Any, shape: Shape) -> Floats:
        """See `Loss.targets`; numbers from 0 to 1."""
        found = rows(y, shape)
        if ((found < 0) | (found > 1)).any():
            raise InputError(
                "BinaryCrossentropy takes targets from 0 to 1; these go from "
                f"{found.min():g} to {found.max():g}."
            )
        return found

    def sample(self, y: Sequence[Any], outputs: Sequence[Any]) -> Any:
        """See `Loss.sample`."""
        s = self.label_smoothing
        targets = [target * (1 - s) + s / 2 for target in y] if s else y
        sums = outputs if self.from_logits else behind_sigmoid(outputs)
        if sums is not None:
            return ops.mean(_from_sum(t, z) for t, z in zip(targets, sums, strict=True))
        return ops.mean(_from_probability(t, p) for t, p in zip(targets, outputs, strict=True))


def _from_sum(y: Any, z: Any) -> Any:
    return y * ops.softplus(-z) + (1 - y) * ops.softplus(z)


def _from_probability(y: Any, p: Any) -> Any:
    return share(y, -ops.log(p)) + share(1 - y, -ops.log1p(-p))
