"""Speakers, judgements and stances held against a hand reading of three analyses."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from comity.reading.document import Document
from comity.reading.mentions import mentions
from comity.reading.plain_text import document
from comity.reading.sentences import sentences
from comity.reading.speakers import Attribution, attributions, author_of, speaker_of
from comity.reading.stances import judgement

pytestmark = pytest.mark.data


@cache
def gold(shared: Path) -> tuple[dict[str, Any], ...]:
    path = shared / "seeds-reading" / "reading.jsonl"
    if not path.is_file():
        pytest.skip(f"needs {path.name}")
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


@cache
def heard(shared: Path, name: str) -> tuple[Document, tuple[Attribution, ...]]:
    text = (shared.parent / "seeds" / name).read_bytes().decode("utf-8-sig")
    read = document(text, name=name)
    parted = sentences(read)
    return read, attributions(read, parted, mentions(read, parted))


def asked(shared: Path, row: dict[str, Any]) -> tuple[str, str]:
    """Speaker and affiliation of the span of a record."""
    read, found = heard(shared, row["doc"])
    assert read.text[row["char_start"] : row["char_end"]] == row["sentence"]
    said = speaker_of(found, row["char_start"], row["char_end"])
    return author_of(read) if said is None else (said.speaker, said.affiliation)


def test_speakers_of_claims_and_of_all_that_is_said(shared: Path) -> None:
    rows = [row for row in gold(shared) if row["speaker"]]
    right = [asked(shared, row)[0] == row["speaker"] for row in rows]
    claims = [hit for hit, row in zip(right, rows, strict=True) if row["kind"] == "claim"]
    assert sum(claims) / len(claims) >= 0.95
    assert sum(right) / len(right) >= 0.95


def test_affiliations_share_most_of_their_words(shared: Path) -> None:
    rows = [row for row in gold(shared) if row["speaker"]]
    right = [_alike(asked(shared, row)[1], row["affiliation"]) for row in rows]
    assert sum(right) / len(right) >= 0.95


def _alike(a: str, b: str) -> bool:
    first, second = (set(re.findall(r"\w+", each.lower())) for each in (a, b))
    return 2 * len(first & second) >= len(first | second)


def test_what_the_author_reports_is_seldom_put_into_a_mouth(shared: Path) -> None:
    rows = [row for row in gold(shared) if row["speaker"] is None and row["kind"] != "quantity"]
    wrong = [
        row
        for row in rows
        if speaker_of(heard(shared, row["doc"])[1], row["char_start"], row["char_end"]) is not None
    ]
    assert len(wrong) / len(rows) <= 0.1


def test_judgements_are_told_from_facts(shared: Path) -> None:
    rows = [row for row in gold(shared) if row["kind"] != "quantity"]
    right = [
        judgement(row["sentence"], 0, len(row["sentence"])).is_claim == (row["kind"] == "claim")
        for row in rows
    ]
    assert sum(right) / len(right) >= 0.85


def test_stances_of_judgements(shared: Path) -> None:
    rows = [row for row in gold(shared) if row["kind"] == "claim"]
    found = [(judgement(row["sentence"], 0, len(row["sentence"])), row) for row in rows]
    right = [judged.stance == row["stance"] for judged, row in found if judged.is_claim]
    assert sum(right) / len(right) >= 0.7
    hedged = [judged.hedged == row["hedged"] for judged, row in found]
    assert sum(hedged) / len(hedged) >= 0.95
