"""``glassgrad program``: a function of one sample, printed as a NumPy program over batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from autograd import files
from autograd.errors import GlassgradError, InputError
from glassgrad.arguments import Function, subject, values
from glassgrad.formula_command import AssignmentOption, FormulaCommand
from glassgrad.functions import parameters, running

_ONLY_FUNCTIONS = "program compiles a function in a file: write FILE.py::function."


@click.command(cls=FormulaCommand)
@click.argument("function", metavar="FILE.py::FUNCTION")
@click.option(
    "--at",
    cls=AssignmentOption,
    metavar="NAME=VALUE ...",
    help="Each argument for one sample: a number, or a .npy file. Only its shape matters.",
)
@click.option(
    "--shared",
    multiple=True,
    metavar="NAME",
    help="An argument that all samples share, such as weights; may be repeated.",
)
@click.option(
    "--wrt",
    multiple=True,
    metavar="NAME",
    help="Differentiate with respect to this one; may be repeated.  [default: the shared ones]",
)
@click.option(
    "--reduce",
    type=click.Choice(["mean", "sum", "none"]),
    default="mean",
    show_default=True,
    help="What becomes of the samples' gradients of shared arguments.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the program there, in place of showing it.",
)
@click.option("--explain", is_flag=True, help="Show how the program came about instead.")
def command(
    function: str,
    at: tuple[str, ...],
    shared: tuple[str, ...],
    wrt: tuple[str, ...],
    reduce: str,
    output: Path | None,
    explain: bool,
) -> None:
    """Compile FUNCTION, written for one sample, into a NumPy program over batches.

    The function runs once, on numbers that record what is done with them; the program has its
    value and its gradient, and needs NumPy alone.
    """
    given = subject(function)
    if not isinstance(given, Function):
        raise InputError(_ONLY_FUNCTIONS)
    with running(given) as load:
        program, names = _compiled(load(given), values(at), shared)
    if explain:
        text = program.explain() + "\n"
    else:
        text = program.text(
            _places(wrt, names, "--wrt") or None, None if reduce == "none" else reduce
        )
    if output is None:
        click.echo(text, nl=False)
    else:
        files.write(output, text)
        click.echo(f"Wrote {output}.")


def _compiled(
    f: Callable[..., Any], known: dict[str, Any], shared: Sequence[str]
) -> tuple[Any, list[str]]:
    """The program, and the names of its arguments in order."""
    from autograd.program import compile

    names = parameters(f, known)
    kept = _places(shared, names, "--shared")
    axes = tuple(None if place in kept else 0 for place in range(len(names)))
    try:
        return compile(f, *(known[name] for name in names), in_axes=axes), names
    except GlassgradError:
        raise
    except Exception as error:
        raise InputError(f"The function raised {type(error).__name__}: {error}") from error


def _places(chosen: Sequence[str], names: list[str], option: str) -> tuple[int, ...]:
    for name in chosen:
        if name not in names:
            raise InputError(f"{option} {name}: the function has no argument of that name.")
    return tuple(names.index(name) for name in chosen)
