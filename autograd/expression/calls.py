"""Functions of the language: which row a call means, and how many arguments it takes."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from autograd.primitives import PRIMITIVES

FOLDED: Final[dict[str, str]] = {"maximum": "max", "minimum": "min"}
"""Rows of two operands that a call gives any number of, from the left: max(a, b, c). With the
name that they are printed by."""

BASED: Final = "log"
"""The row whose second argument, where one is given, is a base: log(x, b) is log(x)/log(b)."""


class Function(NamedTuple):
    """A function as it may be called: its row, and its fewest and most arguments."""

    row: str
    least: int
    most: int | None

    def arguments(self) -> str:
        """How many arguments it takes, in words."""
        if self.most is None:
            return f"{self.least} or more arguments"
        if self.most > self.least:
            return f"{self.least} or {self.most} arguments"
        return "1 argument" if self.least == 1 else f"{self.least} arguments"


@cache
def functions() -> dict[str, Function]:
    """Every spelling of every function that a formula may call."""
    found = {}
    for row in PRIMITIVES.values():
        if "internal" in row.traits:
            continue
        most: int | None = row.arity
        if row.name in FOLDED:
            most = None
        elif row.name == BASED:
            most = 2
        function = Function(row.name, row.arity - len(row.defaults), most)
        found.update(dict.fromkeys((row.name, *row.aliases), function))
    return found


def function(name: str) -> Function | None:
    """What calling ``name`` means; None when the language has no such function."""
    return functions().get(name)


def defaults(row: str) -> list[str]:
    """The row's default operands as numbers of the language."""
    return [repr(default) for default in PRIMITIVES[row].defaults]
