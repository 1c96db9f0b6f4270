"""What ``import`` takes in a fresh process, engines interleaved."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from statistics import median

from benchmarks.engines import ENGINES, OURS
from benchmarks.peers import command, environment
from benchmarks.rounds import Plan, Row, turns

RUNS = 31
RUNS_OF_THE_SLOW = 5
QUICK = (OURS, "micrograd")

_TIMED = """
import time
start = time.process_time_ns()
import {module}
print(time.process_time_ns() - start)
"""


def imports(plan: Plan, python: str) -> Iterator[Row]:
    """Median milliseconds of processor time that each engine's import takes, its files cached."""
    engines = [engine for engine in plan.engines if ENGINES[engine].module]
    times: dict[str, list[int]] = {engine: [] for engine in engines}
    runs = RUNS if plan.rounds > 1 else 2
    for engine in engines:
        _once(python, engine)  # writes the bytecode
    for k, engine in turns(engines, runs):
        if k < RUNS_OF_THE_SLOW or engine in QUICK:
            times[engine].append(_once(python, engine))
    for engine, taken in times.items():
        yield {
            "engine": engine,
            "module": ENGINES[engine].module,
            "milliseconds": round(median(taken) / 1e6, 2),
            "runs": len(taken),
        }


def _once(python: str, engine: str) -> int:
    code = _TIMED.format(module=ENGINES[engine].module)
    ran = subprocess.run(
        command(python, engine, code), env=environment(), capture_output=True, text=True, check=True
    )
    return int(ran.stdout)
