"""PyTorch in float64, eager. `torch.compile` needs a C++ compiler, and is not measured."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch.nn import functional

from benchmarks.contenders import Call, Makers
from benchmarks.works import SINGLE, WORKS

torch.set_num_threads(1)
Tensor = Any


def mlp(p: list[Tensor], x: Tensor, y: Tensor) -> Tensor:
    """A perceptron."""
    return functional.cross_entropy(layers(p, x), y)


def layers(p: list[Tensor], x: Tensor) -> Tensor:
    """Three dense layers."""
    h = functional.relu(functional.linear(x, p[0], p[1]))
    h = functional.relu(functional.linear(h, p[2], p[3]))
    return functional.linear(h, p[4], p[5])


def conv1d(p: list[Tensor], x: Tensor, y: Tensor) -> Tensor:
    """Its own convolution; units by position, then filter."""
    h = functional.relu(functional.conv1d(x[:, None], p[0][:, None], p[1], stride=2))
    return functional.cross_entropy(functional.linear(h.transpose(1, 2).flatten(1), p[2], p[3]), y)


def conv2d(p: list[Tensor], x: Tensor, y: Tensor) -> Tensor:
    """Its own convolution; units by position, then filter."""
    h = functional.relu(functional.conv2d(x[:, None], p[0][:, None], p[1]))
    return functional.cross_entropy(
        functional.linear(h.permute(0, 2, 3, 1).flatten(1), p[2], p[3]), y
    )


def rnn(p: list[Tensor], x: Tensor, y: Tensor) -> Tensor:
    """Its own RNN."""
    W, U, b, v = p
    h = x.new_zeros(1, len(x), 16)
    weights = [W, U, b, torch.zeros_like(b)]
    _, h = torch.rnn_tanh(x, h, weights, True, 1, 0.0, True, False, True)
    return torch.mean((h[0] @ v - y) ** 2)


def lstm(p: list[Tensor], x: Tensor, y: Tensor) -> Tensor:
    """Its own LSTM."""
    W, U, b, v = p
    h = x.new_zeros(1, len(x), 8)
    weights = [W, U, b, torch.zeros_like(b)]
    _, h, _ = torch.lstm(x, [h, h], weights, True, 1, 0.0, True, False, True)
    return torch.mean((h[0] @ v - y) ** 2)


def moons(p: list[Tensor], x: Tensor, y: Tensor) -> Tensor:
    """micrograd's demo."""
    margin = functional.relu(1 - y * layers(p, x)[:, 0]).mean()
    return margin + 1e-4 * sum((a * a).sum() for a in p)


def black_scholes(s: Tensor, k: Tensor, t: Tensor, r: Tensor, v: Tensor) -> Tensor:
    """Prices."""
    d1 = (torch.log(s / k) + (r + v * v / 2) * t) / (v * torch.sqrt(t))
    d2 = d1 - v * torch.sqrt(t)
    n1, n2 = ((1 + torch.erf(d / math.sqrt(2))) / 2 for d in (d1, d2))
    return s * n1 - k * torch.exp(-r * t) * n2


def pendulum(a: Tensor, b: Tensor, p: Tensor, q: Tensor) -> Tensor:
    """Energies."""
    d = a - b
    kinetic = (p * p + 2 * q * q - 2 * p * q * torch.cos(d)) / (2 * (1 + torch.sin(d) ** 2))
    return kinetic - 2 * 9.81 * torch.cos(a) - 9.81 * torch.cos(b)


def rosenbrock(x: Tensor) -> Tensor:
    """Rosenbrock's function of each row."""
    head = x[:, :-1]
    return (100 * (x[:, 1:] - head * head) ** 2 + (1 - head) ** 2).sum(1)


LOSSES: dict[str, Callable[..., Tensor]] = {
    **dict.fromkeys(("mlp", "mlp400", "mlp784"), mlp),
    "conv1d": conv1d,
    "conv2d": conv2d,
    "rnn": rnn,
    "lstm": lstm,
    "moons": moons,
}
POINTS: dict[str, Callable[..., Tensor]] = {
    "black_scholes": black_scholes, "pendulum": pendulum, "rosenbrock": rosenbrock,
}  # fmt: skip


def eager(work: str, data: list[Any]) -> Call:
    """Forward, then ``torch.autograd.grad``."""
    shared = len(WORKS[work].shared) or len(data)
    tensors = [torch.from_numpy(a).requires_grad_(k < shared) for k, a in enumerate(data)]

    def call() -> tuple[Any, list[Any]]:
        if work in SINGLE:
            value = POINTS[work](*tensors)
            slopes = torch.autograd.grad(value, tensors, torch.ones_like(value))
        else:
            value = LOSSES[work](tensors[:shared], *tensors[shared:])
            slopes = torch.autograd.grad(value, tensors[:shared])
        return value.detach(), list(slopes)

    return call


PROGRAMS: dict[str, Makers] = {"torch": dict.fromkeys(WORKS, eager)}


def _train(task: Any, **settings: Any) -> tuple[Any, Any]:
    loss_of = LOSSES[task.work]
    parameters = [torch.from_numpy(p.copy()).requires_grad_() for p in task.parameters]
    x, y = torch.from_numpy(task.x[: task.batch]), torch.from_numpy(task.y[: task.batch])
    optimizer = torch.optim.Adam(parameters, lr=1e-3, eps=task.epsilon, **settings)

    def run(steps: int) -> float:
        for _ in range(steps):
            optimizer.zero_grad()
            loss = loss_of(parameters, x, y)
            loss.backward()
            optimizer.step()
        return float(loss.detach())

    return run, lambda: [p.detach().numpy() for p in parameters]


def train(task: Any) -> tuple[Any, Any]:
    """`torch.optim.Adam` as it is by default."""
    return _train(task)


def train_fused(task: Any) -> tuple[Any, Any]:
    """With ``fused=True``."""
    return _train(task, fused=True)


TRAININGS = {"torch": train, "torch, fused Adam": train_fused}
