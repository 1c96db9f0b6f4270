"""What is said of a wrong gradient, read from its elements and from its shape."""

from __future__ import annotations

import numpy as np
import pytest

from autograd.check.functions.hints import Case, hint
from autograd.check.functions.shapes import of_shapes

rng = np.random.default_rng(3)
W = rng.normal(size=(3, 4))
G = rng.normal(size=(3, 4))
S = rng.normal(size=(3, 3))
v = rng.normal(size=5)


def case(claimed, truth, **other) -> Case:
    known = {
        "name": "w",
        "claimed": np.array(claimed, float),
        "truth": np.array(truth, float),
        "slack": np.zeros(np.shape(truth)),
        "outputs": 0,
        "argument": np.zeros(0),
        "others": {},
        "siblings": {},
    }
    return Case(**{**known, **other})


CASES = [
    ("forgotten branch", case(0 * G, G)),
    ("sign", case(-G, G)),
    ("transposed", case(S.T, S)),
    ("numerator layout", case(S.T, S, outputs=1)),
    ("other variable", case(W, G, siblings={"b": W})),
    ("factor", case(2 * G, G)),
    ("factor", case(-G / 2, G)),
    ("factor", case(G * 180 / np.pi, G)),
    ("factor", case(1.7321 * G, G)),
    ("1/n of a mean", case(7 * G, G, others={"X": np.zeros((7, 3))})),
    ("1/n of a mean", case(G / 7, G, others={"X": np.zeros((7, 3))})),
    ("1/n of a mean", case(14 * G, G, others={"X": np.zeros((7, 3))})),
    ("1/n of a mean", case(7.0, 1.0, others={"X": np.zeros((7, 3))})),
    ("constant typed short", case(G * 3.14159 / np.pi, G)),
    ("regulariser", case(G, G + 0.1 * W, argument=W)),
    ("regulariser", case(G + 0.02 * W, G, argument=W)),
    ("regulariser", case(G, G + 0.1 * np.sign(W), argument=W)),
    ("order", case(v[::-1], v)),
    ("order", case(np.roll(v, 1), v)),
    ("order", case(v[[2, 0, 1, 4, 3]], v)),
    ("one element", case(G + np.eye(3, 4) * [0, 1, 0, 0], G)),
    ("one row", case(G * np.array([1, 1, 3.0])[:, None] + [[0]] * 3, G)),
    ("one column", case(G + np.array([0, 0, 1.0, 0]) * rng.normal(size=(3, 1)), G)),
    ("mask", case(np.abs(G) + 1, (np.abs(G) + 1) * (G > 0))),
    ("mask", case(G * (W > 0), G, argument=W)),
    ("mask", case(np.where(W < 0, 2 * G, G), G, argument=W)),
    ("mask", case(G, W, unmasked=G)),
    ("factor", case(G * [1.0, 2.0, 3.0, 4.0], G)),
    ("missing term", case(G, G + rng.normal(size=4))),
    ("missing term", case(v + 0.25, v)),
    ("exponent not lowered", case(G * W, G, argument=W)),
    ("missing factor", case(G / W, G, argument=W)),
]


@pytest.mark.parametrize(("mistake", "which"), CASES)
def test_each_mistake_has_its_name(mistake, which):
    found = hint(which)
    assert found is not None
    assert found.mistake == mistake
    assert found.sentence
    assert found.node == "w"


@pytest.mark.parametrize(
    "which",
    [
        case(G, G),
        case(rng.normal(size=(3, 4)), G),
        case(np.full((3, 4), np.nan), G),
        case(0.3, 0.7),
        case(np.zeros(0), np.zeros(0)),
    ],
)
def test_nothing_is_said_without_a_reason(which):
    assert hint(which) is None


def test_the_factor_and_where_it_comes_from_are_told():
    found = hint(case(7 * G, G, others={"X": np.zeros((7, 3))}))
    assert found.sentence == (
        "every element is 7 times the derivative (sum instead of mean: 7 is the length of axis 0 "
        "of X)"
    )
    found = hint(case(G, G + 0.2 * W, argument=W, others={"rate": np.array(0.1)}))
    assert "lacks the term 2*rate * w" in found.sentence


SHAPES = [
    ("transposed", G.T, G, 0),
    ("numerator layout", G.T, G, 1),
    ("shape", v[:, None], v, 0),
    ("shape", np.zeros(2), v, 0),
    ("broadcast not summed", np.outer(np.ones(4), v) / 4, v, 0),
    ("broadcast not summed", np.outer(np.ones(4), v), v, 0),
    ("summed too far", G.sum(axis=0), G, 0),
]


@pytest.mark.parametrize(("mistake", "claimed", "truth", "outputs"), SHAPES)
def test_claims_of_another_shape(mistake, claimed, truth, outputs):
    found = of_shapes("w", np.array(claimed), truth, outputs)
    assert found.mistake == mistake
    assert str(np.shape(claimed)) in found.sentence
