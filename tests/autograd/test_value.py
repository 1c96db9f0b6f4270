"""`Value`: one number that remembers how it was made, and what Python does with it."""

from __future__ import annotations

import copy
import gc
import math
import pickle
import subprocess
import sys
import tracemalloc
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from autograd import Truth, Value, array, ops, scope
from autograd.errors import GlassgradError, InputError, RecordingError
from autograd.graph import order
from autograd.value import constant, is_number, lift, number, record

# What it remembers


def test_a_leaf():
    v = Value(2.0, name="v")
    assert (v.data, v.grad, v.op, v.args, v.name, v.scope) == (2.0, 0.0, "leaf", (), "v", None)


def test_a_times_a_has_two_operands():
    a = Value(3.0)
    square = a * a
    assert (square.op, len(square.args)) == ("mul", 2)
    assert all(arg is a for arg in square.args)


def test_a_minus_b_is_one_node():
    a, b = Value(3.0), Value(1.0)
    assert [node.op for node in order(a - b)] == ["leaf", "leaf", "sub"]


def test_operands_are_in_the_order_in_which_they_were_written():
    a, b, c = Value(3.0), Value(1.0), Value(2.0)
    assert [x.data for x in (2 - a).args] == [2.0, 3.0]
    assert (a - 2).args[0] is a
    chosen = ops.where(a > b, b, c)
    assert [arg.data for arg in chosen.args] == [1.0, 1.0, 2.0]
    assert chosen.args[2] is c


def test_serial_numbers_are_a_topological_order():
    a = Value(1.0)
    y = ops.exp(a * 2) + a
    for node in order(y):
        assert all(arg.serial < node.serial for arg in node.args)


def test_names():
    v = Value(1.0)
    assert v.name is None
    v.name = "w"
    assert v.name == "w"
    v.name = 3
    assert v.name == "3"
    v.name = None
    assert v.name is None
    assert Value(1.0, name="").name == ""


def test_recording_leaves_gradients_and_operands_alone():
    a = Value(2.0)
    a.grad = 7.0
    y = a * a
    assert (a.grad, y.grad, a.data) == (7.0, 0.0, 2.0)


def test_a_value_takes_no_new_attributes():
    with pytest.raises(AttributeError):
        Value(1.0).color = "red"


# What it holds


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (2, 2.0), (True, 1.0), (2.5, 2.5), (Fraction(1, 4), 0.25), (Decimal("0.5"), 0.5),
        (np.float32(0.5), 0.5), (np.int64(-3), -3.0), (np.bool_(True), 1.0), (np.array(2.5), 2.5),
        (10**400, math.inf), (-(10**400), -math.inf), (Fraction(10**400), math.inf),
        (math.inf, math.inf), (5e-324, 5e-324), (np.longdouble(2), 2.0),
    ],
)  # fmt: skip
def test_any_real_number_is_held_as_a_float(data, held):
    v = Value(data)
    assert v.data == held
    assert type(v.data) is float


def test_minus_zero_and_nan_are_held():
    assert math.copysign(1.0, Value(-0.0).data) == -1.0
    assert math.isnan(Value(math.nan).data)


@pytest.mark.parametrize(
    "data", ["3", b"3", None, 1j, np.complex64(1), object(), {}, np.str_("3"), np.datetime64("nat")]
)
def test_what_is_no_real_number_is_refused(data):
    with pytest.raises(InputError, match=f"holds one real number, not {type(data).__name__}"):
        Value(data)


@pytest.mark.parametrize("data", [np.array([1.0]), np.zeros((2, 2))])
def test_an_array_is_refused_with_what_to_write(data):
    with pytest.raises(InputError, match=r"Write array\(data\)"):
        Value(data)


def test_a_list_is_refused():
    with pytest.raises(InputError, match="not list"):
        Value([1.0])


def test_a_value_of_a_value_is_refused_with_what_to_write():
    with pytest.raises(RecordingError, match=r"Use it as it is, or write Value\(other\.data\)"):
        Value(Value(1.0))


class Symbol:
    def __float__(self):
        raise TypeError("cannot convert")


def test_a_symbol_is_refused():
    with pytest.raises(InputError, match="not Symbol"):
        Value(Symbol())
    assert lift(Symbol()) is NotImplemented


def test_what_counts_as_a_number():
    assert all(map(is_number, [1, 1.0, True, Fraction(1), Decimal(1), np.float32(1), np.array(1)]))
    assert not any(map(is_number, ["1", None, 1j, np.array([1.0]), Value(1.0), np.complex128(1)]))


# How it shows itself


def test_repr():
    a = Value(2.0, name="a")
    assert repr(a) == "Value(2.0, name='a')"
    assert repr(Value(0.1)) == "Value(0.1)"
    assert repr(a * 3) == "Value(6.0, op='mul')"
    assert repr(a > 1) == "Truth(True, op='gt')"
    assert repr(constant(2.0)) == "Value(2.0)"


def test_format():
    v = Value(2.0)
    assert f"{v:.3f}" == "2.000"
    assert f"{v}" == str(v) == "Value(2.0)"
    assert f"{v:>6}" == "   2.0"


def test_the_name_of_an_element_is_its_arrays_and_its_place():
    from autograd.value import Label

    v = Value(1.0)
    v._meta = Label("W", None, (3, 5))
    assert v.name == "W[3,5]"


# What Python asks of a number, and what to write instead


@pytest.mark.parametrize(
    ("misuse", "advice"),
    [
        (float, r"value\.data for the plain number"),
        (int, r"value\.data"),
        (complex, r"value\.data"),
        (math.sin, r"ops\.sin\(value\) in place of math\.sin\(value\)"),
        (math.exp, r"from autograd import ops"),
        (lambda v: math.pow(v, 2), r"value\.data"),
        (round, r"round\(value\.data\).*ops\.floor\(value \+ 0\.5\)"),
        (lambda v: round(v, 2), r"round\(value\.data\)"),
        (math.trunc, r"math\.trunc\(value\.data\)"),
        (lambda v: [1, 2][v], r"int\(value\.data\)"),
        (lambda v: list(range(v)), r"int\(value\.data\)"),
        (lambda v: "ab" * v, r"int\(value\.data\)"),
        (hex, r"int\(value\.data\)"),
        (lambda v: f"{v:d}", None),
    ],
)
def test_what_would_drop_the_record_says_what_to_write(misuse, advice):
    with pytest.raises((RecordingError, ValueError), match=advice) as caught:
        misuse(Value(1.0))
    if advice:
        assert isinstance(caught.value, (GlassgradError, TypeError))


def test_floor_and_ceil_are_recorded():
    v = Value(1.5)
    assert [math.floor(v).op, math.ceil(v).op] == ["floor", "ceil"]
    assert (math.floor(v).data, math.ceil(v).data) == (1.0, 2.0)


def test_in_an_if_it_is_asked_for_its_number():
    taken = [bool(Value(x)) for x in (0.0, -0.0, 1.0, -1.0, math.nan)]
    assert taken == [bool(x) for x in (0.0, -0.0, 1.0, -1.0, math.nan)]


def test_and_or_not():
    zero, one, two = Value(0.0), Value(1.0), Value(2.0)
    assert (one and two) is two
    assert (zero and two) is zero
    assert (zero or two) is two
    assert (not zero) is True
    assert all([one, two])
    assert any([zero, two])


def test_comparisons_are_recorded_truths():
    a, b = Value(1.0), Value(2.0)
    answers = [a < b, a <= b, a > b, a >= b, a == b, a != b]
    assert [answer.op for answer in answers] == ["lt", "le", "gt", "ge", "eq", "ne"]
    assert [answer.data for answer in answers] == [1.0, 1.0, 0.0, 0.0, 0.0, 1.0]
    assert all(isinstance(answer, Truth) for answer in answers)


def test_chained_comparisons_and_sorting():
    a, b, c = Value(1.0), Value(2.0), Value(3.0)
    assert a < b < c
    assert not a < c < b
    assert sorted([c, a, b]) == [a, b, c]
    assert max([a, c, b]) is c
    assert min(a, 2.5) is a


def test_truths_combine():
    a = Value(2.0)
    both, either, no, odd = (a > 1) & (a < 3), (a > 5) | (a < 1), ~(a > 1), (a > 1) ^ (a > 5)
    assert [node.data for node in (both, either, no, odd)] == [1.0, 0.0, 0.0, 1.0]
    assert [node.op for node in (both, either, no, odd)] == ["and_", "or_", "not_", "ne"]
    assert [((a > 1) & True).data, (False | (a > 1)).data, (True ^ (a > 1)).data] == [1.0, 1.0, 0.0]
    assert all(isinstance(node, Truth) for node in (both, either, no, odd))
    with pytest.raises(TypeError):
        (a > 1) & "yes"
    with pytest.raises(TypeError):
        a & a


def test_it_is_a_key_by_identity():
    a, b = Value(1.0), Value(1.0)
    table = {a: "a", b: "b"}
    assert (table[a], table[b], len({a, b, a})) == ("a", "b", 2)
    assert Value(1.0) not in table
    assert hash(a) == hash(a)
    assert hash(a > 0) != hash(a)


def test_in_a_list_it_is_found_by_its_number():
    a = Value(1.0)
    assert a in [Value(5.0), a]
    assert Value(1.0) in [Value(5.0), a]
    assert Value(2.0) not in [Value(5.0), a]
    assert 5 in [a, Value(5.0)]


def test_equality_with_other_things_is_python_s():
    v = Value(1.0)
    assert (v == "1.0") is False
    assert (v != None) is True  # noqa: E711
    assert v not in ["1.0", None]


def test_sums_of_python_start_at_the_number_zero():
    total = sum([Value(1.0), Value(2.0)])
    assert total.data == 3.0
    assert math.prod([Value(2.0), Value(3.0)]).data == 6.0


def test_it_cannot_be_taken_apart():
    for misuse in (len, iter, list):
        with pytest.raises(TypeError):
            misuse(Value(1.0))


def test_three_argument_pow_is_no_step():
    with pytest.raises(TypeError):
        pow(Value(2.0), 3, 5)


def test_in_place_operators_make_a_new_node():
    a = Value(2.0)
    y = a
    y += 3
    y *= a
    assert (a.data, y.data, y.op, y.args[0].op) == (2.0, 10.0, "mul", "add")


# Lower parts


def test_numbers_are_read_by_one_rule():
    assert number(Fraction(1, 2)) == 0.5
    assert lift(2).op == "constant"
    v = Value(1.0)
    assert lift(v) is v
    assert lift("2") is NotImplemented
    assert lift(np.array([1.0])) is NotImplemented


def test_record_serves_every_row(row, leaves, reference):
    (point,) = reference.points(row, 1)
    inputs = leaves(point)
    node = record(row.name, *inputs)
    assert (node.op, all(a is b for a, b in zip(node.args, inputs, strict=True))) == (
        row.name,
        True,
    )
    assert isinstance(node, Truth) == ("comparison" in row.traits)
    with scope("layer") as layer:
        assert record(row.name, *inputs).scope is layer


def test_backward_and_zero_grad():
    a = Value(3.0)
    y = a * a
    y.backward()
    assert (a.grad, y.grad) == (6.0, 1.0)
    y.backward(0.5)
    assert a.grad == 9.0
    y.zero_grad()
    assert (a.grad, y.grad) == (0.0, 0.0)


def test_a_deep_copy_is_a_graph_of_its_own():
    a = Value(2.0, name="a")
    y = a * 3
    again, leaf = copy.deepcopy([y * y, a])
    assert (again.data, again.op, leaf.name) == (36.0, "mul", "a")
    assert again.args[0] is again.args[1]
    assert again.args[0].args[0] is leaf is not a
    assert again.serial > again.args[0].serial > leaf.serial > y.serial
    again.backward()
    assert (leaf.grad, a.grad) == (36.0, 0.0)


def test_a_copy_is_the_same_step_on_the_same_operands():
    a = Value(2.0, name="a")
    y = a * a
    again = copy.copy(y)
    assert again is not y
    assert (again.args, again.data, again.serial > y.serial) == (y.args, 4.0, True)
    assert isinstance(copy.copy(a > 1), Truth)


def test_a_long_chain_is_copied():
    y = x = Value(0.5)
    for _ in range(100_000):
        y = ops.sin(y)
    again = copy.deepcopy(y)
    assert again.data == y.data
    assert again is not y
    assert x.grad == 0.0


@pytest.mark.parametrize("value", [Value(1.0), Value(1.0) * 2, Value(1.0) > 0, array([1.0])])
def test_values_are_not_pickled(value):
    with pytest.raises(RecordingError, match="not pickled"):
        pickle.dumps([value])


def test_divmod():
    a = Value(7.0)
    quotient, rest = divmod(a, 2)
    assert (quotient.data, quotient.op, rest.data, rest.op) == (3.0, "floordiv", 1.0, "mod")
    quotient, rest = divmod(9, a)
    assert (quotient.data, rest.data) == (1.0, 2.0)


# Memory


def test_an_operation_costs_at_most_two_hundred_bytes():
    x = Value(1.5)
    y = x + x
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(10_000):
        y = y * x
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert used / 10_000 <= 200
    assert sys.getsizeof(y) <= 120


def test_recording_needs_none_of_the_heavy_libraries():
    code = (
        "import sys; from autograd import Value; y = Value(2.0) ** 2; y.backward(); "
        "assert not {'numpy', 'sympy', 'mpmath', 'graphviz'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
