"""Puts a page together: markup, colours, scripts, the layout engine, and the data of a graph.

Nothing in the page is fetched, and its content security policy forbids it to; scripts run by
their hash alone, so that no text in the page could ever be one.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files

from viz.page import look, table
from viz.page.data import script_safe

MOST_NODES = 20_000
"""Larger graphs are refused before anything is made of them."""

SCRIPTS = (
    "arithmetic", "circular", "psi", "gamma", "wording", "graph", "view", "elements", "announce",
    "theme", "layout", "zoom", "picture", "steps", "exact", "telling", "inputs", "details",
    "numbers", "paths", "search", "fill", "regions", "export", "keys", "main",
)  # fmt: skip
"""The files of ``script/`` in the order in which they stand in the page."""

POLICY = (
    "default-src 'none'; script-src '{script}' 'wasm-unsafe-eval'; worker-src blob:; "
    "style-src '{style}'; img-src data: blob:; base-uri 'none'; form-action 'none'"
)


def page(svg: str, data: Mapping[str, object], heading: str, description: str) -> str:
    """The page as text. svg: its first picture. data: the graph, as `viz.page.data` has it."""
    style, script = stylesheet(), scripts()
    parts = {
        "policy": POLICY.format(script=_hash(script), style=_hash(style)),
        "title": escape(heading or description.rstrip(".")),
        "heading": escape(heading or description.rstrip(".")),
        "description": escape(description),
        "style": style,
        "svg": svg,
        "data": script_safe(data),
        "engine": engine(),
        "notices": escape(_text("vendor/NOTICES.txt")),
        "script": script,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _text("page.html"))


@cache
def scripts() -> str:
    """All scripts as one, in a scope of their own."""
    parts = [_text(f"script/{name}.js") for name in SCRIPTS]
    return '\n(() => {\n"use strict";\n' + table.script() + "\n".join(parts) + "\n})();\n"


@cache
def stylesheet() -> str:
    """The colours, and how the page is laid out."""
    return f"\n{look.stylesheet()}\n{_text('page.css')}"


@cache
def engine() -> str:
    """The layout engine for the browser, compressed: it is unpacked when it is first needed."""
    source = (files("viz.page") / "vendor" / "viz-global.js").read_bytes()
    packed = gzip.compress(source, mtime=0)
    return base64.b64encode(packed).decode()


def _text(name: str) -> str:
    return (files("viz.page") / name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
