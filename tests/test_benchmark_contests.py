"""The contests run, compare what is computed, and write their pages; no speed is tested."""

from __future__ import annotations

import json

import numpy as np
import pytest

from autograd import value_and_grad
from benchmarks import contest, programs, report, training
from benchmarks.contenders import hand
from benchmarks.contenders.hand_training import Adam
from benchmarks.works import SINGLE, WORKS

NAMES = [name for name in WORKS if name not in ("mlp784", "mlp400")]


def page(folder, name):
    path = folder / name
    path.write_text(f"# Before\n\n{report.BEGIN}\nold\n{report.END}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_the_hand_written_gradients_are_the_scalar_engines(name):
    if name == "black_scholes":
        pytest.importorskip("scipy")
    work = WORKS[name]
    data = work.data(3)
    shared = len(work.shared)
    rows = [r for r, works in hand.PROGRAMS.items() if name in works]
    found = [
        value_and_grad(work.function, argnums=work.wrt)(
            *data[:shared], *(a[k] for a in data[shared:])
        )
        for k in range(len(data[-1]))
    ]  # fmt: skip
    values = np.array([value for value, _ in found])
    slopes = [np.array([np.array(g[i], float) for _, g in found]) for i in range(len(work.wrt))]
    if name not in SINGLE:
        values, slopes = values.mean(), [slope.mean(0) for slope in slopes]
    for row in rows:
        value, gradient = hand.PROGRAMS[row][name](name, data)()
        assert np.allclose(value, values, rtol=1e-11)
        for one, other in zip(gradient, slopes, strict=True):
            assert np.abs(one - other).max() <= 1e-11 * max(np.abs(other).max(), 1e-12)


def test_adam_by_hand_goes_by_the_paper():
    adam = Adam([np.array([1.0, -2.0])], 1e-8)
    m = v = np.zeros(2)
    theta = np.array([1.0, -2.0])
    for t in range(1, 6):
        adam.gradient[:] = g = np.array([0.3 * t, -1.0])
        adam.step()
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        rate = 0.001 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        theta = theta - rate * m / (np.sqrt(v) + 1e-8)
    assert np.allclose(adam.parameters[0], theta, rtol=1e-13)


def test_a_contender_that_computes_something_else_ends_the_run():
    with pytest.raises(SystemExit, match=r"other computes something else: it is off by 1\.0e-03"):
        contest.agree("other", [np.array([1.0, 2.002])], [np.array([1.0, 2.0])])


def test_the_contest_of_programs(tmp_path):
    path = page(tmp_path, "program.md")
    programs.main(["--quick", "--works", "mlp", "rosenbrock", "--contenders", "hand", "glassgrad",
                   "--page", str(path)])  # fmt: skip
    text = path.read_text(encoding="utf-8")
    results = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    timed = {(row["work"], row["row"]) for row in results["programs"] if row["ratio"] is not None}
    assert {(w, r) for w in ("mlp", "rosenbrock") for r in
            ("hand NumPy", "glassgrad", "glassgrad, readable")} <= timed  # fmt: skip
    assert "old" not in text
    assert "LSTM, as it is emitted" in text
    for goal in programs.goals(results):
        assert f"| {goal.goal} | {goal.measured} |" in text


def test_the_contest_of_trainings(tmp_path):
    path = page(tmp_path, "networks.md")
    training.main(["--quick", "--works", "conv2d", "--contenders", "hand", "glassgrad",
                   "--page", str(path)])  # fmt: skip
    results = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert len(results["training"]) == 4
    assert all(row["us"] > 0 for row in results["training"])
    for row in results["training"]:
        if row["row"] == "glassgrad, fit":
            row["ratio"] = 100.0
    missed = {goal.goal: goal.reached for goal in training.goals(results)}
    assert missed["the whole of fit, progress bar on: at most 1.3"] is False
