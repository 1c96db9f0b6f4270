"""A user's function recorded: the graph of Values that one call of it made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd import collection
from autograd.check.functions.blocks import numbers
from autograd.check.functions.calls import Function, copied, run, told
from autograd.check.functions.standins import holding_values
from autograd.graph import recorded_since
from autograd.guards import Guard, listening
from autograd.reverse import gradient, recorded_gradient
from autograd.trees import rebuild
from autograd.value import Value, lift, tick


class Untraceable(Exception):
    """A function that does not run on Values; ``str()`` says why."""


class Recording(NamedTuple):
    """One recorded call.

    inputs: for each argument differentiated with respect to, its numbers as leaves. result: what
    came back; outputs: its numbers, plain ones as constants. guards: the decisions on the way.
    since: when it began.
    """

    inputs: dict[str, list[Value]]
    result: Any
    outputs: list[Value]
    guards: list[Guard]
    since: int

    @property
    def leaves(self) -> list[Value]:
        """All inputs, in order."""
        return [leaf for leaves in self.inputs.values() for leaf in leaves]

    def gradients(self) -> list[list[Any]]:
        """For each output its derivative with respect to each input, recorded.

        The seed is a leaf, so that sums of plain numbers are recorded, too, and not only their
        result.
        """
        found = []
        for output in self.outputs:
            nodes, _ = recorded_since(self.since, output)
            with collection.paused(), np.errstate(all="ignore"):
                found.append(recorded_gradient(nodes, [output], [Value(1.0)], self.leaves))
        return found

    def reverse(self) -> list[list[float]]:
        """The same in floats, by the reverse pass itself."""
        return [gradient([output], [1.0], self.leaves) for output in self.outputs]


def record(f: Function, arguments: Mapping[str, Any], wrt: Sequence[str]) -> Recording:
    """Calls ``f`` with the arguments ``wrt`` as Values.

    Raises `Untraceable` where it refuses them, or returns what is not made of numbers.
    """
    since = tick()
    inputs: dict[str, list[Value]] = {}
    call: dict[str, Any] = {}
    for name, value in arguments.items():
        if name not in wrt:
            call[name] = copied(value)
            continue
        leaves = [Value(float(number)) for number in numbers(value, name)]
        inputs[name] = leaves
        call[name] = rebuild(value, iter(leaves))
    try:
        with collection.paused(), np.errstate(all="ignore"), listening() as heard:
            with holding_values():
                result = run(f, call)
            outputs = [lift(number) for number in numbers(result, "The result")]
    except (Exception, SystemExit) as error:
        raise Untraceable(told(error)) from error
    return Recording({name: inputs[name] for name in wrt}, result, outputs, list(heard), since)
