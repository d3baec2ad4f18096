"""How well three analyses are read, against a hand reading of them.

Asked: quantities recall 0.90, precision 0.85; events and relations recall 0.65, precision 0.60; polarity and
commitment 0.85; stated dates 0.90; speakers of claims 0.80; every span exact; 100 sentences a second.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.reading.document import Document
from comity.reading.plain_text import document
from comity.reading.read import Reading, reading
from comity.reading.record import Record, read_records
from comity.reading.score import Score, score

GOLD = "seeds-reading/reading.jsonl"


@pytest.fixture(scope="module")
def texts(shared: Path) -> list[Document]:
    folder = shared.parent / "seeds"
    if not folder.is_dir():
        pytest.skip(f"needs the five analyses: no folder {folder}")
    files = sorted(folder.glob("*.txt"))
    return [document(f.read_bytes().decode(), name=f.name) for f in files]


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[Record]:
    return read_records(shared / GOLD)


@pytest.fixture(scope="module")
def readings(texts: list[Document]) -> list[Reading]:
    return [reading(text) for text in texts]


@pytest.fixture(scope="module")
def told(gold: list[Record], readings: list[Reading]) -> Score:
    return score(gold, [record for one in readings for record in one.records])


@pytest.mark.parametrize(
    ("group", "recall", "precision"),
    [
        ("quantities", 0.90, 0.85),
        ("events and relations", 0.66, 0.78),
        ("all but quantities", 0.58, 0.68),
    ],
)
def test_records_found(told, group, recall, precision):
    row = next(r for r in told.groups.iter_rows(named=True) if r["group"] == group)
    assert row["recall"] >= recall
    assert row["precision"] >= precision


@pytest.mark.parametrize(
    ("group", "field", "share"),
    [
        ("events and relations", "polarity", 0.90), ("events and relations", "word or deed", 0.85),
        ("events and relations", "date, where stated", 0.90), ("events and relations", "action", 0.80),
        ("all but quantities", "polarity", 0.86), ("all but quantities", "word or deed", 0.86),
        ("claims", "speaker", 0.90), ("all but quantities", "section", 1.0),
    ],
)  # fmt: skip
def test_fields_right(told, group, field, share):
    found = {(r["group"], r["field"]): r["share"] for r in told.fields.iter_rows(named=True)}
    assert found[group, field] >= share


def test_every_span_is_exact(readings):
    for one in readings:
        for record in one.records:
            assert one.document.raw[record.char_start : record.char_end] == record.sentence


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("000", "Russian Strategic Visits", "actions,” he said."),
        ("001", "Russia and China: chasing", "component, Russia."),
        ("002", "Under Western pressure", "hostilities with the West.”"),
        ("003", "In recent years", "and governance."),
        ("004", "Prospects of China", "to develop cooperation."),
    ],
)  # fmt: skip
def test_the_article_is_kept_apart_from_its_page(texts, text, first, last):
    made = next(t for t in texts if t.name.startswith(text))
    parts = [p for p in made.parts if p.section != "sidebar"]
    assert made.text[parts[0].start :].startswith(first)
    assert made.text[: parts[-1].end].endswith(last)
    tail = made.parts[made.parts.index(parts[-1]) + 1 :]
    assert {p.section for p in tail} <= {"sidebar"}
