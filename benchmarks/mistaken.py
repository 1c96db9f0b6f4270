"""Wrong claims, made by making one mistake in a derivative, as a hand would.

The mistakes are written here anew, not read from the diagnosis that is measured on them.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from autograd.check.plain import GENERIC, Plain, opaque, power, times
from autograd.check.sweeps import Edge, Sweeps, sweep, tangents
from autograd.expression import Expression
from autograd.formula import over

Texts = dict[str, str]
"""The wrong local derivative of each kind of mistake, over the operands, ``r`` and ``d``."""

EVERYWHERE: Texts = {
    "sign": "-d",
    "factor 2": "2*d",
    "factor 1/2": "d/2",
    "factor 1/3": "d/3",
    "forgotten term or branch": "0",
    "dropped chain factor": "1",
}
AT: Mapping[tuple[str, int], Texts] = {
    ("pow", 0): {
        "exponent not lowered": "y*x**y",
        "exponent not brought down": "x**(y - 1)",
        "power integrated": "x**(y + 1)/(y + 1)",
    },
    ("pow", 1): {"power rule on an exponential": "y*x**(y - 1)"},
    ("mul", 0): {"product rule swapped": "x"},
    ("mul", 1): {"product rule swapped": "y"},
    ("div", 0): {"quotient rule swapped": "y"},
    ("div", 1): {
        "denominator not squared": "-x/y",
        "numerator forgotten": "-1/y**2",
        "quotient rule swapped": "1/y",
    },
    ("sin", 0): {
        "sin/cos sign": "-cos(x)",
        "sin left as it is": "sin(x)",
        "degrees for radians": "cos(x)*pi/180",
    },
    ("cos", 0): {
        "sin/cos sign": "sin(x)",
        "cos left as it is": "cos(x)",
        "degrees for radians": "-sin(x)*pi/180",
    },
    ("sqrt", 0): {"root: factor 1/2 missing": "1/r", "exponent not lowered": "r/2"},
    ("exp", 0): {"power rule on an exponential": "x*exp(x - 1)"},
    ("asin", 0): {"wrong function": "1/sqrt(1 + x**2)", "root missing": "1/(1 - x**2)"},
    ("tanh", 0): {"wrong function": "r*(1 - r)", "square missing": "1 - r"},
}
SHORT = {"pi": ("3.14159", "3.1416", "3.14")}
UNEXPLAINED = ("two mistakes at once", "something else altogether")
"""Kinds of claims that no single mistake explains."""


class Case(NamedTuple):
    """One wrong claim. nodes: the places where it was made wrong; none where at no step."""

    kind: str
    nodes: tuple[int, ...]
    claim: str


Claim = Callable[[Mapping[Edge, Plain]], str]
"""The derivative with some local derivatives replaced, as a formula."""


def cases(f: Expression, variable: str) -> Iterator[Case]:
    """Every wrong claim about one derivative."""
    env: dict[str, Any] = {name: opaque(name) for name in f.names}
    swept = sweep(f, GENERIC, env, variable)
    last = len(f.tape) - 1

    def claim(changed: Mapping[Edge, Plain]) -> str:
        partials = {**swept.partials, **changed}
        found: Plain = tangents(f, GENERIC, partials, variable).get(last, number_of(0))
        return found.text

    edges = [
        Edge(place, slot)
        for place, step in enumerate(f.tape)
        for slot, operand in enumerate(step.operands)
        if operand in swept.tangents and Edge(place, slot) in swept.partials
    ]
    mistakes = [(e, kind, wrong) for e in edges for kind, wrong in _at(f, swept.values, swept, e)]
    for edge, kind, wrong in mistakes:
        yield Case(kind, (edge.step,), claim({edge: wrong}))
    yield from _products(f, swept, claim)
    yield from _whole(f, variable, swept.tangents[last], swept.values[last])
    yield from _random(f, variable, mistakes, claim)


def number_of(value: int) -> Plain:
    """A whole number as a formula."""
    return GENERIC.number(value)


def _at(
    f: Expression, values: Sequence[Plain], swept: Sweeps, edge: Edge
) -> Iterator[tuple[str, Plain]]:
    """Each mistake at an edge, and the local derivative that it uses."""
    step = f.tape[edge.step]
    operands = dict(zip("xyzw", (values[operand] for operand in step.operands), strict=False))
    known = {**operands, "r": values[edge.step], "d": swept.partials[edge]}
    for kind, text in (EVERYWHERE | AT.get((step.op, edge.slot), {})).items():
        wrong = over(text, tuple(sorted(known)))(GENERIC, *(known[n] for n in sorted(known)))
        if wrong.text != swept.partials[edge].text:
            yield kind, wrong
    inner = step.operands[edge.slot]
    if len(step.operands) == 1 and f.tape[inner].op != "name" and step.op != "neg":
        name = next(p for p, s in enumerate(f.tape) if p in swept.tangents and s.op == "name")
        rule = {"exp": "exp(x)", "sin": "cos(x)", "cos": "-sin(x)", "sqrt": "1/(2*sqrt(x))",
                "tanh": "1 - tanh(x)**2", "asin": "1/sqrt(1 - x**2)"}.get(step.op)  # fmt: skip
        if rule:
            yield "inner function", over(rule, ("x",))(GENERIC, values[name])


def _products(f: Expression, swept: Sweeps, claim: Claim) -> Iterator[Case]:
    """f'·g' for (f·g)' and f'/g' for (f/g)'."""
    inverse = number_of(-1)
    for place, step in enumerate(f.tape):
        if step.op not in ("mul", "div") or not all(o in swept.tangents for o in step.operands):
            continue
        one, other = (swept.tangents[operand] for operand in step.operands)
        if other.number == 0:
            continue
        both = times(one, other if step.op == "mul" else power(other, inverse))
        if one.number == 0:
            continue
        # The first edge alone is to carry it all.
        first = times(both, power(one, inverse))
        text = claim({Edge(place, 0): first, Edge(place, 1): number_of(0)})
        yield Case("product of the derivatives", (place,), text)


def _whole(f: Expression, variable: str, truth: Plain, value: Plain) -> Iterator[Case]:
    """Mistakes about the derivative as a whole."""
    last = len(f.tape) - 1
    yield Case("not differentiated", (last,), value.text)
    for other in f.names:
        if other != variable:
            env: dict[str, Any] = {name: opaque(name) for name in f.names}
            wrong = sweep(f, GENERIC, env, other).tangents.get(last)
            if wrong is not None:
                yield Case("other variable", (last,), wrong.text)
    for factor in ("-1", "2", "0.5", "7.3"):
        kind = "sign" if factor == "-1" else "factor of the whole"
        yield Case(kind, (last,), times(GENERIC.number(factor), truth).text)
    for place, step in enumerate(f.tape):
        for short in SHORT.get(step.text, ()) if step.op == "constant" else ():
            if step.text in truth.text:
                yield Case("constant typed short", (place,), truth.text.replace(step.text, short))


def _random(f: Expression, variable: str, mistakes: Sequence[Any], claim: Claim) -> Iterator[Case]:
    """Claims that no single mistake explains, or should not be taken to."""
    source = random.Random(hashlib.sha256(f"{f} {variable}".encode()).digest())
    for _ in range(6):
        if len(mistakes) > 1:
            one, other = source.sample(mistakes, 2)
            if one[0] != other[0]:
                places = (one[0].step, other[0].step)
                text = claim({one[0]: one[2], other[0]: other[2]})
                yield Case("two mistakes at once", places, text)
    for _ in range(3):
        a, b = source.choice(f.names), source.choice(f.names)
        texts = [f"{a}*{b} + 3", f"sin({a}) + {b}", f"{a}**3/({b} + 2)", f"exp(-{a}) - {b}"]
        yield Case("something else altogether", (), source.choice(texts))
