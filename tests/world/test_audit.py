"""``comity data check``: all that is wrong with a world or a file of rows, at once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

from comity.errors import DataError
from comity.world.audit import audit, audit_file
from comity.world.store import MANIFEST
from tests.tiny_world import FLOWS, TIES


def rewritten(folder: Path, part: str, frame: pl.DataFrame, *, seal: bool = True) -> None:
    """Other rows in a part of a saved world, with a manifest that knows of them, or not."""
    file = folder / f"{part}.parquet"
    frame.write_parquet(file)
    if seal:
        manifest = json.loads((folder / MANIFEST).read_text())
        for entry in manifest["parts"]:
            if f"{entry['table']}/{entry['name']}" == part:
                entry |= {
                    "rows": frame.height,
                    "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
                }
        (folder / MANIFEST).write_text(json.dumps(manifest))


def stored(folder: Path, part: str) -> pl.DataFrame:
    return pl.read_parquet(folder / f"{part}.parquet")


def test_a_world_in_order(saved):
    found = audit(saved)
    assert found.problems == ()
    assert (found.rows, found.tables) == (10, 5)


def test_a_changed_file_and_its_rows(saved):
    rewritten(saved, "ties/atop", stored(saved, "ties/atop").head(1), seal=False)
    assert [p.partition(" ")[0] for p in audit(saved).problems] == ["ties/atop.parquet"] * 2
    assert "SHA-256" in audit(saved).problems[0]
    assert "has 1 row(s), not 2" in audit(saved).problems[1]


def test_all_problems_of_all_parts_are_told(saved):
    ties = stored(saved, "ties/atop")
    rewritten(
        saved, "ties/atop", ties.with_columns(start=pl.lit("then"), a=pl.Series(["XYZ", "ARM"]))
    )
    rewritten(
        saved, "events/ledger", stored(saved, "events/ledger").with_columns(source=pl.lit("ghost"))
    )
    rewritten(saved, "links/pipes", stored(saved, "links/pipes").with_columns(record=pl.lit(" ")))
    (saved / "flows" / "shares.parquet").write_bytes(b"PAR1")
    (saved / "flows" / "other.parquet").write_bytes(b"PAR1")
    told = "\n".join(audit(saved).problems)
    for words in (
        'ties/atop.parquet, line 2, column start: "then" is not a date',
        'ties/atop.parquet, column a: no known actor: "XYZ"',
        'events/ledger.parquet: source "ghost" of some rows is described nowhere',
        "links/pipes.parquet, line 2, column record",
        "flows/shares.parquet cannot be read",
        "flows/other.parquet is in the folder, not in world.json",
    ):
        assert words in told


def test_places_lists_and_organisations_are_known(saved):
    ties = stored(saved, "ties/atop").with_columns(b=pl.lit("nato_ish"), kind=pl.lit("membership"))
    rewritten(saved, "ties/atop", ties)
    events = stored(saved, "events/ledger").with_columns(
        parties=pl.lit("CHN;EU;WLD;RUS.yamal;EI:Other Africa")
    )
    rewritten(saved, "events/ledger", events)
    assert audit(saved).problems == ()


def test_what_the_manifest_says_wrongly(saved):
    manifest = json.loads((saved / MANIFEST).read_text())
    source = manifest["sources"][0]
    source["coverage"] = [
        {"table": "ties", "subject": "x", "first": 2000, "last": 1990, "scope": "rows"},
        {"table": "ties", "subject": "y", "first": 2000, "last": 2001, "scope": "listed"},
        {
            "table": "ties",
            "subject": "z",
            "first": 2000,
            "last": 2001,
            "scope": "listed",
            "states": ["Q"],
        },
    ]
    manifest["sources"].append(source)
    (saved / MANIFEST).write_text(json.dumps(manifest))
    told = "\n".join(audit(saved).problems)
    assert "lists source atop twice" in told
    assert "ends (1990) before it begins (2000)" in told
    assert "coverage of ties y: lists no states" in told
    assert '"Q" is no known actor' in told


def test_a_manifest_that_is_none_is_a_problem_too(tmp_path):
    assert "is not a world" in audit(tmp_path).problems[0]


class TestFiles:
    def test_rows_in_order(self, tmp_path):
        file = tmp_path / "ties.csv"
        TIES.with_columns(source=pl.lit("atop"), directed=pl.lit("true")).write_csv(file)
        assert audit_file(file, ["atop"]).problems == ()
        assert audit_file(file, ["atop"]).rows == 2

    def test_the_folder_may_name_the_table(self, tmp_path):
        (tmp_path / "flows").mkdir()
        FLOWS.with_columns(source=pl.lit("x")).write_parquet(tmp_path / "flows" / "mine.parquet")
        assert audit_file(tmp_path / "flows" / "mine.parquet", ["x"]).problems == ()

    def test_a_table_nobody_named(self, tmp_path):
        with pytest.raises(DataError, match="which table is it"):
            audit_file(tmp_path / "mine.csv", [])

    def test_every_wrong_cell_with_its_place(self, tmp_path):
        file = tmp_path / "flows.csv"
        file.write_text(
            "a,b,year,commodity,measure,value,unit,source,record\n"
            "RUS,CHN,2020,goods,share,0.1,share,x,p. 1\n"
            "RUS,ZZZ,20x0,goods,guess,lots,share,y,\n"
        )
        told = "\n".join(audit_file(file, ["x"]).problems)
        for words in (
            'line 3, column year: "20x0" is not of type Int32',
            'line 3, column value: "lots" is not of type Float64',
            'line 3, column measure: "guess" is not one of',
            "line 3, column record: an empty cell",
            'column b: no known actor: "ZZZ"',
            'source "y"',
        ):
            assert words in told

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"a,b\n1,2,3\n"])
    def test_a_file_that_is_no_csv(self, tmp_path, content):
        (tmp_path / "ties.csv").write_bytes(content)
        assert audit_file(tmp_path / "ties.csv", []).problems

    def test_a_file_that_is_not_there(self, tmp_path):
        assert "cannot be read" in audit_file(tmp_path / "ties.csv", []).problems[0]
