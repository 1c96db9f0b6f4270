"""Tokens to a tape: an operator-precedence parser with a stack of its own.

It never calls itself, so no formula is too deep for it. (R. W. Floyd, "Syntactic analysis and
operator precedence", Journal of the ACM 10, 1963; E. W. Dijkstra's "shunting yard", Algol 60
translation, MR 35, 1961.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NoReturn

from autograd.errors import ExpressionError, InputError
from autograd.expression import complaints
from autograd.expression.builder import Builder
from autograd.expression.calls import function
from autograd.expression.expression import Expression
from autograd.expression.frames import Bracket, Call, Choice, Infix, Prefix
from autograd.expression.grammar import (
    CHOICE,
    COMPARISON,
    CONSTANTS,
    INFIX,
    NOT,
    OR,
    POWER,
    PREFIX,
    SIGN,
)
from autograd.expression.limits import MAX_CHARACTERS
from autograd.expression.stack import Stack
from autograd.expression.tokens import Kind, Token, Tokens, normal


def parse(text: str, declared: Iterable[str] = ()) -> Expression:
    """The formula that ``text`` holds.

    text: the formula, such as ``"x**2*sin(y)"``. declared: names that the caller has values
    for; one of them that is called pi or e is then a variable, not the constant.
    Raises `ExpressionError`, which knows the column, where the text is not a formula of the
    language or is larger than its caps, and `InputError` where it is not text.
    """
    if not isinstance(text, str):
        raise InputError(f"A formula is a text, not {type(text).__name__}.")
    if len(text) > MAX_CHARACTERS:
        message = (
            f"A formula may have at most {MAX_CHARACTERS:,} characters, and this one has "
            f"{len(text):,}."
        )
        raise ExpressionError(message, text, MAX_CHARACTERS)
    if not text.strip():
        raise ExpressionError("The formula is empty.", text, 0)
    return Parser(text, frozenset(map(normal, declared))).run()


class Parser:
    """One formula being read: tokens in, the stack's terms growing."""

    def __init__(self, text: str, declared: frozenset[str]) -> None:
        self.tokens = Tokens(text)
        self.build = Builder(text)
        self.stack = Stack(self.build)
        self.declared = declared

    def run(self) -> Expression:
        """Reads operand and operator in turn until the text ends."""
        ended = False
        while not ended:
            self.operand()
            ended = self.operators()
        return Expression(self.tokens.text, tuple(self.build.names), self.build.tape())

    def operand(self) -> None:
        """Reads signs and opening brackets up to the first value, and that value."""
        token = self.tokens.take()
        while self.opens(token):
            token = self.tokens.take()
        if token.kind is Kind.NUMBER:
            term = self.build.number(token.text, token.start, token.end)
        elif token.kind is not Kind.NAME:
            self.fail(complaints.no_operand(token), token)
        elif self.is_constant(token.text):
            term = self.build.constant(token.text, token.start, token.end)
        else:
            term = self.build.name(token.text, token.start, token.end)
        self.stack.terms.append(term)

    def is_constant(self, name: str) -> bool:
        """Whether the name stands for pi or e, neither spelling being declared."""
        return name in CONSTANTS and self.declared.isdisjoint((name, CONSTANTS[name]))

    def opens(self, token: Token) -> bool:
        """Begins what the token opens: a sign, a bracket, a call; False if it is a value."""
        if token.text in PREFIX:
            row, binding = PREFIX[token.text]
            if binding == NOT and self.stack.top and self.stack.top.binding > NOT:
                self.fail("`not` needs brackets here: `(not …)`.", token)
            self.stack.push(Prefix(token.start, binding, row))
        elif token.text == "+":
            self.stack.push(Prefix(token.start, SIGN))
        elif token.text == "(":
            self.stack.push(Bracket(token.start))
        elif token.kind is Kind.NAME and self.tokens.peek().text == "(":
            self.call(token)
        else:
            return False
        return True

    def call(self, token: Token) -> None:
        """Begins a call of the function that the token names."""
        meant = function(token.text)
        if meant is None:
            known = token.text in (*CONSTANTS, *self.declared, *self.build.names)
            self.fail(complaints.no_function(token.text, known), token)
        self.tokens.take()
        self.stack.push(Call(token.start, name=token.text, function=meant))
        if self.tokens.peek().text == ")":
            self.fail(f"{token.text} takes {meant.arguments()}.", self.tokens.peek())

    def operators(self) -> bool:
        """Reads what stands after a value, up to where another must follow; True at the end."""
        while True:
            token = self.tokens.take()
            if token.text in INFIX:
                self.infix(token)
                return False
            if token.text in _AFTER:
                _AFTER[token.text](self, token)
                if token.text != ")":
                    return False
            elif token.kind is Kind.END:
                self.end()
                return True
            else:
                self.no_operator(token)

    def no_operator(self, token: Token) -> NoReturn:
        """Refuses a token that follows a value and is no operator."""
        text, left = self.tokens.text, self.stack.terms[-1]
        message = complaints.no_operator(
            left=text[left.start : left.end],
            name=self.build.instruction(left).text,
            token=token,
            opens=text[token.end : token.end + 1] == "(",
        )
        self.fail(message, token)

    def infix(self, token: Token) -> None:
        """An operator between two operands; a second comparison continues a chain."""
        row, binding = INFIX[token.text]
        self.stack.finish(binding + (binding in (POWER, COMPARISON)))
        before, top = None, self.stack.top
        if binding == COMPARISON and top and top.binding == COMPARISON:
            before = self.stack.chain()
        self.stack.push(Infix(token.start, binding, row, before))

    def begin_choice(self, token: Token) -> None:
        """``a if``: what was read is the value of a choice, its condition follows."""
        self.stack.finish(OR)
        if self.pending_choice():
            self.fail("Put the inner choice in brackets: `(a if c else b)`.", token)
        self.stack.push(Choice(token.start))

    def turn_choice(self, token: Token) -> None:
        """``else``: the condition of a choice is complete, its other value follows."""
        self.stack.finish(CHOICE)
        choice = self.pending_choice()
        if choice is None:
            self.fail("`else` has no `if` before it: write `a if condition else b`.", token)
        choice.turn()

    def pending_choice(self) -> Choice | None:
        """The choice on top that still waits for its else."""
        top = self.stack.top
        return top if isinstance(top, Choice) and not top.has_else else None

    def comma(self, token: Token) -> None:
        """An argument of a call is complete, another follows."""
        self.settle()
        call = self.stack.top
        if not isinstance(call, Call):
            self.fail(
                "A comma stands only between the arguments of a function, and a decimal number "
                "is written with a point.",
                token,
            )
        self.argument(call, last=False)

    def close(self, token: Token) -> None:
        """``)``: the bracket or the call on top is complete."""
        self.settle()
        bracket = self.stack.top
        if bracket is None:
            self.fail("This bracket closes nothing.", token)
        if isinstance(bracket, Call):
            self.argument(bracket, last=True)
            if bracket.count < bracket.function.least:
                self.fail(f"{bracket.name} takes {bracket.function.arguments()}.", token)
        self.stack.close(token.end)

    def argument(self, call: Call, last: bool) -> None:
        """The term on top is an argument of the call; refused when it is one too many."""
        most = call.function.most
        if most is not None and call.count >= most:
            message = f"{call.name} takes {call.function.arguments()}."
            self.build.fail(message, self.stack.terms[-1].start)
        self.stack.argument(call, last)

    def end(self) -> None:
        """The end of the text: nothing may be open."""
        self.settle()
        if self.stack.top:
            self.build.fail("This bracket is never closed.", self.stack.top.column)

    def settle(self) -> None:
        """Finishes all operators up to the innermost open bracket."""
        self.stack.finish(CHOICE)
        choice = self.pending_choice()
        if choice is not None:
            self.build.fail(
                "This `if` has no `else`: write `a if condition else b`.", choice.column
            )

    def fail(self, message: str, token: Token) -> NoReturn:
        """Raises an `ExpressionError` at the token."""
        self.build.fail(message, token.start)


_AFTER: Final[dict[str, Callable[[Parser, Token], None]]] = {
    "if": Parser.begin_choice,
    "else": Parser.turn_choice,
    ",": Parser.comma,
    ")": Parser.close,
}
