"""``check --draw``: the graph of a formula, the step that a wrong claim is blamed on marked."""

from __future__ import annotations

from pathlib import Path

from autograd.check import Verdict
from autograd.errors import InputError, MissingDependency


def draw(verdict: Verdict, output: Path) -> str:
    """Draws the result that is most worth looking at, at its point; a line that says so.

    Raises `InputError` where there is no point to draw at, `MissingDependency` without an engine
    for the picture.
    """
    import viz

    try:
        drawing = viz.draw(verdict)
    except InputError as error:
        raise InputError(f"--draw: {error}") from error
    try:
        drawing.save(output)
    except viz.NoEngine as error:
        raise MissingDependency(str(error)) from error
    return f"Wrote {output}: {drawing.picture.description}"
