"""Functions as people write them with NumPy: unchanged on floats and on Arrays, and derived."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import Value, array, grad, guards, hvp, jacobian, jvp, value_and_grad, vjp
from autograd.arrays import Array
from autograd.graph import order

RNG = np.random.default_rng(17)


# --- the functions


def softmax_regression(W, b, X, y):
    """Mean cross-entropy of a linear classifier, with labels picked by fancy indexing."""
    logits = X @ W + b
    logits = logits - logits.max(axis=1, keepdims=True)
    log_likelihood = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return -log_likelihood[np.arange(len(y)), y].mean()


def layer_norm(x, gain, shift):
    """Each row to mean 0 and variance 1."""
    mean = x.mean(axis=-1, keepdims=True)
    std = np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)
    return gain * (x - mean) / std + shift


def batch_norm(x, gain, shift):
    """Each column to mean 0 and variance 1, over the batch."""
    return gain * (x - np.mean(x, axis=0)) / (np.std(x, axis=0) + 1e-3) + shift


def convolution(image, kernel):
    """Valid cross-correlation by sliding windows."""
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.maximum(np.einsum("ijkl,kl->ij", windows, kernel), 0.0)


def max_pool(image):
    """2 by 2 max pooling by reshaping."""
    h, w = image.shape
    return image.reshape(h // 2, 2, w // 2, 2).max(axis=(1, 3))


def attention_head(x, Wq, Wk, Wv):
    """One causal attention head."""
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scores = q @ k.T / np.sqrt(k.shape[-1])
    scores = np.where(np.tril(np.ones(scores.shape, dtype=bool)), scores, -np.inf)
    weights = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return (weights / np.sum(weights, axis=-1, keepdims=True)) @ v


def kalman_step(x, P, z):
    """Predict and update of a constant-velocity model with a 2 by 2 innovation."""
    F = np.array([[1.0, 0.1], [0.0, 1.0]])
    H, Q, R = np.eye(2), 0.01 * np.eye(2), 0.5 * np.eye(2)
    x, P = F @ x, F @ P @ F.T + Q
    S = H @ P @ H.T + R
    K = P @ H.T @ np.linalg.inv(S)
    return np.concatenate([x + K @ (z - H @ x), ((np.eye(2) - K @ H) @ P).ravel()])


def mean_squared_error(W1, W2, X, y):
    """A two-layer network with a rectifier written as in lecture notes."""
    hidden = X @ W1
    hidden[hidden < 0] = 0
    out = hidden @ W2
    return np.mean(np.square(out - y))


def huber(residual):
    """Quadratic in the middle, linear outside."""
    size = np.abs(residual)
    return np.where(size <= 1.0, 0.5 * residual**2, size - 0.5).sum()


def gaussian_log_likelihood(mean, root, x):
    """Multivariate normal with the covariance root @ root.T + 1."""
    covariance = root @ root.T + np.eye(len(mean))
    d = x - mean
    quadratic = d @ np.linalg.solve(covariance, d)
    return -0.5 * (quadratic + np.log(np.linalg.det(covariance)) + len(mean) * np.log(2 * np.pi))


def heat_equation(u):
    """Explicit Euler steps in place, with fixed ends."""
    u = u.copy()
    for _ in range(4):
        u[1:-1] += 0.2 * (u[2:] - 2 * u[1:-1] + u[:-2])
    return u


def rk4_pendulum(state):
    """Fourth-order Runge-Kutta over a right-hand side that stacks its results."""

    def rate(s):
        return np.stack([s[1], -np.sin(s[0])])

    for _ in range(3):
        k1 = rate(state)
        k2 = rate(state + 0.05 * k1)
        k3 = rate(state + 0.05 * k2)
        k4 = rate(state + 0.1 * k3)
        state = state + 0.1 / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return state


def gram_schmidt(A):
    """Orthonormal columns, filled into an array that is like the argument."""
    Q = np.zeros_like(A)
    for j in range(A.shape[1]):
        v = A[:, j] - Q[:, :j] @ (Q[:, :j].T @ A[:, j])
        Q[:, j] = v / np.linalg.norm(v)
    return Q


def triplet_loss(anchor, positive, negative):
    """Distances, a margin and a hinge."""
    near = np.linalg.norm(anchor - positive, axis=1)
    far = np.linalg.norm(anchor - negative, axis=1)
    return np.clip(near - far + 0.3, 0, None).mean()


def gelu_tanh(x):
    """The tanh form of GELU."""
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def pairwise_distances(X):
    """Squared distances by broadcasting."""
    return ((X[:, None, :] - X[None, :, :]) ** 2).sum(-1)


def trimmed_mean(x):
    """The mean without the smallest and the largest number."""
    return np.sort(x)[1:-1].mean()


def rosenbrock(x):
    """The banana, over slices."""
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


PROGRAMS = [
    (softmax_regression, [(3, 4), (4,), (5, 3), [0, 3, 1, 2, 3]]),
    (layer_norm, [(2, 4), (4,), (4,)]),
    (batch_norm, [(4, 2), (2,), (2,)]),
    (convolution, [(5, 4), (2, 3)]),
    (max_pool, [(4, 4)]),
    (attention_head, [(3, 2), (2, 2), (2, 2), (2, 3)]),
    (kalman_step, [(2,), np.array([[1.0, 0.2], [0.2, 0.7]]), (2,)]),
    (mean_squared_error, [(3, 4), (4, 2), (5, 3), (5, 2)]),
    (huber, [(6,)]),
    (gaussian_log_likelihood, [(3,), (3, 3), (3,)]),
    (gaussian_log_likelihood, [(4,), (4, 4), (4,)]),
    (heat_equation, [(6,)]),
    (rk4_pendulum, [(2,)]),
    (gram_schmidt, [(4, 3)]),
    (triplet_loss, [(3, 2), (3, 2), (3, 2)]),
    (gelu_tanh, [(5,)]),
    (pairwise_distances, [(3, 2)]),
    (trimmed_mean, [(5,)]),
    (rosenbrock, [(5,)]),
]


def arguments(shapes):
    rng = np.random.default_rng(23)
    return [
        rng.normal(size=shape) if isinstance(shape, tuple)
        else np.array(shape) for shape in shapes
    ]  # fmt: skip


def differentiable(args):
    return [place for place, arg in enumerate(args) if arg.dtype == float]


def slopes(f, args, place):
    h, columns = 1e-6, []
    for index in np.ndindex(args[place].shape):
        moved = []
        for sign in (1, -1):
            changed = [arg.copy() for arg in args]
            changed[place][index] += sign * h
            moved.append(np.asarray(f(*changed)))
        columns.append((moved[0] - moved[1]) / (2 * h))
    return np.stack(columns, axis=-1).reshape(*np.shape(columns[0]), *args[place].shape)


def numbers(result):
    return np.asarray(result.data if isinstance(result, Value) else result.values)


CASES = pytest.mark.parametrize(
    ("f", "shapes"), PROGRAMS, ids=[f"{f.__name__}-{shapes[0]}" for f, shapes in PROGRAMS]
)


@CASES
def test_a_program_gives_the_same_numbers_on_arrays(f, shapes):
    args = arguments(shapes)
    expected = f(*[arg.copy() for arg in args])
    recorded = [array(arg) if place in differentiable(args) else arg
                for place, arg in enumerate(args)]  # fmt: skip
    made = f(*recorded)
    assert isinstance(made, (Array, Value))
    np.testing.assert_allclose(numbers(made), expected, rtol=1e-12, atol=1e-13)


@CASES
def test_a_program_has_derivatives_with_respect_to_each_argument(f, shapes):
    args = arguments(shapes)
    for place in differentiable(args):
        expected = slopes(f, args, place)
        found = jacobian(f, argnums=place)(*args)
        assert found.shape == expected.shape
        np.testing.assert_allclose(found, expected, rtol=2e-5, atol=2e-7)


@CASES
def test_the_transforms_of_a_program_agree(f, shapes):
    args = arguments(shapes)
    matrix = jacobian(f)(*args)

    def g(x):
        return f(x, *args[1:])

    direction = RNG.normal(size=args[0].shape)
    axes = args[0].ndim
    value, moved = jvp(g, (args[0],), (direction,))
    np.testing.assert_allclose(value, f(*args), rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(moved, np.tensordot(matrix, direction, axes), rtol=1e-9, atol=1e-11)
    value, pullback = vjp(g, args[0])
    cotangent = RNG.normal(size=np.shape(value))
    if np.ndim(value):
        (sent,) = pullback(cotangent)
        np.testing.assert_allclose(
            sent, np.tensordot(cotangent, matrix, np.ndim(value)), rtol=1e-9, atol=1e-11
        )
    else:
        both = value_and_grad(f)(*args)
        np.testing.assert_allclose(both[1], matrix, rtol=1e-12, atol=1e-13)
        several = grad(f, argnums=tuple(differentiable(args)))(*args)
        assert [each.shape for each in several] == [args[p].shape for p in differentiable(args)]


# --- second derivatives, and what is recorded


def test_the_hessian_of_rosenbrock_by_two_roads():
    x, v = RNG.normal(size=4), RNG.normal(size=4)
    matrix = jacobian(grad(rosenbrock))(x)
    np.testing.assert_allclose(matrix, matrix.T, rtol=1e-12)
    np.testing.assert_allclose(hvp(rosenbrock, x, v), matrix @ v, rtol=1e-11)
    np.testing.assert_allclose(matrix, slopes(grad(rosenbrock), [x], 0), rtol=1e-5, atol=1e-4)


def test_second_derivatives_pass_through_choices_and_masks():
    args = arguments([(3, 4), (4, 2), (5, 3), (5, 2)])
    matrix = jacobian(grad(mean_squared_error))(*args)
    np.testing.assert_allclose(
        matrix, slopes(grad(mean_squared_error), args, 0), rtol=1e-4, atol=1e-6
    )


def test_the_graph_of_a_network_holds_its_rectifiers_and_no_guards():
    args = arguments([(3, 4), (4, 2), (5, 3), (5, 2)])
    with guards.listening() as heard:
        loss = mean_squared_error(*map(array, args))
    assert not heard
    ops = [node.op for node in order(loss)]
    assert ops.count("where") == ops.count("lt") == 5 * 4
    assert ops.count("mul") == 5 * 4 * 3 + 5 * 2 * 4
    assert ops.count("square") == 10


def test_parameters_may_be_a_dict_of_arrays():
    params = {"W": RNG.normal(size=(2, 3)), "b": np.zeros(2)}

    def loss(params, x):
        return np.tanh(params["W"] @ x + params["b"]).sum()

    x = RNG.normal(size=3)
    found = grad(loss)(params, x)
    inner = 1 - np.tanh(params["W"] @ x) ** 2
    np.testing.assert_allclose(found["W"], np.outer(inner, x), rtol=1e-13)
    np.testing.assert_allclose(found["b"], inner, rtol=1e-13)


def test_a_step_of_gradient_descent_on_arrays_that_are_kept():
    W = array(RNG.normal(size=3), name="W")
    x, losses = np.array([1.0, 2.0, -1.0]), []
    for _ in range(20):
        loss = (W @ x - 1.0) ** 2
        W.zero_grad()
        loss.backward()
        losses.append(loss.data)
        for node, slope in zip(W, W.grad, strict=True):
            node.data -= 0.05 * slope
    assert losses[-1] < 1e-6 * losses[0]


def test_arguments_that_are_integers_or_have_no_axes():
    np.testing.assert_array_equal(grad(lambda x: (x * x).sum())(np.array([1, 2, 3])), [2, 4, 6])
    found = grad(lambda x: np.sin(x) * 2)(np.array(0.5))
    assert found.shape == ()
    assert found == 2 * np.cos(0.5)
    assert grad(lambda x: x.sum() if x.size else 0.0)(np.zeros((0, 2))).shape == (0, 2)


def test_results_may_be_plain_arrays_lists_and_arrays_of_numbers():
    def f(x):
        return {"plain": np.array([x[0] * x[1], x[1]]), "list": [x[0], 3.0], "numbers": np.ones(2)}

    found = jacobian(f)(np.array([2.0, 5.0]))
    np.testing.assert_array_equal(found["plain"], [[5.0, 2.0], [0.0, 1.0]])
    np.testing.assert_array_equal(found["list"], [[1.0, 0.0], [0.0, 0.0]])
    np.testing.assert_array_equal(found["numbers"], np.zeros((2, 2)))
