"""Both sweeps over a formula at one point, in high precision: the numbers a diagnosis reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from autograd.arithmetic import Arithmetic
from autograd.formula import over
from autograd.primitives import PRIMITIVES

Number = Any
"""A number of the arithmetic in use; mpmath's here."""


class Step(Protocol):
    """One instruction: a row's name (or a number, a name), and the places of its operands."""

    @property
    def op(self) -> str: ...  # noqa: D102
    @property
    def operands(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


class Steps(Protocol):
    """What is diagnosed: a formula, or a recorded function, as a flat list of steps."""

    @property
    def names(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def tape(self) -> Sequence[Step]: ...  # noqa: D102
    def trace(self, arithmetic: Arithmetic, values: Mapping[str, Any]) -> list[Any]: ...  # noqa: D102
    def formula(self, place: int) -> str: ...  # noqa: D102


class Edge(NamedTuple):
    """One use of an operand: the step that uses it, and which operand it is."""

    step: int
    slot: int


class Sweeps(NamedTuple):
    """A formula at one point, seen with respect to one variable.

    values: of each step. partials: the local derivative of each edge that has one. tangents: the
    derivative of each step by the variable. cotangents: the derivative of the result by each step.
    Steps that do not take part have neither.
    """

    values: list[Number]
    partials: dict[Edge, Number]
    tangents: dict[int, Number]
    cotangents: dict[int, Number]

    @property
    def derivative(self) -> Number:
        """The derivative of the result by the variable."""
        return self.tangents.get(len(self.values) - 1, 0)

    def leverage(self, edge: Edge, operand: int) -> Number:
        """How the derivative moves with the local derivative of an edge; it is linear in it."""
        return self.cotangents.get(edge.step, 0) * self.tangents.get(operand, 0)


@cache
def _partial(name: str, slot: int) -> Any:
    row = PRIMITIVES[name]
    text = row.partials[slot]
    return over(text, (*row.operands, "r")) if text else None


def sweep(f: Steps, m: Arithmetic, point: Mapping[str, Number], variable: str) -> Sweeps:
    """Runs ``f`` forward and backward at a point, by the table's partials over ``m``."""
    values = f.trace(m, point)
    partials = dict(_partials(f, m, values))
    return Sweeps(values, partials, tangents(f, m, partials, variable), _cotangents(f, m, partials))


def tangents(
    f: Steps, m: Arithmetic, partials: Mapping[Edge, Number], variable: str
) -> dict[int, Number]:
    """The derivative of each step by the variable, by these local derivatives."""
    found: dict[int, Number] = {}
    for place, step in enumerate(f.tape):
        if step.op == "name" and step.text == variable:
            found[place] = m.number(1)
        terms = [
            partials[Edge(place, slot)] * found[operand]
            for slot, operand in enumerate(step.operands)
            if operand in found and Edge(place, slot) in partials
        ]
        if terms:
            found[place] = sum(terms[1:], terms[0])
    return found


def _partials(f: Steps, m: Arithmetic, values: list[Number]) -> Any:
    for place, step in enumerate(f.tape):
        operands = [values[operand] for operand in step.operands]
        for slot in range(len(operands)):
            partial = _partial(step.op, slot)
            if partial is None:
                continue
            number = partial(m, *operands, values[place])
            if "selects" in PRIMITIVES[step.op].traits:
                if number:
                    yield Edge(place, slot), m.number(1)
            else:
                yield Edge(place, slot), number


def _cotangents(f: Steps, m: Arithmetic, partials: Mapping[Edge, Number]) -> dict[int, Number]:
    last = len(f.tape) - 1
    cotangents: dict[int, Number] = {last: m.number(1)}
    for place in range(last, -1, -1):
        if place not in cotangents:
            continue
        for slot, operand in enumerate(f.tape[place].operands):
            partial = partials.get(Edge(place, slot))
            if partial is not None:
                sent = partial * cotangents[place]
                cotangents[operand] = cotangents[operand] + sent if operand in cotangents else sent
    return cotangents
