"""A report in words: what happened, why, and what to write instead."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from autograd.roundoff.diagnosis import Diagnosis
from autograd.roundoff.kinds import KINDS
from autograd.roundoff.measure import nearest
from autograd.roundoff.report import Report
from autograd.roundoff.steps import WRITTEN

_WIDTH: Final = 44
_NODES: Final = 40  # steps up to which each has a line


def told(found: Diagnosis) -> Iterator[str]:
    """The sentences that explain a diagnosis."""
    steps, shadow = found.shadow.steps, found.shadow
    if found.kind == "undefined" and found.lost is None:
        place = shadow.trouble.place if shadow.trouble else len(steps.tape) - 1
        reason = shadow.trouble.reason if shadow.trouble else "it has no value"
        yield f"The formula itself has no value here, at {steps.label(place)}: {reason}."
        yield "So no digits can be right or wrong."
        return
    if found.kind == "undecided":
        reason = shadow.trouble.reason if shadow.trouble else ""
        yield f"The exact value could not be enclosed: {reason}."
        return
    if found.kind == "branch" and found.branch is not None:
        yield _branch(found, found.branch)
        return
    if found.source is None:
        if not found.good and found.lost is not None:
            yield f"{found.lost:.0f} bits are lost, and the error could not be split."
        return
    yield from _cause(found)


def _beyond(found: Diagnosis) -> bool:
    """Whether the exact value itself is too large for the format."""
    shadow = found.shadow
    ball = shadow.ball(len(shadow.floats) - 1)
    return ball is not None and math.isinf(nearest(ball, shadow.form))


def _part(share: float) -> str:
    if -0.05 <= share <= 1.5:
        return f"{share:.0%} of the error of the result"
    return f"{abs(share):.3g} times the error of the result, of which other roundings undo a part"


def _branch(found: Diagnosis, place: int) -> str:
    truth = "true" if found.shadow.floats[place] else "false"
    other = "false" if truth == "true" else "true"
    return (
        f"The floats take another branch than the exact numbers: {found.shadow.steps.label(place)} "
        f"is {truth} in floats and {other} exactly. The analysis stops there: compare with a "
        "tolerance, or compute both sides exactly."
    )


def _cause(found: Diagnosis) -> Iterator[str]:
    steps, shadow = found.shadow.steps, found.shadow
    source, amplifier = found.source, found.amplifier
    if source is None:
        return
    where = steps.label(source.place)
    line = steps.tape[source.place].line
    at = f" ({line})" if line else ""
    meaning = KINDS.get(found.kind, "")
    yield f"{found.kind[:1].upper()}{found.kind[1:]}: {meaning}."
    number = shadow.floats[source.place]
    if _beyond(found):
        yield f"No float of {shadow.form.name} can hold the exact value."
    if found.kind in ("overflow", "underflow") or not math.isfinite(number):
        limit = f"{shadow.form.largest:.3g}" if found.kind == "overflow" else ""
        beyond = f" ({shadow.form.name} ends at {limit})" if limit else ""
        yield f"It begins at {where}{at}, which becomes {number:g} in {shadow.form.name}{beyond}."
    elif number == 0.0 and found.kind == "division of small numbers":
        yield f"It begins at {where}{at}, which becomes 0 in {shadow.form.name}."
    else:
        part = _part(source.share)
        verb = "is written, and rounded" if steps.tape[source.place].op in WRITTEN else "is rounded"
        yield f"The error enters where {where}{at} {verb}: {part}."
    if amplifier is not None:
        line = steps.tape[amplifier.place].line
        at = f" ({line})" if line else ""
        text = steps.label(amplifier.place)
        if math.isnan(shadow.floats[amplifier.place]) or math.isinf(shadow.floats[amplifier.place]):
            yield f"At {text}{at} it turns into {shadow.floats[amplifier.place]:g}."
        else:
            yield (
                f"It grows at {text}{at}: {amplifier.bits:.0f} of {shadow.form.bits} bits are lost "
                "there."
            )


def lines(report: Report) -> Iterator[str]:
    """The whole report as lines of text."""
    yield f"{report.formula}  in {report.precision}"
    if report.point:
        at = ", ".join(f"{name} = {_number(number)}" for name, number in report.point.items())
        of = f"  (the worst of {report.points} points)" if report.points > 1 else ""
        yield f"at {at}{of}"
    yield ""
    yield from _result(report)
    if report.told:
        yield ""
        yield from report.told
    if report.branch is not None and report.kind != "branch":
        yield f"Note: {report.branch} comes out differently in exact numbers."
    yield from _instead(report)
    yield from _steps(report)
    for note in report.notes:
        yield f"Note: {note}."


def _result(report: Report) -> Iterator[str]:
    most = {"float64": 17, "float32": 9, "float16": 5, "bfloat16": 4}[report.precision]
    yield f"  {report.precision:<10}{_number(report.value)}"
    if report.exact is not None:
        yield f"  {'exact':<10}{report.exact}"
    if report.digits is None:
        return
    if report.digits >= most:
        yield "  all digits are right: the result is the float nearest to the exact value"
    elif report.good:
        yield f"  {report.digits:g} digits are right, about as many as {report.precision} can hold"
    elif report.exact == "0":
        yield "  the exact value is 0: all of the result is error"
    elif report.digits < 0.5:
        yield "  no digit is right"
    else:
        yield f"  {report.digits:g} digits are right"


def _instead(report: Report) -> Iterator[str]:
    if report.good or report.digits is None:
        return
    yield ""
    if not report.remedies:
        if report.kind != "branch" and not any(text.startswith("No float") for text in report.told):
            yield "No better formula was found among the known rewritings."
        return
    yield "Write instead"
    for remedy in report.remedies:
        yield f"  {remedy.formula}"
        yield (
            f"      {remedy.digits:g} digits right here: {_number(remedy.value)};"
            f" {_mean(remedy.before)} bits wrong before and {_mean(remedy.after)} after,"
            f" on average over {remedy.points} points {remedy.where}"
        )


def _mean(bits: float) -> str:
    return f"{bits:.1f}"


def _steps(report: Report) -> Iterator[str]:
    """A line for each step that is not an input, where there are not too many."""
    shown = [node for node in report.nodes if node.op not in ("name", *WRITTEN) or node.share]
    if report.good or not shown:
        return
    yield ""
    if len(shown) > _NODES:
        shown = sorted(shown, key=lambda node: -abs(node.share or 0))[:_NODES]
        yield f"The {_NODES} steps with the largest shares of the error"
    yield f"{'step':<{_WIDTH}} {'digits':>6} {'share':>8} {'growth':>9}"
    for node in shown:
        digits = "–" if node.digits is None else f"{node.digits:g}"
        share = "" if node.share is None else _share(node.share)
        growth = "" if node.growth is None or node.growth < 1 else f"{node.growth:.0f} bits"
        yield f"{_cut(node.node):<{_WIDTH}} {digits:>6} {share:>8} {growth:>9}".rstrip()


def _share(share: float) -> str:
    if abs(share) > 100:
        return f"{share:.2g}×"
    return f"{share:.1%}" if abs(share) >= 0.0005 else "~0" if share else "0"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _number(number: float) -> str:
    return repr(number).removesuffix(".0")
