"""Arrays that user code makes while it is traced hold Values; nobody else's do."""

from __future__ import annotations

import threading

import numpy as np

from autograd.arrays import Array, array
from autograd.check.functions.standins import holding_values
from autograd.value import Value


def test_arrays_of_floats_hold_values():
    v = Value(2.0)
    with holding_values():
        g = np.zeros(3)
        g[1] = v
        full = np.full((2, 2), 0.5)
        full[0, 0] += v
        listed = np.array([v, 1.0])
        again = np.asarray(array([1.0, 2.0]), dtype=float)
    assert isinstance(g, Array)
    assert g[1] is v
    assert full[0, 0].data == 2.5
    assert isinstance(listed, Array)
    assert listed[0] is v
    assert isinstance(again, Array)


def test_other_kinds_are_left_alone():
    with holding_values():
        assert np.zeros(3, dtype=int).dtype == int
        assert np.array([1.0, 2.0]).dtype == float
        assert type(np.asarray([1, 2])) is np.ndarray
        assert np.ones(2, bool).dtype == bool


def test_numpy_is_as_before():
    before = np.zeros, np.array
    try:
        with holding_values():
            raise KeyError
    except KeyError:
        pass
    assert (np.zeros, np.array) == before


def test_other_threads_get_their_floats():
    found = []
    with holding_values():
        thread = threading.Thread(target=lambda: found.append(np.zeros(2)))
        thread.start()
        thread.join()
    assert type(found[0]) is np.ndarray
