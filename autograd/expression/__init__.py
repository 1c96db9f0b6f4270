"""The safe expression language: a formula's text to a function over any arithmetic.

    >>> from autograd.expression import parse
    >>> formula = parse("x**2*sin(y)")
    >>> formula.names
    ('x', 'y')
    >>> formula(3.0, 0.5)
    4.314829847437827

The language has numbers, names, ``+ - * / % **``, comparisons, ``and or not``,
``a if condition else b``, ``pi``, ``e`` and the functions of the table of primitives, with
Python's precedence. Nothing that is typed is ever evaluated by Python, sympy or anything else:
the text becomes a flat tape of instructions that name rows of the table.

Text to tape: ``tokens``, ``parser`` (with ``frames``, ``calls``, ``builder``, ``constants``).
The result: ``expression``, ``tape``; back to text: ``printer``; its names: ``binding``; its
derivative recorded: ``derivatives``.
What binds how tightly: ``grammar``; how large a formula may be: ``limits``.
LaTeX in and out: ``latex`` (which lists its parts), ``latex_printer``.
"""

from __future__ import annotations

from autograd.expression.expression import Expression
from autograd.expression.latex import parse_latex
from autograd.expression.latex_printer import to_latex
from autograd.expression.parser import parse
from autograd.expression.tape import Instruction

__all__ = ["Expression", "Instruction", "parse", "parse_latex", "to_latex"]
