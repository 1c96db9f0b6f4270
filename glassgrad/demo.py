"""``glassgrad demo``: a tour made of the very commands that a reader can type afterwards."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple

import click

from autograd.errors import GlassgradError
from glassgrad.cli import run

_EXAMPLES = Path(__file__).parent / "examples" / "feynman.csv"
_NETWORK = "(w*x + b - y)**2/2"


class Stop(NamedTuple):
    """One stop of the tour: what there is to see, the command that shows it, its exit code."""

    sight: str
    arguments: tuple[str, ...]
    code: int = 0


def stops(directory: Path) -> list[Stop]:
    """The tour; pictures and reports go to ``directory``."""
    point = ("--at", "w=2", "x=-2", "b=8", "y=2")
    return [
        Stop(
            "A derivative, found in five ways that share nothing but the formula.",
            ("check", "x**2*sin(y)", "--at", "x=1.5", "y=2"),
        ),
        Stop(
            "A derivative worked out by hand, with a mistake in it.",
            (
                "check", "x**2*sin(y)", "--at", "x=1.5", "y=2", "--claim", "y=x**2",
                "--draw", str(directory / "mistake.svg"),
            ),
            1,
        ),
        Stop(
            "A place where there is no derivative, whatever a gradient checker says.",
            ("check", "abs(x - 1) + x**2", "--at", "x=1"),
            1,
        ),
        Stop(
            "Fifty formulas of physics, every partial derivative, three points each.",
            (
                "check", str(_EXAMPLES), "--points", "3",
                "--format", "json", "--output", str(directory / "feynman.json"),
            ),
        ),
        Stop(
            "A small network: values flow to the right, derivatives to the left.",
            ("draw", _NETWORK, *point, "-o", str(directory / "network.svg")),
        ),
        Stop(
            "The same as a page to step through, change and fill in: open it in a browser.",
            ("draw", _NETWORK, *point, "-o", str(directory / "network.html")),
        ),
    ]  # fmt: skip


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path("demo"))
def command(directory: Path) -> None:
    """Show what glassgrad does, and write its pictures and reports to DIRECTORY (demo)."""
    directory.mkdir(parents=True, exist_ok=True)
    for number, stop in enumerate(stops(directory), start=1):
        click.secho(f"\n{number}. {stop.sight}", bold=True)
        click.echo(f"$ glassgrad {shlex.join(stop.arguments)}\n")
        code = run(stop.arguments)
        if code != stop.code:
            raise GlassgradError(
                f"Stop {number} of the tour ended with exit code {code}, not {stop.code}."
            )
    click.secho(f"\nIn {directory}:", bold=True)
    for path in sorted(directory.iterdir()):
        click.echo(f"  {path}  ({path.stat().st_size:,} bytes)")
