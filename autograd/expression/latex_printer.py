r"""A tape to LaTeX, for reading by people and by `parse_latex`.

Nothing is left to convention: a product is ``2 x y`` or has a dot, a quotient is a fraction, the
argument of a function stands in brackets, and a comparison used as a number stands in square
ones (Iverson's bracket). Reading it again gives the same tape when the formula's names are
declared; a written number keeps its digits, only ``1E5`` becomes 1e5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from autograd.expression.calls import FOLDED
from autograd.expression.grammar import (
    AND,
    ATOM,
    COMPARISON,
    NOT,
    OR,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
)
from autograd.expression.latex_names import typeset
from autograd.expression.latex_words import DIFFERENTIALS
from autograd.expression.printer import arguments, links
from autograd.expression.tape import CONSTANT, NAME, NUMBER, Instruction, Tape

if TYPE_CHECKING:
    from autograd.expression.expression import Expression

_FUNCTIONS: Final = {
    "asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan", "log": r"\ln",
    "log2": r"\log_{2}", "log10": r"\log_{10}", "max": r"\max", "min": r"\min",
    **{row: "\\" + row for row in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    "sign": r"\operatorname{sgn}", "sinc": r"\operatorname{sincpi}",
}  # fmt: skip
_RAISED: Final = frozenset({"sin", "cos", "tan", "sinh", "cosh", "tanh"})
r"""Functions whose square is written ``\sin^{2}``."""

_PREFIX: Final = {"neg": ("-", SIGN), "not_": (r"\lnot ", NOT)}
_BRACED: Final = {
    "div": ((r"\frac{", "}{", "}"), POWER), "exp": (("e^{", "}"), POWER),
    "sqrt": ((r"\sqrt{", "}"), ATOM), "cbrt": ((r"\sqrt[3]{", "}"), ATOM),
    "abs": ((r"\left|", r"\right|"), ATOM),
    "floor": ((r"\left\lfloor ", r" \right\rfloor"), ATOM),
    "ceil": ((r"\left\lceil ", r" \right\rceil"), ATOM),
}  # fmt: skip
"""What stands around the operands, and how tightly the whole binds."""

_INFIX: Final = {
    "or_": (r" \lor ", OR), "and_": (r" \land ", AND), "lt": (" < ", COMPARISON),
    "le": (r" \le ", COMPARISON), "gt": (" > ", COMPARISON), "ge": (r" \ge ", COMPARISON),
    "eq": (" = ", COMPARISON), "ne": (r" \ne ", COMPARISON), "add": (" + ", SUM),
    "sub": (" - ", SUM),
}  # fmt: skip
_LEADING: Final = frozenset({"add", "sub", "mul"})
"""Operations that begin with their left operand, and so with its sign."""


class _Place(NamedTuple):
    """An instruction still to be printed. needed: how tightly it must bind. inner: it does not
    stand first, so that it must not begin with a sign."""

    place: int
    needed: int
    inner: bool = False


_Piece = str | _Place


def to_latex(expression: Expression, place: int = -1) -> str:
    r"""The formula in LaTeX; ``place``: of that instruction of its tape, else of the whole.

    ``parse_latex(to_latex(expression), declared=expression.names)`` has the same tape. Names
    such as ``theta_1`` and ``y_hat`` become ``\theta_{1}`` and ``\hat{y}``; what has no such
    form becomes ``\mathrm{…}``.
    """
    return _Printer(expression.tape, expression.names).printed(place % len(expression.tape))


class _Printer:
    """Prints one tape. Walks it with a stack, as deep as it may be."""

    def __init__(self, tape: Tape, names: tuple[str, ...]) -> None:
        self.tape = tape
        self.names = names

    def printed(self, place: int) -> str:
        texts: list[str] = []
        waiting: list[_Piece] = [_Place(place, SUM)]
        while waiting:
            piece = waiting.pop()
            if isinstance(piece, str):
                texts.append(piece)
                continue
            pieces, binding = self._pieces(piece.place)
            if binding < piece.needed or (piece.inner and self._is_signed(piece.place)):
                square = binding < SUM
                around = (r"\left[", r"\right]") if square else (r"\left(", r"\right)")
                pieces = [around[0], *pieces, around[1]]
            waiting.extend(reversed(pieces))
        return "".join(texts)

    def _is_signed(self, place: int) -> bool:
        """Whether its text begins with a minus."""
        step = self.tape[place]
        while step.op in _LEADING:
            left = self.tape[step.operands[0]]
            if step.op == "mul" and left.op in ("add", "sub"):
                return False  # it has brackets
            step = left
        return step.op == "neg"

    def _pieces(self, place: int) -> tuple[list[_Piece], int]:
        """One instruction as texts and operands, and how tightly the whole of it binds."""
        step = self.tape[place]
        if not step.operands:
            return self._leaf(step)
        if step.op in _INFIX:
            return self._infix(step)
        if step.op == "mul":
            return self._product(step), PRODUCT
        if step.op == "pow":
            return self._power(step), POWER
        if step.op == "where" and step.operands[1] < step.operands[0]:
            return self._cases(place), SUM
        if step.op in _PREFIX:
            sign, binding = _PREFIX[step.op]
            return [sign, _Place(step.operands[0], binding, inner=True)], binding
        if step.op in _BRACED and not (step.op == "exp" and "e" in self.names):
            return self._braced(step)
        return [self._function(step), *self._arguments(step)], POWER

    def _braced(self, step: Instruction) -> tuple[list[_Piece], int]:
        parts, binding = _BRACED[step.op]
        pieces: list[_Piece] = []
        for part, place in zip(parts, step.operands, strict=False):
            pieces += [part, _Place(place, SUM)]
        return [*pieces, parts[-1]], binding

    def _leaf(self, step: Instruction) -> tuple[list[_Piece], int]:
        if step.op != NUMBER:
            name = typeset(step.text, self.names) if step.op == NAME else _CONSTANTS[step.text]
            return [name], ATOM
        mantissa, _, exponent = step.text.lower().partition("e")
        if exponent:
            return [rf"{mantissa} \times 10^{{{exponent}}}"], SIGN
        return [mantissa], ATOM

    def _infix(self, step: Instruction) -> tuple[list[_Piece], int]:
        sign, binding = _INFIX[step.op]
        if chain := links(self.tape, step):
            pieces: list[_Piece] = []
            for row, place in chain:
                pieces += [_INFIX[row][0], _Place(place, SUM)]
            return pieces[1:], COMPARISON
        left, right = step.operands
        tight = (SUM, SUM) if binding == COMPARISON else (binding, binding + 1)
        inner = binding == SUM
        return [_Place(left, tight[0]), sign, _Place(right, tight[1], inner)], binding

    def _product(self, step: Instruction) -> list[_Piece]:
        left, right = step.operands
        sign = " " if self._ends_plainly(left) and self._begins_plainly(right) else r" \cdot "
        return [_Place(left, PRODUCT), sign, _Place(right, SIGN, inner=True)]

    def _ends_plainly(self, place: int) -> bool:
        """Whether a factor may follow without a dot: no function, no bracket, no ``d``."""
        step = self.tape[place]
        if step.op in ("mul", "neg"):
            step = self.tape[step.operands[-1]]
        if step.op == "pow":
            step = self.tape[step.operands[0]]
        return step.op in (NUMBER, NAME, CONSTANT, "exp") and step.text not in DIFFERENTIALS

    def _begins_plainly(self, place: int) -> bool:
        """Whether it begins with a letter or a function's name."""
        step = self.tape[place]
        if step.op == "pow":
            base = self.tape[step.operands[0]]
            return base.op == NAME or base.text == "pi" or self._is_raised(step)
        return step.op in (NAME, CONSTANT, "exp") or step.op in _FUNCTIONS

    def _is_raised(self, power: Instruction) -> bool:
        r"""Whether the exponent stands on the function itself, as in ``\sin^{2}``."""
        base, exponent = (self.tape[place] for place in power.operands)
        return base.op in _RAISED and exponent.op == NUMBER and exponent.text.isdecimal()

    def _power(self, step: Instruction) -> list[_Piece]:
        base = self.tape[step.operands[0]]
        above: list[_Piece] = ["^{", _Place(step.operands[1], SUM), "}"]
        if self._is_raised(step):
            return [_FUNCTIONS[base.op], *above, *self._arguments(base)]
        if base.op == CONSTANT and base.text == "e":
            return [r"\left(e\right)", *above]  # e^{x} is exp(x)
        return [_Place(step.operands[0], ATOM), *above]

    def _cases(self, place: int) -> list[_Piece]:
        """``a if c else b if d else f`` as rows."""
        pieces: list[_Piece] = [r"\begin{cases} "]
        while self._is_choice(place):
            condition, value, place = self.tape[place].operands
            pieces += [_Place(value, SUM), r" & \text{if } ", _Place(condition, OR), r" \\ "]
        return [*pieces, _Place(place, SUM), r" & \text{otherwise} \end{cases}"]

    def _is_choice(self, place: int) -> bool:
        step = self.tape[place]
        return step.op == "where" and step.operands[1] < step.operands[0]

    def _function(self, step: Instruction) -> str:
        name = FOLDED.get(step.op, step.op)
        if name == "gamma" and {"Gamma", "Γ"}.isdisjoint(self.names):
            return r"\Gamma"
        if name == "exp":
            return r"\exp"
        word = name.replace("_", r"\_")
        return _FUNCTIONS.get(name) or rf"\operatorname{{{word}}}"

    def _arguments(self, step: Instruction) -> list[_Piece]:
        pieces: list[_Piece] = [r"\left("]
        for operand in arguments(self.tape, step):
            pieces += [_Place(operand, OR), ", "]
        return [*pieces[:-1], r"\right)"]


_CONSTANTS: Final = {"pi": r"\pi", "e": "e"}
