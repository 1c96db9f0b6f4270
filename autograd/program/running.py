"""Running sums: chains of additions whose every step is used, ``s = s + x[i]`` with all s kept.

Each step adds a term of the same class as the others; the steps of a chain are one class then,
though each reads the one before. What a term is made of cannot depend on the chain: its class
would be another at each step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from autograd.primitive import CONSTANT
from autograd.program.tape import Tape

RUNNING = "running"
FEWEST = 3


class Chain(NamedTuple):
    """nodes: the steps in order; terms: what is added; start: the node that the sum starts from,
    -1 for none. Without a start the first step may add two terms."""

    nodes: list[int]
    terms: list[int]
    start: int


def may_run(tape: Tape) -> list[int]:
    """The additions that go on from an addition which is also used elsewhere, in order."""
    adds = np.fromiter((op == "add" for op in tape.ops), bool, len(tape.ops))
    uses = np.bincount(np.append(tape.operands.ravel(), tape.outputs) + 1, minlength=len(adds) + 1)
    kept = np.append(adds & (uses[1:] > 1), False)  # the last for the operand -1, which is none
    found: list[int] = np.flatnonzero(adds & kept[tape.operands].any(axis=1)).tolist()
    return found if len(found) >= FEWEST - 1 else []


def chains(tape: Tape, steps: list[int], plain: list[int]) -> list[Chain]:
    """The running sums among ``steps``; plain: the class of each node taken step by step."""
    found: dict[int, Chain] = {}  # by the last step
    candidates = set(steps)
    kept = {x for n in steps for x in (tape.columns[0][n], tape.columns[1][n])}
    for node in steps:
        first, second = tape.columns[0][node], tape.columns[1][node]
        for before, term in ((first, second), (second, first)):
            if before not in kept or tape.ops[before] != "add" or before == term:
                continue
            chain = found.pop(before, None)
            if chain is None and before not in candidates:
                chain = _begun(tape, before, plain, plain[term])
            if chain is not None and plain[chain.terms[-1]] == plain[term]:
                chain.nodes.append(node)
                chain.terms.append(term)
                found[node] = chain
                break
            if chain is not None and len(chain.nodes) > 1:
                found[before] = chain
    return [
        chain for chain in found.values()
        if len(chain.nodes) >= FEWEST and len(set(chain.terms)) == len(chain.terms)
    ]  # fmt: skip


def _begun(tape: Tape, node: int, plain: list[int], kind: int) -> Chain | None:
    """The chain that begins with an addition, if it adds a term of a kind."""
    first, second = tape.columns[0][node], tape.columns[1][node]
    if plain[first] == kind and plain[second] == kind:
        return Chain([node], [first, second], -1)
    for start, term in ((first, second), (second, first)):
        if plain[term] == kind:
            zero = tape.ops[start] is CONSTANT and tape.numbers[start] == 0.0
            return Chain([node], [term], -1 if zero else start)
    return None
