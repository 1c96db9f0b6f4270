"""Sine and cosine of the same array at once, to 1.5 units in the last place, by NumPy alone.

Both come from one reduction of the argument and one look at a table of 1024 angles, with the
addition theorems and a few terms of the series (DLMF 4.21.2, 4.19.1): about half the time of
NumPy's two calls in float64. The reduction takes π/512 in three parts, the first two so short that
their products with whole numbers are exact (Cody and Waite, Software Manual for the Elementary
Functions, 1980, chapter 8; Muller, Elementary Functions, 3rd edition, section 11.2).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

_ANGLES = 1024
_FAR = 6000.0  # below a million steps of the table, all products of the reduction are exact
_STEP = (0.006135923151305178, 2.3738673852749867e-13, 7.899477534359182e-24)
_PI_LESS_ITS_FLOAT = 1.2246467991473532e-16


def _sine(k: int) -> float:
    """sin(π k/512) up to a right angle: from an angle below π/4, its own rounding made good."""
    near = min(k, 256 - k)
    angle = math.pi * near / 512
    lost = float(Fraction(math.pi) * near / 512 - Fraction(angle))
    lost += _PI_LESS_ITS_FLOAT * near / 512
    if near == k:
        return math.sin(angle) + lost * math.cos(angle)
    return math.cos(angle) - lost * math.sin(angle)


def _around() -> Any:
    """The sines of all angles of the table."""
    quarter = np.array([_sine(k) for k in range(257)])
    half = np.concatenate([quarter, quarter[-2:0:-1]])
    return np.concatenate([half, -half])


_SINE = _around()
_COSINE = np.roll(_SINE, -_ANGLES // 4)


def sincos(x: Any, sine: Any, cosine: Any) -> None:
    """Writes sin(x) and cos(x), x of one dimension at least, into two arrays of its shape, which
    share no memory with it.

    Where x is not float64, or somewhere not below 6000, NumPy computes them.
    """
    if x.dtype != np.float64 or not x.size or not max(x.max(), -x.min()) < _FAR:
        np.sin(x, sine)
        np.cos(x, cosine)
        return
    turn = x * (_ANGLES / 2 / math.pi)
    np.rint(turn, turn)
    place = turn.astype(np.intp)
    place &= _ANGLES - 1
    rest = turn * -_STEP[0]
    rest += x
    product = turn * _STEP[1]
    rest -= product
    turn *= _STEP[2]
    rest -= turn
    square = np.multiply(rest, rest, turn)
    small = np.multiply(square, 1.0 / 120.0, product)  # sin(rest)
    small -= 1.0 / 6.0
    small *= square
    small *= rest
    small += rest
    lost = np.multiply(square, 1.0 / 24.0, rest)  # cos(rest) - 1
    lost -= 0.5
    lost *= square
    s, c = _SINE.take(place, mode="clip"), _COSINE.take(place, mode="clip")
    np.multiply(s, lost, sine)
    np.multiply(c, lost, cosine)
    np.multiply(c, small, square)
    sine += square
    sine += s
    np.multiply(s, small, square)
    cosine -= square
    cosine += c
