"""Why derivatives are computed from right to left: the work that all inputs share.

The derivative of the output by a node is part of the derivative by every input below that node.
Computed once and kept, n operations and p inputs take n + p steps; computed for one input at a time
they take n × p (Griewank and Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, section 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograd.errors import InputError
from autograd.graph import counts, leaves, order
from autograd.primitives import PRIMITIVES
from autograd.value import Value
from viz.collapsing import WHOLE
from viz.drawing import Drawing
from viz.picture import Bar, Role
from viz.recorded import Options, read

MEASURE = "inputs whose derivative passes through this node"


def sharing(y: Value, wrt: Iterable[Value] | None = None, *, named: bool = False) -> Drawing:
    """The graph of ``y``, each node with the number of inputs that share its derivative; below
    it the counted steps of both ways.

    wrt: the inputs whose derivatives are asked for; all by default. named: count only operations
    that bear a name, for whoever takes ``J = d**2 / 2`` as one step. In a graph of more than 250
    nodes only the steps are shown.

    Raises:
        InputError: ``y`` is not a Value, or ``wrt`` names something that is no input of it.
    """
    if not isinstance(y, Value):
        raise InputError(f"sharing takes a Value, not {type(y).__name__}.")
    inputs = leaves(y)
    asked = inputs if wrt is None else list(wrt)
    if not set(asked) <= set(inputs):
        raise InputError("wrt names a Value that is no input of this graph.")
    nodes = order(y)
    small = len(nodes) <= WHOLE
    shares = shared(nodes, asked) if small else {}
    drawn = read([y], Options(colours=shares, measure=MEASURE) if shares else Options())
    steps = counts(y, wrt=asked, named=named)
    n, p = steps.operations, steps.leaves
    both = steps.reverse_steps, steps.one_at_a_time_steps
    most = max(*both, 1)
    texts = (
        f"right to left, each derivative once: {n:,} + {p:,} = {both[0]:,} steps",
        f"one input at a time: {n:,} × {p:,} = {both[1]:,} steps",
    )
    bars = tuple(
        Bar(Role.DERIVATIVE if place == 0 else Role.COUNT, text, many / most)
        for place, (text, many) in enumerate(zip(texts, both, strict=True))
    )
    told = f"{drawn.picture.description} Steps {texts[0]}; {texts[1]}."
    return Drawing(replace(drawn.picture, bars=bars, description=told))


def shared(nodes: Sequence[Value], asked: Sequence[Value]) -> dict[Value, float]:
    """For each node that derivatives pass through, how many of the inputs asked for lie below it.

    nodes: a graph, operands first. An input lies below itself.
    """
    below = {node: 1 << place for place, node in enumerate(asked)}
    for node in nodes:
        reached = below.get(node, 0)
        for place, operand in enumerate(node.args):
            if PRIMITIVES[node.op].partials[place]:
                reached |= below[operand]
        below[node] = reached
    return {node: float(reached.bit_count()) for node, reached in below.items() if reached}
