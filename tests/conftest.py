"""What every test gets: a home of its own, steady random numbers, and the full data where it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parents[1]

# In CI a failure must be the change's own: the same examples each time, and no deadline, since a
# shared machine may stall. At a desk the examples vary, and a found failure is replayed from disk.
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, empty and the test's own: no test sees or touches the real one."""
    home = tmp_path_factory.mktemp("comity-home")
    monkeypatch.setenv("COMITY_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of full public data sets; a test that asks for it counts as marked ``data``."""
    stated = os.environ.get("COMITY_DATA")
    folder = Path(stated) if stated else REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        told = "COMITY_DATA" if stated else "COMITY_DATA is not set, and beside the repository"
        pytest.skip(f"needs the full public data sets: {told}: no folder {folder}")
    return folder


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for ``shared``, so that ``-m 'not data'`` leaves none behind."""
    for item in items:
        if "shared" in getattr(item, "fixturenames", ()):
            item.add_marker("data")
