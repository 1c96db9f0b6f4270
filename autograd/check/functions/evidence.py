"""What the true derivatives of a function are: from its record or, where there is none, from
outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from autograd.check.functions.given import Given
from autograd.check.functions.outside import BlackBox
from autograd.check.functions.recorded import Recording, Untraceable
from autograd.check.functions.traced import Traced
from autograd.check.precise import Sure


class Evidence(Protocol):
    """The derivative of output k by input i (all inputs in one row), and how far it is sure."""

    open: dict[tuple[int, int], str]
    kinds: dict[tuple[int, int], str]
    notes: list[str]
    method: str
    near: bool

    def truth(self, k: int, i: int) -> Sure: ...  # noqa: D102
    def bar(self, k: int, i: int, in_floats: bool) -> float: ...  # noqa: D102
    def tight(self, k: int, i: int, in_floats: bool) -> float: ...  # noqa: D102
    def reverse(self, k: int, i: int) -> float | None: ...  # noqa: D102
    def rest(self, claimed: Mapping[tuple[int, int], float]) -> None: ...  # noqa: D102
    def unmasked(self) -> list[float] | None: ...  # noqa: D102
    def witnesses(self, k: int, i: int) -> dict[str, Sure | str]: ...  # noqa: D102
    @property
    def recording(self) -> Recording | None: ...  # noqa: D102
    @property
    def cost(self) -> int: ...  # noqa: D102


def gather(given: Given) -> Evidence:
    """The best evidence that the function allows."""
    try:
        traced = Traced(given)
    except Untraceable as reason:
        return BlackBox(given, str(reason))
    return traced
