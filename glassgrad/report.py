"""A verdict on the screen: readable at 60 columns and at 120, with colours and without."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograd.check import Result, Verdict
from autograd.check.witnesses import WITNESSES
from autograd.expression import parse, to_latex
from glassgrad import report_blame, report_elements
from glassgrad.explain import explained

_SIGN: Final = {
    "right": ("✓", "bold green"),
    "wrong": ("✗", "bold red"),
    "undecidable": ("?", "bold yellow"),
    "failed": ("!", "bold magenta"),
}
_AGREED: Final = "bold"
_APART: Final = "red"
_QUIET: Final = "dim"
_BESIDE: Final = 26  # columns that are not the number's
_WIDE: Final = 106  # columns from which each witness also tells its method
_NARROW: Final = 72  # columns below which a table leaves the formulas out
_FILE_WIDTH: Final = 100
_MANY: Final = 200  # formulas of a table up to which each has a line of its own


class Style(NamedTuple):
    """How a verdict is shown. is_table: a line for each formula first. explain: with the steps
    that led to it. latex: formulas in LaTeX as well."""

    is_table: bool = False
    explain: bool = False
    latex: bool = False


def rendered(verdict: Verdict, style: Style, to_file: bool) -> str:
    """The verdict as a text for the terminal, as wide as that is, or for a file."""
    console = Console(file=io.StringIO(), width=_FILE_WIDTH) if to_file else Console()
    with console.capture() as captured:
        (_report_table if style.is_table else _report)(verdict, console, style)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _report(verdict: Verdict, console: Console, style: Style) -> None:
    """Prints every result of one formula with its witnesses."""
    _print(console, Text(verdict.results[0].formula, style="bold"))
    for result in verdict.results:
        console.print()
        _print(console, _headline(result))
        console.print(Padding(_body(result, console, style), (0, 0, 0, 2), expand=False))
    _notes(verdict, console)


def _report_table(verdict: Verdict, console: Console, style: Style) -> None:
    """Prints a line for each formula of a table, what is not right in full, and the summary."""
    formulas = _by_formula(verdict)
    if len(formulas) <= _MANY:
        console.print(_overview(formulas, console))
        console.print()
    for result in verdict.results:
        if result.verdict != "right":
            _print(console, _headline(result, named=True))
            _print(console, Padding(_short(result, console, style), (0, 0, 0, 2), expand=False))
    _print(console, Text(summary(verdict)))
    _notes(verdict, console)


def summary(verdict: Verdict) -> str:
    """The numbers of a verdict in one line."""
    formulas = len(_by_formula(verdict))
    counts = ", ".join(f"{count} {outcome}" for outcome, count in verdict.summary.items() if count)
    return (
        f"{_times(formulas, 'formula')}, {_times(len(verdict.results), 'derivative')}: "
        f"{counts or 'nothing to judge'}"
    )


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _print(console: Console, what: RenderableType) -> None:
    console.print(what, soft_wrap=False, highlight=False)


def derivative(variable: str | None) -> str:
    """``∂/∂x``, ``∂²/∂x²``, ``∂²/∂x∂y``."""
    names = (variable or "").split(",")
    order = len(names)
    if order == 1:
        return f"∂/∂{names[0]}"
    power = str(order).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    if len(set(names)) == 1:
        return f"∂{power}/∂{names[0]}{power}"
    return f"∂{power}/" + "".join(f"∂{name}" for name in names)


def _headline(result: Result, named: bool = False) -> Text:
    """The verdict and what it is on: the derivative found, or the claim."""
    sign, style = _SIGN[result.verdict]
    line = Text.assemble((f"{sign} {result.verdict}", style), "  ")
    if named:
        line.append(f"{result.name}  ", style="bold")
    if result.variable:
        line.append(derivative(result.variable), style="bold")
    if result.claim is not None:
        line.append(f" = {result.claim}", style="bold")
        line.append("  (claim)", style=_QUIET)
    elif result.simplified is not None and result.derivative is not None:
        line.append(f" = {result.simplified}", style="bold")
    elif result.simplified is not None:
        line.append(f"  (where it exists: {result.simplified})", style=_QUIET)
    return line


def _short(result: Result, console: Console, style: Style) -> Group:
    """What a table tells of a result that is not right: the reason, and the blame."""
    parts: list[RenderableType] = [Text(remark) for remark in _remarks(result)]
    if result.blame is not None:
        parts.append(report_blame.blame(result, console))
    if style.explain:
        parts.append(explained(result))
    return Group(*parts)


def _remarks(result: Result) -> tuple[str, ...]:
    return result.remarks or tuple(filter(None, (result.reason,)))


def _body(result: Result, console: Console, style: Style) -> Group:
    """The point, the reason, what the claim and each witness say."""
    parts: list[RenderableType] = []
    if result.point:
        at = ", ".join(f"{name} = {number}" for name, number in result.point.items())
        of = f"  (the worst of {result.points} points)" if result.points > 1 else ""
        parts.append(Text.assemble("at ", at, (of, _QUIET)))
    parts += [Text(remark) for remark in _remarks(result)]
    if result.claim is not None and result.simplified is not None and result.verdict == "wrong":
        parts.append(
            Text.assemble("the derivative is ", (result.simplified, "bold")),
        )
    listed = report_elements.worst(result)
    if listed is not None:
        parts.append(listed)
    if style.latex and result.simplified is not None:
        parts.append(Text.assemble("in LaTeX: ", (_latex(result), "bold")))
    if result.blame is not None:
        parts.append(report_blame.blame(result, console))
    if any(number is not None for number in result.witnesses.values()):
        shown = report_elements.shown(result)
        parts += [Text(shown, style=_QUIET)] if shown else []
        parts.append(_witnesses(result, console))
    if style.explain:
        parts += [Text(""), explained(result)]
    return Group(*parts)


def _latex(result: Result) -> str:
    """The derivative in LaTeX."""
    names = parse(result.formula, result.point).names
    return to_latex(parse(result.simplified or "0", names))


def _witnesses(result: Result, console: Console) -> Table:
    """One line for each witness: its number, the digits on which it agrees marked."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=_QUIET, no_wrap=True, min_width=8)
    table.add_column(max_width=max(20, console.width - _BESIDE))
    table.add_column(justify="right", no_wrap=True, min_width=9)
    wide = console.width >= _WIDE
    if wide:
        table.add_column(style=_QUIET, no_wrap=True, overflow="ellipsis")
    for name, number, digits, how in _lines(result, console):
        table.add_row(name, number, digits, *([how] if wide else []))
    return table


def _lines(result: Result, console: Console) -> Iterator[tuple[str, Text, str, str]]:
    """The claim and each witness: name, number or why there is none, digits, method."""
    common = min(result.agreements.values(), default=0)
    if result.claimed is not None and result.derivative is not None:
        digits = result.digits or 0
        claimed = _marked(result.claimed, common, digits, console)
        yield "claim", claimed, _digits(digits), "the claim"
    for witness in WITNESSES:
        name, how = witness.name, witness.how
        number, agreed = result.witnesses[name], result.agreements.get(name)
        if number is None:
            yield name, Text(f"– {result.notes.get(name, '')}", style=_QUIET), "", how
        elif agreed is None:
            yield name, Text(number), "", how
        else:
            yield name, _marked(number, common, agreed, console), _digits(agreed), how


def _digits(agreed: int) -> str:
    return _times(max(agreed, 0), "digit")


def _marked(number: str, common: int, agreed: int, console: Console) -> Text:
    """A number with the digits that all agree on in bold, and those that are its own in red or,
    where there are no colours, behind a bar."""
    all_agree, own = _after(number, min(common, agreed)), _after(number, agreed)
    marked = Text(no_wrap=True, overflow="ellipsis")
    marked.append(number[:all_agree], style=_AGREED).append(number[all_agree:own])
    rest, e, exponent = number[own:].partition("e")
    if rest.strip("."):
        plain = console.no_color or not console.is_terminal
        marked.append("|" if plain else "").append(rest, style=_APART)
    else:
        marked.append(rest)
    return marked.append(e + exponent)


def _after(number: str, digits: int) -> int:
    """The place in a decimal text after so many significant digits."""
    seen, started = 0, False
    for place, character in enumerate(number):
        if character == "e" or seen >= max(digits, 0):
            return place
        if character.isdigit():
            started = started or character != "0"
            seen += started
    return len(number)


def _by_formula(verdict: Verdict) -> list[list[Result]]:
    """The results, those of one row of the table together."""
    formulas: dict[tuple[str, str], list[Result]] = {}
    for result in verdict.results:
        formulas.setdefault((result.name, result.formula), []).append(result)
    return list(formulas.values())


def _overview(formulas: list[list[Result]], console: Console) -> Table:
    """One line for each formula: how its derivatives fared, and the fewest digits."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=_QUIET)
    table.add_column("", no_wrap=True, min_width=1)
    table.add_column("name", no_wrap=True, overflow="ellipsis", min_width=10, max_width=24)
    if console.width >= _NARROW:
        table.add_column("formula", no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column("derivatives", justify="right", no_wrap=True)
    table.add_column("digits", justify="right", no_wrap=True)
    for results in formulas:
        right = sum(result.verdict == "right" for result in results)
        digits = [result.digits for result in results if result.digits is not None]
        table.add_row(
            _sign(results),
            results[0].name,
            *([results[0].formula] if console.width >= _NARROW else []),
            f"{right} of {len(results)}" if right < len(results) else str(right),
            str(min(digits)) if digits else "",
        )
    return table


def _sign(results: Sequence[Result]) -> Text:
    """The sign of the gravest verdict."""
    found = {result.verdict for result in results}
    for outcome in ("failed", "wrong", "undecidable", "right"):
        if outcome in found:
            return Text(*_SIGN[outcome])
    return Text("")


def _notes(verdict: Verdict, console: Console) -> None:
    if verdict.notes:
        console.print()
    for note in verdict.notes:
        _print(console, Text(f"Note: {note}.", style=_QUIET))
