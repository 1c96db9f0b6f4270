"""What sympy's code rewriting makes of a formula: log1p, expm1 and their like, Horner's rule.

Its rewritings are meant for code in floats (`sympy.codegen.rewriting`); whether one is better
anywhere is for others to measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy
from sympy.codegen.rewriting import optimize, optims_c99

from autograd.check.deadline import OutOfTime, within
from autograd.check.symbolic import FAILURES, as_sympy
from autograd.check.symbolic_form import NoFormError, formula
from autograd.expression import Expression


def optimized(expression: Expression, seconds: float) -> list[Expression]:
    """Other forms of a formula, found in that time; none where sympy has none."""
    forms: dict[str, Expression] = {}

    def work() -> None:
        for rewritten in _rewritten(as_sympy(expression)):
            try:
                form = formula(rewritten, expression.names)
            except NoFormError:
                continue
            forms.setdefault(form.text, form)

    try:
        within(seconds, work)
    except (OutOfTime, *FAILURES):
        pass
    return list(forms.values())


def _rewritten(given: Any) -> Iterator[Any]:
    yield optimize(given, optims_c99)
    if given.is_polynomial(*given.free_symbols) and len(given.free_symbols) == 1:
        yield sympy.horner(given)
    yield optimize(sympy.together(given), optims_c99)
