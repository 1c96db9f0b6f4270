"""``check --draw``: the graph of a formula, the step that a wrong claim is blamed on marked."""

from __future__ import annotations

from pathlib import Path

from autograd.check import Result, Verdict
from autograd.errors import InputError, MissingDependency
from autograd.expression import parse
from autograd.value import Value


def draw(verdict: Verdict, output: Path) -> str:
    """Draws the first wrong result, or else the first, at its point; a line that says so.

    Raises `InputError` where there is no point to draw at, `MissingDependency` without an engine
    for the picture.
    """
    import viz

    blamed = [result for result in verdict.results if result.blame is not None]
    wrong = [result for result in verdict.results if result.verdict == "wrong"]
    result = (*blamed, *wrong, *verdict.results)[0]
    if not result.point:
        raise InputError("--draw: there is no point at which the formula could be drawn.")
    nodes = parse(result.formula, result.point).record(
        {name: float(number) for name, number in result.point.items()}
    )
    marked: dict[Value, str] = {}
    if result.place is not None and result.blame is not None:
        marked[nodes[result.place]] = _mark(result)
    drawing = viz.draw(nodes[-1], title=_title(result), highlight=marked)
    try:
        drawing.save(output)
    except viz.NoEngine as error:
        raise MissingDependency(str(error)) from error
    return f"Wrote {output}: {drawing.picture.description}"


def _mark(result: Result) -> str:
    assert result.blame is not None
    return f"{result.blame.mistake}: {result.blame.uses}, not {result.blame.expected}"


def _title(result: Result) -> str:
    claim = f" = {result.claim}" if result.claim is not None else ""
    return f"∂({result.formula})/∂{result.variable}{claim}: {result.verdict}"
