"""Every example runs, on the embedded world."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda path: path.stem)
def test_runs_and_prints(script, capsys):
    runpy.run_path(str(script), run_name="__main__")
    assert "shape" in capsys.readouterr().out


def test_there_are_examples():
    assert EXAMPLES
