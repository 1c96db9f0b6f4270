"""Two formulas put together: one below a switch-over point of a variable, the other from it on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from autograd.expression import parse
from autograd.expression.tape import NAME
from autograd.roundoff.terms import Term, expression_of, number, parts, term_of, value_of
from autograd.roundoff.trial import Trial

_MOST: Final = 16  # rivals that are put together
_NEIGHBOURS: Final = 3
_GAIN: Final = 0.75  # bits on average that a switch must bring

Rival = tuple[Term, Sequence[float]]


class Join(NamedTuple):
    """The formula, and which rivals are in it."""

    term: Term
    parts: tuple[int, int]


def switches(formula: str) -> list[tuple[str, float]]:
    """Where a formula goes from one part to another: a name and a number for each comparison of
    a variable, or of its size (then both signs), that chooses."""
    found: dict[tuple[str, float], None] = {}
    for each in parts(term_of(parse(formula))):
        if each.op != "where" or each.args[0].op != "lt":
            continue
        key, limit = each.args[0].args
        at = value_of(limit)
        size = key.op == "abs"
        name = key.args[0] if size else key
        if at is not None and name.op == NAME:
            for sign in (1.0, -1.0)[: 2 if size else 1]:
                found[name.text, sign * float(at)] = None
    return list(found)


class _Switch(NamedTuple):
    cost: float
    below: int
    above: int
    low: float
    high: float
    name: str
    size: bool


def joined(rivals: Sequence[Rival], names: Sequence[str], trial: Trial) -> Join | None:
    """The best pair at its best switch-over point; None where no pair beats each alone."""
    chosen = _chosen(rivals)
    single = min(sum(lost) for _, (_, lost) in chosen)
    best: _Switch | None = None
    for name in names:
        for by_size in (False, True):
            switch = _best(chosen, name, by_size, trial)
            if switch is not None and (best is None or switch.cost < best.cost - 1e-9):
                best = switch
    if best is None or best.cost > single - _GAIN * len(trial.spots):
        return None
    terms = {place: term for place, (term, _) in chosen}
    at = _refined(best, terms[best.below], terms[best.above], names, trial)
    return Join(_where(best, at, terms[best.below], terms[best.above]), (best.below, best.above))


def _chosen(rivals: Sequence[Rival]) -> list[tuple[int, Rival]]:
    """The rivals that are best on average, and those that are best at most points, with their
    places; the last ones, which are series and the original, always."""
    count = len(rivals)
    order = sorted(range(count), key=lambda k: sum(rivals[k][1]))
    kept = dict.fromkeys([*order[:_MOST], *range(max(0, count - 6), count)])
    return [(k, rivals[k]) for k in kept]


def _best(
    rivals: list[tuple[int, Rival]], name: str, by_size: bool, trial: Trial
) -> _Switch | None:
    """The best pair that switches on a variable, or on its size."""
    keys = [spot.point[name] for spot in trial.spots]
    keys = [abs(key) for key in keys] if by_size else keys
    order = sorted(range(len(keys)), key=keys.__getitem__)
    cuts = [k for k in range(1, len(order)) if keys[order[k - 1]] < keys[order[k]]]
    if not cuts:
        return None
    sums = {place: [0.0, *accumulate(lost[each] for each in order)] for place, (_, lost) in rivals}
    best: _Switch | None = None
    for cut in cuts:
        below = min(sums, key=lambda place: sums[place][cut])
        above = min(sums, key=lambda place: sums[place][-1] - sums[place][cut])
        cost = sums[below][cut] + sums[above][-1] - sums[above][cut]
        if below != above and (best is None or cost < best.cost):
            low, high = keys[order[cut - 1]], keys[order[cut]]
            best = _Switch(cost, below, above, low, high, name, by_size)
    return best


def _refined(
    switch: _Switch, below: Term, above: Term, names: Sequence[str], trial: Trial
) -> float:
    """The switch-over point between two neighbouring points where both formulas do best."""
    from autograd.roundoff.samples import between
    from autograd.roundoff.trial import trial as tried

    tries = between(switch.low, switch.high, 48)
    near = sorted(
        trial.spots, key=lambda spot: abs(_key(switch, spot.point[switch.name]) - switch.high)
    )[:_NEIGHBOURS]
    one, other = (expression_of(term, tuple(names)) for term in (above, below))
    lows, highs = [0.0] * len(tries), [0.0] * len(tries)
    for spot in near:
        sign = math.copysign(1.0, spot.point[switch.name]) if switch.size else 1.0
        for k, each in enumerate(tries):
            single = tried(one, trial.form, [spot.point | {switch.name: sign * each}])
            lows[k] += sum(single.lost(other))
            highs[k] += sum(single.lost(one))
    costs = [sum(lows[:k]) + sum(highs[k:]) for k in range(len(lows) + 1)]
    cut = costs.index(min(costs))
    ends = [switch.low, *tries, switch.high]
    return _round(ends[cut], ends[cut + 1])


def _key(switch: _Switch, number: float) -> float:
    return abs(number) if switch.size else number


def _round(low: float, high: float) -> float:
    """A short number in (low, high]."""
    middle = low / 2 + high / 2
    if low > 0 and high / low > 4 and math.isfinite(high / low):
        middle = math.exp((math.log(low) + math.log(high)) / 2)
    for digits in range(1, 17):
        short = float(f"{middle:.{digits}g}")
        if low < short <= high:
            return short
    return high


def _where(switch: _Switch, at: float, below: Term, above: Term) -> Term:
    name = Term(NAME, switch.name)
    key = Term("abs", "", (name,)) if switch.size else name
    text = repr(abs(at)).removesuffix(".0").replace("e+", "e")
    limit = number(text) if at >= 0 else Term("neg", "", (number(text),))
    return Term("where", "", (Term("lt", "", (key, limit)), below, above))
