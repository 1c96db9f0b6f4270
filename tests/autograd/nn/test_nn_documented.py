"""The examples of docs/networks.md, run as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


USED = """
own = nn.Sequential([nn.Input((3,)), Scale(2.0, name="scale")])
assert (own.predict([[1.0, 2.0, 3.0]]) == [[2.0, 4.0, 6.0]]).all()
own.save("own.npz")
assert nn.load_model("own.npz", custom_objects={"Scale": Scale}).layers[0].factor == 2.0
"""


def test_the_examples_run(tmp_path):
    pytest.importorskip("sklearn")
    text = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(blocks) == 2
    code = "\n".join([*blocks, USED])
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "def value_and_grad(" in ran.stdout
    assert (tmp_path / "digits.npz").is_file()
