"""Training against hand-written NumPy and peers: ``python -m benchmarks.training``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks import peers, standings
from benchmarks.eager import processor_facts
from benchmarks.goals import Goal
from benchmarks.programs import command, finish, parser, plan_of, run
from benchmarks.tasks import TASKS
from benchmarks.works import WORKS

Row = dict[str, Any]
PAGE = peers.ROOT / "docs" / "benchmarks" / "networks.md"
KINDS = ("TRAININGS", "FITS")
STEP, FIT = "glassgrad, bare step", "glassgrad, fit"
NOT_BEATEN = ("JAX scan over an epoch",)
"""Measured, but no goal: a compiled loop that Python does not see."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints the tables, and writes them to the page unless the run is a quick one."""
    chosen = parser("benchmarks.training", list(TASKS)).parse_args(arguments)
    plan = plan_of(chosen)
    plan = plan._replace(
        contenders=[c for c in plan.contenders if c not in ("CasADi", "numba", "micrograd")]
    )
    rows, versions = run(plan, KINDS, [(work, TASKS[work]) for work in chosen.works])
    results = {
        "run": {**processor_facts(), "versions": versions, "rounds": plan.rounds,
                "command": command("training", arguments)},
        "training": rows,
    }  # fmt: skip
    finish(results, markdown(results), chosen, PAGE)


def markdown(results: Row) -> str:
    """The tables."""
    rows = results["training"]
    titles = {name: work.title for name, work in WORKS.items()}
    return "\n".join([
        *standings.facts(results["run"]),
        "### Goals", "", *standings.goals_table(goals(results)),
        "### A step of Adam on one batch", "", *standings.ratios(rows, titles, ("TRAININGS",)),
        "### The whole loop, for each step", "", *standings.ratios(rows, titles, ("FITS",)),
        "### Where a peer is ahead", "",
        *(list(standings.ahead(rows, STEP, (STEP, FIT))) or ["Nowhere."]),
    ])  # fmt: skip


def goals(results: Row) -> Iterator[Goal]:
    """What training is held to."""
    rows = results["training"]
    works = tuple(TASKS)
    yield standings.at_most(rows, STEP, works, 1.1, "the bare step")
    yield standings.at_most(rows, FIT, works, 1.3, "the whole of fit, progress bar on")
    others = [
        row
        for row in rows
        if row["ratio"] is not None
        and not row["row"].startswith(("hand", "glassgrad"))
        and row["row"] not in NOT_BEATEN
    ]
    if others:
        own = {row["work"]: row["ratio"] for row in rows if row["row"] == STEP}
        nearest = min(others, key=lambda row: row["ratio"] / own[row["work"]])
        margin = nearest["ratio"] / own[nearest["work"]]
        yield Goal(
            "the bare step ahead of torch, Keras, HIPS autograd and JAX jit on each",
            f"nearest: {nearest['row']} takes {margin:.2f} times as long ({nearest['work']})",
            margin > 1,
        )


if __name__ == "__main__":
    main()
