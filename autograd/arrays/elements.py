"""Numbers to nodes and back: what the elements of an `autograd.arrays.Array` are made of.

*Plain* means a bare NumPy array of dtype object whose elements are Values: what NumPy's machinery
may move about without calling back.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from autograd.errors import InputError, RecordingError
from autograd.primitive import LEAF
from autograd.scopes import CURRENT
from autograd.value import Label, Truth, Value, constant, number, tick

Plain = np.ndarray[Any, Any]

_KINDS = {"U": "text", "S": "bytes", "c": "complex numbers", "M": "dates", "m": "time spans"}
_new: Callable[[type[Value]], Value] = object.__new__


def filled(elements: Iterable[Any], shape: tuple[int, ...]) -> Plain:
    """A plain array of the given elements in C order."""
    return np.fromiter(elements, object, math.prod(shape)).reshape(shape)


def boxed(element: Any) -> Plain:
    """One object in a 0-d plain array, where NumPy does not ask it for its methods."""
    box = np.empty((), object)
    box[()] = element
    return box


def leaves(numbers: list[float], shape: tuple[int, ...], name: str | None) -> Plain:
    """A plain array of new leaves, called ``name[i,j]`` where a name is given."""
    nodes = [_leaf(number) for number in numbers]
    named(nodes, shape, name)
    return filled(nodes, shape)


def named(nodes: Sequence[Value | None], shape: tuple[int, ...], name: str | None) -> None:
    """Names new leaves by their places; the one element of a 0-d array has the array's name.

    Places where ``nodes`` has None are passed over: what stands there has a name already.
    """
    if name is None:
        return
    text, scope = str(name), CURRENT[0]
    for node, place in zip(nodes, itertools.product(*map(range, shape)), strict=True):
        if node is not None:
            node._meta = Label(text, scope, place or None)


def _leaf(data: float) -> Value:
    """``Value(data)`` for what is a float for certain, at half the cost."""
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = LEAF
    node.a = node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def numeric(data: Any, what: str) -> Plain:
    """``data`` as an ndarray of real numbers or of objects; `InputError` where it is neither."""
    if isinstance(data, np.ma.MaskedArray):
        raise InputError(f"{what} does not take masked arrays: the mask would be lost.")
    if isinstance(data, Value):
        return boxed(data)
    try:
        plain = np.asarray(data)
    except ValueError as error:
        raise InputError(f"{what} needs rows of one length: {error}") from None
    if plain.dtype.kind not in "biufO":
        kind = _KINDS.get(plain.dtype.kind, plain.dtype.name)
        raise InputError(f"{what} needs real numbers or Values, not {kind}.")
    return plain


def constants(plain: Plain) -> Plain:
    """An array of real numbers as constant nodes, one for each number."""
    return filled(map(constant, plain.astype(float).ravel().tolist()), plain.shape)


def operand(data: Any, asker: str) -> Plain:
    """Anything that takes part in a recorded step as a plain array of Values."""
    if isinstance(data, Value):
        return boxed(data)
    plain = data if isinstance(data, np.ndarray) else numeric(data, asker)
    if plain.dtype != object:
        return constants(numeric(plain, asker))
    return lifted(plain.view(np.ndarray), asker)


def lifted(plain: Plain, asker: str = "An array of Values") -> Plain:
    """The same array where all elements are Values, else a copy with constants in their places.

    An object that occurs many times (a zero that pads) becomes one constant.
    """
    elements = plain.ravel().tolist()
    if all(isinstance(element, Value) for element in elements):
        return plain
    made: dict[int, Value] = {}
    for place, element in enumerate(elements):
        if not isinstance(element, Value):
            if id(element) not in made:
                made[id(element)] = constant(checked(element, asker))
            elements[place] = made[id(element)]
    return filled(elements, plain.shape)


def checked(element: Any, asker: str) -> float:
    """A single plain number as a float; `RecordingError` for what is none."""
    try:
        return number(element)
    except (InputError, TypeError, ValueError):
        raise RecordingError(
            f"{asker} takes numbers and Values, not {type(element).__name__}."
        ) from None


def lines(plain: Plain, axes: Sequence[int]) -> Plain:
    """The elements along ``axes``, in C order, as the last axis; the other axes before it."""
    rest = [each for each in range(plain.ndim) if each not in axes]
    kept = [plain.shape[each] for each in rest]
    length = math.prod(plain.shape[each] for each in axes)
    return plain.transpose(*rest, *axes).reshape(*kept, length)


def kept_shape(plain: Plain, axes: Sequence[int]) -> tuple[int, ...]:
    """The shape of a reduction over ``axes`` with ``keepdims=True``."""
    return tuple(1 if each in axes else length for each, length in enumerate(plain.shape))


def as_truths(plain: Plain) -> Plain:
    """Whether each element is not 0: what np.any, np.all and np.count_nonzero combine."""
    nodes = plain.ravel().tolist()
    return filled((n if isinstance(n, Truth) else n._truth() for n in nodes), plain.shape)


def truths(mask: Any) -> Any:
    """A mask as plain bools: recorded truth values are decided, each of them a guard.

    Anything else (slices, indices, plain bools) comes back as it is.
    """
    if isinstance(mask, Truth):
        return bool(mask)
    if isinstance(mask, (list, tuple)):
        return type(mask)(map(truths, mask)) if _holds_truths(mask) else mask
    if isinstance(mask, np.ndarray) and mask.dtype == object and _all_truths(mask):
        answers = [bool(element) for element in mask.ravel().tolist()]
        return np.array(answers, dtype=bool).reshape(mask.shape)
    return mask


def _holds_truths(mask: Iterable[Any]) -> bool:
    return any(isinstance(each, (Truth, np.ndarray, list, tuple)) for each in mask)


def _all_truths(mask: Plain) -> bool:
    return all(isinstance(each, (Truth, bool, np.bool_)) for each in mask.ravel().tolist())


def is_mask(index: Any) -> bool:
    """Whether an index is an array of recorded truth values."""
    return (
        isinstance(index, np.ndarray)
        and index.dtype == object
        and index.ndim > 0
        and _all_truths(index)
    )
