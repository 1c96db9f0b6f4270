"""Finding a layout engine, in order, and running it within bounds."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from autograd.errors import MissingDependency, RenderError
from viz import draw, engines, set_engine

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")

STAND_IN = """#!/bin/sh
cat > /dev/null
echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>{name}</title></svg>'
"""


@pytest.fixture(autouse=True)
def _nothing_asked_for(monkeypatch):
    monkeypatch.delenv(engines.VARIABLE, raising=False)
    yield
    set_engine(None)


@pytest.fixture
def program(tmp_path):
    """Make a program of a name that runs a shell script."""

    def make(name: str, script: str = "") -> Path:
        path = tmp_path / "programs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(script or STAND_IN.format(name=name))
        path.chmod(0o755)
        return path

    return make


def first(format_="svg"):
    return next(engines.engines(format_), None)


def drawn_by():
    """The name in the SVG that was written."""
    return engines.render("digraph {}", "svg").decode().partition("<title>")[2].partition("<")[0]


def with_path(monkeypatch, *folders):
    monkeypatch.setenv("PATH", os.pathsep.join([*map(str, folders), "/usr/bin", "/bin"]))


def test_without_a_dot_the_embedded_graphviz_draws(no_system_dot, lecture):
    assert first().name == "graphviz-pure"
    assert "<svg" in draw(lecture).svg


def test_the_dot_on_the_path_comes_first(program, monkeypatch):
    with_path(monkeypatch, program("dot").parent)
    assert [engine.name for engine in engines.engines("svg")][:2] == ["dot", "graphviz-pure"]
    assert drawn_by() == "dot"


def test_the_environment_variable_comes_before_it(program, monkeypatch):
    with_path(monkeypatch, program("dot").parent)
    monkeypatch.setenv(engines.VARIABLE, str(program("mine")))
    assert drawn_by() == "mine"
    assert len(list(engines.engines("svg"))) == 1


def test_an_engine_that_was_set_comes_before_all(program, monkeypatch):
    monkeypatch.setenv(engines.VARIABLE, str(program("mine")))
    set_engine(program("yours"))
    assert drawn_by() == "yours"
    set_engine(None)
    assert drawn_by() == "mine"


def test_the_binary_of_the_package_graphviz_is_respected_and_left_alone(program, monkeypatch):
    dot_command = pytest.importorskip("graphviz.backend.dot_command")
    assert os.fspath(dot_command.DOT_BINARY) == "dot", "the package has the attribute still"
    monkeypatch.setattr(dot_command, "DOT_BINARY", program("theirs"))
    assert drawn_by() == "theirs"
    assert dot_command.DOT_BINARY.name == "theirs"


def test_the_embedded_graphviz_can_be_asked_for(program, monkeypatch):
    with_path(monkeypatch, program("dot").parent)
    set_engine("graphviz-pure")
    assert first().name == "graphviz-pure"
    assert first("pdf") is None


@pytest.mark.parametrize("name", ["no-such-program", "", "/no/such/dot"])
def test_an_engine_that_is_not_there_is_told_of(name, monkeypatch):
    if name:
        monkeypatch.setenv(engines.VARIABLE, name)
        with pytest.raises(RenderError, match=f"{engines.VARIABLE} asks for"):
            engines.engines("svg")
    with pytest.raises(RenderError, match="set_engine asks for"):
        set_engine(name)


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_layout_needs_time(seconds):
    with pytest.raises(RenderError, match="more than 0 seconds"):
        set_engine(None, timeout=seconds)


def test_pygraphviz_is_used_where_nothing_else_is(no_system_dot, tmp_path, monkeypatch):
    package = tmp_path / "pygraphviz.py"
    package.write_text(
        "class AGraph:\n"
        "    def __init__(self, string): self.text = string\n"
        "    def draw(self, format, prog): return f'{format} {prog} {self.text}'.encode()\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(engines, "_embedded", lambda: None)
    assert first("pdf").name == "pygraphviz"
    assert engines.render("digraph {é}", "svg") == "svg dot digraph {é}".encode()


def test_without_any_engine_one_line_says_what_to_install(no_system_dot, monkeypatch, lecture):
    monkeypatch.setattr(engines, "_embedded", lambda: None)
    monkeypatch.setattr(engines, "_pygraphviz", lambda: None)
    drawing = draw(lecture)
    with pytest.raises(MissingDependency, match="pip install graphviz-pure") as caught:
        _ = drawing.svg
    assert "\n" not in str(caught.value)
    assert drawing.dot.startswith("digraph")


def test_the_embedded_graphviz_is_found_wherever_it_was_installed(monkeypatch, tmp_path):
    monkeypatch.setattr(engines.shutil, "which", lambda name, path=None: None)
    assert engines._embedded() is None
    found = engines._installed_script
    monkeypatch.undo()
    assert found() == engines._embedded().command[0]


def test_an_engine_that_fails_is_followed_by_the_next(program, monkeypatch):
    script = "#!/bin/sh\ncat > /dev/null\necho 'There is no layout engine support' >&2\nexit 1\n"
    with_path(monkeypatch, program("dot", script).parent)
    assert b"graphviz-pure" in engines.render("digraph {}", "svg")
    set_engine("dot")
    with pytest.raises(RenderError, match="dot could not draw the picture: There is no layout"):
        engines.render("digraph {}", "svg")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("#!/bin/sh\nexit 0\n", "ended with code 0 and wrote nothing"),
        ("#!/bin/sh\nkill -9 $$\n", "ended by signal 9"),
        ("#!/bin/sh\necho 'Warning: fine' >&2\necho Error: bad >&2\nexit 3\n", "Error: bad"),
        ("not a program", "cannot be started"),
    ],
)
def test_failures_are_told_in_a_sentence(program, script, told):
    set_engine(program("broken", script))
    with pytest.raises(RenderError, match=told):
        engines.render("digraph {}" * 100_000, "svg")


def test_what_is_no_svg_is_told(program, lecture):
    set_engine(program("odd", "#!/bin/sh\ncat > /dev/null\necho '<html>'\n"))
    with pytest.raises(RenderError, match="an SVG that is broken"):
        _ = draw(lecture).svg
    set_engine(program("odder", "#!/bin/sh\ncat > /dev/null\necho '<html/>'\n"))
    with pytest.raises(RenderError, match="something else than an SVG"):
        _ = draw(lecture).svg


def test_a_layout_that_takes_too_long_is_stopped_with_its_children(program, tmp_path):
    # The child holds the pipe open: killing the shell alone would leave the reader waiting.
    mark = tmp_path / "pid"
    script = f"#!/bin/sh\ncat > /dev/null\nsleep 100 &\necho $! > {mark}\nsleep 100\n"
    set_engine(program("slow", script), timeout=0.5)
    start = time.monotonic()
    with pytest.raises(RenderError, match=r"slow took more than 0\.5 s and was stopped"):
        engines.render("digraph {}", "svg")
    assert time.monotonic() - start < 50
    assert _gone(int(mark.read_text()))


def _gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True  # killed, and waiting for a parent that does not care
        time.sleep(0.02)
    return False


def test_a_layout_that_is_too_slow_is_not_begun_again(program, monkeypatch):
    with_path(monkeypatch, program("dot", "#!/bin/sh\nsleep 100\n").parent)
    set_engine(None, timeout=0.3)
    with pytest.raises(RenderError, match="dot took more than"):
        engines.render("digraph {}", "svg")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not bounded")
def test_memory_is_bounded(program, monkeypatch):
    hungry = "import time; time.sleep(0.2); print(len(bytearray(1 << 29)))"
    set_engine(program("hungry", f'#!/bin/sh\nexec {sys.executable} -c "{hungry}"\n'))
    assert engines.render("digraph {}", "svg") == b"536870912\n"
    monkeypatch.setattr(engines, "MEMORY", 256 << 20)
    with pytest.raises(RenderError, match="could not draw"):
        engines.render("digraph {}", "svg")


def test_pictures_can_be_drawn_from_several_threads(no_system_dot, lecture):
    found = []
    threads = [threading.Thread(target=lambda: found.append(draw(lecture).svg)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 4
