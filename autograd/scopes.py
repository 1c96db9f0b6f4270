"""Scopes: named regions of a recorded graph."""

from __future__ import annotations

from types import TracebackType

CURRENT: list[Scope | None] = [None]
"""The scope that new nodes belong to, in a list of one so that recording reads it fast."""


class Scope:
    """A named region; each ``with scope(...)`` makes one of its own.

    name: as given. parent: the enclosing scope or None. path: the names from the outside in,
    joined by ``/``.
    """

    __slots__ = ("name", "parent")

    def __init__(self, name: str, parent: Scope | None = None) -> None:
        self.name = name
        self.parent = parent

    @property
    def path(self) -> str:
        """The names from the outermost scope to this one, joined by ``/``."""
        names = []
        region: Scope | None = self
        while region is not None:
            names.append(region.name)
            region = region.parent
        return "/".join(reversed(names))

    def __repr__(self) -> str:
        return f"Scope({self.path!r})"


class scope:  # noqa: N801  (a context manager that reads as a word)
    """``with scope("layer1"):`` gives every node recorded inside to a region of that name.

    Scopes nest. They belong to the process, not to a thread: record from one thread at a time
    where scopes matter.
    """

    __slots__ = ("_name", "_outer")

    def __init__(self, name: str) -> None:
        self._name = str(name)
        self._outer: list[Scope | None] = []

    def __enter__(self) -> Scope:
        self._outer.append(CURRENT[0])
        CURRENT[0] = inner = Scope(self._name, CURRENT[0])
        return inner

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        CURRENT[0] = self._outer.pop()
