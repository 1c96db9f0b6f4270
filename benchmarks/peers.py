"""The peers' environment, and processes that each hold one engine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import venv
from pathlib import Path
from typing import IO, Any

from benchmarks.engines import ENGINES, PEERS

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "benchmarks" / "requirements.txt"
ENVIRONMENT = ROOT / ".venv-bench"

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
UNSET = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONPATH", "PYTHONTRACEMALLOC")


class Failed(Exception):
    """An engine did not answer: why, in a word or two."""


def interpreter(engines: list[str]) -> str:
    """The Python that runs all ``engines``; its environment is made or renewed where needed."""
    return installed() if set(engines) & set(PEERS) else sys.executable


def installed() -> str:
    """The Python of the peers' environment, which is made or renewed where needed."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = ENVIRONMENT / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"Installing the peers in {ENVIRONMENT.name} ...", file=sys.stderr)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--requirement", str(REQUIREMENTS)], check=True)
        stamp.write_text(wanted)
    return str(python)


def command(python: str, engine: str, code: str) -> list[str]:
    """A Python that runs ``code`` and finds ``import autograd`` as ``engine`` means it.

    The repository comes after the installed packages for peers, before them for our own engines.
    """
    return isolated(python, code, own=not ENGINES[engine].distribution)


def isolated(python: str, code: str, *, own: bool) -> list[str]:
    """A Python that runs ``code``; own: the repository comes before what is installed."""
    place = "insert(0, " if own else "append("
    return [python, "-I", "-c", f"import sys; sys.path.{place}{str(ROOT)!r}); {code}"]


def environment() -> dict[str, str]:
    """Environment variables for a measured process: one thread, no settings of the user's own."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    return kept | dict.fromkeys(THREADS, "1")


class Worker:
    """A process that holds one engine and measures on request; started again after a failure."""

    def __init__(self, python: str, engine: str, ready: list[str] | None = None) -> None:
        self.engine = engine
        self._command = ready or command(
            python, engine, f"from benchmarks.worker import serve; serve({engine!r})"
        )
        self._process: subprocess.Popen[str] | None = None

    def ask(self, request: dict[str, Any], limit: float) -> dict[str, Any]:
        """The answer to a request.

        Raises `Failed` where none comes within ``limit`` seconds, or the process ends.
        """
        process = self._started()
        timer = threading.Timer(limit, process.kill)
        timer.start()
        try:
            print(json.dumps(request), file=_pipe(process.stdin), flush=True)
            line = _pipe(process.stdout).readline()
        except BrokenPipeError:
            line = ""
        late = not timer.is_alive()
        timer.cancel()
        if not line:
            code = process.wait()
            self.stop()
            raise Failed(f"over {limit:.0f} s" if late else f"crashed ({code})")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=environment(),
            )
        return self._process

    def stop(self) -> None:
        """Ends the process, if there is one; the next request starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
