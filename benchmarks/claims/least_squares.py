"""The 35 least-squares problems of Moré, Garbow and Hillstrom, with Jacobians by hand.

J. J. Moré, B. S. Garbow, K. E. Hillstrom, Testing unconstrained optimization software, ACM
Transactions on Mathematical Software 7 (1981), 17-41: residuals, starting points and data of
section 3, in the order and with the numbers of the paper. The Jacobians are ours, written in the
ways in which people write them: rows of lists, columns stacked, zeros filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np

Array = Any  # an array of floats, or whatever takes its place
Map = Callable[[Array], Array]


class Problem(NamedTuple):
    """Residuals ``f(x)``, their Jacobian and a starting point. minimum: of the sum of squares, as
    the paper has it; None where the paper has none that holds for this size."""

    number: int
    name: str
    residuals: Map
    jacobian: Map
    start: tuple[float, ...]
    minimum: float | None = None


def rosenbrock(x: Array) -> Array:
    return np.array([10 * (x[1] - x[0] ** 2), 1 - x[0]])


def rosenbrock_jacobian(x: Array) -> Array:
    return np.array([[-20 * x[0], 10.0], [-1.0, 0.0]])


def freudenstein_roth(x: Array) -> Array:
    a, b = x
    return np.array([-13 + a + ((5 - b) * b - 2) * b, -29 + a + ((b + 1) * b - 14) * b])


def freudenstein_roth_jacobian(x: Array) -> Array:
    b = x[1]
    return np.array([[1.0, 10 * b - 3 * b**2 - 2], [1.0, 3 * b**2 + 2 * b - 14]])


def powell_badly_scaled(x: Array) -> Array:
    return np.array([1e4 * x[0] * x[1] - 1, np.exp(-x[0]) + np.exp(-x[1]) - 1.0001])


def powell_badly_scaled_jacobian(x: Array) -> Array:
    return np.stack([1e4 * x[::-1], -np.exp(-x)])


def brown_badly_scaled(x: Array) -> Array:
    return np.array([x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2])


def brown_badly_scaled_jacobian(x: Array) -> Array:
    return np.vstack([np.eye(2), x[::-1]])


_BEALE: Final = np.array([1.5, 2.25, 2.625])


def beale(x: Array) -> Array:
    return _BEALE - x[0] * (1 - x[1] ** np.arange(1, 4))


def beale_jacobian(x: Array) -> Array:
    k = np.arange(1, 4)
    return np.column_stack([x[1] ** k - 1, x[0] * k * x[1] ** (k - 1)])


def jennrich_sampson(x: Array) -> Array:
    i = np.arange(1.0, 11.0)
    return 2 + 2 * i - (np.exp(i * x[0]) + np.exp(i * x[1]))


def jennrich_sampson_jacobian(x: Array) -> Array:
    i = np.arange(1.0, 11.0)[:, None]
    return -i * np.exp(i * x)


def helical_valley(x: Array) -> Array:
    theta = np.arctan(x[1] / x[0]) / (2 * np.pi)
    if x[0] < 0:
        theta = theta + 0.5
    return np.array([10 * (x[2] - 10 * theta), 10 * (np.hypot(x[0], x[1]) - 1), x[2]])


def helical_valley_jacobian(x: Array) -> Array:
    square = x[0] ** 2 + x[1] ** 2
    radius, turn = np.sqrt(square), 2 * np.pi * square
    return np.array(
        [
            [100 * x[1] / turn, -100 * x[0] / turn, 10.0],
            [10 * x[0] / radius, 10 * x[1] / radius, 0.0],
            [0.0, 0.0, 1.0],
        ]
    )


_BARD: Final = np.array(
    [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39]
)
_U: Final = np.arange(1.0, 16.0)
_V: Final = 16 - _U
_W: Final = np.minimum(_U, _V)


def bard(x: Array) -> Array:
    return _BARD - (x[0] + _U / (_V * x[1] + _W * x[2]))


def bard_jacobian(x: Array) -> Array:
    below = (_V * x[1] + _W * x[2]) ** 2
    return np.column_stack([-np.ones(15), _U * _V / below, _U * _W / below])


_GAUSSIAN: Final = np.array(
    [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989,
     0.3521, 0.2420, 0.1295, 0.0540, 0.0175, 0.0044, 0.0009]
)  # fmt: skip
_T_GAUSSIAN: Final = (8 - np.arange(1.0, 16.0)) / 2


def gaussian(x: Array) -> Array:
    return x[0] * np.exp(-x[1] * (_T_GAUSSIAN - x[2]) ** 2 / 2) - _GAUSSIAN


def gaussian_jacobian(x: Array) -> Array:
    away = _T_GAUSSIAN - x[2]
    bell = np.exp(-x[1] * away**2 / 2)
    return np.column_stack([bell, -x[0] * away**2 / 2 * bell, x[0] * x[1] * away * bell])


_MEYER: Final = np.array(
    [34780.0, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820,
     3307, 2872]
)  # fmt: skip
_T_MEYER: Final = 45 + 5 * np.arange(1.0, 17.0)


def meyer(x: Array) -> Array:
    return x[0] * np.exp(x[1] / (_T_MEYER + x[2])) - _MEYER


def meyer_jacobian(x: Array) -> Array:
    below = _T_MEYER + x[2]
    power = np.exp(x[1] / below)
    jacobian = np.zeros((16, 3))
    jacobian[:, 0] = power
    jacobian[:, 1] = x[0] * power / below
    jacobian[:, 2] = -x[0] * x[1] * power / below**2
    return jacobian


_T_GULF: Final = np.arange(1.0, 11.0) / 100
_Y_GULF: Final = 25 + (-50 * np.log(_T_GULF)) ** (2 / 3)


def gulf(x: Array) -> Array:
    # The paper prints m*i in the exponent where the problem is known to mean the difference.
    return np.exp(-(np.abs(_Y_GULF - x[1]) ** x[2]) / x[0]) - _T_GULF


def gulf_jacobian(x: Array) -> Array:
    away = np.abs(_Y_GULF - x[1])
    power = away ** x[2]
    value = np.exp(-power / x[0])
    return np.column_stack(
        [
            value * power / x[0] ** 2,
            value * x[2] * power / away * np.sign(_Y_GULF - x[1]) / x[0],
            -value * power * np.log(away) / x[0],
        ]
    )


_T_BOX: Final = np.arange(1.0, 11.0) / 10


def box(x: Array) -> Array:
    t = _T_BOX
    return np.exp(-t * x[0]) - np.exp(-t * x[1]) - x[2] * (np.exp(-t) - np.exp(-10 * t))


def box_jacobian(x: Array) -> Array:
    t = _T_BOX
    columns = [-t * np.exp(-t * x[0]), t * np.exp(-t * x[1]), -(np.exp(-t) - np.exp(-10 * t))]
    return np.array(columns).T


def powell_singular(x: Array) -> Array:
    a, b, c, d = x
    return np.array(
        [a + 10 * b, np.sqrt(5) * (c - d), (b - 2 * c) ** 2, np.sqrt(10) * (a - d) ** 2]
    )


def powell_singular_jacobian(x: Array) -> Array:
    a, b, c, d = x
    jacobian = np.zeros((4, 4))
    jacobian[0, :2] = [1, 10]
    jacobian[1, 2:] = [np.sqrt(5), -np.sqrt(5)]
    jacobian[2, 1], jacobian[2, 2] = 2 * (b - 2 * c), -4 * (b - 2 * c)
    jacobian[3, 0] = 2 * np.sqrt(10) * (a - d)
    jacobian[3, 3] = -jacobian[3, 0]
    return jacobian


def wood(x: Array) -> Array:
    a, b, c, d = x
    return np.array(
        [10 * (b - a**2), 1 - a, np.sqrt(90) * (d - c**2), 1 - c,
         np.sqrt(10) * (b + d - 2), (b - d) / np.sqrt(10)]
    )  # fmt: skip


def wood_jacobian(x: Array) -> Array:
    s, t = np.sqrt(90), np.sqrt(10)
    return np.array(
        [[-20 * x[0], 10, 0, 0], [-1, 0, 0, 0], [0, 0, -2 * s * x[2], s], [0, 0, -1, 0],
         [0, t, 0, t], [0, 1 / t, 0, -1 / t]]
    )  # fmt: skip


_Y_KOWALIK: Final = np.array(
    [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246]
)
_U_KOWALIK: Final = np.array([4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625])


def kowalik_osborne(x: Array) -> Array:
    u = _U_KOWALIK
    return _Y_KOWALIK - x[0] * (u**2 + u * x[1]) / (u**2 + u * x[2] + x[3])


def kowalik_osborne_jacobian(x: Array) -> Array:
    u = _U_KOWALIK
    above, below = u**2 + u * x[1], u**2 + u * x[2] + x[3]
    slope = x[0] * above / below**2
    return np.stack([-above / below, -x[0] * u / below, slope * u, slope], axis=1)


_T_BROWN: Final = np.arange(1.0, 21.0) / 5


def brown_dennis(x: Array) -> Array:
    t = _T_BROWN
    return (x[0] + t * x[1] - np.exp(t)) ** 2 + (x[2] + x[3] * np.sin(t) - np.cos(t)) ** 2


def brown_dennis_jacobian(x: Array) -> Array:
    t = _T_BROWN
    first = 2 * (x[0] + t * x[1] - np.exp(t))
    second = 2 * (x[2] + x[3] * np.sin(t) - np.cos(t))
    return np.array([first, first * t, second, second * np.sin(t)]).T


_OSBORNE_1: Final = np.array(
    [0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685,
     0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448,
     0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406]
)  # fmt: skip
_T_OSBORNE_1: Final = 10 * np.arange(33.0)


def osborne_1(x: Array) -> Array:
    t = _T_OSBORNE_1
    return _OSBORNE_1 - (x[0] + x[1] * np.exp(-t * x[3]) + x[2] * np.exp(-t * x[4]))


def osborne_1_jacobian(x: Array) -> Array:
    t = _T_OSBORNE_1
    one, two = np.exp(-t * x[3]), np.exp(-t * x[4])
    return np.column_stack([-np.ones_like(t), -one, -two, t * x[1] * one, t * x[2] * two])


_T_BIGGS: Final = np.arange(1.0, 14.0) / 10


def biggs_exp6(x: Array) -> Array:
    t = _T_BIGGS
    y = np.exp(-t) - 5 * np.exp(-10 * t) + 3 * np.exp(-4 * t)
    return x[2] * np.exp(-t * x[0]) - x[3] * np.exp(-t * x[1]) + x[5] * np.exp(-t * x[4]) - y


def biggs_exp6_jacobian(x: Array) -> Array:
    t = _T_BIGGS
    a, b, c = np.exp(-t * x[0]), np.exp(-t * x[1]), np.exp(-t * x[4])
    return np.column_stack([-t * x[2] * a, t * x[3] * b, a, -b, -t * x[5] * c, c])
