"""Directives for what is made anew at each build: pictures, live pages, tables.

```{drawing} NAME    a picture of `tools.site.drawings`, light and dark
```{live} NAME       a live page of `tools.site.live` in a frame
```{made} NAME       Markdown of `tools.site.tables`
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tools.site import drawings, live, tables


class _Maker(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """What the directive shows. What it is made from is not in the page, so the page is read
        again at each build."""
        self.env.note_reread()
        return self.shown()

    def shown(self) -> list[nodes.Node]:
        """The nodes for the page."""
        raise NotImplementedError

    def written(self, name: str, text: str) -> str:
        """Writes a file beside the pages; gives its address as seen from this one."""
        folder = Path(self.env.app.outdir) / "_made"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        return "../" * self.env.docname.count("/") + f"_made/{name}"

    def caption(self) -> list[nodes.Node]:
        """The directive's content, below what it shows."""
        if not self.content:
            return []
        below = nodes.container(classes=["caption"])
        self.state.nested_parse(self.content, self.content_offset, below)
        return [below]


class DrawingDirective(_Maker):
    """A picture. It is never narrower than its text can be read; a phone scrolls it in place."""

    def shown(self) -> list[nodes.Node]:
        """The picture, in the colours of the page, and a caption."""
        name = self.arguments[0]
        picture = drawings.made(name)
        themes = []
        for theme, markup in picture.themes.items():
            source = self.written(f"{name}{'-dark' if theme == 'only-dark' else ''}.svg", markup)
            themes.append(
                f'<a class="{theme}" href="{source}"><img src="{source}" '
                f'alt="{escape(picture.alt)}" style="--width:{picture.width:.0f}px"></a>'
            )
        frame = 'class="drawing" role="group" aria-label="Picture" tabindex="0"'
        html = f"<div {frame}>{''.join(themes)}</div>"
        return [nodes.raw("", html, format="html"), *self.caption()]


class LiveDirective(_Maker):
    """A live page in a frame, and a link to it alone."""

    option_spec: ClassVar[dict[str, Any]] = {"height": directives.positive_int}

    def shown(self) -> list[nodes.Node]:
        """The frame, and the link below it."""
        name = self.arguments[0]
        page = live.made(name)
        source = self.written(f"{name}.html", page.html)
        height = self.options.get("height", 640)
        html = (
            f'<iframe class="live-page" src="{source}" title="{escape(page.description)}" '
            f'style="height:{height}px" loading="lazy"></iframe>'
            f'<p class="caption"><a href="{source}">This page alone</a>: one file, and it works '
            "without a network.</p>"
        )
        return [nodes.raw("", html, format="html")]


class MadeDirective(_Maker):
    """A text that is made from the code."""

    optional_arguments = 5

    def shown(self) -> list[nodes.Node]:
        """The text, parsed as if it stood in the page."""
        name, *given = self.arguments
        made = self.parse_text_to_nodes(tables.made(name, *given), allow_section_headings=False)
        if name in tables.LONG:
            return [nodes.container("", *made, classes=["stacked", name])]
        return made


def setup(app: Sphinx) -> dict[str, Any]:
    """Registers the three."""
    app.add_directive("drawing", DrawingDirective)
    app.add_directive("live", LiveDirective)
    app.add_directive("made", MadeDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
