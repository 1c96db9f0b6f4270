"""``glassgrad draw``: the computation graph of a formula as a picture."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from autograd import files
from autograd.errors import InputError, MissingDependency
from autograd.expression import Expression, parse
from glassgrad.arguments import Function, Table, point, subject
from glassgrad.formula_command import AssignmentOption, FormulaCommand

_NO_FUNCTION = (
    "A function in a file cannot be drawn from the command line yet. In Python, call it with "
    "Values and draw what it returns: viz.draw(f(Value(2.0, name='x')))."
)
_NO_TABLE = "draw takes one formula, not a table of them."


@click.command(cls=FormulaCommand)
@click.argument("formula", metavar="EXPR")
@click.option(
    "--at", cls=AssignmentOption, metavar="NAME=VALUE ...", help="The value of each variable."
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
    """Draw the computation graph of EXPR, a formula such as "x**2*sin(y)".

    Each box shows a value and the derivative of the formula with respect to it, each edge the
    local derivative. A live page can be stepped through, and its inputs changed.
    """
    import viz

    expression, numbers = _read(formula, at)
    drawing = viz.draw(
        expression.graph(**numbers), values=values, grads=grads, depth=depth, title=formula
    )
    try:
        drawing.save(output)
    except viz.NoEngine as error:
        raise MissingDependency(_text_instead(drawing.dot, output, error)) from error
    click.echo(f"Wrote {output}: {drawing.picture.description}")


def _read(formula: str, at: tuple[str, ...]) -> tuple[Expression, dict[str, float]]:
    """The formula, and the number of each of its names."""
    given = subject(formula)
    if isinstance(given, Function):
        raise InputError(_NO_FUNCTION)
    if isinstance(given, Table):
        raise InputError(_NO_TABLE)
    known = point(at)
    expression = parse(given, declared=known)
    for name in expression.shadows:
        click.echo(f"Note: {name} is the variable that --at gives, not the constant.", err=True)
    numbers: dict[str, float] = {}
    for name, value in known.items():
        if not isinstance(value, Decimal):
            raise InputError(f"--at {name}: a variable of a formula is one number, not an array.")
        numbers[name] = float(value)
    return expression, numbers


def _text_instead(dot: str, output: Path, error: MissingDependency) -> str:
    """Leave the picture as text beside where it was to be; the sentence that says so."""
    beside = output.with_suffix(".dot")
    if beside.exists():
        return f"{error} {beside} would hold the picture as text, but that file exists."
    files.write(beside, dot)
    return f"{error} Meanwhile {beside} holds the picture as text."
