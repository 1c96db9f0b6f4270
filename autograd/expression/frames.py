"""What the parser has begun and not yet finished: operators that wait for an operand, brackets
that wait to be closed. ``binding`` says how tightly each holds the value that comes next."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograd.expression.builder import Term
from autograd.expression.calls import Function
from autograd.expression.grammar import CHOICE, OPEN


@dataclass(slots=True)
class Frame:
    """Base. column: where it began in the text."""

    column: int
    binding: int = OPEN


@dataclass(slots=True)
class Prefix(Frame):
    """A sign or ``not``; without a row it is the plus sign, which does nothing."""

    row: str = ""


@dataclass(slots=True)
class Infix(Frame):
    """An operator between two operands. before: in the second part of ``a < b < c`` the first,
    ``a < b``."""

    row: str = ""
    before: Term | None = None


@dataclass(slots=True)
class Choice(Frame):
    """``a if c`` that waits for its ``else``, and then for the other value."""

    has_else: bool = False

    def turn(self) -> None:
        """Its else has been read: from now on it is an operator that waits for an operand."""
        self.has_else = True
        self.binding = CHOICE


@dataclass(slots=True)
class Bracket(Frame):
    """``(`` around a part."""


@dataclass(slots=True)
class Call(Bracket):
    """``f(``. count: how many arguments are complete; made: what has been built of the call."""

    name: str = ""
    function: Function = field(default_factory=lambda: Function("", 0, 0))
    count: int = 0
    made: list[Term] = field(default_factory=list)
