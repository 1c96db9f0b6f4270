"""Guards: the comparisons that decided which way a recorded program went.

A graph holds the branch that was taken. Whoever records on purpose (the compiler, the check)
listens here, and learns that another input could take another branch.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from autograd.value import Value

_listeners: list[list[Guard]] = []


class Guard(NamedTuple):
    """One decision: the recorded truth value, its outcome, and the line that asked."""

    truth: Value
    outcome: bool
    filename: str
    line: int


@contextmanager
def listening() -> Iterator[list[Guard]]:
    """Collects the guards of everything that is recorded inside the ``with``."""
    heard: list[Guard] = []
    _listeners.append(heard)
    try:
        yield heard
    finally:
        _listeners[:] = [each for each in _listeners if each is not heard]


def decide(truth: Value) -> bool:
    """The outcome of a recorded truth value, told to whoever listens."""
    outcome = bool(truth.data)
    if _listeners:
        frame = sys._getframe(2)
        guard = Guard(truth, outcome, frame.f_code.co_filename, frame.f_lineno)
        for heard in _listeners:
            heard.append(guard)
    return outcome
