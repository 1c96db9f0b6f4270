"""The generated functions and operators: whatever number meets a Value."""

from __future__ import annotations

import math
import operator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograd import Truth, Value, ops
from autograd.errors import InputError, RecordingError
from autograd.primitives import PRIMITIVES
from autograd.value import constant

OPERATORS = [
    (operator.add, "add"), (operator.sub, "sub"), (operator.mul, "mul"),
    (operator.truediv, "div"), (operator.floordiv, "floordiv"), (operator.mod, "mod"),
    (operator.pow, "pow"), (operator.lt, "lt"), (operator.le, "le"), (operator.gt, "gt"),
    (operator.ge, "ge"), (operator.eq, "eq"), (operator.ne, "ne"),
]  # fmt: skip
BINARY = [(op, name) for op, name in OPERATORS if "comparison" not in PRIMITIVES[name].traits]
NUMBERS = [2, 2.0, True, Fraction(1, 2), Decimal("0.5"), np.float64(2.0), np.float32(0.5),
           np.int64(3), np.int8(3), np.bool_(True), np.array(2.5), Value(2.5) > 1.0]  # fmt: skip
MIRRORED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}


def plain(number):
    return number.data if isinstance(number, Value) else float(number)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: type(n).__name__)
@pytest.mark.parametrize(("op", "name"), OPERATORS, ids=[name for _, name in OPERATORS])
def test_an_operator_takes_any_real_number_on_its_right(op, name, number):
    v = Value(1.5)
    node = op(v, number)
    if node.op == MIRRORED.get(name) or node.args[0] is number:
        assert isinstance(number, Truth)  # a subclass is asked first: `t > v` for `v < t`
        return
    assert type(node) is (Truth if "comparison" in PRIMITIVES[name].traits else Value)
    assert (node.op, node.args[0] is v, node.args[1].data) == (name, True, plain(number))
    assert node.data == op(1.5, plain(number))
    assert type(node.data) is float


# A 0-d array is an array to NumPy, whose answer then is one, too: see the tests of arrays.
@pytest.mark.parametrize(
    "number", [n for n in NUMBERS if not isinstance(n, np.ndarray)], ids=lambda n: type(n).__name__
)
@pytest.mark.parametrize(("op", "name"), OPERATORS, ids=[name for _, name in OPERATORS])
def test_an_operator_takes_any_real_number_on_its_left(op, name, number):
    v = Value(1.5)
    node = op(number, v)
    assert isinstance(node, Value)
    assert node.data == op(plain(number), 1.5)
    if name in MIRRORED and node.op == MIRRORED[name]:  # Python asks `v > 2` for `2 < v`
        assert (node.args[0] is v, node.args[1].data) == (True, plain(number))
    elif node.args[1] is v:
        assert (node.op, node.args[0].data) == (name, plain(number))
    else:
        assert name in ("eq", "ne")


@pytest.mark.parametrize("other", ["3", None, 1j, np.complex128(1j), b"3", object(), {}, [1.0]])
@pytest.mark.parametrize(("op", "name"), BINARY, ids=[name for _, name in BINARY])
def test_an_operator_refuses_what_is_no_real_number(op, name, other):
    with pytest.raises((TypeError, InputError)):
        op(Value(1.0), other)
    with pytest.raises((TypeError, InputError)):
        op(other, Value(1.0))


@pytest.mark.parametrize("other", ["3", None, 1j, object(), []])
def test_equality_with_what_is_no_number_is_false_and_records_nothing(other):
    v = Value(1.0)
    assert (v == other) is False
    assert (v != other) is True
    with pytest.raises(TypeError):
        v < other  # noqa: B015


class Quantity:
    """A number at times: something else may know how to combine with a Value."""

    def __float__(self):
        raise TypeError("has a unit")

    def __radd__(self, other):
        return "mine"


def test_another_library_has_its_turn():
    assert Value(1.0) + Quantity() == "mine"
    with pytest.raises(TypeError):
        Value(1.0) - Quantity()


def test_numbers_beyond_all_floats_are_infinite():
    v = Value(1.0)
    assert (v + 10**400).data == (v + Fraction(10**400)).data == math.inf
    assert (v - 10**400).data == (-(10**400) + v).data == -math.inf


def test_unary_operators():
    v = Value(-1.5)
    nodes = [-v, abs(v), math.floor(v), math.ceil(v)]
    assert [node.op for node in nodes] == ["neg", "abs", "floor", "ceil"]
    assert +v is v


def test_what_is_written_is_what_is_recorded():
    a, b = Value(2.0), Value(5.0)
    assert [arg is a for arg in (a * a).args] == [True, True]
    assert ((a - b).op, (a - b).args[1] is b) == ("sub", True)
    assert ((2 - a).op, (2 - a).args[1] is a) == ("sub", True)
    assert ((2**a).op, (a**2).op, (a / b).op, (a // b).op) == ("pow", "pow", "div", "floordiv")
    assert (a + 0).op == "add"
    assert (a * 1).op == "mul"


def test_floor_division_is_pythons():
    for x, y in [(7.0, 2.0), (-7.0, 2.0), (1.0, 0.1), (7.0, -2.0), (-1.0, math.inf)]:
        assert (Value(x) // y).data == (x // Value(y)).data == x // y


def test_truths_are_numbers_too():
    t = Value(2.0) > 1.0
    assert ((t + 1).data, (1 - t).data, (t * t).data, (-t).data) == (2.0, 0.0, 1.0, -1.0)
    assert [type(t + 1), type(t & t), type(ops.where(t, 1.0, 2.0))] == [Value, Truth, Value]
    assert ops.where(t, Value(3.0), 4.0).args[0] is t


# Functions


@pytest.mark.parametrize("number", [2, 2.0, True, Fraction(1, 2), Decimal("0.5"), np.float32(0.5)])
def test_functions_of_plain_numbers_give_plain_floats(number):
    assert ops.exp(number) == math.exp(number)
    assert type(ops.exp(number)) is float
    assert type(ops.maximum(number, 1)) is float


def test_functions_mix_numbers_and_values():
    v = Value(0.5)
    assert ops.maximum(v, 0).args[0] is v
    assert ops.maximum(0, v).args[1] is v
    assert ops.maximum(Fraction(3, 4), v).data == 0.75
    assert ops.where(True, 1, v).data == 1.0
    assert ops.hypot(np.float64(3.0), Value(4.0)).data == 5.0


def test_defaults():
    v = Value(-2.0)
    assert ops.leaky_relu(v).data == -0.02
    assert [arg.data for arg in ops.leaky_relu(v).args] == [-2.0, 0.01]
    assert ops.leaky_relu(-2.0) == -0.02
    assert ops.leaky_relu(v, 0.5).data == ops.leaky_relu(x=v, slope=0.5).data == -1.0
    assert ops.elu(v).args[1].data == 1.0


@pytest.mark.parametrize("other", ["3", None, 1j, np.complex64(1j), object(), [1.0, 2.0]])
def test_functions_say_what_they_take(other):
    with pytest.raises(RecordingError, match=f"exp takes numbers.* not {type(other).__name__}"):
        ops.exp(other)
    with pytest.raises(RecordingError, match="maximum takes numbers"):
        ops.maximum(Value(1.0), other)


def test_a_function_wants_all_its_operands():
    with pytest.raises(TypeError, match="missing 1 required"):
        ops.hypot(Value(1.0))


def test_subclasses_of_value_are_values():
    class Weight(Value):
        __slots__ = ()

    w = Weight(2.0)
    node = ops.exp(w) + 2 * w
    assert isinstance(node, Value)
    node.backward()
    assert w.grad == math.exp(2.0) + 2.0


def test_a_constant_remembers_that_nobody_made_it():
    node = Value(1.0) + 2
    assert node.args[1].op == constant(2.0).op == "constant"
