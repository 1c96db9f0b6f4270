"""From recorded graphs to tapes: what is folded, what is a constant, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import Value, array, ops, scope
from autograd.primitive import CONSTANT, LEAF
from autograd.program import compile
from autograd.program.trace import trace


def taped(f, *args):
    return trace(f, args, 0, retrace=True, check_guards=False)


@pytest.mark.parametrize("depth", [1, 3, 100])
def test_steps_on_constants_are_constants(depth):
    def f(x):
        k = Value(0.5)
        for _ in range(depth):
            k = ops.sin(k) + 0.25
        return x * k

    tape = taped(f, 2.0)
    assert tape.ops == [LEAF, CONSTANT, "mul"]
    assert tape.numbers[2] == f(Value(2.0)).data


def test_equal_constants_are_one_but_for_the_sign_of_zero():
    nan = -np.float64("nan")
    tape = taped(lambda x: ((x + 0.0) * 2.0 + 2.0) * -0.0 + nan + float("nan"), 1.0)
    assert sum(op is CONSTANT for op in tape.ops) == 4


def test_renaming_steps_are_what_they_rename():
    from autograd.recorders import identity

    def f(x):
        y = x
        for _ in range(5):
            y = identity(y)
        return [y * identity(identity(x)), identity(Value(3.0))]

    tape = taped(f, 2.0)
    assert "identity" not in tape.ops
    assert tape.operands[tape.outputs[0]].tolist() == [0, 0, -1]
    assert tape.numbers[tape.outputs[1]] == 3.0


def test_values_and_arrays_that_the_function_makes_are_constants():
    def f(x):
        total, found = Value(0.0), array(np.zeros(3))
        for k in range(3):
            found[k] = x[k] * 2
            total += found[k]
        return total + array([1.0, 2.0])[1]

    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(compile(f, x[0])(x), 2 * x.sum(1) + 2)


def test_constants_recorded_before_are_constants():
    from autograd.value import constant

    before = ops.exp(constant(1.0))
    program = compile(lambda x: x * before + before, 2.0)
    np.testing.assert_array_equal(program([1.0, 3.0]), [2 * np.e, 4 * np.e])


def test_what_is_not_reached_is_not_on_the_tape():
    def f(x):
        [ops.sin(x[k]) for k in range(3)]
        return x[0] * x[0]

    tape = taped(f, np.ones(4))
    assert tape.ops == [LEAF, "mul"]
    assert tape.place.tolist() == [[0, 0], [-1, -1]]


def test_names_and_scopes_follow_the_nodes():
    def f(x):
        with scope("one"):
            y = ops.sin(x * 2.0)
            y.name = "y"
        z = y + 1.0
        with scope("two"):
            return z * z

    tape = taped(f, 2.0)
    assert [tape.scopes.get(k, "-") for k, op in enumerate(tape.ops) if op is not CONSTANT] == [
        "-", "one", "one", "-", "two",
    ]  # fmt: skip
    assert {tape.ops[k]: name for k, name in tape.names.items()} == {LEAF: "x", "sin": "y"}


def test_decisions_on_constants_are_no_guards():
    def f(x):
        return x if Value(1.0) > 0.5 else -x

    assert not taped(f, 2.0).guards
