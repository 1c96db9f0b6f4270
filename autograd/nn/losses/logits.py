"""The sums that probabilities were made from, read off the record.

``log(sigmoid(z))`` of a rounded sigmoid loses what the sum z still has: at z = 40 the sigmoid is 1
and its logarithm 0, while the loss is 4e-18. A recorded probability remembers its sum, so a loss
can be computed from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograd.value import Value


def behind_sigmoid(outputs: Sequence[Any]) -> list[Value] | None:
    """z of each ``sigmoid(z)``, or None where one of the outputs is anything else."""
    found = []
    for p in outputs:
        if not isinstance(p, Value) or p.op != "sigmoid":
            return None
        found.append(p.args[0])
    return found


def behind_softmax(outputs: Sequence[Any]) -> list[Value] | None:
    """z of ``softmax(z)``, or None where the outputs are anything else.

    Looks for exp(z - m) / total, with one m and with the sum of those powers as the total.
    """
    if not all(isinstance(p, Value) and p.op == "div" for p in outputs):
        return None
    powers = [p.args[0] for p in outputs]
    total = outputs[0].args[1]
    if any(p.args[1] is not total for p in outputs) or not _is_sum(total, powers):
        return None
    shifted = [power.args[0] if power.op == "exp" else power for power in powers]
    if not all(s.op == "sub" and s.args[1] is shifted[0].args[-1] for s in shifted):
        return None
    return [s.args[0] for s in shifted]


def _is_sum(total: Value, terms: Sequence[Value]) -> bool:
    """Whether ``total`` is ((t₁ + t₂) + t₃) + …."""
    for term in reversed(terms[1:]):
        if total.op != "add" or total.args[1] is not term:
            return False
        total = total.args[0]
    return total is terms[0]
