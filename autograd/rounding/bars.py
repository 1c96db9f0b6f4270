"""What the errors of all nodes make of an answer, to first order: the bar around it.

`running` goes once through the graph, for all answers at once, and adds sizes, so that it may
overestimate; `exact_sum` goes back from one answer with its true sensitivities. Both are running
error analysis (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002,
section 3.3) with derivatives for bounds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from autograd.graph import order
from autograd.reverse import cotangents, local_partials
from autograd.rounding.charges import Charge
from autograd.value import Value

SAFETY: Final = 4.0
"""Times the first-order sum: for terms of higher order, and for steps that were not recorded."""


def running(outputs: Sequence[Any], charge: Charge) -> list[float]:
    """A bound on the error of each output, 0.0 for plain numbers; inf where there is none."""
    made = [output for output in outputs if isinstance(output, Value)]
    errors: dict[Value, float] = {}
    for node in order(*made):
        error = charge(node)
        if node.a is not None and any(errors[operand] for operand in node.args):
            for operand, partial in zip(node.args, local_partials(node), strict=True):
                if errors[operand] and partial:
                    error += abs(partial) * errors[operand]
        errors[node] = error if error == error else math.inf
    return [errors[output] if isinstance(output, Value) else 0.0 for output in outputs]


def exact_sum(output: Any, charge: Charge) -> float:
    """The first-order bound on the error of one output, by its sensitivity to every node.

    0.0 for a plain number; inf where floats give no finite answer.
    """
    if not isinstance(output, Value):
        return 0.0
    total = 0.0
    for node, sensitivity in cotangents(output).items():
        error = charge(node)
        if error and sensitivity:
            total += abs(sensitivity) * error
    return total if total == total else math.inf
