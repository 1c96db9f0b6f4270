"""Samples as they come from a user: checked, weighted, split and shuffled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats, Shape
from autograd.nn.layers.base import whole
from autograd.nn.losses import Loss
from autograd.nn.stack import Stack
from autograd.nn.steps import Batch

BATCH = 32
"""Samples of a batch where nobody says how many."""


@dataclass(frozen=True)
class Samples:
    """Inputs, targets as rows, the user's own targets, and what each sample counts."""

    x: Floats
    rows: Floats
    y: Any
    weight: Floats

    def batch(self, noise: Mapping[str, Floats] | None = None, part: slice = slice(None)) -> Batch:
        """Some of the samples, ready to be trained on."""
        return Batch(self.x[part], self.rows[part], self.weight[part], noise or {})

    def __len__(self) -> int:
        return len(self.x)


def inputs(x: Any) -> Floats:
    """Inputs as floats, one row a sample; `InputError` for what is no numbers, or none."""
    try:
        found = np.asarray(x, dtype=float, order="C")  # as compiled steps want them
    except (TypeError, ValueError):
        raise InputError("The samples are not an array of numbers.") from None
    if found.ndim == 0 or not len(found):
        raise InputError("There are no samples.")
    return found[:, None] if found.ndim == 1 else found


def samples(
    x: Any, y: Any, loss: Loss, output_shape: Shape, sample_weight: Any = None,
    class_weight: Mapping[int, float] | None = None,
) -> Samples:  # fmt: skip
    """Samples with their targets. Raises `InputError` where they do not belong together."""
    found = inputs(x)
    if y is None:
        raise InputError("There are samples but no targets: fit(x, y).")
    targets = loss.targets(y, output_shape).reshape(len(y), -1)
    if len(targets) != len(found):
        raise InputError(f"There are {len(found)} samples and {len(targets)} targets.")
    weight = np.ones(len(found))
    if sample_weight is not None:
        weight = weight * _weights(sample_weight, len(found))
    if class_weight is not None:
        weight = weight * _class_weights(np.asarray(y), class_weight)
    return Samples(found, np.ascontiguousarray(targets), y, weight)


def _weights(sample_weight: Any, count: int) -> Floats:
    found = np.asarray(sample_weight, dtype=float)
    if found.shape != (count,) or not np.isfinite(found).all():
        raise InputError(f"sample_weight is one finite number for each of {count} samples.")
    return found


def _class_weights(y: Any, class_weight: Mapping[int, float]) -> Floats:
    columns = y.ndim == 2 and y.shape[1] > 1
    classes = y.argmax(1) if columns else y.reshape(len(y), -1)[:, 0]
    missing = sorted({int(c) for c in np.unique(classes)} - set(class_weight))
    if missing:
        raise InputError(f"class_weight has no weight for class {missing[0]}.")
    return np.array([float(class_weight[int(c)]) for c in classes])


def split(all_of: Samples, share: float) -> tuple[Samples, Samples]:
    """The first samples for training and the last ``share`` of them for validation, as Keras."""
    if not 0 < share < 1:
        raise InputError(f"validation_split is between 0 and 1, not {share!r}.")
    at = int(len(all_of) * (1 - share))
    if not 0 < at < len(all_of):
        raise InputError(f"validation_split={share} of {len(all_of)} samples leaves nothing.")
    parts = [
        Samples(all_of.x[p], all_of.rows[p], np.asarray(all_of.y)[p], all_of.weight[p])
        for p in (slice(None, at), slice(at, None))
    ]
    return parts[0], parts[1]


class Batches:
    """The batches of every epoch: shuffled by one generator, with the noise of the layers."""

    def __init__(
        self, of: Samples, stack: Stack, size: int | None, shuffle: bool, rng: np.random.Generator
    ) -> None:
        self.of = of
        self.stack = stack
        self.size = BATCH if size is None else whole(size, "batch_size")
        self.shuffle = shuffle
        self.rng = rng
        self.steps = -(-len(of) // self.size)
        self._buffers = replace(
            of, x=np.empty_like(of.x), rows=np.empty_like(of.rows), weight=np.empty_like(of.weight)
        )

    def epoch(self) -> Iterator[Batch]:
        """The batches of one epoch; valid until the next."""
        source = self.of
        if self.shuffle:
            source = self._buffers
            chosen = self.rng.permutation(len(source.x))
            np.take(self.of.x, chosen, axis=0, out=source.x, mode="clip")  # unbuffered
            np.take(self.of.rows, chosen, axis=0, out=source.rows, mode="clip")
            np.take(self.of.weight, chosen, out=source.weight, mode="clip")
        shape = source.x.shape[1:]
        for start in range(0, len(source.x), self.size):
            part = slice(start, start + self.size)
            count = min(self.size, len(source.x) - start)
            drawn = self.stack.draw(shape, count, self.rng)
            noise = {name: np.ascontiguousarray(each, float) for name, each in drawn.items()}
            yield source.batch(noise, part)
