"""The benchmark runs, checks itself and writes its page; how fast anything is, is not tested."""

from __future__ import annotations

import json
import math

import pytest

from benchmarks import eager, floor, report
from benchmarks.engines import ENGINES
from benchmarks.goals import goals
from benchmarks.graphs import GRAPHS, WATCHED
from benchmarks.moons import Training
from benchmarks.peers import Failed, Worker, interpreter
from benchmarks.rounds import agree, turns

OWN = ["floor", "floor with __init__", "glassgrad"]


def recorded(engine, graph, operations):
    leaves = engine.leaves(GRAPHS[graph].numbers)
    return leaves, GRAPHS[graph].record(GRAPHS[graph].arrange(leaves, operations))


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("operations", [100, 300, 6000])
def test_a_graph_has_as_many_operations_as_it_says(graph, operations):
    from autograd.graph import counts

    _, output = recorded(ENGINES["glassgrad"](), graph, operations)
    assert counts(output).operations == operations


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_floor_computes_what_glassgrad_computes(graph):
    derivatives = []
    for name in OWN:
        engine = ENGINES[name]()
        leaves, output = recorded(engine, graph, 6000)
        engine.backward(output, leaves)
        derivatives.append([engine.number(output), *map(engine.derivative, leaves)])
    for others in derivatives[1:]:
        assert all(map(math.isclose, derivatives[0], others))
    assert derivatives[0][1 + WATCHED[graph]] != 0


def test_a_second_backward_pass_of_the_floor_adds_the_same_again():
    a, b = floor.Node(3.0), floor.Node(-2.0)
    product = a * b
    output = product * product + a
    floor.backward(output)
    once = a.grad, b.grad, product.grad
    assert once == (25.0, -36.0, -12.0)
    floor.backward(output)
    assert (a.grad, b.grad, product.grad) == tuple(2 * number for number in once)


def test_the_demo_learns():
    training = Training("glassgrad")
    losses = [training.step() for _ in range(12)]
    assert losses[-1] < losses[0] / 2
    assert training.loss()[1] > 0.8  # right on most points


def test_each_round_begins_with_another_engine():
    order = [engine for _, engine in turns(["a", "b", "c"], 4)]
    assert order == [*"abc", *"bca", *"cab", *"abc"]


def test_engines_that_differ_end_the_run():
    with pytest.raises(SystemExit, match="other and floor differ on the derivative"):
        agree(
            [
                ("floor", {"number": 1.0, "derivative": 2.0}),
                ("other", {"number": 1.0, "derivative": 2.1}),
            ]
        )


def test_an_engine_that_fails_is_named_and_started_again():
    worker = Worker(interpreter(OWN), "floor")
    request = {"task": "graph", "graph": "chain", "operations": 100, "gc": False, "repeats": 1}
    try:
        with pytest.raises(Failed, match="crashed"):
            worker.ask({"task": "graph", "graph": "no such graph"}, limit=60)
        with pytest.raises(Failed, match="over 0 s"):
            worker.ask(request | {"repeats": 100_000}, limit=0.2)
        assert len(worker.ask(request, limit=60)["record"]) == 1
    finally:
        worker.stop()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small run of our own engines, and the page that it wrote."""
    page = tmp_path_factory.mktemp("docs") / "eager.md"
    page.write_text(f"# Before\n\n{report.BEGIN}\nold\n{report.END}\n\nAfter\n", encoding="utf-8")
    asked = ["--quick", "--sizes", "100", "300", "--rounds", "1", "--page"]
    eager.main([*asked, str(page), "--engines", *OWN])
    results = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return page.read_text(encoding="utf-8"), results


def test_every_cell_is_measured(run):
    results = run[1]
    cells = {
        (row["engine"], row["graph"], row["operations"], row["gc"]) for row in results["graphs"]
    }
    assert len(cells) == len(results["graphs"]) == len(OWN) * 2 * 2 * 2
    for row in results["graphs"]:
        assert row["error"] is None
        assert min(row["record"], row["backward"]) > 0
        assert row["total"] >= max(row["record"], row["backward"])
    assert {row["engine"] for row in results["memory"]} == set(OWN)
    assert all(50 < row["traced"] < 400 for row in results["memory"])
    assert [row["engine"] for row in results["moons"]] == ["glassgrad", "glassgrad"]
    assert [row["engine"] for row in results["imports"]] == ["glassgrad"]


def test_the_page_keeps_its_words_and_gets_the_tables(run):
    page, results = run
    assert page.startswith("# Before")
    assert page.endswith("After\n")
    assert "old" not in page
    for heading in ("Goals", "Wide graph, gc off", "Chain graph, gc on", "Memory", "Import"):
        assert f"### {heading}\n" in page
    tables = [line for line in page.splitlines() if line.startswith("|")]
    assert sum(line.startswith("| glassgrad |") for line in tables) == 4 + 1 + 1 + 1
    for goal in goals(results):
        assert f"| {goal.goal} | {goal.measured} |" in page


def test_a_goal_that_is_missed_says_so(run):
    results = json.loads(json.dumps(run[1]))
    for row in results["graphs"]:
        if row["engine"] == "glassgrad":
            row["record"] *= 100
    missed = {goal.goal: goal.reached for goal in goals(results)}
    assert missed["recording at most 1.5 times the floor, gc off"] is False
    assert missed["at most 200 bytes an operation recorded, at every size"] is True


def test_an_engine_that_cannot_go_backward_is_shown_with_its_error(run):
    results = json.loads(json.dumps(run[1]))
    row = next(row for row in results["graphs"] if row["engine"] == "floor with __init__")
    row.update(backward=None, total=None, error="RecursionError")
    assert f"{row['record']:,.0f} + RecursionError |" in report.markdown(results)


def test_a_page_without_a_place_for_the_tables_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing here", encoding="utf-8")
    with pytest.raises(SystemExit, match="no place for the tables"):
        report.write(page, "| a |")
    assert page.read_text(encoding="utf-8") == "nothing here"
    assert list(tmp_path.iterdir()) == [page]


def test_a_size_that_cannot_be_made_exactly_is_refused(capsys):
    with pytest.raises(SystemExit):
        eager.main(["--sizes", "150"])
    assert "150 is not a positive multiple of 100" in capsys.readouterr().err
