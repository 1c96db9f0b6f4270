"""The notation of the table's formulas, and what it is turned into.

Calls over an arithmetic (``m.mul(x, y)``), plain Python on floats, JavaScript.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

from autograd.primitives import PRIMITIVES

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow",
    ast.FloorDiv: "floordiv", ast.Mod: "mod", ast.USub: "neg", ast.Lt: "lt", ast.LtE: "le",
    ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne", ast.And: "and_", ast.Or: "or_",
    ast.Not: "not_",
}  # fmt: skip
"""Which row each operator of the notation stands for."""


def _expression(text: str) -> ast.expr:
    tree: ast.Expression = _Pairs().visit(ast.parse(text, mode="eval"))
    return tree.body


class _Pairs(ast.NodeTransformer):
    """Writes ``a or b or c`` as ``(a or b) or c``: a row takes two."""

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        first, *others = node.values
        for other in others:
            first = ast.BoolOp(node.op, [first, other])
        return first

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        if len(node.ops) > 1:
            raise ValueError(f"a formula of the table chains comparisons: {ast.unparse(node)}")
        self.generic_visit(node)
        return node


class _Calls(ast.NodeTransformer):
    """Rewrites operators and functions of a formula as calls of the rows they stand for."""

    def __init__(self, call: Callable[[str, list[ast.expr]], ast.expr]) -> None:
        self.call = call

    def _rows(self, op: ast.AST, *operands: ast.expr) -> ast.expr:
        return self.call(OPERATORS[type(op)], [self.visit(operand) for operand in operands])

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return self._rows(node.op, node.left, node.right)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        return self._rows(node.op, node.operand)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        return self._rows(node.ops[0], node.left, node.comparators[0])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        return self._rows(node.op, *node.values)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if not isinstance(node.func, ast.Name):
            raise ValueError(f"a formula of the table calls {ast.unparse(node.func)}")
        return self.call(node.func.id, [self.visit(argument) for argument in node.args])


def _method(name: str, operands: list[ast.expr]) -> ast.expr:
    return ast.Call(ast.Attribute(ast.Name("m", ast.Load()), name, ast.Load()), operands, [])


class _Numbers(ast.NodeTransformer):
    """Wraps numbers and named constants, so that the arithmetic decides what they are."""

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return _method("number", [node])

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return _method("constant", [ast.Constant("pi")]) if node.id == "pi" else node


def methods(text: str) -> str:
    """A formula as calls of an arithmetic's methods: ``m.mul(m.number(2), x)``."""
    return ast.unparse(_Numbers().visit(_Calls(_method).visit(_expression(text))))


def scaled(partial: str, by: str) -> str:
    """The formula of ``partial * by``, as a person would write it: ``g``, ``-g``, ``g/y``."""
    tree = _expression(partial)
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Div):
        numerator = ast.unparse(tree.left)
        if numerator in ("1", "-1"):
            return f"{numerator.replace('1', by)}/({ast.unparse(tree.right)})"
    if partial in ("1", "-1"):
        return partial.replace("1", by)
    return f"({partial})*{by}"


class _Substitute(ast.NodeTransformer):
    def __init__(self, operands: Mapping[str, ast.expr]) -> None:
        self.operands = operands

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.operands.get(node.id, node)


def _inlined(name: str, operands: list[ast.expr]) -> ast.expr:
    """One row's float code with its operands put in; composite rows all the way down."""
    row = PRIMITIVES[name]
    tree = _expression(row.python)
    if row.python == row.value:
        tree = _Calls(_inlined).visit(tree)
    result: ast.expr = _Substitute(dict(zip(row.operands, operands, strict=True))).visit(tree)
    return result


def inline(text: str, operands: Mapping[str, str]) -> str:
    """A formula as plain Python on floats, its operands replaced by the given expressions."""
    tree = _Calls(_inlined).visit(_expression(text))
    names = {name: _expression(code) for name, code in operands.items()}
    code = ast.unparse(_Substitute({"pi": _expression("math.pi"), **names}).visit(tree))
    return re.sub(r"--(?=\w)", "", code)  # the opposite of the opposite


def javascript(text: str) -> str:
    """A formula as a JavaScript expression over the same operand names."""
    return _script(_expression(text))


def _script(tree: ast.expr) -> str:
    match tree:
        case ast.Constant(value=value):
            return str(value)
        case ast.Name(id=name):
            return "Math.PI" if name == "pi" else name
        case ast.BinOp(left=left, op=op, right=right):
            return _script_row(OPERATORS[type(op)], [left, right])
        case ast.UnaryOp(op=op, operand=operand):
            return _script_row(OPERATORS[type(op)], [operand])
        case ast.BoolOp(op=op, values=values):
            return _script_row(OPERATORS[type(op)], values)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _script_row(OPERATORS[type(op)], [left, right])
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _script_row(name, arguments)
    raise ValueError(f"a formula of the table has no JavaScript form: {ast.unparse(tree)}")


def _script_row(name: str, operands: list[ast.expr]) -> str:
    row = PRIMITIVES[name]
    form = javascript(row.value) if row.javascript == row.value else row.javascript
    code = {name: _script(o) for name, o in zip(row.operands, operands, strict=True)}
    whole = re.sub(r"(?<![.\w])[A-Za-z_]\w*", lambda m: code.get(m[0], m[0]), form)
    return f"({whole})"
