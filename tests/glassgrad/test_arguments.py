"""Texts of the command line and of tables, read into values."""

import contextlib
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd.errors import InputError
from glassgrad.arguments import Function, Table, assignments, number, point, ranges, subject


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("x**2", "x**2"),
        ("a.csv", Table(Path("a.csv"))),
        ("no/such/A.CSV", Table(Path("no/such/A.CSV"))),
        ("model.py::loss", Function(Path("model.py"), "loss")),
        ("C::/model.py::loss", Function(Path("C::/model.py"), "loss")),
    ],
)
def test_what_an_argument_means(text, meaning):
    assert subject(text) == meaning


@pytest.mark.parametrize("text", ["::f", "a.py::", "a.py::not a name", "a.py::f()"])
def test_a_function_needs_a_file_and_a_name(text):
    with pytest.raises(InputError, match=r"FILE\.py::function"):
        subject(text)


def test_assignments():
    assert assignments(["x=1", " y = a==b ", "λ_1=2"], "--at") == {
        "x": "1",
        "y": "a==b",
        "λ_1": "2",
    }
    assert assignments(["\N{MICRO SIGN}=1"], "--at") == {"\N{GREEK SMALL LETTER MU}": "1"}


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["x"], "--at: 'x' is not of the form name=value, such as x=1.5."),
        (["=1"], "--at: '=1' is not of the form name=value, such as x=1.5."),
        (["2x=1"], "--at: '2x=1' is not of the form name=value, such as x=1.5."),
        (["x="], "--at: nothing stands after 'x='."),
        (["x=1", "x=2"], "--at: 'x' is given twice."),
        (["y" * 100_000], f"--at: '{'y' * 59}…' is not of the form name=value, such as x=1.5."),
    ],
)
def test_assignments_that_are_none(texts, sentence):
    with pytest.raises(InputError) as caught:
        assignments(texts, "--at")
    assert str(caught.value) == sentence


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_comes_back_as_itself(x):
    assert float(number(repr(x), "--at x")) == x


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9, places=40))
def test_a_decimal_is_read_exactly(x):
    assert number(str(x), "--at x") == x


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("pi/2", "is not a number"),
        ("1,5", "is not a number"),
        ("0x10", "is not a number"),
        ("1" * 1001, "is not a number"),
        ("nan", "is not a finite number"),
        ("sNaN", "is not a finite number"),
        ("-Infinity", "is not a finite number"),
        ("1e999999999999999999", "beyond the range"),
        ("-1e309", "beyond the range"),
        ("1e-400", "beyond the range"),
    ],
)
def test_numbers_that_are_none(text, reason):
    with pytest.raises(InputError, match=reason):
        number(text, "--at x")


def test_ranges():
    assert ranges(["x=0:1", "y = -1.5 : 2e3", "z=1:1"]) == {
        "x": (Decimal(0), Decimal(1)),
        "y": (Decimal("-1.5"), Decimal(2000)),
        "z": (Decimal(1), Decimal(1)),
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x=1", "form low:high"),
        ("x=1:2:3", "form low:high"),
        ("x=:1", "form low:high"),
        ("x=a:1", "--range x: 'a' is not a number"),
        ("x=3:1", "the lower end 3 is above the upper end 1"),
    ],
)
def test_ranges_that_are_none(text, reason):
    with pytest.raises(InputError, match=reason):
        ranges([text])


@pytest.mark.parametrize(
    "values", [np.arange(6.0).reshape(2, 3), np.array([1, 2]), np.array(0.5), np.array([True])]
)
def test_a_point_may_be_an_array(tmp_path, values):
    np.save(tmp_path / "w.npy", values)
    read = point([f"w={tmp_path / 'w.npy'}", "x=1.5"])
    assert read["x"] == Decimal("1.5")
    assert read["w"].dtype == np.float64
    np.testing.assert_array_equal(read["w"], values)


class Trap:
    """What a pickled file could do when it is opened."""

    def __reduce__(self):
        return print, ("the file ran code",)


def saved(values, **options):
    file = io.BytesIO()
    np.save(file, values, **options)
    return file.getvalue()


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.npy", saved(np.ones(2)))
    return file.getvalue()


WHOLE = saved(np.ones(1000))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not an intact"),
        (b"\x93NUMPY", "not an intact"),
        (WHOLE[:-1], "not an intact"),
        (WHOLE[:40], "not an intact"),
        (WHOLE.replace(b"(1000,)", b"(9**9,)"), "not an intact"),
        (saved(np.ones(3)).replace(b"(3,), }", b"(10**18,), }"[:7]), "not an intact"),
        (bytes(range(256)) * 10, "not an intact"),
        (saved(np.array([Trap()], dtype=object), allow_pickle=True), "not an intact"),
        (zipped(), "does not hold an array of real numbers"),
        (saved(np.array(["text"])), "real numbers"),
        (saved(np.array([1j])), "real numbers"),
        (saved(np.array([np.nan])), "not finite"),
    ],
)
def test_files_that_are_no_points(tmp_path, capsys, content, reason):
    path = tmp_path / "w.npy"
    path.write_bytes(content)
    with pytest.raises(InputError, match=reason):
        point([f"w={path}"])
    assert "ran code" not in capsys.readouterr().out


@pytest.mark.filterwarnings(
    "ignore:Reading .* header parsing:UserWarning"
)  # NumPy's, for old files
@given(st.integers(0, 130), st.binary(min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused(tmp_path_factory, place, damage):
    path = tmp_path_factory.mktemp("damaged") / "w.npy"
    path.write_bytes(WHOLE[:place] + damage + WHOLE[place + len(damage) :])
    with contextlib.suppress(InputError):
        assert point([f"w={path}"])["w"].dtype == np.float64


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        point([f"w={tmp_path / 'none.npy'}"])
    (tmp_path / "folder.npy").mkdir()
    with pytest.raises(InputError, match="cannot read"):
        point([f"w={tmp_path / 'folder.npy'}"])


def test_a_file_without_its_function():
    with pytest.raises(InputError, match=r"'model\.py' is a file: .* model\.py::function"):
        subject("model.py")
