"""The blame of a wrong claim on the screen: the formula, what is underlined, and why."""

from __future__ import annotations

from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from autograd.check import Result
from autograd.errors import GlassgradError
from autograd.expression import parse

_QUIET: Final = "dim"
_WRONG: Final = "bold red"
_RIGHT: Final = "bold green"
_EDGE: Final = 8  # columns that the text is away from the right border


def blame(result: Result, console: Console) -> RenderableType:
    """The formula with the blamed step underlined, and below it what happened."""
    assert result.blame is not None
    parts: list[RenderableType] = [Text("")]
    span = _span(result)
    if span is not None:
        parts += _underlined(result.formula, span, console.width - _EDGE)
    parts.append(Padding(_sentence(result), (0, 0, 0, 2), expand=False))
    parts.append(Text(""))
    return Group(*parts)


def _span(result: Result) -> tuple[int, int] | None:
    """The blamed part of the formula as it was typed; None where it is the whole or not in it."""
    if result.place is None:
        return None
    try:
        expression = parse(result.formula, result.point)
    except GlassgradError:
        return None
    start, end = expression.tape[result.place].span
    whole = result.place == len(expression.tape) - 1
    return None if whole or not end else (start, end)


def _underlined(formula: str, span: tuple[int, int], width: int) -> list[RenderableType]:
    """The formula, cut to the width around the part, and a line of signs below that."""
    start, end = span
    if len(formula) > width:
        first = max(0, min(start - width // 4, len(formula) - width))
        ahead, behind = "…" * (first > 0), "…" * (first + width < len(formula))
        formula = ahead + formula[first : first + width] + behind
        start, end = (min(place - first, width) + len(ahead) for place in (start, end))
    line = Text.assemble("  ", formula[:start], (formula[start:end], _WRONG), formula[end:])
    marks = Text.assemble("  ", " " * start, ("^" * max(1, end - start), _WRONG))
    for each in (line, marks):
        each.no_wrap = True
    return [line, marks]


def _sentence(result: Result) -> Text:
    """The sentence, with what is used and what belongs in colours."""
    assert result.blame is not None
    text = Text(result.blame.sentence)
    for part, style in ((result.blame.uses, _WRONG), (result.blame.expected, _RIGHT)):
        for before, after in (("uses ", " where "), ("where ", " belongs"), ("where ", " does")):
            start = result.blame.sentence.find(f"{before}{part}{after}")
            if start >= 0:
                first = start + len(before)
                text.stylize(style, first, first + len(part))
    return text
