"""What was recorded, read for its round-off: a function's graph, a derivative's, a network's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from autograd.errors import InputError
from autograd.expression import Expression
from autograd.roundoff import sums
from autograd.roundoff.answer import report_of
from autograd.roundoff.diagnosis import Diagnosis, diagnose
from autograd.roundoff.formats import Format
from autograd.roundoff.formulas import written
from autograd.roundoff.offers import joined, offers
from autograd.roundoff.places import Place
from autograd.roundoff.report import Remedy, Report
from autograd.roundoff.samples import Point
from autograd.roundoff.shadow import run
from autograd.roundoff.steps import Steps, of_expression

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


Rivals = Callable[[], Sequence[Expression]]


def recorded(
    steps: Steps, form: Format, remedy: bool = True, seed: int = 0, rivals: Rivals = tuple
) -> Report:
    """The report on a recorded graph. Raises `InputError` where it is too large.

    rivals: gives other formulas of the same, to look for better ones from.
    """
    found = diagnosed(steps, form)
    notes = ["arguments and written numbers are taken as the floats that they are"]
    if len(steps.tape) == 1:
        notes.append("the result does not depend on any step that was recorded")
    lossy = found.kind and found.lost is not None
    offered = []
    if remedy and lossy:
        offered = joined(_offered(found, seed, rivals), sums.offers(found, seed))
    return report_of(
        found, point_of(found), steps.nodes, offers=offered, notes=notes, sought=remedy
    )


def _offered(found: Diagnosis, seed: int, rivals: Rivals) -> list[Remedy]:
    """Better formulas for a small graph, in the names of its inputs."""
    own = written(found.shadow.steps, found.shadow.floats)
    if own is None:
        return []
    form = found.shadow.form
    place = Place(form, own.point, {}, count=0, seed=seed)
    again = diagnose(run(of_expression(own.formula), form, own.point))
    return [
        replace(remedy, formula=own.told(remedy.formula))
        for remedy in offers(own.formula, again, place, rivals())
    ]


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
