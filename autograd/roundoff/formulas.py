"""A recorded graph as a formula, so that remedies can be looked for: small graphs, in the names of
their inputs.

The numbers of a recorded graph are the floats that they are, so that 0.1 becomes the 55 digits of
that float; they are told as they were written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from autograd.errors import GlassgradError
from autograd.expression import Expression
from autograd.expression.tape import NAME
from autograd.roundoff.samples import Point
from autograd.roundoff.steps import INPUT, Steps
from autograd.roundoff.terms import LARGEST, Term, expression_of, number

_MOST_DIGITS: Final = 400  # of a number as an exact decimal


_PLAIN: Final = re.compile(r"[A-Za-z]\w{0,30}")


@dataclass(frozen=True)
class Written:
    """formula: in names of the language, ``v1`` for ``w[3]``. point: their numbers. texts: what
    stands for what in the function itself."""

    formula: Expression
    point: Point
    texts: Mapping[str, str]

    def told(self, formula: str) -> str:
        """Another formula in the same names, in those of the function."""
        pattern = "|".join(sorted(map(re.escape, self.texts), key=len, reverse=True))
        if not pattern:
            return formula
        return re.sub(rf"(?<![\w.])(?:{pattern})(?![\w.])", lambda m: self.texts[m[0]], formula)


def written(steps: Steps, floats: list[float]) -> Written | None:
    """The steps as a formula; None where they are too many, or not of the language."""
    terms: list[Term] = []
    sizes: list[int] = []
    texts: dict[str, str] = {}
    point: Point = {}
    inputs = {
        name: name if _PLAIN.fullmatch(name) else f"v{place}"
        for place, name in enumerate(steps.inputs, 1)
    }
    for place, step in enumerate(steps.tape):
        size = 1 + sum(sizes[operand] for operand in step.operands)
        if size > LARGEST:
            return None
        sizes.append(size)
        if step.operands:
            terms.append(Term(step.op, "", tuple(terms[operand] for operand in step.operands)))
        elif step.op == INPUT and step.text in inputs:
            name = inputs[step.text]
            texts[name], point[name] = step.text, floats[place]
            terms.append(Term(NAME, name))
        else:
            term = _number(floats[place], texts)
            if term is None:
                return None
            terms.append(term)
    try:
        formula = expression_of(terms[-1], tuple(point))
    except GlassgradError:  # a row that formulas cannot name, or a cap of the language
        return None
    return Written(formula, {name: point[name] for name in formula.names}, texts)


def _number(value: float, texts: dict[str, str]) -> Term | None:
    """A float as an exact decimal, remembered by its shortest."""
    if not math.isfinite(value):
        return None
    exact, short = f"{abs(Decimal(value)):f}", repr(abs(value)).removesuffix(".0")
    if len(exact) > _MOST_DIGITS:
        return None
    if exact != short:
        texts[exact] = short
    term = number(exact)
    return Term("neg", "", (term,)) if value < 0 else term
