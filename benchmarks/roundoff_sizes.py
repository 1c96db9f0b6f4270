"""How long round-off takes to be analysed: long formulas, functions and losses of networks.

    python -m benchmarks.roundoff_sizes [--output docs/benchmarks/roundoff_sizes.md]

Each case is analysed from its text, function or network to the report, remedies left out and
then looked for. A bad case makes balls refine and remedies be searched; a good one does not.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from autograd import nn
from autograd.roundoff import Report, roundoff

GOALS: Final = {1_000: 2.0, 7_000: 20.0}
"""Seconds for a graph of so many nodes."""


class Timed(NamedTuple):
    """One case. plain, whole: seconds without remedies and with them."""

    name: str
    nodes: int
    digits: float | None
    kind: str
    plain: float
    whole: float


def naive_softmax(z: Any) -> Any:
    """As it is first written."""
    powers = np.exp(z)
    return powers / np.sum(powers)


def network(large: bool) -> Callable[..., Report]:
    """The loss of the digits network (64-25-15-10), with weights that make it overflow or not."""
    sizes = [nn.layers.Dense(25, "relu"), nn.layers.Dense(15, "relu"), nn.layers.Dense(10)]
    model = nn.Sequential([nn.layers.Input((64,)), *sizes, naive_softmax], seed=1)
    model.compile(loss=nn.SparseCategoricalCrossentropy())
    model.build()
    if large:
        model.set_weights([30 * weights for weights in model.get_weights()])
    x = np.random.default_rng(0).uniform(size=64)
    return lambda **options: model.roundoff(x, 3, **options)


def polynomial(terms: int, offset: str) -> Callable[..., Report]:
    """A sum of sines, minus a number near it."""
    text = " + ".join(f"sin(x*{k})/{k}" for k in range(1, terms + 1)) + offset
    return lambda **options: roundoff(text, {"x": 0.3}, **options)


def cancelling_sum(**options: Any) -> Report:
    """The sum of 500 numbers and their opposites, nearly."""
    numbers = np.random.default_rng(1).normal(size=250) * 1e6
    return roundoff(np.sum, np.concatenate([numbers, 1e-6 - numbers]), **options)


CASES: Final[dict[str, Callable[[], Callable[..., Report]]]] = {
    "a formula of 1,000 steps": lambda: polynomial(143, ""),
    "the same, cancelling": lambda: polynomial(143, " - 1.4207963267948966"),
    "np.sum of 500 numbers that cancel": lambda: cancelling_sum,
    "cross-entropy of 64-25-15-10": lambda: network(large=False),
    "the same, overflowing": lambda: network(large=True),
}


def measure(name: str) -> Timed:
    """One case, once."""
    analyse = CASES[name]()
    start = time.perf_counter()
    analyse(remedy=False)
    between = time.perf_counter()
    report = analyse(remedy=True)
    whole = time.perf_counter() - between
    return Timed(
        name, len(report.nodes), report.digits, report.kind or "good", between - start, whole
    )


def page(timed: Sequence[Timed], command: str) -> Iterator[str]:
    """The table for the docs."""
    yield "# Round-off: how long it takes"
    yield ""
    yield f"Made by `{command}`, each case once, on one core."
    yield ""
    yield from (line.strip() for line in (__doc__ or "").split("\n\n", 2)[2].splitlines())
    yield ""
    goals = (f"{nodes:,} nodes within {seconds:g} s" for nodes, seconds in GOALS.items())
    yield f"Goals: {', '.join(goals)}."
    yield ""
    yield "| case | nodes | digits right | kind | without remedies | with them |"
    yield "|---|---|---|---|---|---|"
    for each in timed:
        digits = "-" if each.digits is None else f"{each.digits:g}"
        yield (
            f"| {each.name} | {each.nodes:,} | {digits} | {each.kind} | {each.plain:.2f} s | "
            f"{each.whole:.2f} s |"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures all cases and writes the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, help="a Markdown file; the screen by default")
    given = parser.parse_args(arguments)
    roundoff("log(1 + x)", {"x": 1e-9})  # what is loaded at first use
    text = "\n".join(page([measure(name) for name in CASES], "python -m benchmarks.roundoff_sizes"))
    if given.output:
        given.output.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
