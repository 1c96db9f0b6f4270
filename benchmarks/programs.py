"""Compiled programs against hand-written NumPy and peers: ``python -m benchmarks.programs``."""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import contest, peers, report, standings
from benchmarks.compiling import compile_times
from benchmarks.contenders import CONTENDERS, OWN
from benchmarks.eager import processor_facts
from benchmarks.goals import Goal
from benchmarks.works import SINGLE, WORKS

Row = dict[str, Any]
PAGE = peers.ROOT / "docs" / "benchmarks" / "program.md"
SHOWN = ("mlp", "conv1d", "lstm", "black_scholes")
MLPS = ("mlp", "mlp400", "mlp784")
OURS = ("glassgrad", "glassgrad, arguments checked", "glassgrad, readable", "glassgrad, native")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints the tables, and writes them to the page unless the run is a quick one."""
    chosen = parser("benchmarks.programs", list(WORKS)).parse_args(arguments)
    plan = plan_of(chosen)
    rows, versions = run(plan, ("PROGRAMS",), [
        (work, size) for work in chosen.works
        for size in ((min(WORKS[work].sizes[0], 2_000),) if chosen.quick else WORKS[work].sizes)
    ])  # fmt: skip
    results = {
        "run": {**processor_facts(), "versions": versions, "rounds": plan.rounds,
                "command": command("programs", arguments)},
        "programs": rows,
        "compiling": list(compile_times(quick=chosen.quick)),
    }  # fmt: skip
    finish(results, markdown(results), chosen, PAGE)


def run(
    plan: contest.Plan, kinds: tuple[str, ...], works: list[tuple[str, int]]
) -> tuple[list[Row], dict[str, str]]:
    """All rows of the works, and the versions of the contenders."""
    held = contest.Contest(plan)
    rows: list[Row] = []
    try:
        for work, size in works:
            for row in held.measure(kinds, work, size):
                print(json.dumps(row), file=sys.stderr)
                rows.append(row)
    finally:
        held.stop()
    return rows, held.versions


def markdown(results: Row) -> str:
    """The tables and the programs."""
    rows = results["programs"]
    titles = {name: work.title for name, work in WORKS.items()}
    networks = [row for row in rows if row["work"] not in SINGLE]
    points = [row for row in rows if row["work"] in SINGLE]
    return "\n".join([
        *standings.facts(results["run"]),
        "### Goals", "", *standings.goals_table(goals(results)),
        "### Networks: value and gradient of the mean loss", "",
        *standings.ratios(networks, titles, ("PROGRAMS",)),
        "### Points: value and gradient of each", "",
        *standings.ratios(points, titles, ("PROGRAMS",)),
        "### Where a peer is ahead", "",
        *(list(standings.ahead(rows, "glassgrad", OURS)) or ["Nowhere."]), "",
        *compiling(results["compiling"]),
        *programs(),
    ])  # fmt: skip


def goals(results: Row) -> Iterator[Goal]:
    """What the compiled programs are held to."""
    rows = results["programs"]
    for name, works, most, goal in (
        ("glassgrad", MLPS, 1.1, "perceptrons"),
        ("glassgrad, readable", MLPS, 1.25, "perceptrons, readable printing"),
        ("glassgrad", ("conv1d", "conv2d"), 1.1, "convolutions"),
        ("glassgrad", ("rnn", "lstm"), 1.25, "RNN and LSTM"),
        ("glassgrad", ("moons",), 1.1, "micrograd's moons"),
        ("glassgrad", ("black_scholes", "pendulum"), 1.0, "Black-Scholes and double pendulum"),
    ):
        if any(row["row"] == name and row["work"] in works for row in rows):
            yield standings.at_most(rows, name, works, most, goal)
    for row in results["compiling"]:
        if "most_seconds" in row:
            told = f"{row['seconds']:.2f} s, {row['mib']:.0f} MiB"
            reached = row["seconds"] <= row["most_seconds"] and row["mib"] <= row["most_mib"]
            yield Goal(
                f"{row['title']} traced and compiled in {row['most_seconds']:g} s", told, reached
            )
        if "error" in row:
            yield Goal(f"{row['title']} compiled", "failed", reached=False)
        if "most_us" in row:
            yield Goal(
                f"{row['title']} compiled: at most {row['most_us']:g} µs a {row['per']}",
                f"{row['us']:.2f}", row["us"] <= row["most_us"],
            )  # fmt: skip


def compiling(rows: list[Row]) -> Iterator[str]:
    """The times of tracing and compiling."""
    yield "### Tracing and compiling"
    yield ""
    yield "Each in a fresh process: recording one sample twice, and the fast printing of value"
    yield "and gradient; the most memory that the process held, libraries included."
    yield ""
    yield from standings.table(
        ["", "scalar nodes", "trace, s", "compile, s", "µs of compiling", "MiB"],
        ([r["title"], f"{r['nodes']:,}", f"{r['trace']:.2f}", f"{r['compile']:.2f}",
          f"{r['us']:.2f} a {r['per']}", f"{r['mib']:.0f}"] for r in rows if "error" not in r),
    )  # fmt: skip
    for row in rows:
        if "error" in row:
            yield f"{row['title']}: failed, {row['error']}"
            yield ""


def programs() -> Iterator[str]:
    """Scalar code and what became of it, as they are."""
    from benchmarks.contenders.glassgrad import compiled

    for name in SHOWN:
        work = WORKS[name]
        program = compiled(name)
        text = program.text(work.wrt, None if name in SINGLE else "mean")
        body = text[text.index("def value_and_grad") :].partition("\n\n\n")[0]
        yield f"### {work.title}, as it is emitted"
        yield ""
        yield f"From {len(program.tape.ops):,} scalar nodes, recorded of:"
        yield ""
        yield from ("```python", inspect.getsource(work.function).rstrip(), "```", "")
        yield f"comes, in {len(body.splitlines())} lines:"
        yield ""
        yield from ("```python", body, "```", "")


def parser(module: str, works: list[str]) -> argparse.ArgumentParser:
    """What both contests can be asked."""
    made = argparse.ArgumentParser(prog=f"python -m {module}")
    made.add_argument("--quick", action="store_true", help="few short rounds, no page")
    made.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    made.add_argument("--works", nargs="+", choices=works, default=works)
    made.add_argument("--rounds", type=int)
    made.add_argument("--seconds", type=float, default=0.02, help="of a round of one contender")
    made.add_argument("--budget", type=float, default=3.0, help="seconds of a contender on a work")
    made.add_argument("--page", type=Path, help="the Markdown page to write the tables to")
    return made


def plan_of(chosen: argparse.Namespace) -> contest.Plan:
    """The plan of the arguments; hand-written NumPy always takes part."""
    names = [*OWN, *(name for name in chosen.contenders if name not in OWN)]
    rounds = chosen.rounds or (2 if chosen.quick else 15)
    return contest.Plan(names, rounds, 0.005 if chosen.quick else chosen.seconds, chosen.budget)


def command(module: str, arguments: Sequence[str] | None) -> str:
    """The command of a run."""
    given = sys.argv[1:] if arguments is None else arguments
    return " ".join(["python", "-m", f"benchmarks.{module}", *map(str, given)])


def finish(results: Row, text: str, chosen: argparse.Namespace, page: Path) -> None:
    """Prints the tables, and writes page and medians."""
    print(text)
    place = chosen.page or (None if chosen.quick else page)
    if place is not None:
        report.write(place, text)
        report.replace(place.with_suffix(".json"), json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
