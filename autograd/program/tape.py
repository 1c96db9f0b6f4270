"""One sample's computation as a flat tape: operations in order, operands by number.

Vocabulary: an *input* is one array or number of the arguments; it is *batched* where the program
gets one for each sample, *shared* where all samples use the same. Steps on constants alone are
constants, and a step that only renames is the step that it renames.
"""

from __future__ import annotations

from array import array as array_of
from bisect import bisect_right
from typing import Any, NamedTuple

import numpy as np

from autograd.trees import is_array

Ints = np.ndarray[Any, np.dtype[np.int32]]
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


class Runs(NamedTuple):
    """A text for each node, kept as the nodes at which it changes."""

    starts: list[int]
    texts: list[str]

    def get(self, node: int, default: str) -> str:
        """The text of a node, ``default`` where it has none."""
        place = bisect_right(self.starts, node) - 1
        return (self.texts[place] if place >= 0 else "") or default


class Tape(NamedTuple):
    """The recorded steps, operands before users.

    ops: name of the row, `LEAF` or `CONSTANT`. columns, operands: of each node, -1 for none.
    numbers: the number of each node with the example arguments. place: for a leaf the index of
    its input and its place in it, flat. outputs: the nodes of the result in order, whose shape
    ``result`` shows. names, scopes: what the user called nodes. arguments: what the function calls
    its arguments; example: those given. exact: that no term is to be added that was not recorded,
    times 0: it would not vanish where a factor is infinite.
    """

    ops: list[str]
    columns: tuple[array_of[int], array_of[int], array_of[int]]
    operands: Ints
    numbers: Floats
    place: Ints
    inputs: tuple[Input, ...]
    outputs: list[int]
    result: Any
    names: dict[int, str]
    scopes: Runs
    arguments: list[str]
    example: list[Any]
    guards: list[Decision]
    safe: bool = True
    exact: bool = False

    def of_guards(self) -> Tape:
        """The tape that answers with the outcomes of the guards."""
        nodes = [guard.node for guard in self.guards]
        return self._replace(outputs=nodes, result=[0.0] * len(nodes), guards=[])


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
