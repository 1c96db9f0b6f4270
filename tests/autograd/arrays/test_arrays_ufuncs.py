"""Ufuncs on Arrays and Values: each against NumPy on floats, and what it records."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograd import Truth, Value, array, jacobian, ops
from autograd.arrays import Array
from autograd.arrays.composed import COMPOSED
from autograd.errors import RecordingError
from autograd.graph import order
from autograd.primitives import PRIMITIVES, UFUNCS

ALL = {
    found.__name__: found
    for name in dir(np)
    if isinstance(found := getattr(np, name), np.ufunc)
}  # fmt: skip
PRODUCTS = {"matmul", "vecdot", "matvec", "vecmat"}
RECORDED = sorted(set(ALL) & ({*UFUNCS, *COMPOSED}))
REFUSED = sorted(set(ALL) - {*UFUNCS, *COMPOSED} - PRODUCTS)
BITWISE = {"bitwise_and", "bitwise_or", "bitwise_xor", "invert"}
STEPS = {"floor", "ceil", "sign", "trunc", "floor_divide", "heaviside", "divmod"}
ANSWERS = {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "isfinite",
           "isinf", "isnan", "logical_and", "logical_not", "logical_or", "logical_xor"}  # fmt: skip
EDGES = np.array([0.0, 1.0, -1.0, 2.5, -2.5, math.inf, -math.inf, math.nan])
RNG = np.random.default_rng(11)


def numbers(result):
    """The floats of a Value, an Array, or several of them."""
    if isinstance(result, tuple):
        return tuple(map(numbers, result))
    return result.data if isinstance(result, Value) else result.values


def drawn(name):
    """Numbers in the domain of a ufunc, one array an operand, away from its kinks."""
    row = PRIMITIVES.get(UFUNCS.get(name, ""))
    count = ALL[name].nin
    intervals = row.intervals if row else ((0.3, 2.5),) * count
    return [RNG.uniform(*intervals[place], (2, 3)) for place in range(count)]


def sloped(call, *data):
    """The Jacobian of the last float operand by central differences."""
    *others, x = data
    h = 1e-6
    columns = []
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        columns.append((call(*others, x + step) - call(*others, x - step)) / (2 * h))
    return np.stack(columns, axis=-1).reshape(*np.shape(columns[0]), *x.shape)


# --- every ufunc that NumPy has


def test_numpy_has_the_ufuncs_that_are_recorded():
    assert len(RECORDED) >= 70


@pytest.mark.parametrize("name", [name for name in RECORDED if name not in BITWISE])
def test_a_recorded_ufunc_gives_numpys_numbers(name):
    data = drawn(name)
    expected = ALL[name](*data)
    made = ALL[name](*map(array, data))
    assert isinstance(made, tuple if name == "divmod" else Array)
    np.testing.assert_allclose(numbers(made), expected, rtol=1e-13, atol=1e-15)
    # plain operands beside Arrays, and single Values
    if len(data) > 1:
        mixed = ALL[name](data[0], array(data[1][0]), *map(array, data[2:]))
        plain = ALL[name](data[0], data[1][0], *data[2:])
        np.testing.assert_allclose(numbers(mixed), plain, rtol=1e-13, atol=1e-15)
    one = ALL[name](*(Value(each[0, 0]) for each in data))
    assert isinstance(one, tuple if name == "divmod" else Value)
    np.testing.assert_allclose(
        numbers(one), ALL[name](*(each[0, 0] for each in data)), rtol=1e-13, atol=1e-15
    )


@pytest.mark.parametrize("name", [name for name in RECORDED if name not in BITWISE])
def test_a_recorded_ufunc_gives_numpys_numbers_at_the_edges(name):
    ufunc = ALL[name]
    grids = list(np.meshgrid(*[EDGES] * min(ufunc.nin, 2)))
    if name == "clip":
        grids.append(grids[1] + 1.0)
    if name == "heaviside":
        grids[1] = np.where(np.isnan(grids[1]), 0.5, grids[1])
    with np.errstate(all="ignore"):
        expected = ufunc(*grids)
    made = numbers(ufunc(*map(array, grids)))
    np.testing.assert_allclose(made, expected, rtol=1e-13)


@pytest.mark.parametrize(
    "name", [name for name in RECORDED if name not in BITWISE | STEPS | ANSWERS]
)
def test_a_recorded_ufunc_has_the_derivative_of_its_numbers(name):
    data = drawn(name)
    if name == "clip":
        data = [data[0], np.float64(-1.0), np.float64(1.0)][::-1]

        def call(hi, lo, x):
            return np.clip(x, lo, hi)
    else:
        call = ALL[name]
    found = jacobian(call, argnums=len(data) - 1)(*data)
    np.testing.assert_allclose(found, sloped(call, *data), rtol=2e-5, atol=1e-7)


@pytest.mark.parametrize("name", REFUSED)
def test_a_ufunc_that_is_not_recorded_says_so_by_name(name):
    ufunc = ALL[name]
    with pytest.raises(RecordingError, match=rf"np\.{name} is not recorded"):
        ufunc(*[array([1.0, 2.0])] * ufunc.nin)
    with pytest.raises(RecordingError, match=rf"np\.{name} is not recorded"):
        ufunc(*[Value(1.0)] * ufunc.nin)


@pytest.mark.parametrize("name", sorted(set(RECORDED) & set(UFUNCS) - set(COMPOSED) - BITWISE))
def test_a_ufunc_with_a_row_records_that_row_once_for_each_element(name):
    made = ALL[name](*map(array, drawn(name)))
    assert [node.op for node in made.ravel()] == [UFUNCS[name]] * 6
    assert all(arg.op == "leaf" for node in made.ravel() for arg in node.args)


def test_plus_and_conjugate_record_nothing():
    W = array([1.0, 2.0])
    for same in (+W, np.conjugate(W), W.conj(), W.real, np.real(W)):
        assert same[0] is W[0]
    assert (+W) is not W


# --- operators


@given(
    hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3),
    st.sampled_from(["add", "subtract", "multiply", "divide", "maximum", "greater", "arctan2"]),
)
def test_operands_are_broadcast_as_numpy_does(shapes, name):
    x, y = (RNG.uniform(0.5, 2.0, shape) for shape in shapes.input_shapes)
    expected = ALL[name](x, y)
    for a, b in ((array(x), array(y)), (array(x), y), (x, array(y))):
        made = ALL[name](a, b)
        np.testing.assert_allclose(numbers(made), expected, rtol=1e-14)
        assert np.shape(numbers(made)) == shapes.result_shape


def test_a_number_that_is_broadcast_is_one_node():
    W = array(np.ones((3, 4)))
    assert len({node.b for node in (W * 2.0).ravel()}) == 1
    x = np.arange(4.0)
    assert len({node.b for node in (W + x).ravel()}) == 4
    assert [node.data for node in (W + x)[0]] == [1.0, 2.0, 3.0, 4.0]


def test_operators_record_their_rows():
    W, V = array([4.0, 9.0]), array([2.0, 2.0])
    for made, op in [
        (W + V, "add"), (W - V, "sub"), (W * V, "mul"), (W / V, "div"), (W**V, "pow"), (-W, "neg"),
        (W % V, "mod"), (W // V, "floordiv"), (abs(W), "abs"), (2.0 - W, "sub"), (2.0 / W, "div"),
        (W**2, "pow"), (W**0.5, "pow"), (2.0**W, "pow"), (W > V, "gt"), (W <= 4, "le"),
        (W == V, "eq"), (W != V, "ne"), ((W > 1) & (V > 1), "and_"), ((W > 1) | (V > 1), "or_"),
        (~(W > 1), "not_"), (np.float64(1.0) > W, "lt"), (np.ones(2) + W, "add"),
        (np.float64(2.0) * W, "mul"),
    ]:  # fmt: skip
        assert [node.op for node in made] == [op, op]


def test_truth_values_are_combined_and_count_as_numbers():
    W = array([1.0, -2.0, 3.0])
    positive = W > 0
    assert all(isinstance(node, Truth) for node in positive)
    np.testing.assert_array_equal((positive * W).values, [1.0, 0.0, 3.0])
    np.testing.assert_array_equal((positive ^ (W > 2)).values, [1.0, 0.0, 0.0])
    np.testing.assert_array_equal((positive & np.array([True, True, False])).values, [1, 0, 0])
    np.testing.assert_array_equal((np.array([True, True, False]) | positive).values, [1, 1, 1])
    assert positive.sum().data == 2.0
    assert positive.mean().op == "div"
    assert np.count_nonzero(positive).data == 2.0
    assert isinstance(positive.all(), Truth)
    assert positive.any().data == 1.0
    assert np.all(W).data == 1.0
    np.testing.assert_array_equal(jacobian(lambda w: (w > 0) * w)(W.values), np.diag([1, 0, 1.0]))


def test_bitwise_operators_are_for_truth_values():
    W = array([1.0, 2.0])
    for call in (lambda: W & W, lambda: ~W, lambda: W ^ 1.0, lambda: (W > 1) | W):
        with pytest.raises(RecordingError, match=r"np\.logical_"):
            call()


# --- reductions


@given(st.data())
def test_reductions_run_over_any_axes(data):
    x = data.draw(hnp.arrays(float, hnp.array_shapes(max_dims=3, max_side=3),
                             elements=st.floats(0.5, 2.0)))  # fmt: skip
    axis = data.draw(st.none() | hnp.valid_tuple_axes(x.ndim) | st.integers(-x.ndim, x.ndim - 1))
    keepdims = data.draw(st.booleans())
    for name in ("sum", "prod", "max", "min", "mean", "std", "var"):
        expected = getattr(x, name)(axis=axis, keepdims=keepdims)
        for made in (
            getattr(array(x), name)(axis=axis, keepdims=keepdims),
            getattr(np, name)(array(x), axis=axis, keepdims=keepdims),
        ):
            np.testing.assert_allclose(numbers(made), expected, rtol=1e-12, atol=1e-14)
            assert isinstance(made, Array if np.ndim(expected) or keepdims else Value)


@given(st.data())
def test_reductions_take_where_and_initial(data):
    x = data.draw(hnp.arrays(float, hnp.array_shapes(max_dims=2, max_side=4),
                             elements=st.floats(-2.0, 2.0)))  # fmt: skip
    mask = data.draw(hnp.arrays(bool, x.shape))
    axis = data.draw(st.none() | st.integers(0, x.ndim - 1))
    start = data.draw(st.floats(-1.0, 1.0))
    for ufunc in (np.add, np.multiply, np.maximum, np.minimum):
        expected = ufunc.reduce(x, axis=axis, initial=start, where=mask)
        for condition in (mask, array(mask.astype(float)) > 0.5):
            made = ufunc.reduce(array(x), axis=axis, initial=start, where=condition)
            np.testing.assert_allclose(numbers(made), expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(
        numbers(np.sum(array(x), where=mask, axis=axis)),
        np.sum(x, where=mask, axis=axis), rtol=1e-12, atol=1e-12)  # fmt: skip


def test_a_sum_adds_from_left_to_right_and_a_maximum_compares_so():
    W = array([[1.0, 4.0], [3.0, 2.0]])
    assert [node.op for node in order(W.sum())].count("add") == 3
    total = W.sum()
    assert total.a.a.args == (W[0, 0], W[0, 1])
    assert [node.op for node in order(W.max(axis=0)[0])].count("maximum") == 1
    assert W.max().op == "maximum"
    assert np.minimum.reduce(W, axis=None).op == "minimum"


def test_a_reduction_of_nothing_is_its_identity_or_an_error_as_in_numpy():
    empty = array(np.zeros((0, 3)))
    np.testing.assert_array_equal(empty.sum(axis=0).values, np.zeros(3))
    np.testing.assert_array_equal(empty.prod(axis=0).values, np.ones(3))
    assert empty.sum().data == 0.0
    assert empty.sum(axis=1).shape == (0,)
    assert empty.all().data == 1.0
    assert np.add.reduce(empty, axis=0, initial=5.0).values.tolist() == [5.0] * 3
    with pytest.raises(ValueError, match=r"zero-size array.*maximum.*no identity"):
        empty.max()
    assert (empty.T @ array(np.zeros((0, 2)))).shape == (3, 2)
    with pytest.raises(np.exceptions.AxisError):
        empty.sum(axis=2)
    with pytest.raises(RecordingError, match=r"np\.less\.reduce"):
        np.less.reduce(array([1.0, 2.0]))


@pytest.mark.parametrize("name", ["add", "multiply", "maximum", "minimum", "logaddexp", "hypot"])
def test_the_other_methods_of_a_ufunc(name):
    ufunc, x, y = ALL[name], RNG.uniform(0.5, 2.0, (4, 3)), RNG.uniform(0.5, 2.0, 2)
    for axis in (0, 1):
        made = ufunc.accumulate(array(x), axis=axis)
        np.testing.assert_allclose(made.values, ufunc.accumulate(x, axis=axis), rtol=1e-13)
        made = ufunc.reduceat(array(x), [0, 2, 1], axis=axis)
        np.testing.assert_allclose(made.values, ufunc.reduceat(x, [0, 2, 1], axis=axis), rtol=1e-13)
    for a, b in ((array(x), y), (x, array(y)), (array(x), array(y))):
        np.testing.assert_allclose(ufunc.outer(a, b).values, ufunc.outer(x, y), rtol=1e-13)
    W, plain = array(x), x.copy()
    ufunc.at(W, [0, 0, 3], [[1.5], [0.7], [0.1]])
    ufunc.at(plain, [0, 0, 3], [[1.5], [0.7], [0.1]])
    np.testing.assert_allclose(W.values, plain, rtol=1e-13)
    with pytest.raises(RecordingError, match="float64 array"):
        ufunc.at(plain, [0], array([1.0]))


# --- options


def test_out_holds_the_result():
    W, place = array([1.0, 2.0]), np.zeros_like(array([0.0, 0.0]))
    assert np.exp(W, out=place) is place
    assert [node.op for node in place] == ["exp", "exp"]
    assert np.add(W, 1.0, place) is place
    bare = np.empty(2, object)
    assert np.multiply(W, W, out=bare) is bare
    assert bare[1].data == 4.0
    assert np.sum(W, out=np.zeros_like(array(0.0))).shape == ()
    quotients, rest = np.zeros_like(W), np.zeros_like(W)
    np.divmod(W, 0.75, out=(quotients, rest))
    np.testing.assert_array_equal(quotients.values, [1.0, 2.0])
    with pytest.raises(RecordingError, match=r"np\.exp cannot store Values in a float64 array"):
        np.exp(W, out=np.zeros(2))
    with pytest.raises(ValueError, match="broadcast"):
        np.exp(W, out=np.zeros_like(array(np.zeros(3))))


def test_where_keeps_what_out_had():
    W, mask = array([1.0, 4.0]), np.array([False, True])
    for condition in (mask, W > 2.0):
        place = array([10.0, 20.0])
        np.sqrt(W, out=place, where=condition)
        np.testing.assert_array_equal(place.values, [10.0, 2.0])
    assert place[0].op == "where"
    with pytest.raises(RecordingError, match=r"np\.where\(condition, np\.sqrt"):
        np.sqrt(W, where=mask)


def test_options_that_would_change_the_numbers_are_refused():
    W = array([1.0, 2.0])
    np.add(W, 1.0, dtype=float, casting="unsafe", order="C", subok=False)
    np.sum(W, dtype=np.float64)
    np.less(W, 1.5, dtype=bool)
    for call in (
        lambda: np.add(W, 1.0, dtype=np.float32),
        lambda: np.sum(W, dtype=int),
        lambda: np.add(W, 1.0, signature="dd->d"),
        lambda: np.exp(W, dtype=bool),
    ):
        with pytest.raises(RecordingError, match=r"(dtype|signature)=.* is not recorded"):
            call()


def test_a_ufunc_that_a_user_made_of_a_function_runs_on_the_elements():
    leaky = np.frompyfunc(lambda x: x if x > 0 else 0.1 * x, 1, 1)
    assert isinstance(leaky(array([1.0, -1.0])), Array)
    np.testing.assert_allclose(leaky(array([1.0, -1.0])).values, [1.0, -0.1])
    assert leaky(Value(-2.0)).data == -0.2
    words = np.frompyfunc(str, 1, 1)(array([1.0]))
    assert words.tolist() == ["Value(1.0)"]
    shifted = np.vectorize(lambda x, y: x * y + 1.0)(array([1.0, 2.0]), 3.0)
    np.testing.assert_allclose([node.data for node in shifted], [4.0, 7.0])


def test_scipys_special_functions_record_their_rows():
    special = pytest.importorskip("scipy.special")
    W = array([0.5, 1.5])
    for ufunc, op in [(special.erf, "erf"), (special.expit, "sigmoid"), (special.gammaln, "lgamma"),
                      (special.psi, "digamma"), (special.gamma, "gamma")]:  # fmt: skip
        assert ufunc(W)[0].op == op
        np.testing.assert_allclose(ufunc(W).values, ufunc(W.values), rtol=1e-13)
    with pytest.raises(RecordingError, match=r"^i0e is not recorded"):
        special.i0e(W)


# --- compositions


def test_logaddexp_is_smooth_where_its_operands_meet():
    for x, y in [(1.0, 1.0), (0.0, 700.0), (-745.0, 2.0), (1e300, -1e300)]:
        slopes = jacobian(lambda p: np.logaddexp(p[0], p[1]))(np.array([x, y]))
        np.testing.assert_allclose(slopes, ops.softmax([x, y]), rtol=1e-13, atol=1e-300)
    infinite = np.logaddexp(array([-np.inf, np.inf]), array([-np.inf, np.inf]))
    np.testing.assert_array_equal(infinite.values, [-np.inf, np.inf])


def test_fmod_and_trunc_have_the_derivatives_of_the_pieces():
    x = np.array([-2.5, 0.0, 2.5])
    np.testing.assert_array_equal(jacobian(lambda v: np.fmod(v, 1.5))(x), np.eye(3))
    np.testing.assert_array_equal(jacobian(np.trunc)(x), np.zeros((3, 3)))


def test_isnan_and_its_kin_answer_with_truths():
    W = array([1.0, np.nan, np.inf])
    for ufunc in (np.isnan, np.isfinite, np.isinf):
        assert all(isinstance(node, Truth) for node in ufunc(W))
        np.testing.assert_array_equal(ufunc(W).values, ufunc(W.values))
    assert not np.isnan(W[:1]).any()
    assert isinstance(np.isnan(W[0]), Truth)


# --- matrix products


@pytest.mark.parametrize(
    ("left", "right"),
    [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((5, 2, 3), (3, 4)),
     ((5, 2, 3), (5, 3, 4)), ((2, 3), (5, 3, 1))],
)  # fmt: skip
def test_matrix_products_record_products_and_sums(left, right):
    a, b = RNG.normal(size=left), RNG.normal(size=right)
    for x, y in ((array(a), b), (a, array(b)), (array(a), array(b))):
        made = x @ y
        np.testing.assert_allclose(numbers(made), a @ b, rtol=1e-13, atol=1e-14)
    nodes = made.ravel() if isinstance(made, Array) else [made]
    recorded = [node.op for node in order(*nodes)]
    size = len(nodes)
    assert (recorded.count("mul"), recorded.count("add")) == (3 * size, 2 * size)
    np.testing.assert_allclose(
        jacobian(lambda m: m @ b)(a), sloped(lambda m: m @ b, a), rtol=1e-6, atol=1e-7
    )


def test_each_number_of_a_plain_operand_is_one_node_of_the_product():
    made = array(np.ones((50, 4))) @ np.arange(4.0)
    assert sum(op == "constant" for op in (node.op for node in order(*made))) == 4


@pytest.mark.skipif(not hasattr(np, "vecdot"), reason="this NumPy has none")
def test_vector_products_of_newer_numpys():
    a, b = RNG.normal(size=(2, 3)), RNG.normal(size=(2, 3))
    np.testing.assert_allclose(np.vecdot(array(a), b).values, np.vecdot(a, b))
    for name in ("matvec", "vecmat"):
        if hasattr(np, name):
            x = b[0] if name == "matvec" else a[:, 0]
            pair = (a, x) if name == "matvec" else (x, a)
            made = getattr(np, name)(*map(array, pair))
            np.testing.assert_allclose(made.values, getattr(np, name)(*pair))


def test_matrix_products_of_wrong_shapes_fail_as_in_numpy():
    with pytest.raises(ValueError, match="mismatch"):
        array(np.ones((2, 3))) @ array(np.ones(2))
    with pytest.raises(ValueError, match="dimensions"):
        array([1.0]) @ Value(2.0)
