"""What users hold: a drawing that saves itself whole or not at all, within bounds."""

from __future__ import annotations

import struct
from xml.etree import ElementTree

import pytest

from autograd import Value, scope
from autograd.errors import GlassgradError, InputError, MissingDependency
from viz import draw, engines, render, set_engine, svg


def png_size(data):
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert data[-8:-4] == b"IEND"
    return struct.unpack(">II", data[16:24])


def test_every_format_is_what_its_ending_says(lecture, tmp_path):
    drawing = draw(lecture)
    for name in ("g.svg", "G.PNG", "g.dot", "g.gv", "g.html"):
        assert drawing.save(tmp_path / name) == tmp_path / name
    assert ElementTree.fromstring((tmp_path / "g.svg").read_bytes()).tag.endswith("svg")
    assert min(png_size((tmp_path / "G.PNG").read_bytes())) > 100
    assert (tmp_path / "g.dot").read_text("utf-8") == drawing.dot
    assert (tmp_path / "g.gv").read_text("utf-8") == drawing.dot
    assert (tmp_path / "g.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert drawing.save(str(tmp_path / "again.svg")).read_text("utf-8") == drawing.svg


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("g.jpg", "ends in '.jpg'"),
        ("g", "has no ending"),
        (".svg", "has no ending"),
        ("g.htm.txt", "ends in '.txt'"),
        ("g.svg.exe", "ends in '.exe'"),
    ],
)
def test_another_ending_is_told_of_and_nothing_is_written(lecture, tmp_path, name, told):
    with pytest.raises(InputError, match=told):
        draw(lecture).save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_kept_until_the_new_one_is_whole(lecture, tmp_path, no_system_dot, monkeypatch):
    path = tmp_path / "g.svg"
    path.write_text("old")
    monkeypatch.setattr(engines, "_embedded", lambda: None)
    monkeypatch.setattr(engines, "_pygraphviz", lambda: None)
    with pytest.raises(MissingDependency):
        draw(lecture).save(path)
    assert path.read_text() == "old"
    monkeypatch.undo()
    draw(lecture).save(path)
    assert "<svg" in path.read_text("utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "g.svg"]


def test_a_folder_that_is_not_there_is_told_of(lecture, tmp_path):
    with pytest.raises(InputError, match="Cannot write"):
        draw(lecture).save(tmp_path / "nowhere" / "g.svg")
    (tmp_path / "g.svg").mkdir()
    with pytest.raises(InputError, match="Cannot write"):
        draw(lecture).save(tmp_path / "g.svg")


def test_a_bitmap_has_twice_the_points(lecture, no_system_dot):
    drawing = draw(lecture)
    points = svg.size(drawing.svg)
    width, height = png_size(drawing.png)
    assert width == pytest.approx(2 * points.width, abs=3)
    assert height == pytest.approx(2 * points.height, abs=3)


@pytest.mark.parametrize(
    "layout", [(100, 100), (1e6, 10), (10, 1e6), (1e5, 1e5), (20_000, 3_000), (0, 0), (7e4, 700)]
)
def test_a_bitmap_never_has_too_many_pixels(layout):
    dpi = render.resolution(svg.Size(*layout))
    width, height = (points * dpi / 72 for points in layout)
    assert 0 < dpi <= render.DPI
    assert max(width, height) <= render.MAX_SIDE * 1.001
    assert width * height <= render.MAX_PIXELS * 1.001
    bounded = dpi < render.DPI
    reached = max(width, height) > 15_990 or width * height > 31_900_000
    assert reached == bounded


def test_a_large_picture_is_a_smaller_bitmap(no_system_dot, monkeypatch, lecture):
    monkeypatch.setattr(render, "MAX_PIXELS", 10_000)
    width, height = png_size(draw(lecture).png)
    assert 8_000 < width * height < 11_000


def test_pdf_without_a_dot_needs_the_extra(no_system_dot, lecture, monkeypatch):
    monkeypatch.setattr(engines, "_pygraphviz", lambda: None)
    monkeypatch.setitem(__import__("sys").modules, "svglib.svglib", None)
    with pytest.raises(MissingDependency, match=r"glassgrad\[pdf\]"):
        _ = draw(lecture).pdf


def test_pdf_without_a_dot(no_system_dot, lecture, monkeypatch, tmp_path):
    pytest.importorskip("svglib")
    monkeypatch.setattr(engines, "_pygraphviz", lambda: None)
    data = draw(lecture).save(tmp_path / "g.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert b"%%EOF" in data[-20:]


def test_pdf_by_an_engine_that_writes_it(lecture, tmp_path):
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\ncat > /dev/null\necho %PDF-by $2\n")
    program.chmod(0o755)
    set_engine(program)
    try:
        assert draw(lecture).pdf == b"%PDF-by -Tpdf\n"
    finally:
        set_engine(None)


def test_the_layout_is_made_once(lecture, monkeypatch):
    drawing = draw(lecture)
    first = drawing.svg
    monkeypatch.setattr(engines, "render", None)
    assert drawing.svg is first


def test_a_drawing_says_what_it_is(lecture):
    assert repr(draw(lecture)) == "<Drawing: Computation graph of J: 4 inputs, 5 operations>"


def test_arrays_and_lists_of_values_are_outputs():
    numpy = pytest.importorskip("numpy")
    x = Value(1.0, "x")
    several = numpy.array([[x, x * 2], [x * 3, x * 4]], dtype=object)
    assert sum(box.output for box in draw(several).picture.boxes) == 4
    assert sum(box.output for box in draw(iter([x, x * 2])).picture.boxes) == 2
    assert draw(numpy.array(x * 2, dtype=object)).picture.boxes[-1].output


@pytest.mark.parametrize("wrong", [3.0, "x**2", [1.0], None, [], {"x": 1}])
def test_what_is_no_value_is_told_of(wrong):
    with pytest.raises(InputError):
        draw(wrong)


def test_a_thousand_boxes_are_drawn_in_bounded_time(no_system_dot, tmp_path):
    layer = [Value(float(place), f"x{place}") for place in range(30)]
    while len(layer) < 1000:
        layer.append(layer[-1] * layer[-30])
    drawing = draw(layer[-1], depth=0)
    set_engine(None, timeout=50)
    try:
        assert "splines=line" in drawing.dot
        assert drawing.svg.count('class="node"') == len(drawing.picture.boxes)
    finally:
        set_engine(None)


@pytest.mark.slow
def test_thousands_of_boxes_in_many_scopes_are_drawn(no_system_dot):
    # The embedded Graphviz once gave up on ranking this one.
    inputs = [Value(float(place), f"x{place}") for place in range(30)]
    total = Value(0.0, "b")
    for unit in range(40):
        with scope(f"unit{unit}"):
            z = Value(0.1, f"b{unit}")
            for place, x in enumerate(inputs):
                z = z + Value(1.0, f"w{unit},{place}") * x
        total = total + z
    drawing = draw(total, depth=1)
    assert drawing.svg.count('class="node"') == len(drawing.picture.boxes)
    assert 40 <= len(drawing.picture.boxes) <= 1000
    assert "less than depth=1 asks for" in drawing.picture.caption
    width, height = png_size(drawing.png)
    assert width * height <= render.MAX_PIXELS * 1.01


def test_every_error_is_one_of_ours(lecture):
    with pytest.raises(GlassgradError):
        draw(lecture).save("no.such")
