"""Which rival reading of a relation a document supports, and what it leaves out.

Every claim, act and relation about the pair speaks for or against some of the readings of ``comity weigh``
(:data:`STANCES`, :data:`ACTS`); how often is counted, nothing is weighted. Beside it stands what the evidence
of the world favours for the same pair. *Left out* is a kind of evidence that weighs heavily in the world and
of which no word is in the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from comity.answers.check_deeds import about
from comity.answers.weighing import weigh
from comity.answers.weighing.result import Weighing
from comity.errors import ComityError
from comity.measures.registry import INDICATORS, get
from comity.reading.record import Record
from comity.world.world import World

__all__ = ["ACTS", "STANCES", "left_out", "reading_table", "speaks_for", "weighed"]

#: By stance of a claim: the readings it speaks for (1) and against (−1).
STANCES: dict[str, dict[str, int]] = {
    "alliance_yes": {"full_alliance": 1, "transactional": -1},
    "bloc_formation": {"full_alliance": 1, "transactional": -1},
    "common_adversary": {"aligned_not_allied": 1, "opposed": -1},
    "revisionism": {"aligned_not_allied": 1},
    "aligning": {"aligned_not_allied": 1, "opposed": -1},
    "aligning_not_alliance": {"aligned_not_allied": 1, "full_alliance": -1},
    "no_formal_alliance": {"aligned_not_allied": 1, "full_alliance": -1},
    "aligning_without_trust": {"aligned_not_allied": 1, "full_alliance": -1},
    "complementarity": {"aligned_not_allied": 1},
    "interdependence": {"aligned_not_allied": 1, "dependent_partnership": -1},
    "project_will_happen": {"aligned_not_allied": 1, "words_only": -1},
    "dependence": {"dependent_partnership": 1}, "asymmetry": {"dependent_partnership": 1},
    "lifeline": {"dependent_partnership": 1}, "sanctions_blunted": {"dependent_partnership": 1},
    "costless_support": {"words_only": 1}, "project_not_happening": {"words_only": 1},
    "no_alliance": {"transactional": 1, "full_alliance": -1},
    "transactional": {"transactional": 1, "full_alliance": -1},
    "isolation": {"transactional": 1}, "fluctuating": {"transactional": 1},
    "distrust": {"opposed": 1, "full_alliance": -1}, "diverging": {"opposed": 1, "full_alliance": -1},
}  # fmt: skip
#: By commitment and polarity of an act or standing relation.
ACTS: dict[tuple[str, int], dict[str, int]] = {
    ("deed", 1): {"aligned_not_allied": 1, "words_only": -1, "opposed": -1},
    ("deed", -1): {"opposed": 1, "words_only": 1, "full_alliance": -1},
    ("word", -1): {"opposed": 1},
}
#: How evidence of the weighing's sources is told in prose.
TOLD = {
    "votes": r"\b(UN|U\.N\.|United Nations|General Assembly|Security Council|vot(?:e|ed|es|ing))\b",
    "organisations": r"\b(BRICS|SCO|Shanghai|organi[sz]ations?|multilateral|forums?|G20|EAEU|bloc)\b",
    "alliances": r"\b(treaty|treaties|alliances?|pact|mutual defen[cs]e|obligation)\b",
    "exercises": r"\b(exercises?|drills?|manoeuvres?|joint patrols?)\b",
    "conflict": r"\b(border clash\w*|disputes?|rival\w*|territorial claims?|Ussuri|split)\b",
    "trade": r"\b(trade|exports?|imports?|turnover|purchas\w+)\b",
    "sanctions": r"\bsanction\w*\b",
}
#: Summed absolute weight, in natural logarithms, from which a source weighs heavily.
HEAVY = 0.5


def speaks_for(record: Record) -> dict[str, int]:
    """The readings one record speaks for and against."""
    if record.kind == "claim":
        return STANCES.get(record.stance or "", {})
    if record.kind == "quantity":
        return {}
    return ACTS.get((record.word_or_deed, record.polarity), {})


def weighed(world: World, a: str, b: str, year: int | None) -> Weighing | None:
    """The readings weighed by the world for a pair, in the year or the last covered; None if none is."""
    last = 2023 if year is None else min(year, 2023)
    for tried in range(last, last - 4, -1):
        try:
            return weigh(world, a, b, tried)
        except ComityError:
            continue
    return None


def reading_table(
    records: Sequence[Record], a: str, b: str, found: Weighing | None
) -> pl.DataFrame:
    """Readings by how many records of a document speak for them.

    Returns
    -------
    DataFrame
        reading, name, speaks_for, speaks_against, balance, records (ids that speak for it, joined by ``;``),
        world_share, world_low, world_high (the weighing's; null where none); the best supported first.
    """
    from comity.answers.weighing import load_readings

    told = [r for r in records if about(r, a, b) and r.section != "sidebar"]
    shares = {} if found is None else {
        r["reading"]: (r["share"], r["low"], r["high"]) for r in found.table().iter_rows(named=True)
    }  # fmt: skip
    rows = []
    for reading in load_readings().readings:
        pro = [r.id for r in told if speaks_for(r).get(reading.key, 0) > 0]
        con = [r.id for r in told if speaks_for(r).get(reading.key, 0) < 0]
        share = shares.get(reading.key, (None, None, None))
        rows.append(
            (
                reading.key,
                reading.name,
                len(pro),
                len(con),
                len(pro) - len(con),
                ";".join(pro),
                *share,
            )
        )
    schema: dict[str, type[pl.DataType]] = {
        "reading": pl.String, "name": pl.String, "speaks_for": pl.Int64, "speaks_against": pl.Int64,
        "balance": pl.Int64, "records": pl.String, "world_share": pl.Float64, "world_low": pl.Float64,
        "world_high": pl.Float64,
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.sort("balance", "speaks_for", descending=True, maintain_order=True)


def _shown(row: dict[str, Any], leading: str) -> str:
    """One observation in words: what was high or low, when, and what that does to the leading reading."""
    name = row["indicator"]
    what = get(name).label.split(" (")[0] if name in INDICATORS else name.replace("_", " ")
    years = str(row["first"]) if row["first"] == row["last"] else f"{row['first']}–{row['last']}"
    does = "says nothing on" if row["verdict"] == "says nothing" else row["verdict"]
    return f"{what}: {row['level']} in {years}, which {does} “{leading}”"


def left_out(text: str, found: Weighing | None) -> pl.DataFrame:
    """Evidence that weighs heavily in the world and has no word in a document.

    Returns
    -------
    DataFrame
        source, label, weight (summed absolute log weight under the leading reading), shows (its heaviest
        observations in words); the heaviest first.
    """
    schema = {"source": pl.String, "label": pl.String, "weight": pl.Float64, "shows": pl.String}
    if found is None:
        return pl.DataFrame(schema=schema)
    labels = {s.key: s.label for s in found.readings.sources}
    rows = []
    for (source,), group in found.rows().group_by("source", maintain_order=True):
        weight = float(group["weight"].abs().sum())
        told = TOLD.get(str(source))
        if weight < HEAVY or (told and re.search(told, text)):
            continue
        top = group.sort(pl.col("weight").abs(), descending=True).head(2)
        shows = "; ".join(_shown(r, found.leading_name) for r in top.iter_rows(named=True))
        rows.append((source, labels[str(source)], weight, shows))
    return pl.DataFrame(rows, schema=schema, orient="row").sort("weight", descending=True)
