"""The rules of the house, as checks: imports point one way, files stay small, nothing leaks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import comity

REPOSITORY = Path(__file__).resolve().parents[1]
SOURCE = REPOSITORY / "src" / "comity"
MODULES = sorted(SOURCE.rglob("*.py"))
HEAVY = ("altair", "numpy", "pandas", "polars", "pooch", "pydantic", "rich", "typer", "vl_convert")

LONGEST = 400  # lines
LARGEST = 2_000_000  # bytes, outside the embedded world
MACHINE_PATH = re.compile(r"(?<![\w.~}/-])/(?:work|tmp|root|home|Users|opt|mnt)/")


def project_files() -> list[Path]:
    """Every file of the project: as git has it, or the folders of an unpacked source archive."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        paths = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    else:
        folders = ("benchmarks", "docs", "examples", "src", "tests")
        paths = [path for folder in folders for path in (REPOSITORY / folder).rglob("*")]
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_imports_point_one_way():
    script = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    linted = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_file_holds_one_idea(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines < LONGEST, f"{name(path)} has {lines} lines: split it by what it is about"


def test_no_machine_paths():
    leaks = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        leaks += [
            f"{name(path)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), 1)
            if MACHINE_PATH.search(line)
        ]
    assert not leaks, "\n".join(leaks)


def test_no_large_files_outside_the_embedded_world():
    large = [
        f"{name(path)}: {path.stat().st_size:,} bytes"
        for path in project_files()
        if path.stat().st_size > LARGEST and SOURCE / "data" not in path.parents
    ]
    assert not large, "\n".join(large)


def test_no_vague_module_names():
    vague = {
        "common",
        "handler",
        "helper",
        "helpers",
        "manager",
        "misc",
        "processor",
        "util",
        "utils",
    }
    assert not [name(path) for path in MODULES if path.stem in vague or path.parent.name in vague]


def test_every_module_says_what_it_is():
    silent = [
        name(path)
        for path in MODULES
        if path.stat().st_size
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_public_names_are_sorted_and_there():
    assert list(comity.__all__) == sorted(comity.__all__)
    missing = [public for public in comity.__all__ if not hasattr(comity, public)]
    assert not missing


def test_public_names_are_listed():
    assert set(comity.__all__) <= set(dir(comity))


def test_import_is_light():
    script = f"import sys, comity; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == [], "import comity must not load these"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="alignement"):
        comity.alignement  # noqa: B018
