"""``glassgrad demo``: a tour made of the very commands that a reader can type afterwards."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import click

from autograd.errors import GlassgradError
from autograd.files import write
from glassgrad.cli import run

_EXAMPLES = Path(__file__).parent / "examples"
_NETWORK = "(w*x + b - y)**2/2"


class Stop(NamedTuple):
    """One stop of the tour: what there is to see, the arguments of ``glassgrad`` that show it, or
    the script that does; its exit code."""

    sight: str
    arguments: tuple[str, ...]
    code: int = 0
    script: bool = False


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
                "check", str(_EXAMPLES / "feynman.csv"), "--points", "3",
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
        Stop(
            "Digits that get lost: where, why, and what to write instead.",
            ("roundoff", "log(1 + x)", "--at", "x=1e-12"),
        ),
        Stop(
            "Scalar code becomes a program over whole batches, forward and backward.",
            (str(directory / "compiled.py"),),
            script=True,
        ),
        Stop(
            "A network whose every layer is scalar code, trained at the speed of NumPy.",
            (str(directory / "training.py"),),
            script=True,
        ),
        Stop(
            "The course that teaches all of it, as notebooks.",
            ("notebooks", str(directory / "notebooks"), "--force"),
        ),
    ]  # fmt: skip


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path("demo"))
def command(directory: Path) -> None:
    """Show what glassgrad does, and write its pictures and reports to DIRECTORY (demo)."""
    directory.mkdir(parents=True, exist_ok=True)
    for number, stop in enumerate(stops(directory), start=1):
        click.secho(f"\n{number}. {stop.sight}", bold=True)
        click.echo(f"$ {'python' if stop.script else 'glassgrad'} {shlex.join(stop.arguments)}\n")
        code = _ran(stop.arguments[0]) if stop.script else run(stop.arguments)
        if code != stop.code:
            raise GlassgradError(
                f"Stop {number} of the tour ended with exit code {code}, not {stop.code}."
            )
    click.secho(f"\nIn {directory}:", bold=True)
    for path in sorted(directory.iterdir()):
        size = f"  ({path.stat().st_size:,} bytes)" if path.is_file() else "/"
        click.echo(f"  {path}{size}")
    click.echo(f"\nOpen {directory / 'network.html'} in a browser, and change the two scripts.")


def _ran(script: str) -> int:
    """Runs one of the example scripts, copied to where the reader can change it."""
    path = Path(script)
    write(path, (_EXAMPLES / path.name).read_bytes())
    sys.stdout.flush()
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    click.echo(ran.stdout + ran.stderr, nl=False)
    return ran.returncode
