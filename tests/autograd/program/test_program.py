"""`Program`: its arguments and answers, its text, and what it refuses."""

from __future__ import annotations

import importlib.util
import itertools
import random

import numpy as np
import pytest

from autograd import Value, hvp, ops, scope
from autograd.errors import InputError, RecordingError
from autograd.program import compile
from autograd.program.assemble import Request
from autograd.program.runner import function

MLP_BY_HAND = """\
def value_and_grad(x, y, W1, b1, W2, b2, W3, b3):
    n = len(x)
    z1 = x @ W1.T + b1
    h1 = 1 / (1 + np.exp(-z1))
    z2 = h1 @ W2.T + b2
    h2 = np.maximum(z2, 0)
    z3 = h2 @ W3.T + b3
    m1 = np.clip(z3.max(1), -LARGEST, LARGEST)
    e1 = np.exp(z3 - m1[:, None])
    s1 = e1.sum(1)
    loss = m1 + np.log(s1) - np.einsum("bi,bi->b", z3, y)
    dz3 = e1 / (n * s1)[:, None] - y / n
    db3 = dz3.sum(0)
    dW3 = dz3.T @ h2
    dz2 = np.where(z2 > 0, dz3 @ W3, 0)
    db2 = dz2.sum(0)
    dW2 = dz2.T @ h1
    dz1 = h1 / (1 + np.exp(z1)) * (dz2 @ W2)
    db1 = dz1.sum(0)
    dW1 = dz1.T @ x
    return loss, dW1, db1, dW2, db2, dW3, db3
"""


def linear(x, params):
    W, b = params["W"], params["b"]
    return [
        sum(w * v for w, v in zip(row, x, strict=True)) + c for row, c in zip(W, b, strict=True)
    ]


def loss(x, params):
    return sum(z * z for z in linear(x, params))


def example(samples=None, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(4,) if samples is None else (samples, 4))
    return x, {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=3)}


def imported(path):
    specification = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


# --- the text


def test_the_program_of_a_network_is_what_a_person_would_write(graphs):
    graph = graphs["mlp"]
    program = compile(graph.f, *graph.arguments(None), in_axes=graph.in_axes)
    printed = program.text(range(2, 8)).split("def value_and_grad")[1]
    assert f"def value_and_grad{printed}" == MLP_BY_HAND


def test_windows_and_reshapes_read_well(graphs):
    graph = graphs["conv1d_positions_outside"]
    text = compile(graph.f, *graph.arguments(None), in_axes=graph.in_axes).text((1, 2, 3))
    assert "sliding_window_view(x, 5, 1)[:, ::2]" in text
    assert "@ K.T + b" in text
    assert "h1.reshape(len(h1), 27) @ W.T" in text


def test_one_flat_vector_of_parameters_is_sliced(graphs):
    graph = graphs["theta_mlp"]
    text = compile(graph.f, *graph.arguments(None), in_axes=graph.in_axes).source
    assert "x @ theta[:36].reshape(6, 6)[:, :5].T + theta[5:36:6]" in text


def test_the_gates_of_an_lstm_are_one_product_a_step(graphs):
    graph = graphs["lstm"]
    text = compile(graph.f, *graph.arguments(None), in_axes=graph.in_axes).source
    value = text.split("def value_and_grad")[0]
    assert "for t in range(5):" in value
    assert value.count("@ W.T") == value.count("@ U.T") == 1


def test_names_are_the_users_and_never_collide():
    def f(np, len, _b1, x):
        return np * len + _b1 * x

    program = compile(f, 1.0, 2.0, 3.0, 4.0)
    ones = np.ones(3)
    np.testing.assert_array_equal(program(ones, 2 * ones, 3 * ones, 4 * ones), 14 * ones)
    _, gradients = program.value_and_grad(
        ones, 2 * ones, 3 * ones, 4 * ones, wrt=range(4), reduce=None
    )
    np.testing.assert_array_equal(np.ravel(gradients), np.repeat([2.0, 1.0, 4.0, 3.0], 3))


def test_names_come_from_scopes_and_values():
    def f(x, W):
        with scope("layer1"):
            h = [ops.tanh(sum(w * v for w, v in zip(row, x))) for row in W]  # noqa: B905
        total = sum(v * v * v for v in h)
        total.name = "cubes"
        return total * 2

    text = compile(f, np.ones(3), np.ones((2, 3)), in_axes=(0, None)).source
    assert "layer1_h = np.tanh(x @ W.T)" in text
    assert "cubes = np.einsum(" in text
    assert "loss = cubes * 2" in text


def test_keys_of_dicts_cannot_break_out_of_the_text():
    key = '"] ; raise SystemExit  # """'
    program = compile(lambda p: p[key] * 2, {key: 1.5})
    np.testing.assert_array_equal(program({key: np.array([1.0, 2.0])}), [2.0, 4.0])
    assert "SystemExit" in program.source


def test_a_saved_program_needs_numpy_alone(tmp_path):
    x, params = example()
    program = compile(loss, x, params, in_axes=(0, None))
    program.save(tmp_path / "step.py", wrt=1)
    module = imported(tmp_path / "step.py")
    batch, _ = example(6, seed=1)
    np.testing.assert_allclose(module.value(batch, params), program(batch, params), rtol=1e-14)
    _, dW, db = module.value_and_grad(batch, params)
    _, gradient = program.value_and_grad(batch, params, wrt=1)
    np.testing.assert_allclose(dW, gradient["W"], rtol=1e-13)
    np.testing.assert_allclose(db, gradient["b"], rtol=1e-13)
    assert "x: (B, 4)" in module.__doc__
    assert "import autograd" not in program.source


def test_the_explanation_names_all_stages():
    x, params = example()
    told = compile(loss, x, params, in_axes=(0, None)).explain()
    for part in ("scalar nodes", "classes", "statements", "contract", "reverse mode", "passes"):
        assert part in told


# --- arguments and answers


def test_structures_of_arguments_and_results_are_kept():
    x, params = example()
    program = compile(lambda x, p: {"z": linear(x, p), "first": x[0]}, x, params, in_axes=(0, None))
    batch, _ = example(5, seed=1)
    result = program(batch, params)
    z = batch @ params["W"].T + params["b"]
    assert set(result) == {"z", "first"}
    np.testing.assert_allclose(np.stack(result["z"], 1), z, rtol=1e-13)
    np.testing.assert_array_equal(result["first"], batch[:, 0])


def test_array_results_keep_their_shape():
    program = compile(lambda x: np.exp(x).reshape(2, 2), np.zeros(4))
    batch = np.random.default_rng(0).normal(size=(3, 4))
    np.testing.assert_allclose(program(batch), np.exp(batch).reshape(3, 2, 2), rtol=1e-15)


def test_lists_of_numbers_are_arrays():
    def f(x, w):
        return sum(a * b for a, b in zip(x, w, strict=True))

    program = compile(f, [1.0, 2.0], [3.0, 4.0], in_axes=(0, None))
    np.testing.assert_array_equal(program([[1.0, 2.0], [3.0, 4.0]], [1.0, 10.0]), [21.0, 43.0])
    _, gradient = program.value_and_grad([[1.0, 2.0]], [1.0, 10.0], wrt=1)
    np.testing.assert_array_equal(gradient, [1.0, 2.0])


def test_without_a_batch_axis_there_is_one_answer():
    x, params = example()
    program = compile(loss, x, params, in_axes=None)
    value, gradient = program.value_and_grad(x, params, wrt=(0, 1))
    z = params["W"] @ x + params["b"]
    np.testing.assert_allclose(value, z @ z, rtol=1e-14)
    np.testing.assert_allclose(gradient[0], 2 * z @ params["W"], rtol=1e-14)
    np.testing.assert_allclose(gradient[1]["b"], 2 * z, rtol=1e-14)


@pytest.mark.parametrize(("reduce", "times"), [("mean", 1.0), ("sum", 3.0), (None, 1.0)])
def test_a_result_that_all_samples_share_counts_for_each(reduce, times):
    program = compile(lambda x, w: w[0] * w[1], 1.0, np.ones(2), in_axes=(0, None))
    w = np.array([2.0, 5.0])
    value, gradient = program.value_and_grad(np.ones(3), w, wrt=1, reduce=reduce)
    np.testing.assert_array_equal(value, 10.0 * times)
    wanted = times * w[::-1]
    np.testing.assert_array_equal(gradient, wanted if reduce else np.tile(wanted, (3, 1)))


def test_arguments_that_do_not_matter_have_zero_gradients():
    program = compile(
        lambda x, w, e: x * 2 + sum(e), 1.0, np.ones(2), np.ones(0), in_axes=(0, None, None)
    )
    _, (dw, de) = program.value_and_grad(np.ones(3), np.ones(2), np.ones(0), wrt=(1, 2))
    np.testing.assert_array_equal(dw, [0.0, 0.0])
    assert de.shape == (0,)


def test_single_precision_is_kept():
    x, params = example()
    program = compile(loss, x, params, in_axes=(0, None), dtype="float32")
    batch, _ = example(5, seed=1)
    value, gradient = program.value_and_grad(batch, params, wrt=1, reduce=None)
    assert value.dtype == np.float32
    assert gradient["W"].dtype == np.float32
    true = ((batch @ params["W"].T + params["b"]) ** 2).sum(1)
    np.testing.assert_allclose(value, true, rtol=1e-5)


def test_the_readable_printing_keeps_single_precision(graphs):
    for name in ("conv1d", "theta_mlp", "lstm", "mlp"):
        graph = graphs[name]
        program = compile(
            graph.f, *graph.arguments(None), in_axes=graph.in_axes, dtype="float32"
        )  # fmt: skip
        arguments = [a.astype(np.float32) for a in graph.arguments(3)]
        wrt = tuple(range(len(arguments)))
        for result in function(program.printed(Request(wrt, "sum")))(*arguments):
            assert result.dtype == np.float32


def test_returned_arrays_are_fresh_and_out_is_used_again():
    x, params = example()
    program = compile(loss, x, params, in_axes=(0, None))
    batch, _ = example(5, seed=1)
    _, first = program.value_and_grad(batch, params, wrt=1)
    before = first["W"].copy()
    _, second = program.value_and_grad(2 * batch, params, wrt=1)
    np.testing.assert_array_equal(first["W"], before)
    _, third = program.value_and_grad(2 * batch, params, wrt=1, out=first)
    assert third["W"] is first["W"]
    np.testing.assert_array_equal(third["W"], second["W"])
    with pytest.raises(InputError, match="out has no"):
        program.value_and_grad(batch, params, wrt=0, out=first)


def test_inputs_are_never_returned_as_they_are():
    program = compile(lambda x: x, np.zeros(3))
    batch = np.ones((2, 3))
    assert not np.shares_memory(program(batch), batch)


@pytest.mark.parametrize("reduce", ["mean", "sum", None])
def test_large_batches_are_the_same_in_blocks(graphs, reduce, monkeypatch):
    from autograd.program import blocks

    graph = graphs["mlp"]
    program = compile(graph.f, *graph.arguments(None), in_axes=graph.in_axes)
    arguments = graph.arguments(501, seed=3)
    whole = program.value_and_grad(*arguments, wrt=(0, 2, 3), reduce=reduce)
    monkeypatch.setattr(blocks, "CACHE", 1)
    parts = program.value_and_grad(*arguments, wrt=(0, 2, 3), reduce=reduce)
    np.testing.assert_allclose(parts[0], whole[0], rtol=1e-13)
    for part, all_at_once in zip(parts[1], whole[1], strict=True):
        np.testing.assert_allclose(part, all_at_once, atol=1e-13)
    each, _ = program.value_and_grad(*arguments, reduce=None)
    np.testing.assert_allclose(program(*arguments), each, rtol=1e-13)


def test_a_mask_that_meets_infinity_sends_nothing():
    def f(x):
        return ops.sqrt(ops.relu(x)) + ops.where(x > 0, ops.log(x), 0.0)

    program = compile(f, 1.0)
    x = np.array([-1.0, 4.0])
    _, gradient = program.value_and_grad(x, reduce="sum")
    np.testing.assert_array_equal(gradient, [0.0, 0.5])
    _, (stepped,) = program.step(0, "sum")(x)
    np.testing.assert_array_equal(stepped, [0.0, 0.5])


def test_a_tie_goes_to_the_last_of_a_chain():
    def f(x):
        top = x[0]
        for v in x[1:]:
            top = ops.maximum(top, v)
        return top * 3

    program = compile(f, np.array([1.0, 2.0, 3.0, 0.5]))
    _, gradient = program.value_and_grad(np.array([[2.0, 5.0, 5.0, 1.0]]), reduce="sum")
    np.testing.assert_array_equal(gradient, [[0.0, 0.0, 3.0, 0.0]])


def test_naive_sums_of_exponentials_are_made_safe():
    def cross_entropy(z, y):
        return ops.log(sum(ops.exp(v) for v in z)) - sum(a * b for a, b in zip(z, y))  # noqa: B905

    def softmax(z):
        powers = [ops.exp(v) for v in z]
        return [p / sum(powers) for p in powers]

    z = np.array([[1000.0, 999.0, 0.0], [1.0, 2.0, 3.0]])
    y = np.eye(3)[[1, 2]]
    program = compile(cross_entropy, z[1], y[1])
    value, gradient = program.value_and_grad(z, y, reduce=None)
    p = np.exp(z - z.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    np.testing.assert_allclose(value, -np.log(p[[0, 1], [1, 2]]), rtol=1e-13)
    np.testing.assert_allclose(gradient, p - y, rtol=1e-13)
    np.testing.assert_allclose(np.stack(compile(softmax, z[1])(z), 1), p, rtol=1e-13)
    assert "# the largest is taken out" in program.source
    as_written = compile(cross_entropy, z[1], y[1], safe=False)
    assert as_written(z, y)[0] == np.inf
    assert "#" not in as_written.source


def test_edges_are_ieee_754_and_silent():
    program = compile(lambda x: [1 / x, ops.log(x), ops.exp(x)], 1.0)
    one_over, log, exp = program(np.array([0.0, -1.0, 800.0]))
    np.testing.assert_array_equal(one_over, [np.inf, -1.0, 1 / 800])
    np.testing.assert_array_equal(log[:2], [-np.inf, np.nan])
    assert exp[2] == np.inf


def test_long_chains_compile():
    def f(x):
        for _ in range(3000):
            x = ops.sin(x) + 0.5
        return x

    program = compile(f, 0.3)
    assert np.isfinite(program(np.array([0.1, 0.2]))).all()


# --- what is refused


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda p, x, w: p(x), "takes 2 arguments"),
        (lambda p, x, w: p(x[:, :3], w), "x should have the shape"),
        (lambda p, x, w: p(x, {"W": w["W"]}), "b is missing"),
        (
            lambda p, x, w: p(x, {**w, "b": "text"}),
            "b is missing from its argument or is not numbers",
        ),
        (lambda p, x, w: p(x[:0], w), "batch is empty"),
        (lambda p, x, w: p.value_and_grad(x, w, wrt=2), "wrt=2"),
        (lambda p, x, w: p.value_and_grad(x, w, reduce="max"), "reduce is"),
    ],
)
def test_bad_calls_are_said_in_words(call, told):
    x, params = example()
    program = compile(loss, x, params, in_axes=(0, None))
    batch, _ = example(5)
    with pytest.raises(InputError, match=told):
        call(program, batch, params)


def test_samples_must_agree_in_number():
    program = compile(lambda x, y: x * y, 1.0, 2.0)
    with pytest.raises(InputError, match="3 samples where others have 2"):
        program(np.ones(2), np.ones(3))


def test_gradients_are_of_one_number():
    program = compile(lambda x: [x, x * x], 1.0)
    with pytest.raises(InputError, match="returns one number"):
        program.value_and_grad(np.ones(2))


@pytest.mark.parametrize("axes", [1, (0,), (0, 1), "x"])
def test_axes_are_0_or_none(axes):
    with pytest.raises(InputError, match="in_axes"):
        compile(lambda x, y: x * y, 1.0, 2.0, in_axes=axes)


def test_precisions_are_two():
    with pytest.raises(InputError, match="float64 or float32"):
        compile(lambda x: x, 1.0, dtype="float16")


def test_a_branch_is_refused_with_its_line():
    def f(x):
        return x if x > 0 else -x

    with pytest.raises(RecordingError, match=r"test_program.py:\d+ decides.*where"):
        compile(f, 1.0)


def test_guards_can_be_checked_for_every_sample():
    def f(x):
        return x * 2 if x > 0 else -x

    program = compile(f, 1.0, guards="check")
    np.testing.assert_array_equal(program(np.array([1.0, 3.0])), [2.0, 6.0])
    with pytest.raises(InputError, match=r"2 of 3 samples take another branch at .*:\d+"):
        program.value_and_grad(np.array([1.0, -3.0, -1.0]))
    with pytest.raises(InputError, match="guards is"):
        compile(f, 1.0, guards="ignore")


def test_second_derivatives_are_programs_of_recorded_gradients():
    def f(x):
        return sum(ops.sin(a) * b for a, b in itertools.pairwise(x))

    product = compile(lambda x, v: hvp(f, x, v), np.zeros(4), np.zeros(4))
    rng = np.random.default_rng(0)
    x, v = rng.normal(size=(2, 5, 4))
    true = [hvp(f, x[k], v[k]) for k in range(5)]
    np.testing.assert_allclose(product(x, v), true, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x * int(x.data),
        lambda x: x * random.random(),
        lambda x: [x, x * 2, x * 3][int(x.data)],
    ],
)
def test_what_is_read_outside_the_record_is_refused(f):
    with pytest.raises(RecordingError, match="took different steps"):
        compile(f, 1.0)


def test_a_value_from_outside_is_refused():
    w = Value(2.0, name="w")
    with pytest.raises(InputError, match="'w' from outside"):
        compile(lambda x: x * w, 1.0)


@pytest.mark.parametrize("result", [None, [], "text"])
def test_results_are_numbers(result):
    with pytest.raises(InputError):
        compile(lambda x: result, 1.0)


def test_texts_are_no_arguments():
    with pytest.raises(InputError, match="str"):
        compile(lambda x, mode: x, 1.0, "relu")


def test_writes_into_a_copy_are_recorded():
    def f(x):
        y = x.copy()
        y[1] = y[0] * 2
        return y.sum()

    program = compile(f, np.zeros(3))
    np.testing.assert_array_equal(program(np.array([[1.0, 5.0, 2.0]])), [5.0])
