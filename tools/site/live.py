"""The live pages of the site: the same files that ``viz.page`` gives anyone."""

from __future__ import annotations

from collections.abc import Callable

import viz
from tools.site import drawings


def _network() -> viz.Page:
    return viz.page(drawings.small_network(), title="J = (w·x + b − y)² / 2")


def _layers() -> viz.Page:
    return viz.page(drawings.layers(), title="Two layers of tanh units", depth=0)


PAGES: dict[str, Callable[[], viz.Page]] = {
    "network": _network,
    "layers": _layers,
}


def made(name: str) -> viz.Page:
    """The page of this name."""
    return PAGES[name]()
