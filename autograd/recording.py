"""The arithmetic that records: derivatives computed in it are graphs themselves.

What is recorded here is derivative code, not the user's: constants are folded and a product with
1 is left out, so that the derivative's graph reads as a person would have written it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograd import recorders
from autograd.arithmetic import Arithmetic
from autograd.primitive import CONSTANT
from autograd.primitives import PRIMITIVES
from autograd.value import Value


class RecordingArithmetic(Arithmetic):
    """Plain floats stay floats; as soon as a Value takes part, the step is recorded."""

    def function(self, row: Any) -> Any:
        """The row as a recording function."""
        step: Callable[..., Any] = getattr(recorders, row.name)
        simplified: Callable[..., Any] | None = _SIMPLER.get(row.name)

        def recorded(*operands: Any) -> Any:
            known = [known_number(operand) for operand in operands]
            if simplified is not None:
                shorter = simplified(*known)
                if shorter is not None:
                    return shorter
            return step(*known)

        return recorded


def known_number(operand: Any) -> Any:
    """A constant node as its float; anything else as it is."""
    return operand.data if isinstance(operand, Value) and operand.op is CONSTANT else operand


def _is(operand: Any, number: float) -> bool:
    return not isinstance(operand, Value) and bool(operand == number)


def _add(x: Any, y: Any) -> Any:
    return y if _is(x, 0.0) else x if _is(y, 0.0) else None


def _mul(x: Any, y: Any) -> Any:
    return y if _is(x, 1.0) else x if _is(y, 1.0) else None


def _pow(x: Any, y: Any) -> Any:
    return x if _is(y, 1.0) else 1.0 if _is(y, 0.0) else None


def _where(c: Any, x: Any, y: Any) -> Any:
    return None if isinstance(c, Value) else x if c else y


_SIMPLER: dict[str, Callable[..., Any]] = {"add": _add, "mul": _mul, "pow": _pow, "where": _where}
assert set(_SIMPLER) <= set(PRIMITIVES)

RECORDING = RecordingArithmetic()
