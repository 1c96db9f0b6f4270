"""The table of a network's layers."""

from __future__ import annotations

from autograd import nn


def test_the_summary_of_the_course():
    model = nn.Sequential(
        [
            nn.Input((400,)),
            nn.Dense(25, activation="relu", name="layer1"),
            nn.Dense(15, activation="relu", name="layer2"),
            nn.Dense(10, activation="linear", name="layer3"),
        ],
        name="my_model",
    )
    lines = []
    model.summary(print_fn=lines.append)
    assert lines[0] == 'Network "my_model"'
    assert [line.split()[-1] for line in lines if "Dense" in line] == ["10,025", "390", "160"]
    assert lines[-1].startswith("10,575 weights")
    [layer1, layer2, layer3] = model.layers
    assert [w.shape for layer in (layer1, layer2, layer3) for w in layer.get_weights()] == [
        (400, 25), (25,), (25, 15), (15,), (15, 10), (10,),
    ]  # fmt: skip


def test_it_goes_to_the_screen(capsys):
    nn.Sequential([nn.Input((4, 4, 1)), nn.Conv2D(2, 3), nn.Sequential([nn.Flatten()])]).summary()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == 'Network "sequential"'
    assert "(samples, 2, 2, 2)" in lines[4]
    assert lines[5].split()[:2] == ["sequential", "(Sequential)"]
