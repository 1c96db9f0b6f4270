"""What a stranger's function may do that a program cannot repeat: each is told with its line."""

from __future__ import annotations

import functools
import math
import random
import re

import numpy as np
import pytest

from autograd.errors import InputError, RecordingError
from autograd.program import compile

X = np.array([0.5, -1.0, 2.0])
HERE = re.escape(__file__)


def noise(x):
    return x[0] * np.random.normal()


def dropout(x):
    y = [v * 2 for v in x] * 30
    return sum(v for v in y if random.random() < 0.5) + x[0]


def label_by_data(x):
    return x[0] * x[int(abs(x[1].data))]


def clock(x, calls=[0]):  # noqa: B006
    calls[0] += 1
    return x[0] * calls[0]


def text(x):
    return x[0] * float(f"{x[0].data:.3f}")


@pytest.mark.parametrize("f", [noise, dropout, label_by_data, clock, text])
def test_steps_that_change_are_told_their_line(f):
    with pytest.raises(RecordingError, match="different steps") as caught:
        compile(f, X)
    place = re.match(rf"{HERE}:(\d+): recorded twice", str(caught.value))
    assert place is not None, str(caught.value)
    lines = {line for _, _, line in f.__code__.co_lines() if line is not None}
    assert int(place[1]) in lines


def test_another_leaf_is_another_program():
    with pytest.raises(RecordingError, match="different steps"):
        compile(lambda x, k: x[int(k.data)], X, 1)
    with pytest.raises(RecordingError, match="different steps"):
        compile(lambda x, k: x[int(k.data)] * 2, X, 1)


@pytest.mark.parametrize(
    ("f", "told"),
    [
        (lambda x, k: [x[0], x[1]][k], "for a label multiply by a one-hot vector"),
        (lambda x, k: x[k], "Multiply by a one-hot vector"),
        (lambda x, k: (np.eye(3)[k] * x).sum(), "Multiply by a one-hot vector"),
        (lambda x, k: x[int(k)], "int"),
        (lambda x, k: math.sin(x[0]), "ops.sin"),
        (lambda x, k: round(x[0]), "round"),
        (lambda x, k: sum(x[0] for _ in range(k)), "cannot count"),
        (lambda x, k: np.zeros(3).__setitem__(0, x[0]), "zeros_like"),
    ],
)
def test_plain_numbers_of_recorded_ones_are_told_their_line(f, told):
    with pytest.raises(RecordingError, match=rf"(?s){HERE}:\d+: .*{told}"):
        compile(f, X, 1)


def shrunk(x):
    return x[0] if x[0] < 0.1 else shrunk(x * 0.5)


@pytest.mark.parametrize(
    "f",
    [
        lambda x: max(x),
        lambda x: sorted(x)[1],
        lambda x: np.sort(x)[0],
        lambda x: x[0] if x[0] > 0 else -x[0],
        lambda x: x[x > 0].sum(),
        lambda x: x[0] * (1.0 in x),
        shrunk,
    ],
)
def test_decisions_are_told_their_line(f):
    with pytest.raises(RecordingError, match=rf"{HERE}:\d+ decides by a comparison"):
        compile(f, X)


def test_an_index_error_of_the_function_stays_one():
    with pytest.raises(IndexError, match="out of bounds"):
        compile(lambda x: x[7], X)


def test_what_is_kept_from_call_to_call_is_refused():
    kept = []

    def f(x):
        kept.append(x[0] * 2)
        return kept[0] + x[1]

    with pytest.raises(InputError, match="made before this call"):
        compile(f, X)


def test_recursion_and_writing_are_recorded():
    def power(x, n):
        return x if n == 0 else x * power(x, n - 1)

    def f(x):
        x[0] = power(x[1], 3)
        x[2] += 1
        return functools.reduce(lambda a, b: a + b, x)

    given = np.stack([X, X + 1])
    before = given.copy()
    np.testing.assert_allclose(compile(f, X)(given), given[:, 1] ** 4 + given[:, 1:].sum(1) + 1)
    np.testing.assert_array_equal(given, before)
