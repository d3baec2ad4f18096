from __future__ import annotations

import pytest

from comity.sources.reader import Reader
from tests import made_up_source


@pytest.fixture
def gifts(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """The reader of a made-up source."""
    return made_up_source.register(monkeypatch)
