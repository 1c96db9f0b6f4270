"""Forward mode: tangents flow left to right, from a leaf to everything that is made of it.

Vocabulary: the *tangent* of a node is its derivative along the direction given at the leaves.
`tangents` reads a recorded graph; `Dual` carries number and tangent together and records nothing
(W. K. Clifford's dual numbers a + b·ε with ε² = 0), so the two share no machinery but the table.

A node that no seed moves has no tangent at all: so the branch that a ``where`` did not take
cannot turn 0·inf into nan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from autograd.arithmetic import FLOAT, Arithmetic
from autograd.errors import RecordingError
from autograd.flows import Flow
from autograd.formula import rules
from autograd.graph import order
from autograd.primitives import PRIMITIVES
from autograd.recording import RECORDING, known_number
from autograd.value import Value, is_number, number


def tangents(outputs: Value | Iterable[Value], seeds: Mapping[Value, float]) -> dict[Value, float]:
    """The tangent of every node below ``outputs`` that depends on a seeded one.

    seeds: tangents of leaves, or of any node; a seeded node keeps its tangent. Nodes that do not
    move are left out.
    """
    found = dict(seeds)
    for node in order(*([outputs] if isinstance(outputs, Value) else outputs)):
        if node.a is None or node in seeds:
            continue
        known = [operand.data for operand in node.args]
        moved = [found.get(operand) for operand in node.args]
        tangent = _pushed(node.op, known, moved, node.data)
        if tangent is not None:
            found[node] = tangent
    return found


def _pushed(
    name: str, known: Sequence[float], moved: Sequence[float | None], result: float
) -> float | None:
    """The tangent of one operation from those of its operands (None: does not move)."""
    selects = "selects" in PRIMITIVES[name].traits
    total: float | None = None
    for rule, tangent in zip(rules(name), moved, strict=True):
        if tangent is None or rule is None:
            continue
        term = rule(FLOAT, *known, result, tangent)
        if selects:
            if not term:
                continue
            term = tangent
        total = term if total is None else total + term
    return total


def recorded_tangents(
    nodes: Sequence[Value], seeds: Mapping[Value, Any], wanted: Sequence[Value]
) -> list[Any]:
    """As `tangents`, but themselves recorded: Values, or floats where they are constant.

    nodes: the part of the graph to go through, operands first. The answers are the tangents of
    ``wanted``, 0.0 where one does not move.
    """
    flows = {node: Flow(seed) for node, seed in seeds.items()}
    for node in nodes:
        if node.a is None or node in seeds:
            continue
        total: Flow | None = None
        for sent in _pushed_flows(node, [flows.get(operand) for operand in node.args]):
            total = sent if total is None else total.joined(sent)
        if total is not None:
            flows[node] = total
    nothing = Flow(0.0)
    return [flows.get(node, nothing).settled() for node in wanted]


def _pushed_flows(node: Value, moved: Sequence[Flow | None]) -> Iterator[Flow]:
    """What a node receives from each operand that moves."""
    selects = "selects" in PRIMITIVES[node.op].traits
    known = [known_number(operand) for operand in node.args]
    for rule, flow in zip(rules(node.op), moved, strict=True):
        if rule is None or flow is None:
            continue
        sent = rule(RECORDING, *known, node, flow.value)
        if not selects:
            yield flow._replace(value=sent)
        elif isinstance(sent, Value):
            yield flow.under(sent)
        elif sent:
            yield flow


_STILL = float("0")
"""The tangent of what does not move: known by identity, not by value."""


class Dual:
    """A number and its tangent, ``primal + tangent·ε``. All functions of `autograd.ops` take it.

    Without a tangent it is a constant, which does not move. Duals do not nest: a tangent is a
    plain float. For higher derivatives compose `autograd.jvp` and `autograd.grad`, which keep
    apart which variable each derivative is for.
    """

    __slots__ = ("primal", "tangent")
    __array_ufunc__ = None  # NumPy's numbers leave the arithmetic to this class

    def __init__(self, primal: float, tangent: float = _STILL) -> None:
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


class DualArithmetic(Arithmetic):
    """Each row's value and tangent from the table; comparisons answer by the primals."""

    def function(self, row: Any) -> Any:
        """The row on duals and floats; a result that no dual takes part in stays a float."""

        def paired(*operands: Any) -> Any:
            primals = [o.primal if isinstance(o, Dual) else _real(row.name, o) for o in operands]
            result = FLOAT.apply(row.name, *primals)
            if "comparison" in row.traits or not any(isinstance(o, Dual) for o in operands):
                return result
            moved = [_movement(operand) for operand in operands]
            tangent = _pushed(row.name, primals, moved, result)
            return Dual(result, _STILL if tangent is None else tangent)

        return paired


def _movement(operand: Any) -> float | None:
    moves = isinstance(operand, Dual) and operand.tangent is not _STILL
    return operand.tangent if moves else None


def _real(name: str, operand: Any) -> float:
    if isinstance(operand, Value):
        raise RecordingError(f"{name} was given a Value and a Dual: use one or the other.")
    if not is_number(operand):
        raise RecordingError(f"{name} takes dual and plain numbers, not {type(operand).__name__}.")
    return number(operand)


def _method(name: str, arity: int, reflected: bool = False) -> Any:
    if arity == 1:
        return lambda x: DUALS.apply(name, x)

    def method(x: Any, y: Any) -> Any:
        if not isinstance(y, Dual) and not is_number(y):
            return NotImplemented
        return DUALS.apply(name, y, x) if reflected else DUALS.apply(name, x, y)

    return method


for _row in PRIMITIVES.values():
    if _row.method:
        setattr(Dual, f"__{_row.method}__", _method(_row.name, _row.arity))
        if _row.arity == 2 and "comparison" not in _row.traits:
            setattr(Dual, f"__r{_row.method}__", _method(_row.name, _row.arity, reflected=True))

DUALS = DualArithmetic()
