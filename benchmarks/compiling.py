"""How long tracing and compiling take, and how much memory, each in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import peers

Row = dict[str, Any]
LIMIT = 120.0
LAYERED: dict[str, tuple[tuple[int, ...], float, float]] = {
    "784-128-64-10": ((784, 128, 64, 10), 1.5, 1e9),
    "784-512-128-10": ((784, 512, 128, 10), 5.0, 500.0),
}
"""Widths, and the most seconds and MiB."""


def compile_times(*, quick: bool) -> Iterator[Row]:
    """A row for each graph."""
    for name, (_, seconds, mib) in LAYERED.items():
        if not quick:
            row = _apart(name)
            total = row["trace"] + row["compile"]
            yield {
                "title": name, **row,
                "us": 1e6 * row["compile"] / row["nodes"], "per": "scalar node",
                "most_us": 2.0, "seconds": total, "most_seconds": seconds, "most_mib": mib,
            }  # fmt: skip
    try:
        row = _apart("thin")
    except subprocess.CalledProcessError as failure:
        yield {"title": "thin graph", "error": failure.stderr.strip().splitlines()[-1][:80]}
        return
    yield {
        "title": "thin graph", **row, "us": 1e6 * row["compile"] / row["statements"],
        "per": "statement", "most_us": 50.0,
    }  # fmt: skip


def _apart(name: str) -> Row:
    code = f"from benchmarks.compiling import one; one({name!r})"
    ran = subprocess.run(
        peers.isolated(sys.executable, code, own=True), capture_output=True, text=True,
        timeout=LIMIT, check=True, env=peers.environment(),
    )  # fmt: skip
    row: Row = json.loads(ran.stdout)
    return row


def one(name: str) -> None:
    """Compiles one graph, and prints what that took."""
    import resource

    from autograd.program import compile
    from benchmarks.worker import pin

    pin()
    function, sample, in_axes, wrt = _thin() if name == "thin" else _layered(LAYERED[name][0])
    start = time.perf_counter()
    program = compile(function, *sample, in_axes=in_axes)
    traced = time.perf_counter()
    step = program.step(wrt)
    done = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({
        "nodes": len(program.tape.ops), "trace": traced - start, "compile": done - traced,
        "statements": len(step.printed.assembly.block.statements), "mib": peak,
    }))  # fmt: skip


def _layered(widths: tuple[int, ...]) -> tuple[Any, Any, Any, Any]:
    from benchmarks.works import perceptron

    work = perceptron(*widths, sizes=(1,))
    return work.function, work.sample(), work.in_axes, work.wrt


def _thin() -> tuple[Any, Any, Any, Any]:
    """A chain of 1,500 steps in no order that repeats: nothing to be recognised."""
    import random

    from autograd import ops

    chance = random.Random(1)
    steps = (ops.sin, ops.tanh, ops.cos, lambda x: ops.exp(-x * x), lambda x: ops.sqrt(1 + x * x))
    chosen = [chance.choice(steps) for _ in range(1500)]

    def chain(x: Any) -> Any:
        for step in chosen:
            x = step(x)
        return x

    return chain, [0.3], (0,), (0,)
