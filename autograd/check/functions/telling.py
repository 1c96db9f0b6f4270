"""Results on the elements of a derivative: what each says, and why, in words and in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import numpy as np

from autograd.check.functions.blocks import Block, blocks
from autograd.check.functions.calls import title
from autograd.check.functions.case import ENGINE, Case, Part
from autograd.check.functions.comparison import Comparison
from autograd.check.judge import as_text, in_words
from autograd.check.points import shown
from autograd.check.precise import DIGITS, Sure, agreement, precise
from autograd.check.verdict import WITNESSES, Blame, Outcome, Result
from autograd.errors import InputError
from autograd.trees import is_array

_LISTED: Final = 8  # of the worst elements
_SHOWN_DIGITS: Final = 20


def about(case: Case, part: Part) -> dict[str, Any]:
    """The fields that say what was asked."""
    given = case.given
    engine = part.answer.text == ENGINE
    return {
        "name": case.name,
        "formula": f"{title(given.f)}({', '.join(given.arguments)})",
        "variable": part.block.name,
        "point": dict(_described(given.arguments)),
        "points": 1,
        "claim": None if engine else part.answer.text,
    }


def _described(arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each argument that holds numbers: a number itself, of an array its kind and shape."""
    for name, value in arguments.items():
        try:
            found = blocks(value, name)
        except InputError:
            continue
        for block in found:
            if not block.shape and block.name == name:
                number = float(value)
                if np.isfinite(number):
                    yield name, shown(Decimal(repr(number)))
            else:
                yield block.name, _kind(value, block)


def _kind(value: Any, block: Block) -> str:
    if is_array(value) and value.dtype.kind in "biu":
        return block.described.replace(f"float{block.bits}", value.dtype.name)
    return block.described


def result(case: Case, part: Part, comparison: Comparison, blame: Blame | None) -> Result:
    """The result on one block: that of its worst element."""
    worst = comparison.worst
    columns = case.columns(part)
    k, i = columns[worst] if columns else (0, 0)
    truth = comparison.truth[worst]
    decided = worst not in comparison.open
    said = case.evidence.witnesses(k, i)
    known = {name: found for name, found in said.items() if isinstance(found, Sure)}
    claimed = comparison.claimed[worst]
    remarks = _remarks(case, part, comparison)
    return Result(
        **about(case, part),
        verdict=_outcome(comparison),
        claimed=_claimed_text(part, worst, claimed),
        kind=case.evidence.kinds.get((k, i), "near" if case.evidence.near else "smooth"),
        derivative=as_text(truth.number, truth.digits) if decided else None,
        witnesses={name: _witness(known.get(name)) for name in WITNESSES},
        digits=comparison.digits(worst) if decided else None,
        relative_error=_relative(comparison, worst) if decided else None,
        reason="; ".join(remarks),
        remarks=remarks,
        blame=blame,
        agreements={name: _agreement(found, truth) for name, found in known.items() if decided},
        notes={name: found for name, found in said.items() if isinstance(found, str)},
        elements=elements(case, part, comparison),
    )


def _outcome(comparison: Comparison) -> Outcome:
    return {"wrong": "wrong", "undecidable": "undecidable"}.get(comparison.outcome, "right")  # type: ignore[return-value]


def _claimed_text(part: Part, worst: int, claimed: Any) -> str | None:
    if claimed is None or part.answer.text == ENGINE:
        return None
    if part.answer.exact:
        return as_text(claimed, _SHOWN_DIGITS)
    return repr(float(claimed)).removesuffix(".0")


def _witness(found: Sure | None) -> str | None:
    if found is None:
        return None
    if isinstance(found.number, float):
        return repr(found.number).removesuffix(".0")
    return as_text(found.number, found.digits)


def _agreement(found: Sure, truth: Sure) -> int:
    return max(0, min(agreement(precise(DIGITS).mp.mpf(found.number), truth.number), found.digits))


def _relative(comparison: Comparison, place: int) -> str | None:
    truth, gap = comparison.truth[place].number, comparison.gaps[place]
    if gap is None or not precise(DIGITS).finite(truth) or (not truth and gap):
        return None
    return as_text(gap / abs(truth) if truth else 0, 2, longest=3)


def _remarks(case: Case, part: Part, comparison: Comparison) -> tuple[str, ...]:
    """Why the verdict follows, in words."""
    told = {"wrong": _why_wrong, "undecidable": _why_open}.get(comparison.outcome, _why_right)
    said = [told(part, comparison)]
    if comparison.outcome == "wrong" and comparison.open:
        said.append(f"{_elements_text(len(comparison.open))} cannot be decided")
    if case.evidence.method != "traced":
        said.append(
            "the function cannot be traced, so this rests on differences of its own floats, which "
            f"is weaker evidence (error bar {max(comparison.bars, default=0.0):.1e})"
        )
    elif part.answer.why:
        said.append(
            f"the claim cannot be traced ({part.answer.why}), so that its rounding could only be "
            f"estimated (error bar up to {max(comparison.bars, default=0.0):.1e})"
        )
    return tuple(said)


def _elements_text(count: int) -> str:
    return f"{count} element{'s' * (count != 1)}"


def _why_right(part: Part, comparison: Comparison) -> str:
    size = len(comparison.verdicts)
    which = "it is" if not comparison.shape else f"all {size} elements are"
    if not size:
        return "there is no element to judge"
    fewest = comparison.digits(comparison.worst)
    bar = max(comparison.bars, default=0.0)
    if part.answer.exact and not bar:
        return f"{which} right: claim and derivative, run to {DIGITS} digits, agree to {fewest}"
    if not bar:
        return f"{which} exactly right"
    return f"{which} right within the error bar of rounding ({bar:.1e} at most)"


def _why_wrong(part: Part, comparison: Comparison) -> str:
    wrong, size = len(comparison.places("wrong")), len(comparison.verdicts)
    worst = comparison.worst
    claimed, truth = comparison.claimed[worst], comparison.truth[worst].number
    subject = "reverse mode" if part.answer.text == ENGINE else "the claim"
    said = in_words(claimed, truth) if claimed is not None else "no finite number"
    other = in_words(truth, claimed) if claimed is not None else in_words(truth)
    gives = f"{subject} gives {said}, the derivative is {other}"
    if not comparison.shape:
        return gives
    return f"{wrong} of {size} elements are wrong; at {comparison.index(worst)} {gives}"


def _why_open(part: Part, comparison: Comparison) -> str:
    count, size = len(comparison.open), len(comparison.verdicts)
    first = comparison.places("undecidable")[0]
    why = comparison.open[first]
    if not comparison.shape:
        return why
    return f"{count} of {size} elements cannot be decided; at {comparison.index(first)}: {why}"


def elements(case: Case, part: Part, comparison: Comparison | None) -> dict[str, Any]:
    """What the JSON tells of the elements: how many, and the worst of them by index."""
    shape = list(case.result + part.block.shape)
    found: dict[str, Any] = {
        "shape": shape,
        "index": None,
        "evidence": case.evidence.method,
        "claim_traced": part.answer.exact,
        "right": 0,
        "wrong": 0,
        "undecidable": 0,
        "worst": [],
    }
    if comparison is None:
        found["wrong"] = int(np.prod(shape, dtype=int))
        return found
    found["index"] = _index(comparison, comparison.worst)
    for verdict in comparison.verdicts:
        found[verdict] += 1
    if comparison.outcome != "right":
        places = comparison.places(comparison.outcome)[:_LISTED]
        found["worst"] = [_element(part, comparison, place) for place in places]
    return found


def _index(comparison: Comparison, place: int) -> list[int]:
    return [int(i) for i in np.unravel_index(place, comparison.shape)] if comparison.shape else []


def _element(part: Part, comparison: Comparison, place: int) -> dict[str, Any]:
    truth, decided = comparison.truth[place], place not in comparison.open
    claimed, bar = comparison.claimed[place], comparison.bars[place]
    return {
        "index": _index(comparison, place),
        "claimed": None if claimed is None else as_text(claimed, _SHOWN_DIGITS),
        "derivative": as_text(truth.number, min(truth.digits, _SHOWN_DIGITS)) if decided else None,
        "error_bar": as_text(bar, 2, longest=3) if np.isfinite(bar) else None,
        "reason": comparison.open.get(place),
    }
