"""Functions whose compiled programs the site shows, with their source."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from autograd import ops
from autograd.program import Program, compile


def loss(W1, b1, W2, b2, x, y):
    """The squared error of a network on one sample."""
    hidden = [ops.tanh(ops.dot(w, x) + b) for w, b in zip(W1, b1, strict=True)]
    out = [ops.dot(w, hidden) + b for w, b in zip(W2, b2, strict=True)]
    return sum((o - t) ** 2 for o, t in zip(out, y, strict=True))


def rosenbrock(x):
    """Rosenbrock's function of a list of numbers."""
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(len(x) - 1))


def _loss() -> Program:
    chance = np.random.default_rng(0)
    shapes = ((25, 64), (25,), (10, 25), (10,), (64,), (10,))
    return compile(loss, *(chance.normal(size=shape) for shape in shapes),
                   in_axes=(None, None, None, None, 0, 0))  # fmt: skip


def _rosenbrock() -> Program:
    return compile(rosenbrock, np.linspace(0.1, 1.2, 20))


EXAMPLES: dict[str, tuple[Callable[..., Any], Callable[[], Program]]] = {
    "loss": (loss, _loss),
    "rosenbrock": (rosenbrock, _rosenbrock),
}


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def function(name: str) -> str:
    """The scalar code."""
    source = inspect.getsource(EXAMPLES[name][0])
    return _fenced(source, "python")


def program(name: str) -> str:
    """The program that the compiler makes of it."""
    return _fenced(EXAMPLES[name][1]().source, "python")


def explained(name: str) -> str:
    """How the program came about. Times are left out: they differ from run to run."""
    lines = EXAMPLES[name][1]().explain().splitlines()
    return _fenced("\n".join(line.rpartition(" in ")[0] if line.endswith(" ms") else line
                             for line in lines), "text")  # fmt: skip
