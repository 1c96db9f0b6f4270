"""A bound on the time of pure Python work that gives no sign of life, such as a simplification."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

_STACK = 256 * 1024 * 1024  # reserved, not used up: formulas may be deep
_one_at_a_time = threading.Lock()


class OutOfTime(BaseException):
    """Ends work past its time. A BaseException, so that no ``except Exception`` holds it up."""


class _Work(threading.Thread, Generic[Answer]):
    def __init__(self, work: Callable[[], Answer]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.answer: list[Answer] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        """Keeps the answer or the error for the thread that waits."""
        try:
            self.answer.append(self.work())
        except BaseException as error:  # noqa: BLE001  (raised again by whoever waits)
            self.error = error

    def stop(self) -> None:
        """Raises `OutOfTime` inside the work, again while it is caught, for a second at most."""
        for _ in range(20):
            if not self.is_alive():
                return
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(self.ident or 0), ctypes.py_object(OutOfTime)
            )
            self.join(0.05)


def within(seconds: float, work: Callable[[], Answer]) -> Answer:
    """What ``work()`` returns; its errors pass through.

    Raises `OutOfTime` when it takes longer: the work is then broken off between two steps of
    Python. A single step of C code, such as one product of huge integers, is left to end.
    """
    with _one_at_a_time:
        before = threading.stack_size(_STACK)
        try:
            thread = _Work(work)
            thread.start()
        finally:
            threading.stack_size(before)
    try:
        thread.join(seconds)
    finally:
        if thread.is_alive():
            thread.stop()
    if thread.error is not None:
        raise thread.error
    if not thread.answer:
        raise OutOfTime
    return thread.answer[0]
