"""Einstein sums, norms, determinants and linear systems, against NumPy in value and in slope."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import Value, array, guards, jacobian
from autograd.arrays import Array
from autograd.errors import InputError, RecordingError
from autograd.graph import order

RNG = np.random.default_rng(3)


def numbers(result):
    return np.asarray(result.data if isinstance(result, Value) else result.values)


def slopes(call, x):
    h, columns = 1e-6, []
    for place in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[place] = h
        columns.append((np.asarray(call(x + step)) - np.asarray(call(x - step))) / (2 * h))
    return np.stack(columns, axis=-1).reshape(*np.shape(columns[0]), *x.shape)


# --- einsum

SPELLINGS = [
    ("ij,jk->ik", (2, 3), (3, 4)), ("ij,jk", (2, 3), (3, 4)), ("ba", (2, 3)), ("ii", (3, 3)),
    ("ii->i", (3, 3)), ("ij->", (2, 3)), ("ij->j", (2, 3)), ("ij,ij->", (2, 3), (2, 3)),
    ("i,j->ij", (2,), (3,)), ("i,i", (3,), (3,)), ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)),
    ("...ij,...jk->...ik", (2, 2, 3), (2, 3, 2)), ("...ij,jk", (2, 4, 2, 3), (3, 2)),
    ("i...->...", (2, 3)), ("...ii->...i", (2, 3, 3)), ("...", (2, 3)), ("...,...", (2, 3), (3,)),
    ("iij,j->ij", (2, 2, 3), (3,)), ("ijk->kji", (2, 3, 4)), (" i j , j -> i ", (2, 3), (3,)),
    ("ij,jk,kl->il", (2, 3), (3, 2), (2, 4)), ("ij,ik,il->jkl", (2, 3), (2, 2), (2, 4)),
    ("a,b,c,d->", (2,), (2,), (2,), (3,)), ("ij,ij->ij", (2, 1), (1, 3)),
    ("bhqd,bhkd->bhqk", (1, 2, 3, 2), (1, 2, 3, 2)), ("iii->", (2, 2, 2)), ("i,->i", (3,), ()),
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda spelling: spelling[0])
@pytest.mark.parametrize("optimize", [False, True, "optimal"])
def test_einsum_gives_numpys_numbers(spelling, optimize):
    subscripts, *shapes = spelling
    data = [RNG.normal(size=shape) for shape in shapes]
    expected = np.einsum(subscripts, *data)
    made = np.einsum(subscripts, *map(array, data), optimize=optimize)
    np.testing.assert_allclose(numbers(made), expected, rtol=1e-12, atol=1e-13)
    assert np.shape(numbers(made)) == np.shape(expected)
    if len(data) > 1:
        mixed = np.einsum(subscripts, array(data[0]), *data[1:], optimize=optimize)
        np.testing.assert_allclose(numbers(mixed), expected, rtol=1e-12, atol=1e-13)
    found = jacobian(lambda x: np.einsum(subscripts, x, *data[1:], optimize=optimize))(data[0])
    np.testing.assert_allclose(
        found, slopes(lambda x: np.einsum(subscripts, x, *data[1:]), data[0]), rtol=1e-5, atol=1e-7
    )


def test_einsum_takes_labels_as_numbers():
    a, b = RNG.normal(size=(2, 3)), RNG.normal(size=(5, 3, 2))
    for operands in (
        (a, [0, 1], b[0], [1, 2], [0, 2]),
        (a, [0, 1], b[0], [1, 2]),
        (a, [0, 1], b, [..., 1, 2], [..., 0, 2]),
        (a, [1, 0]),
        (a, [1, 0], []),
    ):
        recorded = tuple(array(each) if isinstance(each, np.ndarray) else each for each in operands)
        np.testing.assert_allclose(
            numbers(np.einsum(*recorded)), np.einsum(*operands), rtol=1e-12, atol=1e-13
        )


def test_einsum_records_products_and_sums_alone_and_views_record_nothing():
    W, x = array(np.ones((2, 3))), array(np.ones(3))
    made = np.einsum("ij,j->i", W, x)
    recorded = [node.op for node in order(*made)]
    assert (recorded.count("mul"), recorded.count("add")) == (6, 4)
    assert np.einsum("ij->ji", W)[2, 1] is W[1, 2]
    assert np.einsum("ii->i", W[:, :2])[1] is W[1, 1]
    chain = np.einsum("ij,jk,kl->il", *(array(np.ones((4, 4))) for _ in range(3)))
    assert [node.op for node in order(*chain.ravel())].count("mul") == 2 * 4**3


def test_einsum_stores_in_out_and_refuses_what_does_not_fit():
    W = array(np.ones((2, 3)))
    place = np.zeros_like(W.T)
    assert np.einsum("ij->ji", W, out=place) is place
    assert place[2, 1] is W[1, 2]
    for call in (
        lambda: np.einsum("ij,jk", W),
        lambda: np.einsum("ijk->i", W),
        lambda: np.einsum("ij->k", W),
        lambda: np.einsum("ij->ii", W),
        lambda: np.einsum("i1->i", W),
    ):
        with pytest.raises(InputError, match=r"np\.einsum"):
            call()
    with pytest.raises(ValueError, match="broadcast"):
        np.einsum("ij,ij->i", W, array(np.ones((2, 2))))
    with pytest.raises(RecordingError, match="dtype"):
        np.einsum("ij->i", W, dtype=int)


# --- norms

ORDERS = [
    *((ord, None, (4,)) for ord in (None, 2, 1, np.inf, -np.inf, 3, 0.5, 0)),
    *((ord, None, (3, 4)) for ord in (None, "fro", 1, -1, np.inf, -np.inf)),
    *((ord, 0, (3, 4)) for ord in (None, 2, 1, np.inf, 3)),
    *((ord, (0, 2), (2, 3, 2)) for ord in (None, "fro", 1, np.inf)),
    *((ord, (2, 0), (2, 3, 2)) for ord in (1, np.inf)),
    (None, None, (2, 2, 2)), (None, -1, (2, 3)),
]  # fmt: skip


@pytest.mark.parametrize(("ord", "axis", "shape"), ORDERS)
@pytest.mark.parametrize("keepdims", [False, True])
def test_norms_are_numpys(ord, axis, shape, keepdims):
    def norm(x):
        return np.linalg.norm(x, ord, axis, keepdims)

    x = RNG.uniform(0.5, 2.0, shape) * RNG.choice([-1.0, 1.0], shape)
    expected = norm(x)
    made = norm(array(x))
    np.testing.assert_allclose(numbers(made), expected, rtol=1e-13)
    assert isinstance(made, Array if np.ndim(expected) else Value)
    np.testing.assert_allclose(jacobian(norm)(x), slopes(norm, x), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("ord", ["nuc", 2, -2])
def test_norms_that_need_a_decomposition_are_refused_by_name(ord):
    with pytest.raises(RecordingError, match=r"np\.linalg\.norm\(ord="):
        np.linalg.norm(array(np.eye(2)), ord)


def test_norms_that_do_not_exist_say_so():
    for x, ord in [([1.0, 2.0], "fro"), (np.eye(2), 3), (np.zeros((2, 2, 2)), 2)]:
        with pytest.raises(ValueError, match=r"norm"):
            np.linalg.norm(array(x), ord)


# --- determinants and systems


@given(st.integers(0, 5), st.integers(0, 10**6))
def test_determinants_inverses_and_solutions_are_numpys(n, seed):
    rng = np.random.default_rng(seed)
    a, b, rhs = rng.normal(size=(n, n)), rng.normal(size=n), rng.normal(size=(n, 2))
    limit = 1e-13 * np.linalg.cond(a) if n else 1e-13
    scale = np.linalg.norm(np.linalg.inv(a)) if n else 1.0
    W = array(a)
    np.testing.assert_allclose(
        np.linalg.det(W).data, np.linalg.det(a), rtol=limit, atol=1e-300)  # fmt: skip
    np.testing.assert_allclose(
        np.linalg.inv(W).values, np.linalg.inv(a), rtol=limit, atol=limit * scale)  # fmt: skip
    for right in (b, rhs, array(rhs)):
        plain = right.values if isinstance(right, Array) else right
        expected = np.linalg.solve(a, plain)
        for left in (W, a):
            if isinstance(left, Array) or isinstance(right, Array):
                made = np.linalg.solve(left, right)
                np.testing.assert_allclose(
                    made.values, expected, rtol=limit, atol=limit * max(scale, 1.0) * 10
                )


@pytest.mark.parametrize("n", [1, 2, 3, 4, 6])
def test_their_slopes_are_the_textbook_ones(n):
    a = RNG.normal(size=(n, n)) + 3 * np.eye(n)
    inverse, b = np.linalg.inv(a), RNG.normal(size=n)
    np.testing.assert_allclose(
        jacobian(np.linalg.det)(a), np.linalg.det(a) * inverse.T, rtol=1e-9, atol=1e-10
    )
    np.testing.assert_allclose(
        jacobian(np.linalg.inv)(a),
        -np.einsum("ik,lj->ijkl", inverse, inverse), rtol=1e-9, atol=1e-10,
    )  # fmt: skip
    x = inverse @ b
    np.testing.assert_allclose(
        jacobian(lambda m: np.linalg.solve(m, b))(a),
        -np.einsum("ik,l->ikl", inverse, x), rtol=1e-9, atol=1e-10,
    )  # fmt: skip
    np.testing.assert_allclose(
        jacobian(lambda r: np.linalg.solve(a, r))(b), inverse, rtol=1e-9, atol=1e-10
    )


def test_stacks_of_matrices_are_taken_one_by_one():
    a, b = RNG.normal(size=(2, 3, 2, 2)), RNG.normal(size=(3, 2, 1))
    np.testing.assert_allclose(np.linalg.det(array(a)).values, np.linalg.det(a), rtol=1e-12)
    np.testing.assert_allclose(np.linalg.inv(array(a)).values, np.linalg.inv(a), rtol=1e-11)
    np.testing.assert_allclose(
        np.linalg.solve(array(a), b).values, np.linalg.solve(a, b), rtol=1e-11
    )


def test_small_systems_choose_nothing_and_larger_ones_guard_their_pivots():
    for n, some in [(2, False), (3, False), (4, True)]:
        with guards.listening() as heard:
            np.linalg.inv(array(RNG.normal(size=(n, n))))
        assert bool(heard) == some
        assert all(guard.outcome for guard in heard)
        assert {guard.filename for guard in heard} <= {__file__}


def test_a_pivot_of_zero_is_swapped_away():
    a = np.array([[0.0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 2], [0, 0, 3, 0]])
    assert np.linalg.det(array(a)).data == pytest.approx(np.linalg.det(a))
    np.testing.assert_allclose(np.linalg.inv(array(a)).values, np.linalg.inv(a))


def test_singular_matrices():
    for n in (2, 3, 4):
        with pytest.raises(np.linalg.LinAlgError, match="Singular"):
            np.linalg.inv(array(np.ones((n, n))))
        with pytest.raises(np.linalg.LinAlgError, match="Singular"):
            np.linalg.solve(array(np.ones((n, n))), np.ones(n))
    # The derivative of a determinant is the adjugate, singular or not.
    a = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    adjugate = np.array([[-3.0, 6.0, -3.0], [6.0, -12.0, 6.0], [-3.0, 6.0, -3.0]])
    np.testing.assert_array_equal(jacobian(np.linalg.det)(a), adjugate.T)
    with pytest.raises(RecordingError, match="singular matrix larger than 3 by 3"):
        np.linalg.det(array(np.ones((4, 4))))


def test_systems_of_wrong_shapes():
    for call in (
        lambda: np.linalg.det(array(np.ones((2, 3)))),
        lambda: np.linalg.inv(array(np.ones(3))),
    ):
        with pytest.raises(np.linalg.LinAlgError, match="square"):
            call()
    with pytest.raises(InputError, match="do not fit"):
        np.linalg.solve(array(np.eye(2)), np.ones(3))
