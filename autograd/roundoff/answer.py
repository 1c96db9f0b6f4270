"""A diagnosis as the report that users hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from autograd.rounding import SAFETY, every, exact_sum
from autograd.roundoff.diagnosis import Diagnosis, vanished
from autograd.roundoff.measure import decimal
from autograd.roundoff.report import Accuracy, Amplifier, Node, Remedy, Report, Source
from autograd.roundoff.samples import Point
from autograd.roundoff.wording import told
from autograd.value import Value


def report_of(
    found: Diagnosis,
    point: Point,
    values: Iterable[Value],
    *,
    looked: int = 1,
    offers: Sequence[Remedy] = (),
    notes: Sequence[str] = (),
    accuracy: Accuracy | None = None,
    sought: bool = False,
) -> Report:
    """The report of a diagnosis at a point; values: the recorded node of every step."""
    steps, shadow = found.shadow.steps, found.shadow
    source, amplifier = found.source, found.amplifier
    recorded = tuple(values)
    return Report(
        formula=steps.title,
        precision=shadow.form.name,
        point=dict(point),
        value=shadow.value,
        exact=_exact(found, len(shadow.floats) - 1),
        digits=found.digits,
        bits=None if found.lost is None else round(found.lost, 2),
        bar=SAFETY * exact_sum(recorded[-1], every(shadow.form.precision)),
        kind=found.kind,
        source=None if source is None else Source(steps.label(source.place), source.share),
        amplifier=None
        if amplifier is None
        else Amplifier(steps.label(amplifier.place), round(amplifier.bits, 1)),
        branch=None if found.branch is None else steps.label(found.branch),
        nodes=tuple(_nodes(found)),
        remedies=tuple(offers),
        points=looked,
        exactly=found.exactly,
        told=tuple(told(found)),
        notes=tuple(notes),
        values=recorded,
        sought=sought,
        accuracy=accuracy,
    )


def _nodes(found: Diagnosis) -> Iterator[Node]:
    shadow = found.shadow
    for place, step in enumerate(shadow.steps.tape):
        lost = found.node_lost[place]
        growth = found.growth[place] if found.growth else None
        yield Node(
            node=shadow.steps.label(place),
            op=step.op,
            value=shadow.floats[place],
            exact=_exact(found, place),
            digits=0.0 if vanished(shadow, place) else found.node_digits[place],
            bits=None if lost is None else round(lost, 2),
            share=found.shares[place] if found.shares else None,
            growth=None if growth is None else round(growth, 2),
            edges=found.edges[place] if found.edges else (None,) * len(step.operands),
            used=place in shadow.used,
            line=step.line,
        )


def _exact(found: Diagnosis, place: int) -> str | None:
    ball = found.shadow.ball(place)
    return None if ball is None else decimal(ball, found.shadow.form.digits + 3)
