"""What a stored network may be made of: classes by name, and their settings as plain JSON.

A file holds names and settings. Classes are made from it only if they are ours, marked with
`register`, or handed to the reader; the same goes for functions.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from typing import Any, TypeVar

import numpy as np

from autograd.errors import GlassgradError, InputError

CLASSES: dict[str, type] = {}
FUNCTIONS: dict[str, Callable[..., Any]] = {}
DEEPEST = 64
OURS = "autograd.nn."

_Class = TypeVar("_Class", bound=type)
_Known = TypeVar("_Known", bound=Callable[..., Any])
Custom = Mapping[str, Callable[..., Any]]
"""A user's own classes and functions by name."""


def registered(cls: _Class) -> _Class:
    """Lets stored networks contain objects of this class."""
    CLASSES[title(cls)] = cls
    return cls


def register(thing: _Known) -> _Known:
    """A decorator for a class or function of your own: networks that use it can be loaded without
    naming it in custom_objects, wherever this line has been run before."""
    if isinstance(thing, type):
        return registered(thing)
    FUNCTIONS[_named(thing)] = thing
    return thing


def title(cls: type) -> str:
    """How a file names a class: ``layers.Dense``, and one of a user's own ``MyLayer``."""
    ours = cls.__module__.startswith(OURS)
    return f"{cls.__module__.split('.')[2]}.{cls.__name__}" if ours else cls.__name__


def words(name: str) -> str:
    """The name of a class as Keras writes it in lower case: ``MaxPooling2D`` is max_pooling2d."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", "_", name).lower()


# --- writing


def settings(thing: Any) -> Any:
    """A setting as JSON: numbers, texts and lists as they are, objects as class and arguments.

    A function is written as its name; `restored` must be given it. Raises `InputError` for what
    has no name, and for an object whose arguments are not known.
    """
    if isinstance(thing, np.generic):
        thing = thing.item()
    if thing is None or isinstance(thing, (str, bool, int, float)):
        return thing
    if isinstance(thing, (list, tuple)):
        return [settings(each) for each in thing]
    if isinstance(thing, Mapping):
        return {str(key): settings(each) for key, each in thing.items()}
    if hasattr(thing, "get_config") or is_dataclass(thing):
        return _object(thing)
    return {"function": _named(thing)}


def arguments(thing: Any) -> dict[str, Any]:
    """What an object was made with: its attributes that are named as the parameters of its class,
    those of the base class among them where the class passes ``**kwargs`` on."""
    found: dict[str, Any] = {}
    for cls in type(thing).__mro__:
        parameters = inspect.signature(cls).parameters.values()
        named = [p.name for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        found.update({name: getattr(thing, name) for name in named if hasattr(thing, name)})
        if not any(p.kind is p.VAR_KEYWORD for p in parameters):
            break
    return found


def _object(thing: Any) -> dict[str, Any]:
    cls = type(thing)
    told = thing.get_config() if hasattr(thing, "get_config") else arguments(thing)
    try:
        inspect.signature(cls).bind(**told)
    except TypeError as error:
        raise InputError(
            f"A {cls.__name__} cannot be stored: {error}. Give it a method get_config() that "
            "returns the arguments it is made with, as a dict."
        ) from error
    return {"class": title(cls), **{str(key): settings(each) for key, each in told.items()}}


def _named(function: Any) -> str:
    name = getattr(function, "__name__", "")
    if not callable(function) or not name.isidentifier():
        raise InputError(
            f"A {type(function).__name__} cannot be stored with a network. Give the function a "
            "name with def, and pass it again when loading: "
            "load_model(path, custom_objects={...})."
        )
    return str(name)


# --- reading


def restored(told: Any, custom: Custom, depth: int = 0) -> Any:
    """What `settings` has written. Raises `InputError` for anything that is not that."""
    if depth > DEEPEST:
        raise InputError("The settings are nested too deeply.")
    if isinstance(told, list):
        return [restored(each, custom, depth + 1) for each in told]
    if not isinstance(told, dict):
        return told
    if set(told) == {"function"}:
        return _function(told["function"], custom)
    inner = {k: restored(v, custom, depth + 1) for k, v in told.items() if k != "class"}
    return _made(told["class"], inner, custom) if "class" in told else inner


def _made(name: Any, inner: dict[str, Any], custom: Custom) -> Any:
    cls = _class(name, custom)
    try:
        return cls.from_config(inner) if hasattr(cls, "from_config") else cls(**inner)
    except GlassgradError:
        raise
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise InputError(f"{name} cannot have these settings: {error}") from error


def _class(name: Any, custom: Custom) -> Any:
    known = name if isinstance(name, str) else ""
    own = known.isidentifier()
    found = custom.get(known, CLASSES.get(known)) if own else CLASSES.get(known)
    if isinstance(found, type):
        return found
    if own:
        raise InputError(_missing("class", known))
    raise InputError(f"There is no layer, loss or optimizer named {name!r}.")


def _function(name: Any, custom: Custom) -> Callable[..., Any]:
    found = custom.get(name, FUNCTIONS.get(name)) if isinstance(name, str) else None
    if found is None or isinstance(found, type):
        raise InputError(_missing("function", name))
    return found


def _missing(kind: str, name: Any) -> str:
    return (
        f"The network uses a {kind} {name!r} of its maker, which a file cannot hold. If you have "
        f"it and trust the file, give it: load_model(path, custom_objects={{{name!r}: …}}), or "
        "mark it with @nn.register."
    )
