"""What was recorded, read for its round-off: a function's graph, a derivative's, a network's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from autograd.errors import InputError
from autograd.roundoff.answer import report_of
from autograd.roundoff.diagnosis import Diagnosis, diagnose
from autograd.roundoff.formats import Format
from autograd.roundoff.report import Report
from autograd.roundoff.samples import Point
from autograd.roundoff.shadow import run
from autograd.roundoff.steps import Steps

MOST_STEPS: Final = 20_000
"""Steps of a recorded graph that is analysed."""

_NAMED: Final = 12  # inputs that are told as the point


def diagnosed(steps: Steps, form: Format) -> Diagnosis:
    """The diagnosis of a recorded graph. Raises `InputError` where it is too large."""
    if len(steps.tape) > MOST_STEPS:
        raise InputError(
            f"The function has {len(steps.tape):,} steps; round-off is analysed up to "
            f"{MOST_STEPS:,}."
        )
    return diagnose(run(steps, form, {}))


def recorded(steps: Steps, form: Format, notes: Sequence[str] = ()) -> Report:
    """The report on a recorded graph. Raises `InputError` where it is too large."""
    found = diagnosed(steps, form)
    told = ["arguments and written numbers are taken as the floats that they are", *notes]
    if len(steps.tape) == 1:
        told.append("the result does not depend on any step that was recorded")
    return report_of(found, point_of(found), steps.nodes, notes=told)


def point_of(found: Diagnosis) -> Point:
    """The named inputs of a recorded graph, where there are few."""
    steps = found.shadow.steps
    named = set(steps.inputs)
    numbers = {
        step.text: found.shadow.floats[place]
        for place, step in enumerate(steps.tape)
        if not step.operands and step.text in named
    }
    return numbers if len(numbers) <= _NAMED else {}
