"""Guards: the comparisons that decided which way a recorded program went.

A graph holds the branch that was taken. Whoever records on purpose (the compiler, the check)
listens here, and learns that another input could take another branch.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from autograd.value import Value

LISTENERS: list[list[Guard]] = []
"""Who listens now."""

SETTLED: dict[int, CodeType] = {}
"""Places in programs that may ask, by the address of their instruction (a code object holds its
instructions, so the sum is its own; it is kept alive for that)."""


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
    LISTENERS.append(heard)
    try:
        yield heard
    finally:
        LISTENERS[:] = [each for each in LISTENERS if each is not heard]


def decide(truth: Value, frame: FrameType) -> bool:
    """The outcome of a recorded truth value, told to whoever listens.

    frame: where it was asked. Raises `RecordingError` where a loop of NumPy's asks.
    """
    place = id(frame.f_code) + frame.f_lasti
    if place not in SETTLED:
        from autograd.loops import refuse

        if refuse(truth.op, frame):
            SETTLED[place] = frame.f_code
    outcome = bool(truth.data)
    if LISTENERS:
        asker = _user(frame)
        guard = Guard(truth, outcome, asker.f_code.co_filename, asker.f_lineno)
        for heard in LISTENERS:
            heard.append(guard)
    return outcome


def _user(frame: FrameType) -> FrameType:
    """The innermost frame that is neither this package's nor NumPy's."""
    outer: FrameType | None = frame
    while outer is not None:
        if outer.f_globals.get("__name__", "").partition(".")[0] not in ("autograd", "numpy"):
            return outer
        outer = outer.f_back
    return frame
