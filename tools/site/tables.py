"""What the pages say of the code, read from the code: Markdown, made anew at each build."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from mpmath import mp, mpf

from autograd import errors
from autograd.primitive import Kink, Primitive
from autograd.primitives import PRIMITIVES
from tools.site import examples, house
from tools.site.ladder import FORMULAS, climb


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    safe = ([cell.replace("|", r"\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in safe)


def code(text: str) -> str:
    """A text as code, or nothing for nothing."""
    return f"`{text}`" if text else ""


# --- operations

_WORDS = {
    "kink": "kink where {} = 0",
    "jump": "jump where {} = 0",
    "steep": "infinite slope where {} = 0",
    "step": "jump where {} is whole",
}


def _rough(kink: Kink) -> str:
    told = _WORDS[kink.kind].format(code(kink.zero))
    return f"{told} and {code(kink.when)}" if kink.when else told


def _value(row: Primitive) -> str:
    names = list(row.operands)
    for place, default in enumerate(row.defaults, row.arity - len(row.defaults)):
        names[place] += f"={default:g}"
    call = f"{row.name}({', '.join(names)})"
    if {"infix", "prefix"} & row.traits:
        return re.sub(r"^(?:math\.pow|bool)\((.*)\)$", r"\1", row.python).replace("x, y", "x**y")
    return f"{call} = {row.value}" if row.value else call


def _partials(row: Primitive) -> str:
    kind = "passes where " if "selects" in row.traits else ""
    told = [
        f"∂/∂{operand}: {kind if text not in ('c', 'not c') else 'passes where '}{code(text)}"
        for operand, text in zip(row.operands, row.partials, strict=True)
        if text
    ]
    return "<br>".join(told) or "0"


def operations() -> str:
    """Every row of the table that a user can call or write."""
    rows = [
        (
            f"**{row.name}**" + "".join(f"<br>{alias}" for alias in row.aliases),
            code(_value(row)),
            _partials(row),
            code(row.domain) or "everywhere",
            "<br>".join(filter(None, [*map(_rough, row.kinks), row.convention])),
        )
        for row in PRIMITIVES.values()
        if "internal" not in row.traits
    ]
    return table(("name", "value", "derivatives", "defined where", "not smooth; convention"), rows)


def one_row(name: str) -> str:
    """A row of the table with all its columns."""
    row = PRIMITIVES[name]
    told = {
        "name, label": f"{row.name}, {row.label}",
        "operands": ", ".join(row.operands),
        "value": row.value or row.python,
        "derivatives": "; ".join(row.partials),
        "domain": row.domain,
        "kinks": "; ".join(map(_rough, row.kinks)) or "none",
        "convention": row.convention or "none needed",
        "Python": row.python,
        "NumPy": row.numpy,
        "JavaScript": row.javascript,
        "sympy": row.sympy,
        "mpmath": row.mpmath,
        "tested on": "; ".join(f"{low:g} to {high:g}" for low, high in row.intervals),
        "traits": ", ".join(sorted(row.traits)),
    }
    plain = {"name, label", "kinks", "convention", "tested on", "traits", "operands"}
    rows = [(head, text if head in plain else code(text)) for head, text in told.items() if text]
    return table(("column", "of this row"), rows)


# --- errors, modules


def error_tree() -> str:
    """The tree in the docstring of `autograd.errors`."""
    lines = (errors.__doc__ or "").splitlines()
    return "```text\n" + "\n".join(line[4:] for line in lines if line.startswith("    ")) + "\n```"


def modules(*parts: str) -> str:
    """The modules of a part, and what each says of itself."""
    folder = (parts[0] if len(parts) == 1 else parts[0].partition(".")[0]).replace(".", "/")
    rows = [
        (code(module.path.relative_to(house.ROOT / folder).as_posix()), module.told)
        for module in house.modules().values()
        if module.part in parts
    ]
    return table((f"in {code(folder)}", "what is there"), rows)


def benchmarks() -> str:
    """Every page of measurements, and the command that wrote it."""
    rows = []
    for path in sorted((house.ROOT / "docs" / "benchmarks").glob("*.md")):
        text = path.read_text("utf-8")
        title = re.match(r"# (.+)", text)
        command = re.search(r"`(python -m benchmarks\.\w+)[^`]*`", text)
        if path.name != "README.md" and title and command:
            rows.append((f"[{title[1]}]({path.name})", code(command[1])))
    return table(("page", "command"), rows)


# --- how it works


def _slope(number: mpf) -> str:
    """To three digits, and beside a whole number how far from it."""
    if not mp.isfinite(number):
        return "none"
    whole = mp.nint(number)
    if 0 < abs(number - whole) < 1e-6 < abs(number):
        sign = "+" if number > whole else "−"
        return f"{_plain(whole)} {sign} {_plain(abs(number - whole))}"
    return _plain(number)


def _plain(number: mpf) -> str:
    return str(mp.nstr(number, 3)).replace(".0e", "e").removesuffix(".0")


def ladder() -> str:
    """What the ladder sees at 0, at its first and its last step, and how it calls that."""
    rows = []
    for formula in FORMULAS:
        rung = climb(formula)
        ends = (rung.left[0], rung.left[-1], rung.right[0], rung.right[-1])
        rows.append((code(formula), *map(_slope, ends), rung.place.kind))
    heads = ("formula", "left, 1e-40", "left, 1e-100", "right, 1e-40", "right, 1e-100", "kind")
    return table(heads, rows)


def shares(formula: str, *assignments: str) -> str:
    """How the error of a formula is split among its steps."""
    from autograd.roundoff import roundoff

    at = {name: float(text) for name, text in (each.split("=") for each in assignments)}
    report = roundoff(formula, at=at, remedy=False)
    rows = [
        (
            code(node.node),
            f"{node.value:.17g}",
            node.exact[:20] if node.exact else "",
            "" if node.bits is None else f"{node.bits:.1f}",
            "" if node.share is None else f"{node.share:.1%}".replace("-0.0%", "0.0%"),
        )
        for node in report.nodes
    ]
    return table(("step", "its float", "exactly", "bits lost so far", "share of the error"), rows)


TABLES: dict[str, Callable[..., str]] = {
    "operations": operations,
    "row": one_row,
    "errors": error_tree,
    "modules": modules,
    "benchmarks": benchmarks,
    "ladder": ladder,
    "shares": shares,
    "program": examples.program,
    "explained": examples.explained,
    "function": examples.function,
}

LONG = {"operations", "modules"}
"""Tables whose rows become cards where there is no room for columns."""


def made(name: str, *given: str) -> str:
    """The Markdown of this name."""
    return TABLES[name](*given)
