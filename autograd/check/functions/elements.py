"""Every block of a derivative judged, and the result on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograd.check.functions import hints, nodes, telling
from autograd.check.functions.blocks import Floats, blocks, numbers
from autograd.check.functions.case import ENGINE, Case, Part
from autograd.check.functions.comparison import Comparison, judge_elements
from autograd.check.functions.shapes import of_shapes
from autograd.check.verdict import Blame, Result
from autograd.errors import InputError


def truth_of(case: Case, part: Part) -> Floats:
    """The true derivative by one block, as floats; nan where there is none."""
    found = [float(case.evidence.truth(k, i).number) for k, i in case.columns(part)]
    return np.array(found).reshape(case.result + part.block.shape)


def judged(case: Case, part: Part, truths: Mapping[str, Floats]) -> Result:
    """The verdict on one block."""
    needed = case.result + part.block.shape
    if len(part.places) != int(np.prod(needed, dtype=int)) or not _fits(part, needed):
        return _of_wrong_shape(case, part, truths[part.block.name])
    columns = case.columns(part)
    evidence, answer = case.evidence, part.answer
    in_floats = not answer.exact

    def bar(place: int, of: Callable[[int, int, bool], float], own: float) -> float:
        return of(*columns[place], in_floats) + own

    def tighter(place: int) -> float:
        at = part.places[place]
        own = answer.tight(at) if answer.tight else answer.bars[at]
        return bar(place, evidence.tight, own)

    comparison = Comparison(
        part.block,
        case.result,
        [evidence.truth(k, i) for k, i in columns],
        [answer.numbers[place] for place in part.places],
        [bar(p, evidence.bar, answer.bars[at]) for p, at in enumerate(part.places)],
        {p: evidence.open[at] for p, at in enumerate(columns) if at in evidence.open},
        from_outside=evidence.method != "traced",
    )
    judge_elements(comparison, tighter, evidence.cost)
    wrong_claim = comparison.outcome == "wrong" and answer.text != ENGINE
    blame = _blame(case, part, comparison, truths) if wrong_claim else None
    return telling.result(case, part, comparison, blame)


def _fits(part: Part, needed: tuple[int, ...]) -> bool:
    """Whether a claim has the derivative's shape; a single number may come in any shape."""
    return part.shape == needed or len(part.places) == 1 or part.answer.text == ENGINE


def _of_wrong_shape(case: Case, part: Part, truth: Floats) -> Result:
    claimed = np.array([part.answer.plain[place] for place in part.places]).reshape(part.shape)
    blame = of_shapes(part.block.name, claimed, truth, len(case.result))
    reason = f"the claim has the shape {claimed.shape}, the derivative {truth.shape}"
    return Result(
        **telling.about(case, part),
        verdict="wrong",
        kind="smooth",
        digits=0,
        reason=reason,
        remarks=(reason,),
        blame=blame,
        elements=telling.elements(case, part, None),
    )


def _blame(
    case: Case, part: Part, comparison: Comparison, truths: Mapping[str, Floats]
) -> Blame | None:
    found = nodes.blame(case, part)
    if found is not None:
        return found
    claimed, truth = comparison.arrays()
    name = part.block.name
    slack = np.array([min(bar, 1e300) for bar in comparison.bars]).reshape(comparison.shape)
    data = dict(_arrays(case.given.arguments))
    return hints.hint(
        hints.Case(
            name=name,
            claimed=claimed,
            truth=truth,
            slack=slack,
            outputs=len(case.result),
            argument=data.get(name, np.zeros(0)),
            others={other: each for other, each in data.items() if other != name},
            siblings={other: each for other, each in truths.items() if other != name},
            unmasked=_unmasked(case, part),
        )
    )


def _unmasked(case: Case, part: Part) -> Floats | None:
    row = case.evidence.unmasked()
    if row is None:
        return None
    width = len(row) // max(1, len(case.given.outputs))
    found = [row[k * width + i] for k, i in case.columns(part)]
    return np.array(found).reshape(case.result + part.block.shape)


def _arrays(arguments: Mapping[str, Any]) -> Iterator[tuple[str, Floats]]:
    """Every block of numbers that the function was given, as a float array."""
    for name, value in arguments.items():
        try:
            found = blocks(value, name)
            row = [float(number) for number in numbers(value, name)]
        except InputError:
            continue
        at = 0
        for block in found:
            yield block.name, np.array(row[at : at + block.size]).reshape(block.shape)
            at += block.size
