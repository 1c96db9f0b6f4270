"""Text to tokens, one at a time, so that the first mistake is the one reported.

A character or a spelling that is not part of the language is answered with what to write
instead wherever people are known to mean something by it (``^``, ``²``, ``&&``, ``x[1]`` ...).
"""

from __future__ import annotations

import math
import re
import unicodedata
from enum import Enum
from typing import Final, NamedTuple, NoReturn

from autograd.errors import ExpressionError
from autograd.expression.grammar import WORDS
from autograd.expression.limits import MAX_DIGITS, MAX_NAME


class Kind(Enum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    WORD = "word"
    SYMBOL = "symbol"
    END = "end"


class Token(NamedTuple):
    """A piece of the formula: ``text[start:end]``; a name's text is in Unicode's form NFKC."""

    kind: Kind
    text: str
    start: int
    end: int


_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_OTHER_BASE = re.compile(r"0[xXbBoO][0-9a-fA-F]")
_SYMBOL = re.compile(r"\*\*|<=|>=|==|!=|[-+*/%<>(),]")
_BLANK = frozenset(" \t\r\n\f\v")

_INSTEAD: Final[dict[str, str]] = {
    "//": "`//` is not part of the language: write `floor(a/b)`.",
    "<<": "`<<` is not part of the language: write `x*2**n`.",
    ">>": "`>>` is not part of the language: write `floor(x/2**n)`.",
    "<>": "`<>` is not part of the language: write `!=` for unequal.",
    "&&": "`&&` is not part of the language: write `and`.",
    "||": "`||` is not part of the language: write `or`.",
    ":=": "`:=` is not part of the language: a formula assigns nothing.",
    "^": "`^` is not a power here: use `**`, as in `x**2`.",
    "=": "`=` assigns, and a formula assigns nothing: write `==` to compare.",
    "!": "`!` is not part of the language: write `gamma(n + 1)` for a factorial, `!=` for unequal.",
    "&": "`&` is not part of the language: write `and`.",
    "|": "`|` is not part of the language: write `or`, and `abs(x)` for a magnitude.",
    "~": "`~` is not part of the language: write `not`.",
    "@": "`@` is not part of the language: it has no matrices.",
    "#": "`#` is not part of the language: it has no comments.",
    ".": "`.` stands only inside a number: the language has no attributes or methods, "
    "and its functions stand alone, as in `sin(x)`.",
    ":": "`:` is not part of the language: write `a if condition else b`.",
    "?": "`?` is not part of the language: write `a if condition else b`.",
    ";": "`;` is not part of the language: write one formula.",
    "[": "`[` is not part of the language: write `x_1` for an element, and `(` for a bracket.",
    "]": "`]` is not part of the language: write `)` for a bracket.",
    "{": "`{` is not part of the language: write `(` for a bracket.",
    "}": "`}` is not part of the language: write `)` for a bracket.",
    "`": "A quote is not part of the language: it has no text, only numbers and names.",
    "'": "A quote is not part of the language: it has no text, only numbers and names.",
    '"': "A quote is not part of the language: it has no text, only numbers and names.",
    "−": "`−` is a typographic minus: write `-`.",
    "–": "`–` is a dash: write `-` for a minus.",
    "—": "`—` is a dash: write `-` for a minus.",
    "×": "`×` is not part of the language: write `*`.",
    "·": "`·` is not part of the language: write `*`.",
    "⋅": "`⋅` is not part of the language: write `*`.",
    "∗": "`∗` is not part of the language: write `*`.",
    "÷": "`÷` is not part of the language: write `/`.",
    "∕": "`∕` is not part of the language: write `/`.",
    "≤": "`≤` is not part of the language: write `<=`.",
    "≥": "`≥` is not part of the language: write `>=`.",
    "≠": "`≠` is not part of the language: write `!=`.",
    "√": "`√` is not part of the language: write `sqrt(x)`.",
    "∞": "`∞` is not part of the language: it has no infinity.",
    "°": "`°` is not part of the language: angles are in radians, `x*pi/180`.",
}


def shown(text: str, most: int = 30) -> str:
    """``text`` for an error's sentence: one line, printable, at most ``most`` characters."""
    if len(text) > most:
        text = text[: most - 1] + "…"
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)


def normal(name: str) -> str:
    """The name in the form (NFKC) in which Python itself would pass it as a keyword."""
    return unicodedata.normalize("NFKC", name)


class Tokens:
    """The tokens of a text: ``peek()`` looks at the next one, ``take()`` consumes it.

    Both raise `ExpressionError` at a character or a number that the language does not have.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._place = 0
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
        """Raise an `ExpressionError` about this text."""
        raise ExpressionError(message, self.text, column)

    def _scan(self) -> Token:
        text, start = self.text, self._place
        while start < len(text) and _blank(text[start]):
            start += 1
        if start == len(text):
            return Token(Kind.END, "", start, start)
        if found := _NUMBER.match(text, start):
            return self._number(found.group(), start)
        if text[start].isidentifier():
            return self._name(start)
        return self._symbol(start)

    def _symbol(self, start: int) -> Token:
        # The longer spelling first: `//` is no division, `<>` no comparison.
        for spelling in (self.text[start : start + 2], self.text[start]):
            if _SYMBOL.fullmatch(spelling):
                return Token(Kind.SYMBOL, spelling, start, start + len(spelling))
            if spelling in _INSTEAD:
                break
        message = _INSTEAD.get(spelling) or _unknown(spelling)
        raise ExpressionError(message, self.text, start)

    def _number(self, digits: str, start: int) -> Token:
        end = start + len(digits)
        if _OTHER_BASE.match(self.text, start):
            self.fail("Numbers are decimal here: 0x, 0b and 0o are not read.", start)
        if self.text[end : end + 1] == "_":
            self.fail("Numbers are written without _.", end)
        if len(digits) > MAX_DIGITS:
            self.fail(f"A number may have at most {MAX_DIGITS:,} digits.", start)
        value = float(digits)
        if math.isinf(value):
            self.fail(f"{shown(digits)} is larger than any float, about 1.8e308.", start)
        if value == 0 and digits.lower().split("e")[0].strip("0."):
            self.fail(f"{shown(digits)} is smaller than any float, about 4.9e-324.", start)
        return Token(Kind.NUMBER, digits, start, end)

    def _name(self, start: int) -> Token:
        text, end = self.text, start + 1
        while end < len(text) and _continues(text[end]):
            end += 1
            if end - start > MAX_NAME:
                self.fail(f"A name may have at most {MAX_NAME} characters.", start)
        name = normal(text[start:end])
        return Token(Kind.WORD if name in WORDS else Kind.NAME, name, start, end)


def _continues(character: str) -> bool:
    """Whether it may stand inside a name. The dot of a product may in Python, but not here."""
    return ("_" + character).isidentifier() and normal(character) not in _INSTEAD


def _blank(character: str) -> bool:
    return character in _BLANK or unicodedata.category(character) == "Zs"


def _unknown(character: str) -> str:
    """What to say of a character that is no part of any token."""
    plain = unicodedata.normalize("NFKC", character)
    if unicodedata.category(character) == "No" and plain.isdecimal():
        raised = unicodedata.decomposition(character).startswith("<super>")
        example = f"x**{plain}" if raised else f"x_{plain}"
        return f"`{character}` is not part of the language: write `{example}`."
    if plain != character and plain.isascii() and plain.isprintable() and plain.strip():
        return f"`{character}` is not part of the language: write `{plain}`."
    if character.isprintable():
        return f"`{character}` is not part of the language."
    return f"The invisible character U+{ord(character):04X} is not part of the language."
