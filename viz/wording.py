"""Numbers and names as a picture shows them: short, honest, harmless."""

from __future__ import annotations

import math
import unicodedata

DIGITS = 6
NAME_LIMIT = 28
"""Characters of a name that are shown; the tooltip has it whole, up to `TOOLTIP_LIMIT`."""
TOOLTIP_LIMIT = 400

_BIDIRECTIONAL = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn"})


def number(value: float) -> str:
    """A float in at most six significant digits.

    A number that is shown whole has no zeros at its end (``0.5``, ``-4``, ``1e-12``); one that had
    to be rounded keeps all six digits (``0.1 + 0.2`` is ``0.300000``), so that the two differ.
    Integers are whole up to nine digits.
    """
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e9:
        return f"{value:.0f}"
    short = f"{value:.{DIGITS}g}"
    return short if float(short) == value else f"{value:#.{DIGITS}g}"


def exact(value: float) -> str:
    """The shortest decimal that reads back as the same float."""
    return repr(value).removesuffix(".0")


def printable(text: str, limit: int = NAME_LIMIT) -> str:
    """A text of the user on one line, cut to ``limit`` characters with an ellipsis.

    Whatever would break a line, reverse the direction of writing, or is not a character that an
    XML file may hold is replaced by a space or by U+FFFD.
    """
    # Texts may be of any length; what lies far beyond the limit need not be looked at.
    start = text[: 4 * limit + 4]
    line = " ".join("".join(map(_harmless, start)).split())
    if len(line) <= limit and len(start) == len(text):
        return line
    return line[: limit - 1].rstrip() + "…"


def _harmless(character: str) -> str:
    if character.isspace():
        return " "
    if character in _BIDIRECTIONAL or unicodedata.category(character) in _UNPRINTABLE:
        return "\ufffd"
    return character
