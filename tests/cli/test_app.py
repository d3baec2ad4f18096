"""What the command line does with errors: one clear message, the right exit code, nothing written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from comity.cli import app as module
from comity.cli.app import main
from comity.errors import ComityError


def run_main(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    """The exit code of ``comity ARGUMENTS``, in this process."""
    monkeypatch.setattr(sys, "argv", ["comity", *map(str, arguments)])
    with pytest.raises(SystemExit) as ending:
        main()
    return int(ending.value.code or 0)


def comity(arguments: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "comity", *arguments]
    return subprocess.run(command, timeout=60, check=False, **options)


@pytest.fixture
def refuse(monkeypatch, capsys, saved, tmp_path):
    """Run a command that must be refused: its one message; nothing on standard output, nothing written."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> str:
        before = sorted(tmp_path.rglob("*"))
        assert run_main(monkeypatch, *arguments) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "Traceback" not in captured.err
        assert sorted(tmp_path.rglob("*")) == before
        return captured.err

    return run


class TestWrongQuestions:
    def test_a_wrong_state(self, refuse, saved):
        told = refuse("measure", "Urkaine", "RUS", "--world", saved)
        assert told.startswith('comity: no state called "Urkaine"')
        assert "Ukraine" in told

    def test_twice_the_same_state(self, refuse, saved):
        assert "is named twice" in refuse("measure", "RUS", "Russia", "--world", saved)
        assert "twice" in refuse("brief", "RUS", "RUS", "--world", saved)

    @pytest.mark.parametrize("command", ["measure", "brief"])
    @pytest.mark.parametrize("year", ["-5", "1", "99999"])
    def test_what_is_no_year(self, refuse, saved, command, year):
        told = refuse(command, "RUS", "CHN", "--since", year, "--world", saved)
        assert f"{year} is not a year" in told

    @pytest.mark.parametrize("command", ["measure", "brief"])
    def test_a_reversed_period(self, refuse, saved, command):
        told = refuse(command, "RUS", "CHN", "--since", "2020", "--until", "2010", "--world", saved)
        assert "the period ends (2010) before it starts (2020)" in told

    def test_an_unknown_indicator(self, refuse, saved):
        told = refuse("measure", "RUS", "CHN", "-i", "unga_agrement", "--world", saved)
        assert "did you mean  unga_agreement" in told
        told = refuse("rank", "RUS", "--year", "2020", "-i", "unga_agrement", "--world", saved)
        assert "did you mean  unga_agreement" in told

    def test_a_year_nobody_covers(self, refuse, saved):
        assert "not covered" in refuse("rank", "RUS", "--year", "1700", "--world", saved)

    def test_two_formats(self, refuse, saved):
        assert "exclude each other" in refuse(
            "measure", "RUS", "CHN", "--csv", "--json", "--world", saved
        )

    @pytest.mark.parametrize(
        "name",
        ["<script>alert(1)</script>", "[red]x[/red]", "\x1b[2J", "x" * 5000, "' OR 1=1", "..", ""],
    )
    def test_a_hostile_name(self, refuse, saved, name):
        told = refuse("measure", name, "RUS", "--world", saved)
        assert told.startswith("comity: ")
        assert "\x1b" not in told
        assert len(told) < 1500

    @pytest.mark.parametrize(
        "arguments", [["nonsense"], ["measure", "RUS"], ["rank", "RUS", "--year", "x"]]
    )
    def test_a_wrong_command(self, refuse, arguments):
        assert refuse(*arguments)


class TestWrongWorlds:
    def test_none(self, refuse, tmp_path):
        assert "is not a world: it has no world.json" in refuse(
            "measure", "RUS", "CHN", "--world", tmp_path
        )

    def test_a_corrupt_parquet(self, refuse, saved):
        (saved / "votes" / "unga.parquet").write_bytes(b"PAR1 garbage PAR1")
        told = refuse("measure", "RUS", "CHN", "--world", saved)
        assert "unga.parquet is not a readable Parquet file" in told

    def test_a_manifest_of_100_megabytes(self, refuse, saved):
        with (saved / "world.json").open("wb") as file:
            file.truncate(100 * 1024**2)
        assert "larger than 16 MiB" in refuse("indicators", "--world", saved)

    @pytest.mark.parametrize("text", ["not json", '{"parts": 3}'])
    def test_a_manifest_that_is_none(self, refuse, saved, text):
        (saved / "world.json").write_text(text)
        assert "is not a world's manifest" in refuse("indicators", "--world", saved)

    def test_a_file_in_its_place(self, refuse, tmp_path):
        (tmp_path / "file").touch()
        assert "is not a world" in refuse("indicators", "--world", tmp_path / "file")


class TestWrongPlaces:
    def test_a_brief_below_a_file(self, refuse, saved, tmp_path):
        (tmp_path / "file").touch()
        assert refuse(
            "brief", "RUS", "CHN", "--world", saved, "--out", tmp_path / "file" / "x.html"
        )


class TestEndings:
    def test_an_error_is_told_on_standard_error(self, monkeypatch, capsys):
        def fail() -> None:
            raise ComityError("this is wrong\n  do that")

        monkeypatch.setattr(module, "app", fail)
        assert run_main(monkeypatch) == 2
        assert capsys.readouterr().err == "comity: this is wrong\n  do that\n"

    def test_a_fault_of_the_machine_too(self, monkeypatch, capsys):
        def fail() -> None:
            raise PermissionError(13, "Permission denied", "/x")

        monkeypatch.setattr(module, "app", fail)
        assert run_main(monkeypatch) == 2
        assert "Permission denied" in capsys.readouterr().err

    def test_a_fault_of_ours_keeps_its_traceback(self, monkeypatch):
        def fail() -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(module, "app", fail)
        with pytest.raises(ZeroDivisionError):
            main()

    def test_interrupted(self, monkeypatch, capsys):
        def stop(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("comity.world.audit.audit", stop)
        assert run_main(monkeypatch, "data", "check", "--world", "x") == 130
        assert "Traceback" not in capsys.readouterr().err

    @pytest.mark.skipif(os.name != "posix", reason="pipes")
    def test_the_reader_of_our_output_has_gone(self):
        reading, writing = os.pipe()
        os.close(reading)
        ended = comity(["states", "list", "--csv"], stdout=writing, stderr=subprocess.PIPE)
        os.close(writing)
        assert ended.returncode == 1
        assert ended.stderr == b""

    def test_a_terminal_without_our_letters(self):
        told = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        ended = comity(["states", "find", "Türkiye"], env=told, capture_output=True)
        assert ended.returncode == 0, ended.stderr
        assert b"TUR" in ended.stdout

    def test_the_version(self, monkeypatch, capsys):
        assert run_main(monkeypatch, "--version") == 0
        assert capsys.readouterr().out.startswith("comity ")
