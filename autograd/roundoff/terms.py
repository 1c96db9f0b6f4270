"""Formulas as terms that can be matched and rewritten; small ones, so that terms may nest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from autograd.expression import Expression, Instruction, parse
from autograd.expression.printer import printed
from autograd.expression.tape import CONSTANT, NAME, NUMBER
from autograd.primitives import PRIMITIVES

LARGEST: Final = 120
"""Steps up to which a formula is rewritten."""


class Term(NamedTuple):
    """A step and its operands. text: of a name, a number or a constant."""

    op: str
    text: str = ""
    args: tuple[Term, ...] = ()


def number(text: str) -> Term:
    """A written number."""
    return Term(NUMBER, text)


def term_of(expression: Expression) -> Term:
    """A formula as a term."""
    found: list[Term] = []
    for step in expression.tape:
        found.append(Term(step.op, step.text, tuple(found[place] for place in step.operands)))
    return found[-1]


@cache
def term(text: str) -> Term:
    """A formula of ours as a term; all its names are declared as such."""
    return term_of(parse(text))


def expression_of(term: Term, names: tuple[str, ...]) -> Expression:
    """A term as a formula in the names of another."""
    text = text_of(term)
    return parse(text, declared=[name for name in names if _has(term, name)])


def text_of(term: Term) -> str:
    """A term as a text."""
    return printed(tuple(_tape(term)))


def _tape(term: Term) -> list[Instruction]:
    tape: list[Instruction] = []
    done: list[int] = []
    waiting: list[tuple[Term, bool]] = [(term, False)]
    while waiting:
        each, ready = waiting.pop()
        if ready or not each.args:
            count = len(each.args)
            operands = tuple(done[len(done) - count :]) if count else ()
            del done[len(done) - count :]
            tape.append(Instruction(each.op, operands, each.text))
            done.append(len(tape) - 1)
        else:
            waiting.append((each, True))
            waiting.extend((arg, False) for arg in reversed(each.args))
    return tape


def _has(term: Term, name: str) -> bool:
    return any(each.op == NAME and each.text == name for each in parts(term))


def parts(term: Term) -> Iterator[Term]:
    """The term and all terms inside it."""
    waiting = [term]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(each.args)


def size(term: Term) -> int:
    """How many steps it has."""
    return sum(1 for _ in parts(term))


def is_constant(term: Term) -> bool:
    """Whether it has no names in it."""
    return all(each.op != NAME for each in parts(term))


def value_of(term: Term) -> Decimal | None:
    """The number that a written number, or minus one, is."""
    if term.op == NUMBER:
        return Decimal(term.text)
    if term.op == "neg" and term.args[0].op == NUMBER:
        return -Decimal(term.args[0].text)
    return None


Binding = Mapping[str, Term]


def matches(pattern: Term, term: Term, known: Binding) -> Iterator[Binding]:
    """The ways in which the names of a pattern can stand for parts of a term."""
    if pattern.op == NAME:
        bound = known.get(pattern.text)
        if bound is None:
            yield {**known, pattern.text: term}
        elif bound == term:
            yield known
        return
    if pattern.op in (NUMBER, CONSTANT):
        same = value_of(pattern) == value_of(term) if pattern.op == NUMBER else pattern == term
        if same and (pattern.op == CONSTANT or term.op == NUMBER):
            yield known
        return
    if pattern.op != term.op or len(pattern.args) != len(term.args):
        return
    orders = [term.args]
    if len(term.args) == 2 and "commutative" in PRIMITIVES[term.op].traits:
        orders.append(term.args[::-1])
    for args in orders:
        yield from _all(pattern.args, args, known)


def _all(patterns: tuple[Term, ...], terms: tuple[Term, ...], known: Binding) -> Iterator[Binding]:
    if not patterns:
        yield known
        return
    for binding in matches(patterns[0], terms[0], known):
        yield from _all(patterns[1:], terms[1:], binding)


def filled(pattern: Term, binding: Binding) -> Term:
    """A pattern with its names replaced."""
    if pattern.op == NAME:
        return binding.get(pattern.text, pattern)
    if not pattern.args:
        return pattern
    return pattern._replace(args=tuple(filled(arg, binding) for arg in pattern.args))


def inside(term: Term) -> Iterator[tuple[tuple[int, ...], Term]]:
    """Every part with the way to it."""
    waiting: list[tuple[tuple[int, ...], Term]] = [((), term)]
    while waiting:
        way, each = waiting.pop()
        yield way, each
        waiting.extend(((*way, k), arg) for k, arg in enumerate(each.args))


def replaced(term: Term, way: tuple[int, ...], part: Term) -> Term:
    """A term with the part at the end of a way exchanged."""
    if not way:
        return part
    k, *rest = way
    args = list(term.args)
    args[k] = replaced(args[k], tuple(rest), part)
    return term._replace(args=tuple(args))


def tidy(term: Term) -> Term:
    """Without the idle parts that rewriting leaves: 1·a, a + 0, a/1, -(-a), and sums and products
    of small whole numbers."""
    args = tuple(tidy(arg) for arg in term.args)
    term = term._replace(args=args)
    values = [value_of(arg) for arg in args]
    if term.op in ("add", "sub", "mul") and None not in values:
        return _folded(term.op, values[0] or Decimal(0), values[1] or Decimal(0), term)
    if term.op == "neg":
        return _negated(args[0], term)
    if len(args) == 2:
        return _binary(term, values)
    return term


def _folded(op: str, x: Decimal, y: Decimal, term: Term) -> Term:
    if x != int(x) or y != int(y) or max(abs(x), abs(y)) > 1000:
        return term
    result = int({"add": x + y, "sub": x - y, "mul": x * y}[op])
    return number(str(result)) if result >= 0 else Term("neg", "", (number(str(-result)),))


def _negated(arg: Term, term: Term) -> Term:
    if arg.op == "neg":
        return arg.args[0]
    if arg.op == "sub":
        return Term("sub", "", arg.args[::-1])
    return number("0") if value_of(arg) == 0 else term


def _binary(term: Term, values: list[Decimal | None]) -> Term:
    x, y = term.args
    if term.op == "sub":
        return _difference(term, values)
    if term.op == "add" and 0 in values:
        return y if values[0] == 0 else x
    if term.op == "add" and y.op == "neg":
        return Term("sub", "", (x, y.args[0]))
    if term.op == "mul" and 1 in values:
        return y if values[0] == 1 else x
    if term.op in ("div", "pow") and values[1] == 1:
        return x
    return term


def _difference(term: Term, values: list[Decimal | None]) -> Term:
    x, y = term.args
    if x == y:
        return number("0")
    if values[1] == 0:
        return x
    if values[0] == 0:
        return _negated(y, Term("neg", "", (y,)))
    if y.op == "neg":
        return Term("add", "", (x, y.args[0]))
    if x.op == "add" and y in x.args:
        return x.args[1] if x.args[0] == y else x.args[0]
    if y.op == "add" and x in y.args:
        other = y.args[1] if y.args[0] == x else y.args[0]
        return _negated(other, Term("neg", "", (other,)))
    return term
