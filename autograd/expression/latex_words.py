r"""What the commands of LaTeX stand for: letters, functions, relations, spaces.

The reader and the printer share these tables; commands that are refused have their own,
`latex_refusals`.
"""

from __future__ import annotations

from typing import Final

GREEK: Final[dict[str, str]] = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ",
    "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "hbar": "ħ",
}  # fmt: skip
r"""Letters that are commands, and the Unicode letter that a declared name may have instead:
``\lambda`` is the name lambda, or λ where λ is declared."""

LETTERS: Final = frozenset(
    {*GREEK, "varepsilon", "vartheta", "varpi", "varrho", "varphi", "varkappa", "ell"}
)
"""All letters that are commands."""

WORDS_OF_LETTERS: Final = {letter: word for word, letter in GREEK.items()}

MARKS: Final[dict[str, str]] = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde",
    "widetilde": "tilde", "dot": "dot", "ddot": "ddot",
}  # fmt: skip
r"""Accents, and what each adds to a name: ``\hat{y}`` is y_hat."""

PRIME: Final = "prime"
"""What ``'`` adds to a name."""

DERIVED: Final = frozenset({PRIME, "dot", "ddot"})
"""Marks that may mean a derivative, unless the name with the mark is declared."""

FUNCTIONS: Final = frozenset(
    {"sin", "cos", "tan", "sec", "csc", "cot", "arcsin", "arccos", "arctan", "sinh", "cosh",
     "tanh", "coth", "exp", "ln", "lg", "log", "max", "min"}
)  # fmt: skip
"""Functions that are commands of LaTeX itself."""

SPELLINGS: Final[dict[str, str]] = {
    "sgn": "sign", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh", "ReLU": "relu",
    "ELU": "elu", "SiLU": "silu", "GELU": "gelu", "sincpi": "sinc",
}  # fmt: skip
r"""What ``\operatorname`` may hold besides the names of the language."""

RECIPROCALS: Final[dict[str, str]] = {
    "sec": "cos", "csc": "sin", "cot": "tan", "sech": "cosh", "csch": "sinh", "coth": "tanh",
}  # fmt: skip
"""Functions that the table has upside down: sec x is 1/cos(x)."""

INVERSES: Final[dict[str, str]] = {
    "sin": "asin", "cos": "acos", "tan": "atan", "sinh": "asinh", "cosh": "acosh", "tanh": "atanh",
}  # fmt: skip
r"""Functions whose superscript -1 is the inverse function, by convention: ``\sin^{-1} x``."""

BRACKETED: Final = frozenset({"gamma", "max", "min"})
"""Functions whose argument always stands in brackets, so that ``Γ(x)^2`` is a square."""

DIFFERENTIALS: Final = frozenset({"d", "Delta", "delta"})
"""Letters that make one quantity with the name behind them, unless they are declared."""

UNITS: Final = frozenset({"i", "j"})
"""Letters that may be the imaginary unit, unless they are declared."""

TRANSPOSE: Final = "T"
"""The exponent that may be a transpose, unless it is declared."""

RELATIONS: Final[dict[str, str]] = {
    "<": "lt", "lt": "lt", ">": "gt", "gt": "gt", "=": "eq", "le": "le", "leq": "le",
    "leqslant": "le", "ge": "ge", "geq": "ge", "geqslant": "ge", "ne": "ne", "neq": "ne",
}  # fmt: skip

LOGIC: Final[dict[str, str]] = {
    "land": "and_", "wedge": "and_", "lor": "or_", "vee": "or_", "lnot": "not_", "neg": "not_",
}  # fmt: skip

WORDS_OF_LOGIC: Final = {"and": "and_", "or": "or_", "not": "not_"}

CONDITIONS: Final = frozenset({"if", "for", "when"})
OTHERWISE: Final = frozenset({"otherwise", "else", "elsewhere"})

PRODUCTS: Final[dict[str, str]] = {
    "*": "cdot", "cdot": "cdot", "times": "times", "/": "/", "div": "/",
}  # fmt: skip

FRACTIONS: Final = frozenset({"frac", "dfrac", "tfrac", "cfrac"})

UPRIGHT: Final = frozenset({"mathrm", "mathit", "text", "textrm", "textit", "mbox", "operatorname"})
"""Commands around a word, such as a name of several letters."""

SPACES: Final = frozenset(
    {",", ";", ":", "!", " ", "\n", "\t", "quad", "qquad", "thinspace", "displaystyle",
     "textstyle", "limits", "nolimits", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl",
     "Bigr", "biggl", "biggr", "Biggl", "Biggr"}
)  # fmt: skip
"""Commands that change only how a formula looks."""

UNICODE: Final[dict[str, str]] = {
    "−": "-", "·": "*", "⋅": "*", "×": r"\times", "≤": r"\le", "≥": r"\ge", "≠": r"\ne",
}  # fmt: skip
"""Characters that an editor may put in place of a symbol or a command."""
