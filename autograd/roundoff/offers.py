"""Remedies to offer: measured on points that they were not chosen by, and better here too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from autograd.expression import Expression
from autograd.roundoff import exact
from autograd.roundoff.diagnosis import Diagnosis
from autograd.roundoff.measure import digits
from autograd.roundoff.places import Place
from autograd.roundoff.report import Remedy
from autograd.roundoff.samples import Point
from autograd.roundoff.search import Candidate, remedies, worse_at
from autograd.roundoff.shadow import value_of
from autograd.roundoff.steps import Steps, floats, of_expression
from autograd.roundoff.terms import LARGEST
from autograd.roundoff.trial import trial

_CHOSEN_BY: Final = 96  # points
_JUDGED_BY: Final = 192
_JUDGED_FROM: Final = 1000  # the turn whose points nothing is chosen by


class Here(NamedTuple):
    """What a formula gives at the point of the report."""

    value: float
    digits: float


def offers(
    formula: Expression, found: Diagnosis, place: Place, rivals: Sequence[Expression] = ()
) -> list[Remedy]:
    """Better formulas, best first; none where the result is good, or has no value.

    rivals: other forms of the same function, to begin from as well.
    """
    if found.lost is None or found.good or found.kind == "branch" or len(formula.tape) > LARGEST:
        return []
    form, point = place.form, dict(found.shadow.point)

    def seeded(turn: int) -> list[Point]:
        points = place.sample(turn)[:_CHOSEN_BY]
        return [point, *points] if turn == 0 else points

    chosen = remedies(formula, form, seeded, rivals=rivals)
    if not chosen:
        return []
    judged = trial(formula, form, place.sample(_JUDGED_FROM)[:_JUDGED_BY])
    original = judged.lost(formula)
    made = []
    for each in chosen:
        here = _better(each, found)
        if here is None or not original:
            continue
        by = max(worse_at(each, original, judged))
        after = judged.lost(each.expression)
        if by <= 1.0:
            made.append(
                Remedy(
                    formula=str(each.expression),
                    digits=here.digits,
                    value=here.value,
                    rules=each.rules,
                    before=mean(original),
                    after=mean(after),
                    worse=by,
                    points=len(after),
                    where=place.told,
                )
            )
    return made


def _better(each: Candidate, found: Diagnosis) -> Here | None:
    """What a candidate gives at the point; None where it is no better there."""
    return better(of_expression(each.expression), found)


def better(steps: Steps, found: Diagnosis) -> Here | None:
    """What other steps to the same value give at the point; None where they are no better."""
    form = found.shadow.form
    computed = floats(steps, form, found.shadow.point)
    value = value_of(steps, computed)
    if value is None or found.digits is None:
        return None
    with exact.working(found.shadow.precision + 2 * form.bits):
        right = digits(computed[-1], value, form)
    return Here(computed[-1], right) if right > found.digits else None


def joined(found: list[Remedy], others: list[Remedy]) -> list[Remedy]:
    """Remedies with others behind them that are right to more digits here."""
    best = max((remedy.digits for remedy in found), default=0.0)
    return found + [remedy for remedy in others if remedy.digits > best]


def mean(numbers: list[float]) -> float:
    """The mean to two decimals."""
    return round(sum(numbers) / len(numbers), 2)
