r"""Tokens in, one tree out: what each token does to the stack of open groups."""

from __future__ import annotations

from typing import Final

from autograd.expression.latex_environments import Environments
from autograd.expression.latex_functions import is_function
from autograd.expression.latex_items import OPERANDS, Item, Kind, Part
from autograd.expression.latex_names import spelled
from autograd.expression.latex_nodes import Node, applied
from autograd.expression.latex_refusals import of_character, of_command
from autograd.expression.latex_tokens import Kind as Type
from autograd.expression.latex_tokens import Token
from autograd.expression.latex_words import (
    CONDITIONS,
    FRACTIONS,
    FUNCTIONS,
    LETTERS,
    LOGIC,
    MARKS,
    OTHERWISE,
    PRODUCTS,
    RELATIONS,
    WORDS_OF_LOGIC,
)

_OPENING: Final = {"(": "(", "[": "[", r"\{": "{", r"\lvert": "lvert", r"\lfloor": "lfloor",
                   r"\lceil": "lceil"}  # fmt: skip
_CLOSING: Final = {")": "(", "]": "[", r"\}": "{", r"\rvert": "lvert", r"\rfloor": "lfloor",
                   r"\rceil": "lceil"}  # fmt: skip
_BEGINNING: Final = OPERANDS | {Kind.HEAD, Kind.SIGN}
_BARS: Final = frozenset({"|", r"\vert"})
_BRACKETS: Final = frozenset({"(", "[", "{"})
_AROUND: Final = {"|": "abs", "lvert": "abs", "lfloor": "floor", "lceil": "ceil"}


class Reader(Environments):
    """One formula being read. Everything raises `ExpressionError`."""

    def run(self) -> Node:
        """The whole formula."""
        while (token := self.tokens.take()).kind is not Type.END:
            if self.top.wanting is not None:
                self._want(token)
            elif token.kind is Type.SYMBOL or token.kind is Type.COMMAND:
                self._sign(token)
            else:
                self.add(self._item(token))
        group = self.pop_formula(token.start)
        node = self.terms.expression(group.items, token.start)
        self.terms.finish()
        return node

    def _item(self, token: Token) -> Item:
        """The item that a number, a letter or a word is."""
        if token.kind is Type.NUMBER:
            return Item(Kind.NUMBER, token.start, token.end, token.text)
        if token.kind is Type.LETTER:
            spelling = spelled(token.text)
            plain = spelling[0].text == token.text
            return Item(Kind.NAME, token.start, token.end, spelling=spelling, letter=plain)
        return self._word(token)

    def _word(self, token: Token) -> Item:
        r"""What ``\mathrm{word}`` is: a declared name, a function, a word of cases, a name."""
        text, start, end = token.text, token.start, token.end
        if token.style == "operatorname":
            if not is_function(text):
                self.fail(f"The language has no function `{text}`.", start)
            return Item(Kind.HEAD, start, end, text)
        spoken = not token.style.startswith("math") and text in CONDITIONS | OTHERWISE
        if text in self.names.declared and not spoken:
            return Item(Kind.NAME, start, end, spelling=_word_spelling(text))
        if text in WORDS_OF_LOGIC:
            return Item(Kind.LOGIC, start, end, WORDS_OF_LOGIC[text])
        if text in CONDITIONS | OTHERWISE:
            return Item(Kind.KEYWORD, start, end, text)
        if is_function(text):
            return Item(Kind.HEAD, start, end, text)
        return Item(Kind.NAME, start, end, spelling=_word_spelling(text))

    def _command_item(self, token: Token) -> Item | None:
        """The letter or the function that a command is."""
        if token.kind is not Type.COMMAND:
            return None
        if token.text in LETTERS:
            spelling = (Part("letter", token.text),)
            return Item(Kind.NAME, token.start, token.end, spelling=spelling)
        if token.text in FUNCTIONS:
            return Item(Kind.HEAD, token.start, token.end, token.text)
        return None

    def _sign(self, token: Token) -> None:
        """A symbol or a command where no argument is awaited."""
        text = token.text if token.kind is Type.SYMBOL else "\\" + token.text
        command = token.text if token.kind is Type.COMMAND else ""
        item = self._command_item(token) or _operator(token)
        if item is not None:
            self.add(item)
        elif text in _OPENING:
            self.push(_OPENING[text], token.start, token.end)
        elif text in _CLOSING:
            self._close(_CLOSING[text], token)
        elif text in _BARS:
            self._bar(token)
        elif command in FRACTIONS or command in MARKS or command == "sqrt":
            self.want_command(token)
        elif text in _SIGNS:
            _SIGNS[text](self, token)
        elif command:
            self.fail(of_command(command), token.start)
        else:
            self.fail(of_character(text), token.start)

    def _want(self, token: Token) -> None:
        """A token where an argument is awaited."""
        wanting = self.top.wanting
        assert wanting is not None
        if token.kind is Type.SYMBOL and token.text == "{":
            self.push("argument", token.start, token.end)
        elif wanting.takes_index and token.kind is Type.SYMBOL and token.text == "[":
            self.push("index", token.start, token.end)
        elif token.kind is Type.NUMBER:
            self.digits(token)
        elif token.kind is Type.COMMAND and token.text == "prime" and wanting.what == "^":
            self.top.wanting = None
            self.prime(token.start, token.end)
        elif token.kind in (Type.LETTER, Type.WORD):
            self.single(token, self._item(token), self.tokens.peek())
        elif (item := self._command_item(token)) is not None:
            self.single(token, item, self.tokens.peek())
        elif token.kind is Type.COMMAND and token.text not in ("sqrt", *FRACTIONS, *MARKS, "left"):
            self.fail(of_command(token.text), token.start)
        else:
            self.fail(f"Put braces around what `{wanting.name}` takes.", token.start)

    def _close(self, opening: str, token: Token, right: bool = False) -> None:
        """A bracket is complete."""
        if opening == "[" and self.top.opening == "index":
            self.index(self.pop("index", token.start), token)
            return
        group = self.pop(opening, token.start, right)
        start, end = group.column, token.end
        if opening not in _BRACKETS:
            inside = self.terms.expression(group.items, group.end)
            node = applied(_AROUND[opening], inside, start=start, end=end)
            self.add(Item(Kind.ATOM, start, end, _AROUND[opening], (node,)))
            return
        parts = [*group.before, group.items]
        values = tuple(self.terms.expression(part, group.end, truths=True) for part in parts)
        only = group.items[0] if len(parts) == len(group.items) == 1 else None
        lone = only is not None and only.kind in (Kind.NAME, Kind.NUMBER) and only.bare
        self.add(Item(Kind.BRACKET, start, end, opening, values, lone=lone))

    def _bar(self, token: Token) -> None:
        """A bar that opens or closes, as what stands before it tells."""
        group = self.top
        behind_operand = bool(group.items) and group.items[-1].kind in OPERANDS
        if group.opening == "|" and not group.left and behind_operand:
            self._close("|", token)
            self.top.bar = len(self.top.items)
            return
        between = group.items[group.bar :]
        closed = group.bar and group.items[group.bar - 1].bare
        if closed and behind_operand and between and between[0].kind in _BEGINNING:
            message = "These bars have two readings, `|a| b |c|` and `|a |b| c|`: write "
            self.fail(message + "`\\lvert` and `\\rvert`.", token.start)
        self.push("|", token.start, token.end)

    def _left(self, token: Token) -> None:
        r"""``\left`` and the bracket behind it."""
        bracket = self.tokens.take()
        text = bracket.shown
        opening = "|" if text in _BARS else _OPENING.get(text)
        if opening is None:
            self.fail("`\\left` stands before a bracket or a bar.", bracket.start)
        self.push(opening, token.start, bracket.end, left=True)

    def _right(self, token: Token) -> None:
        r"""``\right`` and the bracket behind it."""
        bracket = self.tokens.take()
        text = bracket.shown
        opening = "|" if text in _BARS else _CLOSING.get(text)
        if opening is None:
            self.fail("`\\right` stands before a bracket or a bar.", bracket.start)
        self._close(opening, bracket._replace(start=token.start), right=True)

    def _brace(self, token: Token) -> None:
        """``{`` that is no argument."""
        self.push("braces", token.start, token.end)

    def _end_brace(self, token: Token) -> None:
        """``}``: an argument is complete, or braces that do not show."""
        if self.top.opening == "argument":
            self.argument(self.pop("argument", token.start), token)
            return
        items = self.pop("braces", token.start).items
        for item in items:
            if item.kind in (Kind.SIGN, Kind.RELATION, Kind.LOGIC, Kind.COMMA, Kind.KEYWORD):
                self.fail("Braces do not show: write brackets `(…)`.", item.start)
        self.top.items.extend(items)
        if len(items) > 1 or (items and not items[0].bare):
            self.top.fence = len(self.top.items)

    def _comma(self, token: Token) -> None:
        """``,``: an argument of a function is complete, another follows."""
        group, following = self.top, self.tokens.peek()
        if group.opening == "cases" and _ends_cell(following):
            return
        if group.opening not in _BRACKETS:
            self.add(Item(Kind.COMMA, token.start, token.end))
            return
        last = group.items[-1] if group.items else None
        if last is not None and last.end == token.start and _are_thousands(last, token, following):
            message = f"This has two readings, the number {last.text}{following.text} and two "
            message += "arguments: write the number without a comma, or a blank behind the comma."
            self.fail(message, token.start)
        group.before.append(group.items)
        group.items, group.fence, group.bar = [], 0, 0

    def _point(self, token: Token) -> None:
        """``.`` or ``;``, which may end a row of cases as in a sentence."""
        if self.top.opening != "cases" or not _ends_cell(self.tokens.peek()):
            self.fail(of_character(token.text), token.start)

    def _script(self, token: Token) -> None:
        """``^`` or ``_``."""
        self.last(token.start, token.text)
        self.want_script(token)

    def _factorial(self, token: Token) -> None:
        """``!``."""
        following = self.tokens.peek()
        if following.text == "=" and following.start == token.end:
            self.fail("`!=` is not read: write `\\ne`.", token.start)
        item = self.last(token.start, "!")
        if item.kind is Kind.HEAD or not item.bare or item.text in ("cases", "frac"):
            self.fail("Put brackets around what `!` belongs to.", token.start)
        item.factorial, item.end = True, token.end

    def _prime(self, token: Token) -> None:
        """``'``."""
        self.prime(token.start, token.end)

    def _prime_command(self, token: Token) -> None:
        r"""``\prime``, which is read in a superscript alone."""
        above = self.stack[-2].wanting if len(self.stack) > 1 else None
        if self.top.opening != "argument" or above is None or above.what != "^":
            self.fail("A prime is written `'`.", token.start)
        self.add(Item(Kind.KEYWORD, token.start, token.end, "prime"))


def _operator(token: Token) -> Item | None:
    """The sign, the relation or the word of logic that the token is."""
    text, start, end = token.text, token.start, token.end
    if token.kind is Type.SYMBOL and text in ("+", "-"):
        return Item(Kind.SIGN, start, end, "add" if text == "+" else "sub")
    if text in PRODUCTS:
        return Item(Kind.PRODUCT, start, end, "/" if text == "div" else PRODUCTS[text])
    if text in RELATIONS:
        return Item(Kind.RELATION, start, end, RELATIONS[text])
    if text in LOGIC and token.kind is Type.COMMAND:
        return Item(Kind.LOGIC, start, end, LOGIC[text])
    return None


def _word_spelling(text: str) -> tuple[Part, ...]:
    plain = len(text) == 1 and text.isascii()
    return (Part("letter" if plain else "word", text),)


def _ends_cell(token: Token) -> bool:
    return token.text == "&" or (token.kind is Type.COMMAND and token.text in ("\\", "end"))


def _are_thousands(number: Item, comma: Token, following: Token) -> bool:
    """Whether they look like ``1,000``."""
    digits = following.kind is Type.NUMBER and following.text.isdecimal()
    together = following.start == comma.end and len(following.text) == 3
    return number.kind is Kind.NUMBER and digits and together


_SIGNS: Final = {
    "{": Reader._brace, "}": Reader._end_brace, ",": Reader._comma, ".": Reader._point,
    ";": Reader._point, "^": Reader._script, "_": Reader._script, "!": Reader._factorial,
    "'": Reader._prime, "&": Reader.cell, r"\prime": Reader._prime_command,
    r"\left": Reader._left, r"\right": Reader._right, r"\begin": Reader.begin,
    r"\end": Reader.end, "\\\\": Reader.new_row,
}  # fmt: skip
