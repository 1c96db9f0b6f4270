r"""Tokens to items: brackets, braces, fractions, roots, bars, scripts and cases.

A stack holds what is open; whatever is closed is read at once, so that no depth is too deep.
Braces that hold no argument do not show, and what they hold is put where they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NoReturn

from autograd.errors import ExpressionError
from autograd.expression.latex_cases import Row
from autograd.expression.latex_items import OPERANDS, Item, Kind
from autograd.expression.limits import MAX_DEPTH

MAX_GROUPS: Final = 3 * MAX_DEPTH
"""Brackets and braces inside one another: each operation may need some."""

CLOSING: Final[dict[str, str]] = {
    "(": ")", "[": "]", "{": r"\}", "|": "|", "lvert": r"\rvert", "lfloor": r"\rfloor",
    "lceil": r"\rceil", "braces": "}", "argument": "}", "index": "]", "cases": r"\end{cases}",
    "formula": "the end",
}  # fmt: skip
"""What is open, and what closes it. ``{`` is the brace that shows."""


@dataclass(slots=True)
class Wanting:
    r"""A command or a script that still needs arguments.

    what: ``frac``, ``sqrt``, ``accent``, ``^`` or ``_``; name: the command. index: of a root.
    """

    what: str
    name: str
    start: int
    end: int
    count: int
    index: list[Item] | None = None
    arguments: list[list[Item]] = field(default_factory=list)

    @property
    def takes_index(self) -> bool:
        """Whether ``[`` would begin the index of a root."""
        return self.what == "sqrt" and self.index is None


@dataclass(slots=True)
class Group:
    r"""Something open. items: what it holds since the last comma or ``&``; before: the items up
    to each comma. left: it was opened by ``\left``. fence: so many items came from braces, and
    nothing may be attached to the last of them. bar: where bars last closed among the items."""

    opening: str
    column: int
    end: int
    items: list[Item] = field(default_factory=list)
    before: list[list[Item]] = field(default_factory=list)
    left: bool = False
    wanting: Wanting | None = None
    fence: int = 0
    bar: int = 0
    rows: list[Row] = field(default_factory=list)
    value: list[Item] | None = None


class Groups:
    """The stack of open groups."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.stack = [Group("formula", 0, 0)]

    @property
    def top(self) -> Group:
        """The group opened last."""
        return self.stack[-1]

    def fail(self, message: str, column: int) -> NoReturn:
        """Raises an `ExpressionError` about this formula."""
        raise ExpressionError(message, self.source, column)

    def push(self, opening: str, column: int, end: int, left: bool = False) -> None:
        """Opens a group."""
        self.stack.append(Group(opening, column, end, left=left))
        if len(self.stack) > MAX_GROUPS:
            self.fail(f"More than {MAX_GROUPS} brackets and braces are inside one another.", column)

    def pop(self, opening: str, column: int, right: bool = False) -> Group:
        """Closes the group on top, which must be of this kind."""
        group = self.top
        if group.wanting is not None:
            self.fail(f"{group.wanting.name} needs an argument here.", column)
        if group.opening != opening or group.left != right:
            if len(self.stack) == 1:
                self.fail("This closes nothing.", column)
            begin = (r"\left" if group.left else "") + _SHOWN.get(group.opening, group.opening)
            close = (r"\right" if group.left else "") + CLOSING[group.opening]
            self.fail(f"`{begin}` is still open here, and is closed by `{close}`.", column)
        self.stack.pop()
        return group

    def add(self, item: Item) -> None:
        """Puts an item into the group on top."""
        self.top.items.append(item)

    def last(self, column: int, what: str) -> Item:
        """The operand that a script or a sign behind it is attached to."""
        group = self.top
        item = group.items[-1] if group.items else None
        if item is None or item.kind not in OPERANDS | {Kind.HEAD}:
            self.fail(f"`{what}` has nothing before it.", column)
        if group.fence == len(group.items):
            self.fail(
                f"Braces do not show: put in brackets `(…)` what `{what}` belongs to.", column
            )
        return item


_SHOWN: Final = {
    "{": r"\{", "braces": "{", "argument": "{", "index": "[", "lvert": r"\lvert",
    "lfloor": r"\lfloor", "lceil": r"\lceil", "cases": r"\begin{cases}",
}  # fmt: skip
