"""JAX in float64, jitted; arrays stay on its side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.contenders import Call, Makers
from benchmarks.contenders.batched import FUNCTIONS
from benchmarks.works import SINGLE, WORKS

jax.config.update("jax_enable_x64", True)
ALSO = SimpleNamespace(logsumexp=jax.nn.logsumexp, erf=jax.scipy.special.erf)


def jitted(work: str, data: list[Any]) -> Call:
    """``jit(value_and_grad(...))``; of points, the pullback of ones."""
    if work in SINGLE:
        return points(work, data)
    function = FUNCTIONS[work]
    step = jax.jit(jax.value_and_grad(lambda p, x, y: function(jnp, ALSO, p, x, y)))
    *parameters, x, y = map(jnp.asarray, data)

    def call() -> tuple[Any, list[Any]]:
        value, slopes = jax.block_until_ready(step(parameters, x, y))
        return value, slopes

    return call


def points(work: str, data: list[Any]) -> Call:
    """Each point's value and gradient."""
    function = FUNCTIONS[work]

    def both(*arguments: Any) -> tuple[Any, Any]:
        value, pull = jax.vjp(lambda *a: function(jnp, ALSO, *a), *arguments)
        return value, pull(jnp.ones_like(value))

    step = jax.jit(both)
    arrays = list(map(jnp.asarray, data))

    def call() -> tuple[Any, list[Any]]:
        value, slopes = jax.block_until_ready(step(*arrays))
        return value, list(slopes)

    return call


PROGRAMS: dict[str, Makers] = {"JAX jit": dict.fromkeys(WORKS, jitted)}

ADAM = (0.001, 0.9, 0.999)


def adam(state: Any, g: Any, epsilon: float) -> Any:
    """One step; state: parameters, both moments, and the steps taken."""
    rate, b1, b2 = ADAM
    p, m, v, t = state
    t = t + 1
    m = [b1 * a + (1 - b1) * b for a, b in zip(m, g, strict=True)]
    v = [b2 * a + (1 - b2) * b * b for a, b in zip(v, g, strict=True)]
    scaled = rate * jnp.sqrt(1 - b2**t) / (1 - b1**t)
    p = [a - scaled * b / (jnp.sqrt(c) + epsilon) for a, b, c in zip(p, m, v, strict=True)]
    return p, m, v, t


class Trained:
    """What training needs: the state, and a jitted step or a scan over an epoch."""

    def __init__(self, task: Any) -> None:
        function = FUNCTIONS[task.work]
        slopes = jax.value_and_grad(lambda p, x, y: function(jnp, ALSO, p, x, y))
        parameters = list(map(jnp.asarray, task.parameters))
        first, second = ([jnp.zeros_like(p) for p in parameters] for _ in range(2))
        self.state: Any = (parameters, first, second, jnp.asarray(0.0))

        def step(state: Any, batch: Any) -> tuple[Any, Any]:
            loss, g = slopes(state[0], *batch)
            return adam(state, g, task.epsilon), loss

        self.step = jax.jit(step, donate_argnums=0)
        self.scan = jax.jit(lambda s, xs: jax.lax.scan(step, s, xs), donate_argnums=0)

    def weights(self) -> list[Any]:
        """The parameters."""
        return list(self.state[0])


def train_jit(task: Any) -> tuple[Any, Any]:
    """A jitted call for each step."""
    trained = Trained(task)
    batch = (jnp.asarray(task.x[: task.batch]), jnp.asarray(task.y[: task.batch]))

    def run(steps: int) -> float:
        for _ in range(steps):
            trained.state, loss = trained.step(trained.state, batch)
        return float(loss)

    return run, trained.weights


def train_scan(task: Any) -> tuple[Any, Any]:
    """One jitted scan over an epoch of shuffled batches."""
    trained = Trained(task)
    chance = np.random.default_rng(0)
    count = len(task.x)

    def run(epochs: int, shuffle: bool = True) -> None:
        for _ in range(epochs):
            order = chance.permutation(count) if shuffle else np.arange(count)
            batches = tuple(
                a[order].reshape(-1, task.batch, *a.shape[1:]) for a in (task.x, task.y)
            )
            trained.state, losses = trained.scan(trained.state, batches)
        jax.block_until_ready(losses)

    return run, trained.weights


TRAININGS = {"JAX jit": train_jit}
FITS = {"JAX scan over an epoch": train_scan}
