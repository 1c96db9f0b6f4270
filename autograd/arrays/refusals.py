"""What NumPy has and arrays of Values do not record, and what to write instead."""

from __future__ import annotations

from autograd.errors import RecordingError

_VALUES = "write .values for the plain numbers if they are what is meant"
_ROUND = "round plain numbers, W.values.round(), or record np.floor(W + 0.5)"
_SORT = "sort with np.sort, which guards the order, and combine the elements in between"

ADVICE: dict[str, str] = {
    "np.allclose": "compare plain numbers: np.allclose(W.values, …)",
    "np.around": _ROUND,
    "np.array_equal": "compare plain numbers: np.array_equal(W.values, …)",
    "np.array_equiv": "compare plain numbers: np.array_equiv(W.values, …)",
    "np.copysign": "write np.where(y < 0, -abs(x), abs(x)), which takes −0.0 as positive",
    "np.interp": "write the pieces with np.where, or the weights with np.clip",
    "np.isclose": "compare plain numbers, np.isclose(W.values, …), or record abs(W - V) < 1e-9",
    "np.linalg.svd": "take norms with ord=None, 'fro', 1 or np.inf, which need no decomposition",
    "np.nan_to_num": "write np.where(np.isfinite(W), W, 0.0)",
    "np.quantile": _SORT,
    "np.percentile": _SORT,
    "np.rint": _ROUND,
    "np.round": _ROUND,
    "np.save": "save plain numbers: np.save(file, W.values)",
    "np.savetxt": "save plain numbers: np.savetxt(file, W.values)",
    "np.savez": "save plain numbers: np.savez(file, W=W.values)",
    "np.signbit": "write W < 0, which takes −0.0 as positive",
    "np.unwrap": "add the multiples of 2*np.pi yourself, chosen with np.where",
}
"""What to write instead of a NumPy function; for others the general answer is given."""


def refused(name: str) -> RecordingError:
    """The error for a NumPy function, by the name it is called by (``np.fft.fft``)."""
    advice = ADVICE.get(name, f"{_VALUES}, or write the steps with arithmetic, ufuncs and sums")
    return RecordingError(f"{name} is not recorded on arrays of Values; {advice}.")
