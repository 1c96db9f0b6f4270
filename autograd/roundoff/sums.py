"""Sums and products of a record taken exactly: `math.fsum`, `math.sumprod`, `math.fma`.

A sum of many terms loses a little at every addition. Python can add without: `math.fsum` rounds
once, `math.sumprod` does the same to a sum of products (from Python 3.12), `math.fma` to one
product and one addition (from 3.13). What that would give is computed here with fractions, so
that it can be measured on any Python, and is offered where it is better.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from autograd.roundoff import exact
from autograd.roundoff.diagnosis import Diagnosis
from autograd.roundoff.formats import Format
from autograd.roundoff.measure import bits_lost, digits
from autograd.roundoff.report import Remedy
from autograd.roundoff.samples import around
from autograd.roundoff.shadow import value_of
from autograd.roundoff.steps import Steps, floats
from autograd.roundoff.trial import NOISE

_POINTS: Final = 24
_WORK: Final = 60_000  # steps times points
_GAIN: Final = 1.0  # digits
_SUMS: Final = 4  # of a record that are looked at, the longest
_OTHER_KINDS: Final = frozenset({"branch", "undefined", "undecided", "overflow", "underflow"})


@dataclass(frozen=True)
class Chain:
    """A sum: the step that ends it, and its terms with their signs."""

    top: int
    terms: tuple[tuple[int, int], ...]


def chains(steps: Steps) -> list[Chain]:
    """The sums of a record that are no part of a longer one, used once inside."""
    tape = steps.tape
    uses = [0] * len(tape)
    for step in tape:
        for operand in step.operands:
            uses[operand] += 1
    terms: dict[int, list[tuple[int, int]]] = {}

    def inner(place: int) -> list[tuple[int, int]]:
        """The terms of a sum that nothing else uses, which then is no sum by itself."""
        return terms.pop(place) if uses[place] == 1 and place in terms else [(place, 1)]

    for place, step in enumerate(tape):
        if step.op in ("add", "sub"):
            left, right = step.operands
            sign = 1 if step.op == "add" else -1
            found = inner(left)
            found.extend((k, sign * by) for k, by in inner(right))
            terms[place] = found
    return [Chain(place, tuple(found)) for place, found in terms.items()]


def offers(found: Diagnosis, seed: int) -> list[Remedy]:
    """The one sum of a record that gains most from being taken exactly, where one does; by
    `math.fsum` where that is enough."""
    shadow = found.shadow
    steps, form = shadow.steps, shadow.form
    if found.digits is None or not found.kind or found.kind in _OTHER_KINDS:
        return []
    ball = shadow.ball(len(steps.tape) - 1)
    best: tuple[float, Way, float] | None = None
    for way in _ways(steps):
        value = _floats(way, steps, form, shadow.point)[-1]
        with exact.working(shadow.precision + 2 * form.bits):
            right = 0.0 if ball is None else digits(value, ball, form)
        if right >= found.digits + _GAIN and (best is None or right > best[0] + _GAIN):
            best = right, way, value
    if best is None:
        return []
    right, way, value = best
    measured = _measured(way, steps, form, shadow.point, seed)
    if measured is None:
        return []
    before, after, worse = measured
    where = "around it" if len(before) > 1 else "here"
    count = len(before)
    return [
        Remedy(
            formula=way.told(steps),
            digits=right,
            value=value,
            rules=("exact sum",),
            before=round(sum(before) / count, 2),
            after=round(sum(after) / count, 2),
            worse=worse,
            points=count,
            where=where,
        )
    ]


@dataclass(frozen=True)
class Way:
    """A sum taken exactly; products: its products too."""

    chain: Chain
    products: bool

    def told(self, steps: Steps) -> str:
        """What to write."""
        count, top = len(self.chain.terms), self.chain.top
        line = f" ({steps.tape[top].line})" if steps.tape[top].line else ""
        what = f"{steps.label(top)}{line}"
        if not self.products:
            return f"math.fsum of the {count:,} terms of {what}"
        if count == 2 and any(steps.tape[k].op != "mul" for k, _ in self.chain.terms):
            return f"math.fma (Python 3.13) for {what}"
        return f"math.sumprod (Python 3.12) for the {count:,} products of {what}"


def _ways(steps: Steps) -> Iterator[Way]:
    """Long sums first by `math.fsum`, then sums of products alone, and of one with a number."""
    longest = sorted(chains(steps), key=lambda chain: -len(chain.terms))[:_SUMS]
    for chain in longest:
        if len(chain.terms) >= 3:
            yield Way(chain, products=False)
    for chain in longest:
        many = sum(steps.tape[k].op == "mul" for k, _ in chain.terms)
        if many == len(chain.terms) >= 2 or (many == 1 and len(chain.terms) == 2):
            yield Way(chain, products=True)


def _floats(way: Way, steps: Steps, form: Format, point: Mapping[str, float]) -> list[float]:
    """Every step in the format, the sum of the way taken exactly and rounded once."""
    found = floats(steps, form, point, upto=way.chain.top)
    found.append(_sum(way, steps, form, found))
    return floats(steps, form, point, found)


def _sum(way: Way, steps: Steps, form: Format, found: Sequence[float]) -> float:
    total = Fraction(0)
    for place, sign in way.chain.terms:
        step = steps.tape[place]
        factors = [place]
        if way.products and step.op == "mul":
            factors = list(step.operands)
        if not all(math.isfinite(found[factor]) for factor in factors):
            return math.nan
        total += sign * math.prod(Fraction(found[factor]) for factor in factors)
    try:
        return form.round(float(total))
    except OverflowError:
        return math.copysign(math.inf, total)


def _measured(
    way: Way, steps: Steps, form: Format, at: Mapping[str, float], seed: int
) -> tuple[list[float], list[float], float] | None:
    """Bits lost before and after at points around this one; None where it is worse at one."""
    named = set(steps.inputs)
    inputs = {
        step.text: form.round(at.get(step.text, step.value))
        for step in steps.tape
        if not step.operands and step.text in named
    }
    count = max(1, min(_POINTS, _WORK // len(steps.tape)))
    before: list[float] = []
    after: list[float] = []
    for point in around(inputs, form, count, seed):
        computed = floats(steps, form, point)
        value = value_of(steps, computed)
        if value is None:
            continue
        before.append(bits_lost(computed[-1], value, form))
        after.append(bits_lost(_floats(way, steps, form, point)[-1], value, form))
    if not before:
        return None
    worse = max(max(n, NOISE) - max(o, NOISE) for n, o in zip(after, before, strict=True))
    return (before, after, worse) if worse <= 1.0 else None
