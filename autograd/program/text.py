"""Rows of the table as NumPy expressions, with no more brackets than a person would write."""

from __future__ import annotations

import ast
import math
import sys
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from autograd.notation import OPERATORS
from autograd.primitives import PRIMITIVES

LARGEST = "LARGEST"
"""What a program calls the largest number of its precision."""

BATCH = -1
"""The label of the samples."""

TIGHT = 9
PRODUCT = 4
_LEVELS: dict[type[ast.AST], int] = {
    ast.Add: 3, ast.Sub: 3, ast.Mult: PRODUCT, ast.Div: PRODUCT, ast.FloorDiv: PRODUCT,
    ast.Mod: PRODUCT, ast.Pow: 6,
}  # fmt: skip
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==",
    ast.NotEq: "!=",
}  # fmt: skip
_COMPARED, _NEGATED, _POWER = 1, 5, 6

OWN = {"special_arrays.erf": "erf", "special_arrays.erfc": "erfc"}
"""Functions of ours whose text a saved program carries with it: what it calls them."""


class Text(NamedTuple):
    """An expression, how tightly its outermost operator binds, and its dimensions as labels."""

    code: str
    level: int = TIGHT
    labels: tuple[int, ...] = ()

    def within(self, level: int) -> str:
        """The code as an operand of an operator that binds at ``level``."""
        return self.code if self.level >= level else f"({self.code})"

    @property
    def atom(self) -> str:
        """The code where a method or an index may follow."""
        return self.within(TIGHT)


def number(value: float) -> Text:
    """A literal: whole numbers without a point."""
    if math.isinf(value) or math.isnan(value):
        text = "np.nan" if math.isnan(value) else "np.inf"
        return Text(f"-{text}", _NEGATED) if value < 0 else Text(text)
    if abs(value) == sys.float_info.max:
        return Text(f"-{LARGEST}", _NEGATED) if value < 0 else Text(LARGEST)
    short = abs(value) < 1e15 and value == int(value) and math.copysign(1.0, value) * value >= 0
    whole = short and (value != 0.0 or math.copysign(1.0, value) > 0)
    text = str(int(value)) if whole else repr(value)
    return Text(text, _NEGATED if text.startswith("-") else TIGHT)


# --- rows of the table


@cache
def form(op: str) -> ast.expr:
    """The NumPy form of a row as a tree; powers as the operator."""
    row = PRIMITIVES[op]
    text = "x ** y" if op == "pow" else row.numpy
    return ast.parse(text, mode="eval").body


def row(op: str, args: Sequence[Text]) -> Text:
    """A row of the table applied to expressions of like dimensions."""
    pattern = _pattern(op, tuple(arg.level for arg in args))
    if pattern is None:
        return _printed(form(op), dict(zip(PRIMITIVES[op].operands, args, strict=True)))
    return Text(pattern.code.format(*(arg.code for arg in args)), pattern.level)


@cache
def _pattern(op: str, levels: tuple[int, ...]) -> Text | None:
    """A row on operands that bind at ``levels``, as a text to be filled in; None where more of
    the operands than that decides how it is written."""
    for node in ast.walk(form(op)):
        if isinstance(node, (ast.Pow, ast.USub)):
            return None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return None
    places = [Text(f"{{{place}}}", level) for place, level in enumerate(levels)]
    return _printed(form(op), dict(zip(PRIMITIVES[op].operands, places, strict=True)))


def _printed(tree: ast.expr, known: dict[str, Text]) -> Text:
    match tree:
        case ast.Constant(value=int() | float() as value):
            return number(float(value))
        case ast.Name(id=name):
            return known[name] if name in known else Text("np.pi" if name == "pi" else name)
        case ast.BinOp(left=left, op=op, right=right):
            return _infix(op, _printed(left, known), _printed(right, known))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            positive = _printed(operand, known)
            if positive.level == _NEGATED and positive.code.startswith("-"):
                return Text(positive.code[1:], _POWER)
            return Text(f"-{positive.within(_NEGATED)}", _NEGATED)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sides = [_printed(side, known).within(_COMPARED + 1) for side in (left, right)]
            return Text(f"{sides[0]} {_SIGNS[type(op)]} {sides[1]}", _COMPARED)
        case ast.Call(func=ast.Name(id=name), args=args):
            return row(name, [_printed(each, known) for each in args])
        case ast.Call(func=function, args=args):
            inside = ", ".join(_printed(each, known).code for each in args)
            name = ast.unparse(function)
            return Text(f"{OWN.get(name, name)}({inside})")
    raise ValueError(f"a form of the table has no NumPy text: {ast.unparse(tree)}")


def _infix(op: ast.operator, left: Text, right: Text) -> Text:
    level = _LEVELS[type(op)]
    if isinstance(op, ast.Pow):
        base, exponent = left.within(level + 1), right.within(_NEGATED)
        if right.level == level:
            exponent = f"({right.code})"
        tight = base.isidentifier() and exponent.lstrip("-").isalnum()
        return Text(f"{base}**{exponent}" if tight else f"{base} ** {exponent}", level)
    return Text(f"{left.within(level)} {_SIGNS[type(op)]} {right.within(level + 1)}", level)


assert set(OPERATORS) >= set(_SIGNS) - {ast.MatMult}


# --- bringing dimensions in line


def aligned(text: Text, target: Sequence[int]) -> Text:
    """An expression whose dimensions broadcast against ``target``: exchanged, and filled up."""
    if not text.labels:
        return text
    wanted = [label for label in target if label in text.labels]
    text = transposed(text, tuple(wanted))
    index = [":" if label in text.labels else "None" for label in target]
    while index and index[0] == "None":
        index = index[1:]
    if "None" not in index:
        return text
    while index[-1] == ":":
        index = index[:-1]
    return Text(f"{text.atom}[{', '.join(index)}]", TIGHT, tuple(target))


def transposed(text: Text, wanted: tuple[int, ...]) -> Text:
    """The same elements with dimensions in another order."""
    if text.labels == wanted:
        return text
    if len(wanted) == 2:
        return Text(f"{text.atom}.T", TIGHT, wanted)
    order = [text.labels.index(label) for label in wanted]
    moved = [place for place, label in enumerate(order) if place != label]
    if len(moved) == 2:
        return Text(f"{text.atom}.swapaxes({moved[0]}, {moved[1]})", TIGHT, wanted)
    return Text(f"{text.atom}.transpose({', '.join(map(str, order))})", TIGHT, wanted)
