"""Where in a program each node was recorded: the file, the line and its text.

Recording itself knows nothing of it and costs what it always does. Inside ``with tracing()`` the
clock that gives every node its serial number is exchanged for one that also looks at who asked.
"""

from __future__ import annotations

import linecache
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from types import FrameType
from typing import NamedTuple

from autograd import value
from autograd.value import Value

_ENGINE = ("autograd", "numpy")
_WRITTEN_IN_VALUES = "autograd.nn"
"""Its layers are plain scalar code, worth reading: a line of theirs is a place like a user's."""


class Line(NamedTuple):
    """A line of a program. file: its name without folders. text: the line, "" where unknown."""

    file: str
    number: int
    text: str


class Lines:
    """The lines of the nodes that were recorded in one ``with tracing()``."""

    def __init__(self) -> None:
        self._places: dict[int, tuple[str, int]] = {}

    def of(self, node: Value) -> Line | None:
        """The line that recorded a node; None for a node from elsewhere."""
        place = self.place(node)
        if place is None:
            return None
        path, number = place
        return Line(PurePath(path).name, number, linecache.getline(path, number).strip())

    def place(self, node: Value) -> tuple[str, int] | None:
        """The file, with its folders, and the number of the line that recorded a node."""
        return self._places.get(node.serial)

    def told(self, node: Value) -> str:
        """The line that recorded an operation as ``file.py:12``; "" for numbers and others."""
        found = None if node.a is None else self.of(node)
        return "" if found is None else f"{found.file}:{found.number}"

    def __len__(self) -> int:
        return len(self._places)


@contextmanager
def tracing() -> Iterator[Lines]:
    """Remembers the line of every node that is recorded inside the ``with``.

    Gives a `Lines`, to be asked for the line of a node. Recording takes a few times as long
    inside; it belongs to the process, not to a thread, as scopes do.
    """
    lines = Lines()
    plain = value.tick
    places = lines._places

    def tick() -> int:
        serial = plain()
        frame = _asker(sys._getframe(1))
        places[serial] = (frame.f_code.co_filename, frame.f_lineno)
        return serial

    _exchange(plain, tick)
    try:
        yield lines
    finally:
        _exchange(tick, plain)


def _asker(frame: FrameType) -> FrameType:
    """The innermost frame that is neither the engine's nor NumPy's."""
    outer: FrameType | None = frame
    while outer is not None:
        name = str(outer.f_globals.get("__name__", ""))
        if name.partition(".")[0] not in _ENGINE or name.startswith(_WRITTEN_IN_VALUES):
            return outer
        outer = outer.f_back
    return frame


def _exchange(old: Callable[[], int], new: Callable[[], int]) -> None:
    """Puts ``new`` wherever a module of the engine has ``old`` as its clock."""
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", {})  # some libraries put other things there
        if names.get("tick") is old:
            names["tick"] = new
