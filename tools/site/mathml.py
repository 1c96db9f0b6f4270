"""Formulas as MathML, which browsers show by themselves; translated by docutils.

Sphinx would load MathJax from another host; this loads nothing, and works in a file.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

_LOGGER = logging.getLogger(__name__)


# What docutils does not know, and what stands for it: brackets grow by themselves.
_WRITTEN = (
    (re.compile(r"\\[bB]igg?[lrm]?(?![A-Za-z])"), ""),
    (re.compile(r"\\[td]frac(?![A-Za-z])"), r"\\frac"),
)


def translated(formula: str, as_block: bool) -> str:
    """A formula in LaTeX as MathML. Raises `MathError` where docutils cannot read it."""
    for pattern, instead in _WRITTEN:
        formula = pattern.sub(instead, formula)
    return str(tex2mathml(formula, as_block=as_block))


def _of(node: nodes.Element, as_block: bool) -> str:
    try:
        return translated(node.astext(), as_block)
    except MathError as error:
        _LOGGER.warning("%s: %s", error, node.astext(), location=node)
        return escape(node.astext())


def _inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(_of(node, as_block=False))
    raise nodes.SkipNode


def _display(self: HTML5Translator, node: nodes.math_block) -> None:
    formula = _of(node, as_block=True)
    self.body.append(f'<div class="formula">{formula}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Registers the renderer under the name ``mathml``."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
