"""A report as lines of text: the result, what happened, what to write instead, the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from autograd.roundoff.formats import FORMATS, Format
from autograd.roundoff.reasons import because
from autograd.roundoff.report import Node, Remedy, Report
from autograd.roundoff.steps import INPUT, WRITTEN

_WIDTH: Final = 44
_TITLE: Final = 400
_FEW: Final = 12  # steps up to which each has a line
_MOST: Final = 12
_LEAST: Final = 0.0005  # of the error


def lines(report: Report) -> Iterator[str]:
    """The whole report."""
    yield f"{_cut(report.formula, _TITLE)}  in {report.precision}"
    if report.point:
        at = ", ".join(f"{name} = {_number(n, report)}" for name, n in report.point.items())
        yield f"at {at}{_looked(report)}"
    elif report.points > 1:
        yield _looked(report).strip()
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


def _looked(report: Report) -> str:
    return f"  (the worst of {report.points} points)" if report.points > 1 else ""


def _result(report: Report) -> Iterator[str]:
    yield f"  {report.precision:<10}{_number(report.value, report)}"
    if report.exact is not None:
        yield f"  {'exact':<10}{report.exact}"
    if report.digits is None:
        return
    if report.digits >= FORMATS[report.precision].digits:
        yield "  all digits are right: the result is the float nearest to the exact value"
    elif report.good:
        yield f"  {report.digits:g} digits are right, about as many as {report.precision} can hold"
    elif report.exact == "0":
        yield "  the exact value is 0: all of the result is error"
    elif report.digits < 1:
        yield f"  {'less than one digit' if report.digits >= 0.5 else 'no digit'} is right"
    else:
        yield f"  {report.digits:g} digits are right"


def _instead(report: Report) -> Iterator[str]:
    if report.good or report.digits is None:
        return
    if report.remedies:
        yield ""
        yield "Write instead"
        for remedy in report.remedies:
            yield from _remedy(remedy, report)
    elif (
        report.sought
        and report.kind != "branch"
        and not any(text.startswith("No float") for text in report.told)
    ):
        yield ""
        other = (
            f"Another way to compute {report.amplifier.node} is needed" if report.amplifier else ""
        )
        yield "No better formula was found among the known rewritings."
        if other and report.kind not in ("overflow", "underflow"):
            yield f"{other}, or more precision for it."


def _remedy(remedy: Remedy, report: Report) -> Iterator[str]:
    yield f"  {remedy.formula}"
    if reason := because(remedy.rules):
        yield f"      Why: {reason}."
    best = remedy.digits >= FORMATS[report.precision].digits
    right = "All digits are" if best else f"{remedy.digits:g} digits are"
    here = f"      {right} right here: {_number(remedy.value, report)}."
    if remedy.points > 1:
        here += (
            f" On average over {remedy.points} points {remedy.where} {remedy.before:.1f} bits are "
            f"wrong before and {remedy.after:.1f} after."
        )
    yield here


def _steps(report: Report) -> Iterator[str]:
    """A line for each step that computes, or of many for those that matter."""
    shown = _once(
        node
        for node in report.nodes
        if node.used and (node.op not in (INPUT, *WRITTEN) or node.share)
    )
    if report.good or report.bits is None or not shown:
        return
    yield ""
    left = 0
    if len(shown) > _FEW:
        whole, shown = len(shown), _chosen(shown, FORMATS[report.precision])
        left = whole - len(shown)
    bits = FORMATS[report.precision].bits
    yield f"{'step':<{_WIDTH}} {'digits':>6} {'share':>8} {'growth':>9}"
    for node in shown:
        digits = "–" if node.digits is None else f"{node.digits:g}"
        share = "" if node.share is None else _share(node.share)
        growth = (
            "" if node.growth is None or node.growth < 1 else f"{min(node.growth, bits):.0f} bits"
        )
        yield f"{_cut(node.node):<{_WIDTH}} {digits:>6} {share:>8} {growth:>9}".rstrip()
    if left:
        yield f"and {left:,} steps of less account"


def _chosen(nodes: list[Node], form: Format) -> list[Node]:
    """Those that matter most, in order: for their part in the error, their growth, or the digits
    that they have lost."""

    def weight(node: Node) -> float:
        lost = 0.0 if node.bits is None else node.bits / form.bits / 100
        return max(abs(node.share or 0.0), (node.growth or 0.0) / form.bits, lost)

    first = sorted(range(len(nodes)), key=lambda k: -weight(nodes[k]))[:_MOST]
    chosen = [nodes[k] for k in sorted(first) if weight(nodes[k]) >= _LEAST]
    return chosen or nodes[-1:]


def _once(nodes: Iterable[Node]) -> list[Node]:
    """Steps that are written twice as one, with the sum of their shares."""
    found: dict[tuple[str, float], Node] = {}
    for node in nodes:
        key = (node.node, node.value)
        known = found.get(key)
        if known is not None and known.share is not None and node.share is not None:
            found[key] = replace(known, share=known.share + node.share)
        else:
            found.setdefault(key, node)
    return list(found.values())


def _share(share: float) -> str:
    if abs(share) > 100:
        return f"{share:.2g}×"
    return f"{share:.1%}" if abs(share) >= 0.0005 else "~0" if share else "0"


def _cut(text: str, width: int = _WIDTH) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _number(number: float, report: Report) -> str:
    return FORMATS[report.precision].shortest(number)
