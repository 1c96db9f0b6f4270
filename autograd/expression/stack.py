"""The parser's stack: complete terms, unfinished frames, and the finishing of frames."""

from __future__ import annotations

from autograd.expression.builder import Builder, Term
from autograd.expression.calls import BASED, FOLDED, defaults
from autograd.expression.frames import Bracket, Call, Choice, Frame, Infix, Prefix
from autograd.expression.grammar import OPEN
from autograd.expression.limits import MAX_DEPTH


class Stack:
    """Terms and frames of one formula. All of it raises `ExpressionError` past a cap."""

    def __init__(self, build: Builder) -> None:
        self.build = build
        self.terms: list[Term] = []
        self.frames: list[Frame] = []
        self._brackets = 0

    @property
    def top(self) -> Frame | None:
        """The frame begun last, or None."""
        return self.frames[-1] if self.frames else None

    def push(self, frame: Frame) -> None:
        """Begins a frame."""
        self.frames.append(frame)
        self._brackets += isinstance(frame, Bracket)
        if self._brackets > MAX_DEPTH:
            self.build.fail(f"More than {MAX_DEPTH} brackets are inside one another.", frame.column)
        if len(self.frames) - self._brackets > MAX_DEPTH:
            self.build.fail(
                f"More than {MAX_DEPTH} operations are inside one another.", frame.column
            )

    def finish(self, binding: int) -> None:
        """Finishes the frames on top that bind at least as tightly as ``binding``."""
        assert binding > OPEN
        while self.frames and self.frames[-1].binding >= binding:
            self.finish_one()

    def finish_one(self) -> None:
        """Finishes the operator on top: its terms become one."""
        match self.frames.pop():
            case Prefix(column=column, row=row):
                operand = self.terms.pop()
                if row:
                    operand = self.build.apply(row, [operand], column, operand.end)
                self.terms.append(operand._replace(start=column))
            case Infix(row=row, before=before):
                self._infix(row, before)
            case Choice():
                other, condition, value = (self.terms.pop() for _ in range(3))
                operands = [condition, value, other]
                self.terms.append(self.build.apply("where", operands, value.start, other.end))

    def _infix(self, row: str, before: Term | None) -> None:
        right, left = self.terms.pop(), self.terms.pop()
        term = self.build.apply(row, [left, right], left.start, right.end)
        if before is not None:
            term = self.build.apply("and_", [before, term], before.start, right.end)
        self.terms.append(term)

    def chain(self) -> Term:
        """Finishes the comparison on top and gives it, keeping its right operand as a term."""
        middle = self.terms[-1]
        self.finish_one()
        before = self.terms.pop()
        self.terms.append(middle)
        return before

    def argument(self, call: Call, last: bool) -> None:
        """Takes the term on top as the call's next argument; what can be built now, is."""
        call.count += 1
        row = call.function.row
        if row in FOLDED:
            if call.count > 1:
                self._make(call, row, 2)
        elif row == BASED and (call.count > 1 or not last):
            self._make(call, row, 1)
            if call.count > 1:
                self._make(call, "div", 2)

    def close(self, end: int) -> None:
        """Finishes the bracket on top, which ``text[end - 1]`` closes."""
        bracket = self.frames.pop()
        self._brackets -= 1
        if isinstance(bracket, Call):
            self._finish_call(bracket)
            for part in bracket.made:
                self.build.widen(part, bracket.column, end)
        self.terms.append(self.terms.pop()._replace(start=bracket.column, end=end))

    def _finish_call(self, call: Call) -> None:
        row = call.function.row
        if row in FOLDED or (row == BASED and call.count > 1):
            return  # built argument by argument
        assumed = defaults(row)[call.count - call.function.least :]
        for text in assumed:
            term = self.build.number(text, call.column, self.terms[-1].end)
            call.made.append(term)
            self.terms.append(term)
        self._make(call, row, call.count + len(assumed))

    def _make(self, call: Call, row: str, operands: int) -> None:
        """Builds a part of a call out of the terms on top."""
        taken = self.terms[-operands:]
        del self.terms[-operands:]
        term = self.build.apply(row, taken, call.column, taken[-1].end)
        call.made.append(term)
        self.terms.append(term)
