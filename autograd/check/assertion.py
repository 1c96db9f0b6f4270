"""`assert_gradient`, for tests: a wrong gradient fails with the whole diagnosis as its message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autograd.check.checking import check
from autograd.check.verdict import Result, sentence


def assert_gradient(f: Any, claims: Any, at: Any = None, **options: Any) -> None:
    """Raises `AssertionError`, with the diagnosis, unless every claimed derivative is right.

    f: a Python function, or a formula as a text. claims: its gradient function, or for each name
    the derivative. The arguments are those of `autograd.check.check`. A derivative that does not
    exist at the point, or that cannot be decided, is not right. ::

        def test_loss():
            assert_gradient(loss, loss_gradient, at={"w": w, "x": x})
    """
    __tracebackhide__ = True  # pytest shows the test's own line
    verdict = check(f, at, claims, **options)
    if verdict.outcome == "right":
        return
    lines = [line for result in verdict.results for line in _told(result)]
    notes = [f"Note: {note}." for note in verdict.notes]
    raise AssertionError("\n".join([*lines, *notes]))


def _told(result: Result) -> Iterator[str]:
    """One result in a line and, where it is not right, its worst elements and its witnesses."""
    yield sentence(result)
    if result.verdict == "right":
        return
    if result.blame is not None:
        yield f"    {result.blame.sentence}"
    for element in (result.elements or {}).get("worst", ()):
        yield f"    {_element(element)}"
    for name, number in result.witnesses.items():
        if number is not None:
            yield f"    {name} says {number}"


def _element(element: Mapping[str, Any]) -> str:
    index = f"[{','.join(map(str, element['index']))}]"
    if element["reason"]:
        return f"{index} {element['reason']}"
    within = f" (error bar {element['error_bar']})" if element["error_bar"] else ""
    return f"{index} claimed {element['claimed']}, is {element['derivative']}{within}"
