"""A round-off report as a graph: boxes coloured by bits lost, source and amplifier marked."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograd.errors import InputError
from autograd.value import Value
from viz.measured import Along, Flows

if TYPE_CHECKING:
    from autograd.roundoff import Report

MODULE = "autograd.roundoff.report"
GROWN = "bits by which the relative error of an operand grows on its way (wider for more)"


@dataclass(frozen=True)
class Lost:
    """What is drawn of a report. bits: how many each node has lost. marked: the source and the
    amplifier, with what they did. flows: by how many bits the error of every operand grows. values:
    whether the graph's floats are those of the report."""

    report: Report
    output: Value
    bits: dict[Value, float]
    marked: dict[Value, str]
    flows: Flows
    title: str
    measure: str
    values: bool


def lost(shown: object) -> Lost | None:
    """What is to be drawn of a round-off report; None for anything else.

    Raises:
        InputError: the report has no graph.
    """
    module = sys.modules.get(MODULE)  # where nothing was analysed there is no report either
    if module is None or not isinstance(shown, module.Report):
        return None
    report: Report = shown
    if not report.values:
        raise InputError("The report has no graph to draw.")
    bits: dict[Value, float] = {}
    for value, node in zip(report.values, report.nodes, strict=True):
        if node.bits is not None:
            bits[value] = max(node.bits, bits.get(value, 0.0))
    return Lost(
        report=report,
        output=report.values[-1],
        bits=bits,
        marked=_marked(report),
        flows=Flows(_grown(report), GROWN, "bits"),
        title=_title(report),
        measure=f"bits lost, of those of {report.precision}",
        values=report.precision == "float64",
    )


def _grown(report: Report) -> dict[Along, float]:
    grown: dict[Along, float] = {}
    for value, node in zip(report.values, report.nodes, strict=True):
        for place, bits in enumerate(node.edges[: len(value.args)]):
            if bits is not None:
                grown[value, place] = max(bits, grown.get((value, place), bits))
    return grown


def _marked(report: Report) -> dict[Value, str]:
    places = {node.node: place for place, node in reversed(list(enumerate(report.nodes)))}
    marked: dict[Value, str] = {}
    if report.source is not None and report.source.node in places:
        node = report.values[places[report.source.node]]
        marked[node] = f"source: {report.source.share:.0%} of the error"
    if report.amplifier is not None and report.amplifier.node in places:
        node = report.values[places[report.amplifier.node]]
        grown = f"amplifier: {report.amplifier.bits:.0f} bits"
        marked[node] = f"{marked[node]}; {grown}" if node in marked else grown
    return marked


def _title(report: Report) -> str:
    if report.digits is None:
        return f"{report.formula}: {report.kind}"
    kind = f", {report.kind}" if report.kind else ""
    return f"{report.formula}: {report.digits:g} digits right in {report.precision}{kind}"
