"""Judgement or fact, and what a judgement comes to: a table of own clauses, hedges, the vocabulary, time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.stances import OTHER, Judgement, judgement, stances
from tests.counted_work import lines_run

with (Path(__file__).parent / "judged.csv").open(encoding="utf-8", newline="") as table:
    JUDGED = list(csv.DictReader(table, delimiter="|"))


def judge(clause: str) -> Judgement:
    return judgement(clause, 0, len(clause))


def test_most_own_clauses_are_told_from_judgements() -> None:
    right = [judge(row["clause"]).is_claim == (row["claim"] == "1") for row in JUDGED]
    assert sum(right) / len(right) >= 0.93


@pytest.mark.parametrize(
    "row", [row for row in JUDGED if row["claim"] == "0"], ids=lambda r: r["clause"][:40]
)
def test_a_deed_is_told_and_has_no_stance(row: dict[str, str]) -> None:
    found = judge(row["clause"])
    assert not found.is_claim
    assert found.stance is None
    assert found.evidence == ()


@pytest.mark.parametrize(
    "row", [row for row in JUDGED if row["stance"]], ids=lambda r: r["clause"][:40]
)
def test_what_a_judgement_comes_to(row: dict[str, str]) -> None:
    found = judge(row["clause"])
    assert found.stance == (row["stance"] if found.is_claim else None)


def test_evidence_is_in_the_clause() -> None:
    clause = "Denmark is dangerously dependent on Norwegian gas, and its elites are nervous"
    found = judge(clause)
    assert found.evidence
    assert all(word in clause for word in found.evidence)
    assert found.weight > 0


@pytest.mark.parametrize(
    ("clause", "hedged"),
    [
        ("Denmark may leave", True),
        ("Denmark might well leave", True),
        ("Denmark will probably leave", True),
        ("Denmark reportedly left", True),
        ("Denmark seems to be leaving", True),
        ("Denmark left", False),
        ("Denmark left on 5 May", False),
        ("Denmark left in May 2014", False),
        ("Denmark’s mighty fleet left", False),
    ],
)
def test_hedges(clause: str, hedged: bool) -> None:
    assert judge(clause).hedged == hedged


def test_the_span_alone_is_judged() -> None:
    text = "This is a profound shift. Norway signed a treaty in 2011. It marks an era."
    start = text.index("Norway")
    end = text.index(" It marks")
    assert not judgement(text, start, end).is_claim
    assert judgement(text, 0, start).is_claim


def test_the_vocabulary_is_published() -> None:
    known = stances()
    assert {
        "aligning",
        "diverging",
        "distrust",
        "alliance_yes",
        "no_formal_alliance",
        "what_if",
        OTHER,
    } <= set(known)
    assert all(meaning for meaning in known.values())
    assert {row["stance"] for row in JUDGED} - {""} <= set(known)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_span_of_any_text_is_judged(text: str, start: int, end: int) -> None:
    found = judgement(text, min(start, len(text)), min(end, len(text)))
    assert found.is_claim == (found.weight > 0)
    assert (found.stance is not None) == found.is_claim


@pytest.mark.parametrize(
    "word", ["against the west ", "not an alliance ", "closer trust ", "if ", "a"]
)
def test_a_clause_without_end_is_judged(word: str) -> None:
    judge(word * (1_000_000 // len(word)))  # ends
    short, long = (lines_run(lambda text=word * n: judge(text)) for n in (500, 2_000))
    assert long < 5 * short + 1_000
