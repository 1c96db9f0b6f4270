"""Choices: what is recorded as a ``where``, what as guards, and at which line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograd import Truth, Value, array, guards, jacobian
from autograd.arrays import Array
from autograd.errors import InputError
from autograd.graph import order

SMALL = hnp.array_shapes(min_dims=1, max_dims=3, max_side=4)
DISTINCT = hnp.arrays(float, SMALL, elements=st.floats(-5, 5), unique=True)
TIED = hnp.arrays(float, SMALL, elements=st.sampled_from([-1.0, 0.0, 2.0]))


def counted(made, op):
    return [node.op for node in order(*np.atleast_1d(made).ravel())].count(op)


# --- recorded


def test_where_on_truths_records_a_where_for_each_element():
    W = array([[1.0, -2.0], [3.0, -4.0]])
    with guards.listening() as heard:
        made = np.where(W > 0, W, 0.1 * W)
    assert not heard
    assert counted(made, "where") == 4
    assert counted(made, "gt") == 4
    np.testing.assert_array_equal(made.values, [[1.0, -0.2], [3.0, -0.4]])


def test_where_broadcasts_and_takes_scalars():
    W = array([[1.0, -2.0], [3.0, -4.0]])
    np.testing.assert_array_equal(np.where(W[:, :1] > 2, W, 0.0).values, [[0, 0], [3, -4]])
    np.testing.assert_array_equal(np.where(W > 0, 1.0, -1.0).values, np.sign(W.values))
    one = np.where(W[0, 0] > 0, W[0, 0], 0.0)
    assert isinstance(one, Value)
    assert one.op == "where"
    np.testing.assert_array_equal(np.where(W, 1.0, 2.0).values, np.ones((2, 2)))
    with pytest.raises(InputError, match="two alternatives"):
        np.where(W > 0, W)


def test_where_on_plain_bools_picks_the_elements_themselves():
    W = array([1.0, -2.0])
    made = np.where(np.array([True, False]), W, 7.0)
    assert made[0] is W[0]
    assert made[1].op == "constant"
    assert np.where(True, W[0], 0.0) is W[0]


def test_where_keeps_the_branch_not_taken_out_of_the_derivative():
    slopes = jacobian(lambda x: np.where(x > 0, np.sqrt(x), 0.0))(np.array([4.0, 0.0, -1.0]))
    np.testing.assert_array_equal(slopes, np.diag([0.25, 0.0, 0.0]))


def test_select_records_nested_wheres_and_the_first_condition_has_it():
    x = np.array([-2.0, 0.5, 3.0])

    def hat(W):
        return np.select([W < 0, W < 1], [0.0, W], default=2.0 - W)

    made = hat(array(x))
    np.testing.assert_array_equal(made.values, hat(x))
    assert counted(made, "where") == 6
    np.testing.assert_array_equal(jacobian(hat)(x), np.diag([0.0, 1.0, -1.0]))
    with pytest.raises(InputError, match="as many choices"):
        np.select([array(x) < 0], [1.0, 2.0])


@pytest.mark.parametrize("shape", [(4,), (2, 3)])
def test_maximum_clip_and_sign_record_their_rows(shape):
    W = array(np.random.default_rng(1).normal(size=shape))
    with guards.listening() as heard:
        for made, op in [
            (np.maximum(W, 0), "maximum"), (np.minimum(0.5, W), "minimum"), (np.sign(W), "sign"),
            (np.clip(W, -1, 1), "clip"), (abs(W), "abs"), (W.max(axis=-1), "maximum"),
            (np.amin(W, axis=0, keepdims=True, initial=9.0), "minimum"), (np.floor(W), "floor"),
        ]:  # fmt: skip
            nodes = made.ravel() if isinstance(made, Array) else [made]
            assert {node.op for node in nodes} == {op}
    assert not heard


def test_any_all_and_count_nonzero_are_recorded():
    W = array([[1.0, -2.0], [3.0, 0.0]])
    with guards.listening() as heard:
        assert isinstance(np.any(W > 0), Truth)
        assert np.all(W > 0, axis=0).values.tolist() == [1.0, 0.0]
        assert np.count_nonzero(W).data == 3.0
        assert np.count_nonzero(W > 0, axis=1, keepdims=True).values.tolist() == [[1.0], [1.0]]
    assert not heard
    with guards.listening() as heard:
        if np.any(W > 2):
            pass
    assert [guard.outcome for guard in heard] == [True]


# --- guarded


@given(TIED | DISTINCT, st.data())
def test_argmax_and_argmin_are_numpys_and_their_guards_make_them_so(x, data):
    axis = data.draw(st.none() | st.integers(-x.ndim, x.ndim - 1))
    keepdims = data.draw(st.booleans())
    for find in (np.argmax, np.argmin):
        with guards.listening() as heard:
            found = find(array(x), axis=axis, keepdims=keepdims)
        np.testing.assert_array_equal(found, find(x, axis=axis, keepdims=keepdims))
        assert all(guard.outcome for guard in heard)
        lines = 1 if axis is None else x.size // x.shape[axis]
        assert len(heard) == x.size - lines
        assert {guard.filename for guard in heard} <= {__file__}


@given(TIED | DISTINCT, st.data())
def test_sorting_is_numpys_and_guards_the_order_of_neighbours(x, data):
    axis = data.draw(st.none() | st.integers(-x.ndim, x.ndim - 1))
    with guards.listening() as heard:
        made = np.sort(array(x), axis=axis)
    np.testing.assert_array_equal(made.values, np.sort(x, axis=axis))
    lines = 1 if axis is None else x.size // x.shape[axis]
    assert len(heard) == x.size - lines
    assert all(guard.outcome and guard.truth.op == "le" for guard in heard)
    found = np.argsort(array(x), axis=axis, kind="stable")
    np.testing.assert_array_equal(found, np.argsort(x, axis=axis, kind="stable"))
    if axis is not None:
        W = array(x)
        W.sort(axis)
        np.testing.assert_array_equal(W.values, np.sort(x, axis=axis))


@given(DISTINCT, st.data())
def test_partitions_are_numpys_and_guard_both_sides(x, data):
    axis = data.draw(st.integers(-x.ndim, x.ndim - 1))
    kth = data.draw(st.integers(0, x.shape[axis] - 1))
    with guards.listening() as heard:
        made = np.partition(array(x), kth, axis=axis)
    np.testing.assert_array_equal(made.values, np.partition(x, kth, axis=axis))
    assert all(guard.outcome for guard in heard)
    assert len(heard) == x.size - x.size // x.shape[axis]
    W = array(x)
    np.testing.assert_array_equal(W.argpartition(kth, axis), np.argpartition(x, kth, axis))
    W.partition(kth, axis)
    np.testing.assert_array_equal(W.values, np.partition(x, kth, axis=axis))


@given(DISTINCT, st.data())
def test_the_median_is_numpys_and_its_slope_goes_to_the_middle(x, data):
    axis = data.draw(st.none() | hnp.valid_tuple_axes(x.ndim, min_size=1))
    keepdims = data.draw(st.booleans())
    made = np.median(array(x), axis=axis, keepdims=keepdims)
    expected = np.median(x, axis=axis, keepdims=keepdims)
    np.testing.assert_allclose(getattr(made, "values", made.data if isinstance(made, Value) else 0),
                               expected, rtol=1e-15)  # fmt: skip
    slopes = jacobian(np.median)(x)
    middle = np.sort(x, axis=None)[(x.size - 1) // 2 : x.size // 2 + 1]
    np.testing.assert_array_equal(slopes, np.isin(x, middle) / middle.size)


def test_choices_among_nan_are_numpys():
    x = np.array([1.0, np.nan, 3.0, 0.0])
    W = array(x)
    assert np.argmax(W) == np.argmin(W) == 1
    np.testing.assert_array_equal(np.sort(W).values, np.sort(x))
    assert np.isnan(np.median(W).data)
    with np.errstate(invalid="ignore"):
        assert np.isnan(W.max().data) == np.isnan(x.max())


def test_places_are_guarded_at_the_line_that_asked():
    W = array([[0.0, -2.0], [3.0, 0.0]])
    for ask, expected in [
        (lambda: np.nonzero(W), np.nonzero(W.values)),
        (lambda: W.ravel().reshape(2, 2).nonzero(), np.nonzero(W.values)),
        (lambda: np.where(W > 0), np.where(W.values > 0)),
        (lambda: np.argwhere(W), np.argwhere(W.values)),
        (lambda: np.flatnonzero(W > 0), np.flatnonzero(W.values > 0)),
    ]:
        with guards.listening() as heard:
            found = ask()
        np.testing.assert_array_equal(found, expected)
        assert len(heard) == 4
        assert {(guard.filename, guard.line) for guard in heard} == {
            (__file__, ask.__code__.co_firstlineno)
        }


def test_piecewise_gives_each_function_its_own_elements():
    x = np.array([[-2.0, 0.5], [1.5, 3.0]])
    seen = []

    def curve(W):
        def inner(piece):
            seen.append(piece.size)
            return piece**2

        return np.piecewise(W, [W < 0, W < 2], [lambda piece: -piece, inner, 9.0])

    def on_floats(W):  # NumPy gives a piece to the last condition that holds
        return np.piecewise(W, [W < 0, W < 2], [lambda piece: -piece, lambda piece: piece**2, 9.0])

    np.testing.assert_array_equal(curve(array(x)).values, on_floats(x))
    assert seen == [3]
    slopes = jacobian(curve)(x).reshape(4, 4)
    np.testing.assert_array_equal(slopes, np.diag([-4.0, 1.0, 3.0, 0.0]))
    scaled = np.piecewise(array(x), x > 1.0, [lambda piece, k: piece * k], 10.0)
    np.testing.assert_array_equal(scaled.values, np.where(x > 1.0, 10.0 * x, 0.0))
    with pytest.raises(InputError, match="1 or 2 functions"):
        np.piecewise(array(x), [x > 1], [1.0, 2.0, 3.0])


def test_the_row_of_the_largest_can_be_taken():
    W = array([[1.0, 5.0], [2.0, 3.0]])
    best = W[np.arange(2), W.argmax(axis=1)]
    assert best[0] is W[0, 1]
    assert W[W.argmin() // 2, 0] is W[0, 0]
    assert isinstance(W.argmax(), np.integer)
    place = np.zeros(2, int)
    np.argmax(W, axis=1, out=place)
    np.testing.assert_array_equal(place, [1, 1])
    assert isinstance(best, Array)
