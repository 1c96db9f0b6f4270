"""The programs that lay pictures out, and how they are found.

In this order: the one that was asked for (`set_engine`, the environment variable GLASSGRAD_DOT, or
the ``DOT_BINARY`` of the package graphviz where somebody has set it); the ``dot`` on the PATH; the
embedded Graphviz of the package graphviz-pure; the Graphviz inside the package pygraphviz.

Each runs as a process of its own: bounded in time and memory, killed with all its children.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from autograd.errors import MissingDependency, RenderError

VARIABLE = "GLASSGRAD_DOT"
EMBEDDED = "graphviz-pure"
PYGRAPHVIZ = "pygraphviz"
MEMORY = 4 << 30
"""Bytes that a layout may take, where the system can bound it."""

MISSING = (
    "No Graphviz was found: run `pip install graphviz-pure`, or install Graphviz so that its "
    "program `dot` is on the PATH."
)

_PYGRAPHVIZ = """
import sys, pygraphviz
graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(graph.draw(format=sys.argv[1], prog="dot"))
"""


@dataclass(frozen=True)
class Engine:
    """A way to run Graphviz. command: the program and its first arguments."""

    name: str
    command: tuple[str, ...]
    formats: frozenset[str] = frozenset({"svg", "png", "pdf"})

    def render(self, source: str, format_: str, seconds: float) -> bytes:
        """What the engine makes of a text in the DOT language.

        Raises:
            RenderError: it took longer than ``seconds``, failed, or gave nothing.
        """
        option = format_ if self.name == PYGRAPHVIZ else f"-T{format_}"
        return _run(self.name, [*self.command, option], source.encode(), seconds)


class NoEngine(MissingDependency):
    """There is no Graphviz of any kind; the text says what to install."""


class LayoutTimeout(RenderError):
    """A layout that was stopped; another engine would not have been faster."""


@dataclass
class _Settings:
    program: str | None = None
    seconds: float = 60.0


_settings = _Settings()


def set_engine(program: str | os.PathLike[str] | None, *, timeout: float = 60.0) -> None:
    """Choose the program that lays pictures out, for all pictures from now on.

    Args:
        program: a name or path of Graphviz's ``dot`` (or of a program with its options), or
            ``"pygraphviz"``; None takes back an earlier choice.
        timeout: seconds after which a layout is stopped.

    Raises:
        RenderError: there is no such program, or the timeout is not above zero.
    """
    if not timeout > 0:
        raise RenderError(f"A layout needs a time of more than 0 seconds, not {timeout}.")
    if program is not None:
        _named(os.fspath(program), "set_engine")
    _settings.program = None if program is None else os.fspath(program)
    _settings.seconds = timeout


def timeout() -> float:
    """Seconds after which a layout is stopped."""
    return _settings.seconds


def engines(format_: str) -> Iterator[Engine]:
    """The engines that can write this format, best first; one alone where it was asked for.

    Raises:
        RenderError: an engine was asked for that is not there.
    """
    asked = _asked()
    embedded = _embedded()
    found = [asked] if asked else [_system(), embedded, _limited(embedded), _pygraphviz()]
    return (engine for engine in found if engine is not None and format_ in engine.formats)


def render(source: str, format_: str) -> bytes:
    """A text in the DOT language as ``"svg"``, ``"png"`` or ``"pdf"``.

    Where an engine fails (a Graphviz without its plugins, say) the next one is tried.

    Raises:
        NoEngine: no engine is installed that writes this format.
        RenderError: every engine failed, or the layout took too long.
    """
    first: RenderError | None = None
    for engine in engines(format_):
        try:
            return engine.render(source, format_, timeout())
        except LayoutTimeout:
            raise
        except RenderError as error:
            first = first or error
    raise first or NoEngine(MISSING)


def _asked() -> Engine | None:
    if _settings.program is not None:
        return _named(_settings.program, "set_engine")
    if program := os.environ.get(VARIABLE):
        return _named(program, VARIABLE)
    return _of_package()


def _of_package() -> Engine | None:
    """What somebody pointed the package graphviz at; it is asked only where it is loaded."""
    module = sys.modules.get("graphviz.backend.dot_command")
    program = os.fspath(getattr(module, "DOT_BINARY", "dot"))
    return None if program == "dot" else _named(program, "graphviz's DOT_BINARY")


def _named(program: str, where: str) -> Engine:
    if program == PYGRAPHVIZ:
        engine = _pygraphviz()
    elif program == EMBEDDED:
        engine = _embedded()
    else:
        path = shutil.which(program)
        engine = None if path is None else Engine(program, (path, "-Kdot"))
    if engine is None:
        raise RenderError(f"{where} asks for the layout engine {program!r}, which was not found.")
    return engine


def _system() -> Engine | None:
    path = shutil.which("dot")
    return None if path is None else Engine("dot", (path, "-Kdot"))


def _embedded() -> Engine | None:
    """The program that the package graphviz-pure installs among the scripts."""
    folders = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent)]
    folders.append(sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user")))
    path = shutil.which(EMBEDDED, path=os.pathsep.join(folders)) or shutil.which(EMBEDDED)
    path = path or _installed_script()
    if path is None:
        return None
    # Its ranking gives up ("trouble in init_rank") where nslimit1 stops it early.
    return Engine(EMBEDDED, (path, "-Kdot", _UNLIMITED), frozenset({"svg", "png"}))


_UNLIMITED = "-Gnslimit1="


def _limited(engine: Engine | None) -> Engine | None:
    """The embedded program as it is: some graphs it can rank in that way alone."""
    if engine is None:
        return None
    return replace(engine, command=tuple(each for each in engine.command if each != _UNLIMITED))


def _installed_script() -> str | None:
    """Where `pip install --target` and the like have put the program."""
    from importlib import metadata  # slow to load, and seldom needed

    try:
        files = metadata.files(EMBEDDED) or []
    except metadata.PackageNotFoundError:
        return None
    places = (os.path.realpath(file.locate()) for file in files if file.stem == EMBEDDED)
    return next((place for place in places if shutil.which(place)), None)


def _pygraphviz() -> Engine | None:
    if not sys.executable or find_spec(PYGRAPHVIZ) is None:
        return None
    return Engine(PYGRAPHVIZ, (sys.executable, "-P", "-c", _PYGRAPHVIZ))


def _run(name: str, command: list[str], data: bytes, seconds: float) -> bytes:
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise RenderError(f"{name} cannot be started: {error.strerror or error}.") from error
    _bound_memory(process.pid)
    try:
        output, complaint = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise LayoutTimeout(
            f"The layout by {name} took more than {seconds:g} s and was stopped. Draw a smaller "
            "part of the graph, allow more time with viz.set_engine(None, timeout=...), or save "
            "the picture as .dot."
        ) from error
    finally:
        _kill(process)
    if process.returncode or not output:
        raise RenderError(f"{name} could not draw the picture: {_sentence(complaint, process)}")
    return output


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started; nothing happens where it has ended."""
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def _bound_memory(pid: int) -> None:
    """Linux alone can bound another process; elsewhere the time is the only bound."""
    if sys.platform != "linux":
        return
    import resource

    try:
        resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ProcessLookupError, PermissionError, ValueError):
        return  # it has ended already, or a smaller bound is in force


def _sentence(complaint: bytes, process: subprocess.Popen[bytes]) -> str:
    lines = complaint.decode(errors="replace").split("\n")
    told = [line.strip() for line in lines if line.strip() and "arning" not in line]
    if told:
        return told[0][:300]
    if process.returncode < 0:
        return f"it was ended by signal {-process.returncode}."
    return f"it ended with code {process.returncode} and wrote nothing."
