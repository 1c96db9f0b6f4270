"""Random programs: no false alarm on gradients that are right, no miss of a billionth."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import grad
from autograd.check import check

STEPS = (
    np.sin, np.tanh, np.arctan, np.exp, np.abs,
    lambda x: x**2,
    lambda x: 1 / (1 + x**2),
    lambda x: np.log(1 + x**2),
    lambda x: np.maximum(x, 0.1),
    lambda x: np.where(x > 0, x, 2 * x),
)  # fmt: skip


def program(seed):
    """A function of four numbers with six random steps, and a point where it is finite."""
    rng = np.random.default_rng(seed)
    steps = [(STEPS[rng.integers(len(STEPS))], rng.integers(3)) for _ in range(6)]
    matrix = rng.normal(size=(4, 4))

    def f(x):
        y = x
        for step, way in steps:
            y = (lambda: step(y), lambda: matrix @ step(y), lambda: y * step(x))[way]()  # noqa: B023
        return np.sum(y) / 7

    return f, rng.normal(size=4)


@pytest.mark.parametrize("seeds", [range(12), pytest.param(range(12, 200), marks=pytest.mark.slow)])
def test_right_ones_pass_and_wrong_ones_do_not(seeds):
    for seed in seeds:
        f, x = program(seed)
        with np.errstate(all="ignore"):
            if not abs(f(x)) < 1e8:
                continue
        slopes = grad(f)(x)
        largest = int(np.argmax(np.abs(slopes)))
        for claim in (None, lambda x, f=f: grad(f)(x), {"x": slopes}):
            verdict = check(f, {"x": x}, claim)
            assert verdict.outcome == "right", f"seed {seed}: {verdict}"
        if not slopes[largest]:
            continue
        off = 1 + 1e-9 * (np.arange(4) == largest)
        for claim in (lambda x, f=f, off=off: grad(f)(x) * off, {"x": slopes * off}):
            verdict = check(f, {"x": x}, claim)
            assert verdict.outcome == "wrong", f"seed {seed}: {verdict}"
