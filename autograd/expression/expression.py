"""`Expression`: a parsed formula, and the ways to run, record and print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograd.arithmetic import FLOAT, Arithmetic
from autograd.expression.binding import bound, leaf, matched
from autograd.expression.grammar import CONSTANTS
from autograd.expression.printer import printed
from autograd.expression.running import AS_CODE, AS_WRITTEN
from autograd.expression.tape import CONSTANT, NAME, NUMBER, Tape
from autograd.value import Value, number


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula that can be run in any arithmetic, recorded as a graph, called and printed.

    text: the formula as it was typed. names: its variables in order of appearance.
    tape: its instructions; the last one is the result.

    Two expressions are equal when they take the same steps on the same names, however spaced.
    """

    text: str = field(compare=False)
    names: tuple[str, ...]
    tape: Tape = field(repr=False)

    @property
    def shadows(self) -> tuple[str, ...]:
        """Its variables that would be constants (pi, e) had they not been declared as names."""
        return tuple(name for name in self.names if name in CONSTANTS)

    def trace(self, arithmetic: Arithmetic, values: Mapping[str, Any]) -> list[Any]:
        """What each instruction of the tape gives, in the tape's order.

        arithmetic: what to compute in; numbers are passed to it as they were written, so an
        exact arithmetic reads 0.1 as a tenth. values: one of its numbers for every name.
        Raises `InputError` when a name is missing or is not in the formula.
        """
        known = bound(self.names, values)
        results: list[Any] = []
        for step in self.tape:
            if step.op == NAME:
                results.append(known[step.text])
            elif step.op == NUMBER:
                results.append(arithmetic.number(step.text))
            elif step.op == CONSTANT:
                results.append(arithmetic.constant(step.text))
            else:
                operands = [results[place] for place in step.operands]
                results.append(arithmetic.apply(step.op, *operands))
        return results

    def evaluate(self, arithmetic: Arithmetic, values: Mapping[str, Any]) -> Any:
        """The formula's value in an arithmetic; see `trace`."""
        return self.trace(arithmetic, values)[-1]

    def graph(self, /, **values: Any) -> Value:
        """Records the formula as it was written: one node for each operation.

        values: for every name a number, or a Value that shall be the leaf. A name is one leaf
        however often it occurs; every written number is a constant node of its own.
        Raises `InputError` when a name is missing, is not in the formula, or has no number.
        """
        return self.record(values)[-1]

    def record(self, values: Mapping[str, Any]) -> list[Value]:
        """As `graph`, giving the node of every instruction, in the tape's order."""
        known = bound(self.names, values)
        return self.trace(AS_WRITTEN, {name: leaf(known[name], name) for name in self.names})

    def __call__(self, /, *positional: Any, **values: Any) -> Any:
        """The formula's value: arguments in the order of ``names``, or by name.

        They may be numbers (the answer follows IEEE 754), Values, dual numbers and arrays, as
        for the functions of `autograd.ops`; the answer is of the same kind.
        Raises `InputError` when a name is missing, given twice or not in the formula.
        """
        known = bound(self.names, matched(self.names, positional, values))
        if all(isinstance(value, (int, float)) for value in known.values()):
            return self.evaluate(FLOAT, {name: number(value) for name, value in known.items()})
        return self.evaluate(AS_CODE, known)

    def source_of(self, place: int) -> str:
        """The part of the typed text that the instruction at ``place`` was read from."""
        start, end = self.tape[place].span
        return self.text[start:end]

    def formula(self, place: int = -1) -> str:
        """The formula of the instruction at ``place`` in the language, in its plainest form.

        The whole of it, ``str(expression)``, gives the same tape when it is parsed again (with
        ``declared=expression.names`` where a name shadows pi or e).
        """
        return printed(self.tape, place)

    def __str__(self) -> str:
        return self.formula()
