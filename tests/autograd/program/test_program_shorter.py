"""What a person would write shorter: squares, sums in one place, numbers in products."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from autograd import ops, value_and_grad
from autograd.program import compile


def rosenbrock(x):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in pairwise(x))


def energy(a, b, p):
    return p * p / (1 + ops.sin(a - b) ** 2) - ops.cos(a) * ops.cos(a - b) + ops.sin(a) + b


def body(program, **given):
    return program.text(**given).split("def value_and_grad")[1]


def test_a_product_with_itself_has_one_derivative():
    text = body(compile(rosenbrock, np.ones(6)[:]), wrt=0)
    assert text.count("dx[:, ") == 2
    assert text.count("t1**2") == 1
    assert text.count("dx[:, :5] += ") == 1


def test_numbers_in_a_product_become_one_and_the_mean_is_a_quotient():
    def f(w, x):
        return 3 * (2 * ((w * x) ** 2 / 2)) * 5

    text = body(compile(f, 1.0, 2.0, in_axes=(None, 0)), wrt=0)
    assert "30 * t1 / n" in text
    assert "/ n" in text
    assert "(1 / n" not in text


def test_numbers_that_would_overflow_together_stay_apart():
    def f(w):
        return 1e-200 * (1e-200 * (1e300 * w * 1e300))

    program = compile(f, 2.0, in_axes=(None,))
    assert program.value_and_grad(2.0)[1] == value_and_grad(f)(2.0)[1]


def test_sine_and_cosine_of_the_same_are_computed_together():
    example = (0.3, 1.2, 0.7)
    program = compile(energy, *example, in_axes=(0, 0, 0))
    fast = program.step((0, 1, 2), "sum")
    assert fast.source.count("sincos(") == 2
    assert "np.sin" not in fast.source
    assert "np.cos" not in fast.source
    rng = np.random.default_rng(3)
    batch = [rng.normal(size=500) * 5 for _ in example]
    value, gradients = program.value_and_grad(*batch, wrt=(0, 1, 2), reduce="sum")
    wanted = [value_and_grad(energy, (0, 1, 2))(*sample) for sample in zip(*batch, strict=True)]
    np.testing.assert_allclose(value, sum(v for v, _ in wanted), rtol=1e-12)
    for k, gradient in enumerate(gradients):
        np.testing.assert_allclose(gradient, [g[k] for _, g in wanted], rtol=1e-12, atol=1e-14)


def test_the_readable_program_says_sin_and_cos():
    text = compile(energy, 0.3, 1.2, 0.7, in_axes=(0, 0, 0)).text((0, 1, 2))
    assert "np.sin(" in text
    assert "np.cos(" in text
    assert "sincos" not in text


def test_a_large_batch_goes_into_given_arrays_and_not_into_what_is_read():
    rng = np.random.default_rng(4)
    batch = [rng.normal(size=30_000) for _ in range(3)]
    program = compile(energy, 0.3, 1.2, 0.7, in_axes=(0, 0, 0))
    _, fresh = program.value_and_grad(*batch, wrt=(0, 1, 2), reduce="sum")
    out = tuple(np.empty(30_000) for _ in range(3))
    _, given = program.value_and_grad(*batch, wrt=(0, 1, 2), reduce="sum", out=out)
    assert all(one is other for one, other in zip(given, out, strict=True))
    for one, other in zip(fresh, out, strict=True):
        np.testing.assert_array_equal(one, other)
    own = [each.copy() for each in batch]
    program.value_and_grad(*own, wrt=(0, 1, 2), reduce="sum", out=tuple(own))
    for one, other in zip(fresh, own, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_saved_program_gives_the_shapes_of_the_arguments(tmp_path):
    def f(x, W, c):
        return sum(w * v for row in W for w, v in zip(row, x, strict=True)) * c[0] * c[1]

    example = np.ones(3), np.ones((1, 3)), np.ones(2)
    program = compile(f, *example, in_axes=(0, None, None))
    program.save(tmp_path / "saved.py", wrt=(0, 1, 2))
    names: dict[str, object] = {}
    exec((tmp_path / "saved.py").read_text("utf-8"), names)
    batch = np.arange(6.0).reshape(2, 3), np.ones((1, 3)), np.ones(2)
    _, *gradients = names["value_and_grad"](*batch)
    assert [g.shape for g in gradients] == [(2, 3), (1, 3), (2,)]
