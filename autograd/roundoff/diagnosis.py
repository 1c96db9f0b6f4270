"""What went wrong at a point: where the error entered, where it grew, and what one calls that."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from flint import arb

from autograd.primitives import PRIMITIVES
from autograd.roundoff import exact
from autograd.roundoff.blame import Blame, blame
from autograd.roundoff.growth import edges_at, growth_at
from autograd.roundoff.kinds import kind_of
from autograd.roundoff.measure import bits_lost, digits, log2
from autograd.roundoff.shadow import Shadow
from autograd.roundoff.steps import Steps

BAD: Final = 4.0
"""Bits that may be wrong at the end of a result before anything is said: sixteen half units."""

_GROWING: Final = frozenset({"exp", "exp2", "expm1", "sinh", "cosh", "pow", "gamma", "mul"})
_LARGEST_SHARE: Final = 1e300
_GROWTH: Final = 2.0  # bits that an amplifier loses, at the least


@dataclass(frozen=True)
class Source:
    """Where the error entered: a step, and its part of the error of the result."""

    place: int
    share: float


@dataclass(frozen=True)
class Amplifier:
    """Where the error grew: a step, and how many bits were lost there."""

    place: int
    bits: float


@dataclass(frozen=True)
class Diagnosis:
    """Of one run.

    digits, lost: of the result; None where it has no exact value. source, amplifier: None where
    the result is good, or nobody is to blame. kind: of the loss, "" where there is none; "branch"
    where float and exact took different branches at the step ``branch``; "undefined" where the
    formula itself has no value; "undecided" where balls could not tell. shares: of every step
    in the error, as far as it can be split. growth: of the relative error at every step, in bits;
    edges: the same for each operand by itself. node_digits, node_lost: of every step that has an
    exact value. exactly: whether the shares sum to the error.
    """

    shadow: Shadow
    digits: float | None
    lost: float | None
    kind: str = ""
    source: Source | None = None
    amplifier: Amplifier | None = None
    branch: int | None = None
    shares: tuple[float | None, ...] = ()
    growth: tuple[float | None, ...] = ()
    edges: tuple[tuple[float | None, ...], ...] = ()
    node_digits: tuple[float | None, ...] = ()
    node_lost: tuple[float | None, ...] = ()
    exactly: bool = False

    @property
    def good(self) -> bool:
        """Whether the result is as good as the format allows, or nearly so."""
        return self.lost is not None and self.lost < BAD


def diagnose(shadow: Shadow) -> Diagnosis:
    """What there is to say of a run."""
    with exact.working(shadow.precision + 2 * shadow.form.bits):
        return _told(_measured(shadow))


def _measured(shadow: Shadow) -> Diagnosis:
    found: list[tuple[float, float] | None] = []
    for place, number in enumerate(shadow.floats):
        ball = shadow.ball(place)
        known = None if ball is None else (digits(number, ball, shadow.form),
                                           bits_lost(number, ball, shadow.form))  # fmt: skip
        found.append(known)
    last = found[-1]
    return Diagnosis(
        shadow,
        digits=None if last is None else last[0],
        lost=None if last is None else last[1],
        node_digits=tuple(None if each is None else each[0] for each in found),
        node_lost=tuple(None if each is None else each[1] for each in found),
    )


def _told(found: Diagnosis) -> Diagnosis:
    shadow = found.shadow
    branch = next(_flips(shadow), None)
    if shadow.trouble is not None:
        return _without_value(found, branch)
    if branch is not None:
        return replace(found, branch=branch, kind="" if found.good else "branch")
    wild = next(_not_finite(shadow), None)
    if wild is not None:
        return found if found.good else _wild(found, wild)
    return _split(found, blame(shadow))


def _not_finite(shadow: Shadow) -> Iterator[int]:
    """The steps in use that are infinite or nan in floats."""
    for place, number in enumerate(shadow.floats):
        if place in shadow.used and not math.isfinite(number):
            yield place


def _flips(shadow: Shadow) -> Iterator[int]:
    """The comparisons in use that come out differently in floats."""
    for place, step in enumerate(shadow.steps.tape):
        known = shadow.exact[place] if place in shadow.used else None
        if known is not None and "comparison" in _traits(step.op):
            truth = exact.as_ball(known)
            if not truth.contains(arb(shadow.floats[place])):
                yield place


def _traits(op: str) -> frozenset[str]:
    return PRIMITIVES[op].traits if op in PRIMITIVES else frozenset()


def _without_value(found: Diagnosis, branch: int | None) -> Diagnosis:
    """The exact formula broke off at a step."""
    trouble = found.shadow.trouble
    assert trouble is not None
    number = found.shadow.floats[trouble.place]
    place = trouble.place
    wild = next((p for p in _not_finite(found.shadow) if p < place), None)
    if wild is not None or (math.isinf(number) and _grows(found, place)):
        place = place if wild is None else wild
        bits = float(found.shadow.form.bits)
        return replace(found, kind="overflow", source=Source(place, 1.0), lost=bits, digits=0.0)
    if branch is not None:
        return replace(found, kind="branch", branch=branch)
    kind = "undecided" if math.isfinite(found.shadow.value) else "undefined"
    return replace(found, kind=kind)


def _grows(found: Diagnosis, place: int) -> bool:
    """Whether a step that is infinite has a value too large for balls, and is at no pole."""
    step, floats = found.shadow.steps.tape[place], found.shadow.floats
    operands = [floats[operand] for operand in step.operands]
    if step.op not in _GROWING or not all(map(math.isfinite, operands)):
        return False
    return operands[0] != 0 if step.op == "pow" else step.op != "gamma" or operands[0] > 1


def _wild(found: Diagnosis, place: int) -> Diagnosis:
    """The earliest step that is infinite or nan although the exact value is a number."""
    shadow = found.shadow
    op, bits = shadow.steps.tape[place].op, float(shadow.form.bits)
    operands = [o for o in shadow.steps.tape[place].operands if _in_error(shadow, o)]
    if not operands or _too_large(shadow, place):
        end = _where_lost(shadow, place)
        kind = "overflow" if math.isinf(shadow.floats[place]) else "undefined"
        amplifier = Amplifier(end, bits) if end != place else None
        return replace(found, kind=kind, source=Source(place, 1.0), amplifier=amplifier)
    worst = max(operands, key=lambda o: (vanished(shadow, o), found.node_lost[o] or 0))
    if vanished(shadow, worst):
        kind = "division of small numbers" if op in ("div", "reciprocal") else "underflow"
        source, amplifier = Source(_first_vanished(shadow, worst), 1.0), Amplifier(place, bits)
        return replace(found, kind=kind, source=source, amplifier=amplifier)
    inner = diagnose(_until(shadow, worst))
    amplifier = inner.amplifier or Amplifier(place, bits)
    shares = tuple(share or 0.0 for share in inner.shares)
    source = inner.source or (_source(inner.shadow.steps, shares) if shares else Source(worst, 1.0))
    kind = inner.kind or kind_of(shadow, source.place, amplifier.place)
    return replace(found, kind=kind, source=source, amplifier=amplifier)


def _in_error(shadow: Shadow, place: int) -> bool:
    """Whether a step is not what it is exactly."""
    ball = shadow.ball(place)
    return ball is not None and not (arb(shadow.floats[place]) - ball).contains(0)


def _too_large(shadow: Shadow, place: int) -> bool:
    """Whether the exact value of a step is beyond the format."""
    ball = shadow.ball(place)
    return ball is not None and log2(ball) > shadow.form.highest


def _where_lost(shadow: Shadow, place: int) -> int:
    """Where an overflow becomes nan, or a number that hides it; the step itself otherwise."""
    reached = {place}
    for later in range(place + 1, len(shadow.floats)):
        if later in shadow.used and reached.intersection(shadow.steps.tape[later].operands):
            reached.add(later)
            if not math.isinf(shadow.floats[later]):
                return later
    return place


def vanished(shadow: Shadow, place: int) -> bool:
    """Whether a step is 0 in floats although it is not."""
    ball = shadow.ball(place)
    return shadow.floats[place] == 0.0 and ball is not None and not ball.contains(0)


def _first_vanished(shadow: Shadow, place: int) -> int:
    """The earliest step that vanished on the way to this one."""
    while True:
        before = [o for o in shadow.steps.tape[place].operands if vanished(shadow, o)]
        if not before:
            return place
        place = before[0]


def _until(shadow: Shadow, place: int) -> Shadow:
    """The run up to a step."""
    steps = shadow.steps
    part = Steps(steps.tape[: place + 1], steps.inputs, steps.formula, steps.label(place))
    return replace(
        shadow,
        steps=part,
        floats=shadow.floats[: place + 1],
        exact=shadow.exact[: place + 1],
        used=frozenset(p for p in shadow.used if p <= place),
        unsure=frozenset(p for p in shadow.unsure if p <= place),
    )


def _split(found: Diagnosis, split: Blame) -> Diagnosis:
    """Source and amplifier, from the error's parts."""
    total = split.total
    if total.is_zero() or not split.exactly:
        return replace(found, exactly=split.exactly)
    shares = tuple(float(share / total) for share in split.shares)
    if max(map(abs, shares)) > _LARGEST_SHARE:  # undone by others, and told by no float
        return replace(found, exactly=False)
    growth = tuple(growth_at(found.shadow, split, place) for place in range(len(shares)))
    edges = tuple(edges_at(found.shadow, split, place) for place in range(len(shares)))
    found = replace(found, shares=shares, growth=growth, edges=edges, exactly=True)
    if found.good:
        return found
    source = _source(found.shadow.steps, shares)
    amplifier = _amplifier(split, growth)
    kind = kind_of(found.shadow, source.place, None if amplifier is None else amplifier.place)
    return replace(found, source=source, amplifier=amplifier, kind=kind)


def _source(steps: Steps, shares: tuple[float, ...]) -> Source:
    """The step with the largest share; steps that say the same are one."""
    together: dict[str, list[int]] = {}
    largest = max(abs(share) for share in shares)
    for place, share in enumerate(shares):
        if abs(share) > largest / 1000:
            together.setdefault(f"{steps.tape[place].op} {steps.label(place)}", []).append(place)
    sums = {label: math.fsum(shares[p] for p in places) for label, places in together.items()}
    best = max(sums, key=lambda label: abs(sums[label]))
    return Source(together[best][0], sums[best])


def _amplifier(split: Blame, growth: tuple[float | None, ...]) -> Amplifier | None:
    best, most = None, _GROWTH
    for place, bits in enumerate(growth):
        if bits is not None and bits > most:
            best, most = place, bits
    return None if best is None else Amplifier(best, most)
