"""A verdict of `autograd.check` as a graph: the formula at its point, the blamed step marked."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograd.errors import GlassgradError, InputError
from autograd.value import Value

if TYPE_CHECKING:
    from autograd.check import Result, Verdict

MODULE = "autograd.check.verdict"


@dataclass(frozen=True)
class Judged:
    """What is drawn of a result. marked: the blamed node and why; title: the result in a line."""

    output: Value
    marked: dict[Value, str]
    title: str


def judged(shown: object) -> Judged | None:
    """What is to be drawn of a verdict or of one of its results; None for anything else.

    Of a verdict it is the first result with a blame, else the first wrong one, else the first.

    Raises:
        InputError: the result has no point, or is about something else than a formula.
    """
    module = sys.modules.get(MODULE)  # where nothing was checked there is no verdict either
    if module is None:
        return None
    if isinstance(shown, module.Verdict):
        return _of(gravest(shown))
    return _of(shown) if isinstance(shown, module.Result) else None


def gravest(verdict: Verdict) -> Result:
    """The result of a verdict that is most worth looking at."""
    if not verdict.results:
        raise InputError("The verdict is empty: there is nothing to draw.")
    blamed = [result for result in verdict.results if result.blame is not None]
    wrong = [result for result in verdict.results if result.verdict == "wrong"]
    return (*blamed, *wrong, *verdict.results)[0]


def _of(result: Result) -> Judged:
    from autograd.expression import parse

    if not result.point:
        raise InputError("The result has no point at which its formula could be drawn.")
    try:
        formula = parse(result.formula, declared=result.point)
        nodes = formula.record({name: float(text) for name, text in result.point.items()})
    except (GlassgradError, ValueError) as error:
        raise InputError(
            f"{result.name} is not a formula of single numbers. Call the function with Values "
            "and draw what it returns: viz.draw(f(Value(2.0, name='x')))."
        ) from error
    marked: dict[Value, str] = {}
    if result.place is not None and result.blame is not None:
        blame = result.blame
        marked[nodes[result.place]] = f"{blame.mistake}: {blame.uses}, not {blame.expected}"
    return Judged(nodes[-1], marked, title(result))


def title(result: Result) -> str:
    """A result in a line: ``∂(x*y)/∂x = x: wrong``."""
    claim = f" = {result.claim}" if result.claim is not None else ""
    return f"∂({result.formula})/∂{result.variable}{claim}: {result.verdict}"
