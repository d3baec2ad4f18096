"""Records as rows of a world: each in its table, with document and span, all or none."""

from __future__ import annotations

import pytest

from comity.errors import ComityError
from comity.reading.record import Record
from comity.reading.tables import source_key, tables, write_into
from comity.world.audit import audit
from comity.world.world import World


def record(number: int, kind: str, source: str, target: str | None, **more: object) -> Record:
    fields: dict[str, object] = {
        "id": f"r{number}", "doc": "Andes.txt", "sentence": "words", "kind": kind, "source_actor": source,
        "target_actor": target, "char_start": 10 * number, "char_end": 10 * number + 5,
        "sent_start": 10 * number, "sent_end": 10 * number + 5,
    }  # fmt: skip
    return Record.model_validate(fields | more)


RECORDS = [
    record(
        1, "event", "ARG", "BRA", date="2023-03", action="CONSULT:visit", form="meeting", polarity=1
    ),
    record(
        2,
        "event",
        "ARG",
        "BRA",
        date="2022/2023",
        action="COOPERATE",
        form="exercised",
        symmetric=True,
    ),
    record(3, "event", "ARG", "BRA", action="CONSULT"),
    record(
        4, "relation", "ARG;BRA", "SAHEL", date="after 2022", action="REJECT:change", polarity=-1
    ),
    record(
        5,
        "quantity",
        "CHL",
        "CHN",
        date="2023",
        value=12.5,
        unit="tonnes",
        form="traded",
        domain="energy",
    ),
    record(6, "quantity", "CHL", "CHN", value="several", unit="states"),
    record(
        7, "claim", "ARG;BRA;CHL", None, symmetric=True, speaker="Ana Prieto", domain="sanctions"
    ),
    record(8, "claim", "ARG", None, speaker="Ana Prieto"),
]


def test_rows_by_table():
    made = tables(RECORDS)
    assert {name: frame.height for name, frame in made.items()} == {
        "claims": 5,
        "events": 2,
        "flows": 1,
        "ties": 2,
    }
    first = made["events"].row(0, named=True)
    assert (first["a"], first["b"], first["date"], first["action"], first["mode"]) == (
        "ARG",
        "BRA",
        "2023-03",
        "CONSULT",
        "visit",
    )
    assert first["source"] == source_key("Andes.txt") == "doc_andes_txt"
    assert first["record"].startswith("characters 10–15")
    assert made["events"]["end"].to_list() == [None, "2023"]
    assert made["ties"]["b"].to_list() == ["TEXT:SAHEL", "TEXT:SAHEL"]
    flow = made["flows"].row(0, named=True)
    assert (flow["year"], flow["value"], flow["unit"], flow["measure"]) == (
        2023,
        12.5,
        "tonnes",
        "level",
    )
    pairs = made["claims"].filter(speaker="Ana Prieto").select("a", "b").rows()
    assert pairs == [("ARG", "BRA"), ("ARG", "CHL"), ("BRA", "CHL")]
    assert set(made["claims"].filter(speaker="Ana Prieto")["domain"]) == {"economic"}


def test_a_world_takes_them_passes_its_check_and_replaces_a_document_read_again(tmp_path):
    folder = tmp_path / "world"
    assert write_into(RECORDS, folder)["claims"] == 5
    write_into(RECORDS[:2], folder)
    assert audit(folder).problems == ()
    world = World.open(folder)
    assert (world.claims.height, world.events.height) == (0, 2)
    assert world.events["record"][0].startswith("characters")


def test_a_folder_that_is_no_world_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(ComityError):
        write_into(RECORDS, tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "keep me"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.txt"]


def test_names_of_documents_make_keys():
    assert source_key("2024 — Ünïcode!.html").startswith("doc_2024")
    long = source_key("a" * 300)
    assert len(long) <= 61
    assert long != source_key("a" * 299)
    assert source_key("…") != source_key("!!")
