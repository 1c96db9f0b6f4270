"""Writes the fast float path from the table: ``python -m autograd.generate``.

Calling a row's formulas through the table costs several times the arithmetic itself, so
`autograd.recorders` (one function a row that records) and `autograd.pullbacks` (one reverse
sweep) are code made from the rows. A test holds both files against what this module makes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from autograd.notation import inline, scaled
from autograd.primitive import Primitive
from autograd.primitives import PRIMITIVES

HOT = ("mul", "add", "sub", "neg", "relu", "div", "pow")
"""Rows whose pullback stands in the sweep itself; the others are one call away."""

_SLOTS = ("a", "b", "c")
_RAISES = re.compile(r"math\.(?!fabs|copysign)|special\.|/|%")

_RECORDERS = '''\
"""Functions that record, one a row. Made by ``python -m autograd.generate``: do not edit.

Each takes Values fast and hands everything else to `autograd.dispatch.apply`.
"""

# A program writes it, and no line is for editing.
# ruff: noqa: E501, RUF022
# fmt: off

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograd import special
from autograd.arithmetic import FLOAT
from autograd.dispatch import apply, recordable
from autograd.primitives import PRIMITIVES, UFUNCS
from autograd.scopes import CURRENT
from autograd.value import Truth, Value, lift, tick

_new: Callable[[type[Value]], Value] = object.__new__

__all__ = [
{names}]
'''

_NODE = """    node = _new({kind})
    node.data = data
    node.grad = 0.0
    node.op = "{op}"
{slots}
    node.serial = tick()
    node._meta = CURRENT[0]
    return node
"""

_PULLBACKS = '''\
"""The reverse sweep over floats. Made by ``python -m autograd.generate``: do not edit."""

# A program writes it, and no line is for editing.
# ruff: noqa: C901, E501, FURB136
# fmt: off

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograd import special
from autograd.arithmetic import FLOAT
from autograd.formula import rules
from autograd.primitive import CONSTANT
from autograd.primitives import PRIMITIVES

ZERO = float("0")
"""The cotangent of a node that nothing has been sent to: known by identity, not by value."""

_Pullback = Callable[[Any, float], None]
'''

_CAREFUL = '''
def careful(node: Any, g: float) -> None:
    """Sends ``g`` through one node by the table's own formulas, which answer inf and nan."""
    selects = "selects" in PRIMITIVES[node.op].traits
    known = [operand.data for operand in node.args]
    for operand, rule in zip(node.args, rules(node.op), strict=True):
        if rule is None or operand.op is CONSTANT:
            continue
        sent = rule(FLOAT, *known, node.data, g)
        if not selects:
            operand.cotangent += sent
        elif sent:
            operand.cotangent += g
'''

_SWEEP = '''
def sweep(operations: list[Any]) -> None:
    """Sends the cotangents of ``operations``, the newest first, to their operands.

    Every ``cotangent`` is `ZERO` or seeded on entry, and complete on exit.
    """
    steps = iter(operations)
    while True:
        try:
            for node in steps:
                g = node.cotangent
                if g is ZERO:
                    continue
                op = node.op
{branches}
                else:
                    pull = PULLBACKS.get(op)
                    if pull is not None:
                        pull(node, g)
            return
        except (ArithmeticError, ValueError):
            careful(node, g)
'''


def _code(row: Primitive, operands: dict[str, str]) -> str:
    """The row's float value as Python over the given operand expressions."""
    return inline(f"{row.name}({', '.join(row.operands)})", operands)


def _unpack(row: Primitive, code: str) -> Iterator[str]:
    """Lines that name the operands' numbers, for those that the code uses."""
    for name in row.operands:
        if re.search(rf"\b{name}_\b", code):
            yield f"    {name}_ = {name}.data"


def _body(row: Primitive) -> str:
    """The part of a recorder after its operands are known to be Values."""
    code = _code(row, {name: f"{name}_" for name in row.operands})
    lines = list(_unpack(row, code))
    if "comparison" in row.traits:
        lines.append(f"    data = 1.0 if {code} else 0.0")
    elif _RAISES.search(code):
        numbers = ", ".join(f"{name}.data" for name in row.operands)
        lines += ["    try:", f"        data = {code}", "    except (ArithmeticError, ValueError):",
                  f'        data = FLOAT.apply("{row.name}", {numbers})']  # fmt: skip
    else:
        lines.append(f"    data = {code}")
    slots = [f"    node.{slot} = {name}" for slot, name in zip(_SLOTS, row.operands, strict=False)]
    empty = " = ".join(f"node.{slot}" for slot in (*_SLOTS[row.arity :], "cotangent"))
    return "\n".join(lines) + "\n" + _NODE.format(
        kind="Truth" if "comparison" in row.traits else "Value", op=row.name,
        slots="\n".join([*slots, f"    {empty} = None"]),
    )  # fmt: skip


def _recorder(row: Primitive) -> str:
    """The function of a row that serves `autograd.ops`."""
    required = row.operands[: row.arity - len(row.defaults)]
    optional = zip(row.operands[len(required) :], row.defaults, strict=True)
    parameters = [f"{name}: Any" for name in required]
    parameters += [f"{name}: Any = {default}" for name, default in optional]
    others = " or ".join(f"{name}.__class__ is not Value" for name in row.operands)
    names = ", ".join(row.operands)
    head = f"\n\ndef {row.name}({', '.join(parameters)}) -> Any:\n{_docstring(row)}"
    if row.arity == 1:
        return f'{head}    if {others}:\n        return apply("{row.name}", {names})\n{_body(row)}'
    lifted = "".join(f"        {name} = lift({name})\n" for name in row.operands)
    return (
        f"{head}    if {others}:\n        if not recordable({names}):\n"
        f'            return apply("{row.name}", {names})\n{lifted}{_body(row)}'
    )


def _docstring(row: Primitive) -> str:
    """What `help` says of the function of a row."""
    told = [f"The row ``{row.name}``, on floats, Values, dual numbers or arrays."]
    told += [f"Domain: {row.domain}."] * bool(row.domain)
    told += [f"At kinks: {row.convention}"] * bool(row.convention)
    lines = textwrap.wrap(f'"""{" ".join(told)}', 92)
    end = '"""' if len(lines) == 1 else '\n    """'
    return "    " + "\n    ".join(lines) + end + "\n"


def _operator(row: Primitive) -> str:
    """The operator method of a row, and its reflected twin."""
    method = row.method
    if row.arity == 1:
        return f"\n\ndef _{method}(x: Any) -> Any:\n{_body(row)}"
    lifted = "    if {0}.__class__ is not Value:\n        {0} = lift({0})\n        if {0} is NotImplemented:\n            return NotImplemented\n"  # noqa: E501
    whole = f"\n\ndef _{method}(x: Any, y: Any) -> Any:\n{lifted.format('y')}{_body(row)}"
    if "comparison" in row.traits:
        return whole
    return (
        f"{whole}\n\ndef _r{method}(y: Any, x: Any) -> Any:\n    x = lift(x)\n"
        f"    if x is NotImplemented:\n        return NotImplemented\n{_body(row)}"
    )


_ATTACH = """

for _method in (
{methods}):
    setattr(Value, f"__{{_method.__name__[1:]}}__", _method)

_OTHERS = frozenset({{"infix", "selects", "comparison", "internal"}})

for _ufunc, _name in UFUNCS.items():  # what np.exp asks the elements of plain object arrays for
    if _OTHERS.isdisjoint(PRIMITIVES[_name].traits):
        setattr(Value, _ufunc, globals()[_name])
"""


def recorders() -> str:
    """The text of `autograd.recorders`."""
    rows = list(PRIMITIVES.values())
    names = "".join(f'    "{name}",\n' for name in sorted(row.name for row in rows))
    parts = [_RECORDERS.replace("{names}", names)]
    parts += [_recorder(row) for row in rows]
    operators = [row for row in rows if row.method]
    parts += [_operator(row) for row in operators]
    methods = []
    for row in operators:
        methods.append(f"    _{row.method},\n")
        if row.arity == 2 and "comparison" not in row.traits:
            methods.append(f"    _r{row.method},\n")
    return "".join(parts) + _ATTACH.format(methods="".join(methods))


def _pulls(row: Primitive, indent: str) -> list[str]:
    """Lines that send ``g`` from ``node`` to its operands."""
    names = {"r": "node.data"}
    formulas = [
        "" if not p else p if "selects" in row.traits else scaled(p, "g") for p in row.partials
    ]
    codes = [f and inline(f, {n: f"{n}_" for n in row.operands} | names) for f in formulas]
    used = " ".join(codes)
    lines = []
    for slot, name, code in zip(_SLOTS, row.operands, codes, strict=False):
        if code:
            lines.append(f"{slot} = node.{slot}")
        if re.search(rf"\b{name}_\b", used):
            lines.append(f"{name}_ = {slot if code else f'node.{slot}'}.data")
    live = [(slot, code) for slot, code in zip(_SLOTS, codes, strict=False) if code]
    if "selects" in row.traits:
        for slot, code in live:
            lines += [f"if {code}:", f"    {slot}.cotangent += g"]
    else:
        lines += _sent(live)
    return [indent + line for line in lines]


def _sent(live: list[tuple[str, str]]) -> list[str]:
    """Assignments of the cotangents: all computed before the first is sent, for one may raise."""
    costly = [code for _, code in live if _RAISES.search(code)]
    if not costly or len(live) == 1:
        return [f"{slot}.cotangent += {code}" for slot, code in live]
    lines = []
    for slot, code in live:
        if slot == "a" or not re.search(r"math\.", code):
            lines.append(f"sent_{slot} = {code}")
        else:  # an exponent or the like: most often a constant, and costly
            lines.append(f"sent_{slot} = None if {slot}.op is CONSTANT else {code}")
    for slot, code in live:
        if slot == "a" or not re.search(r"math\.", code):
            lines.append(f"{slot}.cotangent += sent_{slot}")
        else:
            lines += [f"if sent_{slot} is not None:", f"    {slot}.cotangent += sent_{slot}"]
    return lines


def _pullback(row: Primitive) -> str:
    """The pullback of a row as a function of its own."""
    lines = _pulls(row, "    ")
    if any(_RAISES.search(line) for line in lines):
        lines = ["    try:", *("    " + line for line in lines),
                 "    except (ArithmeticError, ValueError):",
                 "        careful(node, g)"]  # fmt: skip
    return f"\n\ndef _{row.name}(node: Any, g: float) -> None:\n" + "\n".join(lines) + "\n"


def pullbacks() -> str:
    """The text of `autograd.pullbacks`."""
    rows = [row for row in PRIMITIVES.values() if any(row.partials)]
    cool = [row for row in rows if row.name not in HOT]
    branches: list[str] = []
    for name in HOT:
        word = "elif" if branches else "if"
        branches.append(f'                {word} op == "{name}":')
        branches += _pulls(PRIMITIVES[name], " " * 20)
    table = "".join(f'    "{row.name}": _{row.name},\n' for row in cool)
    return "".join([
        _PULLBACKS, "\n" + _CAREFUL.strip("\n"), "\n",
        *(_pullback(row) for row in cool),
        f"\n\nPULLBACKS: dict[str, _Pullback] = {{\n{table}}}\n\n",
        _SWEEP.replace("{branches}", "\n".join(branches)),
    ])  # fmt: skip


def main() -> None:
    """Writes both files beside this one."""
    folder = Path(__file__).parent
    (folder / "recorders.py").write_text(recorders(), encoding="utf-8")
    (folder / "pullbacks.py").write_text(pullbacks(), encoding="utf-8")


if __name__ == "__main__":
    main()
