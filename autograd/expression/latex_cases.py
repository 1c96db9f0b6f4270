r"""``\begin{cases}``: its rows to a choice.

The language's choice has an ``else``, so the last row must be for all that is left: by
``\text{otherwise}``, or because the conditions cover every case, which is decided here where each
of them compares the same thing with numbers, or with one and the same bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from autograd.errors import ExpressionError
from autograd.expression.latex_nodes import Node, chosen, formula
from autograd.expression.tape import NUMBER
from autograd.expression.tokens import shown

_UNKNOWN = "Whether these cases cover everything cannot be told"
_OTHERWISE = r"end with `\text{otherwise}`"


class Row(NamedTuple):
    """A value and when it holds; no condition means otherwise."""

    value: Node
    condition: Node | None
    column: int


def choice(source: str, rows: list[Row], start: int, end: int) -> Node:
    """The choice that the rows make. Raises `ExpressionError` where they leave a gap."""
    if len(rows) < 2:
        message = f"Cases need two rows or more, and the last for the rest: {_OTHERWISE}."
        raise ExpressionError(message, source, start)
    for row in rows[:-1]:
        if row.condition is None:
            raise ExpressionError("No case can follow this one.", source, row.column)
    conditions = [row.condition for row in rows if row.condition is not None]
    if len(conditions) == len(rows):
        try:
            gap = _gap(conditions)
        except ExpressionError:  # a condition past a cap of the language
            gap = _UNKNOWN
        if gap:
            raise ExpressionError(f"{gap}: {_OTHERWISE}.", source, rows[-1].column)
    node = rows[-1].value
    for value, condition, _ in reversed(rows[:-1]):
        assert condition is not None
        node = chosen(condition, value, node, start, end)
    return node


class _Bound(NamedTuple):
    """One comparison of the subject with a bound."""

    row: str
    bound: str
    value: Fraction | None


_MIRRORED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}
_HOLDS = {
    "lt": {-1}, "le": {-1, 0}, "gt": {1}, "ge": {0, 1}, "eq": {0}, "ne": {-1, 1},
}  # fmt: skip


def _gap(conditions: list[Node]) -> str:
    """What is wrong when the conditions leave something out, or might; "" when they do not."""
    compared = [list(_comparisons(condition)) for condition in conditions]
    if not all(map(_are_comparisons, compared)):
        return _UNKNOWN
    for subject in map(formula, compared[0][0].operands):
        bounds = _ordered(compared, subject)
        if bounds is not None:
            return _uncovered(bounds, subject)
    return _UNKNOWN


def _comparisons(condition: Node) -> Iterator[Node]:
    """The comparisons that must all hold."""
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        if node.op == "and_":
            waiting.extend(node.operands)
        else:
            yield node


def _are_comparisons(nodes: list[Node]) -> bool:
    return all(node.op in _MIRRORED for node in nodes)


def _ordered(compared: list[list[Node]], subject: str) -> list[list[_Bound]] | None:
    """Each comparison as one of the subject with a bound, where the bounds can be ordered."""
    conditions = []
    for nodes in compared:
        bounds = []
        for node in nodes:
            left, right = node.operands
            if formula(left) == subject:
                bounds.append(_Bound(node.op, formula(right), _value(right)))
            elif formula(right) == subject:
                bounds.append(_Bound(_MIRRORED[node.op], formula(left), _value(left)))
            else:
                return None
        conditions.append(bounds)
    everything = [bound for bounds in conditions for bound in bounds]
    numbers = all(bound.value is not None for bound in everything)
    if numbers or len({bound.bound for bound in everything}) == 1:
        return conditions
    return None


def _value(node: Node) -> Fraction | None:
    """The number that a bound is."""
    if node.op == NUMBER:
        return Fraction(node.text)
    values = [Fraction(each.text) for each in node.operands if each.op == NUMBER]
    if node.op == "neg" and len(values) == 1:
        return -values[0]
    if node.op == "div" and len(values) == 2 and values[1]:
        return values[0] / values[1]
    return None


def _uncovered(conditions: list[list[_Bound]], subject: str) -> str:
    """Where none of the conditions holds: below, at, between and above the bounds."""
    texts = {bound.value or Fraction(0): bound.bound for each in conditions for bound in each}
    order = sorted(texts)
    for place in range(2 * len(order) + 1):
        covered = any(all(_holds(bound, order, place) for bound in each) for each in conditions)
        if covered:
            continue
        names = [shown(texts[value]) for value in order]
        if place % 2:
            where = f"{shown(subject)} = {names[place // 2]}"
        elif place == 0:
            where = f"{shown(subject)} < {names[0]}"
        elif place == 2 * len(order):
            where = f"{shown(subject)} > {names[-1]}"
        else:
            where = f"{names[place // 2 - 1]} < {shown(subject)} < {names[place // 2]}"
        return f"No case holds where {where}"
    return ""


def _holds(bound: _Bound, order: list[Fraction], place: int) -> bool:
    """Whether the comparison holds at the place; odd places are bounds, even ones between."""
    other = 2 * order.index(bound.value or Fraction(0)) + 1
    return (place > other) - (place < other) in _HOLDS[bound.row]
