"""From a wrong claim to the mistake behind it.

The derivative is linear in the local derivative of any one edge of the graph. So for each edge
there is one local derivative that would explain the claim; the edge where that is one of the
known mistakes, at every sampled point, is where the mistake was made. Where several edges explain
it equally well, the answer names them: they cannot be told apart by any number.

Candidates: ``suspects_edges`` (one edge), ``suspects_whole`` (the derivative as a whole),
``literals`` (the claim's own numbers).
"""

from __future__ import annotations

from collections.abc import Sequence

from autograd.arithmetic import Arithmetic
from autograd.check import literals, suspects_edges, suspects_whole
from autograd.check.suspects import Finding, Sample, Scene, Suspect
from autograd.check.sweeps import Steps, sweep
from autograd.expression import Expression

__all__ = ["Finding", "Sample", "diagnose"]

_FEWEST = 2
"""Samples without which any mistake would explain the claim."""

_MOST_STEPS = 1000
"""Of a formula whose every edge is looked at."""

_ROUNDED = 1e-45
"""By how much a claim of 0 may be off, in derivatives."""

_NATURAL, _UNNAMED = 1.2, 5.0
"""Up to the first rank a mistake is known by itself; from the second on it is a number alone."""

_AS_WELL = 0.15
"""Ranks that are so near are equally natural."""

_NAMED = 2
"""How many other places a sentence names."""


def diagnose(
    f: Steps,
    m: Arithmetic,
    variable: str,
    samples: Sequence[Sample],
    claim: Expression | None = None,
) -> Finding | None:
    """The mistake that explains a wrong claim at every sample, or None.

    f: the formula or recorded function. m: high-precision arithmetic. samples: at each the claim
    is compared within its slack; fewer than two give None, because one number is explained by
    anything. claim: its formula, whose numbers may have been typed short.
    """
    if len(samples) < _FEWEST:
        return None
    swept = [sweep(f, m, sample.point, variable) for sample in samples]
    samples = [
        sample if sample.claimed else sample._replace(slack=abs(s.derivative) * _ROUNDED)
        for sample, s in zip(samples, swept, strict=True)
    ]
    scene = Scene(f, m, variable, samples, swept)
    suspects = [] if claim is None else list(literals.suspects(scene, claim))
    if not suspects:
        suspects += suspects_whole.suspects(scene)
        if len(f.tape) <= _MOST_STEPS:
            suspects += suspects_edges.suspects(scene)
    if not suspects:
        return None
    suspects.sort(key=lambda suspect: suspect.rank)
    best = suspects[0]
    rivals = [other for other in suspects if other.rank <= best.rank + _AS_WELL]
    if best.rank > _NATURAL:  # then a wrong sign or factor of the whole is as good a reason
        rivals += [other for other in suspects if other.is_whole and other.rank < _UNNAMED]
    return _told(best, rivals)


def _told(best: Suspect, rivals: Sequence[Suspect]) -> Finding:
    """The best suspect in words, with those that explain the claim as well."""
    finding = best.tell()
    found = {rival.place: rival for rival in rivals if rival.place != best.place}
    others = tuple(dict.fromkeys(rival.node() for rival in found.values()))
    others = tuple(node for node in others if node != finding.node)
    if not others:
        return finding
    named = " or at ".join(f"`{node}`" for node in others[:_NAMED])
    more = len(others) - _NAMED
    rest = f", or at {more} other place{'s' * (more > 1)}" if more > 0 else ""
    sentence = f"{finding.sentence} (or at {named}{rest}: the same claim would come out)"
    return finding._replace(others=others, sentence=sentence)
