"""This project: the scalar functions of `benchmarks.works`, compiled."""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path
from typing import Any

from autograd.program import Program, compile
from benchmarks.contenders import Call, Makers
from benchmarks.contenders.glassgrad_training import fit, train
from benchmarks.works import SINGLE, WORKS


def compiled(work: str) -> Program:
    """The program of a work."""
    chosen = WORKS[work]
    return compile(chosen.function, *chosen.sample(), in_axes=chosen.in_axes)


def fast(work: str, data: list[Any]) -> Call:
    """The fast printing; several numbers of points through `value_and_grad`, in its blocks."""
    return _fast(compiled(work), work, data)


def native(work: str, data: list[Any]) -> Call:
    """Machine code."""
    return _fast(compiled(work).to("native"), work, data)


def _fast(program: Program, work: str, data: list[Any]) -> Call:
    wrt = WORKS[work].wrt
    if work in SINGLE:
        _, out = program.value_and_grad(*data, wrt=wrt, reduce=None)

        def points() -> tuple[Any, list[Any]]:
            value, slopes = program.value_and_grad(*data, wrt=wrt, reduce=None, out=out)
            return value, list(slopes)

        return points
    step = program.step(wrt)
    count = len(data[-1])

    def call() -> tuple[Any, list[Any]]:
        value, *slopes = step.run(data, count)
        return value.sum() / count, slopes

    return call


def checked(work: str, data: list[Any]) -> Call:
    """The fast printing, its arguments looked at in every call."""
    step = compiled(work).step(WORKS[work].wrt)
    count = len(data[-1])

    def call() -> tuple[Any, list[Any]]:
        value, slopes = step(*data)
        return value.sum() / count, list(slopes)

    return call


def readable(work: str, data: list[Any]) -> Call:
    """The module that `Program.save` writes."""
    chosen = WORKS[work]
    reduce = None if work in SINGLE else "mean"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "step.py"
        compiled(work).save(path, wrt=chosen.wrt, reduce=reduce)
        spec = importlib.util.spec_from_file_location("step", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    run = module.value_and_grad

    def call() -> tuple[Any, list[Any]]:
        value, *slopes = run(*data)
        return (value if work in SINGLE else value.mean()), slopes

    return call


NETWORKS = tuple(work for work in WORKS if work not in SINGLE)
PROGRAMS: dict[str, Makers] = {
    "glassgrad": dict.fromkeys(WORKS, fast),
    "glassgrad, arguments checked": dict.fromkeys(NETWORKS, checked),
    "glassgrad, readable": dict.fromkeys(WORKS, readable),
    "glassgrad, native": dict.fromkeys(("moons", *SINGLE), native),
}
TRAININGS = {"glassgrad, bare step": train}
FITS = {"glassgrad, fit": fit}
