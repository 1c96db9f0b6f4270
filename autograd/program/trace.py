"""One sample's computation as a flat tape: operations in order, operands by number.

Vocabulary: an *input* is one array or number of the arguments; it is *batched* where the program
gets one for each sample, *shared* where all samples use the same. Steps on constants alone are
constants, and a step that only renames is the step that it renames.
"""

from __future__ import annotations

import inspect
from array import array as array_of
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd import collection
from autograd.arrays import array
from autograd.errors import InputError, RecordingError
from autograd.graph import order
from autograd.guards import Guard, listening
from autograd.primitive import CONSTANT, LEAF
from autograd.trees import flatten, is_array
from autograd.value import Label, Value, is_number

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


class Input(NamedTuple):
    """One array or number among the arguments.

    name: how the program calls it; argument, path: where it stands (``args[argument][path…]``).
    """

    name: str
    argument: int
    path: tuple[Any, ...]
    shape: tuple[int, ...]
    batched: bool


class Decision(NamedTuple):
    """A branch of the function: the node that decided, its outcome in the example, the line."""

    node: int
    outcome: bool
    filename: str
    line: int


class Tape(NamedTuple):
    """The recorded steps, operands before users.

    ops: name of the row, `LEAF` or `CONSTANT`. columns, operands: of each node, -1 for none.
    numbers: the number of each node with the example arguments. place: for a leaf the index of
    its input and its place in it, flat. batched: whether the node differs between samples.
    outputs: the nodes of the result in order, whose shape ``result`` shows. names, scopes: what
    the user called nodes. arguments: what the function calls its arguments; example: those given.
    """

    ops: list[str]
    columns: tuple[array_of[int], array_of[int], array_of[int]]
    operands: Ints
    numbers: Floats
    place: Ints
    batched: np.ndarray[Any, np.dtype[np.bool_]]
    inputs: tuple[Input, ...]
    outputs: list[int]
    result: Any
    names: dict[int, str]
    scopes: dict[int, str]
    arguments: list[str]
    example: list[Any]
    guards: list[Decision]
    safe: bool = True

    def of_guards(self) -> Tape:
        """The tape that answers with the outcomes of the guards."""
        nodes = [guard.node for guard in self.guards]
        return self._replace(outputs=nodes, result=[0.0] * len(nodes), guards=[])


def trace(
    f: Callable[..., Any], args: Sequence[Any], in_axes: Any, *, retrace: bool, check_guards: bool
) -> Tape:
    """Records ``f(*args)`` for one sample.

    Raises `RecordingError` where the way through ``f`` depended on a comparison (unless
    ``check_guards``: then the tape has the guards), and where a second recording (``retrace``)
    with other numbers differs from the first; a tape with guards is recorded once.
    """
    batched = axes(in_axes, len(args))
    tape = _recorded(f, args, batched, check_guards)
    if retrace and not tape.guards:
        other = _recorded(f, [_varied(arg) for arg in args], batched, check_guards)
        _compare(tape, other)
    return tape


def axes(in_axes: Any, count: int) -> tuple[bool, ...]:
    """For each argument whether it has a batch axis; `InputError` for what is not 0 or None."""
    each = tuple(in_axes) if isinstance(in_axes, (tuple, list)) else (in_axes,) * count
    if len(each) != count or any(axis not in (0, None) for axis in each):
        raise InputError(
            f"in_axes is 0 (a batch axis) or None (shared), one for each of the {count} "
            f"arguments, not {in_axes!r}."
        )
    return tuple(axis is not None for axis in each)


def is_vector(tree: Any) -> bool:
    """Whether a list or tuple holds numbers alone, or equally long vectors: it is an array."""
    if not isinstance(tree, (list, tuple)) or not tree or hasattr(tree, "_fields"):
        return False
    if all(is_number(branch) for branch in tree):
        return True
    return all(map(is_vector, tree)) and len({np.shape(branch) for branch in tree}) == 1


def branches(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The arrays and numbers of an argument, with the keys that lead to each."""
    if isinstance(tree, dict):
        for key, branch in tree.items():
            if not isinstance(key, (str, int)) or isinstance(key, bool):
                raise InputError(f"A dict of arguments has the key {key!r}; keys are names.")
            yield from branches(branch, (*path, key))
    elif isinstance(tree, (list, tuple)) and not is_vector(tree):
        for position, branch in enumerate(tree):
            yield from branches(branch, (*path, position))
    elif is_array(tree) or is_number(tree) or is_vector(tree):
        yield path, tree
    else:
        raise InputError(
            f"An argument holds {type(tree).__name__}; a program takes numbers, arrays, and "
            "lists, tuples and dicts of them. Bind anything else beforehand "
            "(functools.partial, or a lambda)."
        )


class _Recorder:
    """Makes the leaves that stand for the arguments."""

    def __init__(self) -> None:
        self.inputs: list[Input] = []
        self.places: dict[Value, tuple[int, int]] = {}

    def argument(self, number: int, name: str, tree: Any, batched: bool) -> Any:
        """The argument with Values for numbers."""
        found = {}
        for path, leaf in branches(tree):
            called = name if not path else str(path[-1]) if isinstance(path[-1], str) else ""
            called = called or name + "_".join(map(str, ("", *path)))
            found[path] = self._input(called, leaf)
            shape = np.shape(leaf)
            self.inputs.append(Input(called, number, path, shape, batched))
        return _filled(tree, (), found)

    def _input(self, name: str, leaf: Any) -> Any:
        number = len(self.inputs)
        made = Value(leaf, name=name) if is_number(leaf) and not is_array(leaf) else None
        if made is not None:
            self.places[made] = (number, 0)
            return made
        values = array(np.asarray(leaf, dtype=float), name=name)
        for place, value in enumerate(values.ravel().tolist()):
            self.places[value] = (number, place)
        return values if is_array(leaf) else _as_lists(leaf, iter(values.ravel().tolist()))


def _as_lists(tree: Any, values: Iterator[Value]) -> Any:
    if isinstance(tree, (list, tuple)):
        return type(tree)([_as_lists(branch, values) for branch in tree])
    return next(values)


def _filled(tree: Any, path: tuple[Any, ...], found: dict[tuple[Any, ...], Any]) -> Any:
    if path in found:
        return found[path]
    if isinstance(tree, dict):
        return {key: _filled(branch, (*path, key), found) for key, branch in tree.items()}
    made = [_filled(branch, (*path, position), found) for position, branch in enumerate(tree)]
    if isinstance(tree, list):
        return made
    return type(tree)(*made) if hasattr(tree, "_fields") else tuple(made)


def parameter_names(f: Callable[..., Any], count: int) -> list[str]:
    """What ``f`` calls its first ``count`` arguments."""
    names: list[str] = []
    try:
        for parameter in inspect.signature(f).parameters.values():
            if parameter.kind is parameter.VAR_POSITIONAL:
                names += [f"{parameter.name}{i + 1}" for i in range(count - len(names))]
            elif parameter.kind is not parameter.KEYWORD_ONLY:
                names.append(parameter.name)
    except (TypeError, ValueError):
        pass
    return (names + [f"x{i + 1}" for i in range(len(names), count)])[:count]


def _recorded(
    f: Callable[..., Any], args: Sequence[Any], batched: Sequence[bool], check_guards: bool
) -> Tape:
    recorder = _Recorder()
    names = parameter_names(f, len(args))
    with collection.paused(), listening() as guards:
        call = [
            recorder.argument(number, name, tree, axis)
            for number, (name, tree, axis) in enumerate(zip(names, args, batched, strict=True))
        ]
        result = f(*call)
        kept = _depending(guards, recorder)
        if kept and not check_guards:
            raise _refusal(kept[0])
        return _tape(result, recorder, kept)._replace(arguments=names, example=list(args))


def _depending(guards: list[Guard], recorder: _Recorder) -> list[Guard]:
    """The decisions that depended on an argument."""
    return [
        guard for guard in guards
        if any(node in recorder.places for node in order(guard.truth))
    ]  # fmt: skip


def _refusal(guard: Guard) -> RecordingError:
    return RecordingError(
        f"{guard.filename}:{guard.line} decides by a comparison of recorded numbers: the program "
        "would hold the branch of the example alone. Write where(condition, a, b), relu, maximum, "
        'minimum or clip (from autograd import ops) in its place; or compile with guards="check", '
        "and the program refuses samples that take another branch."
    )


def _tape(result: Any, recorder: _Recorder, guards: list[Guard]) -> Tape:
    outputs = [number for _, number in flatten(result, whose="The function's result")]
    if not outputs:
        raise InputError("The function returns no number, so there is nothing to compile.")
    lifted = [o if isinstance(o, Value) else Value(o, name=None) for o in outputs]
    plain = {v for v, o in zip(lifted, outputs, strict=True) if v is not o}
    nodes = order(*lifted, *(guard.truth for guard in guards))
    builder = _Builder(recorder, plain)
    index, base = _index(nodes)
    for node in nodes:
        index[node.serial - base] = builder.add(node, index, base)
    tape = builder.tape([index[node.serial - base] for node in lifted], skeleton(result))
    decisions = [
        Decision(index[truth.serial - base], outcome, filename, line)
        for truth, outcome, filename, line in guards
    ]
    return tape._replace(guards=decisions)


def _index(nodes: list[Value]) -> tuple[Any, int]:
    """Something to note the number of each node in, by its serial number less a base: a list,
    which is small and quick, unless the serial numbers lie far apart."""
    base, count = nodes[0].serial, nodes[-1].serial - nodes[0].serial + 1
    return ([-1] * count, base) if count <= 8 * len(nodes) else ({}, 0)


def skeleton(tree: Any) -> Any:
    """A result with zeros for its numbers: its structure alone, which keeps no graph alive."""
    if isinstance(tree, dict):
        return {key: skeleton(branch) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        made = [skeleton(branch) for branch in tree]
        if isinstance(tree, list):
            return made
        return type(tree)(*made) if hasattr(tree, "_fields") else tuple(made)
    return np.zeros(tree.shape) if is_array(tree) else 0.0


class _Builder:
    """Collects the columns of a tape."""

    def __init__(self, recorder: _Recorder, plain: set[Value]) -> None:
        self.places = recorder.places
        self.inputs = tuple(recorder.inputs)
        self.plain = plain
        self.ops: list[str] = []
        self.columns = array_of("q"), array_of("q"), array_of("q")
        self.numbers: list[float] = []
        self.place: list[tuple[int, int, int]] = []
        self.batched: list[bool] = []
        self.constants: dict[str, int] = {}
        self.names: dict[int, str] = {}
        self.scopes: dict[int, str] = {}

    def add(self, node: Value, index: Any, base: int) -> int:
        """The number of a node in the tape; ``index`` has those of its operands."""
        a = node.a
        if a is None:
            return self._end(node)
        first: int = index[a.serial - base]
        b, c = node.b, node.c
        second = -1 if b is None else index[b.serial - base]
        third = -1 if c is None else index[c.serial - base]
        ops, op = self.ops, node.op
        if op == "identity":
            return first
        if (
            ops[first] is CONSTANT
            and (second < 0 or ops[second] is CONSTANT)
            and (third < 0 or ops[third] is CONSTANT)
        ):
            return self._constant(node.data)
        batched = self.batched
        depends = batched[first] or (second >= 0 and batched[second])
        ops.append(op)
        one, two, three = self.columns
        one.append(first)
        two.append(second)
        three.append(third)
        self.numbers.append(node.data)
        batched.append(depends or (third >= 0 and batched[third]))
        number = len(ops) - 1
        if node._meta is not None:
            self._told(node, number)
        return number

    def _told(self, node: Value, number: int) -> None:
        if isinstance(node._meta, Label):
            self.names[number] = node._meta.text
        if node.scope is not None:
            self.scopes[number] = node.scope.name

    def _end(self, node: Value) -> int:
        where = self.places.get(node)
        if where is None:
            if node.op is LEAF and node not in self.plain:
                raise InputError(
                    f"The function uses a Value{f' {node.name!r}' if node.name else ''} from "
                    "outside; a program knows its arguments alone. Pass it as one of them."
                )
            return self._constant(node.data)
        self._push(LEAF, node.data, self.inputs[where[0]].batched)
        self.place.append((len(self.ops) - 1, *where))
        return len(self.ops) - 1

    def _push(self, op: str, data: float, batched: bool) -> None:
        self.ops.append(op)
        for column in self.columns:
            column.append(-1)
        self.numbers.append(data)
        self.batched.append(batched)

    def _constant(self, data: float) -> int:
        key = data.hex()
        if key not in self.constants:
            self._push(CONSTANT, data, False)
            self.constants[key] = len(self.ops) - 1
        return self.constants[key]

    def tape(self, outputs: list[int], result: Any) -> Tape:
        """The finished tape."""
        count = len(self.ops)
        place = np.full((count, 2), -1, dtype=np.int64)
        if self.place:
            ends = np.array(self.place, dtype=np.int64)
            place[ends[:, 0]] = ends[:, 1:]
        operands = np.stack([np.array(x, dtype=np.int64) for x in self.columns], axis=1)
        return Tape(
            self.ops, self.columns, operands,
            np.array(self.numbers), place, np.array(self.batched, dtype=bool), self.inputs,
            outputs, result, self.names, self.scopes, [], [], [],
        )  # fmt: skip


def _varied(tree: Any) -> Any:
    """An argument with other numbers: whole ones moved by more than 1, others shrunk."""
    if isinstance(tree, dict):
        return {key: _varied(branch) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        made = [_varied(branch) for branch in tree]
        if isinstance(tree, list):
            return made
        return type(tree)(*made) if hasattr(tree, "_fields") else tuple(made)
    numbers = np.asarray(tree, dtype=float)
    other = np.where(numbers % 1 == 0, numbers + 1.37, 0.77 * numbers)
    return other if is_array(tree) else float(other)


def _compare(first: Tape, second: Tape) -> None:
    """Raises where two recordings with different numbers are not the same steps."""
    same = first.ops == second.ops and np.array_equal(first.operands, second.operands)
    if same and first.outputs == second.outputs:
        constant = np.array([op is CONSTANT for op in first.ops], dtype=bool)
        if np.array_equal(first.numbers[constant], second.numbers[constant], equal_nan=True):
            return
    raise RecordingError(
        "Recorded twice with different numbers, the function took different steps: it reads an "
        "argument as a plain number (x.data, int(...), an index, a label) or draws random numbers, "
        "and the program would repeat those of the example. Record the step (for a label pass a "
        "one-hot vector and multiply), or pass what is drawn as an argument."
    )
