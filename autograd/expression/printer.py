"""A tape back to text, with no more brackets than it needs.

Reading the text again gives the same tape: the order of the instructions tells ``a if c else b``
(a before c) from ``where(c, a, b)``, and an operand shared by two comparisons tells a chain.
"""

from __future__ import annotations

from typing import Final

from autograd.expression.calls import FOLDED, defaults
from autograd.expression.grammar import (
    ATOM,
    CHOICE,
    COMPARISON,
    INFIX,
    OR,
    POWER,
    PREFIX,
    SIGN,
    SUM,
)
from autograd.expression.tape import NUMBER, Instruction, Tape

_INFIX: Final = {operator.row: (sign, operator.binding) for sign, operator in INFIX.items()}
_PREFIX: Final = {operator.row: (sign, operator.binding) for sign, operator in PREFIX.items()}

Piece = str | tuple[int, int]
"""A text, or an instruction still to be printed and how tightly it must bind."""


def printed(tape: Tape, place: int = -1) -> str:
    """The formula of the instruction at ``place``."""
    texts: list[str] = []
    waiting: list[Piece] = [(place % len(tape), CHOICE)]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            texts.append(piece)
            continue
        place, needed = piece
        pieces, binding = _pieces(tape, place)
        if binding < needed:
            pieces = ["(", *pieces, ")"]
        waiting.extend(reversed(pieces))
    return "".join(texts)


def _pieces(tape: Tape, place: int) -> tuple[list[Piece], int]:
    """One instruction as texts and operands, and how tightly the whole of it binds."""
    step = tape[place]
    if not step.operands:
        return [step.text], ATOM
    if step.op in _PREFIX:
        sign, binding = _PREFIX[step.op]
        return [sign + " " * sign.isalpha(), (step.operands[0], binding)], binding
    if chain := _chain(tape, step):
        return chain, COMPARISON
    if step.op in _INFIX:
        return _infix(step)
    if step.op == "where" and step.operands[1] < step.operands[0]:
        condition, value, other = step.operands
        return [(value, OR), " if ", (condition, OR), " else ", (other, CHOICE)], CHOICE
    return _call(tape, step), ATOM


def _infix(step: Instruction) -> tuple[list[Piece], int]:
    sign, binding = _INFIX[step.op]
    left, right = step.operands
    # The left operand of ** must be an atom, the right one may be a signed number or a power.
    tight = {POWER: (ATOM, SIGN), COMPARISON: (SUM, SUM)}.get(binding, (binding, binding + 1))
    spaced = sign if sign in ("*", "/", "**") else f" {sign} "
    return [(left, tight[0]), spaced, (right, tight[1])], binding


def _chain(tape: Tape, step: Instruction) -> list[Piece]:
    """``a < b < c`` where the step is one; else nothing."""
    pieces: list[Piece] = []
    for row, place in links(tape, step):
        pieces += [f" {_INFIX[row][0]} ", (place, SUM)]
    return pieces[1:]


def links(tape: Tape, step: Instruction) -> list[tuple[str, int]]:
    """The parts of ``a < b < c``, where the step is one and its operands share b; else nothing.

    Each is a comparison's row and the place of its right operand; a stands first, with the
    first comparison's row.
    """
    found: list[tuple[str, int]] = []
    while step.op == "and_":
        before, last = (tape[place] for place in step.operands)
        link = tape[before.operands[1]] if before.op == "and_" else before
        if not _compares(last) or not _compares(link) or link.operands[1] != last.operands[0]:
            return []
        found.insert(0, (last.op, last.operands[1]))
        step = before
    if found:
        found[:0] = [(step.op, step.operands[0]), (step.op, step.operands[1])]
    return found


def _compares(step: Instruction) -> bool:
    return step.op in _INFIX and _INFIX[step.op][1] == COMPARISON


def _call(tape: Tape, step: Instruction) -> list[Piece]:
    """A call, without the arguments that its row has by default."""
    pieces: list[Piece] = [FOLDED.get(step.op, step.op), "("]
    for operand in arguments(tape, step):
        pieces += [(operand, CHOICE), ", "]
    pieces[-1] = ")"
    return pieces


def arguments(tape: Tape, step: Instruction) -> list[int]:
    """The arguments of a call as they are written: all three of max(a, b, c), no defaults."""
    operands = list(step.operands)
    if step.op in FOLDED:
        while tape[operands[0]].op == step.op:
            operands[:1] = tape[operands[0]].operands
    assumed = defaults(step.op)
    while assumed and tape[operands[-1]] == Instruction(NUMBER, text=assumed[-1]):
        operands.pop()
        assumed.pop()
    return operands
