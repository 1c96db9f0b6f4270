"""A verdict for other programs: annotations of GitHub's workflows, and JUnit's XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

from autograd.check import Result, Verdict
from autograd.check.verdict import sentence

_SERIOUS: Final = ("wrong", "failed")
_FORBIDDEN: Final = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_MOST_TITLE: Final = 120


def github(
    verdict: Verdict, undecidable: str, file: str = "", lines: Mapping[str, int] | None = None
) -> str:
    """Workflow commands, one for each result that is not right, and a last line that sums up.

    undecidable: ``fail`` makes those errors, ``warn`` warnings. file: where the formulas stand,
    "" where they came from the command line; lines: the line of each by its name.
    The form is that of GitHub's "Workflow commands for GitHub Actions".
    """
    written = []
    for result in verdict.results:
        if result.verdict == "right":
            continue
        is_error = result.verdict in _SERIOUS or undecidable == "fail"
        properties = {"title": _title(result)}
        if file:
            properties["file"] = file
            if lines and result.name in lines:
                properties["line"] = str(lines[result.name])
        told = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
        written.append(f"::{'error' if is_error else 'warning'} {told}::{_data(_told(result))}")
    counts = ", ".join(f"{count} {each}" for each, count in verdict.summary.items() if count)
    written.append(f"glassgrad check: {counts or 'nothing to judge'}")
    return "\n".join(written) + "\n"


def _title(result: Result) -> str:
    """``wrong: ∂/∂y of x**2*sin(y)``, cut where it is long."""
    of = f"∂/∂{result.variable} of {result.name}" if result.variable else result.name
    title = f"{result.verdict}: {of}"
    return title if len(title) <= _MOST_TITLE else title[: _MOST_TITLE - 1] + "…"


def _told(result: Result) -> str:
    blame = f"\n{result.blame.sentence}" if result.blame else ""
    return sentence(result) + blame


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def junit(verdict: Verdict, undecidable: str) -> str:
    """JUnit's XML: a suite with a test case for each result.

    Wrong is a failure, what could not run an error, undecidable a failure (``fail``) or skipped
    (``warn``).
    """
    counts = verdict.summary
    failures = counts["wrong"] + (counts["undecidable"] if undecidable == "fail" else 0)
    skipped = counts["undecidable"] if undecidable == "warn" else 0
    totals = {
        "tests": str(len(verdict.results)),
        "failures": str(failures),
        "errors": str(counts["failed"]),
        "skipped": str(skipped),
    }
    suites = ElementTree.Element("testsuites", totals)
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "glassgrad check", **totals})
    for result in verdict.results:
        _case(suite, result, undecidable)
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(
        suites, encoding="unicode"
    ) + "\n"  # fmt: skip


def _case(suite: ElementTree.Element, result: Result, undecidable: str) -> None:
    names = {
        "classname": _xml(result.name),
        "name": _xml(f"∂/∂{result.variable}" if result.variable else "formula"),
    }
    case = ElementTree.SubElement(suite, "testcase", names)
    if result.verdict == "right":
        return
    kind = {"wrong": "failure", "failed": "error"}.get(
        result.verdict, "failure" if undecidable == "fail" else "skipped"
    )
    attributes = {"message": _xml(_title(result))}
    if kind != "skipped":
        attributes["type"] = result.verdict
    ElementTree.SubElement(case, kind, attributes).text = _xml(_told(result))


def _xml(text: str) -> str:
    """A text without what XML cannot hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
