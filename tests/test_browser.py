"""A browser test is skipped with a hint where there is no browser, never where one is required."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = """
import pytest

@pytest.mark.browser
@pytest.mark.parametrize("page", range(3))
def test_a_page(browser, page):
    assert browser

def test_without_a_page():
    pass
"""


@pytest.fixture
def report(tmp_path):
    """What pytest prints for these tests on a machine whose PATH has no browser."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "test_pages.py").write_text(TESTS)

    def run(**environment: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
            cwd=tmp_path,
            env={"PATH": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        ).stdout

    return run


def test_one_line_says_how_to_get_one(report):
    out = report()
    assert "1 passed, 3 skipped" in out
    assert out.count("apt-get install chromium") == 1


def test_a_required_browser_is_not_skipped(report):
    out = report(GLASSGRAD_REQUIRE_BROWSER="1")
    assert "1 passed, 3 errors" in out


def test_a_browser_can_be_named(report):
    assert "4 passed" in report(GLASSGRAD_BROWSER="/some/where/chromium")
