"""GitHub's annotations and JUnit's XML, for formulas and tables; the pages that tell of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from autograd.check import Result, Verdict, check
from autograd.check.verdict import FIELDS, SCHEMA
from glassgrad import cli, formats

DOCS = Path(__file__).parents[2] / "docs" / "check"
TABLE = """name,formula,ranges,at,claims
fine,x**2,x=1:3,,x=2*x
"bad, 100% sure",x**3,x=1:3,,x=3*x**3
kink,abs(x),,x=0,x=sign(x)
broken,x +,,,
"""


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["check", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def unescaped(text: str) -> str:
    for code, character in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


COMMAND = re.compile(r"::(error|warning) ([^:]*)::(.*)")


def test_annotations_of_a_table_have_the_line_of_their_row(run):
    code, out, _ = run("t.csv", "--format", "github")
    assert code == 2
    *commands, last = out.splitlines()
    assert last == "glassgrad check: 1 right, 1 wrong, 1 undecidable, 1 failed"
    found = [COMMAND.fullmatch(line) for line in commands]
    assert all(found)
    told = [
        dict(part.split("=", 1) for part in match[2].split(",")) | {"kind": match[1]}
        for match in found
    ]
    assert [each["line"] for each in told] == ["3", "4", "5"]
    assert {each["file"] for each in told} == {"t.csv"}
    assert {each["kind"] for each in told} == {"error"}
    assert unescaped(told[0]["title"]) == "wrong: ∂/∂x of bad, 100% sure"
    assert "exponent was brought down but not lowered" in unescaped(found[0][3])


def test_undecidable_can_be_a_warning(run):
    code, out, _ = run("abs(x)", "--at", "x=0", "--format", "github", "--undecidable", "warn")
    assert code == 0
    assert out.startswith("::warning title=undecidable%3A ∂/∂x of abs(x)::")
    code, out, _ = run("abs(x)", "--at", "x=0", "--format", "github")
    assert code == 1
    assert out.startswith("::error ")


def test_annotations_are_escaped():
    result = Result("a:b,c%\r\nd", "x\ny", "x", "wrong", reason="100%\nof it")
    text = formats.github(Verdict((result,)), "fail", "dir,1/t:2.csv", {"a:b,c%\r\nd": 7})
    first, last, *rest = text.splitlines()
    assert not rest
    assert last == "glassgrad check: 1 wrong"
    assert "title=wrong%3A ∂/∂x of a%3Ab%2Cc%25%0D%0Ad," in first
    assert "file=dir%2C1/t%3A2.csv,line=7::" in first
    assert first.endswith("100%25%0Aof it")


def test_all_right_has_no_annotation(run):
    code, out, _ = run("x**2", "--claim", "x=2*x", "--format", "github")
    assert (code, out) == (0, "glassgrad check: 1 right\n")


def test_junit_of_a_table(run):
    code, out, _ = run("t.csv", "--format", "junit")
    assert code == 2
    root = ElementTree.fromstring(out.encode())
    (suite,) = root
    counts = {"tests": "4", "failures": "2", "errors": "1", "skipped": "0"}
    assert root.attrib == counts
    assert suite.attrib == {"name": "glassgrad check", **counts}
    cases = {case.get("classname"): case for case in suite}
    assert [child.tag for child in cases["fine"]] == []
    assert [child.tag for child in cases["bad, 100% sure"]] == ["failure"]
    assert [child.tag for child in cases["kink"]] == ["failure"]
    assert [child.tag for child in cases["broken"]] == ["error"]
    assert cases["kink"].get("name") == "∂/∂x"
    assert "slope is -1 on the left and 1 on the right" in cases["kink"][0].text


def test_junit_skips_what_is_undecidable_where_that_is_a_warning(run):
    code, out, _ = run("abs(x)", "--at", "x=0", "--format", "junit", "--undecidable", "warn")
    assert code == 0
    root = ElementTree.fromstring(out.encode())
    assert (root.get("failures"), root.get("skipped")) == ("0", "1")
    assert root[0][0][0].tag == "skipped"


def test_junit_is_xml_whatever_the_names_are():
    name = "a<b>&\"'\x00\x1b\ud800]]>\u2028"
    text = formats.junit(Verdict((Result(name, name, "x", "wrong", reason=name),)), "fail")
    case = ElementTree.fromstring(text.encode("utf-8"))[0][0]
    assert case.get("classname").startswith("a<b>&\"'\ufffd\ufffd\ufffd]]>")


def test_formats_go_to_a_file(run, tmp_path):
    code, out, _ = run("t.csv", "--format", "junit", "--output", "out.xml")
    assert code == 2
    assert out.startswith("Wrote out.xml: ")
    assert len(ElementTree.parse(tmp_path / "out.xml").getroot()[0]) == 4


def test_notes_do_not_disturb_programs(run):
    for form in ("json", "github", "junit"):
        _, out, err = run("log(x)", "--format", form)
        assert "own domain" in err
        assert "own domain" not in out


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_action_and_the_hook_of_the_guide_run(run, tmp_path):
    (table,) = blocks("ci.md", "csv")
    (tmp_path / "derivatives.csv").write_text(table, "utf-8")
    action, hook = blocks("ci.md", "yaml")
    lines = re.findall(r"run: glassgrad check (.*)", action)
    assert lines
    for line in lines:
        assert run(*line.split())[0] == 0
    (entry,) = re.findall(r"entry: glassgrad check(.*)", hook)
    (pattern,) = re.findall(r"files: (.*)", hook)
    assert re.search(pattern, "data/derivatives.csv")
    assert run(*entry.split(), "derivatives.csv")[0] == 0
    wrong = table.replace("v=m*v", "v=m*v**2")
    assert wrong != table
    (tmp_path / "derivatives.csv").write_text(wrong, "utf-8")
    code, out, _ = run(*lines[0].split())
    assert code == 1
    assert "file=derivatives.csv,line=2" in out


def test_the_json_of_the_guide_is_that_of_the_check():
    (text,) = blocks("json.md", "json")
    told = json.loads(text)
    jsonschema.validate(told, json.loads(SCHEMA.read_text("utf-8")))
    assert told == check("x**2", at={"x": 3}).as_json()
    page = (DOCS / "json.md").read_text("utf-8")
    for field in FIELDS:
        assert f"`{field}`" in page


def test_a_blame_is_in_the_json():
    verdict = check("x**2*sin(y)", claims={"y": "x**2"})
    told = json.loads(verdict.to_json())
    jsonschema.validate(told, json.loads(SCHEMA.read_text("utf-8")))
    assert told["results"][0]["blame"] == {
        "node": "sin(y)",
        "mistake": "dropped chain factor",
        "uses": "1",
        "expected": "cos(y)",
        "sentence": (
            "at `sin(y)` the claim uses 1 where cos(y) belongs: the chain-rule factor was dropped"
        ),
    }
