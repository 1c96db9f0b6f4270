"""What the pages tell a newcomer to type works, and prints what they say.

In a page, a `python` block is run, a `pycon` block is compared with what it prints, and in a
`console` block each line after `$` is run where it is a command of ours (or `python -c`), and the
lines below it are
compared with its output (`...` stands for anything). A `csv` or `python` block after a line that
ends in its name, such as "`table.csv`:", is a file that the commands find.
"""

from __future__ import annotations

import configparser
import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from glassgrad import cli

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("notebooks/*.md")],
    key=lambda page: page.relative_to(ROOT),
)
FILE = re.compile(
    r"`([\w.-]+\.(?:csv|py))`:\n\n```(?:csv|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUTPUT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

pytestmark = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def blocks(page: Path, *languages: str) -> list[str]:
    return [
        body for language, body in BLOCK.findall(page.read_text("utf-8")) if language in languages
    ]


def our_command(line: str) -> list[str] | None:
    """The arguments, where a line runs `glassgrad`."""
    words = shlex.split(line, comments=True)
    return words[1:] if words and Path(words[0]).name == "glassgrad" else None


@pytest.fixture(autouse=True)
def away(page, tmp_path, monkeypatch):
    """A folder with nothing but the page's own files, and a terminal of a fixed width."""
    monkeypatch.chdir(tmp_path)
    for name, body in FILE.findall(page.read_text("utf-8")):
        (tmp_path / name).write_text(body, "utf-8")
    monkeypatch.setenv("COLUMNS", "100")


def test_python_blocks_run(page):
    namespace: dict[str, object] = {"__name__": "__page__"}
    for body in blocks(page, "python"):
        exec(compile(body, str(page), "exec"), namespace)


def test_pycon_blocks_print_what_they_say(page):
    parser = doctest.DocTestParser()
    test = parser.get_doctest("\n".join(blocks(page, "pycon")), {}, page.name, str(page), 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=OUTPUT, verbose=False)
    runner.run(test, out=report.append)
    assert not runner.summarize(verbose=False).failed, "".join(report)


def test_console_blocks_print_what_they_say(page, capsys):
    for body in blocks(page, "console"):
        for entry in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            line, _, expected = entry.partition("\n")
            arguments = our_command(line)
            if line.startswith("python -c "):
                subprocess.run([sys.executable, *shlex.split(line)[1:]], check=True, timeout=60)
            if arguments is None:
                continue
            cli.run(arguments)
            got = capsys.readouterr()
            assert doctest.OutputChecker().check_output(expected, got.out + got.err, OUTPUT), (
                f"{line}\n{got.out}{got.err}"
            )


def test_commands_in_shell_blocks_run(page):
    for body in blocks(page, "sh"):
        for line in body.splitlines():
            arguments = our_command(line)
            assert arguments is None or cli.run(arguments) in {0, 1}, line


def test_make_targets_exist(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for body in blocks(page, "sh", "console"):
        for names in re.findall(r"^(?:\$ )?make((?: [a-z]+)+)", body, re.MULTILINE):
            assert set(names.split()) <= targets


def test_extras_exist(page):
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    for names in re.findall(r"(?:glassgrad|\"\.)\[([\w,]+)\]", page.read_text("utf-8")):
        assert set(names.split(",")) <= set(setup["options.extras_require"])


def test_links_inside_the_project_lead_somewhere(page):
    text = page.read_text("utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'(?:src|href)="([^"#]+)"', text)
    inside = [target for target in targets if "://" not in target]
    assert not [target for target in inside if not (page.parent / target).exists()]
