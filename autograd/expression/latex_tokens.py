r"""LaTeX to tokens, one at a time, so that the first mistake is the one reported.

A word in ``\mathrm``, ``\operatorname`` or ``\text`` is one token; spaces and the commands that
only change how a formula looks are none. No command is ever expanded or run.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple, NoReturn

from autograd.errors import ExpressionError
from autograd.expression.latex_refusals import of_character
from autograd.expression.latex_words import SPACES, UNICODE, UPRIGHT
from autograd.expression.limits import MAX_NAME
from autograd.expression.tokens import normal, shown


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    LETTER = "letter"
    WORD = "word"
    COMMAND = "command"
    SYMBOL = "symbol"
    END = "end"


class Token(NamedTuple):
    r"""A piece of the formula, ``source[start:end]``.

    text: a number's digits, a letter or a word in Unicode's form NFKC, a command's name without
    its backslash, a symbol. style: the command around a word, such as ``mathrm``.
    """

    kind: Kind
    text: str
    start: int
    end: int
    style: str = ""

    @property
    def shown(self) -> str:
        """The token as it is written, for an error's sentence."""
        return "\\" + shown(self.text) if self.kind is Kind.COMMAND else shown(self.text)


_BLANKS = re.compile(r"[ \t\r\n\f\v~]+")
_NUMBER = re.compile(r"\d+\.?\d*|\.\d+", re.ASCII)
_EXPONENT = re.compile(r"[eE]([+-]?\d+)", re.ASCII)
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.ASCII | re.DOTALL)
# A new row of cases, with the extra space that may follow it.
_ROW = re.compile(r"\\\\\*?(?:\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|in)\s*\])?", re.ASCII)
_SYMBOLS: Final = frozenset("+-*/=<>()[]{}|!,^_&'.;")
_DOLLARS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))


class Tokens:
    """The tokens of a formula: ``peek()`` looks at the next one, ``take()`` consumes it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._place, self._end = _formula(source)
        self._next: Token | None = None

    def peek(self) -> Token:
        """The next token, left where it is."""
        if self._next is None:
            self._next = self._scan()
        return self._next

    def take(self) -> Token:
        """The next token, consumed."""
        token = self.peek()
        self._next = None
        self._place = token.end
        return token

    def fail(self, message: str, column: int) -> NoReturn:
        """Raises an `ExpressionError` about this formula."""
        raise ExpressionError(message, self.source, column)

    def _scan(self) -> Token:
        start = self._place
        while start < self._end:
            if blanks := _BLANKS.match(self.source, start, self._end):
                start = blanks.end()
            elif (found := self._command(start)) is not None and found.group(1) in SPACES:
                start = found.end()
            else:
                return self._token(start, found)
        return Token(Kind.END, "", self._end, self._end)

    def _command(self, start: int) -> re.Match[str] | None:
        return _COMMAND.match(self.source, start, self._end)

    def _token(self, start: int, command: re.Match[str] | None) -> Token:
        if command is not None:
            return self._named(start, command)
        if number := _NUMBER.match(self.source, start, self._end):
            if exponent := _EXPONENT.match(self.source, number.end(), self._end):
                self._refuse_exponent(number.group(), exponent.group(1), start)
            return Token(Kind.NUMBER, number.group(), start, number.end())
        character = self.source[start]
        if character in UNICODE:
            meant = UNICODE[character]
            kind = Kind.COMMAND if meant[0] == "\\" else Kind.SYMBOL
            return Token(kind, meant.removeprefix("\\"), start, start + 1)
        if character in _SYMBOLS:
            return Token(Kind.SYMBOL, character, start, start + 1)
        letter = normal(character)
        if character != "_" and len(letter) == 1 and letter.isalpha() and letter.isidentifier():
            return Token(Kind.LETTER, letter, start, start + 1)
        if character == "\\":
            raise ExpressionError("The formula ends with a backslash.", self.source, start)
        raise ExpressionError(of_character(character), self.source, start)

    def _refuse_exponent(self, mantissa: str, exponent: str, start: int) -> NoReturn:
        mantissa, exponent = shown(mantissa), shown(exponent)
        message = rf"This has two readings, `{mantissa} \times 10^{{{exponent}}}` and a factor e: "
        self.fail(message + "write the power of ten, or a blank before the e.", start)

    def _named(self, start: int, command: re.Match[str]) -> Token:
        name, end = command.group(1), command.end()
        if name in UPRIGHT:
            return self._word(name, start, end)
        if row := _ROW.match(self.source, start, self._end):
            return Token(Kind.COMMAND, "\\", start, row.end())
        if not name.isprintable():
            self.fail(of_character(name), start + 1)
        return Token(Kind.COMMAND, name, start, end)

    def _word(self, style: str, start: int, place: int) -> Token:
        r"""The word that follows a command such as ``\mathrm``, in braces or a single letter."""
        if blanks := _BLANKS.match(self.source, place, self._end):
            place = blanks.end()
        if not self.source.startswith("{", place, self._end):
            letter = normal(self.source[place : place + 1]) if place < self._end else ""
            if len(letter) != 1 or not letter.isalpha():
                self.fail(f"`\\{style}` needs a word in braces: `\\{style}{{word}}`.", start)
            return Token(Kind.WORD, letter, start, place + 1, style)
        close = self.source.find("}", place, self._end)
        if close < 0:
            self.fail("This brace is never closed.", place)
        if close - place > 2 * MAX_NAME:
            self.fail(f"A name may have at most {MAX_NAME} characters.", place)
        word = normal(self.source[place + 1 : close].strip().replace(r"\_", "_"))
        inside = self.source[place + 1 : close].replace(r"\_", "").strip()
        for character in inside:
            if character == "_" or not ("_" + character).isidentifier():
                column = self.source.index(character, place + 1)
                self.fail(f"`\\{style}` may hold one word: letters, digits and `\\_`.", column)
        if not word:
            self.fail(f"`\\{style}` is empty.", start)
        return Token(Kind.WORD, word, start, close + 1, style)


def _formula(source: str) -> tuple[int, int]:
    """Where the formula itself begins and ends, within blanks and the signs of math mode."""
    start = len(source) - len(source.lstrip())
    end = len(source.rstrip())
    for begin, close in _DOLLARS:
        long_enough = end - start >= len(begin) + len(close)
        if long_enough and source.startswith(begin, start) and source.endswith(close, start, end):
            return start + len(begin), end - len(close)
    return start, end
