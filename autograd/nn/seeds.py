"""The seed of networks that are given none: 0, or what was chosen for the whole program."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.errors import InputError

_chosen = 0


def checked(seed: Any) -> int:
    """A seed as an integer of 0 or more; `InputError` where it is none."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise InputError(f"A seed is a whole number of 0 or more, not {seed!r}.")
    return int(seed)


def choose(seed: int) -> None:
    """Sets the seed for networks to come."""
    global _chosen  # noqa: PLW0603  (Keras has one for the whole program too)
    _chosen = checked(seed)


def default() -> int:
    """The seed of a network that is given none."""
    return _chosen
