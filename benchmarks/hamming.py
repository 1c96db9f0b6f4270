"""Round-off in the 28 problems of Hamming's chapter 3, before and after the best remedy.

    python -m benchmarks.hamming [--points 256] [--output docs/benchmarks/roundoff.md]

Problems: R. W. Hamming, Numerical Methods for Scientists and Engineers, 2nd ed., Dover 1987,
chapter 3, in the selection and with the domains of the FPBench collection (fpbench.org,
benchmarks/hamming-ch3.fpcore). Points are drawn evenly over all bit patterns of float64 in each
problem's own domain. A remedy is chosen on one set of points and measured on another.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from autograd.expression import Expression, parse
from autograd.roundoff.formats import FORMATS
from autograd.roundoff.samples import Point, drawn, everywhere
from autograd.roundoff.search import remedies
from autograd.roundoff.trial import trial

FORM: Final = FORMATS["float64"]
GOOD: Final = 2.0
ENOUGH: Final = 22


class Problem(NamedTuple):
    """name: Hamming's. formula: in our notation. domain: a condition, "" for all numbers."""

    name: str
    formula: str
    domain: str = ""


PROBLEMS: Final = (
    Problem("example 3.1", "sqrt(x + 1) - sqrt(x)", "x >= 0"),
    Problem("example 3.3", "sin(x + eps) - sin(x)"),
    Problem("example 3.4", "(1 - cos(x))/sin(x)", "x != 0"),
    Problem("example 3.5", "atan(N + 1) - atan(N)"),
    Problem("example 3.6", "1/sqrt(x) - 1/sqrt(x + 1)", "x >= 0"),
    Problem("problem 3.3.1", "1/(x + 1) - 1/x", "x != 0"),
    Problem("problem 3.3.2", "tan(x + eps) - tan(x)"),
    Problem("problem 3.3.3", "1/(x + 1) - 2/x + 1/(x - 1)", "x != 0"),
    Problem("problem 3.3.4", "(x + 1)**(1/3) - x**(1/3)", "x >= 0"),
    Problem("problem 3.3.5", "cos(x + eps) - cos(x)"),
    Problem("problem 3.3.6", "log(N + 1) - log(N)", "N >= 0"),
    Problem("problem 3.3.7", "exp(x) - 2 + exp(-x)"),
    Problem("p. 42, positive", "(-b + sqrt(b*b - 4*(a*c)))/(2*a)", "b*b >= 4*(a*c) and a != 0"),
    Problem("p. 42, negative", "(-b - sqrt(b*b - 4*(a*c)))/(2*a)", "b*b >= 4*(a*c) and a != 0"),
    Problem("problem 3.2.1, positive", "(-b + sqrt(b*b - a*c))/a", "b*b >= a*c and a != 0"),
    Problem("problem 3.2.1, negative", "(-b - sqrt(b*b - a*c))/a", "b*b >= a*c and a != 0"),
    Problem("example 3.7", "exp(x) - 1", "x > -0.00017"),
    Problem("example 3.8", "(N + 1)*log(N + 1) - N*log(N) - 1", "N > 6.8e15"),
    Problem("example 3.9", "1/x - 1/tan(x)", "-0.026 < x < 0.026"),
    Problem("example 3.10", "log(1 - x)/log(1 + x)", "-1 < x < 1"),
    Problem("problem 3.4.1", "(1 - cos(x))/(x*x)"),
    Problem(
        "problem 3.4.2",
        "eps*(exp((a + b)*eps) - 1)/((exp(a*eps) - 1)*(exp(b*eps) - 1))",
        "-1 < eps < 1",
    ),
    Problem("problem 3.4.3", "log((1 - eps)/(1 + eps))", "-1 < eps < 1"),
    Problem("problem 3.4.4", "sqrt((exp(2*x) - 1)/(exp(x) - 1))", "x != 0"),
    Problem("problem 3.4.5", "(x - sin(x))/(x - tan(x))", "x != 0"),
    Problem("problem 3.4.6", "(x + 1)**(1/n) - x**(1/n)", "x >= 0"),
    Problem("section 3.5", "exp(a*x) - 1"),
    Problem("section 3.11", "exp(x)/(exp(x) - 1)", "x != 0"),
)
"""All of them. Hamming halves b in problem 3.2.1, where FPBench writes b2."""


class Measured(NamedTuple):
    """One problem. bits: mean bits of error before and after on points that no remedy was chosen
    by; excess: by how much the remedy is worse than the original where it is worst beside it."""

    problem: Problem
    points: int
    before: float
    after: float
    excess: float
    remedy: str
    seconds: float


def points(problem: Problem, expression: Expression, count: int, seed: int) -> list[Point]:
    """Points of a problem's domain, even over the bit patterns."""
    domain = parse(problem.domain, expression.names) if problem.domain else None

    def accept(point: Point) -> bool:
        if not math.isfinite(sum(point.values())):
            return False
        if domain is None:
            return True
        return bool(domain(**{name: point[name] for name in domain.names}))

    return drawn(dict.fromkeys(expression.names, everywhere(FORM)), FORM, count, seed, accept)


def measure(problem: Problem, count: int) -> Measured:
    """The best remedy by one set of points, measured on another."""
    start = time.perf_counter()
    expression = parse(problem.formula)
    found = remedies(
        expression, FORM, lambda seed: points(problem, expression, count, seed=seed), most=1
    )
    best = next(iter(found), None)
    judged_by = trial(expression, FORM, points(problem, expression, 4 * count, seed=1000))
    old = judged_by.lost(expression)
    new = judged_by.lost(best.expression) if best else old
    return Measured(
        problem,
        len(old),
        statistics.mean(old),
        statistics.mean(new),
        max(max(n, GOOD) - max(o, GOOD) for n, o in zip(new, old, strict=True)),
        str(best.expression) if best else "",
        time.perf_counter() - start,
    )


def page(measured: Sequence[Measured], command: str) -> Iterator[str]:
    """The table for the docs."""
    good = sum(each.after <= GOOD for each in measured)
    yield "# Round-off: Hamming's chapter 3"
    yield ""
    yield f"Made by `{command}`."
    yield ""
    yield from (line.strip() for line in (__doc__ or "").split("\n\n", 2)[2].splitlines())
    yield ""
    yield "Bits of error: log2(1 + units in the last place between the float and the nearest one),"
    yield "all 53 where the answer is nan or infinite and should not be; means over the points at"
    yield "which the formula has a value. Worse by: where the remedy compares worst with the"
    yield "original, errors up to 2 bits (3 units in the last place) counting as equal."
    yield ""
    yield f"**At most {GOOD:g} bits after the remedy: {good} of {len(measured)}** (goal: {ENOUGH})."
    worst = max(each.excess for each in measured)
    yield f'Largest "worse by" of all: {worst:.1f} bits (goal: 1).'
    before, after = (
        statistics.mean(bits) for bits in zip(*(e[2:4] for e in measured), strict=True)
    )
    yield f"Mean bits of error over all problems: {before:.1f} before, {after:.1f} after."
    yield f"Median time of a search: {statistics.median(e.seconds for e in measured):.1f} s."
    yield ""
    yield "| problem | formula | domain | points | before | after | worse by | remedy |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in measured:
        formula = each.problem.formula
        domain = f"`{each.problem.domain}`" if each.problem.domain else "all"
        remedy = f"`{each.remedy}`" if each.remedy else "none"
        yield (
            f"| {each.problem.name} | `{formula}` | {domain} | {each.points} | "
            f"{each.before:.1f} | {each.after:.1f} | {each.excess:.1f} | {remedy} |"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures all problems and writes the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--points", type=int, default=256, help="to choose a remedy by")
    parser.add_argument("--output", type=Path, help="a Markdown file; the screen by default")
    given = parser.parse_args(arguments)
    measured = [measure(problem, given.points) for problem in PROBLEMS]
    command = f"python -m benchmarks.hamming --points {given.points}"
    text = "\n".join(page(measured, command)) + "\n"
    if given.output:
        given.output.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
