"""NumPy by hand: what the others are measured against, with no trick withheld."""

from __future__ import annotations

from benchmarks.contenders import Makers
from benchmarks.contenders.hand_networks import conv, mlp, moons
from benchmarks.contenders.hand_points import chain_rule, identities, rosenbrock
from benchmarks.contenders.hand_recurrent import recurrent
from benchmarks.contenders.hand_training import loop, train

PROGRAMS: dict[str, Makers] = {
    "hand NumPy": {
        **dict.fromkeys(("mlp", "mlp400", "mlp784"), mlp),
        **dict.fromkeys(("conv1d", "conv2d"), conv),
        **dict.fromkeys(("rnn", "lstm"), recurrent),
        "moons": moons,
        **dict.fromkeys(("black_scholes", "pendulum"), identities),
        "rosenbrock": rosenbrock,
    },
    "hand NumPy, chain rule alone": dict.fromkeys(("black_scholes", "pendulum"), chain_rule),
}
TRAININGS = {"hand NumPy": train}
FITS = {"hand NumPy, loop over shuffled batches": loop}
