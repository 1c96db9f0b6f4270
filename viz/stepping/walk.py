"""The passes over a graph as a numbered sequence.

Forward each operation is computed from its operands, in the order of its making. Backward the
derivative of the output is handed from each node to its operands; a node's own is the sum over all
of its uses (the chain rule over all paths).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograd.expression.grammar import ATOM
from autograd.graph import order
from autograd.primitive import CONSTANT, LEAF
from autograd.primitives import PRIMITIVES
from autograd.reverse import cotangents, local_partials
from autograd.value import Value
from viz.formulas import Term, within, written
from viz.page.naming import names
from viz.wording import number

FORWARD, BACKWARD = "forward", "backward"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a pass.

    node: whose value (forward) or derivative (backward) it gives. uses: for a derivative, the
    uses that are summed: the place of the operation in the order of the graph, and which operand.
    what: the quantity. formula, numbers: how it follows, with names and with numbers. answer: the
    number that comes out.
    """

    direction: str
    node: Value
    uses: tuple[tuple[int, int], ...]
    what: str
    formula: str
    numbers: str
    answer: str

    @property
    def text(self) -> str:
        """The step in a line."""
        parts = [self.what, self.formula, self.numbers, self.answer]
        return " = ".join(dict.fromkeys(part for part in parts if part))

    @property
    def blank(self) -> str:
        """The step in a line, the answer left to the reader."""
        parts = [part for part in (self.what, self.formula) if part]
        return " = ".join([*parts, 12 * "_"])


class Walk:
    """The passes over the graph of one output.

    nodes: the graph, operands first. given: its inputs in a line. steps: forward, then backward.
    """

    def __init__(self, output: Value) -> None:
        self.output = output
        self.nodes = order(output)
        self._names = names(self.nodes, [output])
        self._terms = {node: self._names[node].term for node in self.nodes}
        self._derivatives = cotangents(output)
        self._uses: dict[Value, list[tuple[int, int]]] = {}
        for place, node in enumerate(self.nodes):
            for slot, operand in enumerate(node.args):
                if PRIMITIVES[node.op].partials[slot]:
                    self._uses.setdefault(operand, []).append((place, slot))
        inputs = [node for node in self.nodes if node.op == LEAF]
        told = ", ".join(f"{self._terms[node].text} = {number(node.data)}" for node in inputs)
        self.given = f"Given: {told}" if told else "No inputs are given"
        self.titles = {node: self._names[node].title for node in self.nodes}
        self.steps = [*self._forward(), *self._backward()]

    def _forward(self) -> Iterator[Step]:
        for node in self.nodes:
            if not node.args:
                continue
            terms = [self._terms[operand] for operand in node.args]
            numbers = [_term(operand.data) for operand in node.args]
            formula = written(node.op, terms).text
            what = self._terms[node].text
            yield Step(
                FORWARD, node, (), what, "" if formula == what else formula,
                written(node.op, numbers).text, number(node.data),
            )  # fmt: skip

    def _backward(self) -> Iterator[Step]:
        for node in reversed(self.nodes):
            if node.op == CONSTANT:
                continue
            uses = self._uses.get(node, [])
            what, answer = self._derivative(node), number(self._derivatives[node])
            if node is self.output:
                yield Step(BACKWARD, node, (), what, "", "", answer)
                continue
            local = [(self.nodes[place], slot) for place, slot in uses]
            formula = [f"{self._derivative(user)} · {self._local(user, node)}" for user, _ in local]
            numbers = [
                _product(self._derivatives[user], local_partials(user)[slot])
                for user, slot in local
            ]
            yield Step(BACKWARD, node, tuple(uses), what, _sum(formula), _sum(numbers), answer)

    def _derivative(self, node: Value) -> str:
        return f"∂{within(self._terms[self.output], ATOM)}/∂{within(self._terms[node], ATOM)}"

    def _local(self, user: Value, operand: Value) -> str:
        return f"∂{within(self._terms[user], ATOM)}/∂{within(self._terms[operand], ATOM)}"


def _term(value: float) -> Term:
    text = number(value)
    return Term(f"({text})" if text.startswith("-") else text, ATOM)


def _product(one: float, other: float) -> str:
    return f"{_term(one).text} · {_term(other).text}"


def _sum(parts: Sequence[str]) -> str:
    return " + ".join(parts)
