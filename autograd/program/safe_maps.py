"""Safe forms of functions of one number: sigmoid, softplus and their logarithms, and the logarithm
of softmax.

As they are often written, ``1/(1 + exp(-z))`` has a derivative 0·inf for z below -709, and
``log(1 + exp(z))``, ``log(sigmoid(z))`` and ``log(exp(z)/Σ exp(z))`` answer inf where the result is
an ordinary number (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 1.14;
Mächler, Accurately computing log(1 - exp(-|a|)), 2012). The rows of the table that they stand for
do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from autograd.program.builder import Builder
from autograd.program.ir import Map, Operand, Reduce, View, whole
from autograd.program.simplifying import Simplifying

T = TypeVar("T")

Form = tuple[str, Operand, bool]
"""A row of the table, its operand, and whether that is to be negated first."""

NOTES = {
    "sigmoid": "",
    "softplus": "softplus, which does not overflow as log(1 + exp(z)) would",
    "logsigmoid": "log of sigmoid, also where sigmoid is 0",
}
LOG_SOFTMAX = "log of softmax, also where softmax is 0"


def safe_map(builder: Builder, statement: Map) -> None:
    """Puts a row of the table in the place of a statement that spells it out."""
    m = Simplifying(builder, statement.sizes)
    for form in FORMS.get(statement.op, ()):
        found = form(m, statement.args)
        if found is not None:
            op, operand, opposite = found
            if opposite:
                operand = _before(builder, statement, partial(m.neg, operand))
            new = Map(statement.target, op, (operand,), statement.sizes)
            builder.replaced(statement, [new])
            if NOTES[op]:
                builder.block.notes[statement.target] = NOTES[op]
            return


def safe_logarithm(builder: Builder, statement: Map) -> None:
    """Writes the logarithm of softmax as ``z - log(Σ exp(z))``."""
    m = Simplifying(builder, statement.sizes)
    ratio = m.made("div", statement.args[0])
    if ratio is None:
        return
    above, below = ratio
    if not isinstance(above, View) or not isinstance(below, View):
        return
    exponent = _exponent(builder, above)
    if exponent is None:
        return
    total = builder.made.get(below.array)
    if not isinstance(total, Reduce) or total.op != "add" or total.batch:
        return
    if total.arg.array != above.array or not _is_all(builder, total):
        return
    dims = builder.dims(below.array)
    if below != whole(below.array, dims, below.labels):
        return
    log = partial(builder.map, "log", [builder.all_of(below.array)], dims)
    made = _before(builder, statement, log)
    logarithm = whole(made, dims, below.labels)
    new = Map(statement.target, "sub", (exponent, logarithm), statement.sizes)
    builder.replaced(statement, [new])
    builder.block.notes[statement.target] = LOG_SOFTMAX


def _before(builder: Builder, statement: Map, write: Callable[[], T]) -> T:
    """What is written, before a statement of the block."""
    statements = builder.block.statements
    place = statements.index(statement)
    rest = statements[place:]
    del statements[place:]
    written = write()
    statements += rest
    return written


def _exponent(builder: Builder, view: View) -> View | None:
    """What the exponentials that a view shows are of."""
    made = builder.made.get(view.array)
    if not isinstance(made, Map) or made.op != "exp" or not isinstance(made.args[0], View):
        return None
    inside = made.args[0]
    dims = builder.dims(inside.array)
    same = dims == made.sizes and inside == whole(inside.array, dims)
    return view._replace(array=inside.array) if same else None


def _is_all(builder: Builder, total: Reduce) -> bool:
    """Whether a sum takes each element of the array that it reads once."""
    dims = builder.dims(total.arg.array)
    return total.arg == whole(total.arg.array, dims, total.arg.labels)


def _sigmoid(m: Simplifying, args: Sequence[Operand]) -> Form | None:
    """``1/(1 + exp(-z))`` and ``exp(z)/(1 + exp(z))``."""
    above, below = args
    exponential = _beside_one(m, "add", below)
    inside = m.made("exp", exponential) if exponential is not None else None
    if inside is None:
        return None
    if above == exponential:
        return "sigmoid", inside[0], False
    opposite = m.negated(inside[0])
    return ("sigmoid", opposite, False) if above == 1.0 and opposite is not None else None


def _softplus(m: Simplifying, args: Sequence[Operand]) -> Form | None:
    """``log(1 + exp(z))``."""
    exponential = _beside_one(m, "add", args[0])
    return _softplus_of(m, (exponential,)) if exponential is not None else None


def _softplus_of(m: Simplifying, args: Sequence[Operand]) -> Form | None:
    """``log1p(exp(z))``."""
    inside = m.made("exp", args[0])
    return ("softplus", inside[0], False) if inside else None


def _logsigmoid(m: Simplifying, args: Sequence[Operand]) -> Form | None:
    """``log(sigmoid(z))``."""
    inside = m.made("sigmoid", args[0])
    return ("logsigmoid", inside[0], False) if inside else None


def _logsigmoid_of_opposite(m: Simplifying, args: Sequence[Operand]) -> Form | None:
    """``log(1 - sigmoid(z))``."""
    terms = m.made("sub", args[0])
    inside = m.made("sigmoid", terms[1]) if terms and terms[0] == 1.0 else None
    return ("logsigmoid", inside[0], True) if inside else None


def _beside_one(m: Simplifying, op: str, operand: Operand) -> Operand | None:
    """The other operand of a sum with 1."""
    terms = m.made(op, operand)
    if terms is None or 1.0 not in terms:
        return None
    return terms[1] if terms[0] == 1.0 else terms[0]


FORMS: dict[str, tuple[Callable[[Simplifying, Sequence[Operand]], Form | None], ...]] = {
    "div": (_sigmoid,),
    "log": (_softplus, _logsigmoid, _logsigmoid_of_opposite),
    "log1p": (_softplus_of,),
}
