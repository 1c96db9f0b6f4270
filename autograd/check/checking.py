"""`check`: a formula and what is said of its derivatives, to a verdict."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from autograd.check.blaming import Account, account
from autograd.check.judge import Judgement, as_text, judge
from autograd.check.precise import DIGITS, agreement
from autograd.check.question import Question
from autograd.check.request import Request, Wanted, read
from autograd.check.verdict import WITNESSES, Result, Verdict
from autograd.check.witnesses import FLOAT64, Reading
from autograd.check.witnesses import WITNESSES as ROWS
from autograd.errors import CheckError, InputError
from autograd.expression import Expression

_SECONDS: Final = 0.35  # for all simplifications of one formula together
_PROOF_SECONDS: Final = 0.25
_SEVERITY: Final = {"right": 0, "undecidable": 1, "wrong": 2}
_FORM_DIGITS: Final = 25  # a simplified form must agree with the derivative to these


def check(
    formula: str | Expression | Callable[..., Any],
    at: Any = None,
    claims: Any = None,
    *,
    ranges: Mapping[str, Any] | None = None,
    wrt: str | Iterable[str] | None = None,
    order: int = 1,
    points: int | None = None,
    seed: int = 0,
    name: str | None = None,
    simplify: bool = True,
) -> Verdict:
    """Judges the derivatives of a formula, or of a Python function, by independent witnesses.

    For a function see `autograd.check.functions.check_function`, which ``at``, ``claims``, ``wrt``,
    ``seed`` and ``name`` are handed to; what follows is on formulas.

    formula: such as ``"x**2*sin(y)"``. at: a number for each name. claims: for a name the formula
    (or the number) said to be the derivative; without claims the engine's own derivatives are
    judged. ranges: for a name ``(low, high)`` to draw points from. wrt: the names to differentiate
    with respect to, by default those with claims, or all; ``"x,y"`` is a mixed derivative. order:
    of the derivative with respect to each name. points: how many points in all; by default the
    one given, or 5 with ranges, claims, or where the points are found in the formula's own
    domain. seed: of the points drawn. name: what the results call the formula. simplify: whether
    to look for the derivative's shortest form, and for a proof of a claim, which takes a second
    at most.

    Numbers mean exact decimals: a float is its shortest decimal.
    Raises `ExpressionError` for what is no formula, `InputError` for names and numbers that do
    not fit it, `CheckError` for what cannot be checked.
    """
    if callable(formula) and not isinstance(formula, Expression):
        from autograd.check.functions import check_function  # loads numpy

        if ranges or order != 1 or points is not None:
            raise InputError(
                "ranges, order and points are for formulas; a function is checked at one point."
            )
        return check_function(formula, at, claims, wrt=wrt, seed=seed, name=name)
    wanted = Wanted(at, claims, ranges, wrt, order, points, seed)
    request = read(formula, wanted)
    judged = {
        variables: [
            judge(Question(request.expression, variables, p), claim) for p in request.points
        ]
        for variables, claim in request.asked.items()
    }
    forms = _simplified(request, judged) if simplify else {}
    results = tuple(
        _result(request, name, claim, judged[variables], forms.get(variables), seed, simplify)
        for variables, claim in request.asked.items()
    )
    return Verdict(results, request.notes)


def _result(
    request: Request,
    name: str | None,
    claim: Expression | None,
    judged: Sequence[Judgement],
    simplified: Expression | None,
    seed: int,
    prove: bool,
) -> Result:
    """The result on one derivative: that of the worst of its points."""
    worst = max(judged, key=_severity)
    text = request.expression.text or str(request.expression)
    remarks = [worst.reason]
    told = Account()
    if worst.verdict == "right":
        remarks.insert(0, _right(request, worst, claim, seed, prove))
    if worst.verdict == "wrong" and claim is not None:
        told = account(request, worst.question.variables, claim, judged, prove)
        remarks += told.remarks
    remarks = [remark for remark in remarks if remark]
    return Result(
        name=text if name is None else name,
        formula=text,
        variable=worst.question.name,
        verdict=worst.verdict,
        point=worst.question.point.texts,
        points=len(judged),
        claim=None if claim is None else claim.text,
        claimed=None if worst.claimed is None else as_text(worst.claimed, DIGITS),
        kind=worst.ground.kind,
        derivative=None if worst.truth is None else as_text(*worst.truth[:2]),
        witnesses={each: _text(each, worst.readings[each]) for each in WITNESSES},
        digits=worst.digits,
        relative_error=None if worst.error is None else as_text(worst.error, 2, longest=3),
        reason="; ".join(remarks) or None,
        blame=told.blame,
        remarks=tuple(remarks),
        place=told.place,
        simplified=None if simplified is None else str(simplified),
        agreements=worst.agreements,
        notes={each: reading.note for each, reading in worst.readings.items() if reading.note},
    )


def _severity(judged: Judgement) -> tuple[int, int]:
    """How bad a judgement is: a wrong one is worse, and of two the one with fewer digits."""
    return _SEVERITY[judged.verdict], -(judged.digits or 0)


def _right(
    request: Request, judged: Judgement, claim: Expression | None, seed: int, prove: bool
) -> str:
    """How far a right verdict goes: a proof, or so many points."""
    count = len(request.points)
    where = f"at {count} points (seed {seed})" if count > 1 else ""
    if claim is None:
        agree = f"the witnesses agree to {judged.digits} digits {where}".rstrip()
        return agree if judged.digits else where
    if _proven(request, judged.question.variables, claim, prove):
        return "proven: sympy shows the claim equal to its derivative"
    return f"right {where}" if where else f"right at {judged.question.point}"


def _proven(request: Request, variables: tuple[str, ...], claim: Expression, prove: bool) -> bool:
    from autograd.check import symbolic  # loads sympy

    try:
        true = symbolic.derivative(request.expression, variables)
    except CheckError:
        return False
    return symbolic.identical(claim, true) or (
        prove and symbolic.equal(claim, true, _PROOF_SECONDS)
    )


def _text(witness: str, reading: Reading) -> str | None:
    if reading.number is None:
        return None
    if any(row.name == witness and row.precision == FLOAT64 for row in ROWS):
        return repr(float(reading.number)).removesuffix(".0")
    return as_text(reading.number, reading.digits)


def _simplified(
    request: Request, judged: Mapping[tuple[str, ...], Sequence[Judgement]]
) -> dict[tuple[str, ...], Expression]:
    """For each derivative its shortest form that agrees with it at every point."""
    from autograd.check import symbolic  # loads sympy

    found = {}
    end = time.monotonic() + _SECONDS
    for left, (variables, judgements) in zip(
        range(len(judged), 0, -1), judged.items(), strict=True
    ):
        share = max(0.0, end - time.monotonic()) / left
        forms = symbolic.simplified(request.expression, variables, share)
        form = next((form for form in forms if _agrees(form, judgements)), None)
        if form is not None:
            found[variables] = form
    return found


def _agrees(form: Expression, judged: Sequence[Judgement]) -> bool:
    """Whether a form gives the derivative wherever that is known."""
    known = [each for each in judged if each.truth is not None]
    return all(
        agreement(each.question.value_of(form, _FORM_DIGITS).number, each.truth.number)
        >= _FORM_DIGITS
        for each in known
        if each.truth is not None
    )
