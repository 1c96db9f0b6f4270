"""Another distribution's package ``autograd`` in place of ours is named, not stumbled over."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import _glassgrad_clash

ROOT = Path(__file__).parents[1]


@pytest.fixture
def site(tmp_path):
    """A folder of installed packages: a copy of ours."""
    for name in ("autograd", "viz", "glassgrad"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    shutil.copy(ROOT / "_glassgrad_clash.py", tmp_path)
    return tmp_path


def install_over(site: Path, *, init: bool) -> None:
    """Lay files of HIPS autograd over ours; the later of two installations owns __init__.py."""
    foreign = site / "autograd" / "numpy"
    foreign.mkdir(parents=True)
    (foreign / "__init__.py").write_text("")
    if init:
        (site / "autograd" / "__init__.py").write_text("from autograd import numpy as numpy\n")


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        cwd=site.parent,
        env={"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("init", [False, True])
def test_the_command_says_what_to_uninstall(site, init):
    install_over(site, init=init)
    ran = run(site, "-m", "glassgrad", "--version")
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.count("\n") == 1
    assert "`pip uninstall autograd`" in ran.stderr


@pytest.mark.parametrize(("package", "init"), [("autograd", False), ("viz", False), ("viz", True)])
def test_the_packages_say_what_to_uninstall(site, package, init):
    install_over(site, init=init)
    ran = run(site, "-c", f"import {package}")
    assert ran.returncode == 1
    last = ran.stderr.splitlines()[-1]
    assert last.startswith("ImportError: Another package called 'autograd'")
    assert "`pip uninstall autograd`" in last


def test_what_an_uninstalled_package_leaves_is_named_too(site):
    (site / "autograd" / "__init__.py").unlink()
    ran = run(site, "-m", "glassgrad", "--version")
    assert ran.returncode == 2
    assert "missing: install glassgrad again" in ran.stderr


def test_a_clean_installation_passes(site):
    ran = run(site, "-m", "glassgrad", "--version")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_folder_can_be_named(tmp_path):
    _glassgrad_clash.check(str(tmp_path / "autograd"))
    install_over(tmp_path, init=True)
    with pytest.raises(ImportError, match="HIPS"):
        _glassgrad_clash.check(str(tmp_path / "autograd"))
