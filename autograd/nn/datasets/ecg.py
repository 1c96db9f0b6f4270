"""Heart signals: a real trace without labels, and made ones with labels."""

from __future__ import annotations

import numpy as np

from autograd.errors import InputError
from autograd.nn.datasets.data import Data
from autograd.nn.datasets.digits import packaged
from autograd.nn.datasets.points import MADE
from autograd.nn.initializers import Floats

REAL_CARD = (
    "One electrocardiogram of 1,024 samples, -112 to 250, with R peaks at 190, 518 and 848; as "
    "PyWavelets (MIT) ships it, which states neither its source nor its rate. No labels."
)
SYNTHETIC_CARD = (
    "SYNTHETIC electrocardiograms: sums of Gaussian waves, not recordings of anybody. Class 1 has "
    f"a raised ST segment and a lower R peak. Not for any medical use. {MADE}"
)


def ecg() -> Floats:
    """The real trace, 1,024 numbers; see `REAL_CARD`.

    Raises `MissingDependency` where PyWavelets is not installed.
    """
    with np.load(packaged("pywt", "data/ecg.npz", "PyWavelets"), allow_pickle=False) as file:
        return np.asarray(file["data"], dtype=float)


def windows(trace: Floats, size: int = 100, stride: int = 1) -> Floats:
    """All stretches of ``size`` numbers, ``stride`` apart: (floor((n - size)/stride) + 1, size).

    Raises `InputError` where the trace is shorter than one.
    """
    if not 0 < size <= len(trace) or stride < 1:
        raise InputError(
            f"There are no windows of {size}, {stride} apart, in {len(trace)} numbers."
        )
    return np.lib.stride_tricks.sliding_window_view(trace, size)[::stride].copy()


Waves = tuple[tuple[float, float, float], ...]

# centre (part of a beat), width, height: P, Q, R, S, T
NORMAL = ((0.20, 0.025, 0.15), (0.36, 0.010, -0.12), (0.40, 0.012, 1.0),
          (0.44, 0.010, -0.25), (0.68, 0.045, 0.30))  # fmt: skip
CHANGED = ((0.20, 0.025, 0.15), (0.36, 0.010, -0.10), (0.40, 0.012, 0.7),
           (0.44, 0.010, -0.05), (0.56, 0.070, 0.30), (0.68, 0.050, 0.35))  # fmt: skip


def synthetic_ecg(samples: int = 400, size: int = 100, noise: float = 0.05, seed: int = 0) -> Data:
    """Single beats that are made, not recorded. x: (samples, size), y: 0 normal, 1 changed.

    Each beat is a sum of Gaussian waves (as in McSharry, Clifford, Tarassenko and Smith, IEEE
    Trans. Biomed. Eng. 50 (2003), 289-294, on a straight line in time) with its own rate, heights
    and noise.
    """
    rng = np.random.default_rng(seed)
    time = np.linspace(0, 1, size)
    y = rng.permutation(np.arange(samples) % 2)
    beats = [_beat(time, CHANGED if label else NORMAL, rng) for label in y]
    x = np.array(beats) + noise * rng.standard_normal((samples, size))
    return Data(x, y, SYNTHETIC_CARD)


def _beat(time: Floats, waves: Waves, rng: np.random.Generator) -> Floats:
    stretch, shift = rng.normal(1, 0.04), rng.normal(0, 0.02)
    beat: Floats = np.zeros_like(time)
    for centre, width, height in waves:
        place = 0.4 + (centre - 0.4) * stretch + shift
        beat += height * rng.normal(1, 0.1) * np.exp(-((time - place) ** 2) / (2 * width**2))
    return beat
