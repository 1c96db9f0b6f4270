"""Local derivatives in words that a student knows: ``2*x``, not what the table keeps."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from autograd.check.plain import GENERIC, Plain, number, opaque, times
from autograd.check.sweeps import Edge, Steps
from autograd.expression.grammar import ATOM, CHOICE, INFIX, PREFIX
from autograd.formula import over
from autograd.primitives import PRIMITIVES

_LONGEST: Final = 48
"""Characters from which an operand is written as ``…``."""

_MOST_STEPS: Final = 2000  # of a formula whose parts are printed in full before they are cut

_FAMILIAR: Final[Mapping[tuple[str, int], str]] = {
    ("asin", 0): "1/sqrt(1 - x**2)",
    ("acos", 0): "-1/sqrt(1 - x**2)",
    ("acosh", 0): "1/sqrt(x**2 - 1)",
    ("asinh", 0): "1/sqrt(x**2 + 1)",
    ("atan", 0): "1/(1 + x**2)",
    ("atanh", 0): "1/(1 - x**2)",
    ("atan2", 0): "x/(x**2 + y**2)",
    ("atan2", 1): "-y/(x**2 + y**2)",
    ("tan", 0): "1/cos(x)**2",
    ("tanh", 0): "1 - r**2",
    ("sigmoid", 0): "r*(1 - r)",
}
"""Derivatives as textbooks write them, where the table has a form that keeps more digits."""

_BINDING: Final = {
    operator.row: operator.binding for operator in (*INFIX.values(), *PREFIX.values())
}


def node(f: Steps, place: int) -> str:
    """A step's formula, cut in the middle where it is long."""
    if len(f.tape) > _MOST_STEPS and place > _MOST_STEPS:
        return f"{f.tape[place].op}(…)"
    return cut(f.formula(place))


def cut(text: str, longest: int = 2 * _LONGEST) -> str:
    """A text with its middle left out where it is longer."""
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]} … {text[-half:]}"


def expected(f: Steps, edge: Edge) -> Plain:
    """The right local derivative of an edge."""
    step = f.tape[edge.step]
    row = PRIMITIVES[step.op]
    if "selects" in row.traits:
        chosen = _over(f, edge, row.partials[edge.slot], {})
        return opaque(f"1 if {chosen.text} else 0", CHOICE)
    familiar = _FAMILIAR.get((step.op, edge.slot), row.partials[edge.slot])
    return _over(f, edge, familiar, {})


def used(f: Steps, edge: Edge, text: str) -> Plain:
    """What a mistake uses in its place; ``text`` is over the row's operands, ``r`` and ``d``."""
    return _over(f, edge, text, {"d": expected(f, edge)})


def used_of(f: Steps, edge: Edge, operand: Plain) -> Plain:
    """The local derivative taken at something else than its own operand."""
    step = f.tape[edge.step]
    row = PRIMITIVES[step.op]
    text = _FAMILIAR.get((step.op, edge.slot), row.partials[edge.slot])
    return _over(f, edge, text, {row.operands[edge.slot]: operand})


def _over(f: Steps, edge: Edge, text: str, given: Mapping[str, Plain]) -> Plain:
    step = f.tape[edge.step]
    row = PRIMITIVES[step.op]
    operands = {
        name: given.get(name) or part(f, operand)
        for name, operand in zip(row.operands, step.operands, strict=True)
    }
    known = {**operands, "r": GENERIC.apply(step.op, *operands.values()), **given}
    parameters = (*row.operands, "r", "d")
    made = [known.get(name) for name in parameters]
    written: Plain = over(text, parameters)(GENERIC, *made)
    return written


def part(f: Steps, place: int) -> Plain:
    """A step as it was typed; a number as that."""
    step = f.tape[place]
    if step.op == "number":
        return number(Fraction(Decimal(step.text)))
    if step.op == "neg":
        return times(number(Fraction(-1)), part(f, step.operands[0]))
    text = node(f, place)
    if len(text) > _LONGEST:
        return opaque("…")
    binding = _BINDING.get(step.op, ATOM) if step.operands else ATOM
    return opaque(text, CHOICE if step.op == "where" and " if " in text else binding)
