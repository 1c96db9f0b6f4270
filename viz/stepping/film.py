"""All frames in one file that plays by itself.

In the SVG what is the same in neighbouring frames is there once, and is shown for as long as it
stays. It holds still under the pointer, and for readers who have asked their system for less
motion: then it shows the end.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from xml.etree import ElementTree

from autograd.errors import InputError, MissingDependency
from viz import svg

PILLOW = "A GIF needs Pillow: run `pip install 'glassgrad[plots]'`. An animated .svg needs nothing."

_Element = ElementTree.Element


def animated_svg(markups: Sequence[str], seconds: float, description: str) -> str:
    """One SVG that shows one picture after the other, each for so many seconds, again and again."""
    roots = [ElementTree.fromstring(markup) for markup in markups]  # noqa: S314  (our own)
    layers = [_layers(root) for root in roots]
    name = "f" + hashlib.sha256("".join(markups).encode()).hexdigest()[:8]
    spans = _spans(layers)
    first = max(roots, key=lambda root: svg.size_of(root).width * svg.size_of(root).height)
    film = ElementTree.Element("svg", {k: v for k, v in first.attrib.items() if k != "aria-label"})
    film.set("xmlns", "http://www.w3.org/2000/svg")
    film.set("aria-label", description)
    film.set("class", name)
    whole = _paper(film, roots[-1])
    rules: dict[tuple[int, int], str] = {}
    for element, start, end in spans:
        if (start, end) != (0, len(markups)):
            rules[start, end] = f"{name}-{start}-{end}"
            element.set("class", f"{element.get('class', '')} {rules[start, end]}".strip())
        whole.append(element)
    sheet = ElementTree.SubElement(film, "style")
    sheet.text = _stylesheet(name, rules, len(markups), seconds)
    return ElementTree.tostring(film, encoding="unicode") + "\n"


def _layers(root: _Element) -> list[tuple[str, _Element]]:
    """What is drawn, each with its text to be compared by; identifiers are dropped."""
    graph = root.find("{*}g")
    assert graph is not None, "Graphviz puts all it draws in a group"
    found = []
    for child in list(graph):
        if _bare(child) == "title":
            continue
        for element in child.iter():
            element.tag = _bare(element)
            element.attrib.pop("id", None)
            for inner in [each for each in element if _bare(each) == "title"]:
                element.remove(inner)
        found.append((ElementTree.tostring(child, encoding="unicode"), child))
    return found


def _bare(element: _Element) -> str:
    return element.tag.rpartition("}")[2]


def _spans(layers: Sequence[Sequence[tuple[str, _Element]]]) -> list[tuple[_Element, int, int]]:
    """Each element with the first frame that shows it and the first that no longer does."""
    found: list[tuple[_Element, int, int]] = []
    shown: dict[str, tuple[_Element, int]] = {}
    for frame, elements in enumerate(layers):
        now = dict(elements)
        for text in [text for text in shown if text not in now]:
            element, start = shown.pop(text)
            found.append((element, start, frame))
        for text, element in elements:
            shown.setdefault(text, (element, frame))
    return [*((element, start, len(layers)) for element, start in shown.values()), *found]


def _paper(film: _Element, last: _Element) -> _Element:
    """The group that all is drawn in, placed as Graphviz placed its own."""
    graph = last.find("{*}g")
    assert graph is not None, "Graphviz puts all it draws in a group"
    return ElementTree.SubElement(film, "g", {"transform": graph.get("transform", "")})


def _stylesheet(name: str, rules: dict[tuple[int, int], str], frames: int, seconds: float) -> str:
    lines = []
    for (start, end), rule in rules.items():
        on, off = (f"{100 * place / frames:.4f}%" for place in (start, end))
        states = ["0% {visibility:hidden}"] if start else ["0% {visibility:visible}"]
        states += [f"{on} {{visibility:visible}}"] if start else []
        states += [f"{off} {{visibility:hidden}}"] if end < frames else []
        lines.append(f"@keyframes {rule} {{ {' '.join(states)} }}")
        still = "visible" if end == frames else "hidden"
        lines.append(f".{rule} {{ visibility: {still}; }}")
        lines.append(
            "@media (prefers-reduced-motion: no-preference) { "
            f".{rule} {{ animation: {rule} {frames * seconds:g}s step-end infinite; }} }}"
        )
    lines.append(f".{name}:hover * {{ animation-play-state: paused; }}")
    return "\n".join(lines)


def gif(bitmaps: Sequence[bytes], seconds: float) -> bytes:
    """The PNG files as a GIF that plays them again and again.

    Raises:
        MissingDependency: Pillow is not installed.
    """
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingDependency(PILLOW) from error
    images = [Image.open(io.BytesIO(bitmap)).convert("RGB") for bitmap in bitmaps]
    if not images:
        raise InputError("A film needs at least one picture.")
    size = max(i.width for i in images), max(i.height for i in images)
    frames = []
    for image in images:
        frame = Image.new("RGB", size, "white")
        frame.paste(image, (0, 0))
        frames.append(frame.quantize(64, dither=Image.Dither.NONE))
    written = io.BytesIO()
    frames[0].save(
        written, format="GIF", save_all=True, append_images=frames[1:],
        duration=round(1000 * seconds), loop=0, optimize=True,
    )  # fmt: skip
    return written.getvalue()
