"""The formats, against NumPy's own."""

from __future__ import annotations

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd.errors import InputError
from autograd.roundoff.formats import FORMATS, Rounded, format_named

NUMPY = {"float32": np.float32, "float16": np.float16}


def same(one: float, other: float) -> bool:
    return struct.pack("<d", one) == struct.pack("<d", other) or (one != one and other != other)


@pytest.mark.parametrize("name", NUMPY)
@given(number=st.floats(allow_nan=True))
def test_rounding_is_numpys(name, number):
    with np.errstate(all="ignore"):
        assert same(FORMATS[name].round(number), float(NUMPY[name](number)))


@given(number=st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_bfloat16_is_float32_cut_to_half_with_ties_to_even(number):
    (bits,) = struct.unpack("<I", struct.pack("<f", number))
    rest, kept = bits & 0xFFFF, bits >> 16
    kept += rest > 0x8000 or (rest == 0x8000 and kept & 1)
    (expected,) = struct.unpack("<f", struct.pack("<I", (kept << 16) & 0xFFFFFFFF))
    assert same(FORMATS["bfloat16"].round(number), expected)


@pytest.mark.parametrize("operation", ["add", "sub", "mul", "div"])
@pytest.mark.parametrize("name", NUMPY)
@given(data=st.data())
def test_steps_are_numpys(operation, name, data):
    width = {"float32": 32, "float16": 16}[name]
    x, y = (data.draw(st.floats(width=width, allow_nan=False)) for _ in "xy")
    kind = NUMPY[name]
    compute = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide}[operation]
    with np.errstate(all="ignore"):
        expected = float(compute(kind(x), kind(y)))
    assert same(Rounded(FORMATS[name]).apply(operation, x, y), expected)


def test_rows_made_of_rows_overflow_within():
    assert Rounded(FORMATS["float16"]).sigmoid(-20.0) == 0.0  # exp(20) is inf in float16
    assert math.isclose(Rounded(FORMATS["float64"]).sigmoid(-20.0), 2.0611536e-9, rel_tol=1e-7)


def test_an_unknown_format():
    with pytest.raises(InputError, match="float64, float32, float16, bfloat16"):
        format_named("double")
