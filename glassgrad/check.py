"""``glassgrad check``: derivatives of a formula, or of a table of them, and their witnesses."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from autograd import files
from autograd.errors import ExpressionError, GlassgradError, InputError
from autograd.expression.tokens import shown
from glassgrad import arguments, tables
from glassgrad.arguments import Function, Table, subject
from glassgrad.formula_command import AssignmentOption, FormulaCommand


@click.command(cls=FormulaCommand)
@click.argument("formula", metavar="EXPR|TABLE.csv|FILE.py::function")
@click.option("--at", cls=AssignmentOption, metavar="NAME=VALUE ...", help="The point.")
@click.option(
    "--range",
    "ranges",
    cls=AssignmentOption,
    metavar="NAME=LOW:HIGH ...",
    help="Draw a variable from a range.",
)
@click.option(
    "--points",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many points.  [default: the one given, or 5]",
)
@click.option("--seed", type=int, default=0, metavar="N", help="Seed of the points.  [default: 0]")
@click.option(
    "--wrt",
    multiple=True,
    metavar="NAME",
    help="A variable to differentiate with respect to; x,y is a mixed derivative.  [default: all]",
)
@click.option(
    "--claim",
    "claims",
    cls=AssignmentOption,
    metavar="NAME=EXPR ...",
    help="What the derivative is said to be; of a function FILE.py::gradient.",
)
@click.option(
    "--order",
    type=click.IntRange(1, 6),
    default=1,
    metavar="N",
    help="Order of the derivative.  [default: 1]",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["pretty", "json", "github", "junit"]),
    default="pretty",
    help="For people, for programs, or for what runs your tests.  [default: pretty]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write there, not on the screen.",
)
@click.option(
    "--undecidable",
    type=click.Choice(["fail", "warn"]),
    default="fail",
    help="Whether a derivative that does not exist fails the check.  [default: fail]",
)
@click.option("--explain", is_flag=True, help="Tell how each verdict was reached.")
@click.option(
    "--draw",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draw the formula's graph, the blamed step marked.",
)
@click.option("--latex", is_flag=True, help="EXPR and claims are LaTeX.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    formula: str,
    format_: str,
    output: Path | None,
    undecidable: str,
    explain: bool,
    draw: Path | None,
    **options: Any,
) -> None:
    """Check the derivatives of EXPR, a formula such as "x**2*sin(y)", or of a table of formulas.

    Each derivative is computed in independent ways: reverse and forward mode in floats, sympy's
    derivative and differences of values to 50 digits, power series with 100 certified bits. With
    --claim the formula that you give is judged, without it the engine.

    FILE.py::function is a function of your own, of numbers and NumPy arrays (--at w=w.npy). Its
    file is run in this process. --claim FILE.py::gradient judges a function that returns its
    gradient, --claim w=FILE.py::gradient one that answers for w alone; every element is compared.

    A TABLE.csv has the columns name, formula, ranges (x=1:3;y=1:5), at (x=1.5;y=2) and claims
    (x=2*x;y=1); all but the formula may be left out.

    Exit code: 0 all right, 1 something wrong or undecidable, 2 something could not run.
    """
    given = subject(formula)
    latex = options.pop("latex")
    if not isinstance(given, str) and (draw is not None or latex):
        raise InputError(f"--{'latex' if latex else 'draw'} is for one formula.")
    verdict, lines = _verdict(given, options, latex)
    if format_ != "pretty":
        for note in verdict.notes:
            click.echo(f"Note: {note}.", err=True)
    style = {"is_table": isinstance(given, Table), "explain": explain, "latex": latex}
    _show(verdict, _written(verdict, format_, undecidable, given, lines), output, style)
    if draw is not None:
        from glassgrad.check_picture import draw as draw_claim

        click.echo(draw_claim(verdict, draw), err=format_ != "pretty")
    ctx.exit(_exit_code(verdict.summary, undecidable))


def _verdict(
    given: str | Function | Table, options: dict[str, Any], latex: bool
) -> tuple[Any, dict[str, int]]:
    """The verdict, and for a table the line of each of its formulas by their names."""
    if isinstance(given, Function):
        from glassgrad import functions  # loads numpy

        return functions.check(given, options), {}
    if isinstance(given, Table):
        return _table(given.path, options)
    return _formula(given, options, latex), {}


def _written(
    verdict: Any,
    format_: str,
    undecidable: str,
    given: str | Function | Table,
    lines: dict[str, int],
) -> str | None:
    """The verdict for a program; None where it is for people."""
    from glassgrad import formats

    if format_ == "json":
        return str(verdict.to_json()) + "\n"
    if format_ == "junit":
        return formats.junit(verdict, undecidable)
    if format_ == "github":
        file = "" if isinstance(given, str) else str(given.path)
        return formats.github(verdict, undecidable, file, lines)
    return None


def _exit_code(counts: dict[str, int], undecidable: str) -> int:
    if counts["failed"]:
        return 2
    return int(bool(counts["wrong"] or (counts["undecidable"] and undecidable == "fail")))


def _formula(formula: str, options: dict[str, Any], latex: bool) -> Any:
    """The verdict on one formula."""
    from autograd.check import check

    at = arguments.point(options["at"])
    for name, value in at.items():
        if not isinstance(value, Decimal):
            raise InputError(f"--at {name}: a variable of a formula is one number, not an array.")
    ranges = arguments.ranges(options["ranges"])
    subject_: Any = formula
    claims: dict[str, Any] = dict(arguments.assignments(options["claims"], "--claim"))
    if latex:
        subject_, claims = _from_latex(formula, claims, [*at, *ranges, *options["wrt"], *claims])
    return check(
        subject_,
        at,
        claims,
        ranges=ranges,
        wrt=options["wrt"],
        order=options["order"],
        points=options["points"],
        seed=options["seed"],
    )


def _from_latex(
    formula: str, claims: dict[str, str], declared: Iterable[str]
) -> tuple[Any, dict[str, Any]]:
    """The formula and the claims, read from LaTeX; says on stderr how each was read."""
    from autograd.expression import parse_latex

    names = [part.strip() for name in declared for part in name.split(",")]
    expression = parse_latex(formula, names)
    click.echo(f"Note: the formula was read as {expression.text}.", err=True)
    read = {}
    for name, text in claims.items():
        read[name] = parse_latex(text, expression.names)
        click.echo(f"Note: the claim on {name} was read as {read[name].text}.", err=True)
    return expression, read


def _table(path: Path, options: dict[str, Any]) -> tuple[Any, dict[str, int]]:
    """The verdict on all rows of a table; a row that cannot be checked is a result as well.

    Besides, the line of each row by its name.
    """
    from autograd.check.verdict import Verdict, joined

    for option in ("at", "ranges", "wrt", "claims"):
        if options[option]:
            raise InputError(
                f"--{option.rstrip('s')} is for one formula; a table has columns for that."
            )
    table = tables.read(path)
    verdicts = [_row(row, options) for row in _with_progress(table.rows)]
    lines = {row.name: row.line for row in reversed(table.rows)}
    return joined([Verdict((), tuple(table.notes)), *verdicts]), lines


def _row(row: tables.Row, options: dict[str, Any]) -> Any:
    from autograd.check import Result, Verdict, check

    try:
        return check(
            row.formula,
            **row.options(),
            order=options["order"],
            points=options["points"],
            seed=options["seed"],
            name=row.name,
            simplify=False,
        )
    except GlassgradError as error:
        return Verdict(
            (Result(row.name, shown(row.formula, 60), None, "failed", reason=_of(error)),)
        )


def _of(error: GlassgradError) -> str:
    """An error as the reason of a result: one line."""
    if isinstance(error, ExpressionError):
        return f"{error.message.removesuffix('.')} (column {error.column + 1})"
    return str(error).removesuffix(".")


def _with_progress(rows: Iterable[tables.Row]) -> Iterator[tables.Row]:
    """The rows, with a bar on a terminal while they are checked."""
    if not sys.stderr.isatty():
        yield from rows
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(list(rows), "Checking", console=Console(stderr=True), transient=True)


def _show(verdict: Any, text: str | None, output: Path | None, style: dict[str, bool]) -> None:
    """Prints the verdict, or writes it to a file and says so."""
    from glassgrad import report

    for_people = text is None
    if text is None:
        text = report.rendered(verdict, report.Style(**style), to_file=output is not None)
    if output is None:
        # Where colours are not wanted, rich has left them out; FORCE_COLOR keeps them in a pipe.
        click.echo(text, nl=False, color=for_people or None)
    else:
        files.write(output, text)
        click.echo(f"Wrote {output}: {report.summary(verdict)}")
