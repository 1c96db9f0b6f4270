"""What the page calls each node, so that every step of a computation can be written down.

A picture may leave an operand out (``tanh(…)``) because an edge tells it. A formula on a page of
text cannot, so nodes without a name, whose own formula is too long to be written in others, are
numbered v1, v2, … as in an evaluation trace (Griewank and Walther, Evaluating Derivatives, 2nd
ed., SIAM 2008, section 2.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from autograd.expression.grammar import ATOM, SIGN
from autograd.primitive import CONSTANT
from autograd.value import Value
from viz.formulas import FORMULA_LIMIT, Term, written
from viz.wording import NAME_LIMIT, number, printable

TITLE_LIMIT = 44


class Naming(NamedTuple):
    """title: what its box is called. term: what formulas call it."""

    title: str
    term: Term


def names(nodes: Sequence[Value], outputs: Sequence[Value]) -> dict[Value, Naming]:
    """The naming of every node; operands must come before their users."""
    numbered = _free(nodes)
    alone = outputs[0] if len(outputs) == 1 else None
    found: dict[Value, Naming] = {}
    for node in nodes:
        name = printable(node.name or "", NAME_LIMIT)
        if not name and node is alone and node.args:
            name = "output"
        if node.args:
            found[node] = _operation(node, name, numbered, found)
        elif node.op == CONSTANT:
            text = number(node.data)
            term = Term(text, SIGN if text.startswith("-") else ATOM)
            found[node] = Naming(
                f"{name} = {text}" if name else text, Term(name, ATOM) if name else term
            )
        else:
            name = name or next(numbered)
            found[node] = Naming(name, Term(name, ATOM))
    return found


def _operation(
    node: Value, name: str, numbered: Iterator[str], found: dict[Value, Naming]
) -> Naming:
    whole = written(node.op, [found[operand].term for operand in node.args])
    if not name and len(whole.text) <= FORMULA_LIMIT:
        return Naming(whole.text, whole)
    name = name or next(numbered)
    return Naming(printable(f"{name} = {whole.text}", TITLE_LIMIT), Term(name, ATOM))


def _free(nodes: Sequence[Value]) -> Iterator[str]:
    """v1, v2, …, but for those that are names of the user's."""
    taken = {node.name for node in nodes if node.name}
    return (name for place in count(1) if (name := f"v{place}") not in taken)
