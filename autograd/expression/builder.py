"""The tape as it grows, with the caps on its size, its depth and its constants."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, NoReturn

from autograd.errors import ExpressionError
from autograd.expression import constants
from autograd.expression.constants import Constant, OutOfProportionError
from autograd.expression.grammar import CONSTANTS, chained
from autograd.expression.limits import MAX_DEPTH, MAX_NODES
from autograd.expression.tape import CONSTANT, NAME, NUMBER, Instruction, Tape


class Term(NamedTuple):
    """A value that has been read: its place on the tape, and its part of the text, with the
    brackets around it."""

    place: int
    start: int
    end: int


class Builder:
    """Appends instructions to a tape; every method raises `ExpressionError` past a cap."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: dict[str, None] = {}
        self._tape: list[Instruction] = []
        self._depths: list[int] = []
        self._constants: list[Constant | None] = []

    def tape(self) -> Tape:
        """What has been built."""
        return tuple(self._tape)

    def instruction(self, term: Term) -> Instruction:
        """The instruction that gives the term."""
        return self._tape[term.place]

    def number(self, text: str, start: int, end: int) -> Term:
        """A written number."""
        step = Instruction(NUMBER, text=text, span=(start, end))
        return self._append(step, 0, constants.literal(text))

    def name(self, name: str, start: int, end: int) -> Term:
        """A variable."""
        self.names[name] = None
        return self._append(Instruction(NAME, text=name, span=(start, end)), 0, None)

    def constant(self, name: str, start: int, end: int) -> Term:
        """The constant that ``name`` stands for."""
        own = CONSTANTS[name]
        step = Instruction(CONSTANT, text=own, span=(start, end))
        return self._append(step, 0, constants.named(own))

    def apply(self, row: str, operands: list[Term], start: int, end: int) -> Term:
        """The row ``row`` on terms, read from ``text[start:end]``."""
        places = tuple(operand.place for operand in operands)
        try:
            constant = constants.combined(row, [self._constants[place] for place in places])
        except OutOfProportionError as error:
            self.fail(error.message, operands[error.operand].start)
        step = Instruction(row, places, span=(start, end))
        return self._append(step, self._depth(row, places), constant)

    def widen(self, term: Term, start: int, end: int) -> None:
        """Says that the term's instruction was read from ``text[start:end]`` as a whole."""
        self._tape[term.place] = replace(self._tape[term.place], span=(start, end))

    def _depth(self, row: str, places: tuple[int, ...]) -> int:
        """How many operations are inside one another here; a chain to the left counts once."""
        first, *others = places
        chain = self._tape[first].op in chained(row)
        return max(
            self._depths[first] + (not chain), *(self._depths[place] + 1 for place in others), 1
        )

    def _append(self, step: Instruction, depth: int, constant: Constant | None) -> Term:
        start, end = step.span
        if len(self._tape) >= MAX_NODES:
            self.fail(
                f"A formula may have at most {MAX_NODES:,} numbers, names and operations.", end
            )
        if depth > MAX_DEPTH:
            self.fail(f"More than {MAX_DEPTH} operations are inside one another.", end)
        self._tape.append(step)
        self._depths.append(depth)
        self._constants.append(constant)
        return Term(len(self._tape) - 1, start, end)

    def fail(self, message: str, column: int) -> NoReturn:
        """Raises an `ExpressionError` about this text."""
        raise ExpressionError(message, self.text, column)
