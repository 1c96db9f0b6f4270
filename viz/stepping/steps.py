"""`steps` takes a graph apart into a sequence of pictures; `Steps` plays, prints and shows it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from autograd import files
from autograd.errors import InputError
from autograd.value import Value
from viz import render, svg
from viz.drawing import Drawing
from viz.recorded import Options, picture
from viz.stepping import film, sheet
from viz.stepping.frames import frames
from viz.stepping.walk import Walk

MOST_NODES = 100
"""Longer walks are for nobody; `viz.page` steps through any graph at the reader's own pace."""

_GIF_DPI = 96.0


def steps(y: Value, *, title: str = "", seconds: float = 2.0) -> Steps:
    """The forward and the backward pass of ``y``, step by step.

    title: a line below the pictures. seconds: how long each step is shown when it plays.

    Raises:
        InputError: ``y`` is not a Value, its graph has more than 100 nodes, or ``seconds`` is not
            above zero.
    """
    if not isinstance(y, Value):
        raise InputError(f"steps takes a Value, not {type(y).__name__}.")
    if not seconds > 0:
        raise InputError(f"A step is shown for more than 0 seconds, not {seconds}.")
    walk = Walk(y)
    if len(walk.nodes) > MOST_NODES:
        raise InputError(
            f"The graph has {len(walk.nodes):,} nodes, too many to be walked through in pictures "
            f"(at most {MOST_NODES}). viz.page(y) steps through it at the reader's own pace."
        )
    return Steps(walk, title, seconds)


class Steps:
    """The passes over a graph, as pictures.

    walk: the steps in words and numbers.
    """

    def __init__(self, walk: Walk, title: str, seconds: float) -> None:
        self.walk = walk
        self._seconds = seconds
        deepest = 1 + len(walk.nodes)  # whatever its scopes are, all of the graph is shown
        self._whole = picture([walk.output], Options(title=title, depth=deepest))

    def __len__(self) -> int:
        return len(self.walk.steps)

    def __iter__(self) -> Iterator[str]:
        return (step.text for step in self.walk.steps)

    @cached_property
    def frames(self) -> list[Drawing]:
        """The start, and a drawing for each step; all are laid out alike."""
        return [Drawing(frame) for frame in frames(self.walk, self._whole)]

    @cached_property
    def svg(self) -> str:
        """All steps in one SVG file that plays by itself. Raises as `Drawing.svg` does."""
        told = f"{len(self)} steps. {self._whole.description}"
        return film.animated_svg([frame.svg for frame in self.frames], self._seconds, told)

    @cached_property
    def gif(self) -> bytes:
        """All steps as a GIF file that plays by itself.

        Raises:
            MissingDependency: Pillow is not installed.
            RenderError: a layout failed or took too long.
        """
        bitmaps = [render.bitmap(frame.picture, _GIF_DPI) for frame in self.frames]
        return film.gif(bitmaps, self._seconds)

    @property
    def worksheet(self) -> Drawing:
        """One page with a blank for every number that follows from the inputs."""
        return sheet.Sheet(sheet.worksheet(self.walk, self._whole))

    @property
    def solution(self) -> Drawing:
        """The same page with all answers."""
        return sheet.Sheet(sheet.solution(self.walk, self._whole))

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the steps as what the file's ending says.

        .svg and .gif play by themselves. A name with a place for a number, such as
        ``step{:02}.png``, makes a file for each frame. Gives the path back.

        Raises:
            InputError: another ending, or a file that cannot be written.
        """
        target = Path(path)
        if "{" in target.name:
            for place, frame in enumerate(self.frames):
                frame.save(target.with_name(target.name.format(place)))
            return target
        writer = _WRITERS.get(target.suffix.lower())
        if writer is None:
            raise InputError(
                f"Steps are saved as .svg or .gif, or a file each as step{{:02}}.png; not as "
                f"{target.name!r}."
            )
        files.write(target, writer(self))
        return target

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": svg.inline(self.svg), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Steps: {len(self)} steps. {self._whole.description.rstrip('.')}>"


_WRITERS: dict[str, Callable[[Steps], bytes]] = {
    ".svg": lambda shown: shown.svg.encode(),
    ".gif": lambda shown: shown.gif,
}
