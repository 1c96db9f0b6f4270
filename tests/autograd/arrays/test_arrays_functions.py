"""NumPy's functions on Arrays: each against NumPy on floats, in value and in slope, or refused."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from autograd import Value, array, guards, jacobian
from autograd.arrays import Array, record_function
from autograd.arrays.functions import MOVES, OWN, PRODUCTS, QUESTIONS, RUNS, SHOWS
from autograd.errors import RecordingError
from autograd.graph import order

RNG = np.random.default_rng(5)
VECTOR = RNG.uniform(0.5, 2.0, 4)
MATRIX = RNG.uniform(0.5, 2.0, (3, 4))
SQUARE = RNG.normal(size=(3, 3))
OTHER = RNG.uniform(0.5, 2.0, (3, 4))


def fixed(x):
    with warnings.catch_warnings():  # newer NumPys say that it is deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        return np.fix(x)


# Moves: a function's name -> a call on a matrix.
MOVING = {
    "append": lambda W: np.append(W, [1.0, 2.0]),
    "array_split": lambda W: np.array_split(W, 3, axis=1),
    "atleast_1d": lambda W: np.atleast_1d(W[0, 0]),
    "atleast_2d": lambda W: np.atleast_2d(W[0]),
    "atleast_3d": np.atleast_3d,
    "block": lambda W: np.block([[W, W], [np.zeros((3, 4)), W]]),
    "broadcast_arrays": lambda W: np.broadcast_arrays(W, W[:1]),
    "broadcast_to": lambda W: np.broadcast_to(W[0], (2, 4)),
    "column_stack": lambda W: np.column_stack([W[0], W[1]]),
    "concatenate": lambda W: np.concatenate([W, OTHER, W], axis=1),
    "copy": np.copy,
    "delete": lambda W: np.delete(W, [0, 2], axis=0),
    "diag": lambda W: np.diag(W[0], 1),
    "diagflat": lambda W: np.diagflat(W[:2]),
    "diagonal": lambda W: np.diagonal(W, offset=1),
    "dsplit": lambda W: np.dsplit(W[..., None], 1),
    "dstack": lambda W: np.dstack([W, W]),
    "expand_dims": lambda W: np.expand_dims(W, (0, 3)),
    "flip": lambda W: np.flip(W, axis=1),
    "fliplr": np.fliplr,
    "flipud": np.flipud,
    "hsplit": lambda W: np.hsplit(W, 2),
    "hstack": lambda W: np.hstack([W, W]),
    "insert": lambda W: np.insert(W, 1, 7.0, axis=0),
    "lib.stride_tricks.sliding_window_view": lambda W: np.lib.stride_tricks.sliding_window_view(
        W, (2, 2)
    ),
    "linalg.diagonal": np.linalg.diagonal,
    "linalg.matrix_transpose": np.linalg.matrix_transpose,
    "matrix_transpose": np.matrix_transpose,
    "meshgrid": lambda W: np.meshgrid(W[0], W[:, 0], indexing="ij"),
    "moveaxis": lambda W: np.moveaxis(W, 0, 1),
    "ravel": lambda W: np.ravel(W, order="F"),
    "real": np.real,
    "repeat": lambda W: np.repeat(W, [1, 0, 2], axis=0),
    "reshape": lambda W: np.reshape(W, (2, -1)),
    "resize": lambda W: np.resize(W, (2, 3)),
    "roll": lambda W: np.roll(W, 1, axis=0),
    "rollaxis": lambda W: np.rollaxis(W, 1),
    "rot90": np.rot90,
    "split": lambda W: np.split(W, [1, 2], axis=1),
    "squeeze": lambda W: np.squeeze(W[None]),
    "stack": lambda W: np.stack([W, W], axis=-1),
    "swapaxes": lambda W: np.swapaxes(W, 0, 1),
    "take": lambda W: np.take(W, [0, 2, 2], axis=1),
    "take_along_axis": lambda W: np.take_along_axis(W, np.array([[0], [3], [1]]), axis=1),
    "tile": lambda W: np.tile(W, (2, 1)),
    "transpose": np.transpose,
    "tril": lambda W: np.tril(W, -1),
    "triu": np.triu,
    "unstack": lambda W: np.unstack(W, axis=1),
    "vsplit": lambda W: np.vsplit(W, 3),
    "vstack": lambda W: np.vstack([W, OTHER]),
}

# What calculates: a function's name -> calls on a matrix.
CALCULATING = {
    "amax": [lambda W: np.amax(W, axis=0)],
    "amin": [lambda W: np.amin(W, axis=1)],
    "apply_along_axis": [lambda W: np.apply_along_axis(lambda row: row @ row, 1, W)],
    "apply_over_axes": [lambda W: np.apply_over_axes(np.sum, W, [0, 1])],
    "astype": [lambda W: np.astype(W, np.float64)],
    "average": [
        np.average,
        lambda W: np.average(W, axis=1, weights=VECTOR),
        lambda W: np.average(OTHER, weights=W, axis=0),
    ],
    "clip": [
        lambda W: np.clip(W, 0.7, 1.5),
        lambda W: np.clip(W, None, 1.5),
        lambda W: W.clip(min=0.9),
        lambda W: W.clip(OTHER, 3.0),
    ],
    "convolve": [
        lambda W: np.convolve(W[0], [1.0, -2.0, 0.5]),
        lambda W: np.convolve([1.0, -2.0, 0.5], W[0], "same"),
        lambda W: np.convolve(W[0], W[1], "valid"),
    ],
    "correlate": [lambda W: np.correlate(W[0], [1.0, -2.0], "full")],
    "cross": [lambda W: np.cross(W[0, :3], W[1, :3]), lambda W: np.cross(W.T, SQUARE[0])],
    "cumprod": [lambda W: np.cumprod(W, axis=1), lambda W: W.cumprod()],
    "cumsum": [np.cumsum, lambda W: W.cumsum(axis=0)],
    "cumulative_prod": [lambda W: np.cumulative_prod(W, axis=0)],
    "cumulative_sum": [lambda W: np.cumulative_sum(W, axis=1, include_initial=True)],
    "diff": [np.diff, lambda W: np.diff(W, n=2, axis=0, prepend=0.0)],
    "dot": [
        lambda W: np.dot(W, VECTOR),
        lambda W: W.dot(OTHER.T),
        lambda W: np.dot(W[0], W[1]),
        lambda W: np.dot(W, 2.0),
        lambda W: np.dot(OTHER.T, W),
    ],
    "fix": [lambda W: fixed(3 * W)],
    "inner": [lambda W: np.inner(W, VECTOR), lambda W: np.inner(W, W)],
    "kron": [lambda W: np.kron(W, SQUARE)],
    "linalg.cross": [lambda W: np.linalg.cross(W[:, :3], SQUARE)],
    "linalg.matmul": [lambda W: np.linalg.matmul(W, OTHER.T)],
    "linalg.matrix_norm": [
        np.linalg.matrix_norm,
        lambda W: np.linalg.matrix_norm(W, keepdims=True, ord=1),
    ],
    "linalg.matrix_power": [lambda W: np.linalg.matrix_power(W[:, :3], 3)],
    "linalg.multi_dot": [lambda W: np.linalg.multi_dot([W, OTHER.T, W])],
    "linalg.outer": [lambda W: np.linalg.outer(W[0], VECTOR)],
    "linalg.tensordot": [lambda W: np.linalg.tensordot(W, OTHER, axes=([0, 1], [0, 1]))],
    "linalg.trace": [np.linalg.trace],
    "linalg.vecdot": [lambda W: np.linalg.vecdot(W, OTHER)],
    "linalg.vector_norm": [
        np.linalg.vector_norm,
        lambda W: np.linalg.vector_norm(W, axis=1, ord=3),
        lambda W: np.linalg.vector_norm(W, keepdims=True, ord=1),
    ],
    "max": [np.max, lambda W: W.max(axis=1, keepdims=True)],
    "mean": [np.mean, lambda W: W.mean(axis=(0, 1), keepdims=True)],
    "median": [
        np.median,
        lambda W: np.median(W, axis=0),
        lambda W: np.median(W, axis=1, keepdims=True),
        lambda W: np.median(W[None], axis=(0, 2)),
    ],
    "min": [np.min, lambda W: W.min(axis=0)],
    "outer": [lambda W: np.outer(W[0], W[1]), lambda W: np.outer(VECTOR, W)],
    "pad": [
        lambda W: np.pad(W, ((1, 2), (0, 1))),
        lambda W: np.pad(W, 1, constant_values=3.0),
        lambda W: np.pad(W, 1, mode="edge"),
        lambda W: np.pad(W, 2, "reflect"),
        lambda W: np.pad(W, 2, "symmetric"),
        lambda W: np.pad(W, 2, "wrap"),
    ],
    "polyval": [
        lambda W: np.polyval(W[0], 1.5),
        lambda W: np.polyval([1.0, -2.0, 3.0], W),
        lambda W: np.polyval(W[0], W),
    ],
    "prod": [np.prod, lambda W: W.prod(axis=0)],
    "ptp": [lambda W: np.ptp(W, axis=1)],
    "sinc": [np.sinc],
    "std": [np.std, lambda W: W.std(axis=1, ddof=1)],
    "sum": [np.sum, lambda W: W.sum(axis=-1)],
    "tensordot": [
        lambda W: np.tensordot(W, OTHER, axes=(0, 0)),
        lambda W: np.tensordot(W, VECTOR, 1),
    ],
    "trace": [np.trace, lambda W: W.trace(1)],
    "trapezoid": [lambda W: np.trapezoid(W, dx=0.5), lambda W: np.trapezoid(VECTOR, W[0])],
    "var": [np.var, lambda W: W.var(axis=0, ddof=1)],
    "vdot": [lambda W: np.vdot(W, OTHER)],
}  # fmt: skip

# Those with tests of their own, here or beside this file.
ELSEWHERE = {
    "all", "any", "argmax", "argmin", "argpartition", "argsort", "argwhere", "compress", "copyto",
    "count_nonzero", "einsum", "empty_like", "extract", "fill_diagonal", "flatnonzero",
    "full_like", "imag", "linalg.det", "linalg.inv", "linalg.norm", "linalg.solve", "nonzero",
    "ones_like", "partition", "piecewise", "select", "sort", "where", "zeros_like",
}  # fmt: skip


def has(name):
    """Whether this NumPy has the function."""
    found = np
    for part in name.split("."):
        found = getattr(found, part, None)
    return found is not None


CALLS = [
    pytest.param(call, id=f"{name}-{place}")
    for name, calls in CALCULATING.items()
    if has(name)
    for place, call in enumerate(calls)
]


def parts(result):
    return list(result) if isinstance(result, (list, tuple)) else [result]


def numbers(result):
    return np.asarray(result.data if isinstance(result, Value) else result.values)


def slopes(call, x):
    """The Jacobian of ``call`` at ``x`` by central differences."""
    h, columns = 1e-6, []
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        columns.append((np.asarray(call(x + step)) - np.asarray(call(x - step))) / (2 * h))
    return np.stack(columns, axis=-1).reshape(*np.shape(columns[0]), *x.shape)


def dispatched(namespace):
    """The functions of a namespace that ask their arguments' types."""
    kind = type(np.sum)
    return {
        f"{each.__module__}.{each.__name__}".removeprefix("numpy."): each
        for each in (getattr(namespace, name) for name in dir(namespace))
        if type(each) is kind
    }


EVERY = (
    dispatched(np) | dispatched(np.linalg) | dispatched(np.fft) | dispatched(np.lib.stride_tricks)
)
KNOWN = {*MOVES, *RUNS, *PRODUCTS, *QUESTIONS, *SHOWS, *OWN}


def test_every_function_that_is_recorded_has_a_test():
    assert set(MOVING) == MOVES
    assert (RUNS | PRODUCTS | OWN.keys()) == set(CALCULATING) | ELSEWHERE
    assert {name for name in KNOWN if has(name)} <= set(EVERY)
    assert not set(MOVING) & set(CALCULATING)


@pytest.mark.parametrize("name", [name for name in MOVING if has(name)])
def test_a_move_keeps_nodes_and_records_nothing(name):
    call, W = MOVING[name], array(MATRIX, name="W")
    expected, made = parts(call(MATRIX)), parts(call(W))
    assert len(made) == len(expected)
    own = set(W.ravel())
    for one, other in zip(made, expected, strict=True):
        assert isinstance(one, Array)
        np.testing.assert_array_equal(numbers(one), other)
        assert all(node in own or node.op == "constant" for node in one.ravel())
    assert any(node in own for one in made for node in one.ravel())


@pytest.mark.parametrize("call", CALLS)
def test_a_function_gives_numpys_numbers(call):
    made, expected = call(array(MATRIX)), call(MATRIX)
    assert isinstance(made, Array if isinstance(expected, np.ndarray) else Value)
    np.testing.assert_allclose(numbers(made), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("call", CALLS)
def test_a_function_has_the_slopes_of_its_numbers(call):
    np.testing.assert_allclose(jacobian(call)(MATRIX), slopes(call, MATRIX), rtol=2e-5, atol=1e-7)


@pytest.mark.parametrize("call", CALLS)
def test_a_function_records_steps_of_the_table_alone(call):
    with guards.listening() as heard:
        made = call(array(MATRIX, name="W"))
    nodes = made.ravel() if isinstance(made, Array) else [made]
    names = {node.op for node in order(*nodes)}
    assert "leaf" in names
    assert {guard.filename for guard in heard} <= {__file__}


@pytest.mark.parametrize("name", sorted(set(EVERY) - KNOWN))
def test_a_function_that_is_not_recorded_says_so_by_name(name):
    with pytest.raises(
        RecordingError, match=rf"np\.{name} is not recorded on arrays of Values; \w"
    ):
        record_function(EVERY[name], (array([1.0]),), {})


def test_refusals_reach_the_caller_and_say_what_to_write():
    W = array([[1.0, 2.0], [3.0, 4.0]])
    for call, words in [
        (lambda: np.fft.fft(W), r"np\.fft\.fft is not recorded"),
        (lambda: np.allclose(W, W), r"np\.allclose\(W\.values"),
        (lambda: np.array_equal(W, W), r"np\.array_equal\(W\.values"),
        (lambda: np.isclose(W, 1.0), r"np\.isclose\(W\.values"),
        (lambda: np.interp(0.5, W[0], W[1]), r"np\.interp"),
        (lambda: np.nan_to_num(W), r"np\.where\(np\.isfinite"),
        (lambda: np.linalg.svd(W), "decomposition"),
        (lambda: np.linalg.eigh(W), r"np\.linalg\.eigh"),
        (lambda: np.round(W, 2), r"np\.floor"),
        (lambda: np.save("nowhere.npy", W), r"W\.values"),
        (lambda: np.pad(W, 1, "mean"), r"np\.pad\(mode='mean'\)"),
        (lambda: np.unique(W), r"np\.unique"),
        (lambda: np.histogram(W), r"np\.histogram"),
    ]:
        with pytest.raises(RecordingError, match=words):
            call()


def test_questions_about_shape_and_kind_are_answered():
    W = array(MATRIX)
    assert np.shape(W) == (3, 4)
    assert (np.ndim(W), np.size(W), np.size(W, 1)) == (2, 12, 4)
    assert not np.iscomplexobj(W)
    assert np.isrealobj(W)
    assert np.shares_memory(W, W[1:])
    assert np.result_type(W, 1.0) == np.dtype(object)
    assert np.ndim(Value(1.0)) == 0
    np.testing.assert_array_equal(np.tril_indices_from(W[:, :3]), np.tril_indices(3))


# --- arrays like others


def test_zeros_and_ones_like_an_array_take_values():
    W = array(MATRIX)
    zeros = np.zeros_like(W)
    assert isinstance(zeros, Array)
    zeros[0] = W[1] * 2.0
    assert zeros[0, 0].op == "mul"
    np.testing.assert_array_equal(np.ones_like(W, dtype=float).values, np.ones((3, 4)))
    np.testing.assert_array_equal(np.full_like(W, 7.0, shape=(2,)).values, [7.0, 7.0])
    assert np.full_like(W, W[0, 0])[2, 3] is W[0, 0]
    assert np.isnan(np.empty_like(W).values).all()
    assert np.zeros_like(W, dtype=bool).dtype == bool
    assert np.zeros_like(W, dtype=int).dtype == np.dtype(int)
    np.testing.assert_array_equal(np.imag(W).values, np.zeros((3, 4)))
    assert isinstance(np.zeros_like(Value(1.0)), (Array, Value))


def test_copyto_and_fill_diagonal_store_values():
    W = array(MATRIX)
    place = np.zeros_like(W)
    np.copyto(place, W)
    assert place[1, 1] is W[1, 1]
    np.copyto(place, 5.0, where=W > 1.0)
    np.testing.assert_array_equal(place.values, np.where(MATRIX > 1.0, 5.0, MATRIX))
    np.fill_diagonal(place, 0.0)
    assert place.values.trace() == 0.0
    with pytest.raises(RecordingError, match="float64 array"):
        np.copyto(np.zeros((3, 4)), W)


def test_compress_and_extract_guard_recorded_conditions():
    W = array(MATRIX)
    mask = MATRIX > 1.0
    np.testing.assert_array_equal(np.extract(W > 1.0, W).values, MATRIX[mask])
    np.testing.assert_array_equal(
        np.compress(W[0] > 1.0, W, axis=1).values, np.compress(mask[0], MATRIX, axis=1)
    )
    np.testing.assert_array_equal(np.compress([True, False, True], W, axis=0).values, MATRIX[::2])


def test_functions_of_lists_of_values_give_arrays():
    v, w = Value(1.0), Value(2.0)
    assert isinstance(np.stack([v, w]), Array)
    assert np.stack([v, w])[1] is w
    assert isinstance(np.concatenate([np.stack([v]), [3.0]]), Array)
    assert isinstance(np.hstack([v, w, 1.0]), Array)
    assert np.where(v > w, v, w).data == 2.0
    assert isinstance(np.clip(v, 0.0, 0.5), Value)
    assert np.sum(v).data == 1.0
    np.testing.assert_array_equal(np.block([[v, w]]).values, [[1.0, 2.0]])
    joined = np.concatenate([[v, 3.0], array([4.0]), [w]])
    assert isinstance(joined, Array)
    assert joined[0] is v
    np.testing.assert_array_equal(joined.values, [1.0, 3.0, 4.0, 2.0])
