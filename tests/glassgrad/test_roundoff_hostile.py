"""`glassgrad roundoff` of what nobody should type: an answer or a clear sentence, soon."""

from __future__ import annotations

import pytest

from glassgrad import cli


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> tuple[int, str]:
        code = cli.run(["roundoff", *arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out + said.err

    return command


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["1/0"], 0, "The formula itself has no value here, at 1/0: a division at 0."),
        (["0/0"], 0, "The formula itself has no value here, at 0/0: a division at 0."),
        (["1/x", "--at", "x=0"], 0, "no value here, at 1/x"),
        (["log(x)", "--at", "x=-1"], 0, "log of a negative number"),
        (["10**10**10"], 2, "A constant exponent may be at most 10,000"),
        (["2**-1e9"], 2, "A constant exponent may be at most 10,000"),
        (["gamma(1e300)"], 2, "A constant argument of gamma may be at most"),
        (["x**x**x", "--at", "x=1e10"], 0, "more than float64 can hold"),
        (["exp(exp(exp(x)))", "--at", "x=10"], 0, "Overflow: exp(exp(x)) is 9.39e+9565"),
        (["x**-y", "--at", "x=2", "y=1e9"], 0, "the float nearest to the exact value"),
        (["x + 1", "--at", "x=nan"], 2, "'nan' is not a finite number"),
        (["x + 1", "--at", "x=inf"], 2, "'inf' is not a finite number"),
        (["x + 1", "--at", "x=1e400"], 2, "beyond the range of a float"),
        (["x + 1", "--range", "x=1e400:2e400"], 2, "beyond the range of a float"),
        (["x", "--at", "x=1e5", "--precision", "float16"], 2, "whose largest is 65504"),
        (["x + 1", "--range", "x=2:1"], 2, "is above the upper end"),
        (["x + 1", "--range", "x=1:1", "--points", "9"], 0, "all digits are right"),
        (["1/x", "--range", "x=-1:1", "--points", "50"], 0, "digits are right"),
        (["tan(x)", "--range", "x=0:1e9", "--points", "50"], 0, "digits are right"),
        (["log(x)", "--range", "x=-2:-1"], 2, "no exact value at any point tried"),
        (["1/(x - x)", "--range", "x=0:1"], 2, "no exact value at any point tried"),
        (["x*1e999999999"], 2, "larger than any float"),
        (["x", "--range", "x=0:1", "--points", "100000000"], 2, "points is a whole number"),
        (["sin(" * 10_000 + "x" + ")" * 10_000, "--at", "x=1"], 2, "brackets are inside"),
        (["x" + "+sin(x)" * 3000, "--at", "x=1"], 0, "Sum of many roundings"),
        (["x" + "+x" * 100_000, "--at", "x=1"], 2, "Error"),
        (["(x**9999)**9999", "--range", "x=0:2", "--points", "50"], 0, "Overflow"),
        (["exp(x)/x", "--wrt", "x", "--at", "x=0"], 0, "no value here, at exp(x)/x"),
        (["mod(x, 1e-300)", "--at", "x=1e300"], 0, "could not be enclosed"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)  # fmt: skip
def test_there_is_an_answer_or_a_clear_sentence(run, arguments, code, sentence):
    found, said = run(*arguments)
    assert sentence in " ".join(said.split())
    assert found == code
    assert len(said) < 20_000


def test_a_function_of_ten_thousand_operations(run, tmp_path):
    (tmp_path / "deep.py").write_text(
        "from autograd import ops\n\ndef deep(x):\n    for _ in range(5000):\n"
        "        x = ops.sin(x) + 0.1\n    return x\n"
    )
    code, said = run("deep.py::deep", "--at", "x=0.5")
    assert code == 0
    assert "digits are right" in said


def test_a_function_that_is_too_large_is_refused(run, tmp_path):
    (tmp_path / "long.py").write_text(
        "def long(x):\n    for _ in range(20_001):\n        x = x + 1.0\n    return x\n"
    )
    code, said = run("long.py::long", "--at", "x=0.5")
    assert code == 2
    assert "round-off is analysed up to 20,000" in " ".join(said.split())
