"""Values show themselves in notebooks once viz is imported, and nothing is loaded for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import viz
from autograd import Value
from viz import engines, notebook


def bundle(value):
    return type(value)._repr_mimebundle_(value, include=None, exclude=None)


def test_a_value_shows_its_graph(lecture):
    shown = bundle(lecture)
    assert shown["image/svg+xml"].startswith("<svg")
    assert "J = d ** 2 ÷ 2" in shown["image/svg+xml"]
    assert shown["text/plain"] == repr(lecture)


def test_a_truth_value_shows_its_graph_too():
    assert "x &gt; 1" in bundle(Value(2.0, "x") > 1)["image/svg+xml"]


def test_a_drawing_shows_itself(lecture):
    shown = viz.draw(lecture)._repr_mimebundle_()
    assert shown["image/svg+xml"].startswith("<svg")
    assert shown["text/plain"].startswith("<Drawing: ")


def chain(operations):
    x = Value(1.0, "x")
    for _ in range(operations):
        x = -x
    return x


def test_a_large_graph_shows_itself_collapsed():
    shown = bundle(chain(2_000))
    assert "2,001 nodes in 2 boxes." in shown["image/svg+xml"]


def test_a_graph_that_takes_a_while_shows_itself_as_text():
    shown = bundle(chain(notebook.MAX_SHOWN))
    assert set(shown) == {"text/plain"}
    assert "20,001 nodes; viz.draw" in shown["text/plain"]


def test_without_graphviz_the_reason_is_shown(lecture, no_system_dot, monkeypatch):
    monkeypatch.setattr(engines, "_embedded", lambda: None)
    monkeypatch.setattr(engines, "_pygraphviz", lambda: None)
    for shown in (bundle(lecture), viz.draw(lecture)._repr_mimebundle_()):
        assert set(shown) == {"text/plain"}
        assert "pip install graphviz-pure" in shown["text/plain"]


def test_ipython_formats_a_value_however_late_it_is_loaded(lecture):
    formatters = pytest.importorskip("IPython.core.formatters")
    data, _ = formatters.DisplayFormatter().format(lecture)
    assert data["image/svg+xml"].startswith("<svg")


def test_importing_viz_loads_no_notebook_and_no_graphviz():
    code = (
        "import sys, viz\n"
        "print([m for m in ('IPython', 'graphviz', 'numpy', 'sympy', 'mpmath', 'svglib')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
