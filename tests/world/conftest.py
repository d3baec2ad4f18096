from __future__ import annotations

from pathlib import Path

import pytest

from comity.world import World
from comity.world.store import save_world
from tests.tiny_world import tiny_world as make


@pytest.fixture
def tiny_world() -> World:
    return make()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The tiny world on disk."""
    return save_world(make(), tmp_path / "saved")
