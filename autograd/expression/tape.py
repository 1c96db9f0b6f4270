"""The instructions that a formula becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

NUMBER: Final = "number"
NAME: Final = "name"
CONSTANT: Final = "constant"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step of a formula.

    op: the name of a row of the table, or ``"number"``, ``"name"``, ``"constant"``.
    operands: places on the tape, all before this one, in the order of the row's operands.
    text: the number exactly as written, the name, or ``"pi"`` or ``"e"``; else empty.
    span: the part of the formula, ``text[start:end]``, that it was read from; equality and
    hash leave it out.
    """

    op: str
    operands: tuple[int, ...] = ()
    text: str = ""
    span: tuple[int, int] = field(default=(0, 0), compare=False)


Tape = tuple[Instruction, ...]
"""A formula's instructions, operands first, in the order in which they were written; the last
one is the result. Only the middle of a chained comparison is used by two instructions."""
