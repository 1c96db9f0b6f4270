r"""The parsed formula as a tree, before its instructions are put in the language's order.

LaTeX writes some parts earlier than the language does (the base of a logarithm, the exponent in
``\sin^2 x``), and an ambiguous formula is answered with both of its readings; so terms are
trees first, and a tape when all is read. Trees are walked with a stack, never by recursion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

from autograd.errors import ExpressionError
from autograd.expression.builder import Builder, Term
from autograd.expression.calls import FOLDED, defaults, function
from autograd.expression.printer import printed
from autograd.expression.tape import CONSTANT, NAME, NUMBER


@dataclass(slots=True, eq=False)
class Node:
    """An operation, a number, a name or a constant, read from ``source[start:end]``.

    op: a row of the table, or ``"number"``, ``"name"``, ``"constant"``. order: the operands'
    places in the order in which they are written, where it is not their own.
    """

    op: str
    start: int
    end: int
    operands: tuple[Node, ...] = ()
    text: str = ""
    order: tuple[int, ...] = ()

    def written(self) -> tuple[Node, ...]:
        """The operands in the order in which the language writes them."""
        return tuple(self.operands[place] for place in self.order) or self.operands


def applied(row: str, *operands: Node, start: int | None = None, end: int | None = None) -> Node:
    """The row on operands, spanning them unless it is told more."""
    first = operands[0].start if start is None else start
    return Node(row, first, max(operands[-1].end if end is None else end, first), operands)


def number(text: str, start: int, end: int) -> Node:
    """A number that was written."""
    return Node(NUMBER, start, end, text=text)


def called(name: str, arguments: list[Node], start: int, end: int) -> Node:
    """A call of the language's function ``name``, with its default arguments.

    Its number of arguments must be one that the function takes.
    """
    meant = function(name)
    assert meant is not None
    if meant.row in FOLDED:
        first, *others = arguments
        for other in others:
            first = applied(meant.row, first, other, start=start, end=other.end)
        return first
    assumed = defaults(meant.row)[len(arguments) - meant.least :]
    filled = [*arguments, *(number(text, start, end) for text in assumed)]
    return applied(meant.row, *filled, start=start, end=end)


def chosen(condition: Node, value: Node, other: Node, start: int, end: int) -> Node:
    """``value if condition else other``."""
    return Node("where", start, end, (condition, value, other), order=(1, 0, 2))


def emit(root: Node, build: Builder) -> Term:
    """Appends the tree's instructions, a node that is met twice but once.

    Raises `ExpressionError` past a cap of the language.
    """
    terms: dict[int, Term] = {}
    waiting = [(root, False)]
    while waiting:
        node, ready = waiting.pop()
        if id(node) in terms:
            continue
        if node.operands and not ready:
            waiting.append((node, True))
            waiting.extend((operand, False) for operand in reversed(node.written()))
        else:
            terms[id(node)] = _built(node, [terms[id(each)] for each in node.operands], build)
    return terms[id(root)]


def _built(node: Node, operands: list[Term], build: Builder) -> Term:
    if operands:
        return build.apply(node.op, operands, node.start, node.end)
    make = _MAKE[node.op]
    return make(build, node.text, node.start, node.end)


_MAKE: Final = {NUMBER: Builder.number, NAME: Builder.name, CONSTANT: Builder.constant}


def formula(node: Node) -> str:
    """The tree in the language. Raises `ExpressionError` past a cap."""
    build = Builder("")
    emit(node, build)
    return printed(build.tape())


def reading(node: Node) -> str:
    """The tree in the language, for an error's sentence; a long one is cut short."""
    try:
        text = formula(node)
    except ExpressionError:
        return "…"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_LONGEST: Final = 120


def ambiguous(source: str, column: int, first: Node, second: Node, fix: str) -> NoReturn:
    """Raises the `ExpressionError` that writes out both readings of a part of the source."""
    message = f"This has two readings, `{reading(first)}` and `{reading(second)}`: {fix}."
    raise ExpressionError(message, source, column)
