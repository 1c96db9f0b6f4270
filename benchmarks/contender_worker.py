"""One contender in a process of its own: reads a request a line, answers a line (JSON)."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

import numpy as np

from benchmarks.contenders import CONTENDERS
from benchmarks.tasks import CHECKED, STEPS, task
from benchmarks.worker import pin
from benchmarks.works import WORKS

Request = dict[str, Any]
Timed = tuple[Callable[[int], Any], int]
"""Runs so many times, and how many steps each of them is."""


def prepared(module: Any, request: Request) -> tuple[Timed, list[Any]]:
    """What is timed, and the numbers that are compared."""
    make = getattr(module, request["kind"])[request["row"]]
    if request["kind"] == "PROGRAMS":
        work = request["work"]
        call = make[work](work, WORKS[work].data(request["size"]))

        def calls(times: int) -> None:
            for _ in range(times):
                call()

        value, slopes = call()
        return (calls, 1), [np.array(a) for a in (value, *slopes)]
    run, weights = make(task(request["work"]))
    if request["kind"] == "FITS":
        run(1, False)
        return (run, STEPS), [np.array(a) for a in weights()]
    run(CHECKED)
    return (run, 1), [np.array(a) for a in weights()]


def timed(chosen: Timed, times: int) -> float:
    """Nanoseconds a step, of the processor's time for this process."""
    run, steps = chosen
    start = time.process_time_ns()
    run(times)
    return (time.process_time_ns() - start) / (times * steps)


def serve(name: str) -> None:
    """Answers requests until there are no more."""
    answers, sys.stdout = sys.stdout, sys.stderr
    pin()
    contender = CONTENDERS[name]
    module = import_module(f"benchmarks.contenders.{contender.module}")
    chosen: Timed | None = None
    for line in sys.stdin:
        request = json.loads(line)
        answer: Request = {}
        if request["task"] == "rows":
            answer["version"] = version(contender.distribution) if contender.distribution else ""
            answer["rows"] = {
                kind: {row: list(works) if kind == "PROGRAMS" else None
                       for row, works in getattr(module, kind, {}).items()}
                for kind in ("PROGRAMS", "TRAININGS", "FITS")
            }  # fmt: skip
        elif request["task"] == "make":
            gc.enable()
            start = time.perf_counter()
            chosen, numbers = prepared(module, request)
            answer["seconds"] = time.perf_counter() - start
            np.savez(request["numbers"], *numbers)
            gc.collect()
            answer["once"] = timed(chosen, 1)
        elif chosen is not None:
            chosen[0](1)
            answer["ns"] = timed(chosen, request["times"])
        print(json.dumps(answer), file=answers, flush=True)
