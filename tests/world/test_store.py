"""Worlds on disk: what is saved is what is opened, and nothing is ever half-written."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from comity.errors import DataError
from comity.world import TABLES, Coverage, Part, World, store
from comity.world.store import LARGEST_MANIFEST, MANIFEST, add_part, open_world, save_world
from tests.tiny_world import EVENTS, TIES, source
from tests.tiny_world import tiny_world as make

as_root = hasattr(os, "geteuid") and os.geteuid() == 0


def edited(folder: Path, **changes: object) -> None:
    """Change the manifest of a saved world."""
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | changes))


def beside(folder: Path) -> list[str]:
    """What lies in the folder's folder, hidden or not."""
    return sorted(p.name for p in folder.parent.iterdir())


class TestRoundTrip:
    def test_every_table_and_every_source(self, tiny_world, saved):
        opened = World.open(saved)
        for table in TABLES:
            assert_frame_equal(opened.table(table), tiny_world.table(table))
        assert opened.sources == tiny_world.sources
        assert_frame_equal(opened.coverage(), tiny_world.coverage())
        assert opened.changes == tiny_world.changes
        assert (opened.name, opened.origin) == ("saved", str(saved))

    def test_constants_are_not_stored(self, saved):
        stored = pl.read_parquet_schema(saved / "votes" / "unga.parquet")
        assert not {"source", "record", "body"} & set(stored)

    def test_listed_states_and_versions_come_back(self, tmp_path):
        told = source(
            "x", Coverage("ties", "*", 1900, 1950, "listed", frozenset({"RUS", "CHN"}), "a note")
        )
        save_world(World({}, [told]), tmp_path / "w")
        assert World.open(tmp_path / "w").source("x") == told

    def test_saved_twice_is_the_same_bytes(self, tiny_world, tmp_path):
        one, two = (save_world(tiny_world, tmp_path / name / "w") for name in ("a", "b"))
        files = [p.relative_to(one) for p in one.rglob("*") if p.is_file()]
        assert len(files) == 6
        assert all((one / f).read_bytes() == (two / f).read_bytes() for f in files)

    def test_opening_reads_no_rows(self, saved, monkeypatch):
        monkeypatch.setattr(pl.LazyFrame, "collect", lambda *_, **__: pytest.fail("rows were read"))
        assert len(World.open(saved).sources) == 5

    def test_a_link_stays_a_link(self, tiny_world, saved):
        link = saved.parent / "link"
        link.symlink_to(saved)
        save_world(World({}, []), link)
        assert link.is_symlink()
        assert World.open(saved).ties.is_empty()


class TestSaving:
    def test_replaces_a_world(self, saved):
        save_world(World({}, [source("only")]), saved)
        assert list(World.open(saved).sources) == ["only"]
        assert beside(saved) == ["saved"]

    def test_refuses_a_folder_of_something_else(self, tiny_world, tmp_path):
        folder = tmp_path / "photos"
        folder.mkdir()
        (folder / "one.jpg").touch()
        with pytest.raises(DataError, match="not empty and holds no world"):
            save_world(tiny_world, folder)
        assert [p.name for p in folder.iterdir()] == ["one.jpg"]

    def test_refuses_a_file(self, tiny_world, tmp_path):
        (tmp_path / "w").write_text("mine")
        with pytest.raises(DataError, match="is a file"):
            save_world(tiny_world, tmp_path / "w")
        assert (tmp_path / "w").read_text() == "mine"

    @pytest.mark.skipif(as_root, reason="root may write everywhere")
    def test_refuses_a_folder_it_may_not_write(self, tiny_world, tmp_path):
        tmp_path.chmod(0o500)
        with pytest.raises(DataError, match="no permission"):
            save_world(tiny_world, tmp_path / "a" / "w")
        tmp_path.chmod(0o700)

    @pytest.mark.parametrize("name", ["../../evil", "a/b", "A", "", "x" * 62, ".hidden"])
    def test_refuses_a_part_that_would_name_another_file(self, tmp_path, name):
        world = World({("ties", name): Part(TIES.lazy())}, [])
        with pytest.raises(DataError, match="cannot be the name of a part"):
            save_world(world, tmp_path / "w")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("step", ["_write_part", "_write_manifest"])
    def test_a_failure_while_writing_leaves_the_old_world(self, saved, monkeypatch, step):
        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(store, step, fail)
        with pytest.raises(OSError, match="No space"):
            add_part(make(), saved)
        assert World.open(saved).ties.height == 2
        assert beside(saved) == ["saved"]

    def test_a_failure_at_the_last_step_brings_the_old_world_back(self, saved, monkeypatch):
        real = Path.replace

        def fail(path: Path, target: Path) -> Path:
            if path.name.startswith(".saved-") and "old" not in path.name:
                raise KeyboardInterrupt
            return real(path, target)

        monkeypatch.setattr(Path, "replace", fail)
        with pytest.raises(KeyboardInterrupt):
            save_world(World({}, []), saved)
        assert World.open(saved).ties.height == 2
        assert beside(saved) == ["saved"]

    def test_a_damaged_part_cannot_be_saved_on(self, saved):
        (saved / "ties" / "atop.parquet").write_bytes(b"PAR1" + b"\0" * 99 + b"PAR1")
        with pytest.raises(DataError):
            add_part(World({}, []), saved)
        assert beside(saved) == ["saved"]


class TestAdding:
    def test_to_nothing(self, tmp_path):
        add_part(make(), tmp_path / "a" / "w")
        assert World.open(tmp_path / "a" / "w").ties.height == 2

    def test_keeps_what_is_there(self, saved):
        more = World({}, []).with_rows("events", EVENTS, source("mine"))
        add_part(more, saved)
        assert World.open(saved).events["source"].to_list() == ["ledger", "mine"]

    def test_two_at_once_lose_nothing(self, tmp_path):
        folder = tmp_path / "w"
        context = multiprocessing.get_context("spawn")
        workers = [context.Process(target=_add, args=(folder, f"s{i}")) for i in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert sorted(World.open(folder).sources) == ["s0", "s1", "s2"]
        assert beside(folder) == ["w"]


def _add(folder: Path, key: str) -> None:
    for _ in range(3):
        add_part(World({}, []).with_rows("events", EVENTS, source(key)), folder)


class TestLoading:
    def test_what_a_person_added_lies_over_the_embedded_world(self, saved, own_home, monkeypatch):
        monkeypatch.setattr(store, "embedded_folder", lambda: saved)
        assert World.load().ties.height == 2
        add_part(World({}, []).with_rows("ties", TIES.head(1), source("atop")), own_home / "world")
        assert World.load().ties.height == 1
        assert World.load().events.height == 1
        assert World.load().name == "embedded"

    def test_the_home_is_the_one_of_the_environment(self, monkeypatch, tmp_path):
        monkeypatch.setenv("COMITY_HOME", str(tmp_path))
        assert store.user_folder() == tmp_path
        monkeypatch.delenv("COMITY_HOME")
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "x"))
        assert store.user_folder() == tmp_path / "x" / "comity"


class TestHostileManifests:
    def refused(self, folder: Path, *words: str) -> None:
        with pytest.raises(DataError) as refusal:
            open_world(folder)
        for word in words:
            assert word in str(refusal.value)

    def test_no_manifest(self, tmp_path):
        self.refused(tmp_path, "is not a world", "comity data build")

    @pytest.mark.parametrize(
        "text", ["", "[]", "null", "{", "\x00\xff", '{"format": 1}', "[" * 100_000]
    )
    def test_not_a_manifest(self, saved, text):
        (saved / MANIFEST).write_text(text, encoding="latin-1")
        self.refused(saved, "is not a world's manifest")

    def test_too_large_to_be_one(self, saved):
        with (saved / MANIFEST).open("wb") as file:
            file.truncate(100 * 1024**2)
        assert (saved / MANIFEST).stat().st_size > LARGEST_MANIFEST
        self.refused(saved, "larger than 16 MiB")

    @pytest.mark.parametrize(
        "name",
        [
            "../../../etc/passwd",
            "/etc/passwd",
            "a/../../b",
            "..",
            "a\\b",
            "a\x00",
            "a\n",
            "*",
            "CON ",
        ],
    )
    def test_names_that_climb(self, saved, name):
        part = {"table": "ties", "name": name, "rows": 1, "sha256": "0" * 64}
        edited(saved, parts=[part])
        self.refused(saved, "parts.0.name")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("table", "../ties"), ("table", 3), ("rows", -1), ("rows", "many"), ("sha256", "x"),
            ("constants", {"source": 3}), ("constants", ["source"]), ("extra", 1),
        ],
    )  # fmt: skip
    def test_parts_of_the_wrong_shape(self, saved, field, value):
        part = {"table": "ties", "name": "atop", "rows": 2, "sha256": "0" * 64}
        edited(saved, parts=[part | {field: value}])
        self.refused(saved, f"parts.0.{field}")

    def test_all_that_is_wrong_is_told(self, saved):
        edited(saved, name=3, changes="none", format=2)
        self.refused(saved, "3 problem(s)", "name:", "changes:", "format:")

    def test_years_beyond_all_calendars(self, saved):
        manifest = json.loads((saved / MANIFEST).read_text())
        manifest["sources"][0]["coverage"][0]["last"] = 10**30
        (saved / MANIFEST).write_text(json.dumps(manifest))
        self.refused(saved, "coverage.0.last")

    def test_a_part_listed_twice(self, saved):
        manifest = json.loads((saved / MANIFEST).read_text())
        edited(saved, parts=manifest["parts"] * 2)
        self.refused(saved, "twice")

    def test_a_missing_file(self, saved):
        (saved / "ties" / "atop.parquet").unlink()
        self.refused(saved, "ties/atop.parquet is missing")

    @pytest.mark.parametrize("content", [b"", b"PAR1", b"<html>", b"PAR1" + b"\0" * 400 + b"PAR1"])
    def test_a_file_that_is_no_parquet(self, saved, content):
        (saved / "ties" / "atop.parquet").write_bytes(content)
        self.refused(saved, "atop.parquet is not a readable Parquet file")

    def test_a_file_damaged_in_its_middle_is_refused_when_read(self, tmp_path):
        rows = pl.concat([TIES] * 2000).with_columns(record=pl.int_range(pl.len()).cast(pl.String))
        world = World({}, []).with_rows("ties", rows, source("atop"))
        file = save_world(world, tmp_path / "w") / "ties" / "atop.parquet"
        data = bytearray(file.read_bytes())
        data[40:2000] = os.urandom(1960)
        file.write_bytes(data)
        with pytest.raises(DataError, match="table ties of the world"):
            open_world(tmp_path / "w").ties  # noqa: B018

    def test_a_column_of_another_type_is_refused_when_read(self, saved):
        TIES.with_columns(depth=pl.lit("deep")).write_parquet(saved / "ties" / "atop.parquet")
        with pytest.raises(DataError, match="deep"):
            open_world(saved).ties  # noqa: B018
