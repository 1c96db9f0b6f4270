"""`roundoff`: a formula, a function or a recorded graph, and where, to a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from autograd.errors import InputError
from autograd.expression import Expression, parse
from autograd.expression.tokens import normal
from autograd.roundoff import derivatives, functions, given, sums
from autograd.roundoff.answer import report_of
from autograd.roundoff.diagnosis import diagnose
from autograd.roundoff.formats import format_named
from autograd.roundoff.offers import joined, offers
from autograd.roundoff.places import Place, place_of, tried
from autograd.roundoff.records import recorded
from autograd.roundoff.report import Accuracy, Report
from autograd.roundoff.shadow import run
from autograd.roundoff.steps import of_expression, of_graph
from autograd.roundoff.terms import LARGEST
from autograd.value import Value


def roundoff(
    f: str | Expression | Callable[..., Any] | Value,
    at: Any = None,
    *,
    ranges: Mapping[str, Any] | None = None,
    precision: str = "float64",
    wrt: str | None = None,
    points: int | None = None,
    seed: int = 0,
    remedy: bool = True,
) -> Report:
    """Shows how many digits of a result are right, where the others were lost, and what to write.

    f: a formula such as ``"log(1 + x)"``; a function of numbers and arrays that is written in
    Python or NumPy and gives one number; or a recorded Value. at: a number for each name (of a
    function: its arguments, by name or in order). ranges: for a name of a formula ``(low, high)``;
    points are drawn over the bit patterns of the range and over the range itself, and the worst is
    reported; without both, over all floats. precision: float64, float32, float16 or bfloat16. wrt:
    a name (of an array's element ``w[3]``): the round-off of the derivative with respect to it, as
    reverse mode records it, is shown in place of the value's. points: how many are drawn. seed:
    of what is drawn. remedy: whether to look for better formulas, which takes a second or two;
    those of a function are in the names of its arguments.

    Inputs mean the binary numbers that they are; a number written in a formula means what it
    says, so that the rounding of 0.1 or pi is an error of that step.
    Raises `ExpressionError` for what is no formula, `InputError` for names and numbers that do not
    fit it or a graph of more than 20,000 steps, `CheckError` where a function raises.
    """
    form = format_named(precision)
    if isinstance(f, Value) or (callable(f) and not isinstance(f, Expression)):
        if ranges:
            raise InputError("ranges are for formulas; give a function its arguments (at).")
        if not isinstance(f, Value):
            return recorded(functions.steps(f, at, form, wrt), form, remedy, seed)
        if at is not None or wrt is not None:
            raise InputError("A recorded Value has its numbers already: at and wrt are for others.")
        return recorded(of_graph(f, f.name or "the recorded value"), form, remedy, seed)
    known, within = given.numbers(at, form), given.intervals(ranges, form)
    formula = f if isinstance(f, Expression) else parse(f, [*known, *within])
    given.hold(formula, known, within)
    if wrt is not None:
        name = normal(wrt)
        steps = derivatives.steps(formula, known, name)
        return recorded(steps, form, remedy, seed, partial(derivatives.forms, formula, name))
    count = given.count(points, len(formula.tape))
    place = place_of(formula, form, known, within, count, seed)
    return _of_formula(formula, place, remedy, nowhere=not known and not within)


def _of_formula(formula: Expression, place: Place, remedy: bool, *, nowhere: bool) -> Report:
    """The report at the given point, or at the worst of those drawn.

    nowhere: whether nobody said where to look.
    """
    steps = of_expression(formula)
    notes = [f"{n} is the name that you declared, not the constant" for n in formula.shadows]
    if place.form.bits < 53 and place.known:
        notes.append(f"inputs mean the {place.form.name} numbers nearest to them")
    over = None if place.fixed else tried(formula, place)
    point = place.known if over is None else over.worst
    found = diagnose(run(steps, place.form, point))
    offered = offers(formula, found, place) if remedy else []
    if remedy and place.fixed:
        offered = joined(offered, sums.offers(found, place.seed))
    looked, accuracy = 1, None
    if over is not None:
        looked = len(over.lost)
        if nowhere:
            notes.append(f"no point was given: {looked} points over all floats (seed {place.seed})")
        elif looked < place.count:
            notes.append(f"the formula has a value at {looked} of {place.count} points drawn")
        best = parse(offered[0].formula, formula.names) if offered else None
        accuracy = Accuracy(
            axis=over.axis,
            points=tuple(spot.point for spot in over.trial.spots),
            before=tuple(over.lost),
            after=None if best is None else tuple(over.trial.lost(best)),
        )
    if remedy and found.kind and found.lost is not None and len(steps.tape) > LARGEST:
        notes.append(f"remedies are looked for in formulas of up to {LARGEST} steps")
    return report_of(
        found,
        point,
        formula.record(point),
        looked=looked,
        offers=offered,
        notes=notes,
        accuracy=accuracy,
        sought=remedy,
    )
