"""What is trained: networks of `benchmarks.works`, with their data.

epsilon is all but 0: libraries add it in different places, and would differ by more than rounding.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from benchmarks.works import WORKS

EPSILON = 1e-300
STEPS = 40
"""Batches of an epoch."""

CHECKED = 5
"""Steps after which all contenders must have the same weights."""

TASKS = {"mlp": 32, "mlp400": 32, "mlp784": 128, "conv2d": 32}
"""Works, and the samples of a batch."""


class Task(NamedTuple):
    """A network's parameters, and samples with their labels."""

    work: str
    batch: int
    parameters: list[Any]
    x: Any
    y: Any
    epsilon: float = EPSILON


def task(work: str) -> Task:
    """The same in every process."""
    batch = TASKS[work]
    *parameters, x, y = WORKS[work].data(batch * STEPS)
    return Task(work, batch, parameters, x, y)
