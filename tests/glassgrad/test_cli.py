"""The frame of the command: its list of commands, its errors, its exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from autograd.errors import ExpressionError, InputError
from glassgrad import __main__, __version__, cli

ROOT = Path(__file__).parents[2]


@pytest.fixture
def command(monkeypatch):
    """Register a subcommand ``try`` that does what it is given."""

    def register(action):
        module = type(sys)("glassgrad_try")
        module.command = click.Command("try", callback=action)
        monkeypatch.setitem(sys.modules, "glassgrad_try", module)
        monkeypatch.setitem(cli.COMMANDS, "try", ("glassgrad_try", "Try something."))

    return register


def raises(error):
    def action():
        raise error

    return action


def test_version(capsys):
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"glassgrad {__version__}\n"


def test_help_lists_every_command(capsys):
    assert cli.run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {name}" in out and line in out for name, (_, line) in cli.COMMANDS.items())


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help(name, capsys):
    assert cli.run([name, "--help"]) == 0
    assert f"Usage: glassgrad {name}" in capsys.readouterr().out


def test_a_mistyped_command_is_suggested(capsys):
    assert cli.run(["chek", "x"]) == 2
    assert "There is no command 'chek'. Did you mean 'check'?" in capsys.readouterr().err
    assert cli.run(["x**2" * 1000]) == 2
    assert len(capsys.readouterr().err) < 300


def test_without_a_command_there_is_help(capsys):
    assert cli.run([]) == 2
    assert "Commands:" in capsys.readouterr().err


@pytest.mark.parametrize(("result", "code"), [(None, 0), (0, 0), (1, 1), (2, 2)])
def test_a_command_returns_its_exit_code(command, result, code):
    command(lambda: result)
    assert cli.run(["try"]) == code


def test_a_command_may_leave_by_its_context(command):
    command(lambda: click.get_current_context().exit(1))
    assert cli.run(["try"]) == 1


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (InputError("x has no value"), 2, "Error: x has no value\n"),
        (ExpressionError("what is this?", "x ? y", 2), 2, "Error: what is this?\n  x ? y\n    ^\n"),
        (FileNotFoundError(2, "No such file", "a.csv"), 2, "Error: a.csv: No such file\n"),
        (MemoryError(), 2, "Error: there is not enough memory for this.\n"),
        (click.ClickException("no"), 2, "Error: no\n"),
    ],
)
def test_an_error_is_a_sentence_and_a_code(command, capsys, error, code, sentence):
    command(raises(error))
    assert cli.run(["try"]) == code
    assert capsys.readouterr() == ("", sentence)


def test_an_interrupt_is_silent(command, capsys):
    command(raises(KeyboardInterrupt()))
    assert cli.run(["try"]) == 130
    assert capsys.readouterr().err.strip() == ""


def test_a_fault_of_ours_shows_where_but_never_says_wrong(command, capsys, monkeypatch):
    command(raises(ZeroDivisionError("a fault")))
    monkeypatch.setattr(sys, "argv", ["glassgrad", "try"])
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == 2
    err = capsys.readouterr().err
    assert "ZeroDivisionError: a fault" in err
    assert err.endswith("Error: this is a fault of glassgrad; please report it.\n")


def piped(code: str, **environment: str) -> subprocess.Popen[str]:
    """The command ``try`` in a process of its own, whose output nobody reads to its end."""
    program = (
        "import sys, click; from glassgrad import cli\n"
        "module = sys.modules['glassgrad_try'] = type(sys)('glassgrad_try')\n"
        f"module.command = click.Command('try', callback=lambda: {code})\n"
        "cli.COMMANDS['try'] = ('glassgrad_try', '')\n"
        "sys.exit(cli.run(['try']))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.name != "posix", reason="pipes close differently elsewhere")
@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_reader_that_leaves_is_no_error(lines):
    with piped(f"[click.echo('x' * 99) for _ in range({lines})] and None") as process:
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 141


def test_a_terminal_that_cannot_show_a_sign_shows_a_question_mark():
    with piped("click.echo('∂f')", PYTHONIOENCODING="latin-1") as process:
        out, err = process.communicate(timeout=60)
    assert (out, err, process.returncode) == ("?f\n", "", 0)
