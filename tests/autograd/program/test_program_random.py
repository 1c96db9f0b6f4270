"""Random scalar programs over the whole table, against the scalar engine."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from autograd import Value, hvp, ops, value_and_grad
from autograd.arithmetic import FLOAT
from autograd.formula import over
from autograd.graph import order
from autograd.primitives import PRIMITIVES
from autograd.program import compile
from autograd.program.assemble import Request
from autograd.program.runner import function

SAMPLES = 4
OPS = sorted(name for name, row in PRIMITIVES.items() if "internal" not in row.traits)
GAMMAS = ["gamma", "lgamma", "digamma", "polygamma"]
KINDS = ["row", "row", "row", "gamma", "sum", "dot", "matrix", "window", "max", "extremes"]


def bounded(name, operands):
    """A row with its operands brought into its domain, so that most results are finite."""
    row = PRIMITIVES[name]
    if name == "polygamma":  # its first operand is the order of the derivative
        return ops.polygamma(1 + len(operands) % 2, 1.5 + ops.sin(operands[0]))
    found = []
    for operand, (low, high) in zip(operands, row.intervals, strict=False):
        middle, half = (low + high) / 2, (high - low) / 2
        found.append(middle + half * ops.sin(operand) if (low, high) != (-5.0, 5.0) else operand)
    return getattr(ops, name)(*found)


@st.composite
def programs(draw):
    """Steps over growing lists: each makes one list, element by element, of earlier ones."""
    steps = []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(KINDS))
        steps.append((
            kind, draw(st.sampled_from(GAMMAS if kind == "gamma" else OPS)),
            [draw(st.integers(0, 50)) for _ in range(3)],
            draw(st.integers(1, 6)), draw(st.integers(0, 5)), draw(st.integers(1, 3)),
            draw(st.sampled_from([0.5, -1.0, 2.0, 1.0])),
        ))  # fmt: skip
    sizes = [draw(st.integers(1, 6)) for _ in range(3)]
    damped, seed = draw(st.booleans()), draw(st.integers(0, 2**20))
    return steps, sizes, damped, seed


def extremes(a, b, others, kind):
    """The largest, or the smallest, of products and of other terms, and one of the terms."""
    terms = [p * q for p, q in zip(a, b, strict=False)] + others
    return [functools.reduce(ops.maximum if kind % 2 else ops.minimum, terms), *terms[: kind % 3]]


def is_at_a_kink(node):
    """Whether rounding decides what a step does: operands that were computed, at a kink of it."""
    if all(operand.a is None for operand in node.args) or len(set(node.args)) < len(node.args):
        return False
    row, numbers = PRIMITIVES[node.op], [operand.data for operand in node.args]
    for kink in row.kinks:
        zero = over(kink.zero, row.operands)(FLOAT, *numbers)
        if kink.kind == "step" and np.isfinite(zero):
            zero -= round(zero)
        if abs(zero) <= 1e-11 * max(1.0, *map(abs, numbers)):
            return True
    return False


def moved(values, part):
    """Numbers that are off by a part of themselves; as they are where that is 0."""
    return [v * (1.0 + part) for v in values] if part else values


def made(steps, damped, shaken=0.0):
    """A function of three vectors from the steps; it notes the largest number on its way, and
    gives up on a case where the order of a sum decides which way a step goes. shaken: by which part
    gamma functions are off."""
    sizes = []

    def f(x, u, w):
        lists = [list(x), list(u), list(w)]
        for kind, op, chosen, count, offset, stride, factor in steps:
            a, b, c = (lists[k % len(lists)] for k in chosen)

            def at(values, k, offset=offset, stride=stride):
                return values[(offset + stride * k) % len(values)]

            if kind in ("row", "gamma"):
                arity = PRIMITIVES[op].arity
                new = [bounded(op, [at(a, k), at(b, k), at(c, k)][:arity]) for k in range(count)]
                new = moved(new, shaken if kind == "gamma" else 0.0)
            elif kind == "sum":
                new = [sum(at(a, k) * factor for k in range(count)) + b[0]]
            elif kind == "dot":
                new = [sum(p * q for p, q in zip(a, b, strict=False)) - c[-1]]
            elif kind == "matrix":
                new = [sum(at(a, j * len(b) + i) * b[i] for i in range(len(b))) - at(c, j)
                       for j in range(count)]  # fmt: skip
            elif kind == "extremes":
                new = extremes(a, b, [factor] * (count % 3) + c[:2], offset)
            elif kind == "window":
                new = [sum(at(a, i + k) * at(b, k) for k in range(3)) for i in range(count)]
            else:
                new = [functools.reduce(ops.maximum, a) * factor, *a]
            lists.append([ops.tanh(v / 8) for v in new] if damped else new)
        sizes.append(max(abs(v.data) for values in lists for v in values if isinstance(v, Value)))
        result = sum(sum(values[1:], values[0]) for values in lists[-2:])
        nodes = order(result) if isinstance(result, Value) else []
        assume(not any(map(is_at_a_kink, nodes)))
        return result

    return f, sizes


def agree(got, true, what, largest):
    """Equal but for the rounding of sums that are added in another order."""
    got, true = np.asarray(got), np.asarray(true)
    finite = np.isfinite(true)
    np.testing.assert_array_equal(np.isnan(got), np.isnan(true), err_msg=what)
    np.testing.assert_array_equal(got[~finite], true[~finite], err_msg=what)
    scale = np.abs(true[finite]).max(initial=1e-3 * min(largest, 1e9))
    assert np.abs(got[finite] - true[finite]).max(initial=0.0) <= 1e-12 * scale, what


def assume_that_digits_stay(case, values, gradients, arguments, largest):
    """Gives up on a case in which the last digits of gamma functions, which two libraries have
    otherwise, decide more of the result than is allowed: acos near 1 makes half of the digits of
    them."""
    steps, _, damped, _ = case
    if not any(kind == "gamma" for kind, *_ in steps):
        return
    f, _ = made(steps, damped, shaken=2e-14)
    true = [value_and_grad(f, argnums=(0, 1, 2))(*each) for each in arguments]
    shaken = [
        np.array([t[0] for t in true]),
        *(np.array([t[1][k] for t in true]) for k in range(3)),
    ]
    try:
        for before, after in zip([np.array(values), *gradients], shaken, strict=True):
            agree(after, before, "digits", largest)
    except AssertionError:
        assume(False)


def compared(case):
    steps, sizes, damped, seed = case
    f, met = made(steps, damped)
    rng = np.random.default_rng(seed)
    x, u = (rng.normal(size=(SAMPLES, n)) for n in sizes[:2])
    w = rng.normal(size=sizes[2])
    program = compile(f, x[0], u[0], w, in_axes=(0, 0, None))
    true = [value_and_grad(f, argnums=(0, 1, 2))(x[k], u[k], w) for k in range(SAMPLES)]
    largest = np.nanmax(met)
    wanted = [np.array([t[1][k] for t in true]) for k in range(3)]
    arguments = [(x[k], u[k], w) for k in range(SAMPLES)]
    assume_that_digits_stay(case, [t[0] for t in true], wanted, arguments, largest)
    agree(program(x, u, w), [t[0] for t in true], "values", largest)
    _, gradients = program.value_and_grad(x, u, w, wrt=(0, 1, 2), reduce=None)
    with np.errstate(all="ignore"):
        _, *readable = function(program.printed(Request((0, 1, 2), None)))(x, u, w)
    for k in range(3):
        agree(gradients[k], wanted[k], f"gradient {k}", largest)
        plain = np.broadcast_to(readable[k], wanted[k].shape)
        agree(plain, wanted[k], f"gradient {k} of the readable printing", largest)


def compared_in_second_derivatives(case):
    """The product of the Hessian and a vector: the program of the recorded backward graph."""
    steps, sizes, damped, seed = case
    f, _ = made(steps, damped)

    def product(x, u, w, v):
        return hvp(lambda x: f(x, u, w), x, v)

    rng = np.random.default_rng(seed)
    x, v = (rng.normal(size=(SAMPLES, sizes[0])) for _ in range(2))
    u, w = rng.normal(size=(SAMPLES, sizes[1])), rng.normal(size=sizes[2])
    program = compile(product, x[0], u[0], w, v[0], in_axes=(0, 0, None, 0))
    true = np.array([product(x[k], u[k], w, v[k]) for k in range(SAMPLES)])
    largest = np.abs(program.tape.numbers).max(initial=0.0, where=np.isfinite(program.tape.numbers))
    agree(program(x, u, w, v), true, "products", largest)
    with np.errstate(all="ignore"):
        readable = function(program.printed(Request()))(x, u, w, v)
    flat = np.reshape(readable, (-1, sizes[0]))  # one row where all samples have the same
    agree(np.broadcast_to(flat, true.shape), true, "products of the readable printing", largest)


QUICK = {"suppress_health_check": [HealthCheck.too_slow], "derandomize": True}


@settings(max_examples=150, **QUICK)
@given(programs())
def test_random_programs_are_those_of_the_scalar_engine(case):
    compared(case)


@settings(max_examples=60, **QUICK)
@given(programs())
def test_second_derivatives_of_random_programs(case):
    compared_in_second_derivatives(case)


@pytest.mark.parametrize(
    "case",
    [  # found by the search below
        ([("row", "pow", [0, 16, 0], 3, 0, 1, 0.5)], [2, 1, 3], False, 0),
        ([("row", "where", [0, 0, 0], 1, 0, 1, 0.5)], [1, 1, 1], False, 0),
        ([("row", "abs", [0] * 3, 1, 0, 1, 0.5), ("row", "sign", [0] * 3, 1, 0, 1, 0.5),
          ("row", "abs", [46, 0, 0], 1, 0, 1, 0.5)], [1, 1, 1], False, 0),
        ([("matrix", "abs", [0, 2, 0], 2, 0, 1, 0.5)], [1, 1, 2], False, 0),
        ([("matrix", "abs", [1, 0, 0], 1, 0, 3, 0.5), ("row", "abs", [0] * 3, 1, 0, 1, 0.5)],
         [4, 4, 1], False, 0),
        ([("dot", "abs", [0, 50, 0], 1, 0, 1, 0.5), ("dot", "abs", [2, 2, 0], 1, 0, 1, 0.5)],
         [1, 1, 2], False, 0),
        ([("sum", "abs", [0] * 3, 1, 0, 1, 0.5), ("dot", "abs", [0] * 3, 1, 0, 1, 0.5)],
         [2, 1, 1], False, 0),
        ([("row", "abs", [0] * 3, 1, 0, 1, 0.5)] * 3
         + [("row", "add", [0] * 3, 4, 0, 1, 0.5), ("row", "abs", [6, 0, 0], 2, 2, 1, 0.5)],
         [1, 1, 1], False, 0),
    ],
)  # fmt: skip
def test_programs_that_once_were_wrong(case, monkeypatch):
    monkeypatch.setitem(globals(), "assume", lambda condition: True)
    compared(case)


@pytest.mark.slow
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
@given(programs())
def test_ten_thousand_random_programs(case):
    compared(case)


@pytest.mark.slow
@settings(max_examples=2_000, suppress_health_check=[HealthCheck.too_slow])
@given(programs())
def test_second_derivatives_of_two_thousand_random_programs(case):
    compared_in_second_derivatives(case)
