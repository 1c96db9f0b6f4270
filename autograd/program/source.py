"""A finished block as a Python function that needs NumPy alone, and functions as a module."""

from __future__ import annotations

import dataclasses
import inspect
import json
import keyword
import math
import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numpy as np

from autograd.program.assemble import Assembly, Request, shapes_of
from autograd.program.builder import COUNT
from autograd.program.emit import Emitter, Origins
from autograd.program.ir import Loop, View, reads
from autograd.program.naming import Names, called
from autograd.program.tape import Input, Tape
from autograd.program.text import BATCH, LARGEST, OWN, Text, aligned
from autograd.special import erf_arrays

RESERVED = frozenset(
    {*keyword.kwlist, *keyword.softkwlist, "np", "len", "range", "slice", "special_arrays",
     "sliding_window_view", "value", "value_and_grad", "math", "Any", "sincos", LARGEST,
     *OWN.values()}
)  # fmt: skip

_LAST_LARGEST = '''\
def _last_largest(x, count):
    """Whether each element is the last of the largest along the last ``count`` axes."""
    flat = x.reshape(*x.shape[: x.ndim - count], -1)
    last = flat.shape[-1] - 1 - flat[..., ::-1].argmax(-1)
    return (np.arange(flat.shape[-1]) == last[..., None]).reshape(x.shape)
'''


class Printed(NamedTuple):
    """One function: its text, and the arrays of constants that it refers to.

    In the fast printing, outs: the results with a batch axis that a step writes straight into
    arrays given to it, and what it calls them; width: how many numbers a sample has in buffers;
    masks: whether products with truth values stand for choices, so that inf must be looked for.
    """

    request: Request
    text: str
    constants: dict[str, np.ndarray[Any, Any]]
    assembly: Assembly
    outs: dict[int, str] = {}  # noqa: RUF012
    width: int = 0
    masks: bool = False


def argument_names(tape: Tape, count: int) -> list[str]:
    """What the printed functions call their arguments."""
    names: list[str] = []
    for number in range(count):
        name = unicodedata.normalize("NFKC", tape.arguments[number])
        name = name.lstrip("_")  # names that begin so are the printer's own
        if not name.isidentifier() or name in RESERVED:
            name = f"{name}_" if f"{name}_".isidentifier() else f"x{number + 1}"
        names.append(name)
    return names


def printed(assembly: Assembly, tape: Tape, request: Request, dtype: np.dtype[Any]) -> Printed:
    """The function that a block is."""
    block = assembly.block
    arguments = argument_names(tape, len(tape.arguments))
    first = Emitter(block, *names_of(assembly, tape, arguments))
    first.origins = origins_of(assembly, tape, arguments)
    first.run()
    names, tables = names_of(assembly, tape, arguments, set(first.inlined))
    constants = {
        names[k]: array.data.astype(dtype)
        for k, array in enumerate(block.arrays) if array.data is not None
    }  # fmt: skip
    constants |= {tables[k]: table for k, table in enumerate(block.tables)}
    kind = "" if dtype == np.float64 else f", np.{dtype.name}"
    emitter = Emitter(block, names, tables, set(first.inlined), kind)
    emitter.origins = first.origins
    lines = [*unpacking(assembly, tape, names, arguments, spared=first.spared), *emitter.lines()]
    results = []
    shapes = _result_shapes(tape, request)
    for (_, operand, sizes), shape, own in zip(block.returns, shapes, assembly.each, strict=True):
        if isinstance(operand, View):
            count = [_count(assembly, tape, names)] if own else []
            results.append(_result(emitter.text(operand, sizes), sizes, shape, count))
        else:
            results.append(emitter.operand(operand, sizes, ()).code)
    lines.append(f"return {', '.join(results)}")
    body = "\n    ".join(lines)
    used = used_in(body, constants, dtype)
    head = f"def {request.name}({', '.join(arguments)}):"
    return Printed(request, f"{head}\n    {body}\n", used, assembly)


def _result_shapes(tape: Tape, request: Request) -> list[tuple[int, ...]]:
    """The shapes of results and gradients as the user's function and arguments have them."""
    own = [shape for shape in shapes_of(tape.result) if math.prod(shape)]
    return own + [x.shape for x in tape.inputs if x.argument in (request.wrt or ())]


def _result(text: Text, sizes: tuple[int, ...], shape: tuple[int, ...], count: list[str]) -> str:
    """A result in its own shape; count: the number of samples, where it has an entry for each."""
    labels = (*[BATCH] * len(count), *range(len(sizes)))
    code = aligned(text, (BATCH, *range(len(sizes))))
    alike = count and BATCH not in text.labels
    if alike or any(n > 1 and k not in text.labels for k, n in enumerate(sizes)):
        inside = ", ".join([*count, *map(str, sizes)])
        code = Text(f"np.broadcast_to({code.code}, ({inside}{',' * (len(labels) == 1)}))")
    elif set(labels) <= set(text.labels) and sizes == shape:
        return code.code
    if sizes == shape and code.code.startswith("np.broadcast_to("):
        return code.code
    wanted = ", ".join(["-1"] * len(count) + [str(n) for n in shape])
    return f"{code.atom}.reshape({wanted or '()'})"


def _count(assembly: Assembly, tape: Tape, names: Names) -> str:
    """The number of samples as code."""
    batched = zip(assembly.inputs, tape.inputs, strict=True)
    return f"len({next(names[array] for array, x in batched if x.batched)})"


def used_in(text: str, constants: dict[str, Any], dtype: np.dtype[Any]) -> dict[str, Any]:
    """The constants that a text refers to, the largest number of its precision among them."""
    constants = {**constants, LARGEST: np.asarray(np.finfo(dtype).max)}
    return {name: data for name, data in constants.items() if re.search(rf"\b{name}\b", text)}


def names_of(
    assembly: Assembly, tape: Tape, arguments: list[str], unseen: Collection[int] = ()
) -> tuple[Names, Names]:
    """What the arrays and the index tables of a block are called."""
    block = assembly.block
    outputs = {
        view.array: name for name, view, _ in block.returns
        if isinstance(view, View) and not name.startswith("d")
        and block.arrays[view.array].input is None
    }  # fmt: skip
    reserved = set(RESERVED) | {arguments[x.argument] for x in tape.inputs if x.path}
    tables = {k: f"index{k + 1}" for k in range(len(block.tables))}
    names = called(block, outputs, assembly.cotangents, reserved | set(tables.values()), unseen)
    return names, tables


def origins_of(assembly: Assembly, tape: Tape, arguments: list[str]) -> Origins:
    """Where the arrays stand in the arguments."""
    return {
        array: (arguments[given.argument], given.path)
        for array, given in zip(assembly.inputs, tape.inputs, strict=True)
    }


def unpacking(
    assembly: Assembly, tape: Tape, names: Names, arguments: list[str], *, counted: bool = True,
    spared: Collection[int] = (),
) -> Iterator[str]:  # fmt: skip
    """The lines that take arrays out of structured arguments, but for those ``spared``, and count
    the samples."""
    used = _used(assembly) - set(spared)
    for array, given in zip(assembly.inputs, tape.inputs, strict=True):
        if given.path and array in used:
            yield f"{names[array]} = {arguments[given.argument]}{_keys(given.path)}"
        elif not given.path and names[array] != arguments[given.argument]:
            yield f"{names[array]} = {arguments[given.argument]}"
    for array, kept in enumerate(assembly.block.arrays):
        if counted and kept.input == COUNT and array in used:
            first = next(
                names[a]
                for a, x in zip(assembly.inputs, tape.inputs, strict=True) if x.batched
            )  # fmt: skip
            yield f"{names[array]} = len({first})"


def _used(assembly: Assembly) -> set[int]:
    """The arrays that the function reads, and one that tells the number of samples."""
    block = assembly.block
    used = {
        view.array for item in block.statements
        for view in reads(dataclasses.replace(item, taken=()) if isinstance(item, Loop) else item)
    }  # fmt: skip
    used |= {
        each.view.array for loop in block.statements if isinstance(loop, Loop)
        for each in loop.taken if not each.family
    }  # fmt: skip
    used |= {view.array for _, view, _ in block.returns if isinstance(view, View)}
    batched = [array for array in assembly.inputs if block.arrays[array].batched]
    return used | set(batched[:1])


def runnable(printed: Printed) -> str:
    """The text of one function with what it needs around it, but for its constants."""
    helper = f"{_LAST_LARGEST}\n\n" if "_last_largest" in printed.text else ""
    imports = _imports(printed.text)
    if "sincos(" in printed.text:
        imports += "\nfrom autograd.special.sincos_arrays import sincos"
    if _carries(printed.text):
        imports += f"\nfrom {erf_arrays.__name__} import {', '.join(OWN.values())}"
    return f"{imports}\n\n\n{helper}{printed.text}"


# --- whole modules


def module(functions: list[Printed], title: str, tape: Tape, dtype: np.dtype[Any]) -> str:
    """A module with the given functions, its docstring, imports and constants."""
    bodies = [each.text for each in functions]
    together = "\n".join(bodies)
    carried = _carries(together)
    imports = "import math\nfrom typing import Any\n\n" * carried + _imports(together)
    parts = [f'"""{title}\n\n{shapes_told(tape, dtype)}\n"""', imports]
    constants: dict[str, np.ndarray[Any, Any]] = {}
    for each in functions:
        constants |= each.constants
    if constants:
        parts.append("\n".join(_constant(name, data) for name, data in constants.items()))
    parts += [f"\n{_LAST_LARGEST.rstrip()}"] * ("_last_largest" in together)
    parts += [f"\n{body.rstrip()}" for body in bodies]
    parts += [f"\n# --- erf and erfc for arrays\n\n{_erf_text()}"] * carried
    return "\n\n".join(parts) + "\n"


def _imports(text: str) -> str:
    lines = ["import numpy as np"]
    if "sliding_window_view(" in text:
        lines.append("from numpy.lib.stride_tricks import sliding_window_view")
    if "special_arrays." in text:
        lines.append("from autograd import special_arrays  # gamma and the like need glassgrad")
    return "\n".join(lines)


def _carries(text: str) -> bool:
    """Whether a text calls functions of ours that are copied into it."""
    return re.search(rf"(?<![.\w])({'|'.join(OWN.values())})\(", text) is not None


def _erf_text() -> str:
    """What a saved program needs to compute erf and erfc by NumPy alone."""
    return inspect.getsource(erf_arrays).partition("from here on\n")[2].strip()


def _constant(name: str, data: np.ndarray[Any, Any]) -> str:
    if name == LARGEST:
        return f"{name} = np.finfo(np.{data.dtype.name}).max"
    return f"{name} = {_literal(data)}"


def _literal(data: np.ndarray[Any, Any]) -> str:
    kind = "" if data.dtype in (np.float64, np.int64) else f", dtype=np.{data.dtype.name}"
    text = repr(data.tolist())
    text = re.sub(r"\b(nan|inf)\b", r"np.\1", text)
    return f"np.array({text}{kind})"


def shapes_told(tape: Tape, dtype: np.dtype[Any]) -> str:
    """A line for each array that goes in, with its shape; B is the number of samples."""
    lines = [f"Arrays are {dtype.name}; B is the number of samples."]
    lines += [f"    {_place(x, tape)}: {_shape(x)}" for x in tape.inputs]
    return "\n".join(lines)


def _place(x: Input, tape: Tape) -> str:
    return f"{tape.arguments[x.argument]}{_keys(x.path)}"


def _keys(path: tuple[Any, ...]) -> str:
    """Keys of dicts and places in lists as literals of Python; JSON's strings are such."""
    return "".join(f"[{json.dumps(key)}]" for key in path)


def _shape(x: Input) -> str:
    sizes = ["B"] * x.batched + [str(size) for size in x.shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})" if sizes else "one number"
