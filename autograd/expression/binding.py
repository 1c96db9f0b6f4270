"""A formula's names and the values that a caller gives for them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import NoneType
from typing import Any

from autograd.errors import InputError
from autograd.expression.tokens import normal, shown
from autograd.primitives import lookup
from autograd.value import Value

_UNFIT = (str, bytes, complex, list, tuple, dict, set, NoneType)


def bound(names: tuple[str, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` in the order of ``names``; `InputError` unless their names are just these."""
    given = {normal(name): value for name, value in values.items()}
    for name in given:
        if name not in names:
            raise InputError(
                f"The formula has no name {shown(name)}{_near(name, names)}; {_known(names)}."
            )
    missing = [name for name in names if name not in given]
    if missing:
        raise InputError(
            f"No value is given for {', '.join(map(shown, missing[:20]))}"
            f"{_function(missing[0])}; {_known(names)}."
        )
    return {name: given[name] for name in names}


def matched(
    names: tuple[str, ...], positional: tuple[Any, ...], values: Mapping[str, Any]
) -> dict[str, Any]:
    """The arguments of a call by name; `InputError` where they do not fit the names."""
    if len(positional) > len(names):
        raise InputError(f"{len(positional)} values are given; {_known(names)}.")
    given = dict(zip(names, positional, strict=False))
    for name, value in values.items():
        if normal(name) in given:
            raise InputError(f"{shown(name)} is given twice, by position and by name.")
        given[normal(name)] = value
    for name, value in given.items():
        if isinstance(value, _UNFIT):
            raise InputError(
                f"{shown(name)} is given as {type(value).__name__}; it takes a number, a Value "
                "or an array."
            )
    return given


def leaf(value: Any, name: str) -> Value:
    """A leaf of a graph: a Value as it is, a number as a new one with that name."""
    if isinstance(value, Value):
        return value
    try:
        return Value(value, name=name)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None


def _known(names: tuple[str, ...], most: int = 20) -> str:
    """Says what the formula's names are, a long list cut short."""
    if not names:
        return "it has no names"
    listed = ", ".join(names[:most]) + (", …" if len(names) > most else "")
    return f"its name is {listed}" if len(names) == 1 else f"its names are {listed}"


def _near(name: str, names: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name[:100], names[:1000], n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _function(name: str) -> str:
    return f" (the function is written {name}(x))" if lookup(name) else ""
