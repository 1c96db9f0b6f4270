"""The operators of the language: spelling, row of the table, and how tightly each binds.

The order is Python's (The Python Language Reference, 6.17, "Operator precedence"), so that a
formula means what it would mean there. The parser and the printer both read it from here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

# A bracket that is still open holds its operators back from everything outside.
OPEN: Final = 0
CHOICE: Final = 1
OR: Final = 2
AND: Final = 3
NOT: Final = 4
COMPARISON: Final = 5
SUM: Final = 6
PRODUCT: Final = 7
SIGN: Final = 8
POWER: Final = 9
ATOM: Final = 10


class Operator(NamedTuple):
    """An operator: its row in the table and how tightly it binds (larger is tighter)."""

    row: str
    binding: int


INFIX: Final[dict[str, Operator]] = {
    "or": Operator("or_", OR),
    "and": Operator("and_", AND),
    "<": Operator("lt", COMPARISON),
    "<=": Operator("le", COMPARISON),
    ">": Operator("gt", COMPARISON),
    ">=": Operator("ge", COMPARISON),
    "==": Operator("eq", COMPARISON),
    "!=": Operator("ne", COMPARISON),
    "+": Operator("add", SUM),
    "-": Operator("sub", SUM),
    "*": Operator("mul", PRODUCT),
    "/": Operator("div", PRODUCT),
    "%": Operator("mod", PRODUCT),
    "**": Operator("pow", POWER),
}

PREFIX: Final[dict[str, Operator]] = {
    "not": Operator("not_", NOT),
    "-": Operator("neg", SIGN),
}

WORDS: Final = frozenset({"if", "else", "and", "or", "not"})
"""The words that cannot be names."""

CONSTANTS: Final[dict[str, str]] = {"pi": "pi", "π": "pi", "e": "e"}
"""Names that stand for a number until the user declares them, and the number's own name."""


def chained(row: str) -> frozenset[str]:
    """The rows that may stand to the left of ``row`` without nesting: a - b + c is one sum."""
    return _CHAINS.get(row, frozenset())


_CHAINS: Final[dict[str, frozenset[str]]] = {
    row: frozenset(chain)
    for chain in (
        {"add", "sub"},
        {"mul", "div"},
        {"and_"},
        {"or_"},
        {"maximum"},
        {"minimum"},
    )
    for row in chain
}
