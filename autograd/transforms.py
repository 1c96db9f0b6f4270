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
from autograd.forward import recorded_tangents, tangents
from autograd.graph import recorded_since
from autograd.reverse import gradient, recorded_gradient
from autograd.trees import flatten, outer, rebuild
from autograd.value import Value, lift, record, tick

Function = Callable[..., Any]


class _Trace(NamedTuple):
    """One recorded call.

    inputs: the Values that stand for the numbers differentiated with respect to. result: what the
    function returned; outputs: its numbers. nodes: what was recorded on the way to them, operands
    first; since: the serial number at which recording began. open: whether the result depends on
    Values from before the call, the inputs' own included.
    """

    inputs: list[Value]
    result: Any
    outputs: list[Any]
    nodes: list[Value]
    since: int
    open: bool

    def below(self, outputs: Sequence[Value]) -> list[Value]:
        """The part of ``nodes`` that some of the outputs were made from."""
        if len(outputs) == len(self.outputs):
            return self.nodes
        return recorded_since(self.since, *outputs)[0]


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
    outputs = [number for _, number in flatten(result, whose="The function's result")]
    made = [output for output in outputs if isinstance(output, Value)]
    nodes, older = recorded_since(since, *made)
    return _Trace(inputs, result, outputs, nodes, since, older)


def _gradient(trace: _Trace, outputs: Sequence[Any], seeds: Sequence[Any]) -> list[Any]:
    """The derivative of the outputs' weighted sum with respect to each input, floats or Values."""
    made = [(o, seed) for o, seed in zip(outputs, seeds, strict=True) if isinstance(o, Value)]
    nodes, weights = [node for node, _ in made], [seed for _, seed in made]
    if not (trace.open or any(isinstance(seed, Value) for seed in weights)):
        return list(gradient(nodes, [float(seed) for seed in weights], trace.inputs))
    with collection.paused():
        answers = recorded_gradient(trace.below(nodes), nodes, weights, trace.inputs)
    return [_as_value(number) for number in answers]


def _as_value(number: Any) -> Value:
    value: Value = lift(number)
    return value


def _plain(trace: _Trace, tree: Any) -> Any:
    """A result of the traced function for the caller: numbers, unless it reaches outside."""
    if trace.open:
        return tree
    numbers = [o.data if isinstance(o, Value) else o for _, o in flatten(tree)]
    return rebuild(tree, iter(numbers))


def _positions(argnums: int | Sequence[int], args: tuple[Any, ...], name: str) -> list[int]:
    chosen: list[Any] = [argnums]
    if isinstance(argnums, (tuple, list, range)):
        chosen = list(argnums)
    for position in chosen:
        if not isinstance(position, int):
            raise InputError(
                f"argnums are places of arguments, such as 0 or (0, 1), not {position!r}."
            )
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
        answers = _gradient(trace, [_one(trace, "grad")], [1.0])
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
    def slopes(*args: Any, **options: Any) -> Any:
        return both(*args, **options)[1]

    return slopes


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

    primals, tangents_in: tuples or lists, with a tangent of the shape of each argument. Both
    answers have the shape of the result. Raises `InputError` where they do not match.
    """
    if not (isinstance(primals, (tuple, list)) and isinstance(tangents_in, (tuple, list))):
        raise InputError(
            "jvp takes tuples: jvp(f, (x,), (v,)), with one tangent for each argument."
        )
    args = tuple(primals)
    trace = _traced(f, args, range(len(args)), {})
    directions = [number for tree in tangents_in for _, number in flatten(tree)]
    if len(directions) != len(trace.inputs):
        raise InputError(
            f"jvp needs a tangent for each of {len(trace.inputs)} numbers, not {len(directions)}."
        )
    seeds = dict(zip(trace.inputs, directions, strict=True))
    moved = iter(_pushforward(trace, seeds))
    answers = [next(moved) if isinstance(o, Value) else 0.0 for o in trace.outputs]
    return _plain(trace, trace.result), rebuild(trace.result, iter(answers))


def _pushforward(trace: _Trace, seeds: dict[Value, Any]) -> list[Any]:
    """The tangents of the outputs that are Values, floats or Values."""
    made = [output for output in trace.outputs if isinstance(output, Value)]
    if trace.open or any(isinstance(seed, Value) for seed in seeds.values()):
        with collection.paused():
            answers = recorded_tangents(trace.nodes, seeds, made)
        return [_as_value(number) for number in answers]
    found = tangents(made, {node: float(seed) for node, seed in seeds.items()})
    return [found.get(output, 0.0) for output in made]


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
        answers = _gradient(trace, trace.outputs, seeds)
        return _shaped(answers, primals, range(len(primals)))

    return _plain(trace, trace.result), pullback


def _rows(trace: _Trace) -> Iterator[list[Any]]:
    for output in trace.outputs:
        yield _gradient(trace, [output], [1.0])


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
