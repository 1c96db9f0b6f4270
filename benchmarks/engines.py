"""The engines that are measured, each used as one would use it for scalars.

Peers are imported when their engine is made, for each process holds one of them only.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

import benchmarks.floor


class Engine:
    """Numbers that record, and a backward pass over what they recorded.

    The attributes and methods here serve engines whose numbers have ``.data`` and ``.grad``.
    """

    distribution = ""
    module = ""
    """What ``import`` is timed on, or nothing."""

    leaf: Callable[[float], Any]

    def version(self) -> str:
        """Of the installed distribution; nothing for our own code."""
        return version(self.distribution) if self.distribution else ""

    def leaves(self, numbers: list[float]) -> list[Any]:
        """Fresh leaves of a graph."""
        return [self.leaf(number) for number in numbers]

    def backward(self, output: Any, leaves: list[Any]) -> None:
        """Computes the derivatives of ``output`` with respect to all ``leaves``."""
        output.backward()

    def number(self, output: Any) -> float:
        """The number that ``output`` holds, after `backward`."""
        return float(output.data)

    def derivative(self, leaf: Any) -> float:
        """The derivative with respect to ``leaf``, after `backward`."""
        return float(leaf.grad)


class Floor(Engine):
    """The minimal node, filled slot by slot."""

    leaf: Callable[[float], Any] = benchmarks.floor.Node

    def backward(self, output: Any, leaves: list[Any]) -> None:
        """The floor's own."""
        benchmarks.floor.backward(output)


class PlainFloor(Floor):
    """The minimal node, made by ``__init__``."""

    leaf = benchmarks.floor.PlainNode


class Glassgrad(Engine):
    """`autograd.Value`."""

    module = "autograd"

    def __init__(self) -> None:
        self.leaf = import_module("autograd").Value


class Micrograd(Engine):
    """``micrograd.engine.Value``."""

    distribution = "micrograd"
    module = "micrograd.engine"

    def __init__(self) -> None:
        self.leaf = import_module("micrograd.engine").Value


class Torch(Engine):
    """Tensors of no dimension, in float64."""

    distribution = "torch"
    module = "torch"

    def __init__(self) -> None:
        torch = import_module("torch")
        torch.set_num_threads(1)
        self.leaf = lambda x: torch.tensor(x, dtype=torch.float64, requires_grad=True)

    def number(self, output: Any) -> float:
        """As a float."""
        return float(output.detach())


class Hips(Engine):
    """Boxes, each on a root of its own.

    Its public functions take one argument apart, which costs a step for each leaf, linear in their
    number; a root for each leaf spares it that.
    """

    distribution = "autograd"
    module = "autograd"

    def __init__(self) -> None:
        import_module("autograd.numpy")
        self._core = import_module("autograd.core")
        self._box = import_module("autograd.tracer").new_box

    def leaves(self, numbers: list[float]) -> list[Any]:
        """Boxes that keep the derivative that arrives at their root."""
        self._arrived: dict[int, Any] = {}
        return [self._rooted(k, number) for k, number in enumerate(numbers)]

    def _rooted(self, k: int, number: float) -> Any:
        root = self._core.VJPNode.new_root()
        arrived = self._arrived

        def keep(g: Any) -> tuple[()]:
            arrived[id(root)] = g
            return ()

        root.vjp = keep
        return self._box(number, 0, root)

    def backward(self, output: Any, leaves: list[Any]) -> None:
        """The pass that its public functions end in."""
        self._core.backward_pass(1.0, output._node)

    def number(self, output: Any) -> float:
        """As a float."""
        return float(output._value)

    def derivative(self, leaf: Any) -> float:
        """What arrived at the leaf's root."""
        return float(self._arrived[id(leaf._node)])


class Casadi(Engine):
    """SX expressions: the gradient is built in reverse mode, made a function and evaluated."""

    distribution = "casadi"
    module = "casadi"

    def __init__(self) -> None:
        self._casadi = import_module("casadi")

    def leaves(self, numbers: list[float]) -> list[Any]:
        """The elements of one symbolic vector."""
        self._numbers = numbers
        self._vector = self._casadi.SX.sym("x", len(numbers))
        return [self._vector[k] for k in range(len(numbers))]

    def backward(self, output: Any, leaves: list[Any]) -> None:
        """Builds and evaluates the gradient."""
        slopes = self._casadi.gradient(output, self._vector)
        run = self._casadi.Function("run", [self._vector], [output, slopes])
        number, slopes = run(self._numbers)
        self._number = float(number)
        self._slopes = dict(zip(map(id, leaves), slopes.full()[:, 0], strict=True))

    def number(self, output: Any) -> float:
        """As it was evaluated."""
        return self._number

    def derivative(self, leaf: Any) -> float:
        """As it was evaluated."""
        return float(self._slopes[id(leaf)])


ENGINES: dict[str, type[Engine]] = {
    "floor": Floor,
    "floor with __init__": PlainFloor,
    "glassgrad": Glassgrad,
    "micrograd": Micrograd,
    "torch": Torch,
    "HIPS autograd": Hips,
    "CasADi": Casadi,
}
FLOORS = ("floor", "floor with __init__")
OURS = "glassgrad"
PEERS = tuple(name for name, engine in ENGINES.items() if engine.distribution)
