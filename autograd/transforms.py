"""Functions to functions: the derivative, the gradient, the Jacobian of ordinary Python code.

All of them compose (``grad(grad(f))``, ``jacobian(grad(f))``, a ``grad`` inside a function under
``grad``). Arguments may be floats, NumPy arrays, and lists, tuples and dicts of them; answers have
their shape. A function that reads Values from outside gets Values back, so that the outer
derivative sees the inner one; otherwise answers are plain floats and float64 arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, NamedTuple

from autograd import collection
from autograd.errors import InputError
from autograd.forward import tangents
from autograd.graph import order
from autograd.primitive import CONSTANT
from autograd.reverse import cotangents, recorded_cotangents
from autograd.trees import flatten, outer, rebuild
from autograd.value import Value, lift, record, tick

Function = Callable[..., Any]


class _Trace(NamedTuple):
    """One recorded call.

    inputs: the Values that stand for the numbers differentiated with respect to. result: what the
    function returned; outputs: its numbers. since: the serial number at which recording began.
    """

    inputs: list[Value]
    result: Any
    outputs: list[Any]
    since: int

    def nodes(self) -> list[Value]:
        """The nodes made during the call, in order."""
        made = [o for o in self.outputs if isinstance(o, Value)]
        return [node for node in order(*made) if node.serial > self.since]

    def reaches_outside(self) -> bool:
        """Whether the result depends on Values from before the call, the inputs' own included."""
        made = [o for o in self.outputs if isinstance(o, Value)]
        since = self.since
        return any(
            node.op is not CONSTANT and any(o.serial <= since for o in (node, *node.args))
            for node in self.nodes() + made
        )


def _input(number: Any) -> Value:
    """A fresh Value for a number, linked to it where it is a Value itself."""
    return record("identity", number) if isinstance(number, Value) else Value(number)


def _traced(f: Function, args: tuple[Any, ...], positions: Sequence[int], options: Any) -> _Trace:
    """Calls ``f`` with the arguments at ``positions`` recorded."""
    since = tick()
    call = list(args)
    inputs: list[Value] = []
    for position in positions:
        fresh = [_input(number) for _, number in flatten(args[position])]
        call[position] = rebuild(args[position], iter(fresh))
        inputs += fresh
    with collection.paused():
        result = f(*call, **options)
    outputs = [number for _, number in flatten(result)]
    return _Trace(inputs, result, outputs, since)


def _gradient(trace: _Trace, output: Any, seed: Any = 1.0) -> list[Any]:
    """The derivative of one output with respect to each input, floats or Values."""
    if not isinstance(output, Value):
        return [0.0] * len(trace.inputs)
    if trace.reaches_outside() or isinstance(seed, Value):
        nodes = [node for node in order(output) if node.serial > trace.since]
        flows = recorded_cotangents(nodes, output, seed)
        return [_as_value(flows.get(node, 0.0)) for node in trace.inputs]
    found = cotangents(output, seed, since=trace.since)
    return [found.get(node, 0.0) for node in trace.inputs]


def _as_value(number: Any) -> Value:
    value: Value = lift(number)
    return value


def _plain(trace: _Trace, tree: Any) -> Any:
    """A result of the traced function for the caller: numbers, unless it reaches outside."""
    if trace.reaches_outside():
        return tree
    numbers = [o.data if isinstance(o, Value) else o for _, o in flatten(tree)]
    return rebuild(tree, iter(numbers))


def _positions(argnums: int | Sequence[int], args: tuple[Any, ...], name: str) -> list[int]:
    chosen = [argnums] if isinstance(argnums, int) else list(argnums)
    for position in chosen:
        if not -len(args) <= position < len(args):
            raise InputError(
                f"{name} is to differentiate with respect to argument {position}, but the "
                f"function was called with {len(args)}."
            )
    return [position % len(args) for position in chosen]


def _shaped(answers: list[Any], args: Sequence[Any], argnums: int | Sequence[int]) -> Any:
    """Flat answers in the shape of the arguments; a tuple of them where several were asked for."""
    numbers = iter(answers)
    trees = tuple(rebuild(arg, numbers) for arg in args)
    return trees[0] if isinstance(argnums, int) else trees


def _one(trace: _Trace, name: str) -> Any:
    """The single number that a scalar function returned."""
    if len(trace.outputs) != 1:
        raise InputError(
            f"{name} needs a function that returns one number; this one returned "
            f"{len(trace.outputs)}. Write jacobian for several."
        )
    return trace.outputs[0]


def value_and_grad(f: Function, argnums: int | Sequence[int] = 0) -> Function:
    """A function that gives ``(f(...), grad(f)(...))`` from one recording.

    argnums: the argument, or the arguments, to differentiate with respect to. Raises `InputError`
    where ``f`` returns anything but one number.
    """

    @wraps(f)
    def evaluated(*args: Any, **options: Any) -> tuple[Any, Any]:
        positions = _positions(argnums, args, "grad")
        trace = _traced(f, args, positions, options)
        answers = _gradient(trace, _one(trace, "grad"))
        chosen = [args[position] for position in positions]
        return _plain(trace, trace.result), _shaped(answers, chosen, argnums)

    return evaluated


def grad(f: Function, argnums: int | Sequence[int] = 0) -> Function:
    """A function that gives the gradient of ``f``, in the shape of the argument.

    >>> grad(lambda x: x**3)(2.0)
    12.0
    """
    both = value_and_grad(f, argnums)

    @wraps(f)
    def gradient(*args: Any, **options: Any) -> Any:
        return both(*args, **options)[1]

    return gradient


def derivative(f: Function, order: int = 1) -> Function:
    """The ``order``-th derivative of a function of one number; it may return several numbers.

    >>> derivative(lambda x: x**3, order=2)(2.0)
    12.0
    """
    if order < 0:
        raise InputError(f"A derivative has an order of 0 or more, not {order}.")
    for _ in range(order):
        f = _derivative(f)
    return f


def _derivative(f: Function) -> Function:
    @wraps(f)
    def slope(x: Any) -> Any:
        if len(list(flatten(x))) != 1:
            raise InputError("derivative is for functions of one number; write grad or jacobian.")
        return jvp(f, (x,), (1.0,))[1]

    return slope


def jvp(f: Function, primals: Sequence[Any], tangents_in: Sequence[Any]) -> tuple[Any, Any]:
    """``f(*primals)`` and its derivative along ``tangents_in`` (the Jacobian times a vector).

    tangents_in: a tree of the shape of each argument. Both answers have the shape of the result.
    """
    args = tuple(primals)
    trace = _traced(f, args, range(len(args)), {})
    directions = [number for tree in tangents_in for _, number in flatten(tree)]
    if len(directions) != len(trace.inputs):
        raise InputError(
            f"jvp needs a tangent for each of {len(trace.inputs)} numbers, not {len(directions)}."
        )
    recorded = trace.reaches_outside() or any(isinstance(d, Value) for d in directions)
    made = [o for o in trace.outputs if isinstance(o, Value)]
    seeds = dict(zip(trace.inputs, directions, strict=True))
    found = tangents(made, seeds, recorded=recorded, since=trace.since)
    moved = [found.get(o, 0.0) if isinstance(o, Value) else 0.0 for o in trace.outputs]
    if recorded:
        moved = [_as_value(number) for number in moved]
    else:
        moved = [float(number) for number in moved]
    return _plain(trace, trace.result), rebuild(trace.result, iter(moved))


def vjp(f: Function, *primals: Any) -> tuple[Any, Function]:
    """``f(*primals)`` and its pullback.

    The pullback takes a cotangent in the shape of the result and gives a tuple with the cotangent
    of each argument (a vector times the Jacobian).
    """
    trace = _traced(f, primals, range(len(primals)), {})

    def pullback(cotangent: Any) -> Any:
        seeds = [number for _, number in flatten(cotangent)]
        if len(seeds) != len(trace.outputs):
            raise InputError(
                f"The pullback needs {len(trace.outputs)} cotangents, not {len(seeds)}."
            )
        total: list[Any] = [0.0] * len(trace.inputs)
        for output, seed in zip(trace.outputs, seeds, strict=True):
            sent = _gradient(trace, output, seed)
            total = [before + more for before, more in zip(total, sent, strict=True)]
        return _shaped(total, primals, range(len(primals)))

    return _plain(trace, trace.result), pullback


def _rows(trace: _Trace) -> Iterator[list[Any]]:
    for output in trace.outputs:
        yield _gradient(trace, output)


def jacobian(f: Function, argnums: int = 0) -> Function:
    """A function that gives every derivative of every number that ``f`` returns.

    An array returned and an array argument give one array of shape
    ``result.shape + argument.shape``; trees nest, the result's outside.
    """

    @wraps(f)
    def matrix(*args: Any, **options: Any) -> Any:
        (position,) = _positions(argnums, args, "jacobian")
        trace = _traced(f, args, [position], options)
        return outer(trace.result, _rows(trace), args[position])

    return matrix


def hessian(f: Function, argnums: int = 0) -> Function:
    """A function that gives all second derivatives of ``f``, which returns one number.

    For an array argument of shape s the answer has shape s + s.
    """
    return jacobian(grad(f, argnums), argnums)


def hvp(f: Function, x: Any, v: Any) -> Any:
    """The Hessian of ``f`` at ``x`` times the vector ``v``, in the shape of ``x``.

    Forward over reverse: one recording, whatever the size (Pearlmutter, Fast exact
    multiplication by the Hessian, Neural Computation 6 (1994), 147-160).
    """
    return jvp(grad(f), (x,), (v,))[1]
