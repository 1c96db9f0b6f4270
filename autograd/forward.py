"""Forward mode: tangents flow left to right, from a leaf to everything that is made of it.

Vocabulary: the *tangent* of a node is its derivative along the direction given at the leaves.
`tangents` reads a recorded graph; `Dual` carries number and tangent together and records nothing
(W. K. Clifford's dual numbers a + b·ε with ε² = 0), so the two share no machinery but the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograd.arithmetic import FLOAT, Arithmetic
from autograd.errors import RecordingError
from autograd.formula import over, scaled
from autograd.graph import order
from autograd.primitives import PRIMITIVES
from autograd.recording import RECORDING, known_number
from autograd.value import Value


def tangents(
    outputs: list[Value],
    seeds: Mapping[Value, Any],
    *,
    recorded: bool = False,
    since: int = 0,
) -> dict[Value, Any]:
    """The tangent of every node that depends on a seeded one; others are left out.

    seeds: tangents of leaves (or of any node). recorded: the tangents are Values, recorded for a
    further derivative, in place of floats. since: nodes made before this serial number are
    constants.
    """
    arithmetic: Arithmetic = RECORDING if recorded else FLOAT
    found: dict[Value, Any] = dict(seeds)
    for node in order(*outputs):
        if node.a is None or node in seeds or node.serial < since:
            continue
        known = [known_number(o) if recorded else o.data for o in node.args]
        moved = [found.get(operand) for operand in node.args]
        result = node if recorded else node.data
        tangent = _pushed(arithmetic, node.op, known, moved, result)
        if tangent is not None:
            found[node] = tangent
    return found


def _pushed(m: Arithmetic, name: str, known: list[Any], moved: list[Any], result: Any) -> Any:
    """The tangent of one operation from those of its operands (None: does not move)."""
    row = PRIMITIVES[name]
    total: Any = None
    for partial, tangent in zip(row.partials, moved, strict=True):
        if tangent is None or not partial:
            continue
        if "selects" in row.traits:
            chosen = over(partial, row.operands)(m, *known)
            if not isinstance(chosen, Value) and not chosen:
                continue
            term = m.where(chosen, tangent, 0.0)
        else:
            term = over(scaled(partial, "t"), (*row.operands, "r", "t"))(m, *known, result, tangent)
        total = term if total is None else m.add(total, term)
    return total


class Dual:
    """A number and its tangent, ``primal + tangent·ε``. All functions of `autograd.ops` take it.

    Duals do not nest: a tangent is a plain float. For higher derivatives compose `autograd.jvp`
    and `autograd.grad`, which keep apart which variable each derivative is for.
    """

    __slots__ = ("primal", "tangent")

    def __init__(self, primal: float, tangent: float = 0.0) -> None:
        self.primal = float(primal)
        self.tangent = float(tangent)

    @staticmethod
    def __autograd_apply__(name: str, *operands: Any) -> Any:
        return DUALS.apply(name, *operands)

    def __repr__(self) -> str:
        return f"Dual({self.primal!r}, {self.tangent!r})"

    def __pos__(self) -> Dual:
        return self

    def __bool__(self) -> bool:
        return bool(self.primal)

    __hash__ = None  # type: ignore[assignment]

    def __floordiv__(self, other: Any) -> Any:
        return DUALS.floor(DUALS.div(self, other))


class DualArithmetic(Arithmetic):
    """Each row's value and tangent from the table; comparisons answer by the primals."""

    def function(self, row: Any) -> Any:
        """The row on duals and floats; a result that no dual takes part in stays a float."""

        def paired(*operands: Any) -> Any:
            primals = [o.primal if isinstance(o, Dual) else _real(row.name, o) for o in operands]
            result = FLOAT.apply(row.name, *primals)
            if "comparison" in row.traits or not any(isinstance(o, Dual) for o in operands):
                return result
            moved = [o.tangent if isinstance(o, Dual) else None for o in operands]
            tangent = _pushed(FLOAT, row.name, primals, moved, result)
            return Dual(result, 0.0 if tangent is None else tangent)

        return paired


def _real(name: str, operand: Any) -> float:
    if isinstance(operand, Value):
        raise RecordingError(f"{name} was given a Value and a Dual: use one or the other.")
    return float(operand)


def _method(name: str, arity: int, reflected: bool = False) -> Any:
    if arity == 1:
        return lambda x: DUALS.apply(name, x)

    def method(x: Any, y: Any) -> Any:
        if not isinstance(y, (int, float, Dual)):
            return NotImplemented
        return DUALS.apply(name, y, x) if reflected else DUALS.apply(name, x, y)

    return method


for _row in PRIMITIVES.values():
    if _row.method:
        setattr(Dual, f"__{_row.method}__", _method(_row.name, _row.arity))
        if _row.arity == 2 and "comparison" not in _row.traits:
            setattr(Dual, f"__r{_row.method}__", _method(_row.name, _row.arity, reflected=True))

DUALS = DualArithmetic()
