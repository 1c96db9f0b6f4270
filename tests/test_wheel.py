"""The wheel holds what it should, and works in a fresh environment outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from glassgrad import __version__

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PACKAGES = {"autograd": "autograd", "glassgrad": "glassgrad", "viz": "viz"}
NOTEBOOKS = "glassgrad/notebooks"
NOT_SHIPPED = {".pyc", ".pyo"}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the sdist and the wheel that was built from the sdist."""
    source = tmp_path_factory.mktemp("build") / "source"
    hidden = [f".{name}" for name in ("git", "venv*", "*_cache", "hypothesis")]
    shutil.copytree(
        ROOT, source, ignore=shutil.ignore_patterns(*hidden, "__pycache__", "build", "*.egg-info")
    )
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", source / "dist", source],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return source / "dist"


@pytest.fixture(scope="module")
def wheel(built) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def files(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def metadata(wheel) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


@pytest.fixture(scope="module")
def site(wheel, tmp_path_factory) -> Path:
    """The folder of programs of an environment in which the wheel alone is installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    quiet = ["-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([programs / "python", *quiet, "install", wheel], check=True, timeout=600)
    subprocess.run([programs / "python", *quiet, "check"], check=True, timeout=60)
    return programs


def run(site: Path, folder: Path, *command: str) -> str:
    """What a program of the environment prints, run where no Graphviz and no checkout is found."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
    }
    ran = subprocess.run(
        [site / command[0], *command[1:]],
        cwd=folder,
        env={**environment, "PATH": str(site)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def shipped(folder: str, home: str) -> set[str]:
    """The files of a folder of the checkout, by their names in the wheel."""
    return {
        f"{home}/{path.relative_to(ROOT / folder).as_posix()}"
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix not in NOT_SHIPPED
        and ".ipynb_checkpoints" not in path.parts
    }


def test_the_wheel_holds_the_packages_and_nothing_else(files):
    expected = {"_glassgrad_clash.py"} | shipped("notebooks", NOTEBOOKS)
    for folder, home in PACKAGES.items():
        expected |= shipped(folder, home)
    assert files == expected


@pytest.mark.parametrize("package", PACKAGES)
def test_the_types_are_announced(files, package):
    assert f"{package}/py.typed" in files


def test_the_sdist_can_be_built_from_and_has_the_licence(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "setup.cfg", "pyproject.toml"} <= names


def test_the_metadata_says_what_it_is(metadata):
    assert metadata["Name"] == "glassgrad"
    assert metadata["Version"] == __version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata.get_payload().startswith("# glassgrad")


def test_the_command_works_outside_the_checkout(site, tmp_path):
    assert run(site, tmp_path, "glassgrad", "--version") == f"glassgrad {__version__}\n"
    out = run(site, tmp_path, "glassgrad", "check", "-x**2*sin(y)", "--at", "x=1.5", "y=2")
    assert "-2*x*sin(y)" in out


def test_pictures_need_no_graphviz_on_the_machine(site, tmp_path):
    run(site, tmp_path, "glassgrad", "draw", "a*b + a**2", "--at", "a=2", "b=-3", "-o", "g.svg")
    assert "<svg" in (tmp_path / "g.svg").read_text("utf-8")


def test_the_walkthroughs_come_along(site, tmp_path):
    run(site, tmp_path, "glassgrad", "notebooks", "mine")
    copied = {path.name for path in (tmp_path / "mine").iterdir()}
    assert copied == {"README.md"} | {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}


def test_the_engine_works_outside_the_checkout(site, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from autograd import Value, ops\n"
        "a, b = Value(2.0, name='a'), Value(-3.0, name='b')\n"
        "y = a * b + a**2\n"
        "y.backward()\n"
        "print(y.data, a.grad, b.grad)\n"
    )
    assert run(site, tmp_path, "python", str(script)) == "-2.0 1.0 2.0\n"
