"""``glassgrad roundoff``: the digits that a result has lost, where, and what to write instead."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import click

from autograd.errors import InputError, MissingDependency
from glassgrad import arguments
from glassgrad.arguments import Function, Table, subject
from glassgrad.formula_command import AssignmentOption, FormulaCommand

_NO_TABLE = "roundoff takes one formula or function, not a table of them."
_PRECISIONS = ("float64", "float32", "float16", "bfloat16")


@click.command(cls=FormulaCommand)
@click.argument("formula", metavar="EXPR|FILE.py::function")
@click.option("--at", cls=AssignmentOption, metavar="NAME=VALUE ...", help="The point.")
@click.option(
    "--range",
    "ranges",
    cls=AssignmentOption,
    metavar="NAME=LOW:HIGH ...",
    help="Look at a range of a variable, and report the worst point.",
)
@click.option(
    "--points",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many points of a range.  [default: 256]",
)
@click.option("--seed", type=int, default=0, metavar="N", help="Seed of the points.  [default: 0]")
@click.option(
    "--precision",
    type=click.Choice(_PRECISIONS),
    default="float64",
    help="The floats to compute in.  [default: float64]",
)
@click.option(
    "--wrt",
    metavar="NAME",
    help="Look at the derivative with respect to this, at a point; w[3] is an element.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["pretty", "json"]),
    default="pretty",
    help="For people, or for programs.  [default: pretty]",
)
@click.option(
    "--draw",
    "picture",
    metavar="FILE",
    help="Draw the steps, or of a --range the accuracy (.svg .png .pdf; steps also .dot).",
)
@click.option("--remedies/--no-remedies", default=True, help="Look for better formulas.")
def command(formula: str, format_: str, picture: str | None, **options: Any) -> None:
    """Show how many digits of EXPR are right, where the others were lost, and what to write.

    Every step is computed in floats and beside that exactly. The error of the result is split
    among the steps: the one where it entered and the one where it grew are named. Better formulas
    are measured before they are offered. Inputs mean the floats that they are.

    With --range the worst of many points is reported; without --at and --range points are drawn
    from all floats. --draw draws the steps, as dark as they lose bits and with edges as wide as
    the error grows; of a range it draws the bits of error against its variable.
    FILE.py::function is a function of your own that gives one number (--at w=w.npy); its file is
    run in this process.

    Exit code: 0 whatever was found, 2 where nothing could be analysed.
    """
    report = _report(formula, options)
    if picture is not None:
        click.echo(_draw(report, picture), err=True)
    if format_ == "json":
        click.echo(report.to_json())
        return
    for line in str(report).splitlines():
        click.echo("\n".join(_wrapped(line)))


def _report(formula: str, options: dict[str, Any]) -> Any:
    given = subject(formula)
    if isinstance(given, Table):
        raise InputError(_NO_TABLE)
    from autograd.roundoff import roundoff

    at = arguments.point(options["at"])
    how = {name: options[name] for name in ("precision", "seed", "wrt")}
    if isinstance(given, Function):
        if options["ranges"] or options["points"]:
            raise InputError("--range and --points are for formulas; give the function its --at.")
        from glassgrad.functions import running

        with running(given) as load:
            return roundoff(load(given), _floats(at), remedy=options["remedies"], **how)
    for name, value in at.items():
        if not isinstance(value, Decimal):
            raise InputError(f"--at {name}: a variable of a formula is one number, not an array.")
    return roundoff(
        given,
        at,
        ranges=arguments.ranges(options["ranges"]),
        points=options["points"],
        remedy=options["remedies"],
        **how,
    )


def _draw(report: Any, path: str) -> str:
    """Draws the accuracy over a range, or the steps at a point; a line that says so."""
    import viz

    if report.accuracy is not None:
        plot = viz.plots.accuracy(report)
        return f"Wrote {plot.save(path)}: {plot.alt}"
    drawing = viz.draw(report)
    try:
        return f"Wrote {drawing.save(path)}: {drawing.picture.description}"
    except viz.NoEngine as error:
        raise MissingDependency(str(error)) from error


def _floats(at: dict[str, Any]) -> dict[str, Any]:
    """A function's arguments: arrays as they are, numbers as floats."""
    return {
        name: float(value) if isinstance(value, Decimal) else value for name, value in at.items()
    }


def _wrapped(line: str) -> Iterator[str]:
    """A line of the report at the width of the terminal, its indentation kept."""
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 120))
    indent = line[: len(line) - len(line.lstrip())]
    if len(line) <= width:
        yield line
        return
    yield from textwrap.wrap(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
        replace_whitespace=False,
    )
