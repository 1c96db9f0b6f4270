"""Regularisers: what large weights add to the loss, as scalar code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from autograd import ops
from autograd.errors import InputError
from autograd.nn.registry import registered


@registered
@dataclass(frozen=True)
class L1L2:
    """``l1`` times the sum of the sizes and ``l2`` times the sum of the squares of the weights."""

    l1: float = 0.0
    l2: float = 0.0

    def __post_init__(self) -> None:
        if not (self.l1 >= 0 and self.l2 >= 0):
            raise InputError(f"A regularizer needs factors of 0 or more, not {self}.")

    def __call__(self, weights: Iterable[Any]) -> Any:
        """What these weights add to the loss; numbers or Values."""
        numbers = list(weights)
        terms = []
        if self.l1:
            terms.append(self.l1 * ops.sum(abs(w) for w in numbers))
        if self.l2:
            terms.append(self.l2 * ops.sum(w * w for w in numbers))
        return ops.sum(terms)


def L1(l1: float = 0.01) -> L1L2:  # noqa: N802  (Keras' name)
    """``l1`` times the sum of the sizes of the weights."""
    return L1L2(l1=l1)


def L2(l2: float = 0.01) -> L1L2:  # noqa: N802  (Keras' name)
    """``l2`` times the sum of the squares of the weights."""
    return L1L2(l2=l2)


def get(regularizer: str | L1L2 | None) -> L1L2 | None:
    """The regulariser of that name ("l1", "l2", "l1_l2"), or the one given.

    Raises `InputError` for an unknown name.
    """
    if regularizer is None or isinstance(regularizer, L1L2):
        return regularizer
    known = {"l1": L1(), "l2": L2(), "l1_l2": L1L2(0.01, 0.01)}
    if regularizer not in known:
        raise InputError(f"There is no regularizer {regularizer!r}. Choose {', '.join(known)}.")
    return known[regularizer]
