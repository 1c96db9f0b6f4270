"""The garbage collector is paused where the engine records, and put back."""

from __future__ import annotations

import gc

import pytest

from autograd import collection, derivative, grad


@pytest.fixture(params=[True, False], ids=["on", "off"])
def enabled(request):
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


def test_it_is_off_inside_and_as_before_after(enabled):
    with collection.paused():
        assert not gc.isenabled()
        with collection.paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled() == enabled


def test_it_is_put_back_after_an_error(enabled):
    with pytest.raises(ZeroDivisionError), collection.paused():
        1 / 0  # noqa: B018
    assert gc.isenabled() == enabled


def test_it_is_paused_while_a_function_is_recorded_and_put_back(enabled):
    seen = []

    def f(x):
        seen.append(gc.isenabled())
        return x * x

    def raises(x):
        raise KeyboardInterrupt

    assert grad(f)(3.0) == derivative(f)(3.0) == 6.0
    assert seen == [False, False]
    assert gc.isenabled() == enabled
    with pytest.raises(KeyboardInterrupt):
        grad(raises)(3.0)
    assert gc.isenabled() == enabled


def test_importing_leaves_it_alone():
    import subprocess
    import sys

    code = "import gc; import autograd; assert gc.isenabled() and gc.get_threshold()[0] == 700"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_graph_is_freed_without_the_collector():
    """Graphs have no cycles: counting references is enough."""
    from autograd import Value

    x = Value(1.0)
    with collection.paused():
        gc.collect()
        before = len(gc.get_objects())
        y = x
        for _ in range(1000):
            y = y * 1.5 + x
        y.backward()
        assert len(gc.get_objects()) > before + 2000
        del y
        assert len(gc.get_objects()) < before + 50
