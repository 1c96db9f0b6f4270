"""What a page is made of, without a browser: its size, its parts, its bounds, its words."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import math
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

import viz
from autograd import Value, ops, scope
from autograd.errors import InputError, MissingDependency
from autograd.graph import order
from autograd.primitives import PRIMITIVES
from glassgrad import cli
from viz import engines, style
from viz.page import Page, build, look, page, table
from viz.page.data import script_safe
from viz.page.naming import names

HOME = Path(build.__file__).parent
NODE = shutil.which("node")
BAD = "</script><img src=x onerror=alert(1)>"


def part(html: str, id_: str) -> str:
    """What stands in the script element of this id."""
    found = re.search(rf'<script [^>]*id="{id_}">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return found[1]


def data(made: Page) -> dict:
    told = json.loads(part(made.html, "data"))
    assert isinstance(told, dict)
    return told


def chain(length: int) -> Value:
    y = x = Value(1.0, "x")
    for _ in range(length):
        y = y + x
    return y


# The whole


def test_a_page_is_small_and_asks_for_nothing(lecture):
    html = page(lecture).html
    assert len(html.encode()) < 1_000_000
    outside = re.sub(
        r'<script type="text/plain" id="engine">.*?</script>', "", html, flags=re.DOTALL
    )
    outside = re.sub(r'<pre id="notices">.*?</pre>', "", outside, flags=re.DOTALL)
    assert not re.findall(r'(?:src|href)\s*=\s*"(?!#)', outside)
    assert set(re.findall(r"https?://[^\s\"')]+", outside)) == {"http://www.w3.org/2000/svg"}


def test_scripts_and_styles_run_by_their_hash_alone(lecture):
    html = page(lecture).html
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert "unsafe-inline" not in policy[1]
    assert "'unsafe-eval'" not in policy[1]
    for tag in ("script", "style"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]


def test_the_same_graph_gives_the_same_page(lecture):
    assert page(lecture).html == page(lecture).html


def test_a_large_graph_stays_below_two_megabytes():
    values = [Value(float(i), f"x{i}") for i in range(20)]
    for layer in range(3):
        with scope(f"layer{layer}"):
            values = [ops.tanh(ops.dot([Value(0.1, "w") for _ in values], values)) for _ in values]
    made = page(ops.sum(values))
    assert len(data(made)["op"]) > 3000
    assert len(made.html.encode()) < 2_000_000


def test_the_page_of_a_drawing_is_that_of_the_graph(lecture, tmp_path):
    path = viz.draw(lecture, title="J").save(tmp_path / "g.html")
    assert path.read_text("utf-8") == page(lecture, title="J").html
    with pytest.raises(InputError, match="no graph behind it"):
        viz.Drawing(viz.draw(lecture).picture).save(tmp_path / "h.html")


def test_the_command_writes_a_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["draw", "x**2*sin(y)", "--at", "x=1.5", "y=2", "-o", "page.html"]) == 0
    assert "Wrote page.html" in capsys.readouterr().out
    assert "<h1>x**2*sin(y)</h1>" in (tmp_path / "page.html").read_text("utf-8")


def test_a_page_saves_itself_as_html_alone(lecture, tmp_path):
    made = page(lecture)
    assert made.save(tmp_path / "p.htm").read_text("utf-8") == made.html
    with pytest.raises(InputError, match=r"must end in \.html"):
        made.save(tmp_path / "p.svg")
    assert repr(made) == "<Page: Computation graph of J: 4 inputs, 5 operations>"


def test_notebooks_show_it_in_a_frame_of_its_own(lecture):
    made = page(lecture)
    frame = made._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts allow-downloads"' in frame
    inside = re.search(r'srcdoc="([^"]*)"', frame)
    assert inside is not None
    assert unescape(inside[1]) == made.html


# Bounds


@pytest.mark.parametrize("length", [1_000, 25_000])
def test_a_graph_without_regions_that_is_too_large_is_told_of(length):
    with pytest.raises(InputError, match=r"more than a page can hold\. Make a page of a part"):
        page(chain(length))


def test_what_cannot_be_a_page_is_told_of(lecture, monkeypatch):
    with pytest.raises(InputError, match="page takes a Value or several, not float"):
        page(2.0)
    with pytest.raises(InputError, match="nothing to show"):
        page([])
    with pytest.raises(InputError, match="depth counts levels"):
        page(lecture, depth=-1)
    monkeypatch.setattr(engines, "engines", lambda format_: iter(()))
    with pytest.raises(MissingDependency, match="pip install graphviz-pure"):
        page(lecture)


def test_regions_are_collapsed_until_the_view_can_be_read(network):
    assert data(page(network))["collapsed"] == []
    assert data(page(network, depth=0))["collapsed"] == [0, 3]
    with scope("wide"):
        wide = chain(61)
    assert data(page(wide))["collapsed"] == [0]
    assert data(page(wide, depth=1))["collapsed"] == []


# Data


def test_the_graph_is_told_in_columns(lecture):
    told = data(page(lecture))
    assert told["op"][4:7] == ["mul", "add", "sub"]
    assert told["args"][4] == [0, 2]
    assert told["term"][-1] == told["called"] == "J"
    assert told["title"][4] == "c = w × x"
    assert len({len(told[column]) for column in ("op", "args", "data", "title", "term")}) == 1


def test_numbers_that_json_lacks_and_no_markup():
    y = Value(math.inf, BAD) * math.nan
    told = data(page(y))
    assert told["data"] == ["inf", "nan", "nan"]
    assert told["name"][0] == BAD
    assert "<img" not in page(y).html
    assert script_safe("</script>\u2028&") == '"\\u003c/script\\u003e\\u2028\\u0026"'


def test_nodes_that_need_a_name_get_one():
    x, v2 = Value(1.0, "x"), Value(2.0, "v2")
    inner = ops.tanh(x * v2 + x * 1.25)
    y = (inner + ops.exp(inner)) * inner
    called = [each.title for each in names(order(y), [y]).values()]
    assert called == [
        "x", "v2", "x × v2", "1.25", "x × 1.25", "x × v2 + x × 1.25",
        "v1 = tanh(x × v2 + x × 1.25)", "exp(v1)", "v1 + exp(v1)", "output = (v1 + exp(v1)) × v1",
    ]  # fmt: skip


def test_comparing_outputs_records_nothing():
    x = Value(1.0, "x")
    made = page([x * 2, x * 2, x + 1])
    assert set(data(made)["op"]) == {"leaf", "constant", "mul", "add"}
    assert data(made)["called"] == "Σ"


def test_one_leaf_alone_is_a_page():
    assert data(page(Value(1.0)))["title"] == ["v1"]


# The table, the scripts, what is of others


def test_every_row_of_the_table_is_there():
    script = table.script()
    assert re.findall(r'^"(\w+)": ', script, re.MULTILINE) == list(PRIMITIVES)
    assert "\\ue000 \\u00d7 \\ue001" in script


@pytest.mark.skipif(NODE is None, reason="no node: the scripts are parsed by the browser tests")
def test_every_script_parses_alone_and_together():
    parts = {path.name: path.read_text("utf-8") for path in (HOME / "script").glob("*.js")}
    parse = (
        "const parts = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "for (const [filename, text] of Object.entries(parts)) new (require('vm').Script)"
        "(text, { filename });"
    )
    ran = subprocess.run(
        [str(NODE), "-e", parse],
        input=json.dumps(parts | {"whole": build.scripts()}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_every_script_is_in_the_page_and_short():
    files = sorted((HOME / "script").glob("*.js"))
    assert sorted(build.SCRIPTS) == [path.stem for path in files]
    for path in files:
        text = path.read_text("utf-8")
        assert text.startswith("// ")
        assert len(text.splitlines()) <= 300
        assert not re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", text
        )
        assert "</" not in text
        assert "<!--" not in text


def test_what_is_of_others_is_as_it_was_published():
    vendor = HOME / "vendor"
    versions = json.loads((vendor / "versions.json").read_text("utf-8"))
    assert {path.name for path in vendor.iterdir()} == {*versions, "versions.json", "NOTICES.txt"}
    for name, told in versions.items():
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == told["sha256"]
        assert f"{told['package']} {told['version']}" in (vendor / "NOTICES.txt").read_text("utf-8")
    unpacked = gzip.decompress(base64.b64decode(build.engine()))
    assert unpacked == (vendor / "viz-global.js").read_bytes()
    assert "Eclipse Public License" in page(Value(1.0)).html


def test_texts_can_be_read_in_the_dark():
    dark = look.DARK
    for ink in (style.FORWARD, style.BACKWARD, style.LOCAL):
        assert style.contrast(dark[ink.text], dark[ink.ground]) >= 5
        assert style.contrast(dark[ink.text], dark[style.PAPER]) >= 5
    for ground in (style.PAPER, *style.REGION):
        assert style.contrast(dark[style.INK], dark[ground]) >= 7
        assert style.contrast(dark[style.QUIET], dark[ground]) >= 4.5
