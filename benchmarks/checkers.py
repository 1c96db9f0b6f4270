"""This check against the derivative checkers of other projects, on the same claims.

``python -m benchmarks.checkers`` writes the table into docs/benchmarks/checkers.md. A claim is
true, or wrong by a factor from 1 + 1e-9 on to gross; or it stands at a place without a derivative.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from autograd.check import check
from autograd.check.points import drawn
from autograd.check.symbolic import derivative
from autograd.expression import parse
from benchmarks.checkers_peers import CHECKERS
from benchmarks.diagnosis import rows
from benchmarks.engines import PEERS
from benchmarks.peers import ROOT, environment, interpreter
from benchmarks.report import write

PAGE = ROOT / "docs" / "benchmarks" / "checkers.md"
OURS, OURS_CODE = "glassgrad, claim a formula", "glassgrad, claim float code"
ERRORS = ("1e-9", "1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2")
LIMIT = 1800.0  # seconds for one peer

Group = str
TRUE = "true"


class Claim(NamedTuple):
    """A claim at a point. group: what kind of claim; holds: whether it is the derivative there."""

    group: Group
    holds: bool
    formula: str
    variable: str
    claim: str
    at: dict[str, float]

    def case(self) -> dict[str, Any]:
        """What a peer is asked."""
        return {"formula": self.formula, "variable": self.variable, "claim": self.claim,
                "at": self.at}  # fmt: skip


def claims() -> list[Claim]:
    """All claims, one point each."""
    return [*_physics(), *_small(), *_places()]


def _physics() -> Iterator[Claim]:
    """Each derivative of the example table: true, and wrong by a growing factor."""
    for _, f, ranges in rows():
        point = drawn(f, {}, ranges, 1, 1).points[0].floats
        text = _code(f.text)
        for variable in f.names:
            true = str(derivative(f, (variable,)))
            yield Claim(f"{TRUE}: physics formulas", True, text, variable, true, point)
            for error in ERRORS:
                wrong = f"({true})*(1 + {error})"
                yield Claim(f"wrong by {error}", False, text, variable, wrong, point)
            yield Claim("wrong sign", False, text, variable, f"-({true})", point)
            yield Claim("factor 2", False, text, variable, f"2*({true})", point)
            if "pi" in true:
                short = true.replace("pi", "3.14159")
                yield Claim("pi typed as 3.14159", False, text, variable, short, point)


def _code(text: str) -> str:
    return text


SMALL = [
    ("6.674e-11*m1*m2/r**2", {"m1": 5.97e24, "m2": 70.0, "r": 6.371e6}),
    ("6.626e-34*c/wavelength", {"c": 2.998e8, "wavelength": 5e-7}),
    ("1.381e-23*T*log(V)", {"T": 300.0, "V": 2.0}),
    ("exp(-x)/x", {"x": 30.0}),
    ("1e6*x**3", {"x": 1200.0}),
    ("sin(1000*x)", {"x": 0.3}),
    ("x**8/1e5", {"x": 0.02}),
    ("exp(x)", {"x": 25.0}),
    ("log(x)", {"x": 1e-6}),
    ("1/x", {"x": 1e-4}),
]
"""Numbers of sizes that the units of physics give, where a fixed tolerance or step is blind."""


def _small() -> Iterator[Claim]:
    for text, at in SMALL:
        f = parse(text)
        for variable in f.names:
            true = str(derivative(f, (variable,)))
            yield Claim(f"{TRUE}: large and small numbers", True, text, variable, true, at)
            wrong = f"-({true})"
            yield Claim("wrong sign: large and small numbers", False, text, variable, wrong, at)


# formula, point, claim, whether it is the derivative there
PLACES = [
    ("abs(x)", 0.0, "0", False), ("abs(x)", 0.0, "1", False), ("relu(x)", 0.0, "0", False),
    ("relu(x)", 0.0, "1", False), ("relu(x)", 0.0, "0.5", False),
    ("max(x, 1 - x)", 0.5, "0", False),
    ("sqrt(x**2)", 0.0, "0", False), ("abs(x**2 - 1)", 1.0, "0", False),
    ("abs(sin(x))", 0.0, "0", False), ("x + 1e-9*abs(x)", 0.0, "1", False),
    ("floor(x)", 3.0, "0", False), ("sign(x)", 0.0, "0", False), ("cbrt(x)", 0.0, "0", False),
    ("where(x > 0, x**2, x)", 0.0, "0", False), ("relu(x) - 0.5*x", 0.0, "0", False),
    ("where(x > 0, x, 0*x) - where(-x > 0, -x, 0*x)", 0.0, "0", False),
    ("where(x > 0, x, 0*x) - where(-x > 0, -x, 0*x)", 0.0, "1", True),
    ("relu(x)**2", 0.0, "0", True), ("x*abs(x)", 0.0, "0", True), ("abs(x)**3", 0.0, "0", True),
    ("relu(x) - relu(-x)", 0.0, "1", True), ("abs(x - 0.5)", 0.500000003, "1", True),
    ("abs(x - 0.5)", 0.4999999, "-1", True), ("relu(x)", 1e-8, "1", True),
    ("max(x, 1 - x)", 0.50000001, "1", True), ("floor(x)", 2.99999999, "0", True),
    ("sqrt(x)", 1e-12, "1/(2*sqrt(x))", True), ("abs(x)", -1e-7, "-1", True),
]  # fmt: skip


def _places() -> Iterator[Claim]:
    """Kinks and jumps, where no claim is right; smooth places that look like kinks; near ones."""
    for text, x, claim, holds in PLACES:
        group = f"{TRUE}: on or near a kink" if holds else "no derivative there, or another"
        yield Claim(group, holds, text, "x", claim, {"x": x})


def ours(claim: Claim) -> bool:
    """Whether our check accepts a claim at its point; undecidable is not accepted."""
    verdict = check(claim.formula, at=claim.at, claims={claim.variable: claim.claim}, points=1,
                    simplify=False)  # fmt: skip
    return verdict.outcome == "right"


def ours_code(claim: Claim) -> bool:
    """The same where the claim is a function that computes in floats."""
    formula, claimed = parse(claim.formula, claim.at), parse(claim.claim, claim.at)
    others = {name: number for name, number in claim.at.items() if name != claim.variable}

    def f(x: Any) -> Any:
        return formula(**{**others, claim.variable: x})

    def gradient(x: Any) -> Any:
        known = {**others, claim.variable: x}
        return claimed(**{name: known[name] for name in claimed.names})

    return check(f, at={"x": claim.at[claim.variable]}, claims=gradient).outcome == "right"


def peer(python: str, name: str, asked: Sequence[Claim]) -> tuple[str, list[bool]]:
    """A peer's version, and whether it accepts each claim."""
    code = (f"import sys; sys.path.append({str(ROOT)!r}); "
            f"from benchmarks.checkers_peers import serve; serve({name!r})")  # fmt: skip
    answer = subprocess.run(
        [python, "-I", "-c", code], input=json.dumps([claim.case() for claim in asked]), text=True,
        capture_output=True, env=environment(), timeout=LIMIT, check=False,
    )  # fmt: skip
    if answer.returncode:
        raise SystemExit(f"{name} failed:\n{answer.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(answer.stdout)
    return found["version"], found["accepted"]


def markdown(asked: Sequence[Claim], accepted: dict[str, list[bool]], versions: str) -> str:
    """The table: for each group of claims how many each checker judged rightly."""
    names = list(accepted)
    lines = [
        f"Made by `python -m benchmarks.checkers`; {versions}.", "",
        f"| claims | how many | {' | '.join(names)} |", f"|---|---:|{'---:|' * len(names)}",
    ]  # fmt: skip
    groups = dict.fromkeys(claim.group for claim in asked)
    for holds in (True, False):
        told = "**true claims**: false alarms" if holds else "**wrong claims**: detected"
        lines.append(f"| {told} | | {' | '.join('' for _ in names)} |")
        for group in groups:
            places = [k for k, c in enumerate(asked) if c.group == group and c.holds == holds]
            if places:
                counts = [sum(not accepted[name][k] for k in places) for name in names]
                lines.append(f"| {group} | {len(places)} | {' | '.join(map(str, counts))} |")
    for holds, what in ((True, "all false alarms"), (False, "all detected")):
        places = [k for k, claim in enumerate(asked) if claim.holds == holds]
        counts = [sum(not accepted[name][k] for k in places) for name in names]
        cells = " | ".join(f"**{count}**" for count in counts)
        lines.append(f"| **{what}** | {len(places)} | {cells} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Ask every checker, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--own", action="store_true", help="our own check alone; writes nothing")
    options = parser.parse_args()
    asked = claims()
    begun = time.perf_counter()
    accepted = {OURS: [ours(claim) for claim in asked]}
    accepted[OURS_CODE] = [ours_code(claim) for claim in asked]
    print(f"{len(asked)} claims, own checks: {time.perf_counter() - begun:.0f} s")
    for name, answers in accepted.items():
        for claim, answer in zip(asked, answers, strict=True):
            if answer != claim.holds:
                print(name, "false alarm" if claim.holds else "missed", *claim)
    versions = []
    if not options.own:
        python = interpreter(list(PEERS))
        for name in CHECKERS:
            number, accepted[name] = peer(python, name, asked)
            versions.append(f"{CHECKERS[name][0]} {number}")
            print(f"{name}: done after {time.perf_counter() - begun:.0f} s")
    text = markdown(asked, accepted, ", ".join(versions))
    print(text)
    if not options.own:
        write(PAGE, text)


if __name__ == "__main__":
    main()
