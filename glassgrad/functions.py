"""Functions in the user's own files: loaded by path, run in this process because the user asked.

What such a file prints goes to stderr, so that the command's own output stays readable by
programs. While it is loaded and run, its folder is the first place that it imports from.
"""

from __future__ import annotations

import contextlib
import importlib.machinery
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from autograd.errors import GlassgradError, InputError, RecordingError
from autograd.expression.tokens import shown
from autograd.trees import flatten
from autograd.value import Value
from glassgrad import arguments
from glassgrad.arguments import Function, subject

Loaded = dict[Path, ModuleType]
"""The files that were run already: a function and its gradient may share one."""


@contextlib.contextmanager
def running(*functions: Function) -> Iterator[Callable[[Function], Callable[..., Any]]]:
    """Gives a loader of functions; while it lasts their folders can be imported from.

    Says on stderr which files are run. The loader raises `InputError` for a file that is missing
    or fails, and for a function that it lacks.
    """
    paths = list(dict.fromkeys(function.path for function in functions))
    for path in paths:
        if not path.is_file():
            raise InputError(
                f"{path} is {'a folder, not a file' if path.is_dir() else 'not there'}."
            )
    click.echo(f"Running {', '.join(map(str, paths))} in this process, as you asked.", err=True)
    before, wrote = list(sys.path), sys.dont_write_bytecode
    loaded: Loaded = {}
    sys.path[:0] = list(dict.fromkeys(str(path.resolve().parent) for path in paths))
    sys.dont_write_bytecode = True
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield lambda function: _function(function, loaded)
    finally:
        sys.path[:] = before
        sys.dont_write_bytecode = wrote


def _function(function: Function, loaded: Loaded) -> Callable[..., Any]:
    path = function.path.resolve()
    if path not in loaded:
        loaded[path] = _module(function.path, path)
    module = loaded[path]
    found = getattr(module, function.name, None)
    if found is None:
        known = [name for name, each in vars(module).items() if callable(each)]
        near = get_close_matches(function.name, known, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise InputError(f"{function.path} has no function {function.name}{hint}.")
    if not callable(found):
        raise InputError(f"{function.name} in {function.path} is no function: it is {found!r:.60}.")
    checked: Callable[..., Any] = found
    return checked


def _module(given: Path, path: Path) -> ModuleType:
    """The file, run once under a name of its own."""
    name = f"{path.stem} (a file of yours)"
    loader = importlib.machinery.SourceFileLoader(name, str(path))
    specification = importlib.util.spec_from_file_location(name, path, loader=loader)
    if specification is None:
        raise InputError(f"{given} cannot be loaded.")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module  # dataclasses and the like look their module up
    try:
        loader.exec_module(module)
    except SyntaxError as error:
        where = f", line {error.lineno}" if error.lineno else ""
        raise InputError(f"{given} is not Python that can be run: {error.msg}{where}.") from error
    except (Exception, SystemExit) as error:
        raise InputError(f"{given} raised {_told(error, path)}") from error
    return module


def _told(error: BaseException, path: Path) -> str:
    """An error of the user's file in a line, with the line that it comes from."""
    lines = str(error).splitlines() or [""]
    said = f"{type(error).__name__}: {lines[0]}".removesuffix(": ").removesuffix(".")
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename) == path] or list(frames)
    source = f" (`{own[-1].line}`)" if own[-1].line else ""
    return f"{said}, line {own[-1].lineno}{source}."


def parameters(f: Callable[..., Any], known: dict[str, Any]) -> list[str]:
    """The names of the arguments that are given, in the order of the function.

    Raises:
        InputError: one is missing, unknown, or left out before another.
    """
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        raise InputError("This function does not say what arguments it takes.") from None
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    needed = [p.name for p in parameters if p.name in names and p.default is p.empty]
    missing = [name for name in needed if name not in known]
    if missing:
        raise InputError(
            f"--at does not say what {', '.join(missing)} is: give a number, "
            f"--at {missing[0]}=1.5, or a file, --at {missing[0]}={missing[0]}.npy."
        )
    unknown = [name for name in known if name not in names]
    if unknown:
        raise InputError(f"--at {unknown[0]}: the function has no argument of that name.")
    chosen = [name for name in names if name in known]
    if chosen != names[: len(chosen)]:
        raise InputError("--at leaves out an argument that stands before one that it gives.")
    return chosen


def recorded(f: Callable[..., Any], known: Mapping[str, Any]) -> list[Value]:
    """What the function returns, recorded on named inputs: the graph that a picture shows.

    A whole number that the function counts or indexes with stays a plain number.

    Raises:
        InputError: an argument is missing or unknown, the function raises, or what it returns
            does not depend on its arguments.
    """
    names = parameters(f, dict(known))
    kept = {name for name in names if isinstance(known[name], int)}
    try:
        try:
            outputs = _outputs(f(*(_input(name, known[name]) for name in names)))
        except RecordingError:
            plain = (known[n] if n in kept else _input(n, known[n]) for n in names)
            outputs = _outputs(f(*plain)) if kept else []
            if not outputs:  # it was not counting that lost the record
                raise
    except GlassgradError:
        raise
    except Exception as error:
        raise InputError(f"The function raised {type(error).__name__}: {error}") from error
    if not outputs:
        raise InputError("The function returns nothing that depends on its arguments.")
    return outputs


def _outputs(result: Any) -> list[Value]:
    return [number for _, number in flatten(result) if isinstance(number, Value)]


def _input(name: str, value: Any) -> Any:
    """An argument as the function is to see it: a named Value, or an array of them."""
    if isinstance(value, (int, float)):
        return Value(value, name)
    from autograd.arrays import array

    return array(value, name=name)


def claims(texts: Iterable[str]) -> Function | dict[str, Function | str] | None:
    """``--claim``: one function for all arguments, or for each name a function or a .npy file.

    Raises `InputError` for anything else.
    """
    given = list(texts)
    whole = [text for text in given if _is_whole(text)]
    if whole and len(given) > 1:
        raise InputError(
            f"--claim: {shown(whole[0], 60)} answers for all arguments; give it alone, or name "
            "each: x=FILE.py::function."
        )
    if whole:
        function = _claimed(whole[0], "--claim", arrays=False)
        return function if isinstance(function, Function) else None
    named = arguments.assignments(given, "--claim")
    found = {name: _claimed(text, f"--claim {name}", arrays=True) for name, text in named.items()}
    return found or None


def _is_whole(text: str) -> bool:
    name, equals, _ = text.partition("=")
    return not equals or not name.strip().isidentifier()


def _claimed(text: str, where: str, arrays: bool) -> Function | str:
    if arrays and text.lower().endswith(".npy"):
        return text
    found = subject(text)
    if not isinstance(found, Function):
        raise InputError(
            f"{where}: '{shown(text, 60)}' is no function in a file; write FILE.py::function"
            f"{', or the name of a .npy file' if arrays else ''}."
        )
    return found


def check(given: Function, options: Mapping[str, Any]) -> Any:
    """The verdict on a function in a file, with the options of ``glassgrad check``."""
    from autograd.check import check as judge

    for option, name in (("ranges", "--range"), ("points", "--points")):
        if options[option]:
            raise InputError(f"{name} is for formulas; a function is checked at one point (--at).")
    if options["order"] != 1:
        raise InputError("--order is for formulas; of a function the first derivative is checked.")
    at = arguments.values(options["at"])
    claimed = claims(options["claims"])
    parts = list(claimed.values()) if isinstance(claimed, dict) else [claimed]
    with running(given, *(part for part in parts if isinstance(part, Function))) as load:
        f = load(given)
        _named(given.name, f, at)
        return judge(
            f,
            at,
            _loaded(claimed, load),
            wrt=list(options["wrt"]) or None,
            seed=options["seed"],
            name=f"{given.path}::{given.name}",
        )


def _named(title: str, f: Callable[..., Any], at: Mapping[str, Any]) -> None:
    """Holds that the one argument of a function is the one given: it may be a dict elsewhere."""
    try:
        found = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return
    names = [p.name for p in found if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    if len(found) == len(names) == 1 and at and names[0] not in at:
        raise InputError(f"--at: {title} has no argument {', '.join(at)}; it takes {names[0]}.")


def _loaded(claimed: Any, load: Callable[[Function], Callable[..., Any]]) -> Any:
    if isinstance(claimed, dict):
        return {name: _loaded(each, load) for name, each in claimed.items()}
    if isinstance(claimed, str):
        return arguments.stored(claimed, "--claim")
    return None if claimed is None else load(claimed)
