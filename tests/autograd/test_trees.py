"""Numbers inside lists, tuples, dicts and arrays."""

from __future__ import annotations

import subprocess
import sys
from collections import OrderedDict
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import Value
from autograd.errors import InputError
from autograd.trees import flatten, is_array, outer, rebuild


class Point(NamedTuple):
    x: Any
    y: Any


trees = st.recursive(
    st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.builds(Point, inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(trees)
def test_rebuilding_from_its_own_numbers_gives_the_same_tree(tree):
    again = rebuild(tree, (number for _, number in flatten(tree)))
    assert again == tree
    assert type(again) is type(tree)


@given(trees, st.integers(1, 5))
def test_the_shape_stays_whatever_the_numbers(tree, factor):
    numbers = [number for _, number in flatten(tree)]
    again = rebuild(tree, iter([factor] * len(numbers)))
    assert [place for place, _ in flatten(again)] == [place for place, _ in flatten(tree)]


def test_places_are_told_as_python_writes_them():
    tree = {"w": [1.0, (2.0, np.array([[3.0, 4.0]]))], "b": Point(5.0, 6.0), 7: 8.0}
    assert list(flatten(tree)) == [
        ("['w'][0]", 1.0), ("['w'][1][0]", 2.0), ("['w'][1][1][0,0]", 3.0),
        ("['w'][1][1][0,1]", 4.0), ("['b'][0]", 5.0), ("['b'][1]", 6.0), ("[7]", 8.0),
    ]  # fmt: skip
    assert list(flatten(2.0)) == [("", 2.0)]
    assert list(flatten(np.array(2.0))) == [("", 2.0)]


def test_named_tuples_stay_named():
    again = rebuild(Point(1.0, [2.0]), iter([3.0, 4.0]))
    assert again == Point(3.0, [4.0])
    assert type(again) is Point


def test_arrays_become_float_arrays_of_the_same_shape():
    again = rebuild(np.array([[1, 2], [3, 4]]), iter([5, 6, 7, 8]))
    assert (again.dtype, again.shape, again.tolist()) == (float, (2, 2), [[5.0, 6.0], [7.0, 8.0]])
    assert rebuild(np.zeros((0, 3)), iter([])).shape == (0, 3)


def test_arrays_with_a_value_become_arrays_of_values():
    v = Value(1.0)
    again = rebuild(np.zeros(2), iter([v, 2.0]))
    assert again[0] is v
    assert isinstance(again[1], Value)


def test_numbers_of_any_library_are_numbers():
    for number in (1, True, Fraction(1, 2), np.float32(1), np.int64(2), Value(1.0)):
        assert list(flatten(number)) == [("", number)]


@pytest.mark.parametrize("tree", ["1", b"1", 1j, None, object(), {1.0, 2.0}, np.complex128(1j)])
def test_what_is_no_tree_is_refused_with_its_place(tree):
    with pytest.raises(InputError, match=rf"An argument at \['w'\]\[1\] is {type(tree).__name__}"):
        list(flatten({"w": [1.0, tree]}))
    with pytest.raises(InputError, match="The result is"):
        list(flatten(tree, whose="The result"))


def test_empty_trees_have_no_numbers():
    for tree in ([], (), {}, np.zeros((0, 2)), [[], {}]):
        assert list(flatten(tree)) == []


# Matrices


def rows(count, width):
    return iter([[10.0 * i + j for j in range(width)] for i in range(count)])


def test_a_matrix_of_two_lists_is_a_list_of_lists():
    assert outer([1.0, 2.0], rows(2, 2), [3.0, 4.0]) == [[0.0, 1.0], [10.0, 11.0]]


def test_a_matrix_of_a_dict_and_a_number():
    assert outer({"a": 1.0, "b": 2.0}, rows(2, 1), 3.0) == {"a": 0.0, "b": 10.0}


def test_a_matrix_of_two_arrays_has_both_shapes():
    got = outer(np.zeros((2, 1)), rows(2, 3), np.zeros(3))
    assert got.shape == (2, 1, 3)
    assert got[1, 0].tolist() == [10.0, 11.0, 12.0]


def test_a_matrix_of_an_array_and_a_tree():
    got = outer(
        np.zeros(2),
        rows(2, 3),
        {
            "w": np.zeros(2),
            "b": 0.0,
        },
    )
    assert got["w"].tolist() == [[0.0, 1.0], [10.0, 11.0]]
    assert got["b"].tolist() == [2.0, 12.0]


def test_a_matrix_of_a_named_tuple():
    assert outer(Point(1.0, 2.0), rows(2, 1), [3.0]) == Point([0.0], [10.0])


def test_an_ordered_dict_keeps_its_order():
    tree = OrderedDict(b=1.0, a=2.0)
    assert list(rebuild(tree, iter([3.0, 4.0])).items()) == [("b", 3.0), ("a", 4.0)]


def test_asking_for_an_array_does_not_load_numpy():
    code = (
        "import sys; from autograd.trees import is_array; assert not is_array([1.0]); "
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    assert is_array(np.zeros(2))
    assert not is_array(np.float64(1.0))
