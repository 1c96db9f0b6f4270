"""What a stored network may be made of: classes by name, and their settings as plain JSON.

Layers, losses, optimizers and the rest are dataclasses; their settings are their fields. A file
holds names and settings; only classes that are registered here are ever made from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from autograd.errors import GlassgradError, InputError

CLASSES: dict[str, type] = {}
DEEPEST = 64

_Class = TypeVar("_Class", bound=type)


def registered(cls: _Class) -> _Class:
    """Lets stored networks contain objects of this class."""
    CLASSES[title(cls)] = cls
    return cls


def title(cls: type) -> str:
    """How a file names a class: ``layers.Dense``, ``metrics.MeanSquaredError``."""
    return f"{cls.__module__.split('.')[2]}.{cls.__name__}"


def words(name: str) -> str:
    """The name of a class as Keras writes it in lower case: ``MaxPooling2D`` is max_pooling2d."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", "_", name).lower()


def settings(thing: Any) -> Any:
    """A setting as JSON: numbers, texts and lists as they are, objects as class and fields.

    A function is written as its name; `restored` must be given it. Raises `InputError` for what
    has no name.
    """
    if thing is None or isinstance(thing, (str, bool, int, float)):
        return thing
    if isinstance(thing, (list, tuple)):
        return [settings(each) for each in thing]
    if isinstance(thing, Mapping):
        return {str(key): settings(each) for key, each in thing.items()}
    if is_dataclass(thing) and type(thing) in CLASSES.values():
        told = {f.name: settings(getattr(thing, f.name)) for f in fields(thing) if f.init}
        return {"class": title(type(thing)), **told}
    name = getattr(thing, "__name__", "")
    if callable(thing) and name.isidentifier():
        return {"function": name}
    raise InputError(
        f"A {type(thing).__name__} cannot be stored with a network. Give the function a name "
        "with def, and pass it again when loading: load_model(path, custom_objects={...})."
    )


def restored(told: Any, custom: Mapping[str, Callable[..., Any]], depth: int = 0) -> Any:
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
    if "class" not in told:
        return inner
    cls = CLASSES.get(told["class"]) if isinstance(told["class"], str) else None
    if cls is None:
        raise InputError(f"There is no layer, loss or optimizer named {told['class']!r}.")
    try:
        return cls(**inner)
    except GlassgradError:
        raise
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise InputError(f"{told['class']} cannot have these settings: {error}") from error


def _function(name: Any, custom: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    if not isinstance(name, str) or name not in custom:
        raise InputError(
            f"The network uses your function {name!r}, which a file cannot hold. Give it: "
            f"load_model(path, custom_objects={{{name!r}: {name}}})."
        )
    return custom[name]
