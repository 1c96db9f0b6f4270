"""All weights in one flat array."""

from __future__ import annotations

import numpy as np
import pytest

from autograd.errors import InputError
from autograd.nn.parameters import Parameters


def test_views_of_one_array():
    parameters = Parameters({"a": (2, 3), "b": (), "c": (4,)})
    assert parameters.flat.shape == (11,)
    assert [p.stop - p.start for p in parameters.parts] == [6, 1, 4]
    parameters.flat[:] = np.arange(11.0)
    assert parameters.views["a"][1, 2] == 5.0
    assert parameters.views["b"] == 6.0
    parameters.views["c"][0] = -1.0
    assert parameters.flat[7] == -1.0
    assert all(view.base is parameters.flat for view in parameters.views.values())


def test_all_or_none_are_put():
    parameters = Parameters({"a": (2,), "b": (2,)})
    parameters.put([[1, 2], [3, 4]])
    for wrong, said in (
        ([[5, 6], [7]], r"b has the shape \(2,\), not \(1,\)"),
        ([[5, 6]], "2 arrays of weights, not 1"),
        ([[5, 6], ["x", "y"]], "for b are not numbers"),
    ):
        with pytest.raises(InputError, match=said):
            parameters.put(wrong)
        assert parameters.flat.tolist() == [1, 2, 3, 4]
