"""A network as one file: layers, weights, loss, metrics, and what the optimizer remembers.

The header names classes and their settings (`autograd.nn.registry`), the arrays are float64. The
file is written beside its place and renamed, so that the old one is kept until the new is whole.
Loading runs nothing that the file holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograd import files
from autograd.errors import GlassgradError, InputError
from autograd.nn.archive import FAULTS, READERS, WRITERS, Content
from autograd.nn.initializers import Floats
from autograd.nn.parameters import fitting
from autograd.nn.registry import restored, settings

if TYPE_CHECKING:
    from autograd.nn.model import Sequential

VERSION = 1
"""Of the header; a reader refuses newer ones."""


def save(model: Sequential, path: Path) -> None:
    """Writes a network to a file. Raises `InputError` where it cannot be."""
    if path.suffix not in WRITERS:
        raise InputError(f"A network is saved as .npz or .safetensors, not {path.name!r}.")
    if not model.built:
        raise InputError("The network has no weights yet: build it, or train it first.")
    files.write(path, WRITERS[path.suffix](_content(model)))


def _content(model: Sequential) -> Content:
    header: dict[str, Any] = {
        "glassgrad": VERSION,
        "model": settings(model),
        "training": None,
    }
    arrays = {f"weights/{name}": view for name, view in model.parameters.views.items()}
    if model.is_compiled:
        optimizer = model.optimizer
        header["training"] = {
            "optimizer": settings(optimizer),
            "iterations": optimizer.iterations,
            "loss": settings(model.loss),
            "metrics": settings(model.metrics),
        }
        arrays.update({f"optimizer/{name}": x for name, x in optimizer.memory.items()})
    try:
        return Content(json.dumps(header, allow_nan=False), arrays)
    except ValueError:
        raise InputError(
            "A setting of the network is nan or infinite: it cannot be stored."
        ) from None


def load_model(
    path: str | Path, custom_objects: Mapping[str, Callable[..., Any]] | None = None
) -> Sequential:
    """The network in a file that `Sequential.save` wrote, ready to be used or trained on.

    custom_objects: your own layers, losses and functions by name, where the network has some: a
    file holds none. Those marked with `autograd.nn.register` are found without it.

    Raises `InputError` for a file that is not whole, was altered, or is of a newer version.
    """
    place = Path(path)
    if place.suffix not in READERS:
        raise InputError(f"A network is read from .npz or .safetensors, not {place.name!r}.")
    if not place.is_file():
        raise InputError(f"There is no file {place}.")
    try:
        content = READERS[place.suffix](place.read_bytes())
        header = json.loads(content.header, parse_constant=_refused)
    except OSError as error:
        raise InputError(f"Cannot read {place}: {error.strerror or error}.") from error
    except InputError as error:
        raise InputError(f"{place} is no whole network: {error}.") from error
    except (*FAULTS, RecursionError, MemoryError) as error:
        raise InputError(
            f"{place} is no whole network: it is damaged, or something else ({error})."
        ) from error
    try:
        return _model(header, content.arrays, place, dict(custom_objects or {}))
    except GlassgradError:
        raise
    except (*FAULTS, RecursionError, MemoryError) as error:  # a setting that is of another kind
        raise InputError(f"{place} holds settings that do not fit: {error}.") from error


def _refused(constant: str) -> float:
    raise InputError(f"a setting is {constant}")


def _model(
    header: Any, arrays: dict[str, Floats], place: Path, custom: dict[str, Callable[..., Any]]
) -> Sequential:
    from autograd.nn.model import Sequential

    version = header.get("glassgrad") if isinstance(header, dict) else None
    if type(version) is not int or version < 1:
        raise InputError(f"{place} holds no network of this project.")
    if version > VERSION:
        raise InputError(
            f"{place} has version {version} of the format; this glassgrad reads up to {VERSION}. "
            "Upgrade it: pip install -U glassgrad."
        )
    model = restored(header.get("model"), custom)
    if not isinstance(model, Sequential) or model.input_shape is None:
        raise InputError(f"{place} holds no network.")
    _fill(model, arrays, place)
    if header.get("training") is not None:
        _compile(model, header["training"], arrays, custom)
    return model


def _fill(model: Sequential, arrays: dict[str, Floats], place: Path) -> None:
    """Puts the weights into a network; its sizes are held against them before room is made."""
    _, slots = model.plan(tuple(model.input_shape or ()))
    stored = {name: array.shape for name, array in arrays.items() if name.startswith("weights/")}
    if stored != {f"weights/{name}": slot.shape for name, slot in slots.items()}:
        raise InputError(f"The weights in {place} do not fit its layers.")
    model.lay_out(tuple(model.input_shape or ()))
    model.parameters.put([arrays[f"weights/{name}"] for name in slots])


def _compile(
    model: Sequential, told: Any, arrays: dict[str, Floats], custom: dict[str, Callable[..., Any]]
) -> None:
    try:
        optimizer, loss, metrics, iterations = (
            told[key] for key in ("optimizer", "loss", "metrics", "iterations")
        )
    except (KeyError, TypeError) as error:
        raise InputError(f"What the network was compiled with lacks {error}.") from error
    loss = restored(loss, custom)
    model.assemble(restored(optimizer, custom), loss, restored(metrics, custom))
    if type(iterations) is not int or not 0 <= iterations < 2**53:
        raise InputError(f"The number of steps taken is a whole number, not {iterations!r:.40}.")
    model.optimizer.build(model.parameters.parts)
    memory = {f"optimizer/{name}": kept for name, kept in model.optimizer.memory.items()}
    stored = {name for name in arrays if name.startswith("optimizer/")}
    if stored and stored != memory.keys():
        raise InputError("What the optimizer remembers is not what it should remember.")
    for name in stored:
        memory[name][:] = fitting(name, memory[name].shape, arrays[name])
    model.optimizer.iterations = iterations
