"""Who speaks in a document, how often, for whom, and which way what they say leans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from comity.reading.record import Record

__all__ = ["AUTHOR", "speaker_table"]

#: Stands for the document itself where it reports in its own voice.
AUTHOR = "the document itself"


def speaker_table(records: Sequence[Record], sides: Mapping[str, str | None]) -> pl.DataFrame:
    """Speakers of a document.

    Parameters
    ----------
    records
        Of the document; those without a speaker are what it reports itself.
    sides
        By speaker: the state or organisation an official speaks for, where known.

    Returns
    -------
    DataFrame
        speaker, affiliation, side (empty for who speaks for no state), statements, share (of all
        statements), closer, apart, neither (by the polarity of what is said), leans (``closer`` or ``apart``
        where more than twice as often one as the other, else ``both``), first (id of the first); the most
        frequent first.
    """
    held: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.section != "sidebar":
            held[record.speaker or AUTHOR].append(record)
    total = sum(map(len, held.values()))
    rows = []
    for speaker, said in held.items():
        closer = sum(r.polarity > 0 for r in said)
        apart = sum(r.polarity < 0 for r in said)
        leans = "closer" if closer > 2 * apart else "apart" if apart > 2 * closer else "both"
        affiliation = next((r.affiliation for r in said if r.affiliation), "")
        rows.append(
            (
                speaker, affiliation, sides.get(speaker) or "", len(said), len(said) / total, closer, apart,
                len(said) - closer - apart, leans if closer or apart else "neither", said[0].id,
            )
        )  # fmt: skip
    schema = {
        "speaker": pl.String, "affiliation": pl.String, "side": pl.String, "statements": pl.Int64,
        "share": pl.Float64, "closer": pl.Int64, "apart": pl.Int64, "neither": pl.Int64, "leans": pl.String,
        "first": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort(
        "statements", "speaker", descending=[True, False]
    )
