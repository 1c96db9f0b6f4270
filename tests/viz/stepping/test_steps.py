"""The two passes as a sequence: words, pictures, a film, and pages to be filled in."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

import viz
from autograd import Value, ops, scope
from autograd.errors import InputError
from viz.picture import Role


@pytest.fixture
def lab():
    """The course's lab: x = 2, w = -2, b = 8, y = 1."""
    w, b, x, y = Value(-2, "w"), Value(8, "b"), Value(2, "x"), Value(1, "y")
    c = w * x
    a = c + b
    d = a - y
    J = d**2 / 2
    c.name, a.name, d.name, J.name = "c", "a", "d", "J"
    return J


def test_the_lab_is_told_in_its_own_numbers(lab):
    assert list(viz.steps(lab)) == [
        "c = w × x = (-2) × 2 = -4",
        "a = c + b = (-4) + 8 = 4",
        "d = a − y = 4 − 1 = 3",
        "d ** 2 = 3 ** 2 = 9",
        "J = d ** 2 ÷ 2 = 9 ÷ 2 = 4.5",
        "∂J/∂J = 1",
        "∂J/∂(d ** 2) = ∂J/∂J · ∂J/∂(d ** 2) = 1 · 0.5 = 0.5",
        "∂J/∂d = ∂J/∂(d ** 2) · ∂(d ** 2)/∂d = 0.5 · 6 = 3",
        "∂J/∂a = ∂J/∂d · ∂d/∂a = 3 · 1 = 3",
        "∂J/∂c = ∂J/∂a · ∂a/∂c = 3 · 1 = 3",
        "∂J/∂y = ∂J/∂d · ∂d/∂y = 3 · (-1) = -3",
        "∂J/∂x = ∂J/∂c · ∂c/∂x = 3 · (-2) = -6",
        "∂J/∂b = ∂J/∂a · ∂a/∂b = 3 · 1 = 3",
        "∂J/∂w = ∂J/∂c · ∂c/∂w = 3 · 2 = 6",
    ]


def test_a_derivative_is_the_sum_over_all_uses():
    x = Value(3.0, "x")
    y = x * x + ops.sin(x)
    y.name = "y"
    told = list(viz.steps(y))[-1]
    assert told.startswith("∂y/∂x = ∂y/∂(x × x) · ∂(x × x)/∂x + ∂y/∂(x × x) · ∂(x × x)/∂x + ")
    assert told.endswith("= 1 · 3 + 1 · 3 + 1 · -0.989992 = 5.01001") or "(-0.989992)" in told


def numbers(drawing):
    return {
        (box.title, row.role): row.text
        for box in drawing.picture.boxes
        for row in box.rows
        if row.text
    }


def test_each_frame_knows_one_number_more(lab):
    frames = viz.steps(lab).frames
    known = [len(numbers(frame)) for frame in frames]
    assert known == list(range(4, 4 + len(frames)))
    assert numbers(frames[3])["d = a − y", Role.VALUE] == "3"
    assert ("J = d ** 2 ÷ 2", Role.VALUE) not in numbers(frames[3])
    assert frames[3].picture.lines == ("Step 3 of 14, forward", "d = a − y = 4 − 1 = 3")
    assert numbers(frames[-1])["w", Role.DERIVATIVE] == "6"


def test_what_happens_stands_out(lab):
    frames = viz.steps(lab).frames
    for frame in frames[1:]:
        assert [box.active for box in frame.picture.boxes].count(True) == 1
    forward = {edge.active for edge in frames[1].picture.edges} - {""}
    backward = [edge for edge in frames[9].picture.edges if edge.active]
    assert forward == {"forward"}
    assert [(edge.active, edge.label) for edge in backward] == [("backward", "1")]


def test_nothing_moves_from_frame_to_frame(lab):
    boxes = {re.search(r'viewBox="([^"]*)"', frame.svg)[1] for frame in viz.steps(lab).frames}
    assert len(boxes) == 1


def test_the_film_holds_every_frame_and_ends_with_all_numbers(lab):
    shown = viz.steps(lab, seconds=1.5)
    film = ElementTree.fromstring(shown.svg)
    texts = ["".join(each.itertext()) for each in film.iter() if each.tag.endswith("}text")]
    for place, line in enumerate(shown, 1):
        assert any(f"Step {place} of 14" in text for text in texts)
        assert any(line in text for text in texts)
    sheet = film.find("{*}style").text
    assert "prefers-reduced-motion" in sheet
    assert f"{1.5 * 15:g}s step-end infinite" in sheet
    assert not re.search(r"\sid=", shown.svg)
    assert len(shown.svg) < 0.5 * sum(len(frame.svg) for frame in shown.frames)


def test_the_film_as_gif_has_a_picture_for_each_frame(lab, tmp_path):
    image = pytest.importorskip("PIL.Image")
    path = viz.steps(lab).save(tmp_path / "film.gif")
    with image.open(path) as film:
        assert film.n_frames == 15
        assert film.info["duration"] == 2000


def test_the_worksheet_gives_the_inputs_and_the_solution_all(lab):
    shown = viz.steps(lab)
    sheet, solution = shown.worksheet, shown.solution
    assert numbers(sheet) == {
        ("w", Role.VALUE): "-2",
        ("b", Role.VALUE): "8",
        ("x", Role.VALUE): "2",
        ("y", Role.VALUE): "1",
    }
    assert not any(edge.label for edge in sheet.picture.edges)
    assert "4.5</text>" not in sheet.svg
    assert "d = a − y = ____________" in sheet.svg
    assert "∂J/∂w = ∂J/∂c · ∂c/∂w = 3 · 2 = 6" in solution.svg
    assert len(numbers(solution)) == 18


def test_a_sheet_is_one_page_of_paper(lab, tmp_path):
    pytest.importorskip("svglib")
    sheet = viz.steps(lab).worksheet
    assert 'width="297mm" height="210mm"' in sheet.svg
    data = sheet.save(tmp_path / "sheet.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", data)
    assert [float(side) for side in box.groups()] == pytest.approx([841.9, 595.3], abs=1)


def test_scopes_are_open_whatever_is_in_them():
    found = []
    for k in range(3):
        with scope("unit"):
            found.append(Value(k + 1.0, f"w{k}") * 2)
    y = sum(found)
    assert len(viz.steps(y).frames[0].picture.groups) == 3


def test_frames_are_saved_one_by_one(lab, tmp_path):
    viz.steps(lab).save(tmp_path / "step{:02}.dot")
    assert len(list(tmp_path.glob("step*.dot"))) == 15


def test_names_cannot_become_markup():
    x = Value(1.0, "</text><script>alert(1)</script>")
    shown = viz.steps(x * 2).svg
    assert "<script" not in shown
    assert ElementTree.fromstring(shown) is not None


@pytest.mark.parametrize("wrong", [3.0, "x", [Value(1.0)]])
def test_what_is_no_value_is_told_of(wrong):
    with pytest.raises(InputError, match="steps takes a Value"):
        viz.steps(wrong)


def test_what_cannot_be_walked_through_is_told_of(lab, tmp_path):
    x = Value(1.0)
    for _ in range(100):
        x = -x
    with pytest.raises(InputError, match=r"viz\.page"):
        viz.steps(x)
    with pytest.raises(InputError, match="more than 0 seconds"):
        viz.steps(lab, seconds=0)
    with pytest.raises(InputError, match="saved as"):
        viz.steps(lab).save(tmp_path / "film.mp4")
