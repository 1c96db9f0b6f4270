"""Points in the plane, made from a seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograd.nn.datasets.data import Data, Labels
from autograd.nn.initializers import Floats

MADE = "Made by glassgrad from a seed; no rights are claimed."
COURSE_CENTERS = ((-5.0, 2.0), (-2.0, -2.0), (1.0, 2.0), (5.0, -2.0))


def blobs(
    samples: int = 100, centers: Sequence[Sequence[float]] = COURSE_CENTERS,
    std: float = 1.0, seed: int = 0,
) -> Data:  # fmt: skip
    """Normal clouds around centres. x: (samples, axes of a centre), y: the centre's number."""
    rng = np.random.RandomState(seed)
    share, more = divmod(samples, len(centers))
    counts = [share + (k < more) for k in range(len(centers))]
    clouds = [
        rng.normal(loc=center, scale=std, size=(count, len(center)))
        for center, count in zip(centers, counts, strict=True)
    ]
    y = np.repeat(np.arange(len(centers)), counts)
    order = np.arange(samples)
    rng.shuffle(order)
    return Data(np.concatenate(clouds)[order], y[order], f"Normal clouds. {MADE}")


def course_blobs(samples: int = 100) -> Data:
    """The four clouds of the course's lab on softmax: scikit-learn's make_blobs with
    random_state=30, number for number, without scikit-learn."""
    return blobs(samples, COURSE_CENTERS, std=1.0, seed=30)


def moons(samples: int = 100, noise: float = 0.1, seed: int = 0) -> Data:
    """Two half circles that reach into each other. y: 0 the upper, 1 the lower."""
    rng = np.random.default_rng(seed)
    upper, lower = (
        np.linspace(0, np.pi, samples - samples // 2),
        np.linspace(0, np.pi, samples // 2),
    )
    x = np.concatenate(
        [
            np.column_stack([np.cos(upper), np.sin(upper)]),
            np.column_stack([1 - np.cos(lower), 0.5 - np.sin(lower)]),
        ]
    )
    return _scattered(x, np.repeat([0, 1], [len(upper), len(lower)]), noise, rng, "Half circles.")


def circles(samples: int = 100, noise: float = 0.05, factor: float = 0.5, seed: int = 0) -> Data:
    """One circle inside another, ``factor`` times as large. y: 0 the outer, 1 the inner."""
    rng = np.random.default_rng(seed)
    counts = [samples - samples // 2, samples // 2]
    rings = []
    for count, radius in zip(counts, (1.0, factor), strict=True):
        angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
        rings.append(radius * np.column_stack([np.cos(angle), np.sin(angle)]))
    return _scattered(np.concatenate(rings), np.repeat([0, 1], counts), noise, rng, "Two circles.")


def spirals(
    samples: int = 300, classes: int = 3, turns: float = 0.75, noise: float = 0.03, seed: int = 0
) -> Data:
    """Arms that wind around the origin. y: the arm's number."""
    rng = np.random.default_rng(seed)
    share, more = divmod(samples, classes)
    arms = []
    for arm in range(classes):
        radius = np.linspace(0.05, 1.0, share + (arm < more))
        angle = 2 * np.pi * (arm / classes + turns * radius)
        arms.append(radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]))
    y = np.repeat(np.arange(classes), [len(arm) for arm in arms])
    return _scattered(np.concatenate(arms), y, noise, rng, "Spiral arms.")


SCENE_LABELS = ("car", "bus", "pedestrian")


def scenes(samples: int = 600, noise: float = 0.25, seed: int = 0) -> Data:
    """Several labels at once: which of car, bus and pedestrian a scene shows; none is possible.

    x: (samples, 6), six measurements of the scene, each the sum of what the things in it add and
    of noise. y: (samples, 3) of 0 and 1.
    """
    rng = np.random.default_rng(seed)
    y = (rng.random((samples, len(SCENE_LABELS))) < 0.5).astype(float)
    traces = np.array(
        [
            [1.0, 0.2, 0.0, 0.5, 0.0, 0.1],
            [0.8, 1.0, 0.1, 0.0, 0.4, 0.0],
            [0.0, 0.1, 1.0, 0.3, 0.2, 0.6],
        ]
    )
    x = y @ traces + noise * rng.standard_normal((samples, 6))
    return Data(x, y, f"Scenes with {', '.join(SCENE_LABELS)}, synthetic. {MADE}")


def _scattered(x: Floats, y: Labels, noise: float, rng: np.random.Generator, told: str) -> Data:
    moved = x + noise * rng.standard_normal(x.shape)
    order = rng.permutation(len(x))
    return Data(moved[order], y[order], f"{told} {MADE}")
