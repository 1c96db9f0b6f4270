"""`Array`: a NumPy array whose elements are Values, and `array`, which makes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from autograd import collection
from autograd.arrays.elements import (
    filled,
    is_mask,
    leaves,
    lifted,
    named,
    numeric,
    operand,
    truths,
)
from autograd.errors import InputError, RecordingError
from autograd.value import Truth, Value, number

if TYPE_CHECKING:
    _Base = np.ndarray[Any, np.dtype[np.object_]]
else:
    _Base = np.ndarray

_getitem = np.ndarray.__getitem__
_NEVER_PLAIN = "would drop the record. Write W.values for the numbers."


class Array(_Base):
    """A NumPy array of Values: NumPy code on it records scalar steps, element by element.

    Indexing, slicing and reshaping give views, as in NumPy; one element is a `Value`. Comparisons
    give Arrays of `Truth`, which ``np.where``, ``&``, ``|``, ``~`` and masks take. A number that is
    stored in an element becomes a constant. What NumPy has and this does not record raises
    `RecordingError` by name.
    """

    __slots__ = ()

    @property
    def values(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The numbers, as a new float64 array of the same shape."""
        numbers = (node.data for node in self._nodes())
        return np.fromiter(numbers, float, self.size).reshape(self.shape)

    @property
    def grad(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The derivatives that `backward` has added up, as a new float64 array."""
        numbers = (node.grad for node in self._nodes())
        return np.fromiter(numbers, float, self.size).reshape(self.shape)

    def backward(self, seed: Any = None) -> None:
        """Adds derivatives to ``.grad`` of every node below the elements.

        seed: a cotangent for each element, in the array's shape; may be left out where there is
        one element. Raises `InputError` where it is missing or of another shape.
        """
        from autograd.reverse import backward

        if seed is None:
            if self.size != 1:
                raise InputError(
                    f"backward() without a seed is for one number; this array has {self.size}. "
                    "Write W.sum().backward(), or give a seed of the array's shape."
                )
            seed = np.ones(self.shape)
        seeds = np.asarray(seed, dtype=float)
        if seeds.shape != self.shape:
            raise InputError(f"The seed has shape {seeds.shape}, the array {self.shape}.")
        backward(self._nodes(), seeds.ravel().tolist())

    def zero_grad(self) -> None:
        """Sets ``.grad`` of the elements, and of every node they were made from, to 0."""
        from autograd.graph import order

        for node in order(*self._nodes()):
            node.grad = 0.0

    def _nodes(self) -> list[Value]:
        """The elements in C order. Numbers that NumPy stored behind our back become constants."""
        plain = self.view(np.ndarray)
        whole = lifted(plain)
        if whole is not plain and plain.flags.writeable:
            plain[...] = whole
        nodes: list[Value] = whole.ravel().tolist()
        return nodes

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        from autograd.arrays.ufuncs import record_ufunc

        return record_ufunc(ufunc, method, *inputs, **options)

    def __array_function__(
        self, function: Any, types: Any, args: Iterable[Any], options: Mapping[str, Any]
    ) -> Any:
        from autograd.arrays.functions import record_function

        return record_function(function, tuple(args), dict(options))

    # --- how it shows itself

    def __repr__(self) -> str:
        return f"Array({self._text(len('Array('))})"

    def __str__(self) -> str:
        return self._text(0)

    def __format__(self, specification: str) -> str:
        if specification and self.ndim == 0:
            return format(self.item(), specification)
        return str(self)

    def _text(self, indent: int) -> str:
        shown: Any = self.values
        if self.size and all(isinstance(node, Truth) for node in self._nodes()):
            shown = shown.astype(bool)
        if self.ndim == 0:
            return str(shown.item())
        return np.array2string(shown, separator=", ", prefix=" " * indent, threshold=100)

    # --- elements

    def __getitem__(self, index: Any) -> Any:
        try:
            return _getitem(self, index)
        except IndexError:
            decided = truths(index)
            if decided is index:
                raise
            return _getitem(self, decided)

    def __setitem__(self, index: Any, value: Any) -> None:
        stored: Any = operand(value, "An array of Values")
        if stored.ndim == 0:
            stored = stored.item()
            if is_mask(index) and index.shape == self.shape:
                index, stored = ..., np.where(index, stored, self).view(np.ndarray)
        self.view(np.ndarray)[truths(index)] = stored

    def __contains__(self, item: Any) -> bool:
        return bool(np.any(self == item))

    def fill(self, value: Any) -> None:
        """Puts a number or a Value in every place."""
        self[...] = value

    # --- methods that NumPy would run in its own loops, without asking

    def dot(self, other: Any, out: Any = None) -> Any:
        """As `numpy.dot`."""
        return np.dot(self, other, out)

    def argmax(self, axis: Any = None, out: Any = None, *, keepdims: Any = False) -> Any:
        """As `numpy.argmax`; the comparisons that decide it are guards."""
        return np.argmax(self, axis, out, keepdims=keepdims)

    def argmin(self, axis: Any = None, out: Any = None, *, keepdims: Any = False) -> Any:
        """As `numpy.argmin`; the comparisons that decide it are guards."""
        return np.argmin(self, axis, out, keepdims=keepdims)

    def argsort(
        self, axis: Any = -1, kind: Any = None, order: Any = None, *, stable: Any = None
    ) -> Any:
        """As `numpy.argsort`; the comparisons that decide it are guards."""
        return np.argsort(self, axis, kind, order, stable=stable)

    def sort(
        self, axis: Any = -1, kind: Any = None, order: Any = None, *, stable: Any = None
    ) -> None:
        """Sorts in place; the comparisons that decide it are guards."""
        self[...] = np.sort(self, axis, kind, order, stable=stable)

    def partition(
        self, kth: Any, axis: Any = -1, kind: Any = "introselect", order: Any = None
    ) -> None:
        """Partitions in place; the comparisons that decide it are guards."""
        self[...] = np.partition(self, kth, axis, kind, order)

    def argpartition(
        self, kth: Any, axis: Any = -1, kind: Any = "introselect", order: Any = None
    ) -> Any:
        """As `numpy.argpartition`; the comparisons that decide it are guards."""
        return np.argpartition(self, kth, axis, kind, order)

    def nonzero(self) -> tuple[Any, ...]:
        """As `numpy.nonzero`; that an element is not zero is a guard."""
        found: tuple[Any, ...] = np.nonzero(self)
        return found

    def astype(self, dtype: Any, *args: Any, **options: Any) -> Any:
        """A copy for the types that Values are: float64, object, and bool or int for truths.

        Any other raises `RecordingError`: it would round or drop the record.
        """
        wanted = np.dtype(dtype)
        exact = wanted in (np.dtype(float), np.dtype(object))
        if not exact and wanted.kind in "bui":
            exact = all(isinstance(node, Truth) for node in self._nodes())
        if not exact:
            raise RecordingError(
                f"An array of Values holds float64 numbers; astype({wanted.name}) {_NEVER_PLAIN}"
            )
        return self.copy() if options.get("copy", True) else self

    def round(self, decimals: Any = 0, out: Any = None) -> Any:
        """Raises `RecordingError`: rounding is not recorded."""
        return np.round(self, decimals, out)

    def searchsorted(self, v: Any, side: Any = "left", sorter: Any = None) -> Any:
        """Raises `RecordingError`: a search is not recorded."""
        return np.searchsorted(self, v, side, sorter)

    def tobytes(self, *args: Any, **options: Any) -> NoReturn:
        """Raises `RecordingError`: write ``W.values.tobytes()``."""
        raise RecordingError(f"The bytes of an array of Values {_NEVER_PLAIN}")

    tofile = dump = dumps = tobytes


def from_values(elements: Iterable[Any], shape: tuple[int, ...]) -> Array:
    """An Array of the given shape from its elements in C order; plain numbers become constants."""
    whole: Array = lifted(filled(elements, shape)).view(Array)
    return whole


def shown(result: Any) -> Any:
    """A plain array as an Array, or as its one Value where NumPy would give a scalar."""
    if not isinstance(result, np.ndarray):
        return result
    return result.view(Array) if result.ndim else result.item()


def placed(result: Any, out: Any) -> Any:
    """The result for a caller who may have given ``out=`` to hold it."""
    if out is None:
        return shown(result)
    return np.positive(result.view(Array) if isinstance(result, np.ndarray) else result, out=out)


def array(data: Any, name: str | None = None) -> Array:
    """An Array of Values from numbers, nested lists or an ndarray.

    Numbers become leaves, called ``name[i,j]`` where a name is given; elements that are Values
    already are kept. Raises `InputError` for rows of different lengths and for what is not real
    numbers.
    """
    if isinstance(data, Array):
        return data.copy()
    given = numeric(data, "array")
    if given.dtype != object:
        with collection.paused():
            return leaves(given.astype(float).ravel().tolist(), given.shape, name).view(Array)
    elements = given.ravel().tolist()
    made = [e if isinstance(e, Value) else _numbered(e, place, given.shape)
            for place, e in enumerate(elements)]  # fmt: skip
    named([None if isinstance(e, Value) else node for e, node in zip(elements, made, strict=True)],
          given.shape, name)  # fmt: skip
    return filled(made, given.shape).view(Array)


def _numbered(element: Any, place: int, shape: tuple[int, ...]) -> Value:
    """A leaf for one element; the error says where it stood."""
    try:
        return Value(number(element))
    except InputError as error:
        index = ",".join(str(int(i)) for i in np.unravel_index(place, shape))
        raise InputError(f"{str(error)[:-1]} (at [{index}] of the array).") from None
