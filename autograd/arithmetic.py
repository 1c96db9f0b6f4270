"""Arithmetics: what a formula of the table, an expression or a recorded graph can run on.

An arithmetic knows numbers, the constants pi and e, and every row of the table by its name:
``m.tanh(x)`` and ``m.apply("tanh", x)`` are the same. `FLOAT` is IEEE 754 double precision,
answering inf and nan where Python raises; `NUMPY` is the same on whole arrays. Recording and
dual numbers are arithmetics too (`autograd.ops.VALUES`, `autograd.forward.DUALS`); mpmath,
sympy and balls live with the check.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from autograd.errors import InputError
from autograd.formula import native, over
from autograd.primitive import Primitive
from autograd.primitives import PRIMITIVES


class Arithmetic:
    """Base: runs one column of the table. Subclasses say which, and what its names mean."""

    column = "python"

    def number(self, literal: str | float) -> Any:
        """The number that a literal such as ``"0.1"`` means here."""
        return float(literal)

    def constant(self, name: str) -> Any:
        """The constant ``"pi"`` or ``"e"``."""
        return {"pi": math.pi, "e": math.e}[name]

    def names(self) -> dict[str, Any]:
        """What the names in this arithmetic's column stand for."""
        raise NotImplementedError(f"{type(self).__name__} does not say what its names mean")

    def apply(self, name: str, *operands: Any) -> Any:
        """The row ``name`` applied to operands of this arithmetic."""
        return getattr(self, name)(*operands)

    def __getattr__(self, name: str) -> Any:
        if name not in PRIMITIVES:
            raise AttributeError(f"{type(self).__name__} has no operation {name!r}")
        function = self.function(PRIMITIVES[name])
        self.__dict__[name] = function
        return function

    def function(self, row: Primitive) -> Callable[..., Any]:
        """One row as a function of operands, from its form in this arithmetic's column."""
        text: str = getattr(row, self.column)
        if text == row.value:
            return partial(over(text, row.operands), self)
        return native(text, row.operands, self.names())


class FloatArithmetic(Arithmetic):
    """Python floats with IEEE 754's answers: 1/0 is inf, log(-1) is nan, exp(800) is inf."""

    def names(self) -> dict[str, Any]:
        """`math`, and the functions of `autograd.special`."""
        from autograd import special

        return {"math": math, "special": special}

    def function(self, row: Primitive) -> Callable[..., Any]:
        """The row's Python form; where Python raises, the row's ``edges``."""
        compute = super().function(row)
        if row.python == row.value:
            return compute
        beyond = native(
            row.edges, row.operands, {"inf": math.inf, "nan": math.nan, "copysign": math.copysign}
        )

        def guarded(*operands: float) -> float:
            try:
                result: float = compute(*operands)
            except (ArithmeticError, ValueError):
                return float(beyond(*operands))
            # A truth is a number as in every reader: -(x < y) is -0.0 where x < y is false.
            return float(result) if isinstance(result, bool) else result

        return guarded


class NumpyArithmetic(Arithmetic):
    """Float arrays, whole arrays at a time, without NumPy's warnings at the edges.

    Whole numbers and truths become float64: in NumPy 2 ** -1 is an error and 1/2 may be 0.
    """

    column = "numpy"

    def names(self) -> dict[str, Any]:
        """NumPy as ``np``, and the functions of `autograd.special_arrays`."""
        import numpy

        from autograd import special_arrays

        return {"np": numpy, "special_arrays": special_arrays}

    def function(self, row: Primitive) -> Callable[..., Any]:
        """The row's NumPy form, silent at the edges; plain numbers alone give a plain number."""
        import numpy

        compute, plainly = super().function(row), FLOAT.function(row)

        def silent(*operands: Any) -> Any:
            if _PLAIN.issuperset(map(type, operands)):
                return plainly(*operands)
            with numpy.errstate(all="ignore"):
                return compute(*map(_as_floats, operands))

        return silent


_PLAIN = frozenset({float, int, bool})


def _as_floats(operand: Any) -> Any:
    """An array of floats; a plain number stays one, so that float32 stays float32 beside it."""
    if type(operand) in _PLAIN:
        return float(operand)
    import numpy

    array = numpy.asarray(operand)
    return array.astype(float) if array.dtype.kind in "biu" else array


FLOAT = FloatArithmetic()
NUMPY = NumpyArithmetic()


def primitive(name: str) -> Primitive:
    """The row of an operation by its exact name; `InputError` when the table has none."""
    try:
        return PRIMITIVES[name]
    except KeyError:
        raise InputError(f"The table of primitives has no operation called {name!r}.") from None
