"""One operation on whatever it is given."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from autograd import Value, ops
from autograd.dispatch import apply, recordable
from autograd.errors import InputError, RecordingError
from autograd.forward import Dual


def test_plain_numbers_give_a_float():
    assert apply("add", 1, 2) == 3.0
    assert type(apply("add", 1, 2)) is float
    assert apply("maximum", Fraction(1, 2), True) == 1.0
    assert type(apply("exp", np.float64(0.0))) is float


def test_a_value_makes_it_recorded():
    v = Value(2.0)
    node = apply("mul", 3, v)
    assert (node.op, node.data, node.args[1] is v) == ("mul", 6.0, True)


def test_a_dual_carries_its_tangent():
    assert apply("square", Dual(3.0, 1.0)).tangent == 6.0


def test_plain_arrays_are_computed_whole():
    got = apply("maximum", np.array([1.0, -1.0]), 0)
    assert got.dtype == float
    assert got.tolist() == [1.0, 0.0]


def test_arrays_of_values_are_recorded_place_by_place():
    values = np.array([Value(1.0), Value(-1.0)])
    got = apply("tanh", values)
    assert [node.op for node in got] == ["tanh", "tanh"]
    assert got[1].args[0] is values[1]
    mixed = apply("mul", np.array([1.0, 2.0]), Value(3.0))
    assert [node.data for node in mixed] == [3.0, 6.0]


def test_defaults_are_filled_in():
    assert apply("leaky_relu", -1.0) == -0.01


class Interval:
    """A kind of number of its own."""

    def __init__(self, low, high):
        self.low, self.high = low, high

    @staticmethod
    def __autograd_apply__(name, *operands):
        return (name, len(operands))


def test_a_kind_of_number_may_join_in():
    assert ops.exp(Interval(1, 2)) == ("exp", 1)
    assert ops.maximum(Value(1.0), Interval(1, 2)) == ("maximum", 2)
    assert apply("hypot", 1.0, Interval(1, 2)) == ("hypot", 2)


@pytest.mark.parametrize("other", ["1", None, 1j, [1.0], (1.0,), {}, b"1", object()])
def test_anything_else_is_refused_with_what_to_do(other):
    with pytest.raises(RecordingError, match=rf"exp takes .* not {type(other).__name__}; for a"):
        apply("exp", other)
    with pytest.raises(RecordingError, match="add takes"):
        apply("add", Value(1.0), other)


def test_an_operation_that_the_table_lacks():
    with pytest.raises(InputError, match="no operation called 'sine'"):
        apply("sine", 1.0)


@pytest.mark.parametrize(
    ("operands", "answer"),
    [
        ((Value(1.0), 2.0), True),
        ((1, Value(1.0) > 0), True),
        ((1.0, 2.0), False),
        ((Value(1.0), Dual(1.0)), False),
        ((Value(1.0), np.float64(1.0)), False),
        ((Value(1.0), None), False),
    ],
)
def test_what_the_fast_path_takes(operands, answer):
    assert recordable(*operands) is answer


def test_plain_numbers_and_values_do_not_load_numpy():
    code = (
        "import sys; from autograd import Value, ops; ops.maximum(Value(1.0), 2); "
        "ops.exp(1.0); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
