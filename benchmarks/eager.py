"""Speed and memory of the eager engine against its peers: ``python -m benchmarks.eager``."""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import peers, report, rounds
from benchmarks.engines import ENGINES
from benchmarks.goals import Results, Row
from benchmarks.graphs import GRAPHS
from benchmarks.imports import imports

PAGE = peers.ROOT / "docs" / "benchmarks" / "eager.md"
SIZES = [1_000, 10_000, 100_000, 1_000_000]
QUICK_SIZES = [1_000, 10_000]
PARTS = ("graphs", "memory", "moons", "imports")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints the tables, and writes them to the page unless the run is a quick one."""
    chosen = _parser().parse_args(arguments)
    plan = rounds.Plan(
        engines=chosen.engines,
        sizes=chosen.sizes or (QUICK_SIZES if chosen.quick else SIZES),
        rounds=chosen.rounds or (3 if chosen.quick else 15),
        seconds=chosen.seconds,
    )
    results = measure(plan, chosen.parts)
    results["run"]["command"] = _command(arguments)
    text = report.markdown(results)
    print(text)
    page = chosen.page or (None if chosen.quick else PAGE)
    if page is not None:
        report.write(page, text)
        report.replace(page.with_suffix(".json"), json.dumps(results, indent=1) + "\n")


def measure(plan: rounds.Plan, parts: Sequence[str] = PARTS) -> Results:
    """Runs the plan; the medians of each part, and the facts of the run."""
    python = peers.interpreter(plan.engines)
    workers = {engine: peers.Worker(python, engine) for engine in plan.engines}
    made = {
        "graphs": lambda: rounds.graphs(plan, workers),
        "memory": lambda: rounds.memory(plan, workers),
        "moons": lambda: rounds.moons(plan, workers),
        "imports": lambda: imports(plan, python),
    }
    results: Results = {"run": _facts(plan, workers)}
    try:
        for part in PARTS:
            results[part] = []
            for row in made[part]() if part in parts else ():
                print(json.dumps(row), file=sys.stderr)
                results[part].append(row)
    finally:
        for worker in workers.values():
            worker.stop()
    return results


def _facts(plan: rounds.Plan, workers: rounds.Workers) -> Row:
    versions = {
        engine: worker.ask({"task": "version"}, rounds.LIMIT)["version"]
        for engine, worker in workers.items()
    }
    return {
        **processor_facts(),
        "versions": {engine: version for engine, version in versions.items() if version},
        "rounds": plan.rounds,
        "seconds": plan.seconds,
    }


def processor_facts() -> Row:
    """The day, the processor, the system and Python."""
    return {
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "machine": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    """The processor's name as the system tells it."""
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _command(arguments: Sequence[str] | None) -> str:
    given = sys.argv[1:] if arguments is None else arguments
    return shlex.join(["python", "-m", "benchmarks.eager", *given])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.eager", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small graphs, few rounds, no page")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--sizes", nargs="+", type=_size, metavar="OPERATIONS")
    parser.add_argument("--rounds", type=int)
    parser.add_argument(
        "--seconds", type=float, default=4.0, help="for an engine on one graph, beyond one round"
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--page", type=Path, help="the Markdown page to write the tables to")
    return parser


def _size(text: str) -> int:
    unit = max(graph.unit for graph in GRAPHS.values())
    size = int(text.replace(",", ""))
    if size <= 0 or size % unit:
        raise argparse.ArgumentTypeError(f"{text} is not a positive multiple of {unit}")
    return size


if __name__ == "__main__":
    main()
