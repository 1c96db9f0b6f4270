"""How often the diagnosis of a wrong claim blames the right step.

For each formula of the example table, each variable, each edge of the formula's graph and each
kind of mistake, the mistake is made in the derivative, which gives a claim (`mistaken`).
``python -m benchmarks.diagnosis`` writes the table into docs/check/diagnosis.md.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from autograd.check.diagnosis import diagnose
from autograd.check.points import drawn
from autograd.check.precise import DIGITS, precise
from autograd.check.suspects import Finding, Sample
from autograd.check.sweeps import sweep
from autograd.errors import GlassgradError
from autograd.expression import Expression, parse
from benchmarks.mistaken import UNEXPLAINED, Case, cases
from benchmarks.report import write

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "glassgrad" / "examples" / "feynman.csv"
PAGE = ROOT / "docs" / "check" / "diagnosis.md"
POINTS = 5
SEED = 0
RIGHT, WRONG = 0.90, 0.02  # what is to be reached, of the claims that differ from the truth
SLACK = 40  # digits to which a claim is compared

WHOLE = ("sign", "factor", "not differentiated", "treated as constant", "other variable")


class Made(NamedTuple):
    """A formula with the derivative by one variable, and the points to look at."""

    f: Expression
    variable: str
    points: Sequence[Mapping[str, Any]]
    truths: Sequence[Any]


class Tally(NamedTuple):
    """The outcome on one claim. strict: the very step is blamed or named among those that cannot
    be told apart; right: the blamed step is one at which the same claim can be made; wrong: a
    step at which it cannot be made is blamed, and no other named."""

    kind: str
    blamed: bool
    right: bool
    strict: bool
    wrong: bool


def rows() -> Iterator[tuple[str, Expression, dict[str, tuple[Decimal, Decimal]]]]:
    """The formulas of the example table with their ranges."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ranges = {}
            for part in row["ranges"].split(";"):
                name, _, ends = part.partition("=")
                low, _, high = ends.partition(":")
                ranges[name] = (Decimal(low), Decimal(high))
            yield row["name"], parse(row["formula"], ranges), ranges


def made(f: Expression, ranges: Any, variable: str) -> Made:
    """The formula at its points."""
    m = precise(DIGITS + 15)
    found = drawn(f, {}, ranges, POINTS, SEED).points
    envs = [point.exact(m) for point in found]
    return Made(f, variable, envs, [sweep(f, m, env, variable).derivative for env in envs])


def claimed(made_: Made, text: str) -> tuple[Expression, list[Sample]] | None:
    """The claim at each point; None where it is no formula, has no value, or is right."""
    m = precise(DIGITS + 15)
    try:
        claim = parse(text, made_.f.names)
    except GlassgradError:
        return None
    samples = []
    for env in made_.points:
        value = claim.evaluate(m, {name: env[name] for name in claim.names})
        if not m.finite(value):
            return None
        value = value if abs(value) > m.mp.mpf(10) ** -DIGITS else m.zero
        size = max(abs(value), m.mp.mpf(10) ** -DIGITS)
        samples.append(Sample(env, value, size * m.mp.mpf(10) ** -SLACK))
    pairs = zip(samples, made_.truths, strict=True)
    if all(abs(sample.claimed - truth) <= sample.slack for sample, truth in pairs):
        return None
    return claim, samples


def key(samples: Iterable[Sample]) -> tuple[str, ...]:
    """What two claims that cannot be told apart have in common."""
    mp = precise(DIGITS).mp
    return tuple(mp.nstr(sample.claimed, 30) for sample in samples)


def tally(f: Expression, ranges: Any, variable: str) -> Iterator[Tally]:
    """The outcome on every wrong claim about one derivative, each claim once for each kind."""
    one = made(f, ranges, variable)
    found = []
    nodes: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for case in cases(f, variable):
        read = claimed(one, case.claim)
        if read is None:
            continue
        same = key(read[1])
        nodes[same].update(case.nodes)
        found.append((case, read, same))
    answers: dict[tuple[str, ...], Finding | None] = {}
    told: set[tuple[Any, ...]] = set()
    for case, (claim, samples), same in found:
        if (case.kind, case.nodes, same) in told:
            continue
        told.add((case.kind, case.nodes, same))
        literal = (*same, case.claim) if case.kind == "constant typed short" else same
        if literal not in answers:
            m = precise(DIGITS + 15)
            answers[literal] = diagnose(f, m, variable, samples, claim)
        yield judged(f, case, nodes[same], answers[literal])


def judged(f: Expression, case: Case, nodes: set[int], finding: Finding | None) -> Tally:
    """Whether a blame is right: at a step where the same claim can be made.

    That the claim is so many times the derivative, or the function itself, blames no step: it is
    true or is not said.
    """
    if finding is None:
        return Tally(case.kind, False, not nodes, False, False)
    alike = finding.place in nodes or finding.node in {f.formula(place) for place in nodes}
    if case.kind == "constant typed short":
        alike = finding.mistake == case.kind
    named = {finding.node, *finding.others}
    strict = alike and (case.kind == "constant typed short"
                        or any(f.formula(node) in named for node in case.nodes))  # fmt: skip
    wrong = not alike and not finding.others and not (finding.slot < 0 and finding.mistake in WHOLE)
    return Tally(case.kind, True, alike, strict, wrong)


def markdown(tallies: Sequence[Tally], seconds: float) -> str:
    """The table, a line for each kind of mistake."""
    kinds: dict[str, list[Tally]] = defaultdict(list)
    for one in tallies:
        kinds[one.kind].append(one)
    single = [each for each in tallies if each.kind not in UNEXPLAINED]
    made_by = f"{1000 * seconds / len(tallies):.0f} ms a claim; by `python -m benchmarks.diagnosis`"
    heads = (
        "claims | blamed at the right step | that very step named | no blame | confidently wrong"
    )
    lines = [f"{len(tallies):,} wrong claims, {made_by}.", "", f"| mistake made | {heads} |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    order = sorted(kinds, key=lambda kind: (kind in UNEXPLAINED, -len(kinds[kind])))
    lines += [_line(kind, kinds[kind]) for kind in order]
    lines += [_line("**all single mistakes**", single), _line("**all claims**", tallies), ""]
    right, wrong = _share(single, "right"), _share(tallies, "wrong")
    lines.append(f"To reach: at least {RIGHT:.0%} of the single mistakes at the right step")
    lines.append(f"({_reached(right >= RIGHT)}: {right:.1%}); at most {WRONG:.0%} of all claims")
    lines.append(f"confidently wrong ({_reached(wrong <= WRONG)}: {wrong:.2%}).")
    return "\n".join(lines) + "\n"


def _reached(is_reached: bool) -> str:
    return "reached" if is_reached else "missed"


def _line(kind: str, tallies: Sequence[Tally]) -> str:
    none = 1 - _share(tallies, "blamed")
    told = kind not in UNEXPLAINED and kind != "**all claims**"
    right = _percent(_share(tallies, "right")) if told else "–"
    strict = _percent(_share(tallies, "strict")) if told else "–"
    return (f"| {kind} | {len(tallies):,} | {right} | {strict} | {_percent(none)} | "
            f"{_percent(_share(tallies, 'wrong'))} |")  # fmt: skip


def _percent(share: float) -> str:
    return f"{share:.1%}" if share else "0"


def _share(tallies: Sequence[Tally], what: str) -> float:
    return sum(bool(getattr(each, what)) for each in tallies) / len(tallies)


def run(names: Sequence[str] = (), verbose: bool = False) -> list[Tally]:
    """The outcome on all claims about all formulas, or those named."""
    found: list[Tally] = []
    for name, f, ranges in rows():
        if names and name not in names:
            continue
        before = len(found)
        for variable in f.names:
            found += tally(f, ranges, variable)
        if verbose:
            print(f"{name}: {len(found) - before} claims")
    return found


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="rows of the table; by default all")
    parser.add_argument("--print", action="store_true", dest="only", help="write no page")
    options = parser.parse_args()
    begun = time.perf_counter()
    tallies = run(options.names, verbose=True)
    text = markdown(tallies, time.perf_counter() - begun)
    print(text)
    if not options.only and not options.names:
        write(PAGE, text)


if __name__ == "__main__":
    main()
