"""The table of operations as JavaScript, so that a page can compute what Python computes.

Every row becomes ``{value, slopes, pulls, selects, written, rules}``: the value and the partial
derivatives as functions, what each partial sends back when a derivative ``g`` arrives, and the
texts of both with a mark in the place of each operand. The text of a partial that has two cases
is found by a function of the operands and the result.
"""

from __future__ import annotations

import ast
import json
from functools import cache

from autograd.expression.grammar import ATOM, SUM
from autograd.notation import OPERATORS, javascript, scaled
from autograd.primitive import Primitive
from autograd.primitives import PRIMITIVES
from viz.formulas import Term, written
from viz.wording import number

RESULT = "\ue010"
"""The mark for the result in a text; operands are U+E000, U+E001, …"""


def mark(place: int) -> str:
    """The mark for an operand in a text."""
    return chr(0xE000 + place)


@cache
def script() -> str:
    """The table as the JavaScript constant ``TABLE``."""
    rows = ",\n".join(f"{json.dumps(row.name)}: {_row(row)}" for row in PRIMITIVES.values())
    return f"const TABLE = {{\n{rows}\n}};\n"


def _row(row: Primitive) -> str:
    selects = "selects" in row.traits
    value = row.javascript if row.javascript != row.value else javascript(row.value)
    names = ", ".join(row.operands)
    slopes, pulls, rules = [], [], []
    for partial in row.partials:
        slopes.append(_function(f"{names}, r", javascript(partial)) if partial else "null")
        sent = javascript(partial if selects else scaled(partial, "g")) if partial else ""
        pulls.append(_function(f"{names}, r, g", sent) if sent else "null")
        rules.append(_rules(partial, row) if partial else "null")
    fields = {
        "value": _function(names, value),
        "slopes": f"[{', '.join(slopes)}]",
        "pulls": f"[{', '.join(pulls)}]",
        "selects": json.dumps(selects),
        "written": json.dumps(_written(row)),
        "rules": f"[{', '.join(rules)}]",
    }
    return "{ " + ", ".join(f"{name}: {code}" for name, code in fields.items()) + " }"


def _function(parameters: str, code: str) -> str:
    return f"({parameters}) => {code}"


def _written(row: Primitive) -> str:
    """The operation with marks for operands; what is put there brings its own parentheses."""
    return written(row.name, [Term(mark(place), ATOM) for place in range(row.arity)]).text


def _rules(partial: str, row: Primitive) -> str:
    """A function that gives the partial derivative as people write it, in the case at hand."""
    marks = {name: mark(place) for place, name in enumerate(row.operands)} | {
        "r": RESULT,
        "pi": "π",
    }
    tree = ast.parse(partial, mode="eval").body
    names = ", ".join((*row.operands, "r"))
    match tree:
        case ast.Call(func=ast.Name(id="where"), args=[condition, first, second]):
            asked = javascript(ast.unparse(condition))
            texts = [json.dumps(_term(each, marks).text) for each in (first, second)]
            return _function(names, f"({asked} !== 0 ? {texts[0]} : {texts[1]})")
    return _function(names, json.dumps(_term(tree, marks).text))


def _term(tree: ast.expr, marks: dict[str, str]) -> Term:
    match tree:
        case ast.Constant(value=int() | float() as value):
            return Term(number(float(value)), ATOM)
        case ast.Name(id=name):
            return Term(marks[name], ATOM)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return written(name, [_term(each, marks) for each in arguments])
        case ast.BoolOp(op=junction, values=values):
            joined = f" {PRIMITIVES[OPERATORS[type(junction)]].label} "
            return Term(joined.join(_term(each, marks).text for each in values), SUM)
    op, operands = _operation(tree)
    return written(op, [_term(each, marks) for each in operands])


def _operation(tree: ast.expr) -> tuple[str, list[ast.expr]]:
    match tree:
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)], [left, right]
        case ast.UnaryOp(op=prefix, operand=operand):
            return OPERATORS[type(prefix)], [operand]
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return OPERATORS[type(sign)], [left, right]
    raise ValueError(f"a formula of the table cannot be written: {ast.unparse(tree)}")
