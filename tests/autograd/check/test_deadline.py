"""Work within a time: answers and errors pass, what takes longer is broken off."""

from __future__ import annotations

import threading
import time

import pytest

from autograd.check.deadline import OutOfTime, within


def test_answers_and_errors_pass():
    assert within(5, lambda: 42) == 42
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


@pytest.mark.parametrize("swallows", [False, True])
def test_endless_work_is_broken_off_even_where_it_swallows_errors(swallows):
    ended = threading.Event()

    def work() -> None:
        try:
            while True:
                try:
                    sum(range(1000))
                except Exception:
                    if not swallows:
                        raise
        finally:
            ended.set()

    begun = time.monotonic()
    with pytest.raises(OutOfTime):
        within(0.05, work)
    assert ended.wait(5)
    assert time.monotonic() - begun < 60


def test_deep_work_has_a_stack_of_its_own():
    def depth(n: int) -> int:
        return 0 if n == 0 else 1 + depth(n - 1)

    assert within(5, lambda: depth(800)) == 800
