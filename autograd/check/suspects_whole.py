"""Mistakes about the derivative as a whole: another variable, the function itself, a factor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from autograd.check import factors, wording
from autograd.check.suspects import Finding, Scene, Suspect
from autograd.check.sweeps import Number, sweep

_DEGREES: Final = ("pi/180", "180/pi")
_ANGLES: Final = frozenset({"sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinc"})


def suspects(scene: Scene) -> Iterator[Suspect]:
    """Every such mistake that explains the claim."""
    m, variable = scene.m, scene.variable
    if scene.explained_by(m.number(0) for _ in scene.swept):
        said = f"the claim is 0 everywhere: {variable} was treated as a constant"
        yield _suspect(scene, 0.1, "treated as constant", "0", said)
        return
    if scene.explained_by(s.values[-1] for s in scene.swept):
        said = "the claim is the function itself, not its derivative"
        yield _suspect(scene, 0.2, "not differentiated", _whole(scene), said)
    yield from _other_variables(scene)
    yield from _factors(scene)


def _whole(scene: Scene) -> str:
    return wording.node(scene.f, len(scene.f.tape) - 1)


def _suspect(scene: Scene, rank: float, mistake: str, uses: str, sentence: str) -> Suspect:
    last = len(scene.f.tape) - 1
    right = f"the derivative by {scene.variable}"

    def tell() -> Finding:
        return Finding(last, -1, _whole(scene), mistake, uses, right, sentence)

    return Suspect(rank, last, lambda: _whole(scene), tell, is_whole=True)


def _other_variables(scene: Scene) -> Iterator[Suspect]:
    f, m, variable = scene.f, scene.m, scene.variable
    for other in f.names:
        if other != variable and scene.explained_by(
            sweep(f, m, sample.point, other).derivative for sample in scene.samples
        ):
            uses = f"the derivative by {other}"
            said = f"the claim is {uses}, not by {variable}"
            yield _suspect(scene, 0.3, "other variable", uses, said)


def _factors(scene: Scene) -> Iterator[Suspect]:
    """A constant factor, and one that is a power of a name."""
    if not all(s.derivative for s in scene.swept):
        return
    ratio = _common(scene, [scene.m.number(1) for _ in scene.samples])
    if ratio is not None:
        yield from _constant(scene, ratio)
        return
    for name in scene.f.names:
        if not all(sample.point[name] for sample in scene.samples):
            continue
        for power in (1, -1, 2, -2):
            ratio = _common(scene, [sample.point[name] ** power for sample in scene.samples])
            if ratio is not None:
                yield _of_name(scene, name, power, ratio)


def _common(scene: Scene, units: Sequence[Number]) -> Number | None:
    """The claim over the derivative and a unit, where that is the same at all samples."""
    return factors.common(
        (sample.claimed / (s.derivative * u), 2 * sample.slack / abs(s.derivative * u))
        for sample, s, u in zip(scene.samples, scene.swept, units, strict=True)
    )


def _constant(scene: Scene, ratio: Number) -> Iterator[Suspect]:
    if not scene.explained_by(ratio * s.derivative for s in scene.swept):
        return
    if abs(ratio + 1) < 1e-30:
        said = "the whole derivative has the wrong sign"
        yield _suspect(scene, 3.5, "sign", "minus the derivative", said)
        return
    name = factors.named(scene.m, ratio)
    uses = f"{name or factors.short(ratio)} times the derivative"
    if name in _DEGREES and any(step.op in _ANGLES for step in scene.f.tape):
        said = f"the claim is {uses}: an angle was taken in degrees"
        yield _suspect(scene, 4.4, "degrees for radians", uses, said)
        return
    rank = 4.5 if name else 6.0
    yield _suspect(scene, rank, "factor", uses, f"the claim is {uses}, everywhere")


def _of_name(scene: Scene, name: str, power: int, ratio: Number) -> Suspect:
    factor = name if abs(power) == 1 else f"{name}**2"
    if abs(ratio - 1) < 1e-30:
        said = f"a factor {factor} is {'too much' if power > 0 else 'missing'}"
        uses = f"the derivative {'times' if power > 0 else 'divided by'} {factor}"
        return _suspect(scene, 5.5, "factor", uses, f"the claim is {uses}: {said}")
    told = factors.named(scene.m, ratio) or factors.short(ratio)
    told = "-1" if abs(ratio + 1) < 1e-30 else told
    uses = f"{told} times the derivative {'times' if power > 0 else 'divided by'} {factor}"
    return _suspect(scene, 6.5, "factor", uses, f"the claim is {uses}, everywhere")
