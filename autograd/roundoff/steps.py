"""What is analysed: the steps of a formula, or of a recorded graph, in one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flint import arb

from autograd.check.balls import exact
from autograd.expression import Expression
from autograd.expression.tape import CONSTANT, NAME, NUMBER
from autograd.graph import order
from autograd.primitive import LEAF
from autograd.roundoff.formats import Format, Rounded
from autograd.value import Value

INPUT: Final = NAME
"""Steps that are inputs: a variable of a formula, a leaf or a plain number of a recorded graph."""

WRITTEN: Final = frozenset({NUMBER, CONSTANT})
"""Steps that are numbers as somebody wrote them; a format may not have them exactly."""

_LONGEST: Final = 80
_SMALL: Final = 300  # steps up to which the formula of each is told whole


@dataclass(frozen=True)
class Step:
    """One step. text: the name, or the number as written. value: of an input, its float. line:
    where a program recorded it, ``file.py:12``, or ""."""

    op: str
    operands: tuple[int, ...] = ()
    text: str = ""
    value: float = 0.0
    line: str = ""


@dataclass(frozen=True)
class Steps:
    """The steps, operands first; the last one is the result.

    inputs: the variables in order. formula: gives the text of a step. nodes: the recorded node
    of each step where there is one.
    """

    tape: tuple[Step, ...]
    inputs: tuple[str, ...]
    formula: Callable[[int], str]
    title: str
    nodes: tuple[Value, ...] = field(default=(), repr=False)

    def label(self, place: int) -> str:
        """The formula of a step, cut where it is long."""
        text = self.formula(place)
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def of_expression(expression: Expression) -> Steps:
    """The steps of a formula."""
    tape = tuple(Step(each.op, each.operands, each.text) for each in expression.tape)
    formula = expression.formula if len(tape) <= _SMALL else _Texts(tape).of
    return Steps(tape, expression.names, formula, expression.text or str(expression))


def of_graph(output: Value, title: str, line: Callable[[Value], str] | None = None) -> Steps:
    """The steps of a recorded graph; its numbers are inputs, as the floats that they are."""
    nodes: list[Value] = []
    places: dict[Value, int] = {}
    tape = []
    for node in order(output):
        if node.op == "identity":  # what stands for an input while a derivative is recorded
            places[node] = places[node.args[0]]
            continue
        places[node] = len(nodes)
        nodes.append(node)
        where = line(node) if line else ""
        if node.a is None:
            tape.append(Step(INPUT, (), node.name or repr(node.data), node.data, where))
        else:
            operands = tuple(places[operand] for operand in node.args)
            tape.append(Step(node.op, operands, node.name or "", line=where))
    if places[output] != len(nodes) - 1:  # the output is an input under another name
        nodes, tape = nodes[: places[output] + 1], tape[: places[output] + 1]
    inputs = tuple(dict.fromkeys(node.name for node in nodes if node.op is LEAF and node.name))
    return Steps(tuple(tape), inputs, _Texts(tape).of, title, tuple(nodes))


class _Texts:
    """Formulas of the steps of a large or recorded graph, short ones, made when asked for."""

    def __init__(self, tape: Sequence[Step]) -> None:
        self._tape = tape

    def of(self, place: int) -> str:
        """The formula, its deeper parts as dots."""
        from autograd.expression import Instruction
        from autograd.expression.printer import printed

        found: list[Instruction] = []
        places: dict[int, int] = {}
        near = self._near(place)
        for each in sorted(near):
            step = self._tape[each]
            if step.operands and all(operand in near for operand in step.operands):
                operands = tuple(places[operand] for operand in step.operands)
                found.append(Instruction(step.op, operands))
            else:
                found.append(Instruction(NAME, text=step.text or "…"))
            places[each] = len(found) - 1
        return printed(tuple(found))

    def _near(self, place: int) -> set[int]:
        """The steps below this one, to a depth of four, but not below named ones."""
        near, layer = {place}, [place]
        for _ in range(4):
            below = [
                operand
                for each in layer
                if each == place or not self._tape[each].text
                for operand in self._tape[each].operands
            ]
            near.update(below)
            layer = below
        return near


def floats(
    steps: Steps,
    form: Format,
    point: Mapping[str, float],
    known: Sequence[float] = (),
    upto: int | None = None,
) -> list[float]:
    """Every step in the format; the inputs are numbers of it already.

    known: the first steps, where they are to be something else. upto: the step to stop before.
    """
    m = Rounded(form)
    found: list[Any] = list(known)
    for step in steps.tape[len(found) : upto]:
        if step.operands:
            found.append(float(m.apply(step.op, *[found[place] for place in step.operands])))
        elif step.op == INPUT:
            found.append(form.round(point.get(step.text, step.value)))
        else:
            found.append(m.number(step.text) if step.op == NUMBER else m.constant(step.text))
    return found


def written(step: Step) -> arb:
    """The exact number that was written, at the working precision."""
    if step.op == CONSTANT:
        return arb.pi() if step.text == "pi" else arb.const_e()
    return arb(exact(step.text))
