"""Interleaved measuring: each round asks every engine once, and begins with another one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any, NamedTuple

from benchmarks.engines import PEERS
from benchmarks.graphs import GRAPHS
from benchmarks.peers import Failed, Worker

Row = dict[str, Any]
Workers = dict[str, Worker]

REPEATED_OPERATIONS = 20_000
"""A round repeats small graphs until about this many operations are recorded."""

MOST_REPEATS = 20
LIMIT = 300.0
"""Seconds that one round of one engine may take."""

TRACED_PEER_OPERATIONS = 100_000
"""The largest graph whose memory is traced for peers."""


class Plan(NamedTuple):
    """What to measure.

    rounds: how often each engine is asked. seconds: an engine is not asked again for a graph on
    which it has spent more than this.
    """

    engines: list[str]
    sizes: list[int]
    rounds: int
    seconds: float


def turns(engines: list[str], rounds: int) -> Iterator[tuple[int, str]]:
    """Pairs of round and engine; each round begins with the next engine."""
    for k in range(rounds):
        first = k % len(engines)
        for engine in engines[first:] + engines[:first]:
            yield k, engine


def graphs(plan: Plan, workers: Workers) -> Iterator[Row]:
    """A row for each graph, number of operations, state of gc and engine: see `_graph`."""
    warm(plan, workers)
    for name in GRAPHS:
        for operations in plan.sizes:
            for collected in (False, True):
                yield from _graph(plan, workers, name, operations, collected)


def warm(plan: Plan, workers: Workers) -> None:
    """Lets every engine run each graph before it counts."""
    for name in GRAPHS:
        request = _request(name, min(plan.sizes), collected=False)
        for engine in plan.engines:
            workers[engine].ask(request, LIMIT)


def _request(graph: str, operations: int, *, collected: bool) -> Row:
    repeats = max(1, min(MOST_REPEATS, REPEATED_OPERATIONS // operations))
    return {
        "task": "graph",
        "graph": graph,
        "operations": operations,
        "gc": collected,
        "repeats": repeats,
    }


def _graph(plan: Plan, workers: Workers, graph: str, operations: int, collected: bool) -> list[Row]:
    """Medians of one graph for every engine, in nanoseconds an operation."""
    request = _request(graph, operations, collected=collected)
    answers: dict[str, list[Row]] = {engine: [] for engine in plan.engines}
    failures: dict[str, str] = {}
    spent = dict.fromkeys(plan.engines, 0.0)
    for _, engine in turns(plan.engines, plan.rounds):
        if engine in failures or spent[engine] > plan.seconds:
            continue
        try:
            answer = workers[engine].ask(request, LIMIT)
        except Failed as failure:
            failures[engine] = str(failure)
            continue
        answers[engine].append(answer)
        spent[engine] += sum(answer["record"] + answer.get("backward", [])) / 1e9
        if "error" in answer:
            failures[engine] = answer["error"]
    agree((name, given[0]) for name, given in answers.items() if given and name not in failures)
    return [
        {
            "graph": graph,
            "operations": operations,
            "gc": collected,
            "engine": engine,
            **_medians(answers[engine], operations),
            "rounds": len(answers[engine]),
            "error": failures.get(engine),
        }
        for engine in plan.engines
    ]


def _medians(answers: list[Row], operations: int) -> Row:
    record = [time for answer in answers for time in answer["record"]]
    backward = [time for answer in answers for time in answer.get("backward", [])]
    if len(record) != len(backward):
        backward = []
    total = [sum(pair) for pair in zip(record, backward, strict=False)]
    times = {"record": record, "backward": backward, "total": total}
    return {
        name: round(median(some) / operations, 1) if some else None for name, some in times.items()
    }


def agree(answers: Iterable[tuple[str, Row]]) -> None:
    """Ends the run where engines differ on the number or the derivative of a graph."""
    first: tuple[str, Row] | None = None
    for engine, answer in answers:
        first = first or (engine, answer)
        for what in ("number", "derivative"):
            if not math.isclose(answer[what], first[1][what], rel_tol=1e-9):
                raise SystemExit(
                    f"{engine} and {first[0]} differ on the {what} of a graph: "
                    f"{answer[what]!r} and {first[1][what]!r}."
                )


def memory(plan: Plan, workers: Workers) -> Iterator[Row]:
    """Bytes an operation recorded, on the wide graph, each in a fresh process."""
    for engine in plan.engines:
        for operations in plan.sizes:
            if engine in PEERS and operations > TRACED_PEER_OPERATIONS:
                continue
            workers[engine].stop()
            request = {"task": "memory", "graph": "wide", "operations": operations}
            answer = workers[engine].ask(request, LIMIT)
            yield {"engine": engine, "operations": operations, **answer}


def moons(plan: Plan, workers: Workers) -> Iterator[Row]:
    """A training step of micrograd's demo: median seconds, and the losses."""
    engines = [engine for engine in plan.engines if engine in ("glassgrad", "micrograd")]
    for collected in (False, True):
        request = {"task": "moons", "gc": collected, "steps": 1}
        steps: dict[str, list[int]] = {engine: [] for engine in engines}
        losses: dict[str, list[float]] = {engine: [] for engine in engines}
        for _, engine in turns(engines, plan.rounds):
            answer = workers[engine].ask(request, LIMIT)
            steps[engine] += answer["steps"]
            losses[engine] += answer["losses"]
        for engine in engines:
            if not all(map(_close, losses[engine], losses[engines[0]])):
                raise SystemExit(f"{engine} trains otherwise: {losses}.")
            yield {
                "engine": engine,
                "gc": collected,
                "seconds": round(median(steps[engine]) / 1e9, 5),
                "losses": losses[engine],
            }


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-6)
