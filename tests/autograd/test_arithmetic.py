"""Arithmetics: one formula, run on floats, arrays, Values and dual numbers."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from autograd.arithmetic import FLOAT, NUMPY, Arithmetic, primitive
from autograd.errors import InputError
from autograd.forward import DUALS, Dual
from autograd.primitives import PRIMITIVES
from autograd.recording import RECORDING


@pytest.mark.parametrize("m", [FLOAT, NUMPY, DUALS, RECORDING], ids=lambda m: type(m).__name__)
def test_every_arithmetic_has_numbers_constants_and_rows(m):
    assert m.number("0.1") == m.number(0.1) == 0.1
    assert (m.constant("pi"), m.constant("e")) == (math.pi, math.e)
    for row in PRIMITIVES.values():
        assert callable(getattr(m, row.name))
    assert m.apply("tanh", 0.5) == m.tanh(0.5) == pytest.approx(math.tanh(0.5))


def test_a_row_is_looked_up_once():
    assert FLOAT.tanh is FLOAT.tanh


def test_what_is_no_row_is_no_attribute():
    with pytest.raises(AttributeError, match="has no operation 'sine'"):
        FLOAT.sine  # noqa: B018
    assert not hasattr(FLOAT, "__array__")


def test_an_arithmetic_says_what_its_names_mean():
    class Nameless(Arithmetic):
        pass

    with pytest.raises(NotImplementedError, match="Nameless does not say"):
        Nameless().tanh(0.5)


def test_a_new_arithmetic_is_one_column_and_a_few_words():
    class Written(Arithmetic):
        """Formulas as texts."""

        column = "sympy"

        def number(self, literal):
            return str(literal)

        def function(self, row):
            return lambda *operands: f"{row.name}({', '.join(operands)})"

    from autograd.formula import over

    assert over("2*x + 1", ("x",))(Written(), "x") == "add(mul(2, x), 1)"


@pytest.mark.parametrize(
    ("name", "operands", "expected"),
    [
        ("div", (1.0, 0.0), math.inf), ("div", (-1.0, 0.0), -math.inf),
        ("div", (1.0, -0.0), -math.inf), ("exp", (1000.0,), math.inf),
        ("log", (0.0,), -math.inf), ("pow", (0.0, -1.0), math.inf), ("sinh", (-1e4,), -math.inf),
        ("gamma", (200.0,), math.inf), ("floor", (math.inf,), math.inf),
        ("ceil", (-math.inf,), -math.inf), ("gamma", (-5e-324,), -math.inf),
        ("reciprocal", (-0.0,), -math.inf), ("tan", (1e308,), math.tan(1e308)),
    ],
)  # fmt: skip
def test_floats_answer_where_python_raises(name, operands, expected):
    assert FLOAT.apply(name, *operands) == expected


@pytest.mark.parametrize(
    ("name", "operands"),
    [("div", (0.0, 0.0)), ("log", (-1.0,)), ("sqrt", (-1.0,)), ("sin", (math.inf,)),
     ("asin", (2.0,)), ("mod", (1.0, 0.0)), ("pow", (-8.0, 1 / 3)), ("gamma", (-2.0,)),
     ("floor", (math.nan,)), ("floordiv", (0.0, 0.0)), ("acosh", (0.0,))],
)  # fmt: skip
def test_floats_answer_nan_where_no_number_is(name, operands):
    assert math.isnan(FLOAT.apply(name, *operands))


def test_arrays_are_silent_at_the_edges():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert NUMPY.log(np.array([0.0, -1.0]))[0] == -math.inf
        assert NUMPY.div(1.0, np.array([0.0])) == math.inf
        assert NUMPY.exp(np.array([1e4])) == math.inf


def test_arrays_keep_their_precision_and_whole_numbers_become_floats():
    assert NUMPY.tanh(np.ones(3, np.float32)).dtype == np.float32
    assert NUMPY.sigmoid(np.ones(3, np.float32)).dtype == np.float32
    assert NUMPY.pow(np.array([2, 4]), -1).tolist() == [0.5, 0.25]
    assert NUMPY.neg(np.array([True])).tolist() == [-1.0]


def test_duals_and_plain_numbers_mix():
    assert DUALS.mul(Dual(2.0, 1.0), 3.0).tangent == 3.0
    assert type(DUALS.mul(2.0, 3.0)) is float


def test_a_row_by_its_exact_name():
    assert primitive("tanh") is PRIMITIVES["tanh"]
    with pytest.raises(InputError, match="'arctan'"):
        primitive("arctan")
