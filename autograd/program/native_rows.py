"""Rows of the table, and sums, as scalar code that machine code is made of."""

from __future__ import annotations

import ast
import math
from functools import cache

from autograd.errors import InputError
from autograd.primitives import PRIMITIVES

_FORMS = {
    name: PRIMITIVES[name].python
    for name in ("maximum", "minimum", "relu", "where", "erf", "erfc", "gamma", "lgamma")
} | {"pow": "x ** y", "clip": PRIMITIVES["clip"].value}


def row(op: str, args: tuple[str, ...]) -> str:
    """A row of the table on names and literals."""
    known = dict(zip(PRIMITIVES[op].operands, args, strict=True))
    return ast.unparse(_Filled(known).visit(ast.parse(_form(op), mode="eval")))


@cache
def _form(op: str) -> str:
    """The scalar form of a row. Raises `InputError` where machine code has none."""
    form = _FORMS.get(op, PRIMITIVES[op].numpy)
    if "special" in form or op == "floordiv":  # whose edges numba has otherwise
        raise InputError(
            f"{op} has no native form; use the NumPy program, which takes it from a library."
        )
    return form


class _Filled(ast.NodeTransformer):
    """Puts operands into a form, and the forms of other rows in their places."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id == "pi":
            return ast.Constant(math.pi)
        return ast.parse(self.known.get(node.id, node.id), mode="eval").body

    def visit_Call(self, node: ast.Call) -> ast.expr:
        args = [self.visit(arg) for arg in node.args]
        if not isinstance(node.func, ast.Name):
            return ast.Call(node.func, args, [])
        names = PRIMITIVES[node.func.id].operands
        inner = dict(zip(names, map(ast.unparse, args), strict=True))
        body: ast.expr = _Filled(inner).visit(ast.parse(_form(node.func.id), mode="eval")).body
        return body


def total(terms: list[str]) -> str:
    """A sum in halves: shorter chains, and a smaller error, than one by one."""
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    halves = [total(terms[:middle]), total(terms[middle:])]
    left, right = (f"({half})" if " + " in half else half for half in halves)
    return f"{left} + {right}"
