"""The reader against hand readings and labelled sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from comity.reading.dates import dates
from comity.reading.files import open_documents
from comity.reading.quantities import quantities
from comity.reading.read import reading
from comity.reading.record import Record, read_records
from comity.reading.score import score
from comity.reading.stances import judgement
from comity.reading.units import same_figure
from tests.reading.figure_sentences import DATES, FIGURES

ERRORS = Path(__file__).with_name("errors.csv")
#: Words of a text that an error quotes.
WORDS = 4


def texts(folder: Path) -> dict[str, Any]:
    """Scores on the texts read by hand; every error goes to ``errors.csv``, with offsets and first words."""
    gold = read_records(folder / "seeds-reading" / "reading.jsonl")
    found: list[Record] = []
    exact = 0
    for name in sorted({record.doc for record in gold}):
        for document in open_documents(folder.parent / "seeds" / name):
            records = reading(document).records
            found += records
            exact += sum(document.raw[r.char_start : r.char_end] == r.sentence for r in records)
    scored = score(gold, found)
    words = (
        pl.col("text").str.split(" ").list.head(WORDS).list.join(" ").str.replace_all(r"\s+", " ")
    )
    scored.errors.with_columns(words).sort("doc", "start", "end", "group", "error").write_csv(
        ERRORS
    )
    return {
        "spans_exact": f"{exact} of {len(found)}",
        "groups": {
            row["group"]: {
                key: round(row[key], 3) if isinstance(row[key], float) else row[key]
                for key in ("gold", "predicted", "matched", "recall", "precision", "f1")
            }
            for row in scored.groups.iter_rows(named=True)
        },
        "fields": {
            f"{row['group']}: {row['field']}": f"{row['right']} of {row['n']} ({row['share']:.2f})"
            for row in scored.fields.iter_rows(named=True)
        },
        "errors": dict(
            scored.errors.group_by("error").len().sort("len", descending=True).iter_rows()
        ),
    }


def figures() -> dict[str, Any]:
    """Own sentences with figures: value and unit right."""
    told = found = right = 0
    for text, expected in FIGURES:
        left = list(expected)
        got = [q for q in quantities(text, 0, len(text)) if q.figure]
        for each in got:
            hit = next((f for f in left if same_figure(*f, each.value, each.unit)), None)
            if hit is not None:
                left.remove(hit)
                right += 1
        told, found = told + len(expected), found + len(got)
    return _shares(len(FIGURES), told, found, right)


def days() -> dict[str, Any]:
    """Own sentences with dates."""
    told = found = right = 0
    for text, anchor, expected in DATES:
        left = list(expected)
        got = [when.date for when in dates(text, 0, len(text), anchor)]
        for each in got:
            if each in left:
                left.remove(each)
                right += 1
        told, found = told + len(expected), found + len(got)
    return _shares(len(DATES), told, found, right)


def _shares(sentences: int, told: int, found: int, right: int) -> dict[str, Any]:
    return {
        "sentences": sentences, "expected": told, "recall": round(right / told, 3),
        "precision": round(right / found, 3),
    }  # fmt: skip


def _rows(name: str) -> pl.DataFrame:
    folder = Path(__file__).resolve().parents[2] / "tests" / "reading"
    return pl.read_csv(folder / name, separator="|", quote_char=None, infer_schema=False)


def speakers() -> dict[str, Any]:
    """Own sentences in which somebody speaks: how many speakers are right."""
    from comity.reading.mentions import mentions
    from comity.reading.plain_text import document
    from comity.reading.sentences import sentences
    from comity.reading.speakers import attributions, speaker_of

    rows = _rows("said.csv")
    right = 0
    for text, said, speaker in rows.iter_rows():
        one = document(text.replace("\\n", "\n"))
        parted = sentences(one)
        at = one.text.find(said or "")
        found = speaker_of(
            attributions(one, parted, mentions(one, parted)), at, at + len(said or "")
        )
        right += (found.speaker if found else None) == (speaker or None)
    return {"sentences": rows.height, "right": round(right / rows.height, 3)}


def judgements() -> dict[str, Any]:
    """Own clauses: whether each is told as fact or judged, and what the judgement comes to."""
    rows = _rows("judged.csv")
    claim = stance = stances = 0
    for clause, is_claim, expected in rows.iter_rows():
        found = judgement(clause, 0, len(clause))
        claim += found.is_claim == (is_claim == "1")
        if expected:
            stances += 1
            stance += found.stance == expected
    return {
        "clauses": rows.height, "claim_or_fact_right": round(claim / rows.height, 3),
        "stances": stances, "stance_right": round(stance / max(stances, 1), 3),
    }  # fmt: skip
