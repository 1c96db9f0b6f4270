"""Outputs of notebooks as they are stored: small, and shown wherever a notebook is opened.

Pictures are kept as PNG alone, with their width and their description: an SVG is shown neither by
JupyterLab in a notebook that was not run yet nor, inside HTML, by GitHub. Who runs the cell gets
the SVG.
"""

from __future__ import annotations

import base64
import io
import re

import nbformat
from nbformat import NotebookNode
from PIL import Image

_WIDGET = "application/vnd.jupyter.widget-view+json"
_PAGE = "<iframe srcdoc="
_WIDEST, _HIGHEST = 2_000, 3_000
"""Pixels that a stored picture has at most: twice what a page shows."""
_COLOURS = 256
"""Of a palette: enough for hues, their shades, and the greys at the edges of letters."""


def stored(output: NotebookNode) -> list[NotebookNode]:
    """What is kept of an output: none of a slider, which is nothing without a kernel; of words
    with a picture the words, then the picture."""
    data = output.get("data", {})
    if _WIDGET in data:
        return []
    if "execution_count" in output:
        output.execution_count = None
    vector = data.pop("image/svg+xml", None)
    if vector is None or "image/png" not in data:
        return [output]
    data["image/png"] = _smaller(data["image/png"])
    output.metadata["image/png"] = _told(vector)
    html = data.pop("text/html", None)
    if html is None:
        return [output]
    picture = nbformat.v4.new_output(
        "display_data", {"image/png": data.pop("image/png")},
        metadata={"image/png": output.metadata.pop("image/png")},
    )  # fmt: skip
    data["text/html"] = re.sub(r"<svg.*?</svg>\s*", "", html, flags=re.DOTALL)
    return [output, picture]


def _smaller(png: str) -> str:
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    image.thumbnail((_WIDEST, _HIGHEST), Image.Resampling.LANCZOS)
    packed = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return base64.b64encode(packed.getvalue()).decode()


def _told(svg: str) -> dict[str, int | str]:
    """How wide a picture is shown, and what it is in words, as its SVG says."""
    head = svg.partition("<svg")[2].partition(">")[0]
    found = dict(re.findall(r'([\w-]+)="([^"]*)"', head))
    told: dict[str, int | str] = {"alt": found.get("aria-label", "")}
    if found.get("width", "").isdigit():
        told["width"] = int(found["width"])
    return told


def page(output: NotebookNode) -> str:
    """The markup of a live page (`viz.page`), or nothing."""
    html: str = output.get("data", {}).get("text/html", "")
    return html if html.startswith(_PAGE) else ""


def text(output: NotebookNode) -> str:
    """All that an output shows, but for pixels and live pages."""
    if page(output):
        return ""
    shown = [str(value) for kind, value in output.get("data", {}).items() if kind != "image/png"]
    return "\n".join([output.get("text", ""), *shown])
