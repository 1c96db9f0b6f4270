"""Forms that overflow as they are often written: what the program computes in their place."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import ops
from autograd.program import compile

FAR = np.array([[800.0, -800.0, 3.0], [-800.0, 800.0, -2.0], [0.1, 0.2, 0.3], [-40.0, 40.0, 0.0]])
SECOND = np.tile([0.0, 1.0, 0.0], (4, 1))


def softmax(z):
    exponentials = [ops.exp(a) for a in z]
    total = sum(exponentials)
    return [e / total for e in exponentials]


def cross_entropy(z, y):
    return -sum(b * ops.log(p) for p, b in zip(softmax(z), y, strict=True))


def cross_entropy_of_one_class(z, y):
    return -ops.log(softmax(z)[1]) * y[1]


def binary_cross_entropy(z, y):
    chances = [1 / (1 + ops.exp(-a)) for a in z]
    return -sum(b * ops.log(p) + (1 - b) * ops.log(1 - p) for p, b in zip(chances, y, strict=True))


def softplus(z, y):
    return sum(b * ops.log(1 + ops.exp(a)) for a, b in zip(z, y, strict=True))


def softplus_by_log1p(z, y):
    return sum(b * ops.log1p(ops.exp(a)) for a, b in zip(z, y, strict=True))


def sigmoid(z, y):
    return sum(b * (1 / (1 + ops.exp(-a))) for a, b in zip(z, y, strict=True))


def sigmoid_of_positive(z, y):
    return sum(b * (ops.exp(a) / (1 + ops.exp(a))) for a, b in zip(z, y, strict=True))


def plus(z):
    return np.logaddexp(0.0, z)


def chance(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def shares(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


CASES = {
    cross_entropy: (
        lambda z, y: np.logaddexp.reduce(z, 1) - (y * z).sum(1),
        lambda z, y: shares(z) - y,
    ),
    cross_entropy_of_one_class: (
        lambda z, y: np.logaddexp.reduce(z, 1) - z[:, 1],
        lambda z, y: shares(z) - y,
    ),
    binary_cross_entropy: (
        lambda z, y: (plus(z) - y * z).sum(1),
        lambda z, y: chance(z) - y,
    ),
    softplus: (lambda z, y: (y * plus(z)).sum(1), lambda z, y: y * chance(z)),
    softplus_by_log1p: (lambda z, y: (y * plus(z)).sum(1), lambda z, y: y * chance(z)),
    sigmoid: (lambda z, y: (y * chance(z)).sum(1), lambda z, y: y * chance(z) * chance(-z)),
    sigmoid_of_positive: (
        lambda z, y: (y * chance(z)).sum(1),
        lambda z, y: y * chance(z) * chance(-z),
    ),
}


@pytest.fixture(params=CASES, ids=lambda f: f.__name__)
def case(request):
    return request.param, *CASES[request.param]


def test_values_and_derivatives_are_right_far_out(case):
    f, value, slope = case
    program = compile(f, FAR[2], SECOND[2], in_axes=(0, 0))
    found, gradient = program.value_and_grad(FAR, SECOND, reduce=None)
    np.testing.assert_allclose(found, value(FAR, SECOND), rtol=1e-14, atol=1e-300)
    np.testing.assert_allclose(gradient, slope(FAR, SECOND), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(program(FAR, SECOND), found, rtol=1e-14, atol=1e-300)


def test_as_written_on_request(case):
    f, _, _ = case
    program = compile(f, FAR[2], SECOND[2], in_axes=(0, 0), safe=False)
    assert "#" not in program.text(0).split("import numpy as np")[1]
    found, gradient = program.value_and_grad(FAR, SECOND, reduce=None)
    with np.errstate(all="ignore"):
        assert not (np.isfinite(found).all() and np.isfinite(gradient).all())


def test_a_comment_says_what_was_replaced():
    def text(f):
        return compile(f, FAR[2], SECOND[2], in_axes=(0, 0)).text(0)

    assert "# log of softmax, also where softmax is 0\n" in text(cross_entropy)
    assert "# log of sigmoid, also where sigmoid is 0\n" in text(binary_cross_entropy)
    assert "# softplus, which does not overflow as log(1 + exp(z)) would\n" in text(softplus)


def test_no_derivative_flows_through_the_largest_of_a_log_softmax():
    program = compile(cross_entropy, FAR[2], SECOND[2], in_axes=(0, 0))
    assert "np.where" not in program.text(0)


def test_what_only_looks_like_a_safe_form_is_left_alone():
    def other(z, y):
        exponentials = [ops.exp(a) for a in z]
        others = sum(ops.exp(b) for b in y)
        ratio = sum(ops.log(e / others) for e in exponentials)
        return ratio + ops.log(2 + exponentials[0]) + 1 / (2 + ops.exp(-z[1])) + z[0] / (1 + z[0])

    z, y = np.array([[0.3, -0.2, 0.5]]), np.array([[0.1, 0.7, -0.4]])
    program = compile(other, z[0], y[0], in_axes=(0, 0))
    want = np.log(np.exp(z) / np.exp(y).sum()).sum() + np.log(2 + np.exp(z[0, 0]))
    want += 1 / (2 + np.exp(-z[0, 1])) + z[0, 0] / (1 + z[0, 0])
    np.testing.assert_allclose(program(z, y), [want], rtol=1e-14)
