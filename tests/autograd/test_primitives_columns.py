"""Walks the table's NumPy and JavaScript columns: every form parses and agrees with the floats."""

from __future__ import annotations

import json
import shutil
import subprocess

import numpy as np
import pytest

from autograd.arithmetic import FLOAT, NUMPY
from autograd.formula import over
from autograd.notation import javascript, scaled
from autograd.primitives import PRIMITIVES

pytestmark = pytest.mark.usefixtures("fifty_digits")

# gammaln is right to a few epsilon, not ulps, beside its zeros at 1 and 2.
ABSOLUTE = {"lgamma": 4.0}


def condition(row, point, reference):
    gradient = [reference.partial(row, index, point) for index in range(row.arity)]
    return reference.condition(gradient, point) + ABSOLUTE.get(row.name, 0.0)


def test_numpy_on_a_whole_array_is_the_scalar_at_each_place(row, reference):
    points = reference.points(row, 25)
    columns = [np.array(column) for column in zip(*points, strict=True)]
    got = np.asarray(NUMPY.apply(row.name, *columns), dtype=float)
    assert got.shape == (25,)
    for point, number in zip(points, got.tolist(), strict=True):
        true = FLOAT.apply(row.name, *point)
        assert reference.close(number, true, condition(row, point, reference), ulps=8), point


def test_numpy_takes_whole_numbers_and_broadcasts(row):
    whole = [np.array([[1], [2]]), np.array([1, 2, 3]), np.array(2)][: row.arity]
    if row.name in ("asin", "acos", "atanh"):
        whole = [np.array([[0], [0]])]
    got = np.asarray(NUMPY.apply(row.name, *whole), dtype=float)
    assert got.shape == np.broadcast_shapes(*[part.shape for part in whole])
    for place in np.ndindex(got.shape):
        point = [float(part[place]) for part in np.broadcast_arrays(*whole)]
        assert got[place] == pytest.approx(FLOAT.apply(row.name, *point), rel=1e-13, abs=1e-15)


def test_partials_run_on_arrays(row, reference):
    points = reference.points(row, 10)
    columns = [np.array(column) for column in zip(*points, strict=True)]
    result = NUMPY.apply(row.name, *columns)
    for partial in filter(None, row.partials):
        formula = over(partial, (*row.operands, "r"))
        got = np.broadcast_to(np.asarray(formula(NUMPY, *columns, result), dtype=float), 10)
        for point, number in zip(points, got.tolist(), strict=True):
            known = formula(FLOAT, *point, FLOAT.apply(row.name, *point))
            assert number == pytest.approx(float(known), rel=1e-11, abs=1e-13)


# JavaScript

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="no node: the JavaScript column is not run")
RUN = """
const jobs = JSON.parse(require("fs").readFileSync(0, "utf8"));
const special = { Infinity: Infinity, "-Infinity": -Infinity, NaN: NaN };
const number = (x) => (typeof x === "string" ? special[x] : x);
const answers = jobs.map(({ form, names, points }) => {
  const f = new Function(...names, "lib", `"use strict"; return ${form};`);
  return points.map((point) => String(f(...point.map(number))));
});
process.stdout.write(JSON.stringify(answers));
"""


def spoken(x):
    """A float for JSON, which lacks the three."""
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(x), x)


def run(jobs):
    """What node makes of forms: one list of numbers for each job (form, names, points)."""
    told = [
        {"form": form, "names": names, "points": [[spoken(x) for x in p] for p in points]}
        for form, names, points in jobs
    ]
    ran = subprocess.run(
        [NODE, "-e", RUN],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [[float(x) for x in answers] for answers in json.loads(ran.stdout)]


def forms(row):
    """The row's value and the products of its partials as JavaScript, with their operands."""
    value = row.javascript if row.javascript != row.value else javascript(row.value)
    yield value, row.operands, ""
    for partial in filter(None, row.partials):
        text = partial if "selects" in row.traits else scaled(partial, "g")
        yield javascript(text), (*row.operands, "r", "g"), text


@needs_node
def test_every_javascript_form_parses():
    jobs = [(form, names, []) for row in PRIMITIVES.values() for form, names, _ in forms(row)]
    assert len(jobs) > 2 * 60
    run(jobs)


@pytest.fixture(scope="module")
def answers(reference):
    """node's numbers for each form that needs nothing but Math, at random and edge points."""
    jobs = []
    for row in PRIMITIVES.values():
        edges = [(x,) for x in reference.edges] if row.arity == 1 else []
        for form, names, text in forms(row):
            if "lib." not in form:
                for point in [*reference.points(row, 20), *edges]:
                    full = (*point, FLOAT.apply(row.name, *point), 1.5) if text else point
                    jobs.append((row, text, point, form, names, full))
    numbers = run([(form, names, [full]) for *_, form, names, full in jobs])
    found = {}
    for (row, text, point, *_), (number,) in zip(jobs, numbers, strict=True):
        found.setdefault((row.name, text), []).append((point, number))
    return found


@needs_node
def test_javascript_agrees_with_python_where_math_suffices(row, reference, answers):
    for point, number in answers.get((row.name, ""), []):
        true = float(FLOAT.apply(row.name, *point))
        at_edge = row.arity == 1 and point[0] in reference.edges
        allowed = 1e-300 if at_edge else 1e-12 * condition(row, point, reference)
        assert number == pytest.approx(true, rel=1e-12, abs=allowed, nan_ok=True), point


@needs_node
def test_javascript_partials_agree_with_python_where_math_suffices(row, answers):
    for (name, text), found in answers.items():
        if name == row.name and text:
            formula = over(text, (*row.operands, "r", "g"))
            for point, number in found:
                true = float(formula(FLOAT, *point, FLOAT.apply(row.name, *point), 1.5))
                assert number == pytest.approx(true, rel=1e-11, abs=1e-13, nan_ok=True), point


def test_a_form_that_cannot_be_written_says_so():
    with pytest.raises(ValueError, match="no JavaScript form"):
        javascript("x if y else z")
    with pytest.raises(ValueError, match="chains comparisons"):
        javascript("0 < x < 1")
