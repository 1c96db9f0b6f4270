"""A browser for live pages: started once, without a network, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from viz.page import Page

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class Tab:
    """A page in the browser. Every method is Playwright's, run in the browser's thread.

    requests: the addresses that the page asked for. errors: what its scripts complained of.
    """

    def __init__(self, run: Callable[..., Any], page: Any) -> None:
        self._run, self._page = run, page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text))
        page.on("dialog", lambda dialog: (self.errors.append("a dialog"), dialog.dismiss()))

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._page, name)
        return lambda *given, **options: self._run(method, *given, **options)

    def press(self, *keys: str) -> None:
        """Keys, one after the other, wherever the focus is."""
        for key in keys:
            self._run(self._page.keyboard.press, key)

    def texts(self, selector: str) -> list[str]:
        """The texts of all elements that match."""
        found: list[str] = self._run(self._page.locator(selector).all_text_contents)
        return [text.replace("\xa0", " ") for text in found]

    def text(self, selector: str) -> str:
        """The text of the one element that matches."""
        (text,) = self.texts(selector)
        return text

    def heard(self) -> str:
        """What a screen reader was told last."""
        return self.text("#announcer").strip()

    def download(self, selector: str) -> bytes:
        """The file that a click saves."""

        def clicked() -> bytes:
            with self._page.expect_download(timeout=20_000) as waiting:
                self._page.click(selector)
            return Path(waiting.value.path()).read_bytes()

        saved: bytes = self._run(clicked)
        return saved


@pytest.fixture(scope="session")
def thread() -> Iterator[Callable[..., Any]]:
    """Runs functions in the browser's thread: Playwright's event loop would disturb others."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield lambda function, *given, **options: executor.submit(
            function, *given, **options
        ).result(timeout=120)


@pytest.fixture(scope="session")
def chromium(browser: str, thread: Callable[..., Any]) -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    player = thread(lambda: sync_playwright().start())
    started = thread(player.chromium.launch, executable_path=browser, args=list(FLAGS))
    yield started
    thread(started.close)
    thread(player.stop)


class Opener:
    """Opens pages from files with the network off; closes what it opened."""

    def __init__(self, run: Callable[..., Any], chromium: Any, folder: Path) -> None:
        self._run, self._chromium, self._folder = run, chromium, folder
        self._contexts: list[Any] = []

    def __call__(self, page: Page | str, **options: Any) -> Tab:
        """The page in a tab; ``options`` are those of a browser context."""
        path = self._folder / f"page{len(self._contexts)}.html"
        path.write_text(page if isinstance(page, str) else page.html, "utf-8")
        options = {"offline": True, "viewport": {"width": 1280, "height": 800}} | options
        context = self._run(self._chromium.new_context, **options)
        self._contexts.append(context)
        tab = Tab(self._run, self._run(context.new_page))
        tab.goto(path.as_uri())
        return tab

    def close(self) -> None:
        """Closes all tabs."""
        for context in self._contexts:
            self._run(context.close)


@pytest.fixture
def opened(chromium: Any, thread: Callable[..., Any], tmp_path: Path) -> Iterator[Opener]:
    """Opens pages for one test."""
    opener = Opener(thread, chromium, tmp_path)
    yield opener
    opener.close()


@pytest.fixture(scope="module")
def kept_open(
    chromium: Any, thread: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opener]:
    """Opens pages that several tests share."""
    opener = Opener(thread, chromium, tmp_path_factory.mktemp("pages"))
    yield opener
    opener.close()
