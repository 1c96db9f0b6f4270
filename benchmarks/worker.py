"""One engine in a process of its own: reads a request a line, measures, answers a line (JSON)."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

from benchmarks.engines import ENGINES, Engine
from benchmarks.graphs import GRAPHS, WATCHED
from benchmarks.moons import Training

Request = dict[str, Any]
Answer = dict[str, Any]

_now = time.process_time_ns
"""The processor's time: what other processes take of it does not count."""


def graph(engine: Engine, request: Request) -> Answer:
    """Records and goes backward ``repeats`` times over fresh leaves.

    Gives nanoseconds (a list each), the number, and the derivative with respect to one leaf; or
    ``error`` in place of the last three where the engine cannot go backward.
    """
    built = GRAPHS[request["graph"]]
    record, backward = [], []
    gc.collect()
    switch_collection(on=request["gc"])
    for _ in range(request["repeats"]):
        leaves = engine.leaves(built.numbers)
        operands = built.arrange(leaves, request["operations"])
        start = _now()
        output = built.record(operands)
        made = _now()
        record.append(made - start)
        made = _now()
        try:
            engine.backward(output, leaves)
        except (RecursionError, MemoryError) as error:
            return {"record": record, "error": type(error).__name__}
        backward.append(_now() - made)
    return {
        "record": record,
        "backward": backward,
        "number": engine.number(output),
        "derivative": engine.derivative(leaves[WATCHED[request["graph"]]]),
    }


def memory(engine: Engine, request: Request) -> Answer:
    """What the record of a graph takes, in bytes an operation.

    traced: what Python allocated; resident: by how much the process grew (only right in a fresh
    process, where no freed memory is used again); objects: the sizes of a node, its number and
    its serial number added up, for engines whose nodes are made of those.
    """
    built = GRAPHS[request["graph"]]
    operations = request["operations"]
    operands = built.arrange(engine.leaves(built.numbers), operations)
    gc.collect()
    switch_collection(on=False)
    resident = _resident()
    output = built.record(operands)
    grown = _resident() - resident
    parts = [getattr(output, name, None) for name in ("data", "serial")]
    objects = None if None in parts else sum(map(sys.getsizeof, (output, *parts)))
    del output
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    output = built.record(operands)
    traced = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    del output
    return {
        "traced": traced / operations,
        "resident": grown / operations if grown > 0 else None,
        "objects": objects,
    }


def _resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def train(training: Training, request: Request) -> Answer:
    """Trains for some steps; gives the nanoseconds and the loss of each.

    Garbage of one step is collected in the next, as it is in a script.
    """
    if not request["gc"]:
        gc.collect()
    switch_collection(on=request["gc"])
    steps, losses = [], []
    for _ in range(request["steps"]):
        start = _now()
        losses.append(training.step())
        steps.append(_now() - start)
    return {"steps": steps, "losses": losses}


def switch_collection(*, on: bool) -> None:
    """Lets garbage be collected when Python thinks so, or not at all."""
    (gc.enable if on else gc.disable)()


def pin() -> None:
    """Keeps this process on the last of the processors it may use."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def serve(name: str) -> None:
    """Answers requests until there are no more."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a peer prints is no answer
    pin()
    engine = ENGINES[name]()
    trainings: dict[bool, Training] = {}
    for line in sys.stdin:
        request = json.loads(line)
        match request["task"]:
            case "version":
                answer: Answer = {"version": engine.version()}
            case "graph":
                answer = graph(engine, request)
            case "memory":
                answer = memory(engine, request)
            case "moons":
                collected = request["gc"]
                if collected not in trainings:
                    trainings[collected] = Training(name)
                answer = train(trainings[collected], request)
        switch_collection(on=False)
        gc.collect()
        print(json.dumps(answer), file=answers, flush=True)
