"""``comity data``: list, add, fetch, check, build."""

from __future__ import annotations

import json
import os
import zipfile
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from comity.cli import data as module
from comity.cli.app import app
from comity.errors import ComityError, DataError, UnknownName
from comity.sources.reader import READERS, Download, Reader
from comity.world import World, store
from comity.world.store import save_world
from tests.tiny_world import tiny_world as make

LEDGER = "a,b,year,value\nRUS,CHN,2000,1\nCHN,RUS,2001,\n"


@pytest.fixture(autouse=True)
def embedded(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny world stands for the embedded one."""
    folder = save_world(make(), tmp_path_factory.mktemp("package") / "world")
    for place in ("comity.world.store", "comity.sources.table"):
        monkeypatch.setattr(f"{place}.embedded_folder", lambda: folder)
    return folder


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, ["data", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, (ComityError, SystemExit)):
        raise result.exception
    return result


def refused(*arguments: str | Path) -> str:
    """The message of an error the user can correct; what it exits with is tested in test_app."""
    result = run(*arguments)
    assert isinstance(result.exception, ComityError), result.output
    return str(result.exception)


class TestList:
    def test_every_source_with_its_years_and_where_it_is(self, gifts):
        rows = pl.read_csv(StringIO(run("list", "--csv").stdout)).rows_by_key(
            "source", named=True, unique=True
        )
        assert set(READERS) <= set(rows)
        assert rows["atop"]["installed"] == "embedded"
        assert (rows["atop"]["first"], rows["atop"]["last"]) == (1816, 2024)
        assert rows["gifts"]["installed"] == "not"
        assert rows["gifts"]["fetch"] is True
        assert rows["pipes"]["installed"] == "embedded"  # without a reader, but in the world
        assert rows["unga"]["licence"]

    def test_what_was_added(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        run("add", "gifts", tmp_path)
        rows = {r["source"]: r for r in json.loads(run("list", "--json").stdout)}
        assert rows["gifts"]["installed"] == "added"
        assert rows["atop"]["installed"] == "embedded"

    def test_of_another_world(self, gifts, saved):
        rows = {r["source"]: r for r in json.loads(run("list", "--json", "--world", saved).stdout)}
        assert rows["pipes"]["installed"] == "in this world"
        assert rows["gifts"]["installed"] == "not"

    def test_as_a_table(self):
        shown = " ".join(run("list").stdout.split())
        assert "atop 1816–2024 embedded" in shown

    def test_not_both_formats(self):
        assert "--csv and --json" in refused("list", "--csv", "--json")

    def test_a_world_that_is_none(self, tmp_path):
        assert "is not a world" in refused("list", "--world", tmp_path)


class TestAdd:
    def test_to_ones_own_world(self, gifts, tmp_path, own_home):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        result = run("add", "gifts", tmp_path / "gifts.csv")
        assert result.exit_code == 0
        assert "gifts" in result.stdout
        assert "1 row(s) without a value left out" in result.stdout
        assert World.open(own_home / "world").flows["source"].to_list() == ["gifts"]
        assert World.load().flows.height == 3

    def test_to_another_world(self, gifts, tmp_path, saved, own_home):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        assert run("add", "gifts", tmp_path / "gifts.csv", "--world", saved).exit_code == 0
        assert World.open(saved).flows.height == 3
        assert list(own_home.iterdir()) == []

    def test_a_publishers_zip(self, gifts, tmp_path, own_home):
        with zipfile.ZipFile(tmp_path / "G.zip", "w") as archive:
            archive.writestr("v1/gifts.csv", LEDGER)
        assert run("add", "gifts", tmp_path / "G.zip").exit_code == 0
        assert World.open(own_home / "world").flows.height == 1

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"a,b,year\nRUS,CHN,2000\n", "missing column(s) value"),
            (b"\0\1\2\3", "binary file"),
            (b"a,b,year,value\nRUS,CHN,2000,inf\n", "is not a finite number"),
        ],
    )
    def test_bad_input_writes_nothing(self, gifts, tmp_path, own_home, content, words):
        (tmp_path / "gifts.csv").write_bytes(content)
        assert words in refused("add", "gifts", tmp_path)
        assert list(own_home.iterdir()) == []

    def test_bad_input_leaves_what_was_there(self, gifts, tmp_path, own_home):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        run("add", "gifts", tmp_path)
        (tmp_path / "gifts.csv").write_text("a,b\n")
        refused("add", "gifts", tmp_path)
        assert World.open(own_home / "world").flows.height == 1

    def test_an_unknown_source(self, gifts, tmp_path):
        assert "did you mean  gifts" in refused("add", "gift", tmp_path)

    def test_a_folder_of_something_else(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        assert "holds no world" in refused("add", "gifts", tmp_path, "--world", tmp_path)
        assert [p.name for p in tmp_path.iterdir()] == ["gifts.csv"]


class TestFetch:
    def test_no_stable_address_names_the_publisher(self):
        assert "get it at  " in refused("fetch", "unga")

    def test_an_unknown_source(self):
        assert "no source called" in refused("fetch", "nothing")

    def test_downloads_and_adds(self, gifts, tmp_path, own_home, monkeypatch):
        (tmp_path / "gifts.csv").write_text(LEDGER)

        def fake(reader: Reader, *, progress) -> Path:
            progress("gifts.csv", 10, None)
            progress("gifts.csv", 45, 45)
            return tmp_path / "gifts.csv"

        monkeypatch.setattr("comity.sources.fetch.fetch", fake)
        told = run("fetch", "gifts")
        assert f"comity data add gifts {tmp_path / 'gifts.csv'}" in told.stdout
        assert not (own_home / "world").exists()
        assert run("fetch", "gifts", "--add").exit_code == 0
        assert World.open(own_home / "world").flows.height == 1

    def test_a_failure_adds_nothing(self, gifts, own_home, monkeypatch):
        monkeypatch.setattr("comity.sources.fetch.FIRST_WAIT", 0.0)
        object.__setattr__(
            gifts, "downloads", (Download("https://127.0.0.1:9/gifts.csv", "gifts.csv"),)
        )
        assert "comity data add gifts PATH" in refused("fetch", "gifts", "--add")
        assert not (own_home / "world").exists()


class TestCheck:
    def test_a_world(self, saved):
        assert run("check", "--world", saved).stdout == "10 rows in 5 tables, no problems\n"

    def test_the_embedded_world_and_ones_own(self, gifts, tmp_path):
        assert run("check").stdout == "10 rows in 5 tables, no problems\n"
        (tmp_path / "gifts.csv").write_text(LEDGER)
        run("add", "gifts", tmp_path)
        assert run("check").stdout == "11 rows in 5 tables, no problems\n"

    def test_every_problem(self, saved):
        for part in ("ties/atop", "flows/shares"):
            (saved / f"{part}.parquet").write_bytes(b"PAR1")
        told = refused("check", "--world", saved)
        assert "ties/atop.parquet" in told
        assert "flows/shares.parquet" in told

    def test_files(self, tmp_path):
        (tmp_path / "ties.csv").write_text("a,b,kind,source,record\nRUS,CHN,alliance,atop,line 2\n")
        assert run("check", tmp_path / "ties.csv").stdout == "1 rows in 1 table, no problems\n"
        (tmp_path / "events.csv").write_text(
            "date,a,b,action,source,record\n2014,RUS,XQX,,ledger,1\n"
        )
        told = refused("check", tmp_path / "ties.csv", tmp_path / "events.csv")
        assert "line 2, column action" in told
        assert '"XQX"' in told

    def test_no_world(self, tmp_path):
        assert "is not a world" in refused("check", "--world", tmp_path)


class TestBuild:
    def build(self, *arguments: str | Path) -> Result:
        return run("build", "--only", "gifts", *arguments)

    def test_a_world(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        result = self.build("--from", tmp_path, "--out", tmp_path / "w")
        assert result.exit_code == 0
        assert "without a value left out" in result.stdout
        assert "written to" in result.stdout
        assert World.open(tmp_path / "w").flows.height == 1

    def test_what_was_left_out_and_why(self, gifts, tmp_path):
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "gifts.csv").write_text(LEDGER)
        short = run("build", "--from", tmp_path / "in", "--out", tmp_path / "w").stdout
        assert "left out, for want of files: " in short
        assert "atop" in short
        assert "one row per ordered pair" not in short
        long = run("build", "--from", tmp_path / "in", "--out", tmp_path / "w", "-v").stdout
        assert "one row per ordered pair" in long

    def test_only_what_may_ship(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        object.__setattr__(gifts.source, "ships", "nothing")
        self.build("--from", tmp_path, "--out", tmp_path / "w", "--embedded")
        assert World.open(tmp_path / "w").flows.is_empty()

    def test_refuses_a_folder_of_something_else_before_reading(self, gifts, tmp_path, monkeypatch):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        monkeypatch.setattr("comity.sources.build.build", lambda *_, **__: pytest.fail("was read"))
        assert "holds no world" in refused("build", "--from", tmp_path, "--out", tmp_path)

    @pytest.mark.skipif(
        os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere"
    )
    def test_a_folder_that_cannot_be_written(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        (tmp_path / "out").mkdir(0o500)
        assert "no permission" in refused(
            "build", "--from", tmp_path, "--out", tmp_path / "out" / "w"
        )

    def test_a_folder_below_a_file(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text(LEDGER)
        result = self.build("--from", tmp_path, "--out", tmp_path / "gifts.csv" / "w")
        assert "is a file" in str(result.exception)

    def test_a_wrong_file_writes_nothing(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text("a,b\n")
        result = self.build("--from", tmp_path, "--out", tmp_path / "w")
        assert isinstance(result.exception, DataError)
        assert [p.name for p in tmp_path.iterdir()] == ["gifts.csv"]

    def test_an_unknown_source(self, gifts, tmp_path):
        result = run("build", "--from", tmp_path, "--out", tmp_path / "w", "--only", "gift")
        assert isinstance(result.exception, UnknownName)


def test_the_bar_tells_what_arrives(capsys):
    with module._download_bar() as progress:
        progress("a.csv", 5, None)
        progress("a.csv", 10, 10)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "a.csv" in captured.err


def test_the_home_of_added_sources_is_the_tests_own(own_home):
    assert store.added_folder() == own_home / "world"
