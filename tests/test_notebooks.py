"""The walkthroughs: each notebook is what its script says, is well, and runs from cell to cell."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from tools import walkthroughs

SCRIPTS = walkthroughs.scripts()
INDEX = (walkthroughs.FOLDER / "README.md").read_text("utf-8")
NAMES = (
    "01_what_a_derivative_is", "02_the_computation_graph", "03_why_right_to_left",
    "04_a_larger_network", "05_activations", "06_training", "07_multiclass_and_softmax",
    "08_round_off", "09_several_labels", "10_adam", "11_convolution", "12_handwritten_digits",
    "13_from_scalars_to_tensors", "14_checking_your_own_gradient",
)  # fmt: skip
LINK = re.compile(r"\]\(([^)#\s]+)\)")


def named(script: Path) -> str:
    return script.stem


@pytest.fixture(params=SCRIPTS, ids=named)
def script(request) -> Path:
    return request.param


@pytest.fixture
def kept(script):
    """The notebook as it is stored."""
    return nbformat.read(script.with_suffix(".ipynb"), as_version=4)


def test_all_walkthroughs_are_there_each_as_script_and_notebook():
    assert [script.stem for script in SCRIPTS] == list(NAMES)
    assert sorted(path.stem for path in walkthroughs.FOLDER.glob("*.ipynb")) == list(NAMES)


def test_the_stored_notebook_is_made_from_its_script(script, kept):
    """Otherwise: ``make notebooks``."""
    made = walkthroughs.notebook(script)
    assert [(cell.cell_type, cell.id, cell.source) for cell in kept.cells] == [
        (cell.cell_type, cell.id, cell.source) for cell in made.cells
    ]
    assert kept.metadata == made.metadata


def test_what_is_stored_may_be_stored(kept):
    assert list(walkthroughs.complaints(kept)) == []
    assert walkthroughs.stored(nbformat.from_dict(kept)) == kept


def test_a_notebook_shows_something(kept):
    code = [cell for cell in kept.cells if cell.cell_type == "code"]
    assert sum(bool(cell.outputs) for cell in code) > len(code) / 2


def test_a_notebook_says_what_it_is_about_and_ends_with_exercises(script, kept):
    first = kept.cells[0].source
    number = int(script.stem[:2])
    assert first.startswith(f"# {number}. ")
    assert 'pip install\n"glassgrad[' in first or 'pip install "glassgrad[' in first
    headings = [cell.source for cell in kept.cells if cell.source.startswith("## ")]
    assert any(heading.startswith("## Try it yourself") for heading in headings)


def test_links_lead_somewhere(script, kept):
    written = "\n".join(cell.source for cell in kept.cells if cell.cell_type == "markdown")
    links = {link for link in LINK.findall(written) if not link.startswith("https://")}
    assert links <= {f"{name}.ipynb" for name in NAMES}
    following = NAMES[NAMES.index(script.stem) + 1 :][:1]
    assert {f"{name}.ipynb" for name in following} <= links


def test_the_index_lists_every_notebook_in_order():
    listed = [link.removesuffix(".ipynb") for link in LINK.findall(INDEX) if "ipynb" in link]
    assert listed == list(NAMES)


@pytest.mark.slow
def test_a_notebook_runs_in_a_folder_of_its_own(script, tmp_path):
    """Its own assertions hold; `tools.walkthroughs.SECONDS` is the most that it may take."""
    made = walkthroughs.run(walkthroughs.notebook(script), tmp_path)
    assert list(walkthroughs.complaints(walkthroughs.stored(made))) == []


def test_what_may_not_be_stored():
    def told(**output) -> str:
        cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output(**output)])
        return " ".join(walkthroughs.complaints(nbformat.v4.new_notebook(cells=[cell])))

    assert "error" in told(output_type="error", ename="ValueError", evalue="", traceback=[])
    assert "warning" in told(output_type="stream", name="stderr", text="careful")
    assert "a path" in told(output_type="stream", text="/home/ada/net.npz")
    assert "an address" in told(
        output_type="execute_result", data={"text/plain": "<f at 0x7f3a2b1c>"}
    )
    assert "bytes" in told(output_type="stream", text="x" * walkthroughs.MOST_BYTES)
    assert told(output_type="stream", text="and/or 1/2, https://example.org/home/a") == ""


def test_a_failing_cell_fails_the_notebook(tmp_path):
    source = tmp_path / "00_wrong.py"
    source.write_text("# %%\nassert 2 + 2 == 5\n")
    with pytest.raises(Exception, match="AssertionError"):
        walkthroughs.run(walkthroughs.notebook(source), tmp_path)
