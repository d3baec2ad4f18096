"""Matches and scores, against cases done by hand."""

from __future__ import annotations

import pytest

from comity.reading.matching import likeness, matched
from comity.reading.record import Record
from comity.reading.score import score


def record(
    number: int,
    start: int,
    end: int,
    source: str = "ARG",
    target: str | None = "BRA",
    **more: object,
) -> Record:
    fields: dict[str, object] = {
        "id": f"r{number}", "doc": "d.txt", "sentence": "x" * (end - start), "kind": "relation",
        "source_actor": source, "target_actor": target, "char_start": start, "char_end": end,
        "sent_start": start, "sent_end": end,
    }  # fmt: skip
    return Record.model_validate(fields | more)


@pytest.mark.parametrize(
    ("one", "two", "weight"),
    [
        (record(1, 0, 10), record(2, 9, 20), 1.0),
        (record(1, 0, 10), record(2, 10, 20), 0.0),
        (record(1, 0, 10), record(2, 0, 10, "BRA", "ARG"), 0.0),
        (record(1, 0, 10, symmetric=True), record(2, 0, 10, "BRA", "ARG"), 1.0),
        (record(1, 0, 10, "ARG;CHL"), record(2, 0, 10), 0.5),
        (record(1, 0, 10), record(2, 0, 10, "ARG;CHL", "BRA;PER"), 0.5),
        (record(1, 0, 10, "ARG;CHL"), record(2, 0, 10, "ARG", "BRA;PER"), 0.0),
        (record(1, 0, 10), record(2, 0, 10, "CHL"), 0.0),
        (record(1, 0, 10, target=None), record(2, 0, 10, target=None), 1.0),
    ],
)  # fmt: skip
def test_what_a_match_counts(one, two, weight):
    assert likeness(one, two) == weight


def test_every_record_is_matched_once_and_the_whole_counts_most():
    gold = [record(1, 0, 10, "ARG;CHL"), record(2, 5, 15)]
    found = [record(3, 0, 15), record(4, 2, 8, "ARG;CHL")]
    assert {(m.gold.id, m.predicted.id, m.weight) for m in matched(gold, found)} == {
        ("r1", "r4", 1.0),
        ("r2", "r3", 1.0),
    }


def test_a_reading_scored_by_hand():
    gold = [
        record(1, 0, 10, polarity=1, date="2021", date_basis="stated"),
        record(2, 20, 30, kind="claim", speaker="Ana Prieto"),
        record(3, 40, 50, kind="quantity", value=107e6, unit="tons oil per year"),
    ]
    found = [
        record(4, 0, 12, polarity=-1, date="2021"),
        record(5, 20, 30, kind="claim", speaker="Luis Vega"),
        record(6, 60, 70),
        record(7, 41, 44, kind="quantity", value=107e6, unit="tonnes"),
        record(8, 80, 90, kind="quantity", value=3, unit="percent"),
    ]
    told = score(gold, found)
    groups = {row["group"]: row for row in told.groups.iter_rows(named=True)}
    assert (
        groups["events and relations"]["recall"],
        groups["events and relations"]["precision"],
    ) == (1.0, 0.5)
    assert (groups["quantities"]["recall"], groups["quantities"]["precision"]) == (1.0, 0.5)
    fields = {(r["group"], r["field"]): r["share"] for r in told.fields.iter_rows(named=True)}
    assert fields["events and relations", "polarity"] == 0.0
    assert fields["events and relations", "date, where stated"] == 1.0
    assert fields["claims", "speaker"] == 0.0
    errors = set(told.errors.select("group", "error").iter_rows())
    assert {
        ("events and relations", "spurious"),
        ("events and relations", "polarity"),
        ("claims", "speaker"),
        ("quantities", "spurious"),
    } <= errors


def test_a_reading_against_itself_is_perfect_and_against_nothing_is_none():
    gold = [record(n, 10 * n, 10 * n + 9) for n in range(1, 6)]
    both = score(gold, gold)
    assert both.groups["recall"].to_list()[0] == both.groups["precision"].to_list()[0] == 1.0
    assert both.errors.is_empty()
    empty = score(gold, [])
    assert empty.groups["recall"].to_list()[0] == 0.0
    assert empty.groups["precision"].to_list()[0] is None
