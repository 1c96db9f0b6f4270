r"""Commands of LaTeX that are refused, and why.

The reader takes only what maps wholly onto the table of primitives; whatever else a formula
may hold is answered by name. Nothing that TeX would run is ever run.
"""

from __future__ import annotations

import difflib
from typing import Final

from autograd.expression.latex_words import (
    FRACTIONS,
    FUNCTIONS,
    LETTERS,
    LOGIC,
    MARKS,
    RELATIONS,
    UPRIGHT,
)
from autograd.expression.tokens import shown

_VECTORS = "names are numbers here, so write one name for each component"
_SYMBOLS = "only letters, Greek letters and `\\mathrm{word}` are names"
_TWICE = "it is two formulas in one, so write one of them"
_OPEN_END = "write all of the terms"
_SETS = "the language has no sets: write a condition such as `a \\le x`"
_INDEX = "the language has no index that runs: write the terms one by one"
_DERIVATIVE = "a formula holds no derivative: write what it comes to"
_INTEGRAL = "the language has no integrals: write what it comes to"
_LIMIT = "the language has no limits: write what it comes to"
_COMPLEX = "the language has no complex numbers"
_STATEMENT = "it states something, and a formula has a value: write one side alone"

_REASONS: Final[dict[str, str]] = {
    _INTEGRAL: "int iint iiint oint",
    _INDEX: "sum prod coprod bigcup bigcap bigoplus",
    _LIMIT: "lim limsup liminf sup inf argmax argmin",
    _DERIVATIVE: "partial nabla",
    _VECTORS: "vec mathbf boldsymbol bm pmb overrightarrow langle rangle lVert rVert Vert |"
    " norm det dim ker tr top dagger otimes oplus",
    _SYMBOLS: "mathbb mathcal mathfrak mathscr mathsf mathtt aleph wp rm bf it cal",
    _TWICE: "pm mp",
    _OPEN_END: "cdots ldots dots dotsc dotsb vdots ddots",
    _SETS: "in notin ni subset subseteq cup cap setminus emptyset varnothing mid forall exists",
    _COMPLEX: "Re Im imath jmath arg conj",
    _STATEMENT: "approx sim simeq cong equiv propto to rightarrow Rightarrow implies iff mapsto "
    "leftarrow leftrightarrow Leftrightarrow ll gg",
    "the language has no infinity": "infty",
    "write `\\frac{n!}{k!\\,(n-k)!}`": "binom dbinom tbinom choose",
    "write `\\operatorname{mod}(a, b)`": "bmod pmod mod pod",
    "write `\\frac{a}{b}`": "over atop",
    "angles are in radians, `\\frac{\\pi x}{180}`": "circ degree",
    "write a number such as `0.05`": "%",
    "it stands only inside `\\mathrm{…}`": "_",
    "the language has no such operation": "gcd hom deg Pr ast star bullet",
    "write one formula on one line": "\\ newline",
    "it is a command to TeX and no part of a formula, and nothing is run here": (
        "def edef gdef xdef let futurelet newcommand renewcommand providecommand newenvironment "
        "DeclareMathOperator input include includegraphics usepackage documentclass write read "
        "immediate openin openout closein closeout catcode csname endcsname expandafter noexpand "
        "special directlua loop repeat relax message errmessage label ref tag href url color "
        "textcolor require unicode char jobname verb makeatletter"
    ),
}

_WHY: Final = {name: why for why, names in _REASONS.items() for name in names.split()}

_INSTEAD: Final[dict[str, str]] = {
    "arcsinh": "arcsinh", "arccosh": "arccosh", "arctanh": "arctanh", "arsinh": "arsinh",
    "arcosh": "arcosh", "artanh": "artanh", "sech": "sech", "csch": "csch", "sgn": "sgn",
    "sign": "sgn", "erf": "erf", "erfc": "erfc", "relu": "relu", "sigmoid": "sigmoid",
    "softplus": "softplus", "floor": "floor", "ceil": "ceil", "atan": "atan", "asin": "asin",
    "acos": "acos",
}  # fmt: skip
"""Functions that are no commands of LaTeX, and what ``\\operatorname`` holds for them."""


def of_command(name: str) -> str:
    """Why the command is not read."""
    command = "\\" + shown(name)
    if name in _WHY:
        return f"`{command}` is not read: {_WHY[name]}."
    if name in _INSTEAD:
        return f"`{command}` is no command of LaTeX: write `\\operatorname{{{_INSTEAD[name]}}}`."
    known = [*FUNCTIONS, *LETTERS, *MARKS, *RELATIONS, *LOGIC, *FRACTIONS, *UPRIGHT, "sqrt"]
    near = difflib.get_close_matches(name[:50], known, n=2, cutoff=0.75)
    if near:
        meant = " or ".join(f"`\\{word}`" for word in near)
        return f"`{command}` is not read: did you mean {meant}?"
    return f"`{command}` is not read: it stands for nothing in the language."


_CHARACTERS: Final[dict[str, str]] = {
    "%": "`%` begins a comment in TeX: write `\\operatorname{mod}(a, b)` for a remainder.",
    "#": "`#` is not part of a formula.",
    "$": "`$` stands only around the whole formula.",
    "&": "`&` stands only in `\\begin{cases}`.",
    ".": "`.` stands only inside a number.",
    ":": "`:` is not read: write `/` for a quotient.",
    ";": "`;` is not read: write one formula.",
    '"': "A quote is not read: a prime is `'`.",
    "`": "A quote is not read: a prime is `'`.",
    "@": "`@` is not part of a formula.",
    "?": "`?` is not part of a formula.",
    "√": "`√` is not read: write `\\sqrt{x}`.",
    "∞": "`∞` is not read: the language has no infinity.",
    "∑": "`∑` is not read: the language has no index that runs.",
    "∫": "`∫` is not read: the language has no integrals.",
    "∂": "`∂` is not read: a formula holds no derivative.",
    "±": "`±` is not read: it is two formulas in one.",
    "÷": "`÷` is not read: write `/`.",
    "°": "`°` is not read: angles are in radians.",
    "²": "`²` is not read: write `x^2`.",
    "³": "`³` is not read: write `x^3`.",
}


def of_character(character: str) -> str:
    """Why the character is not read."""
    if character in _CHARACTERS:
        return _CHARACTERS[character]
    if character.isprintable():
        return f"`{character}` is not part of a formula."
    return f"The invisible character U+{ord(character):04X} is not part of a formula."
