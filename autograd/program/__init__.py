"""The compiler: the recorded scalar graph of one sample as a NumPy program over batches.

    trace.py      recording a function for one sample, twice; partings.py: where the two part
    taping.py     the recorded graph as a tape.py: flat columns, constants folded
    classes.py    steps of the same kind: each class one array
    families.py   arguments that are the units of one array
    joining.py    classes at the border of an array joined with the one inside; regrouping.py
    readings.py, borders.py, extension.py        arrays extended by what lies beyond their borders
    running.py    running sums; ragged.py: sums of unequal length, triangular ones
    sparse.py     weighted sums over any elements; pieces.py: how a class is taken apart
    access.py     index arrays as nested loops; plan.py: the loops of one class
    lower.py      classes to statements, which writer.py writes with builder.py
    ir.py         the statements; validator.py: their rules; ir_text.py: their printer
    safe.py       sums of exponentials that do not overflow; shifts.py: what needs no derivative
    adjoint.py    reverse mode on statements; passes.py: what is tidied, by name
    loops*.py     statements that repeat, as loops: runs.py, match.py and draft.py find them,
                  roll.py writes them, adjoint.py derives them, the rest prints them
    assemble.py   all of these in turn
    text.py, view_text.py, contraction_text.py, scatter_text.py, mask_text.py   NumPy expressions
    emit.py, naming.py, source.py                the readable printing
    calls.py, fast.py, fast_source.py, step.py   the fast printing, in buffers
    native.py, native_text.py                    machine code for small irregular functions
    runner.py     makes functions of what was printed
    arguments.py  structures of arrays in and out; blocks.py: large batches
    program.py    `Program`; explain.py: what the compiler did

Whatever the graph, the program is right: where nothing is recognised, each scalar is a vector over
the batch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograd.program.program import Program

__all__ = ["Program", "compile"]


def compile(
    f: Callable[..., Any], *example_args: Any, in_axes: Any = 0, dtype: Any = "float64",
    retrace: bool = True, guards: str = "raise", safe: bool = True,
) -> Program:  # fmt: skip
    """Compiles a function of one sample into a program over batches.

    example_args: arguments of one sample, as ``f`` takes them: numbers, arrays, and lists, tuples
    and dicts of them. in_axes: as in `jax.vmap`, for each argument 0 where a call gives one for
    each sample, stacked along a leading axis, or None where all samples share it; one entry for
    all arguments may stand alone. retrace: record a second time with other numbers, to find what
    the function reads outside the record. guards: what happens where the function branches on a
    recorded number: "raise" refuses to compile, "check" compiles the example's branch, and every
    call makes sure that all samples take it. safe: write log(Σ exp(z)) and exp(z)/Σ exp(z) so that
    they do not overflow; the program says so where it does.

    Raises `RecordingError` where ``f`` decides by comparing recorded numbers, or takes other steps
    in the second recording; `InputError` for arguments that are no numbers.
    """
    return Program(f, example_args, in_axes, dtype=dtype, retrace=retrace, guards=guards, safe=safe)
