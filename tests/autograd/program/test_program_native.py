"""Machine code: the same answers as the NumPy program, element by element."""

from __future__ import annotations

import contextlib
import math
import sys

import numpy as np
import pytest

from autograd import ops
from autograd.errors import InputError, MissingDependency
from autograd.primitives import PRIMITIVES
from autograd.program import compile

pytest.importorskip("numba")

SAMPLES = 300  # more than one block of sums
QUICK = ["black_scholes", "rk4", "pooling", "choices", "extremes", "theta_mlp", "sparse"]


def compared(graph, reduce):
    program = compile(graph.f, *graph.arguments(None), in_axes=graph.in_axes)
    native = program.to("native")
    args = graph.arguments(SAMPLES, 1)
    if len(program.tape.outputs) > 1:
        for got, true in zip(native(*args), program(*args), strict=True):
            np.testing.assert_allclose(got, true, rtol=1e-12, atol=1e-12)
        return
    wrt = tuple(range(len(args)))
    value, gradients = native.value_and_grad(*args, wrt=wrt, reduce=reduce)
    true_value, true = program.value_and_grad(*args, wrt=wrt, reduce=reduce)
    np.testing.assert_allclose(value, true_value, rtol=1e-11)
    for k in wrt:
        scale = max(np.abs(true[k]).max(), 1e-12)
        np.testing.assert_allclose(gradients[k], true[k], rtol=0, atol=1e-12 * scale)


@pytest.mark.parametrize("name", QUICK)
def test_small_programs_are_those_of_numpy(graphs, name):
    compared(graphs[name], "sum" if name == "rk4" else "mean")


def test_one_gradient_a_sample(graphs):
    compared(graphs["rosenbrock"], None)


@pytest.mark.slow
@pytest.mark.parametrize("reduce", ["mean", None])
def test_all_programs_are_those_of_numpy(graph, reduce):
    if graph.f.__name__ == "neurons":
        pytest.skip("its arguments are a dict")
    with contextlib.suppress(InputError):  # of those that are too large
        compared(graph, reduce)


HAS_NONE = {"sinc", "sinc_derivative", "digamma", "polygamma", "floordiv"}
ROWS = [
    name for name, row in PRIMITIVES.items()
    if name not in HAS_NONE | {"lgamma", "gamma"} and "internal" not in row.traits
]  # fmt: skip


def test_rows_at_ordinary_numbers_and_at_edges():
    """All rows in one program: ordinary numbers, zeros of both signs, infinities, nan."""

    def f(x, y):
        found = []
        for name in ROWS:
            operands = (x, y, y * 0.5)[: PRIMITIVES[name].arity]
            found.append(getattr(ops, name)(*operands) * 1.0)
        return found

    program = compile(f, 0.3, 0.7)
    edges = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.0, 800.0, math.inf, -math.inf, math.nan]
    x, y = (each.ravel() for each in np.meshgrid(edges, edges))
    with np.errstate(all="ignore"):
        for name, got, true in zip(ROWS, program.to("native")(x, y), program(x, y), strict=True):
            np.testing.assert_allclose(got, true, rtol=1e-13, err_msg=name)


@pytest.mark.parametrize("name", ["gamma", "lgamma"])
def test_gamma_functions_whose_derivatives_have_no_native_form(name):
    x = np.linspace(0.3, 6.0, 40)
    program = compile(getattr(ops, name), 1.5)
    np.testing.assert_allclose(program.to("native")(x), program(x), rtol=1e-12, atol=1e-14)
    with pytest.raises(InputError, match="digamma has no native form"):
        program.to("native").value_and_grad(x)


def test_a_branch_that_is_not_taken_sends_nothing():
    def f(x):
        return ops.where(x > 0, ops.log(x), 0.0) + ops.maximum(ops.sqrt(x), x)

    x = np.array([-1.0, 0.0, 4.0])
    program = compile(f, 1.0)
    got, true = (p.value_and_grad(x, reduce=None)[1] for p in (program.to("native"), program))
    np.testing.assert_array_equal(got, true)


def test_single_precision_is_kept():
    program = compile(lambda x: ops.exp(0.5 * x) / (1 + x * x), 0.3, dtype="float32")
    native = program.to("native")
    x = np.linspace(-2, 2, 50, dtype=np.float32)
    value, gradient = native.value_and_grad(x, reduce=None)
    assert value.dtype == gradient.dtype == np.float32
    assert "float32" in native.source
    np.testing.assert_allclose(value, program(x), rtol=1e-6)


def test_arrays_are_fresh_and_out_is_used():
    native = compile(lambda x, w: x[0] * w[1] + x[1] * w[0], [1.0, 2.0], [3.0, 4.0],
                     in_axes=(0, None)).to("native")  # fmt: skip
    x, w = np.ones((5, 2)), np.arange(2.0)
    _, first = native.value_and_grad(x, w, wrt=(0, 1))
    kept = [each.copy() for each in first]
    _, second = native.value_and_grad(2 * x, w, wrt=(0, 1))
    np.testing.assert_array_equal(first[1], kept[1])
    assert not np.shares_memory(first[0], second[0])
    _, third = native.value_and_grad(x, w, wrt=(0, 1), out=second)
    assert third[0] is second[0]
    np.testing.assert_array_equal(third[1], kept[1])
    assert native(x, w).shape == (5,)


def test_without_a_batch_axis_there_is_one_answer():
    native = compile(lambda x: x[0] * x[1], [1.0, 2.0], in_axes=None).to("native")
    value, gradient = native.value_and_grad(np.array([3.0, 5.0]))
    assert value == 15.0
    np.testing.assert_array_equal(gradient, [5.0, 3.0])


def test_guards_are_checked():
    native = compile(lambda x: x if x > 0 else -x, 1.0, guards="check").to("native")
    np.testing.assert_array_equal(native(np.ones(3)), np.ones(3))
    with pytest.raises(InputError, match="another branch"):
        native(np.array([1.0, -1.0]))


def test_names_of_elements_do_not_collide():
    def f(x, x_0):
        return x[0] * x_0 + x[1]

    native = compile(f, [1.0, 2.0], 3.0).to("native")
    np.testing.assert_array_equal(native(np.array([[1.0, 2.0]]), np.array([3.0])), [5.0])


def test_the_text_is_what_is_compiled(tmp_path):
    native = compile(lambda x: ops.sin(x) * x, 0.5).to("native")
    path = tmp_path / "step.py"
    native.save(path)
    names: dict[str, object] = {}
    exec(path.read_text(), names)  # the text that was printed a line above
    result = np.empty((2, 1))
    names["value"](2, np.array([[0.5], [1.5]]), result)
    np.testing.assert_allclose(result[:, 0], native(np.array([0.5, 1.5])))


def test_what_is_too_large_is_refused():
    program = compile(lambda x, W: (W @ x).sum(), np.ones(70), np.ones((70, 70)), in_axes=(0, None))
    with pytest.raises(InputError, match=r"more than 2,000 scalar steps.*NumPy"):
        program.to("native").value_and_grad(np.ones((2, 70)), np.ones((70, 70)))


def test_there_is_one_target():
    with pytest.raises(InputError, match="'jax'"):
        compile(lambda x: x, 1.0).to("jax")


def test_without_numba_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(MissingDependency, match=r"glassgrad\[native\]"):
        compile(lambda x: x, 1.0).to("native")
