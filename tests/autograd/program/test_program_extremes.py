"""Chains of maxima and minima: over products, and with a constant to start from."""

import numpy as np
import pytest

from autograd import ops, value_and_grad
from autograd.program import compile


def running(pick, start, term):
    def f(w, x):
        found = start
        for number in x:
            found = pick(found, term(number, w))
        return found

    return f


CHAINS = {
    f"{pick.__name__} from {start} of {name}": running(pick, start, term)
    for pick in (ops.maximum, ops.minimum)
    for start in (0.0, 1.0, -1.0)
    for name, term in {
        "products": lambda number, w: number * w,
        "sums": lambda number, w: number + w,
        "products of products": lambda number, w: number * w * w,
        "numbers": lambda number, w: number,
        "quotients": lambda number, w: number / w,
    }.items()
}
CHAINS["the largest of products"] = lambda w, x: ops.maximum(
    ops.maximum(x[0] * w, x[1] * w), ops.maximum(x[2] * w, x[3] * w)
)
CHAINS["the largest of products, which are used again"] = lambda w, x: (
    ops.maximum(ops.maximum(x[0] * w, x[1] * w), ops.maximum(x[2] * w, x[3] * w))
    + ops.sum([number * w for number in x])
)


@pytest.mark.parametrize("f", CHAINS.values(), ids=CHAINS)
@pytest.mark.parametrize("w", [1.0, -0.7])
def test_chains_of_extremes_are_those_of_the_scalar_engine(f, w):
    batch = np.random.default_rng(5).normal(size=(7, 4))
    program = compile(f, 1.0, batch[0], in_axes=(None, 0))
    truth = [value_and_grad(f, (0, 1))(w, sample) for sample in batch]
    for got in (
        program.value_and_grad(w, batch, wrt=(0, 1), reduce="sum"),
        program.step(wrt=(0, 1), reduce="sum")(w, batch),
    ):
        value, (dw, dx) = got
        np.testing.assert_allclose(np.sum(value), sum(v for v, _ in truth), rtol=1e-12)
        np.testing.assert_allclose(dw, sum(g[0] for _, g in truth), rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(dx, [g[1] for _, g in truth], rtol=1e-12)
    np.testing.assert_allclose(program(w, batch), [v for v, _ in truth], rtol=1e-12)
