"""Mistakes made at one edge of the graph: the local derivative of one operation by one operand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from autograd.check import factors, wording
from autograd.check.mistakes import Mistake, at
from autograd.check.plain import Plain, opaque
from autograd.check.suspects import Finding, Scene, Suspect
from autograd.check.sweeps import Edge, Number, Sweeps, tangents
from autograd.formula import over
from autograd.primitives import PRIMITIVES

_INNER: Final = "the derivative of the outer function was taken at {taken}, not at {operand}"
_MOST_STEPS: Final = 300  # of a formula in which the same step is looked for
_DROPPED: Final = "the derivative of the inner function was dropped"


def suspects(scene: Scene) -> Iterator[Suspect]:
    """Every mistake at an edge that explains the claim."""
    for place, step in enumerate(scene.f.tape):
        for slot, operand in enumerate(step.operands):
            edge = Edge(place, slot)
            if any(s.partials.get(edge) is not None and operand in s.tangents for s in scene.swept):
                yield from _at_edge(scene, edge, operand)
        if step.op in ("mul", "div") and _both_differentiated(scene, place):
            yield _product_of_derivatives(scene, place)
    if len(scene.f.tape) <= _MOST_STEPS:
        yield from _repeated(scene)


def _at_edge(scene: Scene, edge: Edge, operand: int) -> Iterator[Suspect]:
    op = scene.f.tape[edge.step].op
    for mistake in at(op, edge.slot):
        if _explains(scene, edge, lambda s, m=mistake: _wrong(scene, edge, s, m)):  # type: ignore[misc]
            yield _known(scene, edge, mistake)
    alone = len(scene.f.tape[edge.step].operands) == 1
    if (alone and "linear" not in PRIMITIVES[op].traits) or op == "pow":
        yield from _inner(scene, edge, operand)
    if op == "mul":
        yield from _both_changed(scene, edge)
    yield from _factor(scene, edge, operand)


def _explains(scene: Scene, edge: Edge, uses: Callable[[Sweeps], Number]) -> bool:
    """Whether the claim is what comes out with another local derivative at this edge."""
    operand = scene.f.tape[edge.step].operands[edge.slot]

    def claims() -> Iterator[Number]:
        for s in scene.swept:
            right = s.partials.get(edge, scene.m.number(0))
            yield s.derivative + s.leverage(edge, operand) * (uses(s) - right)

    return scene.explained_by(claims())


@cache
def _formula(operation: str, text: str) -> Any:
    return over(text, (*PRIMITIVES[operation].operands, "r", "d"))


def _wrong(scene: Scene, edge: Edge, s: Sweeps, mistake: Mistake) -> Number:
    """The local derivative that a mistake uses."""
    step = scene.f.tape[edge.step]
    operands = [s.values[operand] for operand in step.operands]
    right = s.partials.get(edge, scene.m.number(0))
    return _formula(step.op, mistake.uses)(scene.m, *operands, s.values[edge.step], right)


def _known(scene: Scene, edge: Edge, mistake: Mistake, everywhere: bool = False) -> Suspect:
    """One of the rows of the table of mistakes; ``everywhere``: made wherever the step occurs."""

    def tell() -> Finding:
        f = scene.f
        uses, right = wording.used(f, edge, mistake.uses).text, wording.expected(f, edge).text
        name, said = mistake.name, mistake.sentence
        if mistake.uses == "1" and f.tape[edge.step].op in ("mul", "div"):
            name, said = "factor", f"the factor {right} is missing"
        finding = _finding(scene, edge, name, uses, right, said)
        if not everywhere:
            return finding
        return finding._replace(sentence=f"{finding.sentence}, wherever that occurs")

    return _suspect(scene, edge, mistake.rank + everywhere / 4, tell)


def _suspect(scene: Scene, edge: Edge, rank: float, tell: Callable[[], Finding]) -> Suspect:
    return Suspect(rank, edge.step, lambda: wording.node(scene.f, edge.step), tell)


def _finding(scene: Scene, edge: Edge, mistake: str, uses: str, right: str, said: str) -> Finding:
    f = scene.f
    node = wording.node(f, edge.step)
    operands = f.tape[edge.step].operands
    way = f", by `{wording.node(f, operands[edge.slot])}`," if len(operands) > 1 else ""
    sentence = f"at `{node}`{way} the claim uses {uses} where {right} belongs: {said}"
    return Finding(*edge, node, mistake, uses, right, sentence)


def _inner(scene: Scene, edge: Edge, operand: int) -> Iterator[Suspect]:
    """f'(x) or f'(g'(x)) for f'(g(x)); f'(g(x)) without g'(x)."""
    f, variable = scene.f, scene.variable
    if f.tape[operand].op == "name":
        return
    none = scene.m.number(0)
    name = next(p for p, step in enumerate(f.tape) if step.op == "name" and step.text == variable)
    if _explains(scene, edge, lambda s: _partial_at(scene, edge, s, s.values[name])):
        yield _taken_at(scene, edge, opaque(variable))
    if _explains(scene, edge, lambda s: _partial_at(scene, edge, s, s.tangents.get(operand, none))):
        yield _taken_at(scene, edge, opaque("its derivative"))
    known = [s for s in scene.swept if operand in s.tangents and edge in s.partials]
    if len(known) < len(scene.swept):
        return
    if scene.explained_by(_without(scene, edge, s, _both_inner(scene, edge, s)) for s in known):
        yield _taken_at(scene, edge, opaque("its derivative"))
    if scene.explained_by(_without(scene, edge, s, s.partials[edge]) for s in known):
        yield _dropped(scene, edge, operand)


def _both_inner(scene: Scene, edge: Edge, s: Sweeps) -> Number:
    """f'(g'(x)), which stands for the whole of f'(g(x))*g'(x)."""
    return _partial_at(scene, edge, s, s.tangents[scene.f.tape[edge.step].operands[edge.slot]])


def _without(scene: Scene, edge: Edge, s: Sweeps, term: Number) -> Number:
    """The derivative with a term in place of all that comes through this edge."""
    operand = scene.f.tape[edge.step].operands[edge.slot]
    sent = s.cotangents.get(edge.step, scene.m.number(0))
    return s.derivative + sent * (term - s.partials[edge] * s.tangents[operand])


def _both_changed(scene: Scene, edge: Edge) -> Iterator[Suspect]:
    """The other factor was differentiated too, by its own operand: 2*x*cos(y) for x**2*sin(y)."""
    other = scene.f.tape[edge.step].operands[1 - edge.slot]
    inner = Edge(other, 0)
    if len(scene.f.tape[other].operands) == 1 and _explains(
        scene, edge, lambda s: s.partials.get(inner, scene.m.number(0))
    ):
        yield _suspect(scene, edge, 1.5, lambda: _tell_changed(scene, edge, inner))


def _tell_changed(scene: Scene, edge: Edge, inner: Edge) -> Finding:
    uses, right = (wording.expected(scene.f, each).text for each in (inner, edge))
    said = "the other factor was differentiated as well"
    return _finding(scene, edge, "product rule", uses, right, said)


def _partial_at(scene: Scene, edge: Edge, s: Sweeps, number: Number) -> Number:
    """The local derivative at another number than the operand's own."""
    step = scene.f.tape[edge.step]
    row = PRIMITIVES[step.op]
    operands = [s.values[operand] for operand in step.operands]
    operands[edge.slot] = number
    result = scene.m.apply(step.op, *operands)
    return over(row.partials[edge.slot], (*row.operands, "r"))(scene.m, *operands, result)


def _taken_at(scene: Scene, edge: Edge, taken: Plain) -> Suspect:
    def tell() -> Finding:
        f = scene.f
        operand = wording.node(f, f.tape[edge.step].operands[edge.slot])
        uses, right = wording.used_of(f, edge, taken).text, wording.expected(f, edge).text
        said = _INNER.format(taken=taken.text, operand=operand)
        return _finding(scene, edge, "inner function", uses, right, said)

    rank = 2.0 if scene.f.tape[edge.step].op == "pow" else 1.5
    return _suspect(scene, edge, rank, tell)


def _dropped(scene: Scene, edge: Edge, operand: int) -> Suspect:
    def tell() -> Finding:
        node, outer = wording.node(scene.f, operand), wording.node(scene.f, edge.step)
        sentence = (
            f"at `{node}`, inside `{outer}`, the claim uses 1 where the derivative of {node} by "
            f"{scene.variable} belongs: {_DROPPED}"
        )
        right = f"the derivative of {node} by {scene.variable}"
        return Finding(operand, -1, node, "dropped chain factor", "1", right, sentence)

    return Suspect(2.5, operand, lambda: wording.node(scene.f, operand), tell)


def _factor(scene: Scene, edge: Edge, operand: int) -> Iterator[Suspect]:
    """The one factor, or the one number, in this local derivative that explains the claim."""
    ratios, numbers = [], []
    for sample, s in zip(scene.samples, scene.swept, strict=True):
        leverage, right = s.leverage(edge, operand), s.partials.get(edge, 0)
        if not leverage or not right:
            return
        off = (sample.claimed - s.derivative) / leverage
        slack = 2 * sample.slack / abs(leverage)
        ratios.append((1 + off / right, slack / abs(right)))
        numbers.append((right + off, slack))
    ratio, number = factors.common(ratios), factors.common(numbers)
    if ratio is not None and _explains(scene, edge, lambda s: ratio * s.partials[edge]):
        yield _scaled(scene, edge, ratio)
    elif number is not None and number and _explains(scene, edge, lambda s: number):
        name = factors.named(scene.m, number)
        if name is not None:
            yield _suspect(scene, edge, 4.75, lambda: _finding(
                scene, edge, "wrong function", name, wording.expected(scene.f, edge).text,
                "a number stands for a function"))  # fmt: skip


def _scaled(scene: Scene, edge: Edge, ratio: Number) -> Suspect:
    name = factors.named(scene.m, ratio)

    def tell() -> Finding:
        right = wording.expected(scene.f, edge)
        told = name or factors.short(ratio)
        said = "a factor is wrong" if name else "a constant is wrong, or was typed short"
        right_text = f"({right})" if right.text.startswith("-") or " " in right.text else right.text
        uses = f"{told} × {right_text}"
        return _finding(scene, edge, "factor", uses, right.text, said)

    return _suspect(scene, edge, 5.0 if name else 7.0, tell)


def _both_differentiated(scene: Scene, place: int) -> bool:
    """Whether the claim takes (f·g)' for f'·g', or (f/g)' for f'/g', at this step."""
    step = scene.f.tape[place]
    first, second = step.operands
    claims = []
    for s in scene.swept:
        if first not in s.tangents or second not in s.tangents or place not in s.cotangents:
            return False
        a, b = s.tangents[first], s.tangents[second]
        if step.op == "div" and not b:
            return False
        wrong = a * b if step.op == "mul" else a / b
        claims.append(s.derivative + s.cotangents[place] * (wrong - s.tangents[place]))
    return scene.explained_by(claims)


def _product_of_derivatives(scene: Scene, place: int) -> Suspect:
    rule = "product" if scene.f.tape[place].op == "mul" else "quotient"
    uses = "f'*g'" if rule == "product" else "f'/g'"
    expected = "f'*g + f*g'" if rule == "product" else "(f'*g - f*g')/g**2"

    def tell() -> Finding:
        node = wording.node(scene.f, place)
        sentence = (
            f"at `{node}` the claim uses {uses} where {expected} belongs: "
            f"the {rule} rule needs each part times the derivative of the other"
        )
        return Finding(place, -1, node, f"{rule} rule", uses, expected, sentence)

    return Suspect(1.1, place, lambda: wording.node(scene.f, place), tell)


def _repeated(scene: Scene) -> Iterator[Suspect]:
    """A mistake made at every occurrence of the same step, as a consistent hand does."""
    groups: dict[tuple[str, str, int], list[Edge]] = {}
    for place, step in enumerate(scene.f.tape):
        for slot, operand in enumerate(step.operands):
            if operand in scene.swept[0].tangents and Edge(place, slot) in scene.swept[0].partials:
                key = (step.op, wording.node(scene.f, place), slot)
                groups.setdefault(key, []).append(Edge(place, slot))
    for edges in groups.values():
        if len(edges) < 2:
            continue
        for mistake in at(scene.f.tape[edges[0].step].op, edges[0].slot):
            if scene.explained_by(_with_all(scene, s, edges, mistake) for s in scene.swept):
                yield _known(scene, edges[0], mistake, everywhere=True)


def _with_all(scene: Scene, s: Sweeps, edges: list[Edge], mistake: Mistake) -> Number:
    """The derivative with the same mistake made at all these edges."""
    wrong = {edge: _wrong(scene, edge, s, mistake) for edge in edges if edge in s.partials}
    found = tangents(scene.f, scene.m, {**s.partials, **wrong}, scene.variable)
    return found.get(len(scene.f.tape) - 1, scene.m.number(0))
