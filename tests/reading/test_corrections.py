"""A person's corrections win, are kept, and are told where they cannot be followed."""

from __future__ import annotations

from comity.reading.corrections import DELETED, corrected
from comity.reading.record import Record, read_records, write_records

TEXT = "Argentina sold gas to Chile. Chile paid Argentina. Brazil watched Peru."


def record(name: str, start: int, end: int, **more: object) -> Record:
    fields: dict[str, object] = {
        "id": name, "doc": "d.txt", "sentence": TEXT[start:end], "kind": "relation", "source_actor": "ARG",
        "target_actor": "CHL", "char_start": start, "char_end": end, "sent_start": start, "sent_end": end,
    }  # fmt: skip
    return Record.model_validate(fields | more)


READ = [record("a", 0, 27), record("b", 29, 49), record("c", 51, 70)]


def test_a_line_replaces_by_id_or_by_span_deletes_and_adds():
    lines = [
        READ[0].model_copy(update={"polarity": 1}),
        READ[1].model_copy(update={"id": "mine", "action": "AID"}),
        READ[2].model_copy(update={"note": DELETED}),
        record("new", 0, 9, kind="claim"),
    ]
    told = corrected(READ, lines, {"d.txt": TEXT})
    assert (told.replaced, told.added, told.deleted, told.conflicts) == (2, 1, 1, ())
    assert {r.id: (r.polarity, r.action) for r in told.records} == {
        "new": (0, "NONE"), "a": (1, "NONE"), "mine": (0, "AID"),
    }  # fmt: skip


def test_they_hold_when_the_document_is_read_again_with_other_ids(tmp_path):
    lines = [
        READ[1].model_copy(update={"polarity": -1}),
        READ[2].model_copy(update={"note": DELETED}),
    ]
    write_records(lines, tmp_path / "mine.jsonl")
    again = [
        READ[0].model_copy(update={"id": "b"}),
        READ[1].model_copy(update={"id": "c"}),
        READ[2].model_copy(update={"id": "d"}),
    ]
    told = corrected(again, read_records(tmp_path / "mine.jsonl"), {"d.txt": TEXT})
    assert [(r.char_start, r.polarity) for r in told.records] == [(0, 0), (29, -1)]


def test_corrected_twice_is_corrected_once():
    lines = [READ[0].model_copy(update={"polarity": 1}), record("new", 0, 9, kind="claim")]
    once = corrected(READ, lines).records
    assert corrected(once, lines).records == once


def test_what_cannot_be_followed_is_told():
    moved = READ[0].model_copy(update={"sentence": "Argentina gave gas to Chile"})
    twice = [
        READ[1].model_copy(update={"polarity": 1}),
        READ[1].model_copy(update={"polarity": -1}),
    ]
    told = corrected(READ, [moved, *twice], {"d.txt": TEXT})
    assert len(told.conflicts) == 2
    assert [r.polarity for r in told.records] == [0, 1, 0]


def test_ids_stay_unique():
    told = corrected(READ, [record("a", 51, 60, kind="claim")])
    assert len({r.id for r in told.records}) == len(told.records) == 4
