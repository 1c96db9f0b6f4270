r"""Functions as they are typeset: ``\sin^2 x``, ``\sin^{-1} x``, ``\log_{10} x``, ``\sec x``."""

from __future__ import annotations

from typing import NoReturn

from autograd.errors import ExpressionError
from autograd.expression.calls import function
from autograd.expression.latex_items import Item
from autograd.expression.latex_nodes import Node, ambiguous, applied, called, number
from autograd.expression.latex_words import BRACKETED, INVERSES, RECIPROCALS, SPELLINGS
from autograd.expression.tape import CONSTANT, NUMBER
from autograd.expression.tokens import shown


def is_function(word: str) -> bool:
    """Whether the word names a function of the table, or one that is written with it."""
    return word in SPELLINGS or word in RECIPROCALS or function(word) is not None


def is_bracketed(head: Item) -> bool:
    """Whether the function's argument always stands in brackets."""
    return head.text in BRACKETED


def application(source: str, head: Item, arguments: list[Node], end: int) -> Node:
    """The function on its arguments, with the superscript that stands on the function itself.

    Raises `ExpressionError` where it takes other arguments, or could be two functions.
    """
    name = SPELLINGS.get(head.text, head.text)
    meant = function(RECIPROCALS.get(name, name))
    assert meant is not None
    most = 1 if name in RECIPROCALS or name == "log" else meant.most
    if len(arguments) < meant.least or (most is not None and len(arguments) > most):
        takes = "1 argument" if most == 1 else meant.arguments()
        raise ExpressionError(f"{shown(head.text)} takes {takes}.", source, head.start)
    if name == "log":
        node = _logarithm(source, head, arguments[0], end)
    elif name in RECIPROCALS:
        one = number("1", head.start, end)
        node = applied("div", one, called(RECIPROCALS[name], arguments, head.start, end))
    else:
        node = called(name, arguments, head.start, end)
        if head.text == "sinc":
            _refuse_sinc(source, head, arguments[0], node)
    return _raised(source, head, arguments, node) if head.script else node


def _logarithm(source: str, head: Item, argument: Node, end: int) -> Node:
    base = head.base
    if base is None:
        ambiguous(
            source,
            head.start,
            called("log", [argument], head.start, end),
            called("log10", [argument], head.start, end),
            r"write `\ln` or `\log_{10}`",
        )
    if base.op == CONSTANT and base.text == "e":
        return called("log", [argument], head.start, end)
    if base.op == NUMBER and base.text in ("2", "10"):
        return called(f"log{base.text}", [argument], head.start, end)
    above = called("log", [argument], head.start, end)
    return applied("div", above, called("log", [base], head.start, end))


def _refuse_sinc(source: str, head: Item, argument: Node, node: Node) -> NoReturn:
    quotient = applied("div", applied("sin", argument), argument)
    fix = r"write `\operatorname{sincpi}` for the first, which has the factor π inside"
    ambiguous(source, head.start, node, quotient, fix)


def _raised(source: str, head: Item, arguments: list[Node], node: Node) -> Node:
    r"""``\sin^2``, ``\sin^{-1}``: the superscript between a function and its argument."""
    script = head.script
    assert script is not None
    meant = function(SPELLINGS.get(head.text, head.text))
    inverse = INVERSES.get(meant.row) if meant else None
    if script.whole == "-1":
        if inverse:
            return called(inverse, arguments, node.start, node.end)
        message = f"This has two readings, the inverse function of {shown(head.text)} and one over "
        message += f"it: for the second write `\\frac{{1}}{{\\{shown(head.text)} x}}`."
        raise ExpressionError(message, source, script.column)
    power = applied("pow", node, script.node)
    if inverse and script.whole.startswith("-"):
        positive = number(script.whole[1:], script.node.start, script.node.end)
        other = applied("pow", called(inverse, arguments, node.start, node.end), positive)
        ambiguous(source, script.column, power, other, "put what is raised in brackets")
    return power
