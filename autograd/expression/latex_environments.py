r"""``\begin{cases}``: its cells and rows."""

from __future__ import annotations

from typing import Final

from autograd.expression.latex_arguments import Arguments
from autograd.expression.latex_cases import Row, choice
from autograd.expression.latex_groups import Group
from autograd.expression.latex_items import Item
from autograd.expression.latex_items import Kind as What
from autograd.expression.latex_refusals import of_character, of_command
from autograd.expression.latex_tokens import Kind, Token, Tokens
from autograd.expression.latex_words import CONDITIONS

_LONGEST: Final = 20
_TRUTHS: Final = frozenset({"lt", "le", "gt", "ge", "eq", "ne", "and_", "or_", "not_"})


class Environments(Arguments):
    """The stack of groups, with cases, which take their name from the tokens."""

    def __init__(self, source: str, declared: frozenset[str]) -> None:
        super().__init__(source, declared)
        self.tokens = Tokens(source)

    def begin(self, token: Token) -> None:
        r"""``\begin{cases}``."""
        name = self._environment(token)
        if name not in ("cases", "dcases"):
            self.fail("Of the environments only `\\begin{cases}` is read.", token.start)
        self.push("cases", token.start, token.end)

    def end(self, token: Token) -> None:
        r"""``\end{cases}``."""
        self._environment(token)
        group = self.pop("cases", token.start)
        self._row(group, token)
        end = token.end
        node = choice(self.source, group.rows, group.column, end)
        self.add(Item(What.ATOM, group.column, end, "cases", (node,)))

    def _environment(self, token: Token) -> str:
        """The name in braces behind the token."""
        name, part = "", self.tokens.take()
        if part.text == "{":
            part = self.tokens.take()
            while part.kind is Kind.LETTER and len(name) < _LONGEST:
                name += part.text
                part = self.tokens.take()
        if part.text != "}" or not name:
            command = "\\" + token.text
            self.fail(f"`{command}` needs a name in braces: `{command}{{cases}}`.", token.start)
        return name

    def cell(self, token: Token) -> None:
        """``&`` between a value and its condition."""
        group = self.top
        if group.opening != "cases":
            self.fail(of_character("&"), token.start)
        if group.value is not None:
            self.fail("A case has one `&`: write `value & condition`.", token.start)
        group.value, group.items, group.bar, group.fence = group.items, [], 0, 0

    def new_row(self, token: Token) -> None:
        r"""``\\``."""
        if self.top.opening != "cases":
            self.fail(of_command("\\"), token.start)
        self._row(self.top, token)

    def _row(self, group: Group, token: Token) -> None:
        """A row of cases is complete; nothing behind the last row's end is none."""
        value, items = group.value, group.items
        group.value, group.items, group.bar, group.fence = None, [], 0, 0
        if value is None:
            if not items and token.text == "end":
                return
            self.fail("A case is written `value & condition`.", token.start)
        stated = bool(items) and items[0].kind is What.KEYWORD and items[0].text in CONDITIONS
        otherwise = len(items) == 1 and items[0].kind is What.KEYWORD and not stated
        condition = None
        if not otherwise:
            condition = self.terms.expression(items[stated:], token.start, truths=True)
            if not stated and condition.op not in _TRUTHS:
                self.fail("A condition is a comparison such as `x > 0`.", condition.start)
        column = items[0].start
        group.rows.append(Row(self.terms.expression(value, column), condition, column))
