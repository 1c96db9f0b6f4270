"""The worked example of "How to add an operation": its row, put into a copy, gives all it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "contribute" / "add_an_operation.md"

pytestmark = pytest.mark.slow

USES = """
import math
import numpy as np
from autograd import Value, derivative, ops
from autograd.arithmetic import NUMPY
from autograd.check import check
from autograd.forward import tangents
from autograd.program import compile

assert ops.softsign(3.0) == 0.75
x = Value(-3.0, "x")
y = ops.softsign(x)
y.backward()
assert (y.data, x.grad, y.op) == (-0.75, 1 / 16, "softsign")
assert tangents([y], {x: 1.0})[y] == 1 / 16
assert derivative(ops.softsign, order=2)(1.0) == -0.25
assert ops.softsign(np.array([1.0, -3.0])).tolist() == [0.5, -0.75]
assert NUMPY.apply("softsign", np.array([1.0, -3.0])).tolist() == [0.5, -0.75]

verdict = check("softsign(x)", at={"x": 2}, claims={"x": "1/(1 + abs(x))**2"})
assert verdict.outcome == "right"
assert verdict.results[0].witnesses["symbolic"].startswith("0.1111111111111111111111111111111")
assert check("softsign(x)", at={"x": 2}, claims={"x": "1/(1 + abs(x))"}).outcome == "wrong"

program = compile(lambda v: ops.softsign(v), 1.0)
value, slope = program.value_and_grad(np.array([1.0, -3.0]), reduce=None)
assert np.allclose(value, [0.5, -0.75]) and np.allclose(slope, [1 / 4, 1 / 16])
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project in which the page was followed."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("autograd", "viz", "glassgrad", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("_glassgrad_clash.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (row,) = re.findall(r"```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    table = folder / "autograd" / "primitives.py"
    before, gelu, after = table.read_text("utf-8").partition('    row("gelu"')
    assert gelu
    table.write_text(before + row + gelu + after, "utf-8")
    run(folder, "-m", "autograd.generate")
    return folder


def run(folder, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_it_can_be_used_everywhere(copy):
    run(copy, "-c", USES)


def test_the_tests_of_the_table_walk_it(copy):
    files = [f"tests/autograd/test_primitives{part}.py"
             for part in ("", "_columns", "_derivatives", "_edges")]  # fmt: skip
    out = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files, "-k", "softsign")
    assert int(re.search(r"(\d+) passed", out)[1]) >= 20
    run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/autograd/test_generate.py")


@pytest.mark.browser
def test_its_javascript_gives_the_same_numbers(copy, chromium, thread, tmp_path):
    page = tmp_path / "softsign.html"
    run(copy, "-m", "glassgrad", "draw", "softsign(x)", "--at", "x=0.5", "-o", str(page))

    def numbers():
        tab = chromium.new_page()
        tab.goto(page.as_uri())
        tab.evaluate("glassgrad.set([[0, -3]])")
        found = tab.eval_on_selector_all(
            "#numbers tbody tr", "(rows) => rows.map((r) => [...r.cells].map((c) => c.textContent))"
        )
        tab.close()
        return found

    told = {row[0].partition(" = ")[0]: row[1:] for row in thread(numbers)}
    assert told["x"] == ["-3", "0.0625"]
    assert "-0.75" in [value for value, _ in told.values()]
