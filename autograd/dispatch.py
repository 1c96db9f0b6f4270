"""One operation on whatever it is given: floats, Values, dual numbers, arrays."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from autograd.arithmetic import FLOAT, NUMPY, primitive
from autograd.errors import InputError, RecordingError
from autograd.value import Truth, Value, is_number, lift, number, record

_PLAIN = frozenset({float, int, bool})
_RECORDED = frozenset({Value, Truth})


def apply(name: str, *operands: Any) -> Any:
    """The row ``name`` of the table applied to ``operands``, which may be of mixed kinds.

    A kind of number of its own joins in with a class attribute ``__autograd_apply__``, a
    function ``(name, *operands)``. Raises `RecordingError` for what is not a number.
    """
    row = primitive(name)
    if len(operands) < row.arity:
        operands += row.defaults[len(operands) - row.arity :]
    if _PLAIN.issuperset(map(type, operands)):
        return FLOAT.apply(name, *map(number, operands))
    for operand in operands:
        own = getattr(type(operand), "__autograd_apply__", None)
        if own is not None:
            return own(name, *operands)
    if _any_array(operands):
        return _on_arrays(name, operands)
    if any(isinstance(operand, Value) for operand in operands):
        return record(name, *[_lifted(name, operand) for operand in operands])
    return FLOAT.apply(name, *[_real(name, operand) for operand in operands])


def recordable(*operands: Any) -> bool:
    """Whether these are Values and Python's own numbers alone, and at least one Value."""
    kinds = set(map(type, operands))
    return not kinds.isdisjoint(_RECORDED) and kinds <= _RECORDED | _PLAIN


def _any_array(operands: tuple[Any, ...]) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and any(isinstance(o, numpy.ndarray) for o in operands)


def _on_arrays(name: str, operands: tuple[Any, ...]) -> Any:
    if any(isinstance(o, Value) or getattr(o, "dtype", None) == "O" for o in operands):
        return elementwise(name)(*operands)
    return NUMPY.apply(name, *operands)


@cache
def elementwise(name: str) -> Any:
    """The row as a NumPy ufunc over arrays of Values, recording element by element."""
    import numpy

    from autograd import recorders

    return numpy.frompyfunc(getattr(recorders, name), primitive(name).arity, 1)


def _lifted(name: str, operand: Any) -> Value:
    node = lift(operand)
    if node is NotImplemented:
        raise _unfit(name, operand)
    value: Value = node
    return value


def _real(name: str, operand: Any) -> float:
    if not is_number(operand):
        raise _unfit(name, operand)
    try:
        return number(operand)
    except InputError:
        raise _unfit(name, operand) from None


def _unfit(name: str, operand: Any) -> RecordingError:
    return RecordingError(
        f"{name} takes numbers, Values and NumPy arrays, not {type(operand).__name__}; "
        "for a list write array(list) first (from autograd import array)."
    )
