"""`roundoff`: a formula or a function, and where, to a report."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from autograd.check.points import exact_decimal
from autograd.errors import InputError
from autograd.expression import Expression, parse
from autograd.expression.tokens import normal
from autograd.roundoff import derivatives, exact, functions
from autograd.roundoff.diagnosis import Diagnosis, diagnose, vanished
from autograd.roundoff.formats import Format, format_named
from autograd.roundoff.measure import decimal, digits
from autograd.roundoff.report import Amplifier, Node, Remedy, Report, Source
from autograd.roundoff.samples import Point, Range, around, drawn, everywhere
from autograd.roundoff.search import Candidate, remedies, worse_at
from autograd.roundoff.shadow import run, value_of
from autograd.roundoff.steps import Steps, floats, of_expression
from autograd.roundoff.terms import LARGEST
from autograd.roundoff.trial import trial
from autograd.roundoff.wording import told
from autograd.value import Value

POINTS: Final = 256
"""How many points of a range are looked at where nobody says how many."""

_MOST_STEPS: Final = 20_000
_WORK: Final = 2_000_000  # steps times points
_MEASURED: Final = 96  # points that remedies are chosen by


def roundoff(
    f: str | Expression | Callable[..., Any],
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

    f: a formula such as ``"log(1 + x)"``, or a function of numbers and arrays that is written in
    Python or NumPy and gives one number. at: a number for each name (of a function: its
    arguments, by name or in order). ranges: for a name of a formula ``(low, high)``; points are
    drawn over the bit patterns of the range and over the range itself, and the worst is reported;
    without both, over all floats. precision: float64, float32, float16 or bfloat16. wrt: a name
    (of an array's element ``w[3]``): the round-off of the derivative with respect to it, as
    reverse mode records it, is shown in place of the value's. points: how many are drawn. seed:
    of what is drawn. remedy: whether to look for better formulas, which takes a second or two; a
    function and a derivative have none.

    Inputs mean the binary numbers that they are; a number written in a formula means what it
    says, so that the rounding of 0.1 or pi is an error of that step.
    Raises `ExpressionError` for what is no formula, `InputError` for names and numbers that do not
    fit it or a graph of more than 20,000 steps, `CheckError` where a function raises.
    """
    form = format_named(precision)
    if callable(f) and not isinstance(f, Expression):
        if ranges:
            raise InputError("ranges are for formulas; give a function its arguments (at).")
        return _recorded(functions.steps(f, at, form, wrt), form)
    if at is not None and not isinstance(at, Mapping):
        raise InputError("at is a number for each name of the formula, such as {'x': 1.5}.")
    known = {normal(n): _float(value, f"at {n}", form) for n, value in (at or {}).items()}
    within = {normal(n): _ends(ends, n, form) for n, ends in (ranges or {}).items()}
    formula = f if isinstance(f, Expression) else parse(f, [*known, *within])
    _hold(formula, known, within)
    if wrt is not None:
        return _recorded(derivatives.steps(formula, known, normal(wrt)), form)
    count = _count(points, len(formula.tape))
    return _of_formula(formula, known, within, form, count, seed, remedy)


def _count(points: Any, steps: int) -> int:
    """How many points: as many as asked for, else `POINTS`, or fewer of a long formula."""
    most = _WORK // max(steps, 1)
    if points is None:
        return min(POINTS, most)
    if not isinstance(points, int) or not 1 <= points <= most:
        raise InputError(
            f"points is a whole number from 1 to {most:,} for a formula of {steps:,} steps, "
            f"not {points!r}."
        )
    return points


def _of_formula(
    formula: Expression,
    known: Point,
    within: Mapping[str, Range],
    form: Format,
    count: int,
    seed: int,
    remedy: bool,
) -> Report:
    """The report at the given point, or at the worst of those drawn."""
    steps = of_expression(formula)
    notes = [f"{n} is the name that you declared, not the constant" for n in formula.shadows]
    fixed = not within and (bool(known) or not formula.names)
    if fixed:
        point = known
        looked = 1

        def sample(seed: int) -> list[Point]:
            return around(point, form, _MEASURED, seed)
    else:
        domain = {n: within.get(n, everywhere(form)) for n in formula.names if n not in known}

        def sample(seed: int) -> list[Point]:
            return [known | each for each in drawn(domain, form, count, seed)]

        point, looked = _worst(steps, sample(seed), form, formula)
        if not within:
            notes.append(f"no point was given: {looked} points over all floats (seed {seed})")
        elif looked < count:
            notes.append(f"the formula has a value at {looked} of {count} points drawn")
    found = diagnose(run(steps, form, point))
    offers: list[Remedy] = []
    if remedy and found.lost is not None and not found.good and found.kind != "branch":
        offers = _offers(
            formula, found, form, sample, seed, "around it" if fixed else "of the range"
        )
        if len(steps.tape) > LARGEST:
            notes.append(f"remedies are looked for in formulas of up to {LARGEST} steps")
    return _report_of(found, point, looked, offers, notes, formula.record(point))


def _worst(
    steps: Steps, points: list[Point], form: Format, formula: Expression
) -> tuple[Point, int]:
    """The point with most bits lost, and at how many the formula has a value."""
    tried = trial(formula, form, points)
    if not tried.spots:
        raise InputError(
            "The formula has no exact value at any point tried: say where to look (ranges), or "
            "give a point (at)."
        )
    lost = tried.lost(formula)
    places = range(len(lost))
    worst = max(places, key=lambda k: (lost[k], -len(str(tried.spots[k].point))))
    return dict(tried.spots[worst].point), len(lost)


def _offers(
    formula: Expression,
    found: Diagnosis,
    form: Format,
    sample: Callable[[int], list[Point]],
    seed: int,
    where: str,
) -> list[Remedy]:
    """Better formulas, measured on points that they were not chosen by, and better here too."""

    def seeded(turn: int) -> list[Point]:
        points = sample(seed + turn)[:_MEASURED]
        return [dict(found.shadow.point), *points] if turn == 0 else points

    ball = found.shadow.ball(len(found.shadow.floats) - 1)
    chosen = remedies(formula, form, seeded)
    if not chosen or ball is None:
        return []
    judged = trial(formula, form, sample(seed + 1000)[: 2 * _MEASURED])
    original = judged.lost(formula)
    offers = []
    for each in chosen:
        offer = _offer(each, found, form)
        if offer is None or not original:
            continue
        by = max(worse_at(each, original, judged))
        after = judged.lost(each.expression)
        if by <= 1.0:
            offers.append(Remedy(*offer, _mean(original), _mean(after), by, len(after), where))
    return offers


def _offer(
    each: Candidate, found: Diagnosis, form: Format
) -> tuple[str, float, float, tuple[str, ...]] | None:
    """A formula with its digits and its value at the point; None where it is no better there."""
    steps = of_expression(each.expression)
    computed = floats(steps, form, found.shadow.point)
    value = value_of(steps, computed)
    if value is None or found.digits is None:
        return None
    with exact.working(found.shadow.precision + 2 * form.bits):
        right = digits(computed[-1], value, form)
    if right <= found.digits:
        return None
    return str(each.expression), right, computed[-1], each.rules


def _mean(numbers: list[float]) -> float:
    return round(sum(numbers) / len(numbers), 2)


def _recorded(steps: Steps, form: Format) -> Report:
    """The report on a recorded graph."""
    if len(steps.tape) > _MOST_STEPS:
        raise InputError(
            f"The function has {len(steps.tape):,} steps; round-off is analysed up to "
            f"{_MOST_STEPS:,}."
        )
    notes = ["arguments and written numbers are taken as the floats that they are"]
    if len(steps.tape) == 1:
        notes.append("the result does not depend on any step that was recorded")
    found = diagnose(run(steps, form, {}))
    return _report_of(found, _leaves(steps, found), 1, [], notes, steps.nodes)


def _leaves(steps: Steps, found: Diagnosis) -> Point:
    """The named inputs of a recorded function, where there are few."""
    named = set(steps.inputs)
    numbers = {
        step.text: found.shadow.floats[place]
        for place, step in enumerate(steps.tape)
        if not step.operands and step.text in named
    }
    return numbers if len(numbers) <= 12 else {}


def _report_of(
    found: Diagnosis,
    point: Point,
    looked: int,
    offers: list[Remedy],
    notes: list[str],
    values: Iterable[Value],
) -> Report:
    steps, last = found.shadow.steps, len(found.shadow.floats) - 1
    source, amplifier = found.source, found.amplifier
    return Report(
        formula=steps.title,
        precision=found.shadow.form.name,
        point=dict(point),
        value=found.shadow.value,
        exact=_exact(found, last),
        digits=found.digits,
        bits=None if found.lost is None else round(found.lost, 2),
        kind=found.kind,
        source=None if source is None else Source(steps.label(source.place), source.share),
        amplifier=None
        if amplifier is None
        else Amplifier(steps.label(amplifier.place), round(amplifier.bits, 1)),
        branch=None if found.branch is None else steps.label(found.branch),
        nodes=tuple(_nodes(found)),
        remedies=tuple(offers),
        points=looked,
        exactly=found.exactly,
        told=tuple(told(found)),
        notes=tuple(notes),
        values=tuple(values),
    )


def _nodes(found: Diagnosis) -> Iterable[Node]:
    shadow = found.shadow
    for place, step in enumerate(shadow.steps.tape):
        lost = found.node_lost[place]
        growth = found.growth[place] if found.growth else None
        yield Node(
            node=shadow.steps.label(place),
            op=step.op,
            value=shadow.floats[place],
            exact=_exact(found, place),
            digits=0.0 if vanished(shadow, place) else found.node_digits[place],
            bits=None if lost is None else round(lost, 2),
            share=found.shares[place] if found.shares else None,
            growth=None if growth is None else round(growth, 2),
            line=step.line,
        )


def _exact(found: Diagnosis, place: int) -> str | None:
    ball = found.shadow.ball(place)
    return None if ball is None else decimal(ball, found.shadow.form.digits + 3)


def _float(number: Any, where: str, form: Format) -> float:
    """A number of the caller's as a float of the format."""
    if isinstance(number, float) and not math.isnan(number):
        given = number
    else:
        given = float(exact_decimal(number, where))
    rounded = form.round(given)
    if not math.isfinite(rounded):
        raise InputError(f"{where}: {number} is no finite number of {form.name}.")
    return rounded


def _ends(ends: Any, name: str, form: Format) -> Range:
    if isinstance(ends, str) or not isinstance(ends, Iterable):
        raise InputError(f"range {name}: two numbers are needed, such as (0, 1).")
    numbers = [_float(end, f"range {name}", form) for end in ends]
    if len(numbers) != 2:
        raise InputError(f"range {name}: two numbers are needed, such as (0, 1).")
    if numbers[0] > numbers[1]:
        raise InputError(
            f"range {name}: the lower end {Decimal(numbers[0]):g} is above the upper end "
            f"{Decimal(numbers[1]):g}."
        )
    return numbers[0], numbers[1]


def _hold(formula: Expression, known: Mapping[str, Any], within: Mapping[str, Any]) -> None:
    """Every name that the caller uses must be one of the formula's, and each once."""
    for where, names in (("at", known), ("range", within)):
        for name in names:
            if name not in formula.names:
                listed = ", ".join(formula.names[:20]) or "none"
                raise InputError(f"{where}: the formula has no name {name}; it has {listed}.")
    both = [name for name in known if name in within]
    if both:
        raise InputError(f"{both[0]} is given both a number (at) and a range.")
    missing = [n for n in formula.names if n not in known and n not in within]
    if (known or within) and missing:
        raise InputError(
            f"No value is given for {', '.join(missing[:20])}: give it a number (at) or a range."
        )
