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
    type=click.Choice(["pretty", "json"]),
    default="pretty",
    help="For people, or for programs.  [default: pretty]",
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
@click.pass_context
def command(
    ctx: click.Context,
    /,
    formula: str,
    format_: str,
    output: Path | None,
    undecidable: str,
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
    verdict = _verdict(given, options)
    text = verdict.to_json() + "\n" if format_ == "json" else None
    if format_ == "json":
        for note in verdict.notes:
            click.echo(f"Note: {note}.", err=True)
    _show(verdict, text, output, isinstance(given, Table))
    ctx.exit(_exit_code(verdict.summary, undecidable))


def _verdict(given: str | Function | Table, options: dict[str, Any]) -> Any:
    if isinstance(given, Function):
        from glassgrad import functions  # loads numpy

        return functions.check(given, options)
    return _table(given.path, options) if isinstance(given, Table) else _formula(given, options)


def _exit_code(counts: dict[str, int], undecidable: str) -> int:
    if counts["failed"]:
        return 2
    return int(bool(counts["wrong"] or (counts["undecidable"] and undecidable == "fail")))


def _formula(formula: str, options: dict[str, Any]) -> Any:
    """The verdict on one formula."""
    from autograd.check import check

    at = arguments.point(options["at"])
    for name, value in at.items():
        if not isinstance(value, Decimal):
            raise InputError(f"--at {name}: a variable of a formula is one number, not an array.")
    return check(
        formula,
        at,
        arguments.assignments(options["claims"], "--claim"),
        ranges=arguments.ranges(options["ranges"]),
        wrt=options["wrt"],
        order=options["order"],
        points=options["points"],
        seed=options["seed"],
    )


def _table(path: Path, options: dict[str, Any]) -> Any:
    """The verdict on all rows of a table; a row that cannot be checked is a result as well."""
    from autograd.check.verdict import Verdict, joined

    for option in ("at", "ranges", "wrt", "claims"):
        if options[option]:
            raise InputError(
                f"--{option.rstrip('s')} is for one formula; a table has columns for that."
            )
    table = tables.read(path)
    verdicts = [_row(row, options) for row in _with_progress(table.rows)]
    return joined([Verdict((), tuple(table.notes)), *verdicts])


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


def _show(verdict: Any, text: str | None, output: Path | None, is_table: bool) -> None:
    """Prints the verdict, or writes it to a file and says so."""
    from glassgrad import report

    if text is None:
        text = report.rendered(verdict, is_table, to_file=output is not None)
    if output is None:
        click.echo(text, nl=False)
    else:
        files.write(output, text)
        click.echo(f"Wrote {output}: {report.summary(verdict)}")
