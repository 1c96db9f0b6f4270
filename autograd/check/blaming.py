"""What a wrong claim did: the mistake by name, or how it differs, and a point that disproves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from autograd.check import points
from autograd.check.diagnosis import diagnose
from autograd.check.disproof import simplest
from autograd.check.judge import Judgement, in_words
from autograd.check.points import Point
from autograd.check.precise import DIGITS, Precise, agreement, precise
from autograd.check.question import Question
from autograd.check.request import Request
from autograd.check.suspects import Finding, Sample
from autograd.check.sweeps import sweep
from autograd.check.verdict import Blame
from autograd.check.wording import cut
from autograd.errors import CheckError
from autograd.expression import Expression

_SAMPLES: Final = 5
_SURE: Final = DIGITS - 10  # digits to which a mistake must give the claim
_WORKING: Final = (DIGITS + 15, 4 * DIGITS, 12 * DIGITS)  # digits tried for the sweeps
_FORM_DIGITS: Final = 25
_LONGEST: Final = 80  # characters of a quotient or a difference that is worth showing
_SECONDS: Final = 0.8


class Account(NamedTuple):
    """What is said of a wrong claim. place: the blamed step, None where there is none on the
    formula's own tape. remarks: sentences for the reason."""

    blame: Blame | None = None
    place: int | None = None
    remarks: tuple[str, ...] = ()


def account(
    request: Request,
    variables: tuple[str, ...],
    claim: Expression,
    judged: Sequence[Judgement],
    simplify: bool,
) -> Account:
    """The mistake behind a wrong claim, or how the claim differs; and its simplest disproof.

    judged: on the claim, at least one of them wrong. simplify: whether sympy may be asked.
    """
    finding = _finding(request, variables, claim, judged)
    remarks: list[str] = []
    if finding is None and simplify:
        remarks += _compared(request, variables, claim, judged)
    remarks += _disproof(request, variables, claim, judged)
    if finding is None:
        return Account(remarks=tuple(remarks))
    blame = Blame(finding.node, finding.mistake, finding.uses, finding.expected, finding.sentence)
    return Account(blame, finding.place if len(variables) == 1 else None, tuple(remarks))


def _finding(
    request: Request,
    variables: tuple[str, ...],
    claim: Expression,
    judged: Sequence[Judgement],
) -> Finding | None:
    """The mistake; in a derivative of higher order that of the last derivation."""
    *before, variable = variables
    f = request.expression
    if before:
        from autograd.check import symbolic  # loads sympy

        try:
            f = symbolic.derivative(f, tuple(before))
        except CheckError:
            return None
    if variable not in f.names:
        return None
    m = _arithmetic(f, variable, judged)
    samples = list(_samples(request, m, f, claim, judged))
    finding = diagnose(f, m, variable, samples, claim)
    if finding is None or not before:
        return finding
    sentence = f"in the step from {cut(str(f))} to its derivative: {finding.sentence}"
    return finding._replace(sentence=sentence)


def _arithmetic(f: Expression, variable: str, judged: Sequence[Judgement]) -> Precise:
    """One with so many digits that both sweeps give the derivatives that are known."""
    for digits in _WORKING:
        m = precise(digits)
        if all(
            agreement(sweep(f, m, each.question.point.exact(m), variable).derivative, truth.number)
            >= min(_SURE, truth.digits)
            for each in judged
            if (truth := each.truth) is not None and each.ground.derivative is None
        ):
            break
    return m


def _samples(
    request: Request,
    m: Precise,
    f: Expression,
    claim: Expression,
    judged: Sequence[Judgement],
) -> Iterator[Sample]:
    """The claim at the points judged, and at further ones where those are few."""
    found = [each for each in judged if each.truth is not None and each.claimed is not None]
    known = [(each.question.point, each.claimed) for each in found if not each.ground.derivative]
    if len(known) < _SAMPLES:
        known += _further(request, claim, [point for point, _ in known])
    for point, claimed in known:
        env = point.exact(m)
        values = {name: env[name] for name in f.names}
        size = max(abs(claimed), m.mp.mpf(10) ** -DIGITS)
        yield Sample({**env, **values}, claimed, size * m.mp.mpf(10) ** -_SURE)


def _further(
    request: Request, claim: Expression, known: Sequence[Point]
) -> Iterator[tuple[Point, Any]]:
    """Further points, from the ranges or the formula's domain, at which the claim has a value."""
    expression, ranges = request.expression, request.ranges
    try:
        if ranges:
            fixed = {n: known[0][n] for n in expression.names if n not in ranges} if known else {}
            if len(fixed) + len(ranges) < len(expression.names):
                return
            more = points.drawn(expression, fixed, ranges, _SAMPLES, 1).points
        else:
            more = points.explored(expression, _SAMPLES, 1).points
    except CheckError:
        return
    for point in more:
        question = Question(expression, (expression.names[0],), point)
        value = question.value_of(claim)
        if point not in known and value.digits >= _SURE:
            yield point, value.number


def _compared(
    request: Request, variables: tuple[str, ...], claim: Expression, judged: Sequence[Judgement]
) -> Iterator[str]:
    """The quotient and the difference, where they are short and hold at every point judged."""
    from autograd.check import symbolic  # loads sympy

    known = [each for each in judged if each.truth is not None and each.claimed is not None]
    forms = symbolic.against(claim, request.expression, variables, _SECONDS)
    for name, form in forms.items():
        if len(str(form)) <= _LONGEST and all(_holds(name, form, each) for each in known):
            yield f"{name} is {form}"


def _holds(name: str, form: Expression, judged: Judgement) -> bool:
    assert judged.truth is not None
    claimed, truth = judged.claimed, judged.truth.number
    if "/" in name and not truth:
        return True
    expected = claimed / truth if "/" in name else claimed - truth
    return agreement(judged.question.value_of(form).number, expected) >= _FORM_DIGITS


def _disproof(
    request: Request, variables: tuple[str, ...], claim: Expression, judged: Sequence[Judgement]
) -> Iterator[str]:
    """A sentence on the simplest point that disproves the claim, unless that is judged already."""
    known: Expression | None = None
    try:
        from autograd.check import symbolic  # loads sympy

        known = symbolic.derivative(request.expression, variables)
    except CheckError:
        pass
    found = simplest(request.expression, variables, claim, request.ranges, known)
    if found is None or any(found.point == each.question.point for each in judged):
        return
    claimed, truth = found.judged.claimed, found.judged.truth
    assert truth is not None
    yield (
        f"the simplest point that disproves it: at {found.point} the claim gives "
        f"{in_words(claimed, truth.number)}, the derivative is {in_words(truth.number, claimed)}"
    )
