"""HIPS autograd: NumPy's functions wrapped in Python."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import numpy

from benchmarks.contenders import Call, Makers
from benchmarks.contenders.batched import FUNCTIONS
from benchmarks.contenders.hand_training import Adam
from benchmarks.works import SINGLE, WORKS

anp: Any = import_module("autograd.numpy")
special: Any = import_module("autograd.scipy.special")
hips: Any = import_module("autograd")
make_vjp: Any = import_module("autograd.core").make_vjp
ALSO = SimpleNamespace(logsumexp=special.logsumexp, erf=special.erf)


def traced(work: str, data: list[Any]) -> Call:
    """``value_and_grad``; of points, the pullback of ones."""
    function = FUNCTIONS[work]
    if work in SINGLE:

        def points() -> tuple[Any, list[Any]]:
            pull, value = make_vjp(lambda a: function(anp, ALSO, *a), tuple(data))
            return value, list(pull(numpy.ones_like(value)))

        return points
    *parameters, x, y = data
    step = hips.value_and_grad(lambda p: function(anp, ALSO, p, x, y))

    def call() -> tuple[Any, list[Any]]:
        value, slopes = step(parameters)
        return value, list(slopes)

    return call


PROGRAMS: dict[str, Makers] = {"HIPS autograd": dict.fromkeys(WORKS, traced)}


def train(task: Any) -> tuple[Any, Any]:
    """Its gradient, gathered for Adam by hand."""
    function = FUNCTIONS[task.work]
    adam = Adam(task.parameters, task.epsilon)
    x, y = task.x[: task.batch], task.y[: task.batch]
    step = hips.value_and_grad(lambda p: function(anp, ALSO, p, x, y))

    def run(steps: int) -> float:
        for _ in range(steps):
            loss, slopes = step(adam.parameters)
            numpy.concatenate([g.reshape(-1) for g in slopes], out=adam.gradient)
            adam.step()
        return float(loss)

    return run, lambda: adam.parameters


TRAININGS = {"HIPS autograd": train}
