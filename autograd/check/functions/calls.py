"""Calling the user's functions: which argument is which, and what their errors say."""

from __future__ import annotations

import difflib
import inspect
import os
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

import autograd
from autograd.check.functions.blocks import is_differentiable
from autograd.errors import CheckError, InputError, RecordingError
from autograd.expression.tokens import shown

Function = Callable[..., Any]

_OURS: Final = tuple(
    str(Path(package.__file__ or "").parent) + os.sep for package in (autograd, np)
)
_VARIADIC: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def title(f: Function) -> str:
    """What the function is called."""
    return str(getattr(f, "__name__", None) or type(f).__name__)


def named_arguments(f: Function, at: Any) -> dict[str, Any]:
    """The arguments of ``f`` by name.

    at: a mapping by name, a tuple in order, or, for a function of one argument, that argument
    itself. Raises `InputError` for names that ``f`` lacks and for arguments that are missing.
    """
    names = _parameters(f)
    if isinstance(at, Mapping) and (not at or _by_name(at, names)):
        given = dict(at)
    elif at is None:
        given = {}
    elif isinstance(at, tuple) and len(names) != 1:
        if len(at) > len(names):
            raise InputError(f"{title(f)} takes {_listed(names)}; at has {len(at)} arguments.")
        given = dict(zip(names, at, strict=False))
    else:
        given = {next(iter(names), ""): at}
    _hold(f, names, given)
    return given


def _by_name(at: Mapping[Any, Any], names: Mapping[str, bool]) -> bool:
    """Whether a mapping holds arguments by name; else it is itself the one argument."""
    return len(names) != 1 or set(at) == set(names) or set(at) & set(names) != set()


def _parameters(f: Function) -> dict[str, bool]:
    """The names of the parameters, and whether each must be given."""
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        raise InputError(
            f"{title(f)} does not tell the names of its arguments; wrap it in a function of "
            "your own: def f(x): return …"
        ) from None
    return {p.name: p.default is p.empty for p in parameters if p.kind not in _VARIADIC}


def _hold(f: Function, names: Mapping[str, bool], given: Mapping[str, Any]) -> None:
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(str(name)[:100], list(names), n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise InputError(
                f"at: {title(f)} has no argument {shown(str(name))}; it takes "
                f"{_listed(names)}{hint}."
            )
    missing = [name for name, needed in names.items() if needed and name not in given]
    if missing:
        raise InputError(
            f"No value is given for {', '.join(missing[:20])}: {title(f)} takes {_listed(names)}."
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(list(names)[:20]) or "no arguments"


def accepted(f: Function, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the checked function's arguments that the claim takes, by name.

    A claim that takes one argument of another name gets the first. Raises `InputError` where it
    needs one that nobody gave.
    """
    names = _parameters(f)
    parameters = inspect.signature(f).parameters.values()
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        return dict(arguments)
    if list(arguments) != list(names) and _renames(names, arguments):
        return dict(zip(names, arguments.values(), strict=False))
    missing = [name for name, needed in names.items() if needed and name not in arguments]
    if missing:
        raise InputError(
            f"The claim {title(f)} needs {_listed(missing)}, which the checked function does not "
            f"take: it takes {_listed(arguments)}."
        )
    return {name: arguments[name] for name in names if name in arguments}


def _renames(names: Mapping[str, bool], arguments: Mapping[str, Any]) -> bool:
    """Whether the claim takes the same arguments in the same order under names of its own."""
    needed = [name for name, must in names.items() if must]
    return len(needed) == len(arguments) and not set(names) & set(arguments)


def call(f: Function, arguments: Mapping[str, Any]) -> Any:
    """What ``f`` returns, its arrays' own copies given; numpy's warnings are silent.

    Raises `CheckError` with the user's line where ``f`` raises.
    """
    try:
        with np.errstate(all="ignore"):
            return run(f, {name: copied(value) for name, value in arguments.items()})
    except (Exception, SystemExit) as error:
        raise CheckError(f"{title(f)} raised {told(error)}") from error


def run(f: Function, arguments: Mapping[str, Any]) -> Any:
    """``f`` with its arguments by name, positional-only ones by place."""
    places: list[Any] = []
    names: dict[str, Any] = {}
    kinds = {p.name: p.kind for p in inspect.signature(f).parameters.values()}
    for name, value in arguments.items():
        if kinds.get(name) is inspect.Parameter.POSITIONAL_ONLY:
            places.append(value)
        else:
            names[name] = value
    return f(*places, **names)


def copied(tree: Any) -> Any:
    """A copy in which a function may write without harm to the caller's."""
    if isinstance(tree, np.ndarray):
        return tree.copy()
    if isinstance(tree, dict):
        return {key: copied(branch) for key, branch in tree.items()}
    if type(tree) in (list, tuple):
        return type(tree)(map(copied, tree))
    return tree


def told(error: BaseException) -> str:
    """An error of the user's code in a line: its type, its text and the line that raised it."""
    text = str(error).splitlines()[0] if str(error) else ""
    kind = type(error).__name__
    if isinstance(error, RecordingError):  # ours: what it advises is for those who write Values
        kind, text = "not recorded", text.partition(". ")[0]
    said = f"{kind}: {text}".removesuffix(": ").removesuffix(".")
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not _is_ours(f.filename)]
    if not frames:
        return f"{said}."
    where = frames[-1]
    source = f" in `{where.line}`" if where.line else ""
    return f"{said} (line {where.lineno} of {where.filename}{source})."


def _is_ours(filename: str) -> bool:
    """Whether a frame is this package's or NumPy's, not the user's."""
    return filename.startswith(_OURS)


def differentiated(
    f: Function, arguments: Mapping[str, Any], wrt: Sequence[str] | None
) -> list[str]:
    """The names to differentiate with respect to: those asked for, else all that hold floats or,
    where none does, the whole numbers.

    Raises `InputError` where there is none, or one asked for is no argument.
    """
    if wrt:
        for name in wrt:
            if name not in arguments:
                raise InputError(
                    f"wrt: {title(f)} was given no argument {shown(name)}; it was given "
                    f"{_listed(arguments)}."
                )
        return list(dict.fromkeys(wrt))
    found = [name for name, value in arguments.items() if is_differentiable(value)]
    found = found or [name for name, value in arguments.items() if type(value) is int]
    if not found:
        raise InputError(
            f"{title(f)} was given no float to differentiate with respect to (whole numbers and "
            "arrays of them are taken as labels and counts): write 1.0, or name it in wrt."
        )
    return found
