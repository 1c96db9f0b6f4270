"""The intermediate program: its rules, its printer, and the passes that must keep the rules."""

from __future__ import annotations

import numpy as np
import pytest

from autograd.program.builder import Builder
from autograd.program.ir import (
    Array,
    Axis,
    Block,
    Contract,
    Map,
    View,
    whole,
)
from autograd.program.ir_text import show
from autograd.program.passes import run
from autograd.program.validator import IllegalProgram, validate


def block(*statements):
    """A batched input a0 of 3, a shared input a1 of 2×3, and arrays for results."""
    made = Block()
    made.array(Array((3,), True, "x", input=0))
    made.array(Array((2, 3), False, "W", input=1))
    made.array(Array((2,), True))
    made.array(Array((2,), True))
    made.statements += statements
    return made


PRODUCT = Contract(2, whole(0, (3,), (1,)), whole(1, (2, 3)), (2, 3), (0,))


def test_a_legal_program_passes_and_prints():
    made = block(PRODUCT, Map(3, "tanh", (whole(2, (2,)),), (2,)))
    validate(made)
    assert show(made) == (
        "a2: B×2 = contract a0[j]·a1[i, j] to i of each sample\na3: B×2 = tanh(a2[i])"
    )


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ((Map(3, "tanh", (whole(2, (2,)),), (2,)),), "before it is made"),
        ((PRODUCT, PRODUCT), "written twice"),
        ((Map(2, "tanh", (View(0, (3,), (Axis(2, ((0, 1),)),)),), (2,)),), "beyond its array"),
        ((Map(2, "add", (whole(0, (3,)),), (3,)),), "takes 2 operands"),
        ((Map(2, "tanh", (whole(0, (3,)),), (3,)),), "its target is"),
        ((Map(2, "tanh", (View(1, (2, 3), (Axis(0, ((0, 1),)), Axis(0))),), (2,)),), "batch axis"),
        ((Map(2, "tanh", (View(0, (4,), (Axis(0, ((0, 1),)),)),), (2,)),), "does not fit"),
    ],
)
def test_illegal_programs_are_caught(statements, told):
    with pytest.raises(IllegalProgram, match=told):
        validate(block(*statements))


def test_equal_statements_are_written_once():
    made = block()
    builder = Builder(made)
    first = builder.map("tanh", [whole(0, (3,))], (3,))
    assert builder.map("tanh", [whole(0, (3,))], (3,)) == first
    assert len(made.statements) == 1


def test_passes_leave_out_what_nothing_reads_and_read_through_copies():
    made = Block()
    made.array(Array((3,), True, "x", input=0))
    builder = Builder(made)
    copy = builder.map("identity", [whole(0, (3,))], (3,))
    result = builder.map("exp", [whole(copy, (3,))], (3,))
    builder.map("sin", [whole(copy, (3,))], (3,))
    made.returns = [("y", whole(result, (3,)), (3,))]
    ran = run(made)
    assert [each.name for each in ran] == ["read through copies", "drop what is not used"]
    assert made.statements == [Map(result, "exp", (whole(0, (3,)),), (3,))]


def test_constants_that_are_equal_are_one_array():
    builder = Builder(Block())
    assert builder.constant(np.arange(3.0)) == builder.constant(np.arange(3.0))
    assert builder.constant(np.arange(3.0)) != builder.constant(np.arange(3.0)[::-1].copy())
