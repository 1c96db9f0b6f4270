"""The command line as a whole: its subcommands, its errors, its exit codes.

Exit codes: 0 all right; 1 a derivative is wrong (or undecidable); 2 something could not run;
130 interrupted; 141 the reader of a pipe left.

A subcommand is a module of this package with a ``command``. It is imported only when it is called,
so that ``glassgrad --help`` needs neither NumPy nor sympy.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from autograd.errors import GlassgradError
from glassgrad import __version__

# name -> (module, the line that `glassgrad --help` shows)
COMMANDS = {
    "check": ("glassgrad.check", "Check derivatives with independent witnesses."),
    "draw": ("glassgrad.draw", "Draw a computation graph with its values and derivatives."),
    "roundoff": ("glassgrad.roundoff", "Show lost digits, where they went, and what to write."),
    "program": ("glassgrad.program", "Print a function as a NumPy program over batches."),
    "demo": ("glassgrad.demo", "Write a small tour of glassgrad into a folder."),
    "notebooks": ("glassgrad.walkthroughs", "Copy the walkthroughs into a folder."),
}


class Commands(click.Group):
    """A group whose subcommands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand, imported; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name][0]}.command is not a click command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand that the arguments begin with; suggest one where it is mistyped."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            from autograd.expression.tokens import shown

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            ctx.fail(f"There is no command '{shown(args[0])}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; a reader that has gone away (`| head`) is not an error."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still buffered would raise once more when Python closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(141)
        return result


@click.command(cls=Commands, context_settings={"max_content_width": 100})
@click.version_option(__version__, prog_name="glassgrad", message="%(prog)s %(version)s")
def glassgrad() -> None:
    """Derivatives that can be seen, checked and explained."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on these arguments (those of the process by default).

    Returns the exit code. Errors that the user can mend are printed as a sentence on stderr.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show ∂ shows a question mark, rather than a traceback.
            stream.reconfigure(errors="replace")
    try:
        result = glassgrad.main(args=arguments, prog_name="glassgrad", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        return 130
    except GlassgradError as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(": ".join(str(part) for part in (error.filename, error.strerror) if part))
    except MemoryError:
        return _failed("there is not enough memory for this.")
    return result if isinstance(result, int) else 0


def _failed(sentence: str) -> int:
    click.echo(f"Error: {sentence}", err=True)
    return 2
