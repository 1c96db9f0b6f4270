"""Graphs that several tests draw, and the layout of a picture read back from Graphviz."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value, ops, scope
from viz import engines


@pytest.fixture
def lecture() -> Value:
    """The lecture's small network: c = w·x, a = c + b, d = a − y, J = d²/2."""
    w, b, x, y = Value(2, "w"), Value(8, "b"), Value(-2, "x"), Value(2, "y")
    c = w * x
    a = c + b
    d = a - y
    J = d**2 / 2
    c.name, a.name, d.name, J.name = "c", "a", "d", "J"
    return J


@pytest.fixture
def network() -> Value:
    """Two units in a layer of their own, a scope around each, and a loss without one."""
    x = Value(1.5, "x")
    with scope("layer1"):
        hidden = []
        for place in range(2):
            with scope("unit"):
                hidden.append(ops.tanh(Value(0.5 + place, "w") * x))
    with scope("layer2"):
        out = hidden[0] + hidden[1]
    loss = out**2
    loss.name = "loss"
    return loss


@pytest.fixture
def laid_out() -> Callable[[str], dict[str, Any]]:
    """The layout of a DOT text by the embedded Graphviz, as its JSON."""
    engine = engines._embedded()
    assert engine is not None, "graphviz-pure is a dependency"

    def layout(source: str) -> dict[str, Any]:
        done = subprocess.run(
            [*engine.command, "-Tjson"], input=source.encode(), capture_output=True, check=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return layout


@pytest.fixture
def no_system_dot(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """A machine whose PATH holds no Graphviz, and where none was asked for."""
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", os.fspath(empty))
    monkeypatch.delenv(engines.VARIABLE, raising=False)
    engines.set_engine(None)
