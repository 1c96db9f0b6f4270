r"""Names: how they are typeset, and which name of the language that is.

A letter with what hangs on it is one name: ``x_1``, ``\hat{y}`` (y_hat), ``x'`` (x_prime),
``E_{\mathrm{kin}}`` (E_kin), ``\lambda`` (lambda, or λ where λ is declared).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from autograd.errors import ExpressionError
from autograd.expression import tokens
from autograd.expression.grammar import CONSTANTS, WORDS
from autograd.expression.latex_items import Item, Kind, Part, Spelling
from autograd.expression.latex_words import GREEK, LETTERS, MARKS, PRIME, WORDS_OF_LETTERS
from autograd.expression.tokens import normal, shown


class Names:
    """The names that a formula may use and has used."""

    def __init__(self, source: str, declared: frozenset[str]) -> None:
        self.declared = declared
        self._source = source
        self._spellings: dict[str, Spelling] = {}
        self._places: dict[str, set[int]] = {}

    def name(self, item: Item) -> str:
        """The name that an item spells. Raises `ExpressionError` when it could be two."""
        names = candidates(item.spelling)
        declared = [name for name in names if name in self.declared]
        if len(declared) > 1:
            message = f"Two declared names are written so: {declared[0]} and {declared[1]}; "
            fix = f"write `{literal(declared[0])}` or `{literal(declared[1])}`."
            raise ExpressionError(message + fix, self._source, item.start)
        return declared[0] if declared else names[0]

    def use(self, item: Item) -> str:
        """As `name`, remembering that the formula has it; refused when it is none."""
        name = self.name(item)
        self._check(name, item)
        before = self._spellings.setdefault(name, item.spelling)
        if before != item.spelling:
            message = f"Two spellings would both be the name {shown(name)} here."
            raise ExpressionError(message, self._source, item.start)
        self._places.setdefault(name, set()).add(item.start)
        return name

    def uses(self, name: str) -> int:
        """How often the formula has the name."""
        return len(self._places.get(name, ()))

    def is_constant(self, name: str) -> bool:
        """Whether it stands for pi or e, neither spelling being declared."""
        return name in CONSTANTS and self.declared.isdisjoint((name, CONSTANTS[name]))

    def known(self, item: Item) -> bool:
        """Whether the item is a declared name or a constant."""
        name = self.name(item)
        return name in self.declared or self.is_constant(name)

    def _check(self, name: str, item: Item) -> None:
        try:
            token = tokens.Tokens(name).take()
        except ExpressionError as error:
            raise ExpressionError(error.message, self._source, item.start) from None
        if token.kind is not tokens.Kind.NAME or token.text != name:
            what = "a word of the language" if name in WORDS else "no name"
            message = f"`{shown(name)}` is {what}: a name is a letter, then letters and digits."
            raise ExpressionError(message, self._source, item.start)


def candidates(spelling: Spelling) -> list[str]:
    """The names that may be meant: with Greek letters as words, and as the letters themselves."""
    words = "_".join(part.text for part in spelling)
    letters = "_".join(
        GREEK.get(part.text, part.text) if part.kind in ("letter", "index") else part.text
        for part in spelling
    )
    return list(dict.fromkeys((words, letters)))


def spelled(letter: str) -> Spelling:
    """A single letter, a Greek one as its command."""
    return (Part("letter", WORDS_OF_LETTERS.get(letter, letter)),)


def indices(items: list[Item]) -> Spelling | None:
    """What a subscript adds to a name; None when it is no list of letters, digits and words."""
    parts: list[list[str]] = [[]]
    for item in items:
        if item.kind is Kind.COMMA:
            parts.append([])
        elif (text := _index(item)) is None:
            return None
        elif text in LETTERS or (parts[-1] and parts[-1][-1] in LETTERS):
            parts += [[text]] if parts[-1] else []
            parts[-1] = [text]
        else:
            parts[-1].append(text)
    if not all(parts):
        return None
    return tuple(Part("index", "".join(part)) for part in parts)


def _index(item: Item) -> str | None:
    if not item.bare:
        return None
    if item.kind is Kind.NUMBER and item.text.isdecimal():
        return item.text
    if item.kind is Kind.HEAD and item.base is None:
        return item.text
    if item.kind is Kind.KEYWORD:
        return item.text
    if item.kind is Kind.NAME and len(item.spelling) == 1:
        return item.spelling[0].text
    return None


def typeset(name: str, names: Iterable[str]) -> str:
    r"""The name in LaTeX, such that it is read back as itself when ``names`` are declared.

    Falls back to ``\mathrm{…}`` around the whole name where nothing prettier does.
    """
    base, *rest = name.split("_")
    marks = 0
    while marks < len(rest) and (rest[marks] in MARKS.values() or rest[marks] == PRIME):
        marks += 1
    spelling = [_part(base), *(Part("mark", mark) for mark in rest[:marks])]
    spelling += [Part("index", WORDS_OF_LETTERS.get(index, index)) for index in rest[marks:]]
    known = [each for each in candidates(tuple(spelling)) if each in names]
    if known != [name] or not all(part.text.isalnum() for part in spelling):
        return literal(name)
    return _typeset(spelling)


def literal(name: str) -> str:
    """The name as a word, letter by letter."""
    return r"\mathrm{" + name.replace("_", r"\_") + "}"


def _part(base: str) -> Part:
    word = WORDS_OF_LETTERS.get(base, base)
    return Part("letter" if len(word) == 1 or word in LETTERS else "word", word)


_ACCENTS: Final = {mark: f"\\{command}" for command, mark in reversed(MARKS.items())}


def _typeset(spelling: list[Part]) -> str:
    text, below = "", []
    for part in spelling:
        if part.kind == "mark":
            text = text + "'" if part.text == PRIME else f"{_ACCENTS[part.text]}{{{text}}}"
        elif part.kind == "index":
            below.append(_letters(part.text))
        else:
            text = _letters(part.text)
    return text + "_{" + ",".join(below) + "}" if below else text


def _letters(text: str) -> str:
    if text in LETTERS:
        return "\\" + text
    plain = text.isdecimal() and text.isascii()
    return text if plain or (len(text) == 1 and text.isalpha()) else rf"\mathrm{{{text}}}"


def declared_names(declared: Iterable[str]) -> frozenset[str]:
    """The declared names in the form in which the language has them."""
    return frozenset(map(normal, declared))
