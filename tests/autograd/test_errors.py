"""The exception tree: each error is ours, and the built-in one that a caller would expect."""

from __future__ import annotations

import inspect
import pickle

import pytest

from autograd import errors
from autograd.errors import ExpressionError, GlassgradError

OURS = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, GlassgradError) and kind is not GlassgradError
]  # fmt: skip


@pytest.mark.parametrize("kind", OURS)
def test_every_error_is_ours_and_a_built_in_one(kind):
    assert kind.__bases__[0] is GlassgradError
    (built_in,) = kind.__bases__[1:]
    assert built_in.__module__ == "builtins"
    assert f"{kind.__name__} ({built_in.__name__})" in errors.__doc__
    assert kind.__doc__


def test_the_drawing_names_every_error():
    assert len(OURS) == errors.__doc__.count("── ")


def test_a_formula_is_shown_with_a_caret_under_the_column():
    error = ExpressionError("Something is missing.", "x + ", 4)
    assert str(error) == "Something is missing.\n  x + \n      ^"
    assert (error.message, error.text, error.column) == ("Something is missing.", "x + ", 4)


@pytest.mark.parametrize("column", [0, 36, 500, 999, 1000, 5000, -3])
def test_a_long_formula_is_shown_around_the_column(column):
    text = "".join(chr(ord("a") + n % 26) for n in range(1000))
    _, line, caret = str(ExpressionError("No.", text, column)).split("\n")
    place = min(max(column, 0), 1000)
    assert len(line) < 80
    under = len(caret) - 1
    assert caret[under] == "^"
    if place < 1000:
        assert line[under] == text[place]


def test_what_cannot_be_printed_is_not():
    assert "\x1b" not in str(ExpressionError("No.", "x\x1b[31m", 1))


def test_an_expression_error_survives_pickling():
    error = ExpressionError("No.", "x +", 2)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (ExpressionError, str(error))
