"""The step at which a wrong derivative of a function of numbers went wrong.

A short record without branches is a formula: its steps are searched for the mistake as those of a
typed formula are, by the claim's values at the point and at some points beside it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from autograd.check.diagnosis import Sample, diagnose
from autograd.check.functions.blocks import is_differentiable
from autograd.check.functions.case import Case, Part
from autograd.check.functions.recorded import Recording, Untraceable, record
from autograd.check.precise import DIGITS, precise
from autograd.check.verdict import Blame
from autograd.errors import GlassgradError
from autograd.expression import Expression
from autograd.expression.tape import NAME, NUMBER, Instruction
from autograd.graph import order

_MOST: Final = 300  # steps of a record that is searched
_BESIDE: Final = 3  # points besides the one given
_SLACK: Final = 1e-12  # of a claim: its written numbers are floats


def blame(case: Case, part: Part) -> Blame | None:
    """The mistake that explains the claim at the point and beside it, or None."""
    if case.evidence.recording is None or part.answer.again is None:
        return None
    arguments = case.given.arguments
    names = [name for name, value in arguments.items() if is_differentiable(value)]
    try:  # with every number under its name, whether or not it is differentiated by
        recording = record(case.given.f, arguments, names or case.given.wrt)
    except Untraceable:
        return None
    if not _is_formula(recording, part):
        return None
    formula = _formula(recording)
    try:
        found = diagnose(
            formula, precise(DIGITS), part.block.name, list(_samples(case, part, formula.names))
        )
    except GlassgradError:  # the claim fails beside the point
        return None
    if found is None:
        return None
    return Blame(found.node, found.mistake, found.uses, found.expected, found.sentence)


def _is_formula(recording: Recording, part: Part) -> bool:
    single = len(recording.outputs) == 1 and len(part.places) == 1
    numbers = all(len(leaves) == 1 for leaves in recording.inputs.values())
    named = part.block.name in recording.inputs
    return (
        single
        and numbers
        and named
        and not recording.guards
        and len(order(*recording.outputs)) <= _MOST
    )


def _formula(recording: Recording) -> Expression:
    """The record as an expression of the arguments' names."""
    names = {leaves[0]: name for name, leaves in recording.inputs.items()}
    nodes = order(*recording.outputs)
    places = {node: place for place, node in enumerate(nodes)}
    tape = []
    for node in nodes:
        if node in names:
            tape.append(Instruction(NAME, text=names[node]))
        elif node.a is None:
            tape.append(Instruction(NUMBER, text=repr(node.data).removesuffix(".0")))
        else:
            tape.append(Instruction(node.op, tuple(places[arg] for arg in node.args)))
    return Expression("", tuple(names.values()), tuple(tape))


def _samples(case: Case, part: Part, names: tuple[str, ...]) -> Iterator[Sample]:
    m, given, again = precise(DIGITS), case.given, part.answer.again
    source = random.Random(given.seed)
    here = given.inputs()
    for attempt in range(_BESIDE + 1):
        row = [x * source.uniform(0.8, 1.2) + (not x) * source.uniform(-0.2, 0.2) for x in here]
        at: Mapping[str, Any] = given.at(here if not attempt else row)
        answer = (
            part.answer if not attempt or again is None else again(replace(given, arguments=at))
        )
        claimed = answer.numbers[part.places[0]]
        if claimed is not None:
            point = {name: m.mp.mpf(float(at[name])) for name in names}
            yield Sample(point, claimed, abs(claimed) * _SLACK)
