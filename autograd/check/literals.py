"""Numbers in a claim that stand where an exact constant belongs: 3.14159 for pi, 0.333 for 1/3.

Each written number of the claim that a known constant, or a number of the formula itself, would
round or be cut to is replaced by that; where the claim then is right, the number was typed short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Final

from autograd.arithmetic import Arithmetic
from autograd.check.suspects import Finding, Scene, Suspect
from autograd.check.sweeps import Number, Steps
from autograd.expression import Expression, Instruction, parse
from autograd.expression.tape import CONSTANT, NUMBER

NAME: Final = "constant typed short"

_KNOWN: Final = (
    "pi", "2*pi", "4*pi", "8*pi", "pi/2", "pi/3", "pi/4", "pi/6", "4*pi/3", "1/pi", "2/pi", "pi**2",
    "1/(2*pi)", "1/(4*pi)", "sqrt(pi)", "1/sqrt(pi)", "2/sqrt(pi)", "sqrt(2*pi)", "1/sqrt(2*pi)",
    "sqrt(2/pi)", "pi/180", "180/pi", "e", "1/e", "e**2", "sqrt(2)", "1/sqrt(2)", "sqrt(3)",
    "1/sqrt(3)", "sqrt(5)", "sqrt(6)", "sqrt(10)", "log(2)", "log(10)", "1/log(2)", "1/log(10)",
    "log(3)",
    *(f"{p}/{q}" for q in (3, 6, 7, 9, 11, 12, 13) for p in range(1, q) if q % p or p == 1),
)  # fmt: skip
_FEWEST_DIGITS: Final = 2
_MOST_NUMBERS: Final = 40  # different ones in a claim


def suspects(scene: Scene, claim: Expression) -> Iterator[Suspect]:
    """Numbers of the claim that, made exact, make it right."""
    written = dict.fromkeys(step.text for step in claim.tape if step.op == NUMBER)
    found: list[tuple[str, Expression]] = []
    for text in list(written)[:_MOST_NUMBERS]:
        found += [(text, exact) for exact in _exact(scene.m, text, scene.f)]
    for text, exact in found:
        if _rights(scene, with_exact(claim, {text: exact})):
            yield _suspect(scene, {text: exact})
            return
    both = dict(reversed(found))
    if len(both) > 1 and _rights(scene, with_exact(claim, both)):
        yield _suspect(scene, dict(reversed(both.items())))


def _exact(m: Arithmetic, text: str, f: Steps) -> Iterator[Expression]:
    """The constants that the written number may be short for."""
    if len(Decimal(text).as_tuple().digits) < _FEWEST_DIGITS or "." not in text:
        return
    size = m.number(text)
    unit = m.number(str(Decimal(1).scaleb(int(Decimal(text).as_tuple().exponent))))
    own = [s.text for s in f.tape if s.op == NUMBER and len(s.text) > len(text)]
    for exact in (*_known(), *map(parse, dict.fromkeys(own))):
        value = exact.evaluate(m, {})
        if 0 < abs(value - size) < unit:
            yield exact


@cache
def _known() -> tuple[Expression, ...]:
    return tuple(map(parse, _KNOWN))


def with_exact(claim: Expression, exact: dict[str, Expression]) -> Expression:
    """The claim with formulas of numbers in place of written numbers."""
    tape: list[Instruction] = []
    places: list[int] = []
    for step in claim.tape:
        if step.op == NUMBER and step.text in exact:
            tape += _moved(exact[step.text].tape, len(tape))
        else:
            tape.append(replace(step, operands=tuple(places[place] for place in step.operands)))
        places.append(len(tape) - 1)
    return Expression("", claim.names, tuple(tape))


def _moved(tape: Sequence[Instruction], by: int) -> Iterable[Instruction]:
    return [replace(s, operands=tuple(place + by for place in s.operands)) for s in tape]


def _rights(scene: Scene, claim: Expression) -> bool:
    """Whether a claim is the derivative at every sample."""
    for sample, s in zip(scene.samples, scene.swept, strict=True):
        env = {name: sample.point[name] for name in claim.names}
        value: Number = claim.evaluate(scene.m, env)
        if not abs(value - s.derivative) <= sample.slack + abs(s.derivative) * 10**-40:
            return False
    return True


def _suspect(scene: Scene, exact: dict[str, Expression]) -> Suspect:
    first, *others = exact.items()
    place = _place_of(scene.f, first[1])
    node, expected = first[1].text, first[1].text
    told = f"{first[0]} stands where {expected} belongs"
    for text, other in others:
        told += f", and {text} where {other.text} does"

    def tell() -> Finding:
        sentence = f"in the claim {told}: the constant was typed short"
        return Finding(place, -1, node, NAME, first[0], expected, sentence)

    return Suspect(0.05, place, lambda: node, tell)


def _place_of(f: Steps, exact: Expression) -> int:
    """Where the formula has the constant itself; else its end."""
    ends = [step.text for step in exact.tape if step.op in (CONSTANT, NUMBER)]
    places = [
        p for p, step in enumerate(f.tape) if step.op in (CONSTANT, NUMBER) and step.text in ends
    ]
    exactly = [p for p in places if f.tape[p].op == CONSTANT]
    return (exactly or places or [len(f.tape) - 1])[0]
