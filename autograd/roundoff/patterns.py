"""Rewritings of sums with any number of terms, which patterns of a fixed shape cannot name.

Softmax, log-sum-exp and cross-entropy over n classes; the variance in one pass. Sources: P.
Blanchard, D. J. Higham and N. J. Higham, Accurately computing the log-sum-exp and softmax
functions, IMA J. Numer. Anal. 41 (2021); N. J. Higham, Accuracy and Stability of Numerical
Algorithms, 2nd ed., SIAM 2002, section 1.9 (variance). As all rules they are measured before
anything is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

from autograd.roundoff.terms import Term, inside, number, replaced, value_of

_LEAST = 3  # terms; for fewer there are rules
_ZERO, _ONE, _TWO = number("0"), number("1"), number("2")


def rewritten(term: Term) -> Iterator[tuple[str, Term]]:
    """Every use of one of them at any place, with the name of its reason."""
    for way, part in inside(term):
        for name, made in _of(part):
            yield name, replaced(term, way, made)


def _of(part: Term) -> Iterator[tuple[str, Term]]:
    if part.op == "log":
        yield from _logarithm(part.args[0])
    elif part.op == "div":
        yield from _softmax(part)
    elif part.op == "sub":
        yield from _cross_entropy(part)
        yield from _variance(part)


def _logarithm(inner: Term) -> Iterator[tuple[str, Term]]:
    """log(Σ exp(aⱼ)), and log(exp(aₖ)/Σ exp(aⱼ))."""
    powers = _powers(inner)
    if powers:
        largest = reduce(lambda a, b: Term("maximum", "", (a, b)), powers)
        shifted = _sum([_exp(_minus(each, largest)) for each in powers])
        yield "log-sum-exp", Term("add", "", (largest, Term("log", "", (shifted,))))
    own, classes = _share(inner)
    if own is not None:
        for made in _losses(own, classes):
            yield "log-sum-exp", Term("neg", "", (made,))


def _softmax(part: Term) -> Iterator[tuple[str, Term]]:
    """exp(aₖ)/Σ exp(aⱼ) with the largest aⱼ taken out, and as one over a sum."""
    own, classes = _share(part)
    if own is None:
        return
    others = [_exp(_minus(each, own)) for each in _without(classes, own)]
    yield "log-sum-exp", Term("div", "", (_ONE, _sum([_ONE, *others])))
    largest = reduce(lambda a, b: Term("maximum", "", (a, b)), classes)
    shifted = [_exp(_minus(each, largest)) for each in classes]
    yield "log-sum-exp", Term("div", "", (_exp(_minus(own, largest)), _sum(shifted)))


def _cross_entropy(part: Term) -> Iterator[tuple[str, Term]]:
    """log(Σ exp(aⱼ)) - aₖ."""
    left, own = part.args
    classes = _powers(left.args[0]) if left.op == "log" else []
    if own in classes:
        for made in _losses(own, classes):
            yield "log-sum-exp", made


def _losses(own: Term, classes: Sequence[Term]) -> Iterator[Term]:
    """The loss of the class ``own``: log1p over the others, and the same with the largest
    difference D taken out, which no power can exceed."""
    gaps = [_minus(each, own) for each in _without(classes, own)]
    yield _log1p(_sum([_exp(gap) for gap in gaps]))
    largest = reduce(lambda a, b: Term("maximum", "", (a, b)), gaps, _ZERO)
    inner = _sum([_exp(_minus(gap, largest)) for gap in gaps])
    rest = Term("expm1", "", (Term("neg", "", (largest,)),))
    yield Term("add", "", (largest, _log1p(Term("add", "", (inner, rest)))))


def _variance(part: Term) -> Iterator[tuple[str, Term]]:
    """Σ xⱼ²/n - (Σ xⱼ/n)² as the mean of (xⱼ - mean)²."""
    squares, mean = part.args[0], _rooted(part.args[1])
    if squares.op != "div" or mean is None or mean.op != "div" or squares.args[1] != mean.args[1]:
        return
    numbers = summands(mean.args[0])
    roots = [_rooted(each) for each in summands(squares.args[0])]
    count = value_of(mean.args[1])
    if len(numbers) < 2 or count != len(numbers) or sorted(roots, key=str) != sorted(
        numbers, key=str
    ):  # fmt: skip
        return
    gaps = [Term("pow", "", (_minus(each, mean), _TWO)) for each in numbers]
    yield "two passes", Term("div", "", (_sum(gaps), mean.args[1]))


def summands(term: Term) -> list[Term]:
    """The terms of a sum, in order."""
    found: list[Term] = []
    waiting = [term]
    while waiting:
        each = waiting.pop()
        if each.op == "add":
            waiting.extend(reversed(each.args))
        else:
            found.append(each)
    return found


def _powers(term: Term) -> list[Term]:
    """The aⱼ of Σ exp(aⱼ); none where it is another sum, or a short one. A written 1 is exp(0)."""
    found = []
    for each in summands(term):
        if each.op == "exp":
            found.append(each.args[0])
        elif value_of(each) == 1:
            found.append(_ZERO)
        else:
            return []
    return found if len(found) >= _LEAST else []


def _share(term: Term) -> tuple[Term | None, list[Term]]:
    """aₖ and all aⱼ of exp(aₖ)/Σ exp(aⱼ)."""
    if term.op != "div":
        return None, []
    above, classes = term.args[0], _powers(term.args[1])
    own = above.args[0] if above.op == "exp" else _ZERO if value_of(above) == 1 else None
    return (own, classes) if own in classes else (None, [])


def _rooted(term: Term) -> Term | None:
    """x of x*x or x**2."""
    if term.op == "square":
        return term.args[0]
    if term.op == "pow" and value_of(term.args[1]) == 2:
        return term.args[0]
    return term.args[0] if term.op == "mul" and term.args[0] == term.args[1] else None


def _without(terms: Sequence[Term], one: Term) -> list[Term]:
    place = list(terms).index(one)
    return [*terms[:place], *terms[place + 1 :]]


def _sum(terms: Sequence[Term]) -> Term:
    return reduce(lambda a, b: Term("add", "", (a, b)), terms)


def _exp(term: Term) -> Term:
    return Term("exp", "", (term,))


def _log1p(term: Term) -> Term:
    return Term("log1p", "", (term,))


def _minus(a: Term, b: Term) -> Term:
    return a if b == _ZERO else Term("sub", "", (a, b))
