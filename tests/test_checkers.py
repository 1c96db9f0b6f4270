"""The benchmarks of the check: their claims are what they say, and a small run holds."""

from __future__ import annotations

import pytest

from autograd.check import check
from benchmarks import checkers, diagnosis
from benchmarks.checkers_peers import compiled
from benchmarks.mistaken import UNEXPLAINED, cases

ROWS = {name: (f, ranges) for name, f, ranges in diagnosis.rows()}


def test_the_table_is_the_whole_table():
    assert len(ROWS) == 50


@pytest.mark.parametrize("name", ["I.6.2a", "II.35.21"])
def test_single_mistakes_are_blamed_at_the_right_step(name):
    tallies = diagnosis.run([name])
    single = [tally for tally in tallies if tally.kind not in UNEXPLAINED]
    assert len(single) > 40
    assert sum(tally.right for tally in single) >= 0.97 * len(single)
    assert sum(tally.wrong for tally in tallies) <= 0.02 * len(tallies)
    text = diagnosis.markdown(tallies, 1.0)
    assert "**all single mistakes**" in text


@pytest.mark.slow
def test_the_whole_diagnosis_is_as_good_as_the_page_says():
    tallies = diagnosis.run()
    single = [tally for tally in tallies if tally.kind not in UNEXPLAINED]
    assert sum(tally.right for tally in single) >= diagnosis.RIGHT * len(single)
    assert sum(tally.wrong for tally in tallies) <= diagnosis.WRONG * len(tallies)


def test_a_mistaken_claim_is_wrong_and_the_truth_is_not():
    f, ranges = ROWS["I.12.2"]
    made = diagnosis.made(f, ranges, "r")
    wrong = [case for case in cases(f, "r") if diagnosis.claimed(made, case.claim) is not None]
    assert len({case.kind for case in wrong}) > 8
    assert diagnosis.claimed(made, str(check(f.text, wrt="r").results[0].simplified)) is None


def test_what_is_said_of_a_claim_holds_in_exact_numbers():
    asked = checkers.claims()
    assert len(asked) > 2000
    groups = {claim.group for claim in asked}
    assert {f"wrong by {error}" for error in checkers.ERRORS} <= groups
    for claim in asked[:: len(asked) // 60]:
        assert checkers.ours(claim) == claim.holds, claim


def test_places_are_judged_rightly_whatever_the_claim_is():
    of_places = {formula for formula, *_ in checkers.PLACES}
    places = [claim for claim in checkers.claims() if claim.formula in of_places]
    assert len(places) >= 25
    for claim in places:
        assert checkers.ours(claim) == claim.holds, claim
        assert checkers.ours_code(claim) == claim.holds, claim


def test_the_table_of_the_page():
    asked = checkers.claims()[:12]
    text = checkers.markdown(asked, {"one": [c.holds for c in asked], "two": [True] * 12}, "v 1")
    assert "| **all false alarms** | 1 | **0** | **0** |" in text
    assert "| **all detected** | 11 | **11** | **0** |" in text


def test_large_whole_numbers_are_floats_to_the_peers():
    assert compiled("10000000000000000000000*x", ["x"], {})(1) == 1e22
    assert compiled("x123456789012 + 2", ["x123456789012"], {})(1) == 3
