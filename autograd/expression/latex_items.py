r"""What stands side by side inside one pair of brackets: letters, numbers, finished groups,
function heads and signs, each with its scripts. `latex_terms` makes terms of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from autograd.expression.latex_nodes import Node


class Kind(Enum):
    """What an item is."""

    NUMBER = "number"
    NAME = "name"
    HEAD = "function"
    BRACKET = "bracket"
    ATOM = "atom"
    PRODUCT = "product sign"
    SIGN = "sign"
    RELATION = "relation"
    LOGIC = "logic"
    KEYWORD = "keyword"
    COMMA = "comma"


OPERANDS = frozenset({Kind.NUMBER, Kind.NAME, Kind.BRACKET, Kind.ATOM})


class Part(NamedTuple):
    """A part of how a name is written: ``"letter"``, ``"word"``, ``"mark"`` or ``"index"``."""

    kind: str
    text: str


Spelling = tuple[Part, ...]


class Script(NamedTuple):
    """A superscript: its value, and its text where it is a whole number with or without sign."""

    node: Node
    whole: str
    column: int


@dataclass(slots=True, eq=False)
class Item:
    """One item, read from ``source[start:end]``.

    text: digits; a function's name; a bracket's opening; what an atom is (``frac``, ``sqrt`` …);
    a row, for signs and relations. arguments: what a bracket or an atom holds. spelling: how a
    name is written; letter: it is a plain letter, which may be part of a word. lone: the bracket
    holds a single letter or number. script, base, factorial: what is attached to it.
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    arguments: tuple[Node, ...] = ()
    spelling: Spelling = ()
    letter: bool = False
    lone: bool = False
    script: Script | None = None
    base: Node | None = None
    factorial: bool = False

    @property
    def bare(self) -> bool:
        """Whether nothing is attached above or behind it."""
        return self.script is None and not self.factorial


def whole_number(items: list[Item]) -> str:
    """The whole number that the items are, with its sign if it has one; else nothing."""
    signs = [item for item in items[:-1] if item.kind is Kind.SIGN]
    if not items or len(items) > 2 or len(signs) != len(items) - 1:
        return ""
    last = items[-1]
    if last.kind is not Kind.NUMBER or not last.bare or not last.text.isdecimal():
        return ""
    return ("".join({"add": "+", "sub": "-"}[sign.text] for sign in signs)) + last.text
