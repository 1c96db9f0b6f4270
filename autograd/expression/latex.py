r"""`parse_latex`: a formula in LaTeX to an `Expression` of the language.

    >>> from autograd.expression import parse_latex
    >>> parse_latex(r"\frac{1}{2} m v^2 \sin^2\theta").text
    '1/2*m*v**2*sin(theta)**2'

It reads what maps wholly onto the table of primitives and refuses the rest by name. A formula
that could be read in two ways is refused with both. TeX is never run, no command is expanded.

LaTeX to tree: ``latex_tokens``, ``latex_groups`` (with ``latex_items``, ``latex_arguments``,
``latex_reader``), ``latex_terms`` (with ``latex_runs``, ``latex_products``, ``latex_functions``,
``latex_cases``, ``latex_names``); tree to tape: ``latex_nodes``. What the commands mean:
``latex_words``, ``latex_refusals``. The way back: ``latex_printer``.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograd.errors import ExpressionError, InputError
from autograd.expression.builder import Builder
from autograd.expression.expression import Expression
from autograd.expression.latex_names import declared_names
from autograd.expression.latex_nodes import emit
from autograd.expression.latex_reader import Reader
from autograd.expression.limits import MAX_CHARACTERS
from autograd.expression.parser import parse
from autograd.expression.printer import printed


def parse_latex(text: str, declared: Iterable[str] = ()) -> Expression:
    r"""The formula that a text in LaTeX holds.

    text: the formula, such as ``r"\frac{\sin 2x}{x_0}"``, with or without the signs of math
    mode around it. declared: names that the caller has values for; before a bracket and within
    letters that stand together they decide what is a name, and one of them that is called pi
    or e is then a variable.

    The answer's ``text`` is the formula in the language, as it was understood.
    Raises `ExpressionError`, whose column is in the LaTeX, where the formula has something that
    the language does not have, has two readings (the message gives both), or is larger than the
    language's caps; `InputError` where it is not text.
    """
    if not isinstance(text, str):
        raise InputError(f"A formula is a text, not {type(text).__name__}.")
    if len(text) > MAX_CHARACTERS:
        message = (
            f"A formula may have at most {MAX_CHARACTERS:,} characters, and this one has "
            f"{len(text):,}."
        )
        raise ExpressionError(message, text, MAX_CHARACTERS)
    if not text.strip():
        raise ExpressionError("The formula is empty.", text, 0)
    names = declared_names(declared)
    build = Builder(text)
    emit(Reader(text, names).run(), build)
    tape = build.tape()
    try:
        expression = parse(printed(tape), names)
    except ExpressionError as error:
        message = f"In the language this formula is too large: {error.message}"
        raise ExpressionError(message, text, 0) from None
    assert expression.tape == tape
    return expression
