"""From a wrong claim to the mistake behind it.

The derivative is linear in the local derivative of any one edge of the graph. So for each edge
there is one local derivative that would explain the claim; the edge where that is one of the
known mistakes, at every sampled point, is where the mistake was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from autograd.arithmetic import Arithmetic
from autograd.check.mistakes import Mistake, at
from autograd.check.sweeps import Edge, Number, Steps, Sweeps, sweep
from autograd.formula import over
from autograd.primitives import PRIMITIVES

_FACTORS = 12
"""Ratios p/q with p and q up to this count as simple factors."""


class Sample(NamedTuple):
    """A claim at one point: the number claimed, and by how much it may be off by itself."""

    point: Mapping[str, Number]
    claimed: Number
    slack: Number


class Blame(NamedTuple):
    """Where a claim went wrong.

    place: the step, and ``slot`` its operand; -1 where the whole derivative is meant. node: the
    step's formula. mistake: its name. uses, expected: the wrong and the right local derivative as
    formulas. sentence: for a student. others: nodes where the same claim could come from; empty
    where the blame is the only one.
    """

    place: int
    slot: int
    node: str
    mistake: str
    uses: str
    expected: str
    sentence: str
    others: tuple[str, ...] = ()


class _Candidate(NamedTuple):
    rank: float
    blame: Blame


def diagnose(f: Steps, m: Arithmetic, variable: str, samples: Sequence[Sample]) -> Blame | None:
    """The mistake that explains a wrong claim at every sample, or None.

    f: the formula or recorded function. m: high-precision arithmetic. samples: at least two points
    make a blame worth saying; at each the claim is compared within its slack.
    """
    swept = [sweep(f, m, sample.point, variable) for sample in samples]
    found = sorted(
        [*_whole(f, m, variable, samples, swept), *_edges(f, m, samples, swept)],
        key=lambda candidate: candidate.rank,
    )
    if not found:
        return None
    best = found[0]
    rivals = [c.blame.node for c in found[1:] if c.rank == best.rank]
    others = tuple(dict.fromkeys(node for node in rivals if node != best.blame.node))
    return best.blame._replace(others=others)


def _close(number: Number, sample: Sample) -> bool:
    """Whether a number is the claimed one, within the claim's own slack."""
    return bool(abs(number - sample.claimed) <= sample.slack)


def _everywhere(numbers: Sequence[Number], samples: Sequence[Sample]) -> bool:
    return all(_close(n, sample) for n, sample in zip(numbers, samples, strict=True))


def _edges(
    f: Steps, m: Arithmetic, samples: Sequence[Sample], swept: Sequence[Sweeps]
) -> Iterator[_Candidate]:
    """Each known mistake at each edge that explains the claim at every sample."""
    for place, step in enumerate(f.tape):
        for slot, operand in enumerate(step.operands):
            edge = Edge(place, slot)
            if not any(edge in s.partials and s.leverage(edge, operand) for s in swept):
                continue
            for mistake in at(step.op, slot):
                if _explains(f, m, edge, mistake, samples, swept):
                    yield _candidate(f, edge, mistake)
            factor = _factor(edge, operand, samples, swept)
            if factor is not None:
                yield _scaled(f, m, edge, factor)
        if step.op in ("mul", "div") and _both_differentiated(f, place, samples, swept):
            yield _product_of_derivatives(f, place)


@cache
def _formula(operation: str, text: str) -> Any:
    return over(text, (*PRIMITIVES[operation].operands, "r", "d"))


def _explains(
    f: Steps,
    m: Arithmetic,
    edge: Edge,
    mistake: Mistake,
    samples: Sequence[Sample],
    swept: Sequence[Sweeps],
) -> bool:
    """Whether the claim is what comes out with the mistake made at this edge."""
    step = f.tape[edge.step]
    wrong = _formula(step.op, mistake.uses)
    differs = False
    for sample, s in zip(samples, swept, strict=True):
        right = s.partials.get(edge, m.number(0))
        operands = [s.values[operand] for operand in step.operands]
        uses = wrong(m, *operands, s.values[edge.step], right)
        moved = s.leverage(edge, step.operands[edge.slot]) * (uses - right)
        if not _close(s.derivative + moved, sample):
            return False
        differs = differs or abs(moved) > sample.slack
    return differs


def _factor(
    edge: Edge, operand: int, samples: Sequence[Sample], swept: Sequence[Sweeps]
) -> Number | None:
    """The one factor on this edge's local derivative that explains the claim at every sample."""
    ratio: Number | None = None
    for sample, s in zip(samples, swept, strict=True):
        share = s.leverage(edge, operand) * s.partials.get(edge, 0)
        if not share:
            return None
        here = 1 + (sample.claimed - s.derivative) / share
        if ratio is None:
            ratio = here
        elif abs(here - ratio) * abs(share) > 2 * sample.slack + abs(share) * abs(ratio) * 10**-30:
            return None
    return ratio


def _scaled(f: Steps, m: Arithmetic, edge: Edge, ratio: Number) -> _Candidate:
    named = _named_factor(m, ratio)
    expected = _expected(f, edge)
    text = f"{named or _short(ratio)} × ({expected})"
    sentence = _where(f, edge, f"{named or _short(ratio)} times {expected}", expected)
    said = "a factor is wrong" if named else "a constant is wrong, or was typed short"
    rank = 5.0 if named else 7.0
    blame = Blame(*edge, f.formula(edge.step), "factor", text, expected, f"{sentence}: {said}")
    return _Candidate(rank, blame)


def _named_factor(m: Arithmetic, ratio: Number) -> str | None:
    """The ratio as a small fraction, or one of π, 180/π, log(10), …; None where it is neither."""
    named = {
        "π": m.constant("pi"), "π/180": m.constant("pi") / 180, "log(10)": m.log(m.number(10)),
        "log(2)": m.log(m.number(2)), "e": m.constant("e"),
    }  # fmt: skip
    for name, number in named.items():
        for text, value in ((name, number), (f"1/({name})", 1 / number)):
            if abs(ratio / value - 1) < 10**-12:
                return text
    for q in range(1, _FACTORS + 1):
        p = int(round(float(ratio * q)))
        if 0 < abs(p) <= _FACTORS and abs(ratio * q / p - 1) < 10**-12:
            return str(p) if q == 1 else f"{p}/{q}"
    return None


def _short(number: Number) -> str:
    return f"{float(number):.12g}"


def _both_differentiated(
    f: Steps, place: int, samples: Sequence[Sample], swept: Sequence[Sweeps]
) -> bool:
    """Whether the claim takes (f·g)' for f'·g', or (f/g)' for f'/g', at this step."""
    step = f.tape[place]
    first, second = step.operands
    claims = []
    for s in swept:
        if first not in s.tangents or second not in s.tangents or place not in s.cotangents:
            return False
        a, b = s.tangents[first], s.tangents[second]
        if step.op == "div" and not b:
            return False
        wrong = a * b if step.op == "mul" else a / b
        claims.append(s.derivative + s.cotangents[place] * (wrong - s.tangents[place]))
    return _everywhere(claims, samples)


def _product_of_derivatives(f: Steps, place: int) -> _Candidate:
    node = f.formula(place)
    rule = "product" if f.tape[place].op == "mul" else "quotient"
    sentence = (
        f"at `{node}` the claim combines the derivatives of the two parts: "
        f"the {rule} rule needs each part times the derivative of the other"
    )
    uses = "f'*g'" if rule == "product" else "f'/g'"
    expected = "f'*g + f*g'" if rule == "product" else "(f'*g - f*g')/g**2"
    return _Candidate(0.5, Blame(place, -1, node, f"{rule} rule", uses, expected, sentence))


def _candidate(f: Steps, edge: Edge, mistake: Mistake) -> _Candidate:
    operation = f.tape[edge.step].op
    expected, uses = _expected(f, edge), _written(f, edge, mistake.uses)
    name, said = mistake.name, mistake.sentence
    if mistake.uses == "1" and operation in ("mul", "div"):
        name, said = "factor", f"the factor {expected} is missing"
    blame = Blame(
        *edge, f.formula(edge.step), name, uses, expected,
        f"{_where(f, edge, uses, expected)}: {said}",
    )  # fmt: skip
    return _Candidate(float(mistake.rank), blame)


def _where(f: Steps, edge: Edge, uses: str, expected: str) -> str:
    node = f.formula(edge.step)
    operand = f.formula(f.tape[edge.step].operands[edge.slot])
    way = "" if len(f.tape[edge.step].operands) == 1 else f", by `{operand}`,"
    return f"at `{node}`{way} the claim uses {uses} where {expected} belongs"


def _expected(f: Steps, edge: Edge) -> str:
    row = PRIMITIVES[f.tape[edge.step].op]
    return "1" if "selects" in row.traits else _written(f, edge, row.partials[edge.slot])


def _written(f: Steps, edge: Edge, text: str) -> str:
    """A formula of the table with the operands' own formulas put in, in its plainest form."""
    from autograd.expression import parse

    step = f.tape[edge.step]
    row = PRIMITIVES[step.op]
    names = {name: f.formula(o) for name, o in zip(row.operands, step.operands, strict=True)}
    names["r"] = f.formula(edge.step)
    names["d"] = _expected(f, edge) if re.search(r"\bd\b", text) else ""
    whole = re.sub(
        r"[A-Za-z_]\w*(?!\w*\()", lambda m: f"({names[m[0]]})" if m[0] in names else m[0], text
    )
    try:
        return str(parse(whole, declared=f.names))
    except ValueError:  # a row that the language does not offer to users
        return whole


def _whole(
    f: Steps, m: Arithmetic, variable: str, samples: Sequence[Sample], swept: Sequence[Sweeps]
) -> Iterator[_Candidate]:
    """Mistakes about the derivative as a whole: another variable, the function itself, nothing."""
    whole = f.formula(len(f.tape) - 1)
    last = len(f.tape) - 1

    def blame(mistake: str, uses: str, sentence: str, rank: float) -> _Candidate:
        right = f"the derivative by {variable}"
        return _Candidate(rank, Blame(last, -1, whole, mistake, uses, right, sentence))

    if _everywhere([m.number(0) for _ in swept], samples):
        yield blame("treated as constant", "0",
                    f"the claim is 0 everywhere: {variable} was treated as a constant", 0.1)  # fmt: skip
        return
    if _everywhere([s.values[-1] for s in swept], samples):
        yield blame(
            "not differentiated", whole, "the claim is the function itself, not its derivative", 0.2
        )
    for other in f.names:
        if other != variable and _everywhere(_derivatives(f, m, other, samples), samples):
            yield blame("other variable", f"the derivative by {other}",
                        f"the claim is the derivative by {other}, not by {variable}", 0.3)  # fmt: skip
    if _everywhere([-s.derivative for s in swept], samples):
        yield blame("sign", "minus the derivative", "the whole derivative has the wrong sign", 3.5)
    ratio = _common_ratio(samples, swept)
    if ratio is not None:
        named = _named_factor(m, ratio)
        yield blame(
            "factor", f"{named or _short(ratio)} times the derivative",
            f"the claim is {named or _short(ratio)} times the derivative, everywhere",
            4.5 if named else 6.0,
        )  # fmt: skip


def _derivatives(f: Steps, m: Arithmetic, name: str, samples: Sequence[Sample]) -> list[Number]:
    return [sweep(f, m, sample.point, name).derivative for sample in samples]


def _common_ratio(samples: Sequence[Sample], swept: Sequence[Sweeps]) -> Number | None:
    ratio: Number | None = None
    for sample, s in zip(samples, swept, strict=True):
        if not s.derivative:
            return None
        here = sample.claimed / s.derivative
        if ratio is None:
            ratio = here
        elif abs(here - ratio) * abs(s.derivative) > 2 * sample.slack:
            return None
    return ratio
