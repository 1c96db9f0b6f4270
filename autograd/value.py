"""`Value`: one number that remembers how it was made. It records, and does nothing else.

Reading the record backward is `autograd.reverse`, forward `autograd.forward`; the operators and
functions that record are generated from the table into `autograd.recorders`.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, SupportsIndex

from autograd.errors import InputError, RecordingError
from autograd.guards import LISTENERS, SETTLED, decide
from autograd.primitive import CONSTANT, LEAF
from autograd.scopes import CURRENT, Scope

_allocate: Callable[[type[Value]], Value] = object.__new__
_frame = sys._getframe
tick = itertools.count(1).__next__


class Label:
    """What is told of a node beside its number: a name (an element's name is its array's and
    its place), and the scope it was recorded in."""

    __slots__ = ("place", "scope", "text")

    def __init__(
        self, text: str, scope: Scope | None, place: tuple[int, ...] | None = None
    ) -> None:
        self.text = text
        self.scope = scope
        self.place = place

    @property
    def name(self) -> str:
        """``W`` or, for an element of an array, ``W[3,5]``."""
        if self.place is None:
            return self.text
        return f"{self.text}[{','.join(map(str, self.place))}]"


class Value:
    """One number, and the operation and operands that made it.

    data: the number, a float. name: what pictures and reports call it, or None.

    ``.grad`` collects derivatives: `backward` adds to it, as in PyTorch, `zero_grad` clears it.
    Arithmetic on Values gives new Values; nothing else happens until a reader asks.
    """

    __slots__ = ("_meta", "a", "b", "c", "cotangent", "data", "grad", "op", "serial")

    data: float
    grad: float
    op: str
    serial: int
    a: Value | None
    b: Value | None
    c: Value | None
    cotangent: float | None
    _meta: Label | Scope | None

    def __init__(self, data: float, name: str | None = None) -> None:
        self.data = number(data)
        self.grad = 0.0
        self.op = LEAF
        self.a = self.b = self.c = self.cotangent = None
        self.serial = tick()
        scope = CURRENT[0]
        self._meta = scope if name is None else Label(str(name), scope)

    @property
    def args(self) -> tuple[Value, ...]:
        """The operands in the order in which they were written; empty for a leaf."""
        if self.a is None:
            return ()
        if self.b is None:
            return (self.a,)
        return (self.a, self.b) if self.c is None else (self.a, self.b, self.c)

    @property
    def name(self) -> str | None:
        """What the user calls this node, or None."""
        return self._meta.name if isinstance(self._meta, Label) else None

    @name.setter
    def name(self, name: str | None) -> None:
        self._meta = self.scope if name is None else Label(str(name), self.scope)

    @property
    def scope(self) -> Scope | None:
        """The region that the node was recorded in, or None."""
        return self._meta.scope if isinstance(self._meta, Label) else self._meta

    def backward(self, seed: float = 1.0) -> None:
        """Adds ``seed`` times the derivative of this number to ``.grad`` of every node below it.

        As in PyTorch a second call adds again; `zero_grad` clears.
        """
        from autograd.reverse import backward

        backward(self, seed)

    def zero_grad(self) -> None:
        """Sets ``.grad`` of this node and of every node that it was made from to 0."""
        from autograd.graph import order

        for node in order(self):
            node.grad = 0.0

    def __copy__(self) -> Value:
        """Another node with the same number, name and operands."""
        return _twin(self, self.args)

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        """The whole graph again, down to leaves of its own."""
        from autograd import collection
        from autograd.graph import order

        with collection.paused():
            for node in order(self):
                if id(node) not in memo:
                    memo[id(node)] = _twin(node, [memo[id(operand)] for operand in node.args])
        twin: Value = memo[id(self)]
        return twin

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise RecordingError(
            "Values are not pickled: a graph belongs to the process that recorded it, and opening "
            "a pickle runs code. Save the numbers, value.data or array.values (np.save)."
        )

    def __repr__(self) -> str:
        told = [repr(self.data)]
        if self.op not in (LEAF, CONSTANT):
            told.append(f"op={self.op!r}")
        if self.name is not None:
            told.append(f"name={self.name!r}")
        return f"Value({', '.join(told)})"

    def __format__(self, specification: str) -> str:
        return format(self.data, specification) if specification else str(self)

    __hash__ = object.__hash__

    def __pos__(self) -> Value:
        return self

    conjugate = __pos__

    def __bool__(self) -> bool:
        return decide(self._truth(), _frame(1))

    def _truth(self) -> Value:
        """The recorded condition under which ``if value:`` takes the branch."""
        return record("ne", self, constant(0.0))

    def __float__(self) -> NoReturn:
        raise RecordingError(
            "float(), int() or a function of `math` would drop the record of this Value. Write "
            "value.data for the plain number, or ops.sin(value) in place of math.sin(value) "
            "(from autograd import ops) to record the step. An array of floats cannot hold it: "
            "make one with array(…) or np.zeros_like(W)."
        )

    __int__ = __complex__ = __float__

    def __index__(self) -> NoReturn:
        raise RecordingError(
            "A Value cannot count or index: the result would not depend on it in the record. "
            "Write int(value.data) if that is meant; for a label multiply by a one-hot vector."
        )

    def __divmod__(self, other: Operand) -> tuple[Value, Value]:
        return self // other, self % other

    def __rdivmod__(self, other: Operand) -> tuple[Value, Value]:
        return other // self, other % self

    def __round__(self, digits: int | None = None) -> NoReturn:
        raise RecordingError(
            "round() is not recorded. Write round(value.data) for the plain number, or "
            "ops.floor(value + 0.5) to record the step."
        )

    def __trunc__(self) -> NoReturn:
        raise RecordingError(
            "math.trunc() is not recorded. Write math.trunc(value.data) for the plain number, "
            "or ops.sign(value) * ops.floor(abs(value)) to record the step."
        )

    def __floor__(self) -> Value:
        return record("floor", self)

    def __ceil__(self) -> Value:
        return record("ceil", self)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        from autograd import arrays

        return arrays.record_ufunc(ufunc, method, *inputs, **options)

    def __array_function__(
        self, function: Any, types: Any, args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        from autograd import arrays

        return arrays.record_function(function, args, options)

    if TYPE_CHECKING:  # attached by autograd.recorders, from the table

        def __add__(self, other: Operand) -> Value: ...
        def __radd__(self, other: Operand) -> Value: ...
        def __sub__(self, other: Operand) -> Value: ...
        def __rsub__(self, other: Operand) -> Value: ...
        def __mul__(self, other: Operand) -> Value: ...
        def __rmul__(self, other: Operand) -> Value: ...
        def __truediv__(self, other: Operand) -> Value: ...
        def __rtruediv__(self, other: Operand) -> Value: ...
        def __floordiv__(self, other: Operand) -> Value: ...
        def __rfloordiv__(self, other: Operand) -> Value: ...
        def __mod__(self, other: Operand) -> Value: ...
        def __rmod__(self, other: Operand) -> Value: ...
        def __pow__(self, other: Operand) -> Value: ...
        def __rpow__(self, other: Operand) -> Value: ...
        def __neg__(self) -> Value: ...
        def __abs__(self) -> Value: ...
        def __lt__(self, other: Operand) -> Truth: ...
        def __le__(self, other: Operand) -> Truth: ...
        def __gt__(self, other: Operand) -> Truth: ...
        def __ge__(self, other: Operand) -> Truth: ...
        def __eq__(self, other: object) -> Truth: ...  # type: ignore[override]
        def __ne__(self, other: object) -> Truth: ...  # type: ignore[override]


class Truth(Value):
    """The recorded answer of a comparison: data 1.0 or 0.0.

    Use it in ``where``, combine it with ``&``, ``|`` and ``~``; an ``if`` on it is a guard, and
    the graph then holds only the branch that was taken.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Truth({bool(self.data)}, op={self.op!r})"

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        frame = _frame(1)
        if id(frame.f_code) + frame.f_lasti in SETTLED and not LISTENERS:
            return self.data != 0.0
        return decide(self, frame)

    def _truth(self) -> Value:
        return self

    def __and__(self, other: Operand) -> Any:
        return _record_if_numbers("and_", self, other)

    def __rand__(self, other: Operand) -> Any:
        return _record_if_numbers("and_", other, self)

    def __or__(self, other: Operand) -> Any:
        return _record_if_numbers("or_", self, other)

    def __ror__(self, other: Operand) -> Any:
        return _record_if_numbers("or_", other, self)

    def __xor__(self, other: Operand) -> Any:
        return _record_if_numbers("ne", self, other)

    def __rxor__(self, other: Operand) -> Any:
        return _record_if_numbers("ne", other, self)

    def __invert__(self) -> Value:
        return record("not_", self)


if TYPE_CHECKING:
    Operand = Value | float


def number(data: Any) -> float:
    """``data`` as a float; `RecordingError` or `InputError` in words where it is not a number."""
    if isinstance(data, Value):
        raise RecordingError(
            "This is a Value already. Use it as it is, or write Value(other.data) for a new "
            "leaf that is cut off from its record."
        )
    if getattr(data, "ndim", 0):
        raise InputError("A Value holds one number. Write array(data) for an array of Values.")
    try:
        if is_number(data):
            return float(data)
    except OverflowError:
        return float("inf") if data > 0 else float("-inf")
    except (TypeError, ValueError):
        pass  # a symbol, a quantity with a unit: something that is a number only at times
    raise InputError(f"A Value holds one real number, not {type(data).__name__}.")


def is_number(data: Any) -> bool:
    """Whether ``data`` is one real number, of whatever library: no text, array or complex number.

    A Value is none: it is asked for by its class.
    """
    if isinstance(data, (float, int)):
        return True
    kind = type(data)
    if isinstance(data, Value) or not (hasattr(kind, "__float__") or hasattr(kind, "__index__")):
        return False
    dtype = getattr(data, "dtype", None)  # NumPy's complex numbers and texts have a __float__ too
    return getattr(data, "shape", ()) == () and getattr(dtype, "kind", "f") in "fiub"


def constant(data: float) -> Value:
    """A number that stands in a recorded computation without being asked about."""
    node = _allocate(Value)
    node.data = data
    node.grad = 0.0
    node.op = CONSTANT
    node.a = node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def lift(operand: Any) -> Any:
    """A plain number as a constant node, a Value as itself, anything else NotImplemented."""
    kind = operand.__class__
    if kind is float:
        return constant(operand)
    if isinstance(operand, Value):
        return operand
    try:
        return constant(number(operand)) if is_number(operand) else NotImplemented
    except InputError:
        return NotImplemented


def _twin(node: Value, operands: Sequence[Value]) -> Value:
    """A new node like another, on the given operands."""
    twin = _allocate(type(node))
    twin.data, twin.grad, twin.op, twin._meta = node.data, node.grad, node.op, node._meta
    twin.a, twin.b, twin.c = (*operands, None, None, None)[:3]
    twin.cotangent = None
    twin.serial = tick()
    return twin


def _record_if_numbers(op: str, *operands: Any) -> Any:
    nodes = [lift(operand) for operand in operands]
    if any(node is NotImplemented for node in nodes):
        return NotImplemented
    return record(op, *nodes)


def record(op: str, *operands: Value) -> Value:
    """A new node ``op(*operands)``; the slow path that serves every row of the table."""
    from autograd.arithmetic import FLOAT, primitive

    row = primitive(op)
    node = _allocate(Truth if "comparison" in row.traits else Value)
    node.data = float(FLOAT.apply(op, *[operand.data for operand in operands]))
    node.grad = 0.0
    node.op = op
    node.a, node.b, node.c = (*operands, None, None, None)[:3]
    node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node
