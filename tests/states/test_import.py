"""Naming a state costs neither pydantic nor a table."""

from __future__ import annotations

import subprocess
import sys


def test_import_is_light():
    probe = (
        "import sys, comity.states; from comity.states import files; "
        "print('pydantic' in sys.modules, files.read.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "0"]
