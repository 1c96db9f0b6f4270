"""A bound on the time of pure Python work that gives no sign of life, such as a simplification."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from autograd import collection

Answer = TypeVar("Answer")

_STACK: Final = 256 * 1024 * 1024  # reserved, not used up: formulas may be deep
_TRIES: Final = 20
_BETWEEN: Final = 0.05  # seconds

_one_at_a_time = threading.Lock()


class OutOfTime(BaseException):
    """Ends work past its time. A BaseException, so that no ``except Exception`` holds it up."""


class _Work(threading.Thread, Generic[Answer]):
    """The work in a thread of its own, which can be told to end between two steps of Python."""

    def __init__(self, work: Callable[[], Answer]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.answer: list[Answer] = []
        self.error: BaseException | None = None
        self._working = True
        self._lock = threading.Lock()

    def run(self) -> None:
        """Keeps the answer or the error for the thread that waits."""
        try:
            try:
                self.answer.append(self.work())
            except BaseException as error:  # noqa: BLE001  (raised again by whoever waits)
                self.error = error
            with self._lock:
                self._working = False
            for _ in range(2):
                pass  # a jump backward is where Python raises an OutOfTime that is still due
        except OutOfTime:
            pass

    def stop(self) -> None:
        """Raises `OutOfTime` inside the work, again while it is caught, for a second at most."""
        for _ in range(_TRIES):
            with self._lock:
                if not self._working:
                    return
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self.ident or 0), ctypes.py_object(OutOfTime)
                )
            self.join(_BETWEEN)


def within(seconds: float, work: Callable[[], Answer]) -> Answer:
    """What ``work()`` returns; its errors pass through.

    Raises `OutOfTime` when it takes longer: the work is then broken off between two steps of
    Python. A single step of C code, such as one product of huge integers, is left to end.
    """
    # What the collector calls would swallow an OutOfTime, and print it.
    with collection.paused():
        thread = _Work(work)
        _start(thread)
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


def _start(thread: threading.Thread) -> None:
    with _one_at_a_time:  # the size of the stack is a setting of the whole process
        before = threading.stack_size(_STACK)
        try:
            thread.start()
        finally:
            threading.stack_size(before)
