"""What a box is called: its name, and its operation written with the names of its operands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from autograd.expression.grammar import ATOM, COMPARISON, INFIX, PREFIX, PRODUCT, SIGN
from autograd.primitive import CONSTANT, LEAF
from autograd.primitives import PRIMITIVES
from autograd.value import Value
from viz.wording import number, printable

FORMULA_LIMIT = 18
"""Characters of a formula in a box; what is longer is told by the edges."""

_BINDING = {operator.row: operator.binding for operator in (*INFIX.values(), *PREFIX.values())}


class Term(NamedTuple):
    """A formula as an operand of another one; ``binding`` says when it needs parentheses."""

    text: str
    binding: int


HIDDEN = Term("…", ATOM)


def titles(nodes: Iterable[Value]) -> dict[Value, str]:
    """The title of every node; operands must come before their users, or are ``…``.

    A named operation is ``c = w × x``. An operand without a name is written out where there is
    room, and is ``…`` where there is none.
    """
    terms: dict[Value, Term] = {}
    found: dict[Value, str] = {}
    for node in nodes:
        name = printable(node.name or "") or None
        if node.op == LEAF:
            found[node] = "input" if name is None else name
            terms[node] = HIDDEN if name is None else Term(name, ATOM)
        elif node.op == CONSTANT:
            text = number(node.data)
            found[node] = text if name is None else f"{name} = {text}"
            terms[node] = Term(text, SIGN if text.startswith("-") else ATOM)
        else:
            written, whole = _operation(node, [terms.get(operand, HIDDEN) for operand in node.args])
            found[node] = _label(node) if written is None else written.text
            if name is not None:
                found[node] = f"{name} = {found[node]}"
            terms[node] = Term(name, ATOM) if name is not None else whole
    return found


def _operation(node: Value, operands: Sequence[Term]) -> tuple[Term | None, Term]:
    """The operation as its box shows it (None: by its sign alone), and as an operand of others."""
    whole = written(node.op, operands)
    if "…" not in whole.text and len(whole.text) <= FORMULA_LIMIT:
        return whole, whole
    shown = [
        term if operand.name is not None or operand.op == CONSTANT else HIDDEN
        for term, operand in zip(operands, node.args, strict=True)
    ]
    partial = written(node.op, shown)
    fits = len(partial.text) <= FORMULA_LIMIT
    telling = node.name is not None or any(term is not HIDDEN for term in shown)
    return (partial if fits and telling else None), HIDDEN


def written(op: str, operands: Sequence[Term]) -> Term:
    """The operation ``op`` on operands as people write it, with the parentheses that it needs."""
    row = PRIMITIVES[op]
    binding = _BINDING.get(op, COMPARISON)
    if "infix" in row.traits and len(operands) == 2:
        left, right = operands
        # Only a power takes what stands to its right first: a ** b ** c is a ** (b ** c).
        first = within(left, binding + (op == "pow"))
        second = within(right, binding + (op != "pow"))
        return Term(f"{first} {row.label} {second}", binding)
    texts = [term.text for term in operands]
    if "prefix" in row.traits:
        space = " " if row.label[-1].isalpha() else ""
        return Term(f"{row.label}{space}{within(operands[0], binding)}", binding)
    if "·" in row.label and len(texts) == 1:
        bars = row.label.startswith("|")
        inside = texts[0] if bars else within(operands[0], ATOM)
        return Term(row.label.replace("·", inside), ATOM if bars else PRODUCT)
    return Term(f"{row.label}({', '.join(texts)})", ATOM)


def within(term: Term, binding: int) -> str:
    """The text of an operand of something that binds like ``binding``."""
    return term.text if term.binding >= binding else f"({term.text})"


def _label(node: Value) -> str:
    return PRIMITIVES[node.op].label
