"""Loops over time and layers: what repeats comes back as a loop, and computes the same."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograd import ops, value_and_grad
from autograd.primitives import PRIMITIVES
from autograd.program import compile
from autograd.program.assemble import Request
from autograd.program.runner import function
from autograd.trees import flatten

SAMPLES = 3
CLOSE = 1e-12
LENGTHS = [1, 2, 3, 20]


def sigmoid(x):
    return 1 / (1 + ops.exp(-x))


def dense(W, x):
    return [sum(w * v for w, v in zip(row, x, strict=True)) for row in W]


def rnn(steps):
    def f(x, Wx, Wh, b, w):
        h = [0.0] * 3
        for t in range(steps):
            z = zip(dense(Wx, x[t]), dense(Wh, h), b, strict=True)
            h = [ops.tanh(p + q + r) for p, q, r in z]
        return sum(a * v for a, v in zip(w, h, strict=True))

    return f, [(steps, 2), (3, 2), (3, 3), (3,), (3,)], 1


def rnn_with_losses(steps):
    """A state that begins from an argument, and a loss of each step's target."""

    def f(x, y, h, Wh, w):
        h, total = list(h), 0.0
        for t in range(steps):
            h = [ops.tanh(p + q) for p, q in zip(dense(Wh, h), x[t], strict=True)]
            total = total + (sum(a * v for a, v in zip(w, h, strict=True)) - y[t]) ** 2
        return total

    return f, [(steps, 3), (steps,), (3,), (3, 3), (3,)], 3


def lstm(steps):
    n = 3

    def f(x, W, U, b, w):
        h, c = [0.0] * n, [0.0] * n
        for t in range(steps):
            z = [p + q + r for p, q, r in zip(dense(W, x[t]), dense(U, h), b, strict=True)]
            i, f, g, o = (z[k * n : (k + 1) * n] for k in range(4))
            c = [sigmoid(f[k]) * c[k] + sigmoid(i[k]) * ops.tanh(g[k]) for k in range(n)]
            h = [sigmoid(o[k]) * ops.tanh(c[k]) for k in range(n)]
        return sum(a * v for a, v in zip(w, h, strict=True))

    return f, [(steps, 2), (4 * n, 2), (4 * n, n), (4 * n,), (n,)], 1


def gru(steps):
    n = 3

    def f(x, W, U, w):
        h = [0.0] * n
        for t in range(steps):
            r, u = (
                [sigmoid(p + q) for p, q in zip(dense(W[g], x[t]), dense(U[g], h), strict=True)]
                for g in (0, 1)
            )
            own = dense(U[2], [a * b for a, b in zip(r, h, strict=True)])
            c = [ops.tanh(p + q) for p, q in zip(dense(W[2], x[t]), own, strict=True)]
            h = [(1 - u[k]) * h[k] + u[k] * c[k] for k in range(n)]
        return sum(a * v for a, v in zip(w, h, strict=True))

    return f, [(steps, 2), (3, n, 2), (3, n, n), (n,)], 1


def horner(steps):
    def f(x, c):
        y = c[0]
        for k in range(1, steps + 1):
            y = y * x + c[k]
        return y

    return f, [(), (steps + 1,)], 1


def rk4(steps):
    def f(state, p):
        def slope(s):
            return [s[1], -p[0] * ops.sin(s[0]) - p[1] * s[1]]

        s, h = list(state), 0.1
        for _ in range(steps):
            k1 = slope(s)
            k2 = slope([a + h / 2 * b for a, b in zip(s, k1, strict=True)])
            k3 = slope([a + h / 2 * b for a, b in zip(s, k2, strict=True)])
            k4 = slope([a + h * b for a, b in zip(s, k3, strict=True)])
            s = [
                a + h / 6 * (b + 2 * c + 2 * d + e)
                for a, b, c, d, e in zip(s, k1, k2, k3, k4, strict=True)
            ]
        return s[0] ** 2 + s[1]

    return f, [(2,), (2,)], 1


def residual(steps):
    def f(x, W, b):
        h = list(x)
        for layer in range(steps):
            z = zip(h, dense(W[layer], h), b[layer], strict=True)
            h = [v + ops.tanh(p + q) for v, p, q in z]
        return sum(v * v for v in h)

    return f, [(3,), (steps, 3, 3), (steps, 3)], 1


def heat(steps):
    def f(u, r):
        v = list(u)
        for _ in range(steps):
            inner = (v[i] + r * (v[i - 1] - 2 * v[i] + v[i + 1]) for i in range(1, len(v) - 1))
            v = [v[0], *inner, v[-1]]
        return sum(a * a for a in v)

    return f, [(7,), ()], 1


def fibonacci(steps):
    """A state that reads two steps back."""

    def f(x, p):
        a, b = x[0], x[1]
        for _ in range(steps):
            a, b = b, ops.sin(a * p[0]) + b * p[1]
        return a * b

    return f, [(2,), (2,)], 1


def triangular(steps):
    """Sums that grow by one term: no loop, and no gradient of one."""

    def f(x, L):
        y = [sum(L[i, j] * x[j] for j in range(i + 1)) for i in range(steps)]
        return sum(ops.sin(v) for v in y)

    return f, [(steps,), (steps, steps)], 1


def masked(steps):
    """States that choose, and what is not chosen is not finite."""

    def f(x, p):
        h = x[0]
        for t in range(steps):
            h = ops.where(h > 0, ops.log(h + 1), h * p[0]) + ops.maximum(x[t], p[1])
        return h

    return f, [(steps,), (2,)], 1


MAKERS = [
    rnn, rnn_with_losses, lstm, gru, horner, rk4, residual, heat, fibonacci, triangular, masked,
]  # fmt: skip
ROLLED = [rnn, rnn_with_losses, lstm, gru, horner, rk4, residual, fibonacci, masked]


def drawn(shapes, batched, seed=0):
    rng = np.random.default_rng(seed)
    return [
        rng.normal(size=((SAMPLES,) if k < batched else ()) + shape)
        for k, shape in enumerate(shapes)
    ]


def compiled(f, arguments, batched):
    one = [a[0] if k < batched else a for k, a in enumerate(arguments)]
    axes = (0,) * batched + (None,) * (len(arguments) - batched)
    return compile(f, *one, in_axes=axes)


def close(got, true):
    true = np.asarray(true)
    got = np.broadcast_to(got, true.shape)
    finite = np.isfinite(true)
    np.testing.assert_array_equal(got[~finite], true[~finite])  # nan is nan, inf is inf
    got, true = got[finite], true[finite]
    scale = np.abs(true).max(initial=1e-300)
    assert np.abs(got - true).max(initial=0.0) <= CLOSE * scale


def held(f, arguments, batched, program):
    """Value and all gradients in both printings, with and without sums, are the scalar engine's."""
    wrt = tuple(range(len(arguments)))
    true = [
        value_and_grad(f, argnums=wrt)(*[
            a[sample] if k < batched else a for k, a in enumerate(arguments)
        ])
        for sample in range(SAMPLES)
    ]  # fmt: skip
    values = np.array([value for value, _ in true])
    close(program(*arguments), values)
    for reduce in ("mean", None):
        step = program.step(wrt, reduce)
        step(*drawn([np.shape(a) for a in arguments], 0, seed=9))  # the buffers are not fresh
        _, gradients = step(*arguments)
        with np.errstate(all="ignore"):
            value, *plain = function(program.printed(Request(wrt, reduce)))(*arguments)
        close(value, values)
        for k in wrt:
            each = np.array([gradient[k] for _, gradient in true])
            wanted = each
            if reduce == "mean":
                wanted = each / SAMPLES if k < batched else each.mean(axis=0)
            close(gradients[k], wanted)
            close(np.broadcast_to(plain[k], wanted.shape), wanted)


@pytest.mark.parametrize("steps", LENGTHS)
@pytest.mark.parametrize("made", MAKERS)
def test_loops_compute_what_the_scalar_engine_does(made, steps):
    f, shapes, batched = made(steps)
    arguments = drawn(shapes, batched)
    held(f, arguments, batched, compiled(f, arguments, batched))


@pytest.mark.parametrize("made", [rnn, rk4])
def test_long_loops_compute_what_the_scalar_engine_does(made):
    f, shapes, batched = made(200)
    arguments = drawn(shapes, batched)
    program = compiled(f, arguments, batched)
    held(f, arguments, batched, program)
    shorter = compiled(made(20)[0], drawn(made(20)[1], batched), batched)
    wrt = tuple(range(len(arguments)))
    for text, other in [
        (program.source, shorter.source), (program.step(wrt).source, shorter.step(wrt).source)
    ]:  # fmt: skip
        assert len(text.splitlines()) == len(other.splitlines())


@pytest.mark.parametrize("made", ROLLED)
def test_what_repeats_is_printed_as_a_loop(made):
    f, shapes, batched = made(20)
    program = compiled(f, drawn(shapes, batched), batched)
    value, gradient = program.source.split("def value_and_grad")
    assert "for t in range(" in value
    assert "for t in range(" in gradient
    assert "for t in reversed(range(" in gradient


RNN_BY_HAND = """\
def value_and_grad(x, Wx, Wh, b, w):
    n = len(x)
    h1 = np.zeros((21, len(x), 3))
    z1 = np.empty((20, len(x), 3))
    for t in range(20):
        z1[t] = x[:, t] @ Wx.T + h1[t] @ Wh.T + b
        h1[t + 1] = np.tanh(z1[t])
    loss = w @ h1[-1].T
    dw = (h1[-1] / n).sum(0)
    dz1 = np.empty((20, len(x), 3))
    dh1 = w / n
    for t in reversed(range(20)):
        dz1[t] = dh1 / np.cosh(z1[t]) ** 2
        dh1 = dz1[t] @ Wh
    dWh = np.tensordot(dz1, h1[:-1], ([0, 1], [0, 1]))
    dWx = np.tensordot(dz1, x, ([0, 1], [1, 0]))
    db = dz1.sum((0, 1))
    return loss, dWx, dWh, db, dw
"""

RESIDUAL_BY_HAND = """\
def value_and_grad(x, W, b):
    n = len(x)
    z1 = np.empty((4, len(x), 3))
    state1 = np.empty((5, len(x), 3))
    state1[0] = x
    for t in range(4):
        z1[t] = state1[t] @ W[t].T + b[t]
        state1[t + 1] = state1[t] + np.tanh(z1[t])
"""


def test_a_recurrent_network_reads_as_a_person_would_write_it():
    f, shapes, batched = rnn(20)
    text = compiled(f, drawn(shapes, batched), batched).source
    assert f"def value_and_grad{text.split('def value_and_grad')[1]}" == RNN_BY_HAND
    assert "        h1 = np.tanh(x[:, t] @ Wx.T + h1 @ Wh.T + b)\n" in text


def test_a_stack_of_layers_is_a_loop_over_layers():
    f, shapes, batched = residual(4)
    text = compiled(f, drawn(shapes, batched), batched).source
    assert RESIDUAL_BY_HAND in text
    assert "        dW[t] = dz1.T @ state1[t]\n" in text


def test_horner_is_a_loop_over_coefficients():
    f, shapes, batched = horner(7)
    value = compiled(f, drawn(shapes, batched), batched).source.split("def value_and_grad")[0]
    assert "    for t in range(1, 8):\n        loss = loss * x + c[t]\n" in value


def test_what_a_loop_took_is_not_read_behind_it():
    chance = random.Random(2)
    kinds = (ops.sin, ops.tanh, ops.cos, lambda x: ops.exp(-x * x), lambda x: ops.sqrt(1 + x * x))
    chosen = [chance.choice(kinds) for _ in range(100)]

    def chain(x):
        for each in chosen:
            x = each(x)
        return x

    program = compile(chain, 0.5, in_axes=(0,))
    x = np.array([0.5, -0.3])
    value, gradient = program.value_and_grad(x, reduce="sum")
    true = [value_and_grad(chain)(each) for each in x.tolist()]
    np.testing.assert_allclose(gradient, [g for _, g in true], rtol=1e-11, atol=1e-300)
    np.testing.assert_allclose(value, sum(v for v, _ in true), rtol=1e-12)


def test_triangular_sums_are_no_loop():
    f, shapes, batched = triangular(8)
    assert "for t in" not in compiled(f, drawn(shapes, batched), batched).source


def test_layers_in_a_list_are_taken_from_the_list():
    def f(x, layers):
        h = list(x)
        for layer in layers:
            z = zip(dense(layer["W"], h), layer["b"], strict=True)
            h = [ops.tanh(p + q) for p, q in z]
        return sum(v * v for v in h)

    rng = np.random.default_rng(0)
    layers = [{"W": rng.normal(size=(3, 3)), "b": rng.normal(size=3)} for _ in range(5)]
    x = rng.normal(size=(SAMPLES, 3))
    program = compile(f, x[0], layers, in_axes=(0, None))
    assert 'layers[t]["W"].T' in program.source
    value, gradient = program.value_and_grad(x, layers, wrt=1, reduce="sum")
    true = [value_and_grad(f, argnums=1)(row, layers) for row in x]
    close(value, sum(t[0] for t in true))
    for got, *each in zip(gradient, *(t[1] for t in true), strict=True):
        for key in ("W", "b"):
            close(got[key], sum(one[key] for one in each))
    _, *plain = function(program.printed(Request((1,), "sum")))(x, layers)
    for one, (_, other) in zip(plain, _arrays(gradient), strict=True):
        close(one, other)


def _arrays(tree):
    return [((k, key), layer[key]) for k, layer in enumerate(tree) for key in layer]


def test_the_variable_of_a_loop_is_none_of_the_users_names():
    def f(t, k, _now):
        h = 0.0
        for n in range(12):
            h = ops.tanh(h * k + t[n] * _now)
        return h

    rng = np.random.default_rng(0)
    arguments = [rng.normal(size=(SAMPLES, 12)), np.array(0.3), np.array(0.4)]
    program = compiled(f, arguments, 1)
    assert "for step in range(12):" in program.source
    held(f, arguments, 1, program)


def test_the_first_and_the_last_step_may_differ():
    def f(x, p):
        h = ops.exp(x[0])
        for t in range(1, 11):
            h = ops.tanh(h * p[0] + x[t]) + h
        h = ops.sin(h * p[0] + x[11]) + h
        return h * p[1]

    arguments = drawn([(12,), (2,)], 1)
    program = compiled(f, arguments, 1)
    assert "for t in range(" in program.source
    held(f, arguments, 1, program)


def test_several_results_come_out_of_a_loop():
    def f(x, p):
        found, h = [], 0.5
        for t in range(10):
            h = ops.sin(h * p + x[t])
            found.append(h)
        return found

    arguments = drawn([(10,), ()], 1)
    program = compiled(f, arguments, 1)
    answers = program(*arguments)
    for sample in range(SAMPLES):
        true = [float(v) for _, v in flatten(f(arguments[0][sample], float(arguments[1])))]
        close([answer[sample] for answer in answers], true)


def test_the_report_shows_loops():
    f, shapes, batched = rnn(5)
    told = compiled(f, drawn(shapes, batched), batched).explain()
    assert "for each of 5 steps t, first to last:" in told
    assert "roll loops" in told


# --- random recurrences

ROWS = sorted(
    name for name, row in PRIMITIVES.items()
    if "internal" not in row.traits and name not in ("gamma", "polygamma", "lgamma", "digamma")
)  # fmt: skip


def bounded(name, operands):
    """A row with its operands brought into its domain, and its result into -1 to 1."""
    found = []
    for operand, (low, high) in zip(operands, PRIMITIVES[name].intervals, strict=False):
        middle, half = (low + high) / 2, (high - low) / 2
        found.append(middle + half * ops.sin(operand))
    return ops.tanh(getattr(ops, name)(*found) / 4)


steps_of_a_body = st.lists(
    st.tuples(
        st.sampled_from(ROWS) | st.sampled_from(["add", "mul", "tanh", "sin", "sub"]),
        st.tuples(*[st.integers(0, 40)] * 3),
    ),
    min_size=1, max_size=4,
)  # fmt: skip
recurrences = st.tuples(
    steps_of_a_body, st.integers(1, 3), st.integers(1, 9), st.booleans(), st.booleans(),
    st.booleans(), st.integers(0, 2**16),
)  # fmt: skip


def recurrence(body, count, steps, zeros, first_differs, last_differs):
    """A function of inputs by step, shared parameters, and what the states begin from."""

    def f(x, begin, p):
        states = [0.0] * count if zeros else list(begin[:count])
        for t in range(steps):
            known = [*states, x[t], *p, 0.5]
            if (first_differs and t == 0) or (last_differs and t == steps - 1):
                known[-1] = ops.sin(x[t] * p[0])
            for op, chosen in body:
                args = [known[k % len(known)] for k in chosen]
                known.append(bounded(op, args[: PRIMITIVES[op].arity]))
            states = (known[-count:] + states)[:count]
        return sum(s * q for s, q in zip(states, p, strict=False)) + x[0] * 0.1

    return f


def compared(case):
    body, count, steps, zeros, first_differs, last_differs, seed = case
    f = recurrence(body, count, steps, zeros, first_differs, last_differs)
    arguments = drawn([(steps,), (3,), (3,)], 2, seed)
    held(f, arguments, 2, compiled(f, arguments, 2))


def test_states_that_hand_on_one_another_go_through_both_printings():
    """Found by the search below: a cotangent of a state that is that of another one step later."""
    body = [("where", (7, 2, 2)), ("eq", (0, 3, 0)), ("asinh", (0, 0, 0))]
    compared((body, 3, 5, False, False, False, 0))


def test_a_first_step_that_all_samples_share_stays_apart():
    """Found by the search below: states that begin from numbers, and are read of later."""
    body = [
        ("ne", (29, 18, 4)), ("exp2", (12, 5, 22)), ("exp2", (18, 34, 7)), ("add", (18, 34, 7)),
    ]  # fmt: skip
    compared((body, 3, 7, True, True, True, 0))


@pytest.mark.parametrize("flags", list(itertools.product([False, True], repeat=2)))
@pytest.mark.parametrize(
    ("body", "count"),
    [([("where", (2, 0, 1))], 3), ([("where", (1, 0, 2))], 2), ([("where", (1, 0, 2))], 3)],
)
def test_a_cotangent_that_only_differs_at_the_last_step(body, count, flags):
    """Found by the search below: steps that choose a number hand on 0 to all samples."""
    zeros, last_differs = flags
    compared((body, count, 5, zeros, True, last_differs, 0))


def test_a_gradient_that_is_no_number_is_none_in_both_printings():
    """Found by the search below: the slope of a root at 0, times 0."""
    body = [("mul", (17, 21, 0)), ("cbrt", (35, 4, 36))]
    compared((body, 3, 7, True, False, True, 2740))


@settings(max_examples=40, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
@given(recurrences)
def test_random_recurrences_are_those_of_the_scalar_engine(case):
    compared(case)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(recurrences)
def test_three_thousand_random_recurrences(case):
    compared(case)
