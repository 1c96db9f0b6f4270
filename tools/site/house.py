"""The map of the house: which part imports which, read from the source by `ast`."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from viz.picture import Box, Edge, Group, Kind, Picture, Role, Row

ROOT = Path(__file__).parents[2]
PACKAGES = ("autograd", "viz", "glassgrad")


class Module(NamedTuple):
    """A module. part: the package that it belongs to, such as ``autograd.check``. told: the first
    sentence of its docstring. tree: its syntax."""

    name: str
    part: str
    path: Path
    told: str
    tree: ast.Module


@cache
def modules() -> dict[str, Module]:
    """Every module by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "examples" in path.parts:
                continue  # scripts that the tour copies
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            part = ".".join(parts[:-1][:2])
            tree = ast.parse(path.read_text("utf-8"))
            told = _sentence(ast.get_docstring(tree) or "")
            found[name] = Module(name, part, path, told, tree)
    return found


def _sentence(text: str) -> str:
    first = " ".join(text.partition("\n\n")[0].split())
    head, stop, _ = first.partition(". ")
    return head + stop.strip()


def imports(module: Module, known: dict[str, Module]) -> Iterator[tuple[str, bool]]:
    """The modules of ours that a module names, each with whether that is when it is loaded."""
    later = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.If)
        for inner in ast.walk(node)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in known else node.module for name in whole]
        else:
            continue
        yield from ((name, id(node) not in later) for name in names if name in known)


@cache
def arrows() -> dict[tuple[str, str], bool]:
    """(part, part that it imports) -> whether any of these imports is made on loading."""
    known = modules()
    found: dict[tuple[str, str], bool] = {}
    for module in known.values():
        if module.name in PACKAGES:
            continue  # it gathers what the package offers
        for name, at_once in imports(module, known):
            pair = (module.part, known[name].part)
            if pair[0] != pair[1]:
                found[pair] = found.get(pair, False) or at_once
    return found


def reduced(pairs: dict[tuple[str, str], bool]) -> dict[tuple[str, str], bool]:
    """Without the arrows that a way along others replaces; those that go back stay, as late ones.

    A late import against the others' direction (the core loads its arrays when they are asked
    for) is what keeps the parts from being a simple order.
    """
    after: dict[str, set[str]] = {}
    for (source, target), at_once in pairs.items():
        if at_once:
            after.setdefault(source, set()).add(target)

    def reach(start: str, without: str = "") -> set[str]:
        seen: set[str] = set()
        waiting = [each for each in after.get(start, ()) if each != without]
        while waiting:
            place = waiting.pop()
            if place not in seen:
                seen.add(place)
                waiting += after.get(place, ())
        return seen

    return {
        (source, target): at_once
        for (source, target), at_once in sorted(pairs.items())
        if target not in reach(source, without=target)
    }


TITLES = {"autograd": "core", "viz": "drawing", "glassgrad": "the command"}


def map_of_the_house() -> Picture:
    """A box for each part; arrows run from what is imported to what imports it."""
    sizes = Counter(module.part for module in modules().values())
    boxes = [
        Box(
            key=part.replace(".", "_"),
            kind=Kind.BLOCK,
            title=part.partition(".")[2] or TITLES[part],
            rows=(Row(Role.COUNT, f"{count} modules"),),
            group=part.partition(".")[0],
        )
        for part, count in sizes.items()
    ]
    edges = [
        Edge(target.replace(".", "_"), source.replace(".", "_"), 0, quiet=not at_once)
        for (source, target), at_once in reduced(arrows()).items()
    ]
    return Picture(
        tuple(boxes),
        tuple(edges),
        tuple(Group(package, package) for package in PACKAGES),
        description="The parts of the project; an arrow runs from a part to one that imports it: "
        "autograd imports nothing of the others, viz imports autograd, glassgrad imports both.",
    )
