"""A better formula, looked for: rewrite, measure, keep the best, put two together at a switch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from autograd.errors import GlassgradError
from autograd.expression import Expression
from autograd.roundoff import patterns, series
from autograd.roundoff.formats import Format
from autograd.roundoff.regimes import joined
from autograd.roundoff.rules import rules
from autograd.roundoff.samples import Point
from autograd.roundoff.terms import (
    LARGEST,
    Term,
    expression_of,
    filled,
    inside,
    matches,
    replaced,
    size,
    term_of,
    tidy,
)
from autograd.roundoff.trial import NOISE, Trial, trial

_ATTEMPTS: Final = 4
_ROUNDS: Final = 5
_BEAM: Final = 16
_MOST: Final = 1200  # formulas measured for one search
_WORK: Final = 1_200_000  # steps of formulas times points, over one search
_EFFORT: Final = 150_000  # steps of all formulas that the rules make in one search
_MOST_GROWTH: Final = 4.0  # times as many steps as the original, and some
_NEARLY: Final = 0.75  # bits on average
_SHORTER: Final = 0.7
_SYMPY_SECONDS: Final = 0.4
_PENALTY: Final = 500.0
_GOOD: Final = 0.3  # bits on average: good enough to stop


@dataclass(frozen=True)
class Candidate:
    """A formula, how it was made, and the bits it loses at every point."""

    term: Term
    expression: Expression
    rules: tuple[str, ...]
    lost: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Bits lost, on average over the points."""
        return sum(self.lost) / len(self.lost)


def worse(candidate: Candidate, original: Candidate) -> float:
    """By how many bits a formula is worse than the original where it is worst beside it."""
    return max(
        max(new, NOISE) - max(old, NOISE)
        for new, old in zip(candidate.lost, original.lost, strict=True)
    )


def search(
    expression: Expression, trial: Trial, rivals: Sequence[Expression] = ()
) -> Iterator[Candidate]:
    """Formulas with the same value that lose fewer bits, best first, and none that is worse than
    the original by more than a bit at any of the points.

    rivals: forms of the same function to begin from besides it, such as sympy's of a derivative.
    """
    start = term_of(expression)
    original = _measured(start, (), expression.names, trial)
    if original is None or size(start) > LARGEST or not trial.spots:
        return
    pool = _explored(original, expression.names, trial, rivals)
    best = sorted(pool, key=_order)[: 2 * _BEAM]
    whole = [*best, *_mixed(best, original, expression.names, trial)]
    least = min(each.mean for each in whole)
    for candidate in sorted(whole, key=lambda each: _preference(each, least)):
        better = original.mean - candidate.mean > 0.5
        if better and worse(candidate, original) <= 1.0 and trial.equal(candidate.expression):
            yield candidate


def remedies(
    expression: Expression,
    form: Format,
    sample: Callable[[int], list[Point]],
    most: int = 3,
    rivals: Sequence[Expression] = (),
) -> list[Candidate]:
    """Up to ``most`` better formulas, best first, that hold on points they were not chosen by.

    sample: points of the domain for a seed. What was found by the points of seed 0 is tried on
    those of further seeds; where it is worse than the original, those points join the first ones
    and the search begins anew.
    """
    points = sample(0)
    found: list[Candidate] = []
    for seed in range(1, _ATTEMPTS + 1):
        tried = trial(expression, form, points)
        found = list(islice(search(expression, tried, rivals), 4 * most))
        fresh = trial(expression, form, [*sample(seed), *sample(seed + _ATTEMPTS)])
        if not found or not fresh.spots:
            break
        original = fresh.lost(expression)
        failed = [k for k, by in enumerate(worse_at(found[0], original, fresh)) if by > 1.0]
        if not failed:
            held = (c for c in found if max(worse_at(c, original, fresh)) <= 1.0)
            return _distinct(held)[:most]
        points = points + [dict(fresh.spots[k].point) for k in failed]
    return []


def _distinct(found: Iterable[Candidate]) -> list[Candidate]:
    """The best, and of the others those that are about as good and much shorter."""
    kept: list[Candidate] = []
    for each in found:
        shorter = not kept or size(each.term) <= _SHORTER * size(kept[-1].term)
        if shorter and (not kept or each.mean <= kept[0].mean + NOISE):
            kept.append(each)
    return kept


def worse_at(candidate: Candidate, original: Sequence[float], fresh: Trial) -> list[float]:
    """By how many bits a formula is worse than the original at each of some points."""
    new = fresh.lost(candidate.expression)
    return [max(n, NOISE) - max(o, NOISE) for n, o in zip(new, original, strict=True)]


def _preference(candidate: Candidate, least: float) -> tuple[bool, float, float]:
    """Of those that are as good as the best, or nearly so, the shortest first."""
    near = candidate.mean <= least + _NEARLY
    return not near, size(candidate.term) if near else candidate.mean, candidate.mean


def _order(candidate: Candidate) -> tuple[float, int]:
    """Better first; of two that are as good to a tenth of a bit the shorter."""
    return round(candidate.mean, 1), size(candidate.term)


def _explored(
    original: Candidate, names: tuple[str, ...], trial: Trial, rivals: Sequence[Expression]
) -> list[Candidate]:
    """What the rules make of the original, and of its rivals, round after round, from the best of
    each."""
    others = (_measured(term_of(rival), ("sympy",), names, trial) for rival in rivals)
    frontier = [original, *(other for other in others if other is not None)]
    seen = {each.term for each in frontier}
    pool = list(frontier)
    good = False
    effort = _EFFORT
    limit = _MOST_GROWTH * size(original.term) + 80
    left = min(_MOST, _WORK // (len(trial.spots) * size(original.term)))
    for _ in range(_ROUNDS):
        found: list[Candidate] = []
        for candidate in frontier:
            if effort <= 0:
                break
            for name, term in _rewritten(candidate.term):
                effort -= size(term)
                if term in seen or size(term) > limit or left <= 0:
                    continue
                seen.add(term)
                left -= 1
                measured = _measured(term, (*candidate.rules, name), names, trial)
                if measured is not None:
                    found.append(measured)
        pool += found
        frontier = _beam(found)
        if not frontier or good:  # one more round, for a shorter form of what is good
            break
        good = min(each.mean for each in pool) < _GOOD
    if min(each.mean for each in pool) > NOISE:
        pool += _by_sympy(original.expression, names, trial)
    return pool


def _by_sympy(expression: Expression, names: tuple[str, ...], trial: Trial) -> Iterator[Candidate]:
    """What sympy makes of a formula that our own rules do not mend: factors, common terms."""
    from autograd.check import symbolic, symbolic_rewriting  # loads sympy

    forms = symbolic.simplified(expression, (), _SYMPY_SECONDS)
    for form in (*forms, *symbolic_rewriting.optimized(expression, _SYMPY_SECONDS)):
        measured = _measured(term_of(form), ("sympy",), names, trial)
        if measured is not None:
            yield measured


def _beam(found: list[Candidate]) -> list[Candidate]:
    """Those to go on from: the best, and the shortest, which lead on though not better yet."""
    best = sorted(found, key=_order)[:_BEAM]
    short = sorted(found, key=lambda each: (size(each.term), each.mean))[:_BEAM]
    return list({each.term: each for each in (*best, *short)}.values())


def _rewritten(term: Term) -> Iterator[tuple[str, Term]]:
    """Every use of a rule at any place, and of the patterns of any length."""
    yield from ((name, tidy(made)) for name, made in patterns.rewritten(term))
    for way, part in inside(term):
        for rule in rules():
            if rule.pattern.op != part.op:
                continue
            for binding in matches(rule.pattern, part, {}):
                yield rule.name, tidy(replaced(term, way, filled(rule.replacement, binding)))


def _measured(
    term: Term, rules: tuple[str, ...], names: tuple[str, ...], trial: Trial
) -> Candidate | None:
    try:
        expression = expression_of(term, names)
    except GlassgradError:  # past a cap of the language
        return None
    if not set(expression.names) <= set(names):
        return None
    return Candidate(term, expression, tuple(dict.fromkeys(rules)), tuple(trial.lost(expression)))


def _mixed(
    best: Iterable[Candidate], original: Candidate, names: tuple[str, ...], trial: Trial
) -> list[Candidate]:
    """Two formulas with a switch between them, and series near zero with one."""
    rivals = list({each.term: each for each in (*best, original)}.values())
    found = []
    for term in series.near_zero(original.term, names):
        made = _measured(term, ("series near zero",), names, trial)
        if made is not None:
            found.append(made)
    rivals += found
    for _ in range(2):
        costs = [(each.term, _costs(each, original)) for each in rivals]
        join = joined(costs, names, trial)
        if join is None:
            break
        rules = dict.fromkeys(r for k in join.parts for r in rivals[k].rules)
        made = _measured(join.term, (*rules, "switch-over"), names, trial)
        least = min(sum(lost) for _, lost in costs) - 0.1 * len(trial.spots)
        if made is None or sum(_costs(made, original)) > least:
            break
        found.append(made)
        rivals.append(made)
    return found


def _costs(candidate: Candidate, original: Candidate) -> list[float]:
    """Bits lost at every point, with a penalty where that is worse than the original."""
    return [
        new + (_PENALTY if max(new, NOISE) - max(old, NOISE) > 1.0 else 0.0)
        for new, old in zip(candidate.lost, original.lost, strict=True)
    ]
