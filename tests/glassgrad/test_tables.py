"""Tables of formulas: what is read, and what is said of files that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from autograd.errors import InputError
from glassgrad import tables
from glassgrad.check import command


def read(folder, content: str | bytes) -> tables.Table:
    path = folder / "t.csv"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return tables.read(path)


def test_the_columns(tmp_path):
    table = read(tmp_path, "name,formula,ranges,at,claims\nf, x*y ,x=0:1,y=2,x=y;y=x\n")
    (row,) = table.rows
    assert (row.name, row.formula, row.line, table.notes) == ("f", "x*y", 2, [])
    assert row.options() == {
        "at": {"y": Decimal(2)},
        "ranges": {"x": (Decimal(0), Decimal(1))},
        "claims": {"x": "y", "y": "x"},
    }


@pytest.mark.parametrize(
    "content",
    [
        "formula\nx**2\n",
        "\ufeffformula\r\nx**2\r\n",
        "Formula , name\nx**2\n",
        '"formula"\n"x**2"\n\n\n',
        "formula,source\nx**2,a book\n",
    ],
)
def test_what_may_be_left_out_or_written_otherwise(tmp_path, content):
    (row,) = read(tmp_path, content).rows
    assert (row.name, row.formula, row.error) == ("x**2", "x**2", "")
    assert row.options() == {"at": {}, "ranges": {}, "claims": {}}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("formula\n", "no rows"),
        ("a,b\n1,2\n", "no column 'formula'; its header is 'a', 'b'"),
        ("name;formula\na;x\n", "write commas"),
        ("formula,claim\nx,1\n", "did you mean 'claims'"),
        ("formula,formula\nx,1\n", "twice"),
        ('formula\n"x\n', "not CSV"),
        (b"\xff\xfe\x00x", "not a text in UTF-8"),
        ("formula\nx\0\n", "zero bytes"),
        (bytes(range(256)) * 20, "not a text in UTF-8"),
        ("formula\nx\n".encode("utf-16"), "not a text in UTF-8"),
        ("formulä\nx\n".encode("latin-1"), "not a text in UTF-8"),
    ],
)
def test_files_that_are_no_table(tmp_path, content, words):
    with pytest.raises(InputError, match=words):
        read(tmp_path, content)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="Cannot read"):
        tables.read(tmp_path / "nowhere.csv")
    with pytest.raises(InputError, match="Cannot read"):
        tables.read(tmp_path)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("f,x,x=1:0,", "column ranges x: the lower end 1 is above"),
        ("f,x,x=1,", "not of the form low:high"),
        ("f,x,,y", "column at: 'y' is not of the form"),
        ("f,x,,x=one", "column at, x: 'one' is not a number"),
        ("f,,,", "has no formula"),
        ("f,x,,x=1,,,,", "has 8 cells, the header 4"),
        ("first,x,,x=1", "the name 'first' is that of line 2"),
    ],
)
def test_what_is_wrong_with_a_row_is_left_in_the_row(tmp_path, row, words):
    table = read(tmp_path, f"name,formula,ranges,at\nfirst,x,,x=1\n{row}\nlast,x,,x=1\n")
    assert len(table.rows) == 3
    with pytest.raises(InputError, match=words):
        table.rows[1].options()
    assert table.rows[2].options()["at"] == {"x": Decimal(1)}


def test_a_megabyte_of_formula_is_a_failed_row_among_others(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text(f"formula,at\n{'+'.join(['x'] * 500_000)},x=1\nx**2,x=1\n", "utf-8")
    with pytest.raises(SystemExit) as ended:
        command([str(path)])
    said = capsys.readouterr().out
    assert ended.value.code == 2
    assert "at most 100,000 characters" in said
    assert "1 right, 1 failed" in said
    assert len(said) < 2000
