"""Rows of the table as calls of ufuncs that write into buffers."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from autograd.arithmetic import FLOAT
from autograd.formula import over
from autograd.primitives import PRIMITIVES
from autograd.program.ir import Array
from autograd.program.text import OWN, form, number

_UFUNCS: dict[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide",
    ast.FloorDiv: "floor_divide", ast.Mod: "remainder", ast.Pow: "power", ast.USub: "negative",
    ast.Lt: "less", ast.LtE: "less_equal", ast.Gt: "greater", ast.GtE: "greater_equal",
    ast.Eq: "equal", ast.NotEq: "not_equal", ast.Not: "logical_not",
}  # fmt: skip
_KEYWORD_OUT = frozenset({"maximum", "minimum"})


class Shape(NamedTuple):
    """What tells buffers apart: their dimensions, the batch axis, truth values or numbers, and
    whether the first dimension lies before the batch axis."""

    dims: tuple[int, ...]
    batched: bool
    truth: bool
    stacked: bool = False


@cache
def is_one_call(op: str) -> bool:
    """Whether a row is a single ufunc of its operands."""
    row = PRIMITIVES[op]
    if row.numpy == row.value or op in ("where", "identity"):
        return False
    tree = form(op)
    return _writes_out(_name(tree)) and all(
        isinstance(child, (ast.Name, ast.Constant)) for child in _operands(tree)
    )


def _operands(tree: ast.expr) -> list[ast.expr]:
    match tree:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.UnaryOp(operand=operand):
            return [operand]
        case ast.Compare(left=left, comparators=comparators):
            return [left, *comparators]
        case ast.Call(args=args):
            return args
    return []


class Calls:
    """One row of the table as a sequence of calls that write into buffers."""

    def __init__(self, buffer: Callable[[Shape], str], target: Array) -> None:
        self.buffer = buffer
        self.target = target
        self.lines: list[str] = []
        self.spent: list[tuple[Shape, str]] = []

    def row(self, op: str, args: list[str], out: str) -> None:
        """The row on operands, into ``out``."""
        known = dict(zip(PRIMITIVES[op].operands, args, strict=True))
        self._into(form(op), known, out)

    def _into(self, tree: ast.expr, known: dict[str, str], out: str) -> None:
        if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            row = PRIMITIVES[tree.func.id]
            args = [self._value(each, known) for each in tree.args]
            self.row(row.name, args, out)
            return
        if isinstance(tree, (ast.Name, ast.Constant)):
            self.lines.append(f"np.copyto({out}, {self._value(tree, known)})")
            return
        args = [self._value(each, known) for each in _operands(tree)]
        if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Pow) and args[1] == "2":
            self.lines.append(f"np.square({args[0]}, {out})")
            return
        name = _name(tree)
        if name == "np.where":
            self.lines.append(f"np.copyto({out}, {args[2]})")
            self.lines.append(f"np.copyto({out}, {args[1]}, where={args[0]})")
        elif name == "np.clip":  # whose wrapper takes longer than the two that it stands for
            self.lines.append(f"np.maximum({args[0]}, {args[1]}, out={out})")
            self.lines.append(f"np.minimum({out}, {args[2]}, out={out})")
        elif name in OWN:
            self.lines.append(f"{OWN[name]}({', '.join(args)}, {out})")
        elif not _writes_out(name):
            self.lines.append(f"np.copyto({out}, {name}({', '.join(args)}))")
        else:
            keyword = "out=" if name.removeprefix("np.") in _KEYWORD_OUT else ""
            self.lines.append(f"{name}({', '.join(args)}, {keyword}{out})")

    def _value(self, tree: ast.expr, known: dict[str, str]) -> str:
        """An operand: a name, a number, or a buffer with the result of a part."""
        if isinstance(tree, ast.Name) and tree.id in known:
            return known[tree.id]
        if not any(isinstance(n, ast.Name) and n.id in known for n in ast.walk(tree)):
            return number(float(over(ast.unparse(tree), ())(FLOAT))).code
        compares = isinstance(tree, ast.Compare)
        shape = Shape(self.target.dims, self.target.batched, compares)
        name = self.buffer(shape)
        self.spent.append((shape, name))
        self._into(tree, known, name)
        return name


@cache
def _writes_out(name: str) -> bool:
    """Whether a function takes a buffer for its result: the ufuncs of NumPy."""
    module, _, function = name.partition(".")
    return module == "np" and isinstance(getattr(np, function, None), np.ufunc)


def _name(tree: ast.expr) -> str:
    match tree:
        case ast.BinOp(op=op) | ast.UnaryOp(op=op) | ast.Compare(ops=[op]):
            return f"np.{_UFUNCS[type(op)]}"
        case ast.Call(func=ast.Attribute() as function):
            return ast.unparse(function)
    raise ValueError(f"a form of the table has no call: {ast.unparse(tree)}")
