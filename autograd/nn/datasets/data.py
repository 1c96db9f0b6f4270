"""`Data`: samples, targets, and a card that says where they come from."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats

Labels = np.ndarray[Any, np.dtype[np.int64]]


class Data(NamedTuple):
    """x: one row a sample; y: the targets; card: source, licence and what is in it."""

    x: Floats
    y: Any
    card: str

    def split(self, held_out: float = 0.2, seed: int = 0) -> tuple[Data, Data]:
        """Shuffled and cut in two: for training, and to hold out.

        Raises `InputError` where that leaves one of them empty.
        """
        count = round(len(self.x) * held_out)
        if not 0 < count < len(self.x):
            raise InputError(f"Holding out {held_out} of {len(self.x)} samples leaves nothing.")
        order = np.random.default_rng(seed).permutation(len(self.x))
        rest, out = order[count:], order[:count]
        return (
            Data(self.x[rest], self.y[rest], self.card),
            Data(self.x[out], self.y[out], self.card),
        )
