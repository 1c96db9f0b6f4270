"""Recording a function for one sample, twice, and refusing what a program could not repeat."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograd import collection
from autograd.arrays import array
from autograd.errors import InputError, RecordingError
from autograd.guards import Guard, listening
from autograd.primitive import CONSTANT
from autograd.program.partings import parting
from autograd.program.tape import Decision, Input, Tape, skeleton
from autograd.program.taping import Start, tape_of
from autograd.trees import flatten, is_array
from autograd.value import Value, is_number, tick


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
        varied = [_varied(arg) for arg in args]
        other = _recorded(f, varied, batched, check_guards)
        if not _are_alike(tape, other):
            raise _difference(parting(lambda given: _run(f, given, batched), args, varied))
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


_NUMPY_REFUSES_INDEX = ("only integers, slices", "arrays used as indices")


class _Recorder:
    """Makes the leaves that stand for the arguments."""

    def __init__(self) -> None:
        self.start = Start(tick(), [], [])

    def argument(self, number: int, name: str, tree: Any, batched: bool) -> Any:
        """The argument with Values for numbers."""
        found = {}
        for path, leaf in branches(tree):
            called = name if not path else str(path[-1]) if isinstance(path[-1], str) else ""
            called = called or name + "_".join(map(str, ("", *path)))
            found[path] = self._input(called, leaf)
            self.start.inputs.append(Input(called, number, path, np.shape(leaf), batched))
        return _filled(tree, (), found)

    def _input(self, name: str, leaf: Any) -> Any:
        """One argument as Values; its leaves have no names of their own, which would take as much
        memory as they do."""
        if is_number(leaf) and not is_array(leaf):
            made = Value(leaf, name=name)
            self.start.leaves.append(np.array([made.serial]))
            return made
        values = array(np.asarray(leaf, dtype=float))
        nodes = values.ravel().tolist()
        self.start.leaves.append(np.fromiter([node.serial for node in nodes], int, len(nodes)))
        return values if is_array(leaf) else _as_lists(leaf, iter(nodes))


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
        result = _called(f, call)
        if guards and not check_guards:
            _refuse_decisions(guards, recorder.start)
        outputs = [number for _, number in flatten(result, whose="The function's result")]
        if not outputs:
            raise InputError("The function returns no number, so there is nothing to compile.")
        structure = skeleton(result)
        del result, call
        tape = tape_of(outputs, structure, recorder.start, guards)
    return tape._replace(arguments=names, example=list(args))


def _run(f: Callable[..., Any], args: Sequence[Any], batched: Sequence[bool]) -> Any:
    """The result of the function on recorded arguments, and nothing else."""
    recorder = _Recorder()
    trees = zip(args, batched, strict=True)
    return f(*(recorder.argument(k, "", tree, axis) for k, (tree, axis) in enumerate(trees)))


def _called(f: Callable[..., Any], call: list[Any]) -> Any:
    """The result of the function; what it may not do with recorded numbers is told its line."""
    try:
        return f(*call)
    except RecordingError as error:
        place = _users_line(error)
        raise RecordingError(f"{place}: {error}" if place else str(error)) from error
    except IndexError as error:
        if not str(error).startswith(_NUMPY_REFUSES_INDEX):
            raise
        raise RecordingError(
            f"{_users_line(error)}: an array is indexed by what is no whole number. A recorded "
            "argument, such as a label, is none: the program would take the example's place for "
            "every sample. Multiply by a one-hot vector and add up; or bind a label that all "
            "samples share beforehand (functools.partial)."
        ) from error


def _users_line(error: Exception) -> str:
    """The innermost ``file:line`` of the user's code that an error went through."""
    found = ""
    place = error.__traceback__
    while place is not None:
        name = str(place.tb_frame.f_globals.get("__name__", ""))
        if name.partition(".")[0] not in ("autograd", "numpy"):
            found = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}"
        place = place.tb_next
    return found


def _refuse_decisions(guards: list[Guard], start: Start) -> None:
    """Raises `RecordingError` for the first decision that depended on an argument."""
    decided = tape_of([guard.truth for guard in guards], None, start, guards).guards
    if decided:
        raise _refusal(decided[0])


def _refusal(guard: Decision) -> RecordingError:
    return RecordingError(
        f"{guard.filename}:{guard.line} decides by a comparison of recorded numbers: the program "
        "would hold the branch of the example alone. Write where(condition, a, b), relu, maximum, "
        'minimum or clip (from autograd import ops) in its place; or compile with guards="check", '
        "and the program refuses samples that take another branch."
    )


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


def _are_alike(first: Tape, second: Tape) -> bool:
    """Whether two recordings with different numbers are the same steps."""
    same = first.ops == second.ops and first.outputs == second.outputs
    if not (
        same
        and np.array_equal(first.operands, second.operands)
        and np.array_equal(first.place, second.place)
    ):
        return False
    constant = np.array([op is CONSTANT for op in first.ops], dtype=bool)
    return np.array_equal(first.numbers[constant], second.numbers[constant], equal_nan=True)


def _difference(place: str) -> RecordingError:
    """The error for recordings that part; place: the line where they do, "" if unknown."""
    return RecordingError(
        f"{f'{place}: r' if place else 'R'}ecorded twice with different numbers, the function took "
        "different steps: it reads an argument as a plain number (x.data, int(...), an index, a "
        "label) or draws random numbers, and the program would repeat those of the example. "
        "Record the step (for a label pass a one-hot vector and multiply), or pass what is drawn "
        "as an argument."
    )
