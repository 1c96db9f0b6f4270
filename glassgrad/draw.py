"""``glassgrad draw``: the computation graph of a formula or a function as a picture."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from autograd import files
from autograd.errors import InputError, MissingDependency
from autograd.expression import parse
from autograd.value import Value
from glassgrad import arguments
from glassgrad.arguments import Function, Table, subject
from glassgrad.formula_command import AssignmentOption, FormulaCommand
from glassgrad.functions import recorded, running

_NO_TABLE = "draw takes one formula, not a table of them."


@click.command(cls=FormulaCommand)
@click.argument("formula", metavar="EXPR|FILE.py::FUNCTION")
@click.option(
    "--at",
    cls=AssignmentOption,
    metavar="NAME=VALUE ...",
    help="The value of each variable; for a function also NAME=FILE.npy.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The picture, as what its ending says: .svg, .png, .pdf or .dot; .html is a live page.",
)
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    help="Levels of scopes that are open; what is deeper is collapsed.",
)
@click.option("--values/--no-values", default=True, help="Show the values.  [default: values]")
@click.option("--grads/--no-grads", default=True, help="Show the derivatives.  [default: grads]")
def command(
    formula: str, at: tuple[str, ...], output: Path, depth: int | None, values: bool, grads: bool
) -> None:
    """Draw the computation graph of EXPR, a formula such as "x**2*sin(y)", or of a function.

    Each box shows a value and the derivative of the formula with respect to it, each edge the
    local derivative. A live page can be stepped through, and its inputs changed.
    """
    import viz

    graph = _graph(formula, at)
    drawing = viz.draw(graph, values=values, grads=grads, depth=depth, title=formula)
    try:
        drawing.save(output)
    except viz.NoEngine as error:
        raise MissingDependency(_text_instead(drawing.dot, output, error)) from error
    click.echo(f"Wrote {output}: {drawing.picture.description}")


def _graph(formula: str, at: tuple[str, ...]) -> Value | list[Value]:
    """The recorded graph of what is to be drawn."""
    given = subject(formula)
    if isinstance(given, Function):
        with running(given) as load:
            return recorded(load(given), arguments.values(at))
    if isinstance(given, Table):
        raise InputError(_NO_TABLE)
    known = arguments.point(at)
    expression = parse(given, declared=known)
    for name in expression.shadows:
        click.echo(f"Note: {name} is the variable that --at gives, not the constant.", err=True)
    numbers: dict[str, float] = {}
    for name, value in known.items():
        if not isinstance(value, Decimal):
            raise InputError(f"--at {name}: a variable of a formula is one number, not an array.")
        numbers[name] = float(value)
    return expression.graph(**numbers)


def _text_instead(dot: str, output: Path, error: MissingDependency) -> str:
    """Leave the picture as text beside where it was to be; the sentence that says so."""
    beside = output.with_suffix(".dot")
    if beside.exists():
        return f"{error} {beside} would hold the picture as text, but that file exists."
    files.write(beside, dot)
    return f"{error} Meanwhile {beside} holds the picture as text."
