r"""Numbers, names and what is in brackets, with the factorial or the power attached to them."""

from __future__ import annotations

from typing import Final, NoReturn

from autograd.errors import ExpressionError
from autograd.expression import tokens
from autograd.expression.latex_items import Item, Kind
from autograd.expression.latex_names import Names
from autograd.expression.latex_nodes import Node, ambiguous, applied, number
from autograd.expression.latex_words import DERIVED, TRANSPOSE, UNITS
from autograd.expression.tape import CONSTANT, NAME
from autograd.expression.tokens import shown

_PARTS: Final = {"[": r"\lfloor x \rfloor", "{": r"x - \lfloor x \rfloor"}


class Operands:
    """Makes operands of single items; every method raises `ExpressionError`."""

    def __init__(self, source: str, names: Names) -> None:
        self.source = source
        self.names = names

    def fail(self, message: str, column: int) -> NoReturn:
        """Raises an `ExpressionError` about this formula."""
        raise ExpressionError(message, self.source, column)

    def value(self, item: Item) -> Node:
        """An operand with what is attached to it."""
        node = self._plain(item)
        script = item.script
        if script is None or item.factorial:
            return self.attached(item, node)
        if item.kind is Kind.NAME and node.op == CONSTANT and node.text == "e":
            return applied("exp", script.node, start=item.start, end=item.end)
        if item.text == "frac":
            above, below = node.operands
            inside = applied("div", applied("pow", above, script.node), below)
            fix = "put brackets around the fraction"
            ambiguous(self.source, script.column, applied("pow", node, script.node), inside, fix)
        if item.text == "cases":
            self.fail("Put the cases in brackets before raising them.", script.column)
        return self.attached(item, node)

    def _plain(self, item: Item) -> Node:
        if item.kind is Kind.NUMBER:
            return self._number(item)
        if item.kind is Kind.NAME:
            return self._name(item)
        if len(item.arguments) > 1:
            self.fail(
                "Several values in brackets stand only behind a function such as `\\max`.",
                item.start,
            )
        value = item.arguments[0]
        if item.lone and item.text in _PARTS:
            floor = applied("floor", value)
            other = floor if item.text == "[" else applied("sub", value, floor)
            fix = f"write `(…)` or `{_PARTS[item.text]}`"
            ambiguous(self.source, item.start, value, other, fix)
        return value

    def _number(self, item: Item) -> Node:
        try:
            tokens.Tokens(item.text).take()
        except ExpressionError as error:
            self.fail(error.message, item.start)
        return number(item.text, item.start, item.end)

    def _name(self, item: Item) -> Node:
        name = self.names.name(item)
        if self.names.is_constant(name):
            return Node(CONSTANT, item.start, item.end, text=name)
        if name not in self.names.declared:
            self._check_undeclared(name, item)
        return Node(NAME, item.start, item.end, text=self.names.use(item))

    def _check_undeclared(self, name: str, item: Item) -> None:
        """Refuses a name that is more often something else."""
        if name in UNITS:
            other = "the imaginary unit, which the language does not have"
        elif any(part.kind == "mark" and part.text in DERIVED for part in item.spelling):
            other = "a derivative, which a formula does not hold"
        else:
            return
        name = shown(name)
        message = f"This has two readings, the name `{name}` and {other}: declare {name} for the "
        self.fail(message + "name.", item.start)

    def attached(self, item: Item, node: Node) -> Node:
        """The node with the item's factorial and power."""
        if item.factorial:
            one = number("1", item.end - 1, item.end)
            node = applied("gamma", applied("add", node, one), end=item.end)
        if item.script is None:
            return node
        exponent = item.script.node
        transposes = exponent.op == NAME and exponent.text == TRANSPOSE
        if transposes and TRANSPOSE not in self.names.declared:
            message = "This has two readings, a power with the exponent `T` and a transpose, which "
            message += "the language does not have: declare T for the power."
            self.fail(message, item.script.column)
        return applied("pow", node, exponent, end=item.end)
