"""Special functions of one float that Python's ``math`` module lacks.

Pure Python over ``math``: nothing else is imported. Every function takes and returns floats,
follows IEEE 754 at its edges (inf and nan, never an exception) and is right to a few units in
the last place, or to what the rounding of its argument allows where that is more. For NumPy
arrays see `autograd.special_arrays`.

    sinpi, cospi              sin(πx), cos(πx), reduced exactly
    sinc, sinc_derivative     sin(πx)/(πx) and its derivatives of any order
    digamma, polygamma        ψ(x) = Γ'(x)/Γ(x) and its derivatives of any order
"""

from autograd.special.circular import cospi, sinc, sinc_derivative, sinpi
from autograd.special.psi import digamma, polygamma

__all__ = ["cospi", "digamma", "polygamma", "sinc", "sinc_derivative", "sinpi"]
