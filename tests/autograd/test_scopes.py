"""Named regions of a graph."""

from __future__ import annotations

import pytest

from autograd import Scope, Value, ops, scope
from autograd.graph import scopes


def test_nodes_belong_to_the_scope_they_were_recorded_in():
    x = Value(1.0)
    with scope("layer1") as layer:
        inside = x * 2
        leaf = Value(3.0, name="w")
    after = inside + leaf
    assert (x.scope, inside.scope, leaf.scope, after.scope) == (None, layer, layer, None)
    assert inside.args[1].scope is layer


def test_scopes_nest_and_know_their_path():
    with scope("net") as net, scope("layer1") as layer, scope("unit3") as unit:
        y = ops.exp(Value(1.0))
    assert (unit.name, unit.path, unit.parent) == ("unit3", "net/layer1/unit3", layer)
    assert (net.path, net.parent) == ("net", None)
    assert y.scope is unit
    assert repr(unit) == "Scope('net/layer1/unit3')"


def test_each_entry_is_a_scope_of_its_own():
    region = scope("layer")
    with region as first:
        pass
    with region as second:
        pass
    assert first is not second
    assert first.path == second.path == "layer"


def test_one_object_may_be_entered_while_it_is_open():
    region = scope("again")
    with region as outer:
        with region as inner:
            assert inner.parent is outer
        assert (Value(1.0) + 1).scope is outer
    assert (Value(1.0) + 1).scope is None


def test_an_error_inside_leaves_the_scope():
    with pytest.raises(ZeroDivisionError), scope("layer"):
        1 / 0  # noqa: B018
    assert Value(1.0).scope is None


def test_a_name_of_any_kind_is_told_as_text():
    with scope(7) as region:
        pass
    assert region.path == "7"


def test_renaming_a_node_leaves_it_in_its_scope():
    with scope("layer") as layer:
        w = Value(1.0)
    w.name = "w"
    assert (w.name, w.scope) == ("w", layer)
    w.name = None
    assert (w.name, w.scope) == (None, layer)


def test_the_scopes_of_a_graph_come_outermost_first():
    x = Value(1.0)
    with scope("a") as a, scope("b") as b:
        y = x * 2
    with scope("c") as c:
        z = y + 1
    assert scopes(z) == [a, b, c]
    assert scopes(x) == []


def test_a_deep_nest_has_a_path():
    region = None
    for n in range(5000):
        region = Scope(str(n), region)
    assert region.path.startswith("0/1/2/")
    assert region.path.endswith("/4999")
