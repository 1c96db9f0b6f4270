"""The benchmark of round-off by size runs, and says what it measured."""

from __future__ import annotations

from benchmarks import roundoff_sizes


def test_a_case_is_measured_and_told():
    timed = roundoff_sizes.measure("np.sum of 500 numbers that cancel")
    assert timed.nodes == 999
    assert timed.kind == "cancellation"
    text = "\n".join(roundoff_sizes.page([timed], "a command"))
    assert "| np.sum of 500 numbers that cancel | 999 |" in text
    assert "7,000 nodes within 20 s" in text
