"""Python's cyclic garbage collector, paused where this engine records."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No generational collections inside the ``with``; the state before is put back after.

    A graph has no cycles, so counting references frees it; the collector would walk every node
    again and again while it grows, at several times the cost of recording it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
