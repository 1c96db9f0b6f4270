"""Sums of a record taken in another way: exactly, or a variance in two passes.

A sum of many terms loses a little at every addition. Python can add without: `math.fsum` rounds
once, `math.sumprod` does the same to a sum of products (from Python 3.12), `math.fma` to one
product and one addition (from 3.13). What that would give is computed here with fractions, so
that it can be measured on any Python, and is offered where it is better. A variance as mean of
squares minus square of the mean is computed again with the mean taken off first (Higham, section
1.9).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from autograd.roundoff import exact
from autograd.roundoff.diagnosis import Diagnosis
from autograd.roundoff.formats import Format, Rounded
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
    """The one sum of a record that gains most from being taken in another way, where one does."""
    shadow = found.shadow
    steps, form = shadow.steps, shadow.form
    if found.digits is None or not found.kind or found.kind in _OTHER_KINDS:
        return []
    ball = shadow.ball(len(steps.tape) - 1)
    best: tuple[float, Exactly | TwoPasses, float] | None = None
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
            rules=(way.rule,),
            before=round(sum(before) / count, 2),
            after=round(sum(after) / count, 2),
            worse=worse,
            points=count,
            where=where,
        )
    ]


@dataclass(frozen=True)
class Exactly:
    """A sum taken exactly and rounded once; products: its products too."""

    chain: Chain
    products: bool
    rule = "exact sum"

    @property
    def top(self) -> int:
        """The step that is replaced."""
        return self.chain.top

    def told(self, steps: Steps) -> str:
        """What to write."""
        count = len(self.chain.terms)
        what = f"{steps.label(self.top)}{_line(steps, self.top)}"
        if not self.products:
            return f"math.fsum of the {count:,} terms of {what}"
        if count == 2 and any(steps.tape[k].op != "mul" for k, _ in self.chain.terms):
            return f"math.fma (Python 3.13) for {what}"
        return f"math.sumprod (Python 3.12) for the {count:,} products of {what}"

    def value(self, steps: Steps, form: Format, found: Sequence[float]) -> float:
        """The sum, from the floats of the steps before."""
        total = Fraction(0)
        for place, sign in self.chain.terms:
            step = steps.tape[place]
            factors = list(step.operands) if self.products and step.op == "mul" else [place]
            if not all(math.isfinite(found[factor]) for factor in factors):
                return math.nan
            total += sign * math.prod(Fraction(found[factor]) for factor in factors)
        try:
            return form.round(float(total))
        except OverflowError:
            return math.copysign(math.inf, total)


@dataclass(frozen=True)
class TwoPasses:
    """The mean of (x - mean)**2 for a mean of squares minus the square of the mean."""

    top: int
    mean: int
    numbers: tuple[int, ...]
    rule = "two passes"

    def told(self, steps: Steps) -> str:
        """What to write."""
        arrays = {steps.label(place).partition("[")[0] for place in self.numbers}
        x = arrays.pop() if len(arrays) == 1 else "x"
        return (
            f"np.mean(({x} - np.mean({x}))**2) for {steps.label(self.top)}{_line(steps, self.top)}"
        )

    def value(self, steps: Steps, form: Format, found: Sequence[float]) -> float:
        """The variance, step by step in the format."""
        m = Rounded(form)
        total = 0.0
        for place in self.numbers:
            gap = m.sub(found[place], found[self.mean])
            total = m.add(total, m.mul(gap, gap))
        return float(m.div(total, float(len(self.numbers))))


def _line(steps: Steps, place: int) -> str:
    line = steps.tape[place].line
    return f" ({line})" if line else ""


def _ways(steps: Steps) -> Iterator[Exactly | TwoPasses]:
    """Variances; long sums by `math.fsum`; sums of products alone, and of one with a number."""
    whole = chains(steps)
    yield from _variances(steps, {chain.top: chain.terms for chain in whole})
    longest = sorted(whole, key=lambda chain: -len(chain.terms))[:_SUMS]
    for chain in longest:
        if len(chain.terms) >= 3:
            yield Exactly(chain, products=False)
    for chain in longest:
        many = sum(steps.tape[k].op == "mul" for k, _ in chain.terms)
        if many == len(chain.terms) >= 2 or (many == 1 and len(chain.terms) == 2):
            yield Exactly(chain, products=True)


def _variances(
    steps: Steps, sums: Mapping[int, tuple[tuple[int, int], ...]]
) -> Iterator[TwoPasses]:
    tape = steps.tape
    for top, step in enumerate(tape):
        if step.op != "sub":
            continue
        squares, mean = step.operands[0], _rooted(steps, step.operands[1])
        if mean is None or tape[squares].op != "div" or tape[mean].op != "div":
            continue
        numbers = [place for place, _ in sums.get(tape[mean].operands[0], ())]
        roots = [_rooted(steps, place) for place, _ in sums.get(tape[squares].operands[0], ())]
        if len(numbers) > 1 and sorted(numbers) == sorted(root or 0 for root in roots):
            yield TwoPasses(top, mean, tuple(numbers))


def _rooted(steps: Steps, place: int) -> int | None:
    """The step that another is the square of."""
    step = steps.tape[place]
    if step.op == "square" or (step.op == "mul" and step.operands[0] == step.operands[1]):
        return step.operands[0]
    if step.op == "pow" and steps.tape[step.operands[1]].text in ("2", "2.0"):
        return step.operands[0]
    return None


def _floats(
    way: Exactly | TwoPasses, steps: Steps, form: Format, point: Mapping[str, float]
) -> list[float]:
    """Every step in the format, the one that is replaced computed in the other way."""
    found = floats(steps, form, point, upto=way.top)
    found.append(way.value(steps, form, found))
    return floats(steps, form, point, found)


def _measured(
    way: Exactly | TwoPasses, steps: Steps, form: Format, at: Mapping[str, float], seed: int
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
    # The ordinary rounding of n additions is a random walk: the square root of n units.
    noise = NOISE + math.log2(len(steps.tape)) / 2
    worse = max(max(n, noise) - max(o, noise) for n, o in zip(after, before, strict=True))
    return (before, after, worse) if worse <= 1.0 else None
