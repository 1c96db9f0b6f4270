"""``--explain``: how a verdict was reached, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from autograd.check import Result
from autograd.check.judge import CLAIM_DIGITS
from autograd.check.witnesses import WITNESSES

_PLACES: Final = {
    "smooth": "the formula is smooth here: either the point lies on no kink or edge of the table "
    "of operations, or the slopes from both sides, at steps from 1e-40 to 1e-100, agree",
    "near": "the formula is smooth here, with a place close by where it is not",
    "undefined": "the formula has no value here, so no witness is asked",
}
_BROKEN: Final = (
    "slopes from both sides, at steps from 1e-40 to 1e-100 and 400 digits, show: {kind}; "
    "no witness can change that, for there is no derivative to be right about"
)
_TRUSTED: Final = (
    "the derivative is the number on which the 50-digit witnesses agree; where an enclosure is "
    "certified it decides"
)
_CLAIM: Final = (
    f"the claim is computed to 50 digits, and right where at least {CLAIM_DIGITS} of them agree at "
    "every point (numbers are read as exact decimals); no tolerance is guessed"
)
_OWN: Final = (
    "reverse and forward mode must lie within their own error bars, which follow from the rounding "
    "of each operation and how much the result depends on it; no tolerance is guessed"
)


def explained(result: Result) -> RenderableType:
    """The steps as a table: what was looked at, and what it showed."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True, min_width=8)
    table.add_column()
    table.add_row("how", Text("this was judged", style="dim"))
    for name, text in steps(result):
        table.add_row(name, Text(text))
    return table


def steps(result: Result) -> Iterator[tuple[str, str]]:
    """Each step's name and what it showed, in the order in which they were taken."""
    if result.elements is None and result.kind is not None:
        yield "place", _PLACES.get(result.kind, _BROKEN.format(kind=result.kind))
    if result.points > 1:
        yield "points", f"{result.points} were judged; what follows is on the worst of them"
    if result.kind != "undefined":
        for witness in WITNESSES:
            yield (
                witness.name,
                f"{witness.how} ({witness.precision}): {_said(result, witness.name)}",
            )
    if result.derivative is not None and result.elements is None:
        yield "truth", _TRUSTED
        yield "rule", _OWN if result.claim is None else _CLAIM
    yield "verdict", _verdict(result)


def _said(result: Result, name: str) -> str:
    if result.witnesses.get(name) is None:
        return result.notes.get(name) or "silent"
    agreed = result.agreements.get(name)
    if agreed is None:
        return f"says {result.witnesses[name]}"
    return f"agrees with the derivative to {max(agreed, 0)} digits"


def _verdict(result: Result) -> str:
    because = f", because {result.remarks[0]}" if result.remarks else ""
    if not because and result.reason:
        because = f", because {result.reason}"
    return f"{result.verdict}{because}"
