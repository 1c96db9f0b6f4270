import xml.etree.ElementTree as ElementTree

import pytest

from glassgrad import cli, demo


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    directory = tmp_path_factory.mktemp("tour") / "new" / "demo"
    return directory, cli.run(["demo", str(directory)])


def test_the_tour_ends_well(tour):
    assert tour[1] == 0


def test_it_leaves_pictures_and_a_report(tour):
    directory, _ = tour
    for name in ("network.svg", "mistake.svg"):
        assert ElementTree.parse(directory / name).getroot().tag.endswith("svg")
    assert "dropped chain factor" in (directory / "mistake.svg").read_text("utf-8")
    assert (directory / "network.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert '"wrong": 0' in (directory / "feynman.json").read_text("utf-8")


def test_it_compiles_trains_and_copies_the_course(tour, capfd):
    directory, _ = tour
    assert list((directory / "notebooks").glob("01_*.ipynb"))
    for script in ("compiled.py", "training.py"):
        assert demo._ran(str(directory / script)) == 0
    told = capfd.readouterr().out
    assert "np.where(z1 > 0, dz2 @ W2, 0)" in told
    assert "100% of the points are told apart" in told


def test_a_stop_that_ends_otherwise_is_an_error(tmp_path, monkeypatch, capsys):
    stop = demo.Stop("A mistake that is expected to be right.", ("check", "x**2", "--claim", "x=x"))
    monkeypatch.setattr(demo, "stops", lambda directory: [stop])
    assert cli.run(["demo", str(tmp_path)]) == 2
    assert "exit code 1, not 0" in capsys.readouterr().err
