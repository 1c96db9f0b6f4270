"""What the packages offer: the names promised, all of them importable, nothing by accident."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest

# Names that users may rely on; they are never taken back. Grows with each part.
PROMISED = {
    "autograd": [
        "Value",
        "array",
        "derivative",
        "grad",
        "hessian",
        "hvp",
        "jacobian",
        "jvp",
        "ops",
        "scope",
        "value_and_grad",
        "vjp",
    ],
    "autograd.check": ["assert_gradient", "check"],
    "autograd.expression": ["parse", "parse_latex", "to_latex"],
    "autograd.ops": ["exp", "logsumexp", "sin", "softmax", "tanh", "where"],
    "viz": ["draw", "page", "plots", "sharing", "steps"],
}


@pytest.mark.parametrize("package", PROMISED)
def test_the_names_promised_are_there(package):
    assert set(PROMISED[package]) <= set(import_module(package).__all__)


@pytest.mark.parametrize("package", PROMISED)
def test_all_is_sorted_and_importable(package):
    module = import_module(package)
    assert len(module.__all__) == len(set(module.__all__))
    if package != "autograd.ops":  # computed from the table
        assert list(module.__all__) == sorted(module.__all__)
    assert all(getattr(module, name) is not None for name in module.__all__)


@pytest.mark.parametrize("package", ["autograd", "autograd.check", "autograd.expression", "viz"])
def test_nothing_of_ours_is_public_by_accident(package):
    module = import_module(package)
    ours = ("autograd", "viz", "glassgrad")
    accidents = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and name not in module.__all__
        and not isinstance(value, ModuleType)
        and str(getattr(value, "__module__", "")).startswith(ours)
    ]
    assert not accidents


def test_a_package_is_not_shadowed_by_what_it_offers():
    # `from autograd.check import check` must not turn `autograd.check` into the function.
    import autograd.check
    import autograd.expression

    assert isinstance(autograd.check, ModuleType)
    assert isinstance(autograd.expression, ModuleType)
