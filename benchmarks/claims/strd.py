"""Nonlinear regressions of the Statistical Reference Datasets, at their certified parameters.

National Institute of Standards and Technology, StRD, Nonlinear Least Squares Regression,
https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml: data, models, certified values of the
parameters and of the residual sum of squares to eleven digits. There the gradient of the sum of
squares vanishes, so that it is all rounding: the hardest place for an error bar.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np

Array = Any


class Regression(NamedTuple):
    """One data set: ``model(b, x)`` and its derivatives by b, one column each."""

    name: str
    model: Callable[[Array, Array], Array]
    slopes: Callable[[Array, Array], Array]
    x: Array
    y: Array
    certified: tuple[float, ...]
    sum_of_squares: float

    def loss(self, b: Array, x: Array, y: Array) -> Array:
        """The sum of squares."""
        return np.sum((y - self.model(b, x)) ** 2)

    def gradient(self, b: Array, x: Array, y: Array) -> Array:
        """Its derivative by b, by hand."""
        return -2 * self.slopes(b, x).T @ (y - self.model(b, x))

    @property
    def arguments(self) -> dict[str, Array]:
        """The certified parameters and the data."""
        return {"b": np.array(self.certified), "x": self.x, "y": self.y}


def _misra1a(b: Array, x: Array) -> Array:
    return b[0] * (1 - np.exp(-b[1] * x))


def _misra1a_slopes(b: Array, x: Array) -> Array:
    return np.column_stack([1 - np.exp(-b[1] * x), b[0] * x * np.exp(-b[1] * x)])


def _mgh09(b: Array, x: Array) -> Array:
    return b[0] * (x**2 + x * b[1]) / (x**2 + x * b[2] + b[3])


def _mgh09_slopes(b: Array, x: Array) -> Array:
    above, below = x**2 + x * b[1], x**2 + x * b[2] + b[3]
    slope = -b[0] * above / below**2
    return np.column_stack([above / below, b[0] * x / below, slope * x, slope])


def _rat42(b: Array, x: Array) -> Array:
    return b[0] / (1 + np.exp(b[1] - b[2] * x))


def _rat42_slopes(b: Array, x: Array) -> Array:
    power = np.exp(b[1] - b[2] * x)
    slope = -b[0] * power / (1 + power) ** 2
    return np.column_stack([1 / (1 + power), slope, -slope * x])


def _thurber(b: Array, x: Array) -> Array:
    above = b[0] + b[1] * x + b[2] * x**2 + b[3] * x**3
    return above / (1 + b[4] * x + b[5] * x**2 + b[6] * x**3)


def _thurber_slopes(b: Array, x: Array) -> Array:
    below = 1 + b[4] * x + b[5] * x**2 + b[6] * x**3
    value = _thurber(b, x)
    above = [x**k / below for k in range(4)]
    return np.column_stack([*above, *(-value * x**k / below for k in range(1, 4))])


REGRESSIONS: Final = (
    Regression(
        "Misra1a", _misra1a, _misra1a_slopes,
        np.array([77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8,
                  593.1, 689.1, 760.0]),
        np.array([10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01,
                  66.40, 75.47, 81.78]),
        (2.3894212918e02, 5.5015643181e-04),
        1.2455138894e-01,
    ),
    Regression(
        "BoxBOD", _misra1a, _misra1a_slopes,
        np.array([1.0, 2.0, 3.0, 5.0, 7.0, 10.0]),
        np.array([109.0, 149.0, 149.0, 191.0, 213.0, 224.0]),
        (2.1380940889e02, 5.4723748542e-01),
        1.1680088766e03,
    ),
    Regression(
        "MGH09", _mgh09, _mgh09_slopes,
        np.array([4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625]),
        np.array([0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235,
                  0.0246]),
        (1.9280693458e-01, 1.9128232873e-01, 1.2305650693e-01, 1.3606233068e-01),
        3.0750560385e-04,
    ),
    Regression(
        "Rat42", _rat42, _rat42_slopes,
        np.array([9.0, 14.0, 21.0, 28.0, 42.0, 57.0, 63.0, 70.0, 79.0]),
        np.array([8.930, 10.800, 18.590, 22.330, 39.350, 56.110, 61.730, 64.620, 67.080]),
        (7.2462237576e01, 2.6180768402e00, 6.7359200066e-02),
        8.0565229338e00,
    ),
    Regression(
        "Thurber", _thurber, _thurber_slopes,
        np.array([-3.067, -2.981, -2.921, -2.912, -2.840, -2.797, -2.702, -2.699, -2.633, -2.481,
                  -2.363, -2.322, -1.501, -1.460, -1.274, -1.212, -1.100, -1.046, -0.915, -0.714,
                  -0.566, -0.545, -0.400, -0.309, -0.109, -0.103, 0.010, 0.119, 0.377, 0.790,
                  0.963, 1.006, 1.115, 1.572, 1.841, 2.047, 2.200]),
        np.array([80.574, 84.248, 87.264, 87.195, 89.076, 89.608, 89.868, 90.101, 92.405, 95.854,
                  100.696, 101.060, 401.672, 390.724, 567.534, 635.316, 733.054, 759.087, 894.206,
                  990.785, 1090.109, 1080.914, 1122.643, 1178.351, 1260.531, 1273.514, 1288.339,
                  1327.543, 1353.863, 1414.509, 1425.208, 1421.384, 1442.962, 1464.350, 1468.705,
                  1447.894, 1457.628]),
        (1.2881396800e03, 1.4910792535e03, 5.8323836877e02, 7.5416644291e01, 9.6629502864e-01,
         3.9797285797e-01, 4.9727297349e-02),
        5.6427082397e03,
    ),
)  # fmt: skip
"""Data sets of lower, average and higher difficulty."""
