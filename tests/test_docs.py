"""The documentation is true: its Python runs, and the pages made from the code match the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
# A block opened by exactly ```python runs; one with a title (```python title="…") only illustrates.
BLOCK = re.compile(r"^( *)```python\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[tuple[int, str]]:
    """Line and code of each runnable block of a page."""
    text = page.read_text(encoding="utf-8")
    return [
        (text.count("\n", 0, found.start(2)) + 1, re.sub(rf"(?m)^{found[1]}", "", found[2]))
        for found in BLOCK.finditer(text)
    ]


RUNNABLE = [page for page in PAGES if blocks(page)]


def name(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("page", RUNNABLE, ids=name)
def test_python_of_a_page_runs(page, tmp_path, monkeypatch):
    """The blocks of one page run in order and share their names, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": "__main__"}
    for line, code in blocks(page):
        padded = "\n" * (line - 1) + code  # so that a traceback names the line of the page
        exec(compile(padded, name(page), "exec"), namespace)


def test_reference_pages_match_the_code():
    checked = subprocess.run(
        [sys.executable, str(REPOSITORY / ".ci" / "reference.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_readme_states_its_two_commands():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert "\npip install . && comity brief RUS CHN\n" in readme
    assert "\npip install '.[test]' && pytest\n" in readme
