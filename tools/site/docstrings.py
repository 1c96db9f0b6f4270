"""Docstrings as the house writes them, made fit for a page.

In the source an argument is told in running text, ``seed: of the points drawn.`` Here each one that
is a parameter or an attribute of what is documented becomes an item of a list.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import Any

from sphinx.application import Sphinx

_TOLD = re.compile(r"(?:^|(?<=[.;] ))((?:``?)?\w+(?:``?)?(?:, (?:``)?\w+(?:``)?)*): ")
_LITERAL = re.compile(r"^(\s|[-*.`>+|]|\d+\.|(Args|Raises|Returns|Yields):)")


def names(thing: object) -> set[str]:
    """What the parameters, fields and attributes of an object are called."""
    found = set(getattr(thing, "__annotations__", {})) | set(getattr(thing, "__slots__", ()))
    if inspect.isclass(thing):
        found |= {name for name in vars(thing) if not name.startswith("_")}
        for maker in (vars(thing).get("__init__"), vars(thing).get("__post_init__")):
            found |= set(getattr(getattr(maker, "__code__", None), "co_names", ()))
    if dataclasses.is_dataclass(thing):
        found |= {each.name for each in dataclasses.fields(thing)}
    if callable(thing):
        try:
            found |= set(inspect.signature(thing).parameters)
        except (TypeError, ValueError):  # of a class that is written in C
            return found
    return found


def itemised(lines: list[str], known: set[str]) -> list[str]:
    """The lines, with what is told of known names as a list of items."""
    made: list[str] = []
    # What is raised stands apart.
    whole = re.sub(r"\n(?=Raises `)", "\n\n", "\n".join(lines))
    for paragraph in whole.split("\n\n"):
        text = " ".join(paragraph.split())
        found = [
            match
            for match in _TOLD.finditer(text)
            if {name.strip("`") for name in match[1].split(", ")} & known
        ]
        if not found or _LITERAL.match(paragraph):
            made += [*paragraph.split("\n"), ""]
            continue
        if lead := text[: found[0].start()].strip():
            made += [lead, ""]
        ends = [match.start() for match in found[1:]] + [len(text)]
        for match, end in zip(found, ends, strict=True):
            told = ", ".join(f"**{name.strip('`')}**" for name in match[1].split(", "))
            rest, stop, after = text[match.end() : end].strip().partition(" Raises ")
            made.append(f"- {told}: {rest}")
            if stop:
                made += ["", f"Raises {after}"]
        made.append("")
    return made


def _process(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    if what in ("class", "function", "method", "exception"):
        lines[:] = itemised(lines, names(obj))


def setup(app: Sphinx) -> dict[str, Any]:
    """Looks at each docstring, before napoleon does."""
    app.connect("autodoc-process-docstring", _process, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
