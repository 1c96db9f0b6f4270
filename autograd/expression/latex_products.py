r"""Factors side by side: where a product is written without a sign, and what it could mean.

By convention ``\sin 2x`` is sin(2*x), ``\ln x + 1`` is log(x) + 1 and ``\sin x\cos x`` a product.
Where readers differ (``1/2x``, ``\sin x y``, ``\sin x/2``, ``f(x)``) nothing is chosen: the
formula is refused with both readings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from autograd.errors import ExpressionError
from autograd.expression.latex_items import Item, Kind
from autograd.expression.latex_names import Names
from autograd.expression.latex_nodes import Node, ambiguous, applied, reading
from autograd.expression.latex_words import DIFFERENTIALS
from autograd.expression.tape import NUMBER
from autograd.expression.tokens import shown


@dataclass(slots=True)
class Factor:
    """A factor that has been read, from its first item to its last.

    extend: for a function whose argument has no brackets, the function with one more factor in
    its argument. coefficient: that argument is a number alone. nested: it is a function of a
    function. call: a function with one argument in brackets.
    """

    node: Node
    first: Item
    last: Item
    extend: Callable[[Node], Node] | None = None
    coefficient: bool = False
    nested: bool = False
    call: bool = False


class Call(NamedTuple):
    """A name directly before a bracket: a product only where the name is known to be one."""

    name: str
    node: Node
    bracket: Item


class Product:
    """A product as it grows, factor by factor. ``node`` is what it has come to."""

    def __init__(self, source: str, names: Names, calls: list[Call], first: Factor) -> None:
        self.node = first.node
        self._source = source
        self._names = names
        self._calls = calls
        self._last = first
        self._quotient: tuple[Node, Node] | None = None

    def add(self, sign: Item | None, factor: Factor) -> None:
        """Takes a factor; sign: what stands before it, None where nothing does."""
        divides = sign is not None and sign.text == "/"
        self._check_slash(divides, factor)
        if self._last.extend is not None:
            self._check_function(self._last.extend, sign, factor)
        if sign is None:
            self._check_side_by_side(factor)
        if divides:
            self._quotient = (self.node, factor.node)
        self.node = applied("div" if divides else "mul", self.node, factor.node)
        self._last = factor

    def _check_slash(self, divides: bool, factor: Factor) -> None:
        """``a/b c`` and ``a/b/c``."""
        if self._quotient is None:
            return
        above, below = self._quotient
        row = "div" if divides else "mul"
        first = applied(row, self.node, factor.node)
        second = applied("div", above, applied(row, below, factor.node))
        self._two(first, second, r"write `\frac{a}{b}`, or brackets", factor.first)

    def _check_function(
        self, extend: Callable[[Node], Node], sign: Item | None, factor: Factor
    ) -> None:
        r"""``\sin x y``, ``\sin x/2``, ``\sin 2 \cdot x``: where does the argument end?"""
        last = self._last
        if sign is None and factor.first.kind is Kind.HEAD:
            unclear = last.coefficient or last.nested
        elif sign is None:
            unclear = True
        else:
            unclear = sign.text == "/" or last.coefficient
        if unclear:
            row = "div" if sign is not None and sign.text == "/" else "mul"
            outside = applied(row, last.node, factor.node)
            inside = extend(applied(row, last.node, factor.node))
            self._two(outside, inside, "put the function's argument in brackets", last.first)

    def _check_side_by_side(self, factor: Factor) -> None:
        last, first = self._last, factor.first
        product = applied("mul", last.node, factor.node)
        if last.call and first.kind is Kind.BRACKET:
            message = "This has two readings, with one or with both brackets as the argument: put "
            message += f"brackets around `{reading(last.node)}` or around the whole argument."
            raise ExpressionError(message, self._source, first.start)
        if first.kind is Kind.NUMBER:
            self._number_behind(product, factor)
        if last.last.kind is Kind.NUMBER and _is_simple_fraction(first):
            mixed = applied("add", last.node, factor.node)
            self._two(product, mixed, r"write `\cdot` or `+`", last.first)
        if last.last.kind is Kind.NAME and last.first is last.last:
            self._behind_name(product, factor)

    def _number_behind(self, product: Node, factor: Factor) -> NoReturn:
        column, last = factor.first.start, self._last.last
        message = r"A number stands behind its factor: write `\cdot` for a product."
        if last.kind is Kind.NUMBER:
            message = r"Two numbers stand side by side: write `\cdot`, or one number without gap."
        elif last.kind is Kind.NAME:
            index = f"{self._names.name(last)}_{factor.first.text}"
            message = f"This has two readings, `{reading(product)}` and the name "
            message += f"`{shown(index)}`: write `\\cdot` or `_`."
        raise ExpressionError(message, self._source, column)

    def _behind_name(self, product: Node, factor: Factor) -> None:
        item, first = self._last.last, factor.first
        if first.kind is Kind.BRACKET:
            self._calls.append(Call(self._names.name(item), product, first))
        name = item.spelling[0].text
        single = len(item.spelling) == 1 and name in DIFFERENTIALS and not self._names.known(item)
        if single and first.kind is Kind.NAME:
            quantity = self._names.name(first)
            message = (
                f"This has two readings, the product `{reading(product)}` and the differential "
                f"or difference of {shown(quantity)}: declare {name} for the product; a "
                "formula holds no derivative."
            )
            raise ExpressionError(message, self._source, item.start)

    def _two(self, first: Node, second: Node, fix: str, item: Item) -> NoReturn:
        ambiguous(self._source, item.start, first, second, fix)


def _is_simple_fraction(item: Item) -> bool:
    return item.text == "frac" and all(part.op == NUMBER for part in item.arguments[0].operands)


_FUNCTIONS_TOO = {"sigma": "sigmoid", "psi": "digamma", "gamma": "gamma"}


def check_calls(source: str, names: Names, calls: list[Call]) -> None:
    """Refuses ``f(x)`` unless f is declared, or a value elsewhere too as x is in ``x(1 - x)``.

    Raises `ExpressionError`.
    """
    counts: dict[str, int] = {}
    for call in calls:
        counts[call.name] = counts.get(call.name, 0) + 1
    for call in calls:
        value = names.is_constant(call.name) or names.uses(call.name) > counts[call.name]
        if call.name in names.declared or (value and not call.bracket.lone):
            continue
        name = shown(call.name)
        function = f"a function {name} that the language does not have"
        if call.name in _FUNCTIONS_TOO:
            other = _FUNCTIONS_TOO[call.name]
            function = f"a function (`\\operatorname{{{other}}}`, if that is meant)"
        message = (
            f"This has two readings, {function} and the product `{reading(call.node)}`: for the "
            f"product declare {name}, or write `\\cdot`."
        )
        raise ExpressionError(message, source, call.node.start)
