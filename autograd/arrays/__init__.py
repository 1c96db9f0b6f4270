"""Arrays of Values, on which ordinary NumPy code records scalar graphs.

    array.py      Array: the ndarray subclass, and `array`, which makes named leaves
    elements.py   numbers to nodes and back
    ufuncs.py     np.exp(W), W + 1, np.add.reduce(W), …: steps of the table, element by element
    composed.py   ufuncs that the table has no row for, written with those that it has
    functions.py  np.sum, np.concatenate, …: which run as they are, which on bare elements
    choosing.py   where, select, argmax, sort, median, …: choices, recorded or guarded
    einsum.py     Einstein sums; linear.py: norms, determinants, linear systems
    refusals.py   what is not recorded, and what to write instead

NumPy's own loops over *plain* object arrays are watched by `autograd.loops`.
"""

from autograd.arrays.array import Array, array, from_values
from autograd.arrays.functions import record_function
from autograd.arrays.ufuncs import record_ufunc

__all__ = ["Array", "array", "from_values", "record_function", "record_ufunc"]
