"""The drawing of the house, held against every import and every file.

    autograd  <-  viz  <-  glassgrad

The tables come first; whoever adds a part extends them.
"""

from __future__ import annotations

import ast
import configparser
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

# A package -> the packages of ours that it may import.
ARROWS = {
    "autograd": set(),
    "viz": {"autograd"},
    "glassgrad": {"autograd", "viz"},
}
CLASH = "_glassgrad_clash"  # beside the packages, for all of them

# A part of autograd -> the other parts that it may import. The core: what lies in autograd/ itself.
PARTS = {
    "core": {"arrays", "special"},
    "arrays": {"core"},
    "special": set(),
    "expression": {"core"},
    "rounding": {"core"},
    "check": {"core", "expression", "arrays", "rounding"},
    "roundoff": {"core", "expression", "rounding", "check"},
    "program": {"core", "arrays", "special"},
    "nn": {"core", "arrays", "program", "roundoff"},
}

# A reader of the recorded graph -> the readers that it may know. Recording, which is the rest of
# the core, is complete without any of them: it may call one (`y.backward()`), not be built on one.
READERS = {
    "graph": set(),
    "pullbacks": set(),
    "reverse": {"graph", "pullbacks"},
    "forward": {"graph"},
    "transforms": {"graph", "reverse", "forward"},
}

# A library -> the modules that own it; no other imports it, not even inside a function.
OWNERS = {
    "sympy": ("autograd/check/symbolic*.py",),
    "mpmath": ("autograd/check/*.py",),
    "flint": (
        "autograd/check/balls.py",
        "autograd/check/rigorous*.py",
        "autograd/check/series.py",
        "autograd/roundoff/*.py",
    ),
    "scipy": ("autograd/special_arrays.py",),
    "numba": ("autograd/program/native.py",),
    "graphviz": ("viz/dot.py", "viz/render.py"),
    "matplotlib": ("viz/plots*.py", "viz/plots/*.py"),
    "PIL": ("viz/stepping/film.py",),
    "IPython": ("viz/notebook.py", "autograd/nn/notebook.py"),
    "click": ("glassgrad/*.py",),
    "rich": ("glassgrad/*.py", "autograd/nn/progress.py"),
}

# What runs a text as code -> the modules that may, and on what.
RUNNERS = {
    "eval": {"autograd/formula.py"},  # formulas of the table, never a user's
    "exec": {"autograd/program/runner.py"},  # what the compiler has printed
    "__import__": set(),
    "sympify": set(),
    "parse_expr": set(),
}
UNSAFE_FORMATS = {"dill", "joblib", "marshal", "pickle", "shelve"}

# Loaded only when they are needed.
HEAVY = ("numpy", "sympy", "mpmath", "graphviz", "flint", "scipy", "matplotlib", "click", "rich")

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
WRITTEN_BY_A_PROGRAM = {"autograd/pullbacks.py", "autograd/recorders.py"}
ONE_TABLE = {"autograd/primitives.py"}  # as long as there are operations
EXAMPLES = ROOT / "glassgrad" / "examples"  # scripts that the tour copies


class Import(NamedTuple):
    source: str  # dotted names
    target: str
    line: int
    at_once: bool  # when the module is imported, not later in a function nor for types alone

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.target}"


def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name."""
    found = {CLASH: ROOT / f"{CLASH}.py"}
    for package in ARROWS:
        for path in sorted((ROOT / package).rglob("*.py")):
            if EXAMPLES in path.parents:
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that one statement or call names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are written in full"
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in MODULES else str(node.module)
    elif isinstance(node, ast.Call) and called(node) == "import_module":
        yield from (str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))


def called(node: ast.Call) -> str:
    function = node.func
    return getattr(function, "id", getattr(function, "attr", ""))


def for_types_alone(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports_of(name: str) -> Iterator[Import]:
    waiting: list[tuple[ast.AST, bool]] = [(tree(MODULES[name]), True)]
    while waiting:
        node, at_once = waiting.pop()
        for target in imported(node):
            yield Import(name, target, node.lineno, at_once)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            at_once = False
        for child in ast.iter_child_nodes(node):
            in_else = for_types_alone(node) and child in node.orelse
            waiting.append((child, at_once and (in_else or not for_types_alone(node))))


IMPORTS = [each for name in MODULES for each in imports_of(name)]


def part(name: str) -> str:
    """The part of autograd that a module belongs to."""
    path = name.split(".")
    return path[1] if len(path) > 1 and path[1] in PARTS else "core"


def test_the_house_is_there():
    assert {"autograd.value", "autograd.primitives", "glassgrad.cli"} <= set(MODULES)
    assert len(IMPORTS) > 50


def test_imports_run_one_way():
    wrong = [
        str(each)
        for each in IMPORTS
        if (ours := each.target.split(".")[0]) in ARROWS
        and (package := each.source.split(".")[0]) != ours
        and ours not in ARROWS.get(package, set())
    ]
    assert not wrong


def test_parts_of_the_engine_know_only_what_the_drawing_says():
    wrong = [
        str(each)
        for each in IMPORTS
        if each.source.startswith("autograd.")
        and each.target.startswith("autograd.")
        and part(each.source) != part(each.target)
        and part(each.target) not in PARTS[part(each.source)]
    ]
    assert not wrong


def test_every_part_of_the_engine_is_in_the_drawing():
    folders = {path.name for path in (ROOT / "autograd").iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} <= set(PARTS)


def test_readers_know_only_what_the_drawing_says_and_recording_none():
    wrong = []
    for each in IMPORTS:
        source, target = (name.removeprefix("autograd.") for name in (each.source, each.target))
        if source == each.source or part(each.source) != "core" or target not in READERS:
            continue
        known = target in READERS[source] if source in READERS else not each.at_once
        if not known:
            wrong.append(str(each))
    assert not wrong


def test_no_module_needs_itself_to_be_imported():
    graph: dict[str, set[str]] = {name: set() for name in MODULES}
    for each in IMPORTS:
        if each.at_once and each.target in MODULES and each.target != each.source:
            graph[each.source].add(each.target)
    # CycleError names the modules of the cycle.
    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_is_imported_by_its_owners_alone(library):
    wrong = [
        str(each)
        for each in IMPORTS
        if each.target.split(".")[0] == library
        and not any(fnmatch(shown(MODULES[each.source]), owner) for owner in OWNERS[library])
    ]
    assert not wrong


def test_nothing_runs_a_text_but_the_table():
    wrong = [
        f"{shown(path)}:{node.lineno} calls {called(node)}"
        for path in MODULES.values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and called(node) in RUNNERS
        and shown(path) not in RUNNERS[called(node)]
    ]
    assert not wrong


def test_sympy_reads_no_text():
    # Its readers run what they read. The project's own `parse_latex` has one of their names.
    assert not [str(each) for each in IMPORTS if each.target.startswith("sympy.parsing")]


def test_no_format_is_read_that_can_run_code():
    assert not [str(each) for each in IMPORTS if each.target.split(".")[0] in UNSAFE_FORMATS]


def test_modules_are_short():
    long = {
        shown(path): lines
        for path in MODULES.values()
        if shown(path) not in WRITTEN_BY_A_PROGRAM | ONE_TABLE
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def test_functions_are_short():
    long = {
        f"{shown(path)}:{node.lineno} {node.name}": lines
        for path in MODULES.values()
        if shown(path) not in WRITTEN_BY_A_PROGRAM
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := node.end_lineno - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }
    assert not long


def loaded_by(code: str) -> set[str]:
    """The libraries that a fresh interpreter has loaded after running this."""
    report = "import sys; sys.stderr.write(' '.join(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return {name.split(".")[0] for name in ran.stderr.split()}


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import autograd", set()),
        ("import autograd.expression", set()),
        ("from autograd import Value, ops; (ops.exp(Value(1.0)) * 2).backward()", set()),
        ("from autograd import grad, ops; grad(lambda x: x * ops.sin(x))(1.0)", set()),
        ("from glassgrad.cli import run; assert run(['--help']) == 0", {"click"}),
        ("from glassgrad.cli import run; assert run(['--version']) == 0", {"click"}),
    ],
)
def test_heavy_libraries_wait_until_they_are_needed(code, allowed):
    assert not loaded_by(code) & set(HEAVY) - allowed


def test_every_package_is_in_the_distribution():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = setup["options"]["packages"].split()
    folders = [name for name, path in MODULES.items() if path.name == "__init__.py"]
    assert listed == sorted([*folders, "glassgrad.notebooks"])
    homes = {path.parent for path in MODULES.values()} - {ROOT}
    assert not [shown(home) for home in homes if not (home / "__init__.py").is_file()]
