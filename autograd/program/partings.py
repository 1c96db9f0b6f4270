"""Where two recordings of a function part: the line of its first step that is another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from autograd import collection
from autograd.graph import order
from autograd.lines import tracing
from autograd.primitive import CONSTANT, LEAF
from autograd.trees import flatten
from autograd.value import Value, tick


class _Step(NamedTuple):
    """What a node is, so that those of two recordings can be compared, and its line."""

    op: str
    operands: tuple[int, ...]
    number: str
    line: str


def parting(record: Callable[[Any], Any], one: Any, other: Any) -> str:
    """The ``file:line`` at which recordings of two arguments part, "" where it is not found.

    record: runs the function on an argument and gives its result.
    """
    try:
        first, second = _steps(record, one), _steps(record, other)
    except Exception:  # noqa: BLE001  # the function may fail now for reasons of its own
        return ""
    for serial in sorted(first.keys() | second.keys()):
        a, b = first.get(serial), second.get(serial)
        if a is None or b is None or a[:-1] != b[:-1]:
            found = a or b
            assert found is not None
            return found.line
    return ""


def _steps(record: Callable[[Any], Any], argument: Any) -> dict[int, _Step]:
    """The steps and constants of one recording, by how many nodes were made before."""
    with collection.paused(), tracing() as lines:
        start = tick()
        result = record(argument)
        outputs = [number for _, number in flatten(result) if isinstance(number, Value)]
        found = {}
        for node in order(*outputs):
            if node.op is LEAF:
                continue
            place = lines.place(node)
            found[node.serial - start] = _Step(
                node.op, tuple(operand.serial - start for operand in node.args),
                node.data.hex() if node.op is CONSTANT else "",
                "" if place is None else f"{place[0]}:{place[1]}",
            )  # fmt: skip
    return found
