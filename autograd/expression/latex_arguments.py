r"""Arguments of ``\frac``, ``\sqrt``, accents, ``^`` and ``_``, and what becomes of them."""

from __future__ import annotations

from typing import NoReturn

from autograd.expression.latex_groups import Group, Groups, Wanting
from autograd.expression.latex_items import Item, Kind, Part, Script, whole_number
from autograd.expression.latex_names import Names, indices
from autograd.expression.latex_nodes import Node, applied, number
from autograd.expression.latex_terms import Terms
from autograd.expression.latex_tokens import Kind as Type
from autograd.expression.latex_tokens import Token
from autograd.expression.latex_words import FRACTIONS, MARKS, PRIME
from autograd.expression.limits import MAX_NAME
from autograd.expression.tokens import shown


class Arguments(Groups):
    """The stack of groups, with the commands and scripts that take arguments."""

    def __init__(self, source: str, declared: frozenset[str]) -> None:
        super().__init__(source)
        self.names = Names(source, declared)
        self.terms = Terms(source, self.names)

    def want_command(self, token: Token) -> None:
        """A fraction, a root or an accent begins."""
        name = token.text
        what = "frac" if name in FRACTIONS else "accent" if name in MARKS else "sqrt"
        count = 2 if what == "frac" else 1
        self.top.wanting = Wanting(what, "\\" + name, token.start, token.end, count)

    def want_script(self, token: Token) -> None:
        """A superscript or a subscript begins."""
        self.top.wanting = Wanting(token.text, token.text, token.start, token.end, 1)

    def digits(self, token: Token) -> None:
        r"""An argument without braces: one digit, or the two of ``\frac12``."""
        wanting, text = self._wanting(), token.text
        if wanting.what == "frac" and len(text) == wanting.count == 2 and text.isdecimal():
            middle = token.start + 1
            self._complete([Item(Kind.NUMBER, token.start, middle, text[0])], middle)
            self._complete([Item(Kind.NUMBER, middle, token.end, text[1])], token.end)
        elif len(text) > 1:
            self._unclear(wanting, text, token)
        else:
            self._complete([Item(Kind.NUMBER, token.start, token.end, text)], token.end)

    def single(self, token: Token, item: Item, following: Token) -> None:
        """An argument without braces: a letter, a word, a function's name as a subscript."""
        wanting = self._wanting()
        if item.kind is not Kind.NAME and wanting.what != "_":
            self.fail(f"Put braces around what `{wanting.name}` takes.", token.start)
        adjacent = following.kind in (Type.LETTER, Type.NUMBER) and following.start == token.end
        if adjacent and token.kind is Type.LETTER and wanting.count == 1:
            self._unclear(wanting, token.text + following.text, token)
        self._complete([item], token.end)

    def _unclear(self, wanting: Wanting, text: str, token: Token) -> NoReturn:
        name, first, rest = wanting.name, shown(text[0]), shown(text[1:], 10)
        self.fail(
            f"This has two readings, `{name}{{{first}}} {rest}` as TeX sets it and "
            f"`{name}{{{first}{rest}}}`: write the braces.",
            token.start,
        )

    def argument(self, group: Group, token: Token) -> None:
        """An argument in braces is complete."""
        if not group.items:
            self.fail(f"`{self._wanting().name}` has nothing in its braces.", group.column)
        self._complete(group.items, token.end)

    def index(self, group: Group, token: Token) -> None:
        r"""The ``[3]`` of ``\sqrt[3]{x}`` is complete."""
        if not group.items:
            self.fail("This root has an empty index.", token.start)
        self._wanting().index = group.items

    def prime(self, start: int, end: int) -> None:
        """``'`` behind a name; a subscript that is there already stays last."""
        item = self.last(start, "'")
        if item.kind is not Kind.NAME or not item.bare:
            what = "a derivative, which a formula does not hold" if item.kind is Kind.HEAD else ""
            self.fail(f"A prime here would be {what or 'part of no name'}.", start)
        if len(item.spelling) > MAX_NAME:
            self.fail(f"A name may have at most {MAX_NAME} characters.", item.start)
        place = len(item.spelling) - (item.spelling[-1].kind == "index")
        item.spelling = (*item.spelling[:place], Part("mark", PRIME), *item.spelling[place:])
        item.end, item.letter = end, False

    def pop_formula(self, column: int) -> Group:
        """The end of the formula: nothing may be open or awaited."""
        if self.top.wanting is not None:
            self.fail(f"`{self.top.wanting.name}` needs an argument.", column)
        if len(self.stack) > 1:
            self.fail("This is never closed.", self.top.column)
        return self.stack[0]

    def _wanting(self) -> Wanting:
        wanting = self.top.wanting
        assert wanting is not None
        return wanting

    def _complete(self, items: list[Item], end: int) -> None:
        """An argument is complete; with the last one, what wanted it."""
        wanting = self._wanting()
        wanting.arguments.append(items)
        if len(wanting.arguments) < wanting.count:
            return
        self.top.wanting = None
        if wanting.what == "^":
            self._superscript(wanting, items, end)
        elif wanting.what == "_":
            self._subscript(wanting, items, end)
        elif wanting.what == "accent":
            self._accent(wanting, items, end)
        else:
            self.add(self._atom(wanting, end))

    def _atom(self, wanting: Wanting, end: int) -> Item:
        start = wanting.start
        values = [self.terms.expression(items, start) for items in wanting.arguments]
        if wanting.what == "frac":
            node = applied("div", *values, start=start, end=end)
        else:
            node = self._root(wanting, values[0], end)
        return Item(Kind.ATOM, start, end, wanting.what, (node,))

    def _root(self, wanting: Wanting, radicand: Node, end: int) -> Node:
        start, index = wanting.start, wanting.index
        whole = "2" if index is None else whole_number(index)
        if whole in ("2", "3"):
            return applied("sqrt" if whole == "2" else "cbrt", radicand, start=start, end=end)
        assert index is not None
        if whole and (int(whole[-10:]) % 2 or whole[0] in "+-" or int(whole[-10:]) < 2):
            self.fail(
                "Of the roots with an odd index only the third is read, which has values for "
                "x < 0 too: write `x^{1/5}` for x > 0.",
                index[0].start,
            )
        one = number("1", start, end)
        exponent = applied("div", one, self.terms.expression(index, start))
        return applied("pow", radicand, exponent, start=start, end=end)

    def _accent(self, wanting: Wanting, items: list[Item], end: int) -> None:
        only = items[0] if len(items) == 1 else None
        if only is None or only.kind is not Kind.NAME or not only.bare:
            self.fail(f"`{wanting.name}` stands on one name.", items[0].start)
        mark = Part("mark", MARKS[wanting.name[1:]])
        self.add(Item(Kind.NAME, wanting.start, end, spelling=(*only.spelling, mark)))

    def _superscript(self, wanting: Wanting, items: list[Item], end: int) -> None:
        primes = [item for item in items if item.kind is Kind.KEYWORD and item.text == PRIME]
        if primes and len(primes) == len(items):
            for _ in primes:
                self.prime(wanting.start, end)
            return
        item = self.last(wanting.start, "^")
        if not item.bare:
            message = "Two superscripts follow each other: put the inner power in brackets."
            self.fail(message, wanting.start)
        only = items[0] if len(items) == 1 else None
        if only is not None and only.kind is Kind.BRACKET and only.text == "(" and only.bare:
            message = "This has two readings, a power and the number of a derivative or of an "
            message += "element: write the power without brackets."
            self.fail(message, wanting.start)
        node = self.terms.expression(items, wanting.end)
        item.script = Script(node, whole_number(items), wanting.start)
        item.end = end

    def _subscript(self, wanting: Wanting, items: list[Item], end: int) -> None:
        item = self.last(wanting.start, "_")
        if item.kind is Kind.HEAD and item.text == "log" and item.base is None:
            item.base, item.end = self.terms.expression(items, wanting.end), end
            return
        if item.kind is not Kind.NAME or item.factorial:
            self.fail("A subscript is part of a name, or the base of `\\log`.", wanting.start)
        if item.spelling[-1].kind == "index":
            self.fail("Two subscripts follow each other: write `x_{1,2}`.", wanting.start)
        more = indices(items)
        if more is None:
            self.fail(
                "A subscript is part of a name: letters, digits and words, as in `x_{12}`, "
                "`x_{i,j}`, `x_{\\mathrm{max}}`.",
                wanting.start,
            )
        item.spelling, item.end = (*item.spelling, *more), end
