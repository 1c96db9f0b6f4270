"""`array` and `Array`: what they are made of, how they show themselves, their elements."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograd import Truth, Value, array, grad, guards, jacobian, ops, scope
from autograd.arrays import Array, from_values
from autograd.errors import InputError, RecordingError
from autograd.graph import order

SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
NUMBERS = hnp.arrays(float, SHAPES, elements=st.floats(-10, 10))
RNG = np.random.default_rng(7)


def ops_of(*outputs):
    return [node.op for node in order(*outputs)]


# --- making them


@given(NUMBERS)
def test_an_array_holds_the_numbers_it_was_given(numbers):
    made = array(numbers, name="W")
    assert isinstance(made, Array)
    assert made.shape == numbers.shape
    np.testing.assert_array_equal(made.values, numbers)
    np.testing.assert_array_equal(made.grad, np.zeros(numbers.shape))
    for place in np.ndindex(numbers.shape):
        node = made[place]
        assert node.op == "leaf"
        assert node.name == ("W" if place == () else f"W[{','.join(map(str, place))}]")


def test_elements_are_named_only_where_the_array_is():
    assert array([1.0, 2.0])[0].name is None
    assert array([[1, 2]], name="θ")[0, 1].name == "θ[0,1]"


def test_elements_know_the_scope_they_were_made_in():
    with scope("layer"):
        made = array([1.0], name="w")
    assert made[0].scope.path == "layer"


@pytest.mark.parametrize("numbers", [[1, 2], [True, False], np.float32([0.1]), (1, 2.5), range(3)])
def test_every_real_kind_of_number_is_taken(numbers):
    np.testing.assert_array_equal(array(numbers).values, np.asarray(numbers, dtype=float))


def test_values_in_nested_lists_are_kept_and_numbers_beside_them_named():
    v = Value(3.0, name="v")
    made = array([[1.0, v], [v * 2, 4]], name="W")
    assert made[0, 1] is v
    assert made[1, 0].op == "mul"
    assert (made[0, 0].name, made[1, 1].name) == ("W[0,0]", "W[1,1]")
    assert v.name == "v"


def test_an_array_of_an_array_shares_the_nodes_and_not_the_places():
    first = array([1.0, 2.0])
    second = array(first)
    second[0] = 5.0
    assert second[1] is first[1]
    assert first[0].data == 1.0


def test_one_value_makes_an_array_without_axes():
    v = Value(2.0)
    made = array(v)
    assert made.shape == ()
    assert made.item() is v


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([[1.0, 2.0], [3.0]], "rows of one length"),
        (["a", "b"], "real numbers"),
        ("abc", "real numbers"),
        ([1j], "real numbers"),
        ([np.datetime64("2020-01-01")], "real numbers"),
        ([Value(1.0), None], r"NoneType \(at \[1\]"),
        ([[Value(1.0), 1.0], [2.0, "x"]], r"str \(at \[1,1\]"),
        ([Value(1.0), 1j], "complex"),
        (np.ma.array([1.0, 2.0], mask=[True, False]), "masked"),
        ({"a": 1.0}, "dict"),
    ],
)
def test_what_is_not_real_numbers_is_refused_in_words(data, words):
    with pytest.raises(InputError, match=words):
        array(data)


def test_from_values_makes_constants_of_plain_numbers():
    made = from_values([Value(1.0), 2.0, 3, np.float64(4.0)], (2, 2))
    assert [node.op for node in made.ravel()] == ["leaf", "constant", "constant", "constant"]
    np.testing.assert_array_equal(made.values, [[1, 2], [3, 4]])


# --- how they show themselves


def test_an_array_shows_its_numbers():
    assert repr(array([[0.5, -1.0], [2.0, 3.0]])) == "Array([[ 0.5, -1. ],\n       [ 2. ,  3. ]])"
    assert str(array([1.0, 2.0])) == "[1., 2.]"
    assert repr(array([1.0, -1.0]) > 0) == "Array([ True, False])"
    assert repr(array(2.5)) == "Array(2.5)"
    assert f"{array(2.5):.2f}" == "2.50"
    assert f"{array([2.5])}" == "[2.5]"


def test_a_large_array_shows_itself_in_few_lines():
    assert repr(array(np.zeros((100, 100)))).count("\n") < 10


def test_numpys_own_printing_shows_the_numbers():
    made = array([1.0, 2.0])
    assert np.array2string(made, separator=",") == "[1.,2.]"
    assert np.array_str(made) == "[1. 2.]"


# --- derivatives


def test_backward_from_one_number_fills_the_gradient():
    W = array([[1.0, 2.0], [3.0, 4.0]])
    (W * W).sum().backward()
    np.testing.assert_array_equal(W.grad, 2 * W.values)
    W.sum().backward()
    np.testing.assert_array_equal(W.grad, 2 * W.values + 1)
    W.zero_grad()
    np.testing.assert_array_equal(W.grad, np.zeros((2, 2)))


def test_backward_from_an_array_needs_a_seed_of_its_shape():
    W = array([1.0, 2.0, 3.0])
    y = W * W
    with pytest.raises(InputError, match=r"has 3.*W\.sum\(\)\.backward\(\)"):
        y.backward()
    with pytest.raises(InputError, match=r"\(2,\).*\(3,\)"):
        y.backward([1.0, 2.0])
    y.backward([1.0, 10.0, 100.0])
    np.testing.assert_array_equal(W.grad, [2.0, 40.0, 600.0])
    (W[:1] * 5.0).backward()
    assert W[0].grad == 7.0


def test_zero_grad_reaches_what_the_elements_were_made_from():
    W = array([1.0, 2.0])
    y = np.exp(W).sum(keepdims=True)
    y.backward()
    y.zero_grad()
    np.testing.assert_array_equal(W.grad, [0.0, 0.0])


# --- elements


def test_one_element_is_a_value_and_slices_are_arrays():
    W = array(np.arange(12.0).reshape(3, 4), name="W")
    assert isinstance(W[1, 2], Value)
    assert W[1, 2].name == "W[1,2]"
    for part in (W[1], W[:, 1], W[1:, ::2], W[..., 0], W[[0, 2]], W[[0, 1], [2, 3]], W.T):
        assert isinstance(part, Array)
    assert W.T[2, 1] is W[1, 2]
    assert [node.data for node in W[1]] == [4.0, 5.0, 6.0, 7.0]
    assert W.tolist()[2][3] is W[2, 3]
    assert W[:1, :1].item() is W[0, 0]
    with pytest.raises(IndexError):
        W[7]
    with pytest.raises(IndexError):
        W["a"]


def test_a_mask_of_bools_picks_without_guards():
    W = array([1.0, -2.0, 3.0])
    with guards.listening() as heard:
        picked = W[np.array([True, False, True])]
    np.testing.assert_array_equal(picked.values, [1.0, 3.0])
    assert not heard


def test_a_mask_of_truths_picks_and_each_answer_is_a_guard_at_the_line_that_asked():
    W = array([[1.0, -2.0], [3.0, -4.0]])
    with guards.listening() as heard:
        picked = W[W > 0]
    np.testing.assert_array_equal(picked.values, [1.0, 3.0])
    assert [guard.outcome for guard in heard] == [True, False, True, False]
    assert {guard.filename for guard in heard} == {__file__}
    rows = W[W[:, 0] > 2.0, :]
    assert rows.shape == (1, 2)
    np.testing.assert_array_equal(W[[W[0, 0] > 0, W[0, 1] > 0]].values, [[1.0, -2.0]])


def test_a_stored_number_becomes_a_constant_and_a_stored_value_stays_itself():
    W, v = array([1.0, 2.0, 3.0, 4.0]), Value(9.0)
    W[0] = 5.0
    W[1] = v
    W[2:] = [7, v * 2]
    assert [node.op for node in W] == ["constant", "leaf", "constant", "mul"]
    assert W[1] is v
    np.testing.assert_array_equal(W.values, [5.0, 9.0, 7.0, 18.0])
    W[:] = array([1.0, 1.0, 1.0, 1.0])
    W.fill(v)
    assert all(node is v for node in W)
    W[...] = np.arange(4)
    np.testing.assert_array_equal(W.values, np.arange(4.0))
    with pytest.raises(InputError, match="not text"):
        W[0] = "a"


def test_a_number_stored_through_flat_becomes_a_constant_when_it_is_looked_at():
    W = array([1.0, 2.0])
    W.flat[0] = 5
    assert (W * W).values.tolist() == [25.0, 4.0]
    assert W.values.tolist() == [5.0, 2.0]
    assert W[0].op == "constant"


def test_storing_under_a_recorded_mask_is_a_recorded_where():
    def relu(z):
        z = z.copy()
        z[z < 0] = 0.0
        return z

    z = array([1.0, -2.0, 3.0])
    with guards.listening() as heard:
        y = relu(z)
    assert not heard
    assert [node.op for node in y] == ["where"] * 3
    np.testing.assert_array_equal(jacobian(relu)(z.values), np.diag([1.0, 0.0, 1.0]))


def test_changing_the_elements_under_a_recorded_mask_guards_which_they_are():
    def leaky(z):
        z = z.copy()
        z[z < 0] *= 0.1
        return z

    z = np.array([1.0, -2.0, 3.0])
    with guards.listening() as heard:
        slopes = jacobian(leaky)(z)
    np.testing.assert_array_equal(slopes, np.diag([1.0, 0.1, 1.0]))
    assert [guard.outcome for guard in heard if guard.truth.op == "lt"][:3] == [False, True, False]


def test_steps_in_place_record_and_leave_the_old_nodes_alone():
    W = array([1.0, 2.0], name="W")
    first = W[0]
    part = W[:1]
    W += 1
    W *= 2.0
    assert W[0].op == "mul"
    assert first.data == 1.0
    assert part[0] is W[0]  # a view, as in NumPy
    np.testing.assert_array_equal(W.values, [4.0, 6.0])


def test_in_asks_for_equality():
    W = array([1.0, 2.0])
    with guards.listening() as heard:
        assert 2.0 in W
        assert 3.0 not in W
    assert [guard.outcome for guard in heard] == [True, False]


def test_the_truth_of_an_array_is_that_of_its_one_element():
    W = array([[1.0, -1.0]])
    with guards.listening() as heard:
        assert W[0, :1] > 0
    assert len(heard) == 1
    with pytest.raises(ValueError, match="ambiguous"):
        bool(W > 0)
    with pytest.raises(RecordingError):
        float(W[0, :1].reshape(()))


def test_a_value_and_an_array_without_axes_combine():
    v, zero_d = Value(2.0), array(3.0)
    for made in (v + zero_d, zero_d + v, v * zero_d - 1.0, 2.0 / zero_d):
        assert isinstance(made, Value)


# --- methods that NumPy would run past us


def test_astype_keeps_the_record_where_the_numbers_stay():
    W = array([1.0, -2.0])
    for dtype in (float, "float64", object):
        same = W.astype(dtype)
        assert same[0] is W[0]
        assert same is not W
    assert W.astype(float, copy=False) is W
    ones = (W > 0).astype(int)
    np.testing.assert_array_equal((ones * W).values, [1.0, 0.0])
    for dtype in (int, np.float32, bool, complex, "U3"):
        with pytest.raises(RecordingError, match=r"astype.*\.values"):
            W.astype(dtype)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda W: W.round(2), r"np\.round"),
        (lambda W: W.tobytes(), r"\.values"),
        (lambda W: W.dumps(), r"\.values"),
        (lambda W: W.searchsorted(1.0), r"np\.searchsorted"),
        (lambda W: float(W[0]), r"\.data"),
        (lambda W: np.array(W, dtype=float), r"\.data"),
        (lambda W: np.zeros(2).__setitem__(0, W[0]), r"array of floats.*zeros_like"),
        (lambda W: np.zeros(2).__iadd__(W), r"float64 array.*zeros_like"),
        (lambda W: round(W[0]), "round"),
        (lambda W: W + "x", "not text"),
        (lambda W: W + 1j, "not complex"),
        (lambda W: W + None, "NoneType"),
    ],
)
def test_what_is_not_recorded_says_so(call, words):
    with pytest.raises((RecordingError, InputError), match=words):
        call(array([1.0, 2.0]))


# --- transforms


@given(hnp.arrays(float, hnp.array_shapes(max_dims=3, max_side=3), elements=st.floats(-3, 3)))
def test_gradients_have_the_shape_of_the_array(x):
    np.testing.assert_allclose(grad(lambda W: (W**3).sum())(x), 3 * x**2, rtol=1e-12, atol=1e-12)
    slopes = jacobian(lambda W: W * W)(x)
    assert slopes.shape == x.shape * 2
    np.testing.assert_array_equal(slopes.reshape(x.size, x.size), np.diag(2 * x.ravel()))


def test_an_array_of_values_may_be_the_argument_of_a_gradient():
    x = array([1.0, 2.0])
    slopes = grad(lambda w: (w**3).sum())(x)
    assert isinstance(slopes, Array)
    slopes.sum().backward()
    np.testing.assert_allclose(x.grad, 6 * x.values)


def test_functions_of_ops_take_arrays():
    W = array([0.5, -1.0])
    np.testing.assert_allclose(ops.sigmoid(W).values, 1 / (1 + np.exp(-W.values)))
    assert [node.op for node in ops.gelu(W)] == ["gelu", "gelu"]
    assert isinstance(ops.where(W > 0, W, 0.0), Array)
    assert isinstance(ops.maximum(W[0], np.array([0.0, 1.0])), Array)
    assert isinstance((W > 0)[0], Truth)
