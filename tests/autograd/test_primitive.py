"""The columns of a row and their defaults."""

from __future__ import annotations

import pytest

from autograd.primitive import Kink, row


def test_forms_default_to_each_librarys_function_of_that_name():
    made = row("tanh", "tanh", "x", "1/cosh(x)**2", ((-5.0, 5.0),))
    assert made.python == "math.tanh(x)"
    assert made.numpy == "np.tanh(x)"
    assert made.javascript == "Math.tanh(x)"
    assert made.sympy == "sp.tanh(x)"
    assert made.mpmath == "mp.tanh(x)"


def test_forms_default_to_the_value_formula_where_there_is_one():
    made = row("double", "2·", "x", "2", ((-1.0, 1.0),), value="2*x", numpy="x + x")
    assert (made.python, made.numpy, made.sympy) == ("2*x", "x + x", "2*x")


def test_texts_become_what_the_columns_hold():
    made = row("f", "f", "x y", ("1", ""), ((0.0, 1.0),) * 2, traits="infix linear",
               aliases="g h", ufuncs="f", kinks=(Kink("kink", "x"),))  # fmt: skip
    assert (made.operands, made.arity, made.partials) == (("x", "y"), 2, ("1", ""))
    assert made.traits == {"infix", "linear"}
    assert (made.aliases, made.ufuncs) == (("g", "h"), ("f",))
    assert made.kinks[0].when == ""


def test_a_row_is_frozen_and_hashable(row):
    with pytest.raises(AttributeError):
        row.name = "other"
    assert hash(row) == hash(row._replace())
