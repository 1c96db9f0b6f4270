"""The second half of the problems of `benchmarks.claims.least_squares`, and the list of all."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.polynomial import chebyshev

from benchmarks.claims import least_squares as first
from benchmarks.claims.least_squares import Array, Problem

_OSBORNE_2: Final = np.array(
    [1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608,
     0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661,
     0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428,
     0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559,
     0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054]
)  # fmt: skip
_T: Final = np.arange(65.0) / 10


def osborne_2(x: Array) -> Array:
    model = x[0] * np.exp(-_T * x[4])
    for k in range(3):
        model = model + x[1 + k] * np.exp(-((_T - x[8 + k]) ** 2) * x[5 + k])
    return _OSBORNE_2 - model


def osborne_2_jacobian(x: Array) -> Array:
    jacobian = np.zeros((65, 11))
    decay = np.exp(-_T * x[4])
    jacobian[:, 0], jacobian[:, 4] = -decay, x[0] * _T * decay
    for k in range(3):
        away = _T - x[8 + k]
        bell = np.exp(-(away**2) * x[5 + k])
        jacobian[:, 1 + k] = -bell
        jacobian[:, 5 + k] = x[1 + k] * away**2 * bell
        jacobian[:, 8 + k] = -2 * x[1 + k] * x[5 + k] * away * bell
    return jacobian


_T_WATSON: Final = np.arange(1.0, 30.0) / 29


def watson(x: Array) -> Array:
    j = np.arange(len(x))
    powers = _T_WATSON[:, None] ** j
    slopes = j[1:] * _T_WATSON[:, None] ** (j[1:] - 1)
    rows = slopes @ x[1:] - (powers @ x) ** 2 - 1
    return np.concatenate([rows, [x[0], x[1] - x[0] ** 2 - 1]])


def watson_jacobian(x: Array) -> Array:
    j = np.arange(len(x))
    powers = _T_WATSON[:, None] ** j
    slopes = j * _T_WATSON[:, None] ** np.maximum(j - 1, 0)
    jacobian = np.zeros((31, len(x)))
    jacobian[:29] = slopes - 2 * (powers @ x)[:, None] * powers
    jacobian[29, 0] = 1
    jacobian[30, :2] = [-2 * x[0], 1]
    return jacobian


def extended_rosenbrock(x: Array) -> Array:
    return np.stack([10 * (x[1::2] - x[::2] ** 2), 1 - x[::2]], axis=1).ravel()


def extended_rosenbrock_jacobian(x: Array) -> Array:
    jacobian = np.zeros((len(x), len(x)))
    for i in range(0, len(x), 2):
        jacobian[i, i], jacobian[i, i + 1], jacobian[i + 1, i] = -20 * x[i], 10, -1
    return jacobian


def extended_powell(x: Array) -> Array:
    return np.concatenate([first.powell_singular(part) for part in x.reshape(-1, 4)])


def extended_powell_jacobian(x: Array) -> Array:
    jacobian = np.zeros((len(x), len(x)))
    for i in range(0, len(x), 4):
        jacobian[i : i + 4, i : i + 4] = first.powell_singular_jacobian(x[i : i + 4])
    return jacobian


_A: Final = 1e-5


def penalty_1(x: Array) -> Array:
    return np.append(np.sqrt(_A) * (x - 1), x @ x - 0.25)


def penalty_1_jacobian(x: Array) -> Array:
    return np.vstack([np.sqrt(_A) * np.eye(len(x)), 2 * x])


def penalty_2(x: Array) -> Array:
    n = len(x)
    i = np.arange(2, n + 1)
    y = np.exp(i / 10) + np.exp((i - 1) / 10)
    middle = np.sqrt(_A) * (np.exp(x[1:] / 10) + np.exp(x[:-1] / 10) - y)
    last = np.sqrt(_A) * (np.exp(x[1:] / 10) - np.exp(-1 / 10))
    weights = np.arange(n, 0, -1)
    return np.concatenate([[x[0] - 0.2], middle, last, [weights @ x**2 - 1]])


def penalty_2_jacobian(x: Array) -> Array:
    n = len(x)
    slope = np.sqrt(_A) * np.exp(x / 10) / 10
    jacobian = np.zeros((2 * n, n))
    jacobian[0, 0] = 1
    for i in range(1, n):
        jacobian[i, i], jacobian[i, i - 1] = slope[i], slope[i - 1]
        jacobian[n - 1 + i, i] = slope[i]
    jacobian[-1] = 2 * np.arange(n, 0, -1) * x
    return jacobian


def variably_dimensioned(x: Array) -> Array:
    total = np.sum(np.arange(1, len(x) + 1) * (x - 1))
    return np.concatenate([x - 1, [total, total**2]])


def variably_dimensioned_jacobian(x: Array) -> Array:
    j = np.arange(1, len(x) + 1)
    total = np.sum(j * (x - 1))
    return np.vstack([np.eye(len(x)), j * 1.0, 2 * total * j])


def trigonometric(x: Array) -> Array:
    n = len(x)
    i = np.arange(1, n + 1)
    return n - np.sum(np.cos(x)) + i * (1 - np.cos(x)) - np.sin(x)


def trigonometric_jacobian(x: Array) -> Array:
    n = len(x)
    i = np.arange(1, n + 1)
    return np.outer(np.ones(n), np.sin(x)) + np.diag(i * np.sin(x) - np.cos(x))


def brown_almost_linear(x: Array) -> Array:
    return np.append(x[:-1] + np.sum(x) - (len(x) + 1), np.prod(x) - 1)


def brown_almost_linear_jacobian(x: Array) -> Array:
    n = len(x)
    last = [np.prod(np.delete(x, j)) for j in range(n)]
    return np.vstack([np.eye(n)[:-1] + 1, last])


def _mesh(n: int) -> tuple[float, Array]:
    h = 1 / (n + 1)
    return h, h * np.arange(1, n + 1)


def discrete_boundary_value(x: Array) -> Array:
    h, t = _mesh(len(x))
    around = np.concatenate([[0.0], x, [0.0]])
    return 2 * x - around[:-2] - around[2:] + h**2 * (x + t + 1) ** 3 / 2


def discrete_boundary_value_jacobian(x: Array) -> Array:
    n = len(x)
    h, t = _mesh(n)
    diagonal = 2 + 3 * h**2 * (x + t + 1) ** 2 / 2
    return np.diag(diagonal) - np.eye(n, k=1) - np.eye(n, k=-1)


def discrete_integral_equation(x: Array) -> Array:
    h, t = _mesh(len(x))
    cubes = (x + t + 1) ** 3
    rows = []
    for i in range(len(x)):
        below = (1 - t[i]) * np.sum(t[: i + 1] * cubes[: i + 1])
        above = t[i] * np.sum((1 - t[i + 1 :]) * cubes[i + 1 :])
        rows.append(x[i] + h * (below + above) / 2)
    return np.array(rows)


def discrete_integral_equation_jacobian(x: Array) -> Array:
    h, t = _mesh(len(x))
    kernel = np.minimum.outer(t, t) * (1 - np.maximum.outer(t, t))
    return np.eye(len(x)) + h / 2 * kernel * 3 * (x + t + 1) ** 2


def broyden_tridiagonal(x: Array) -> Array:
    around = np.concatenate([[0.0], x, [0.0]])
    return (3 - 2 * x) * x - around[:-2] - 2 * around[2:] + 1


def broyden_tridiagonal_jacobian(x: Array) -> Array:
    n = len(x)
    return np.diag(3 - 4 * x) - np.eye(n, k=-1) - 2 * np.eye(n, k=1)


def _neighbours(i: int, n: int) -> list[int]:
    return [j for j in range(max(0, i - 5), min(n, i + 2)) if j != i]


def broyden_banded(x: Array) -> Array:
    n = len(x)
    return np.array(
        [x[i] * (2 + 5 * x[i] ** 2) + 1 - sum(x[j] * (1 + x[j]) for j in _neighbours(i, n))
         for i in range(n)]
    )  # fmt: skip


def broyden_banded_jacobian(x: Array) -> Array:
    n = len(x)
    jacobian = np.diag(2 + 15 * x**2)
    for i in range(n):
        for j in _neighbours(i, n):
            jacobian[i, j] = -(1 + 2 * x[j])
    return jacobian


_M: Final = 12


def linear_full_rank(x: Array) -> Array:
    whole = np.concatenate([x, np.zeros(_M - len(x))])
    return whole - 2 / _M * np.sum(x) - 1


def linear_full_rank_jacobian(x: Array) -> Array:
    return np.eye(_M, len(x)) - 2 / _M


def linear_rank_1(x: Array) -> Array:
    return np.arange(1, _M + 1) * (np.arange(1, len(x) + 1) @ x) - 1


def linear_rank_1_jacobian(x: Array) -> Array:
    return np.outer(np.arange(1.0, _M + 1), np.arange(1, len(x) + 1))


def linear_rank_1_with_zeros(x: Array) -> Array:
    total = np.arange(2, len(x)) @ x[1:-1]
    return np.concatenate([[-1.0], np.arange(1, _M - 1) * total - 1, [-1.0]])


def linear_rank_1_with_zeros_jacobian(x: Array) -> Array:
    jacobian = np.zeros((_M, len(x)))
    jacobian[1:-1, 1:-1] = np.outer(np.arange(1, _M - 1), np.arange(2, len(x)))
    return jacobian


def chebyquad(x: Array) -> Array:
    shifted = 2 * x - 1
    before, now = np.ones_like(x), shifted
    rows = []
    for i in range(1, len(x) + 1):
        integral = 0.0 if i % 2 else -1 / (i**2 - 1)
        rows.append(np.mean(now) - integral)
        before, now = now, 2 * shifted * now - before
    return np.array(rows)


def chebyquad_jacobian(x: Array) -> Array:
    # The derivative of a Chebyshev polynomial in terms of those before it.
    n = len(x)
    rows = []
    for i in range(1, n + 1):
        slope = chebyshev.cheb2poly(chebyshev.chebder([0.0] * i + [1.0]))
        rows.append(2 * np.polyval(slope[::-1], 2 * x - 1) / n)
    return np.array(rows)


_HALF: Final = tuple(j / 10 for j in range(1, 10))
_BANDED: Final = (-1.0,) * 9
_NODES: Final = tuple(j / 9 * (j / 9 - 1) for j in range(1, 9))

PROBLEMS: Final = (
    Problem(1, "Rosenbrock", first.rosenbrock, first.rosenbrock_jacobian, (-1.2, 1.0), 0.0),
    Problem(2, "Freudenstein and Roth", first.freudenstein_roth, first.freudenstein_roth_jacobian,
            (0.5, -2.0), 48.9842),
    Problem(3, "Powell badly scaled", first.powell_badly_scaled,
            first.powell_badly_scaled_jacobian, (0.0, 1.0), 0.0),
    Problem(4, "Brown badly scaled", first.brown_badly_scaled, first.brown_badly_scaled_jacobian,
            (1.0, 1.0), 0.0),
    Problem(5, "Beale", first.beale, first.beale_jacobian, (1.0, 1.0), 0.0),
    Problem(6, "Jennrich and Sampson", first.jennrich_sampson, first.jennrich_sampson_jacobian,
            (0.3, 0.4), 124.362),
    Problem(7, "Helical valley", first.helical_valley, first.helical_valley_jacobian,
            (-1.0, 0.0, 0.0), 0.0),
    Problem(8, "Bard", first.bard, first.bard_jacobian, (1.0, 1.0, 1.0), 8.21487e-3),
    Problem(9, "Gaussian", first.gaussian, first.gaussian_jacobian, (0.4, 1.0, 0.0), 1.12793e-8),
    Problem(10, "Meyer", first.meyer, first.meyer_jacobian, (0.02, 4000.0, 250.0), 87.9458),
    Problem(11, "Gulf research and development", first.gulf, first.gulf_jacobian,
            (5.0, 2.5, 0.15), 0.0),
    Problem(12, "Box three-dimensional", first.box, first.box_jacobian, (0.0, 10.0, 20.0), 0.0),
    Problem(13, "Powell singular", first.powell_singular, first.powell_singular_jacobian,
            (3.0, -1.0, 0.0, 1.0), 0.0),
    Problem(14, "Wood", first.wood, first.wood_jacobian, (-3.0, -1.0, -3.0, -1.0), 0.0),
    Problem(15, "Kowalik and Osborne", first.kowalik_osborne, first.kowalik_osborne_jacobian,
            (0.25, 0.39, 0.415, 0.39), 3.07505e-4),
    Problem(16, "Brown and Dennis", first.brown_dennis, first.brown_dennis_jacobian,
            (25.0, 5.0, -5.0, -1.0), 85822.2),
    Problem(17, "Osborne 1", first.osborne_1, first.osborne_1_jacobian,
            (0.5, 1.5, -1.0, 0.01, 0.02), 5.46489e-5),
    Problem(18, "Biggs EXP6", first.biggs_exp6, first.biggs_exp6_jacobian,
            (1.0, 2.0, 1.0, 1.0, 1.0, 1.0)),
    Problem(19, "Osborne 2", osborne_2, osborne_2_jacobian,
            (1.3, 0.65, 0.65, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5), 4.01377e-2),
    Problem(20, "Watson", watson, watson_jacobian, (0.0,) * 6, 2.28767e-3),
    Problem(21, "Extended Rosenbrock", extended_rosenbrock, extended_rosenbrock_jacobian,
            (-1.2, 1.0) * 4, 0.0),
    Problem(22, "Extended Powell singular", extended_powell, extended_powell_jacobian,
            (3.0, -1.0, 0.0, 1.0) * 2, 0.0),
    Problem(23, "Penalty I", penalty_1, penalty_1_jacobian, (1.0, 2.0, 3.0, 4.0), 2.24997e-5),
    Problem(24, "Penalty II", penalty_2, penalty_2_jacobian, (0.5,) * 4, 9.37629e-6),
    Problem(25, "Variably dimensioned", variably_dimensioned, variably_dimensioned_jacobian,
            tuple(1 - j / 8 for j in range(1, 9)), 0.0),
    Problem(26, "Trigonometric", trigonometric, trigonometric_jacobian, (0.125,) * 8, None),
    Problem(27, "Brown almost-linear", brown_almost_linear, brown_almost_linear_jacobian,
            (0.5,) * 8, 0.0),
    Problem(28, "Discrete boundary value", discrete_boundary_value,
            discrete_boundary_value_jacobian, _NODES, 0.0),
    Problem(29, "Discrete integral equation", discrete_integral_equation,
            discrete_integral_equation_jacobian, _NODES, 0.0),
    Problem(30, "Broyden tridiagonal", broyden_tridiagonal, broyden_tridiagonal_jacobian, _BANDED,
            0.0),
    Problem(31, "Broyden banded", broyden_banded, broyden_banded_jacobian, _BANDED, 0.0),
    Problem(32, "Linear, full rank", linear_full_rank, linear_full_rank_jacobian, (1.0,) * 8, 4.0),
    Problem(33, "Linear, rank 1", linear_rank_1, linear_rank_1_jacobian, (1.0,) * 8,
            _M * (_M - 1) / (2 * (2 * _M + 1))),
    Problem(34, "Linear, rank 1 with zero columns and rows", linear_rank_1_with_zeros,
            linear_rank_1_with_zeros_jacobian, (1.0,) * 8,
            (_M**2 + 3 * _M - 6) / (2 * (2 * _M - 3))),
    Problem(35, "Chebyquad", chebyquad, chebyquad_jacobian, _HALF, 0.0),
)  # fmt: skip
"""All of them, at sizes at which a Jacobian can still be read."""
