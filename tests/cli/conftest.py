from __future__ import annotations

import sys
from pathlib import Path

import pytest

from comity.cli.app import main
from comity.sources.reader import Reader
from comity.world import World
from comity.world.store import save_world
from tests import made_up_source
from tests.tiny_world import tiny_world as make


@pytest.fixture
def tiny_world() -> World:
    return make()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The tiny world on disk."""
    return save_world(make(), tmp_path / "saved")


@pytest.fixture
def gifts(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The reader of a made-up source."""
    return made_up_source.register(monkeypatch)


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command in this process; its exit code, standard output and standard error."""

    def go(*arguments):
        monkeypatch.setattr(sys, "argv", ["comity", *map(str, arguments)])
        with pytest.raises(SystemExit) as ending:
            main()
        out, err = capsys.readouterr()
        return int(ending.value.code or 0), out, err

    return go
