"""What all tests share: hypothesis' settings and the browser."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER = (
    "no Chromium found: install it (Debian: apt-get install chromium), "
    "or set GLASSGRAD_BROWSER to the path of one"
)

# Machines are shared: how long one example takes says nothing about the code.
settings.register_profile("glassgrad", deadline=None)
settings.load_profile("glassgrad")


def _browser() -> str | None:
    named = os.environ.get("GLASSGRAD_BROWSER")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if _browser() is None and os.environ.get("GLASSGRAD_REQUIRE_BROWSER") != "1":
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def browser() -> str:
    """The path of a Chromium; only for tests marked ``browser``."""
    path = _browser()
    if path is None:
        pytest.fail(NO_BROWSER)
    return path
