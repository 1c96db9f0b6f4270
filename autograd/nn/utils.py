"""What Keras keeps in its ``utils``: one column a class, and the seed of networks to come."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.nn import seeds
from autograd.nn.initializers import Floats
from autograd.nn.layers.base import whole


def to_categorical(y: Any, num_classes: int | None = None) -> Floats:
    """Numbers of classes as rows with a single 1: (samples, classes).

    num_classes: one more than the largest number where left out. Raises `InputError` for what are
    no classes.
    """
    found = np.asarray(y)
    numbers = found[..., 0] if found.ndim > 1 and found.shape[-1] == 1 else found
    if not numbers.size or numbers.dtype.kind not in "iufb" or (numbers != np.floor(numbers)).any():
        raise InputError("Classes are whole numbers: 0, 1, 2, …")
    count = int(numbers.max()) + 1 if num_classes is None else whole(num_classes, "num_classes")
    if numbers.min() < 0 or numbers.max() >= count:
        raise InputError(f"Classes are numbers from 0 to {count - 1}.")
    columns: Floats = np.eye(count)[numbers.astype(int)]
    return columns


def set_random_seed(seed: int) -> None:
    """The seed of every network made after this that is given none of its own.

    Raises `InputError` for a negative number.
    """
    seeds.choose(seed)
