r"""Items side by side to a term: sums, products, powers, comparisons, and, or, not.

What is inside brackets, braces or a fraction has been read before, so that nothing here is
nested and no function calls itself on a part of a part.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from autograd.expression.latex_functions import application, is_bracketed
from autograd.expression.latex_items import OPERANDS, Item, Kind
from autograd.expression.latex_names import Names
from autograd.expression.latex_nodes import Node, ambiguous, applied
from autograd.expression.latex_operands import Operands
from autograd.expression.latex_products import Call, Factor, Product, check_calls
from autograd.expression.latex_runs import with_powers_of_ten, with_words
from autograd.expression.latex_words import FUNCTIONS
from autograd.expression.tokens import shown

_Reader = Callable[[list[Item], int], Node]

Slice = tuple[Item | None, list[Item]]
"""Items between two separators, with the separator before them."""


class Terms(Operands):
    """Makes terms of items; every method raises `ExpressionError`."""

    def __init__(self, source: str, names: Names) -> None:
        super().__init__(source, names)
        self.calls: list[Call] = []

    def finish(self) -> None:
        """Refuses what only the whole formula can tell: whether f in ``f(x)`` is a value."""
        check_calls(self.source, self.names, self.calls)

    def expression(self, items: list[Item], column: int, truths: bool = False) -> Node:
        """The term that the items are.

        truths: whether it may be a comparison, which must stand in visible brackets or be a
        condition. column: where to point when there are no items.
        """
        for item in items:
            if item.kind is Kind.COMMA:
                self.fail(
                    "A comma stands only between the arguments of a function, and a decimal "
                    "number is written with a point.",
                    item.start,
                )
            if not truths and item.kind in (Kind.RELATION, Kind.LOGIC):
                self._refuse_truth(item)
        return self._either(items, column)

    def _refuse_truth(self, item: Item) -> NoReturn:
        if item.text == "eq":
            message = "This is an equation, and a formula has a value: give one side alone."
        else:
            message = "This is a statement: for 1 where it holds and 0 elsewhere, write `[a < b]`."
        self.fail(message, item.start)

    def _either(self, items: list[Item], column: int) -> Node:
        return self._fold(_split(items, "or_"), column, self._both)

    def _both(self, items: list[Item], column: int) -> Node:
        return self._fold(_split(items, "and_"), column, self._not)

    def _fold(self, slices: list[Slice], column: int, read: _Reader) -> Node:
        node: Node | None = None
        for separator, items in slices:
            term = read(items, separator.end if separator else column)
            node = (
                term if node is None or separator is None else applied(separator.text, node, term)
            )
        assert node is not None
        return node

    def _not(self, items: list[Item], column: int) -> Node:
        negations = 0
        while negations < len(items) and items[negations].text == "not_":
            column = items[negations].end
            negations += 1
        node = self._comparison(items[negations:], column)
        for item in reversed(items[:negations]):
            node = applied("not_", node, start=item.start)
        return node

    def _comparison(self, items: list[Item], column: int) -> Node:
        """One comparison, or a chain ``a < b < c``, whose middle is computed once."""
        node: Node | None = None
        before: Node | None = None
        for relation, part in _split(items, kind=Kind.RELATION):
            right = self._sum(part, relation.end if relation else column)
            if relation is not None and before is not None:
                link = applied(relation.text, before, right)
                node = link if node is None else applied("and_", node, link)
            before = right
        assert before is not None
        return before if node is None else node

    def _sum(self, items: list[Item], column: int) -> Node:
        """A sum; a sign at its beginning belongs to the first factor, as in the language."""
        node: Node | None = None
        for sign, part in _split(items, kind=Kind.SIGN):
            if sign is None and not part and len(items) > 0:
                continue  # a sign stands first
            if node is None:
                node = self._product(part, sign.end if sign else column, sign)
            else:
                assert sign is not None
                node = applied(sign.text, node, self._product(part, sign.end, None))
        assert node is not None
        return node

    def _product(self, items: list[Item], column: int, sign: Item | None) -> Node:
        items = with_powers_of_ten(with_words(self.source, self.names, items))
        if not items:
            self.fail("A number, a name or a function is missing here.", column)
        factor, place = self._factor(items, 0)
        if sign is not None and sign.text == "sub":
            factor.node = applied("neg", factor.node, start=sign.start)
        product = Product(self.source, self.names, self.calls, factor)
        while place < len(items):
            between = items[place] if items[place].kind is Kind.PRODUCT else None
            place += between is not None
            if place == len(items):
                self.fail("A factor is missing behind this sign.", items[-1].start)
            factor, place = self._factor(items, place)
            product.add(between, factor)
        return product.node

    def _factor(self, items: list[Item], place: int) -> tuple[Factor, int]:
        item = items[place]
        if self._head(items, place) is not None:
            return self._function(items, place)
        if item.kind not in OPERANDS:
            self.fail(_MISPLACED.get(item.kind, _NO_FACTOR), item.start)
        return Factor(self.value(item), item, item), place + 1

    def _head(self, items: list[Item], place: int) -> Item | None:
        r"""The function at ``place``; ``\Gamma`` before a bracket is one unless it is declared."""
        item = items[place]
        if item.kind is Kind.HEAD:
            return item
        if item.kind is not Kind.NAME or [part.text for part in item.spelling] != ["Gamma"]:
            return None
        following = items[place + 1] if place + 1 < len(items) else None
        if following is None or following.kind is not Kind.BRACKET or self.names.known(item):
            return None
        return Item(Kind.HEAD, item.start, item.end, "gamma", script=item.script)

    def _function(self, items: list[Item], place: int) -> tuple[Factor, int]:
        heads: list[Item] = []
        while place < len(items) and (head := self._head(items, place)) is not None:
            heads.append(head)
            place += 1
        if place == len(items) or items[place].kind not in OPERANDS:
            name = ("\\" if heads[-1].text in FUNCTIONS else "") + shown(heads[-1].text)
            self.fail(f"`{name}` has no argument here: write `{name}(…)`.", heads[-1].start)
        if items[place].kind is Kind.BRACKET:
            return self._call(heads, items[place]), place + 1
        end = self._argument(items, place)
        argument = self._product(items[place:end], items[place].start, None)
        factor = self._applied(heads, [argument], items[end - 1])
        factor.coefficient = all(map(self._is_coefficient, items[place:end]))
        if len(heads) == 1:
            factor.extend = lambda product: self._inside(heads[0], argument, product)
        return factor, end

    def _inside(self, head: Item, argument: Node, product: Node) -> Node:
        """``f(a)*b`` or ``f(a)/b`` made f(a*b) or f(a/b)."""
        extended = applied(product.op, argument, product.operands[1])
        return application(self.source, head, [extended], product.end)

    def _argument(self, items: list[Item], place: int) -> int:
        r"""Where an argument without brackets ends: ``2\pi x`` in ``\sin 2\pi x``."""
        while self._is_coefficient(items[place]) and place + 1 < len(items):
            following = items[place + 1]
            if following.kind not in OPERANDS or following.kind is Kind.BRACKET:
                break
            place += 1
        return place + 1

    def _is_coefficient(self, item: Item) -> bool:
        if not item.bare:
            return False
        if item.kind is Kind.NAME:
            return self.names.is_constant(self.names.name(item))
        return item.kind is Kind.NUMBER

    def _call(self, heads: list[Item], bracket: Item) -> Factor:
        """Functions before an argument in brackets."""
        inner, arguments = heads[-1], list(bracket.arguments)
        factor = self._applied(heads, arguments, bracket)
        if not bracket.bare:
            around = self.attached(bracket, factor.node)
            if len(heads) > 1 or (len(arguments) == 1 and not is_bracketed(inner)):
                inside = application(
                    self.source, inner, [self.attached(bracket, arguments[0])], bracket.end
                )
                for head in reversed(heads[:-1]):
                    inside = application(self.source, head, [inside], bracket.end)
                fix = "put brackets around what is raised"
                ambiguous(self.source, heads[0].start, around, inside, fix)
            factor.node = around
        factor.call = len(arguments) == 1 and not is_bracketed(inner)
        return factor

    def _applied(self, heads: list[Item], arguments: list[Node], last: Item) -> Factor:
        """Functions of functions, the innermost of the arguments."""
        inner = application(self.source, heads[-1], arguments, last.end)
        node = inner
        for head in reversed(heads[:-1]):
            node = application(self.source, head, [node], last.end)
        factor = Factor(node, heads[0], last)
        if len(heads) > 1:
            factor.nested = True

            def extend(product: Node) -> Node:
                node = applied(product.op, inner, product.operands[1])
                for head in reversed(heads[:-1]):
                    node = application(self.source, head, [node], product.end)
                return node

            factor.extend = extend
        return factor


_NO_FACTOR = "This stands where a number, a name or a function must."
_MISPLACED = {
    Kind.KEYWORD: "These words stand only in `\\begin{cases}`.",
    Kind.LOGIC: "This stands where a value must: put the condition in brackets.",
}


def _split(items: list[Item], text: str = "", kind: Kind | None = None) -> list[Slice]:
    """The items between separators of a kind, or of a row."""
    slices: list[Slice] = [(None, [])]
    for item in items:
        logic = item.kind is Kind.LOGIC and item.text == text
        if item.kind is kind or logic:
            slices.append((item, []))
        else:
            slices[-1][1].append(item)
    return slices
