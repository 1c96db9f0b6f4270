"""The symbolic witness: sympy's derivative of a formula, as a formula of our own language.

Whatever sympy needs time for is bounded by a clock; where it gives no answer the reason is told,
and the other witnesses decide.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, TypeVar

import sympy

from autograd.check.deadline import OutOfTime, within
from autograd.check.symbolic_arithmetic import SYMBOLIC
from autograd.check.symbolic_form import NoFormError, formula
from autograd.errors import CheckError
from autograd.expression import Expression

Answer = TypeVar("Answer")

_SECONDS: Final = 2.0  # for all derivatives of one formula together
_MOST_STEPS: Final = 1500  # of a formula; sympy's sums and products take the square of it
FAILURES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)


def derivative(expression: Expression, variables: tuple[str, ...]) -> Expression:
    """The derivative with respect to each of ``variables`` in turn, not simplified.

    Raises `CheckError`, saying why, where sympy gives none that is real and of the language.
    """
    found = _derivative(expression, variables)
    if isinstance(found, CheckError):
        raise found
    return found


@lru_cache(maxsize=256)
def _derivative(expression: Expression, variables: tuple[str, ...]) -> Expression | CheckError:
    def work() -> Expression:
        return formula(_differentiated(expression, variables), expression.names)

    try:
        return _bounded(work, expression)
    except CheckError as error:
        return error


def simplified(
    expression: Expression, variables: tuple[str, ...], seconds: float
) -> list[Expression]:
    """The derivative in ever shorter forms that sympy found in that time, the shortest first.

    sympy's rewritings hold for almost all numbers, not for all: compare before believing one.
    Empty where there is no derivative to begin with.
    """
    forms: dict[str, Expression] = {}

    def work() -> None:
        for rewritten in _rewritten(_differentiated(expression, variables)):
            try:
                form = formula(rewritten, expression.names)
            except NoFormError:
                continue
            forms.setdefault(form.text, form)

    try:
        within(seconds, work)
    except (OutOfTime, *FAILURES):
        pass
    return sorted(forms.values(), key=_length)


def equal(one: Expression, other: Expression, seconds: float) -> bool:
    """Whether sympy shows, in that time, that the two formulas are the same function."""

    def work() -> bool:
        difference = as_sympy(one) - as_sympy(other)
        return any(rewrite(difference) == 0 for rewrite in _TO_ZERO)

    try:
        return within(seconds, work)
    except (OutOfTime, *FAILURES):
        return False


def identical(one: Expression, other: Expression) -> bool:
    """Whether the two formulas are the same to sympy as they stand."""
    try:
        return bool(as_sympy(one) == as_sympy(other))
    except (OutOfTime, CheckError, *FAILURES):
        return False


def against(
    claim: Expression, expression: Expression, variables: tuple[str, ...], seconds: float
) -> dict[str, Expression]:
    """The claim over the derivative, and the claim less the derivative, simplified in that time.

    The keys are ``claim/derivative`` and ``claim - derivative``; what takes too long, or is no
    formula, is left out. sympy's rewritings hold for almost all numbers: compare before believing.
    """
    found: dict[str, Expression] = {}

    def work(how: Callable[[Any, Any], Any]) -> Expression:
        made = sympy.simplify(how(as_sympy(claim), _differentiated(expression, variables)))
        return formula(made, expression.names)

    for name, how in (
        ("claim/derivative", lambda one, other: one / other),
        ("claim - derivative", lambda one, other: one - other),
    ):
        try:
            found[name] = within(seconds / 2, lambda how=how: work(how))  # type: ignore[misc]
        except (OutOfTime, CheckError, *FAILURES):
            continue
    return found


def _bounded(work: Callable[[], Answer], expression: Expression) -> Answer:
    """``work()`` within its time; all that sympy may raise becomes a `CheckError`."""
    if len(expression.tape) > _MOST_STEPS:
        raise CheckError(f"a formula of more than {_MOST_STEPS:,} steps is not given to sympy")
    left = _time_left(expression)
    begun = time.monotonic()
    try:
        return within(left[0], work)
    except OutOfTime:
        raise CheckError(f"sympy needs more than {_SECONDS:g} s for this formula") from None
    except NoFormError as error:
        raise CheckError(f"sympy's derivative is no real formula: {error}") from None
    except RecursionError:
        raise CheckError("the formula is too deep for sympy") from None
    except FAILURES as error:
        raise CheckError(f"sympy cannot differentiate this ({type(error).__name__})") from None
    finally:
        left[0] = max(0.0, left[0] - (time.monotonic() - begun))


@lru_cache(maxsize=256)
def _time_left(expression: Expression) -> list[float]:
    """The seconds that sympy may still take for a formula; whoever uses them counts them off."""
    return [_SECONDS]


@lru_cache(maxsize=64)
def as_sympy(expression: Expression) -> Any:
    """A formula as a sympy expression in real symbols."""
    symbols = {name: _symbol(name) for name in expression.names}
    made = expression.evaluate(SYMBOLIC, symbols)
    return sympy.Piecewise((1, made), (0, True)) if made in (True, False) else made


def _symbol(name: str) -> Any:
    return sympy.Symbol(name, real=True)


@lru_cache(maxsize=64)
def _differentiated(expression: Expression, variables: tuple[str, ...]) -> Any:
    made = as_sympy(expression)
    for name in variables:
        made = _between_jumps(sympy.diff(made, _symbol(name)))
    if made.has(sympy.Derivative, sympy.Subs):
        raise NoFormError("sympy has no rule for one of its functions")
    return made


def _between_jumps(made: Any) -> Any:
    """Without the impulses that sympy puts at a jump: away from there they are 0."""
    return made.replace(sympy.DiracDelta, lambda *_: sympy.S.Zero)


def _length(form: Expression) -> int:
    return len(form.text)


def _rewritten(made: Any) -> Iterator[Any]:
    """Other forms of a derivative, those that take longer last."""
    yield made
    if not made.has(sympy.Add):
        return  # sympy has multiplied it out already
    yield sympy.factor_terms(made)
    yield sympy.cancel(sympy.together(made))
    simpler = sympy.simplify(made)
    yield simpler
    yield sympy.factor(simpler)


_TO_ZERO: Final[tuple[Callable[[Any], Any], ...]] = (
    lambda made: made,
    sympy.expand,
    sympy.simplify,
)
