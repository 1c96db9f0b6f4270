"""THE TABLE: one row per operation, and the only place where an operation is described.

Vocabulary: x, y, z, … operands of the row (each row names its own); r the result;
a *partial* is the derivative of the result with respect to one operand.
`autograd.primitive` explains the columns. Formulas of derivatives: DLMF (dlmf.nist.gov) 4.7
(exponential, logarithm, powers), 4.20 and 4.24 (trigonometric), 4.34 and 4.38 (hyperbolic),
5.2, 5.5 and 5.15 (gamma and polygamma), 7.2 (error functions), rearranged where the textbook
form loses digits or overflows (``1/hypot(x, 1)`` for ``1/sqrt(x**2 + 1)``).
"""

from __future__ import annotations

from collections.abc import Iterable

from autograd.primitive import Kink, Primitive, row

# A table: its rows are to read as rows.
# fmt: off

_ANY = (-5.0, 5.0)
_POSITIVE = (0.05, 8.0)
_UNIT = (-0.95, 0.95)
_ORDER = (0.0, 4.0)

_ARITHMETIC = (
    row("identity", "=", "x", "1", (_ANY,), python="x", numpy="x", javascript="x", sympy="x",
        mpmath="x", traits="linear monotone internal", ufuncs="positive"),
    row("add", "+", "x y", ("1", "1"), (_ANY, _ANY), python="x + y", numpy="x + y",
        javascript="x + y", sympy="x + y", mpmath="x + y",
        traits="infix linear commutative associative", ufuncs="add", method="add"),
    row("sub", "−", "x y", ("1", "-1"), (_ANY, _ANY), python="x - y", numpy="x - y",
        javascript="x - y", sympy="x - y", mpmath="x - y", traits="infix linear", ufuncs="subtract",
        method="sub"),
    row("mul", "×", "x y", ("y", "x"), (_ANY, _ANY), python="x * y", numpy="x * y",
        javascript="x * y", sympy="x * y", mpmath="x * y",
        traits="infix bilinear commutative associative", ufuncs="multiply", method="mul"),
    row("div", "÷", "x y", ("1/y", "-r/y"), (_ANY, (0.3, 4.0)), python="x / y", numpy="x / y",
        javascript="x / y", sympy="x / y", mpmath="x / y", domain="y != 0",
        edges="nan if x == 0 or x != x else copysign(inf, x) * copysign(1.0, y)", traits="infix",
        ufuncs="divide true_divide", method="truediv"),
    row("pow", "**", "x y",
        ("where(y == 0, 0, y*x**(y - 1))", "where(x == 0 and y > 0, 0, r*log(x))"),
        ((0.1, 4.0), (-3.0, 3.0)), python="math.pow(x, y)", numpy="np.power(x, y)",
        javascript="lib.pow(x, y)", sympy="x ** y", mpmath="x ** y",
        edges="nan if x < 0 and y % 1 else copysign(inf, x) if y % 2 == 1 else inf",
        domain="x > 0 or (x == 0 and y >= 0) or (x < 0 and y == floor(y))",
        kinks=(Kink("steep", "x", "0 < y and y < 1"),), aliases="power", traits="infix",
        ufuncs="power float_power", method="pow"),
    row("neg", "−", "x", "-1", (_ANY,), python="-x", numpy="-x", javascript="-x", sympy="-x",
        mpmath="-x", traits="prefix linear monotone", aliases="negative", ufuncs="negative",
        method="neg"),
    row("abs", "|·|", "x", "sign(x)", (_ANY,), python="math.fabs(x)", numpy="np.abs(x)",
        sympy="sp.Abs(x)", mpmath="abs(x)", kinks=(Kink("kink", "x"),),
        convention="0 at x = 0, the middle of the slopes −1 and 1.", aliases="fabs absolute",
        ufuncs="absolute fabs", method="abs"),
    row("sign", "sign", "x", "", (_ANY,), python="float((x > 0) - (x < 0)) if x == x else x",
        kinks=(Kink("jump", "x"),), traits="discrete monotone", ufuncs="sign",
        convention="0 at the jump."),
    row("floor", "floor", "x", "", (_ANY,), python="math.copysign(math.floor(x), x)", edges="x",
        kinks=(Kink("step", "x"),), traits="discrete monotone", ufuncs="floor",
        convention="0 at each jump."),
    row("ceil", "ceil", "x", "", (_ANY,), python="math.copysign(math.ceil(x), x)", edges="x",
        sympy="sp.ceiling(x)", kinks=(Kink("step", "x"),), traits="discrete monotone",
        aliases="ceiling", ufuncs="ceil", convention="0 at each jump."),
    row("mod", "mod", "x y", ("1", "(r - x)/y"), (_ANY, (0.3, 4.0)), python="x % y",
        numpy="np.mod(x, y)", javascript="lib.mod(x, y)", sympy="sp.Mod(x, y)",
        mpmath="x - y * mp.floor(x / y)", domain="y != 0", kinks=(Kink("step", "x/y"),),
        convention="The slopes between the jumps.", traits="infix", ufuncs="remainder mod",
        method="mod"),
    row("floordiv", "//", "x y", ("", ""), (_ANY, (0.3, 4.0)), python="x // y",
        numpy="np.floor_divide(x, y)", javascript="lib.floordiv(x, y)", sympy="sp.floor(x / y)",
        mpmath="mp.floor(x / y)", domain="y != 0", kinks=(Kink("step", "x/y"),),
        edges="nan if x == 0 or x != x else copysign(inf, x) * copysign(1.0, y)",
        convention="0 at each jump.", traits="infix discrete", aliases="floor_divide",
        ufuncs="floor_divide", method="floordiv"),
    row("square", "square", "x", "2*x", (_ANY,), python="x * x", sympy="x ** 2", mpmath="x * x",
        javascript="x * x", ufuncs="square"),
    row("reciprocal", "1/·", "x", "-r*r", ((0.2, 4.0),), python="1.0 / x", sympy="1 / x",
        javascript="1 / x", mpmath="1 / x", edges="copysign(inf, x)", domain="x != 0",
        ufuncs="reciprocal"),
)

_POWERS = (
    row("exp", "exp", "x", "r", (_ANY,), edges="inf", traits="monotone", ufuncs="exp"),
    row("exp2", "exp2", "x", "r*log(2)", (_ANY,), edges="inf", javascript="Math.pow(2, x)",
        sympy="2 ** x", mpmath="mp.mpf(2) ** x", traits="monotone", ufuncs="exp2"),
    row("expm1", "expm1", "x", "exp(x)", (_ANY,), edges="inf", sympy="sp.exp(x) - 1",
        traits="monotone", ufuncs="expm1"),
    row("log", "log", "x", "1/x", (_POSITIVE,), edges="-inf if x == 0 else nan", domain="x > 0",
        traits="monotone", aliases="ln", ufuncs="log"),
    row("log2", "log2", "x", "1/(x*log(2))", (_POSITIVE,), edges="-inf if x == 0 else nan",
        sympy="sp.log(x, 2)", mpmath="mp.log(x) / mp.log(2)", domain="x > 0", traits="monotone",
        ufuncs="log2"),
    row("log10", "log10", "x", "1/(x*log(10))", (_POSITIVE,), edges="-inf if x == 0 else nan",
        sympy="sp.log(x, 10)", domain="x > 0", traits="monotone", aliases="lg", ufuncs="log10"),
    row("log1p", "log1p", "x", "1/(1 + x)", ((-0.9, 5.0),), edges="-inf if x == -1 else nan",
        sympy="sp.log(1 + x)", domain="x > -1", traits="monotone", ufuncs="log1p"),
    row("sqrt", "√", "x", "1/(2*r)", (_POSITIVE,), domain="x >= 0", kinks=(Kink("steep", "x"),),
        traits="monotone", ufuncs="sqrt"),
    row("cbrt", "∛", "x", "1/(3*r*r)", (_ANY,), kinks=(Kink("steep", "x"),),
        sympy="sp.Piecewise((x**sp.Rational(1, 3), x >= 0), (-(-x)**sp.Rational(1, 3), True))",
        mpmath="mp.sign(x) * mp.cbrt(abs(x))", traits="monotone", ufuncs="cbrt"),
    row("hypot", "hypot", "x y", ("x/r", "y/r"), (_ANY, _ANY), sympy="sp.sqrt(x**2 + y**2)",
        kinks=(Kink("kink", "hypot(x, y)"),), convention="nan at the origin, the tip of a cone.",
        traits="commutative", ufuncs="hypot"),
)

_TRIGONOMETRIC = (
    row("sin", "sin", "x", "cos(x)", (_ANY,), ufuncs="sin"),
    row("cos", "cos", "x", "-sin(x)", (_ANY,), ufuncs="cos"),
    row("tan", "tan", "x", "1 + r*r", ((-1.4, 1.4),), ufuncs="tan"),
    row("asin", "asin", "x", "1/(sqrt(1 - x)*sqrt(1 + x))", (_UNIT,), numpy="np.arcsin(x)",
        domain="-1 <= x and x <= 1", kinks=(Kink("steep", "(1 - x)*(1 + x)"),), traits="monotone",
        aliases="arcsin", ufuncs="arcsin"),
    row("acos", "acos", "x", "-1/(sqrt(1 - x)*sqrt(1 + x))", (_UNIT,), numpy="np.arccos(x)",
        domain="-1 <= x and x <= 1", kinks=(Kink("steep", "(1 - x)*(1 + x)"),), traits="monotone",
        aliases="arccos", ufuncs="arccos"),
    row("atan", "atan", "x", "1/(1 + x*x)", (_ANY,), numpy="np.arctan(x)", traits="monotone",
        aliases="arctan", ufuncs="arctan"),
    row("atan2", "atan2", "y x", ("x/hypot(x, y)/hypot(x, y)", "-y/hypot(x, y)/hypot(x, y)"),
        (_ANY, (0.2, 5.0)), numpy="np.arctan2(y, x)", domain="x != 0 or y != 0",
        kinks=(Kink("jump", "y", "x < 0"),), aliases="arctan2", ufuncs="arctan2",
        convention="The slope on both sides of the cut."),
    row("sinh", "sinh", "x", "cosh(x)", (_ANY,), edges="copysign(inf, x)", traits="monotone",
        ufuncs="sinh"),
    row("cosh", "cosh", "x", "sinh(x)", (_ANY,), edges="inf", ufuncs="cosh"),
    row("tanh", "tanh", "x", "1/cosh(x)**2", (_ANY,), traits="monotone", ufuncs="tanh"),
    row("asinh", "asinh", "x", "1/hypot(x, 1)", (_ANY,), numpy="np.arcsinh(x)", traits="monotone",
        aliases="arcsinh", ufuncs="arcsinh"),
    row("acosh", "acosh", "x", "1/(sqrt(x - 1)*sqrt(x + 1))", ((1.05, 8.0),), numpy="np.arccosh(x)",
        domain="x >= 1", kinks=(Kink("steep", "x - 1"),), traits="monotone", aliases="arccosh",
        ufuncs="arccosh"),
    row("atanh", "atanh", "x", "1/((1 - x)*(1 + x))", (_UNIT,), numpy="np.arctanh(x)",
        edges="copysign(inf, x) if abs(x) == 1 else nan", domain="-1 < x and x < 1",
        traits="monotone", aliases="arctanh", ufuncs="arctanh"),
    row("sinc", "sinc", "x", "sinc_derivative(1, x)", (_ANY,), python="special.sinc(x)",
        numpy="special_arrays.sinc(x)", javascript="lib.sinc(x)", sympy="sp.sinc(sp.pi*x)",
        mpmath="mp.sincpi(x)"),
    row("sinc_derivative", "sinc⁽ⁿ⁾", "n x", ("", "sinc_derivative(n + 1, x)"), (_ORDER, _ANY),
        python="special.sinc_derivative(n, x)", numpy="special_arrays.sinc_derivative(n, x)",
        javascript="lib.sinc_derivative(n, x)",
        sympy="sp.diff(sp.sinc(sp.pi*sp.Symbol('t')), sp.Symbol('t'), n).subs(sp.Symbol('t'), x)",
        mpmath="mp.diff(mp.sincpi, x, int(n))", traits="internal order"),
)

_SPECIAL = (
    row("erf", "erf", "x", "2/sqrt(pi)*exp(-x*x)", ((-3.0, 3.0),), numpy="special_arrays.erf(x)",
        javascript="lib.erf(x)", traits="monotone"),
    row("erfc", "erfc", "x", "-2/sqrt(pi)*exp(-x*x)", ((-3.0, 3.0),),
        numpy="special_arrays.erfc(x)", javascript="lib.erfc(x)", traits="monotone"),
    row("gamma", "Γ", "x", "r*digamma(x)", ((0.2, 5.0),), numpy="special_arrays.gamma(x)",
        javascript="lib.gamma(x)", edges="copysign(inf, x) if x > -1 else nan",
        domain="x > 0 or x != floor(x)"),
    row("lgamma", "log|Γ|", "x", "digamma(x)", ((0.2, 8.0),), numpy="special_arrays.lgamma(x)",
        javascript="lib.lgamma(x)", edges="inf", sympy="sp.loggamma(x)",
        mpmath="mp.re(mp.loggamma(x))", domain="x > 0 or x != floor(x)",
        aliases="loggamma gammaln"),
    row("digamma", "ψ", "x", "polygamma(1, x)", ((0.2, 8.0),), python="special.digamma(x)",
        numpy="special_arrays.digamma(x)", javascript="lib.digamma(x)",
        domain="x > 0 or x != floor(x)", aliases="psi"),
    row("polygamma", "ψ⁽ⁿ⁾", "n x", ("", "polygamma(n + 1, x)"), (_ORDER, (0.2, 8.0)),
        python="special.polygamma(n, x)", numpy="special_arrays.polygamma(n, x)",
        javascript="lib.polygamma(n, x)", mpmath="mp.psi(int(n), x)",
        domain="x > 0 or x != floor(x)", traits="order"),
)

_CHOICES = (
    row("maximum", "max", "x y", ("x > y", "x <= y"), (_ANY, _ANY),
        python="x if x > y or x != x else y", javascript="Math.max(x, y)", sympy="sp.Max(x, y)",
        mpmath="x if x > y or x != x else y", kinks=(Kink("kink", "x - y"),),
        convention="At a tie the second operand has it: maximum(x, 0) is flat at 0, like relu.",
        traits="selects commutative associative", aliases="max", ufuncs="maximum"),
    row("minimum", "min", "x y", ("x < y", "x >= y"), (_ANY, _ANY),
        python="x if x < y or x != x else y", javascript="Math.min(x, y)", sympy="sp.Min(x, y)",
        mpmath="x if x < y or x != x else y", kinks=(Kink("kink", "x - y"),),
        convention="At a tie the second operand has it.", traits="selects commutative associative",
        aliases="min", ufuncs="minimum"),
    row("where", "where", "c x y", ("", "c", "not c"), ((0.0, 1.0), _ANY, _ANY),
        python="x if c else y", numpy="np.where(c, x, y)", javascript="(c !== 0 ? x : y)",
        sympy="sp.Piecewise((x, c), (y, True))", mpmath="x if c else y", traits="selects"),
    row("clip", "clip", "x lo hi",
        ("lo < x and x < hi", "x <= lo and lo < hi", "x >= hi or lo >= hi"),
        (_ANY, (-2.0, -0.5), (0.5, 2.0)), value="minimum(maximum(x, lo), hi)",
        numpy="np.clip(x, lo, hi)", kinks=(Kink("kink", "x - lo"), Kink("kink", "x - hi")),
        convention="Flat at both ends.", traits="selects", ufuncs="clip"),
    row("relu", "relu", "x", "x > 0", (_ANY,), python="x if x > 0 or x != x else 0.0",
        numpy="np.maximum(x, 0)", javascript="Math.max(x, 0)", sympy="sp.Max(x, 0)",
        mpmath="x if x > 0 or x != x else mp.mpf(0)", kinks=(Kink("kink", "x"),),
        convention="0 at x = 0.", traits="selects monotone"),
    row("leaky_relu", "leaky relu", "x slope", ("where(x > 0, 1, slope)", "where(x > 0, 0, x)"),
        (_ANY, (0.05, 0.5)), value="where(x > 0, x, slope*x)",
        kinks=(Kink("kink", "x", "slope != 1"),), convention="The slope of x < 0 at x = 0.",
        defaults=(0.01,)),
    row("elu", "elu", "x alpha", ("where(x > 0, 1, alpha*exp(x))", "where(x > 0, 0, expm1(x))"),
        (_ANY, (0.5, 2.0)), value="where(x > 0, x, alpha*expm1(x))",
        kinks=(Kink("kink", "x", "alpha != 1"),), convention="alpha at x = 0.", defaults=(1.0,)),
)

_ACTIVATIONS = (
    row("softplus", "softplus", "x", "sigmoid(x)", (_ANY,),
        value="maximum(x, 0) + log1p(exp(-abs(x)))", sympy="sp.log(1 + sp.exp(x))",
        traits="monotone"),
    row("sigmoid", "σ", "x", "r*sigmoid(-x)", (_ANY,), value="1/(1 + exp(-x))", traits="monotone",
        aliases="logistic expit"),
    row("logsigmoid", "log σ", "x", "sigmoid(-x)", (_ANY,),
        value="minimum(x, 0) - log1p(exp(-abs(x)))", traits="monotone", aliases="log_sigmoid"),
    row("silu", "silu", "x", "sigmoid(x) + r*sigmoid(-x)", (_ANY,), value="x*sigmoid(x)",
        aliases="swish"),
    row("gelu", "gelu", "x", "erfc(-x/sqrt(2))/2 + x*exp(-x*x/2)/sqrt(2*pi)", (_ANY,),
        value="x*erfc(-x/sqrt(2))/2"),
)


def _comparison(name: str, sign: str, label: str, sympy: str, ufunc: str) -> Primitive:
    """A comparison: 1 where it holds, else 0; its derivative is nothing, its edge a jump."""
    text = f"x {sign} y"
    return row(
        name,
        label,
        "x y",
        ("", ""),
        (_ANY, _ANY),
        python=text,
        numpy=text,
        javascript=f"+({text})",
        sympy=sympy,
        mpmath=text,
        kinks=(Kink("jump", "x - y"),),
        traits="infix discrete comparison",
        ufuncs=ufunc,
        method=name,
        convention="0 at the jump.",
    )


_TRUTHS = (
    _comparison("lt", "<", "<", "x < y", "less"),
    _comparison("le", "<=", "≤", "x <= y", "less_equal"),
    _comparison("gt", ">", ">", "x > y", "greater"),
    _comparison("ge", ">=", "≥", "x >= y", "greater_equal"),
    _comparison("eq", "==", "=", "sp.Eq(x, y)", "equal"),
    _comparison("ne", "!=", "≠", "sp.Ne(x, y)", "not_equal"),
    row("and_", "and", "x y", ("", ""), ((0.0, 1.0), (0.0, 1.0)), python="bool(x and y)",
        numpy="np.logical_and(x, y)", javascript="+(x !== 0 && y !== 0)", sympy="sp.And(x, y)",
        mpmath="bool(x and y)", traits="infix discrete comparison commutative associative",
        ufuncs="logical_and bitwise_and"),
    row("or_", "or", "x y", ("", ""), ((0.0, 1.0), (0.0, 1.0)), python="bool(x or y)",
        numpy="np.logical_or(x, y)", javascript="+(x !== 0 || y !== 0)", sympy="sp.Or(x, y)",
        mpmath="bool(x or y)", traits="infix discrete comparison commutative associative",
        ufuncs="logical_or bitwise_or"),
    row("not_", "not", "x", "", ((0.0, 1.0),), python="not x", numpy="np.logical_not(x)",
        javascript="+(x === 0)", sympy="sp.Not(x)", mpmath="not x",
        traits="prefix discrete comparison", ufuncs="logical_not invert"),
)


def _by_name(rows: Iterable[Primitive]) -> dict[str, Primitive]:
    """The rows under their names, in the order of the table."""
    return {primitive.name: primitive for primitive in rows}


PRIMITIVES: dict[str, Primitive] = _by_name(
    (*_ARITHMETIC, *_POWERS, *_TRIGONOMETRIC, *_SPECIAL, *_CHOICES, *_ACTIVATIONS, *_TRUTHS)
)
"""Every row of the table by name."""

ALIASES: dict[str, str] = {alias: p.name for p in PRIMITIVES.values() for alias in p.aliases}
"""Other spellings that people use, and the row that each stands for."""

UFUNCS: dict[str, str] = {ufunc: p.name for p in PRIMITIVES.values() for ufunc in p.ufuncs}
"""NumPy's name of a ufunc, and the row that records it."""


def lookup(name: str) -> Primitive | None:
    """The row called ``name`` or with that alias; None when the table has none."""
    return PRIMITIVES.get(ALIASES.get(name, name))
