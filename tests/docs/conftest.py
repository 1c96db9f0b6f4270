"""The site, built once and served from a folder; a browser that sees nothing else."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make docs` would write; a warning is a failure.

    GLASSGRAD_SITE names one that is built already, for those who work on the other tests.
    """
    if built := os.environ.get("GLASSGRAD_SITE"):
        return Path(built)
    folder = tmp_path_factory.mktemp("site") / "docs"
    ran = subprocess.run(
        [sys.executable, "-m", "tools.site.build", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not ran.stderr
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, with a slash at the end."""
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Tab:
    """A page in the browser: Playwright's ``page``, run in its thread by ``do``.

    outside: addresses asked for beyond the site. errors: what the console complained of.
    """

    def __init__(self, run: Callable[..., Any], page: Any, address: str) -> None:
        self.do = lambda f: run(f, page)
        self.address = address
        self.outside: list[str] = []
        self.errors: list[str] = []
        own = (address, "data:", "blob:", "about:")
        page.on("request", lambda r: r.url.startswith(own) or self.outside.append(r.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda said: said.type in ("error", "warning") and self.errors.append(said.text),
        )

    def open(self, path: str) -> None:
        """Goes to a page of the site, and waits until it has come to rest."""
        self.do(lambda page: page.goto(self.address + path, wait_until="networkidle"))

    def ask(self, script: str) -> Any:
        """What a script says in the page."""
        return self.do(lambda page: page.evaluate(script))


@pytest.fixture(scope="session")
def thread() -> Iterator[Callable[..., Any]]:
    """Runs functions in a thread of the browser's own, whose event loop disturbs no other test."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield lambda function, *given: executor.submit(function, *given).result(timeout=120)


@pytest.fixture(scope="session")
def chromium(browser: str, thread: Callable[..., Any]) -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    player = thread(lambda: sync_playwright().start())
    started = thread(lambda: player.chromium.launch(executable_path=browser, args=list(FLAGS)))
    yield started
    thread(started.close)
    thread(player.stop)


@pytest.fixture
def tab(chromium: Any, thread: Callable[..., Any], address: str) -> Iterator[Callable[..., Tab]]:
    """Opens tabs; the options are those of a browser context."""
    contexts = []

    def opened(**options: Any) -> Tab:
        options = {"viewport": {"width": 1280, "height": 900}} | options
        context = thread(lambda: chromium.new_context(**options))
        contexts.append(context)
        return Tab(thread, thread(context.new_page), address)

    yield opened
    for context in contexts:
        thread(context.close)
