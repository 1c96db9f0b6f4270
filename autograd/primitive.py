"""What one row of the table of primitives holds, and the defaults of its columns."""

from typing import NamedTuple  # annotations stay live here: as texts they cost 2 ms to read

CONSTANT = "constant"
LEAF = "leaf"


class Kink(NamedTuple):
    """A place where a primitive is not smooth, told by a formula over its operands.

    kind: ``"kink"`` (slopes differ), ``"jump"`` (the value jumps), ``"steep"`` (infinite
    slope); each where ``zero`` vanishes. ``"step"``: the value jumps where ``zero`` is an integer.
    when: a condition over the operands without which the place is smooth; "" means always.
    """

    kind: str
    zero: str
    when: str = ""


class Primitive(NamedTuple):
    """One operation: everything that any reader of a graph needs to know about it.

    Formulas (``value``, ``partials``, ``domain``, kinks) are texts in Python's notation over the
    operands' names, ``r`` (the result), ``pi``, numbers, and the names of other rows;
    `autograd.formula` turns them into functions over any arithmetic and into JavaScript.

    name, label: what it is called, and what a picture shows.
    operands: names of the operands; ``defaults`` belong to the last ones.
    value: the forward value as a formula, or "" where every arithmetic has it built in.
    partials: for each operand the partial derivative; "" where there is none to speak of
        (an order, a condition, a step function). With the trait ``selects`` the partial is the
        condition under which the derivative passes through whole.
    python: expression on floats with Python's `math`; ``edges`` is the IEEE 754 answer where
        Python raises instead. numpy, javascript, sympy, mpmath: the other forms.
    domain: a condition on the operands; "" is everywhere.
    convention: what the partials say at a kink.
    intervals: for each operand where tests and samplers draw from.
    ufuncs: names of the NumPy ufuncs that record this row.
    method: Python's operator method without underscores (``truediv``), "" where it has none.
    """

    name: str
    label: str
    operands: tuple[str, ...]
    partials: tuple[str, ...]
    intervals: tuple[tuple[float, float], ...]
    python: str
    numpy: str
    javascript: str
    sympy: str
    mpmath: str
    value: str = ""
    edges: str = "nan"
    domain: str = ""
    kinks: tuple[Kink, ...] = ()
    convention: str = ""
    defaults: tuple[float, ...] = ()
    traits: frozenset[str] = frozenset()
    aliases: tuple[str, ...] = ()
    ufuncs: tuple[str, ...] = ()
    method: str = ""

    @property
    def arity(self) -> int:
        """How many operands it takes."""
        return len(self.operands)


def row(
    name: str,
    label: str,
    operands: str,
    partials: str | tuple[str, ...],
    intervals: tuple[tuple[float, float], ...],
    *,
    python: str = "",
    numpy: str = "",
    javascript: str = "",
    sympy: str = "",
    mpmath: str = "",
    value: str = "",
    edges: str = "nan",
    domain: str = "",
    kinks: tuple[Kink, ...] = (),
    convention: str = "",
    defaults: tuple[float, ...] = (),
    traits: str = "",
    aliases: str = "",
    ufuncs: str = "",
    method: str = "",
) -> Primitive:
    """A `Primitive` whose forms default to the function of the same name in each library.

    A row with a ``value`` formula takes the forms that it does not state from that formula.
    """
    names = tuple(operands.split())
    call = f"{name}({', '.join(names)})"

    def form(stated: str, prefix: str) -> str:
        return stated or value or prefix + call

    return Primitive(
        name=name,
        label=label,
        operands=names,
        partials=(partials,) if isinstance(partials, str) else partials,
        intervals=intervals,
        python=form(python, "math."),
        numpy=form(numpy, "np."),
        javascript=form(javascript, "Math."),
        sympy=form(sympy, "sp."),
        mpmath=form(mpmath, "mp."),
        value=value,
        edges=edges,
        domain=domain,
        kinks=kinks,
        convention=convention,
        defaults=defaults,
        traits=frozenset(traits.split()),
        aliases=tuple(aliases.split()),
        ufuncs=tuple(ufuncs.split()),
        method=method,
    )
