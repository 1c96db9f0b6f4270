"""Index arrays read as nested loops, and written as views."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd.program.access import Operand, loops, separate, views
from autograd.program.ir import View, elements, overlaps, unfolded

SIZES = st.lists(st.integers(2, 4), min_size=1, max_size=3)


def index_of(sizes, start, strides):
    """The flat indices of nested loops, the last loop innermost."""
    grid = np.indices(sizes).reshape(len(sizes), -1)
    return start + np.array(strides) @ grid


@given(SIZES, st.data())
def test_loops_give_the_indices_back(sizes, data):
    strides = [
        data.draw(st.lists(st.integers(-20, 20), min_size=len(sizes), max_size=len(sizes)))
        for _ in range(2)
    ]
    index = np.stack([index_of(sizes, 100, each) for each in strides])
    found = loops(index)
    if found is None:  # runs that begin alike and go on differently are taken for longer ones
        return
    again = [
        index_of(found.sizes, start, each)
        for start, each in zip(found.starts, found.strides, strict=True)
    ]
    np.testing.assert_array_equal(np.stack(again), index)


@pytest.mark.parametrize(
    ("sizes", "strides"),
    [((3, 4), (4, 1)), ((5, 3), (2, 1)), ((2, 3, 4), (12, 4, 1)), ((7,), (-2,))],
)
def test_ordinary_loops_are_found(sizes, strides):
    found = loops(index_of(sizes, 20, strides)[None])
    assert found is not None
    np.testing.assert_array_equal(
        index_of(found.sizes, found.starts[0], found.strides[0]), index_of(sizes, 20, strides)
    )


def test_what_follows_no_loop_is_none():
    assert loops(np.array([[0, 1, 2, 4, 5]])) is None
    assert loops(np.array([[0, 1, 5, 2, 3, 4]])) is None


def test_rows_and_columns_are_separated_exactly():
    rows, columns = np.array([0, 10, 25]), np.array([0, 3, 4, 9])
    table = rows[:, None] + columns
    found = separate(table[None])
    assert found is not None
    np.testing.assert_array_equal(found[0][0], rows)
    np.testing.assert_array_equal(found[1][0], columns)
    table[1, 2] += 1
    assert separate(table[None]) is None


@pytest.mark.parametrize(
    ("sizes", "dims", "start", "strides"),
    [
        ((35,), (5, 7), 0, (1,)),  # one loop over two dimensions
        ((5,), (5, 5), 0, (6,)),  # a diagonal
        ((4, 3), (2, 12), 12, (2, 1)),  # overlapping windows of the second row
        ((3, 4), (3, 4), 11, (-4, -1)),  # backwards
        ((2, 3), (30,), 4, (10, 2)),  # a part of a flat vector
    ],
)
def test_views_read_the_elements_that_were_recorded(sizes, dims, start, strides):
    affine = views(sizes, [Operand(dims, start, list(strides))])
    assert math.prod(affine.sizes) == math.prod(sizes)
    order = [label for group in affine.groups for label in group]
    assert order == sorted(order)
    view = View(0, affine.shapes[0], affine.axes[0])
    for each in (view, unfolded(view, affine.sizes)):
        found = elements(each, affine.sizes, [])
        labels = each.labels
        shaped = found.reshape([affine.sizes[label] for label in labels])
        shaped = shaped.transpose([labels.index(label) for label in sorted(labels)])
        np.testing.assert_array_equal(shaped.ravel(), index_of(sizes, start, strides))


def test_windows_overlap_and_rows_do_not():
    assert overlaps(_view((4, 3), (6,), [1, 1]), (4, 3))
    assert not overlaps(_view((2, 3), (6,), [3, 1]), (2, 3))


def _view(sizes, dims, strides):
    affine = views(sizes, [Operand(dims, 0, strides)])
    return View(0, affine.shapes[0], affine.axes[0])
