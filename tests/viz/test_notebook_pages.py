"""A notebook executed and opened as a page: everything shows itself, and nothing is clipped."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("nbclient")
pytest.importorskip("nbconvert")

ROOT = Path(__file__).parents[2]

CELLS = (
    "import viz\nfrom autograd import Value, ops, scope\nw, x = Value(2.0, 'w'), Value(-3.0, 'x')",
    "ops.tanh(w * x)",
    "y = w\nfor k in range(24):\n    y = y * x + w\nviz.draw(y, depth=9)",
    "from autograd.check import check\ncheck('x*sin(y)', at={'x': 1, 'y': 2}, claims={'y': 'x'})",
    "viz.steps(w * x + w)",
    "viz.sharing(w * x + w)",
    "y = w\nfor k in range(30_000):\n    y = ops.sin(y)\ny",
)
"""What a user would type; the last one is too large to show itself."""

MEASURE = """<script>
const told = [...document.querySelectorAll(".jp-OutputArea svg, .jp-OutputArea img")].map(svg => {
  const own = svg.getBoundingClientRect();
  const area = svg.closest(".jp-OutputArea-output").getBoundingClientRect();
  const inside = (r, o) => r.left >= o.left - 1 && r.right <= o.right + 1
    && r.top >= o.top - 1 && r.bottom <= o.bottom + 1;
  const texts = [...svg.querySelectorAll("text")];
  return {
    width: own.width, height: own.height, texts: texts.length || svg.naturalWidth,
    fits: inside(own, area), whole: texts.every(t => inside(t.getBoundingClientRect(), own)),
  };
});
const pre = document.createElement("pre");
pre.id = "told";
pre.textContent = JSON.stringify(told);
document.body.append(pre);
</script>"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The notebook with its outputs, and as HTML."""
    folder = tmp_path_factory.mktemp("notebook")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    nbformat.write(book, folder / "book.ipynb")
    convert = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "book.ipynb"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(folder)}
    for arguments in (["--to", "notebook", "--output", "done"], ["--to", "html"]):
        subprocess.run(
            [*convert, *arguments], cwd=folder, env=environment, check=True, timeout=300,
            capture_output=True,
        )  # fmt: skip
    return nbformat.read(folder / "done.ipynb", as_version=4), folder / "book.html"


def outputs(book):
    return [output.data for cell in book.cells for output in cell.outputs if "data" in output]


@pytest.mark.slow
def test_every_cell_shows_a_picture_but_the_one_that_is_too_large(executed):
    book, _ = executed
    shown = outputs(book)
    assert len(shown) == len(CELLS) - 1
    assert all("image/svg+xml" in data for data in shown[:-1])
    assert set(shown[-1]) == {"text/plain"}
    # LaTeX has no other picture to print.
    assert all("image/png" in shown[k] for k in (0, 1, 2, 4))


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [500, 1400])
def test_nothing_is_clipped_in_the_page(executed, browser, tmp_path, width):
    _, page = executed
    measured = tmp_path / "measured.html"
    measured.write_text(page.read_text("utf-8").replace("</body>", f"{MEASURE}</body>"), "utf-8")
    dom = subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900",
            f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=4000", "--dump-dom",
            measured.as_uri(),
        ],
        capture_output=True, text=True, check=True, timeout=120,
    ).stdout  # fmt: skip
    told = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert told is not None
    pictures = json.loads(unescape(told[1]))
    assert len(pictures) == len(CELLS) - 2
    for picture in pictures:
        assert picture["texts"] > 3
        assert picture["width"] > 100
        assert picture["fits"], picture
        assert picture["whole"], picture
