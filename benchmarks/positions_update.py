"""One new session added to a fit, against the fit of all votes to that session: seconds and differences."""

from __future__ import annotations

import time

import polars as pl

from benchmarks.timing import clock, data_folder, report
from comity.measures.positions.fit import fit, update
from comity.measures.positions.sessions import FIRST_YEAR
from comity.sources import READERS, read_source

SESSIONS = (60, 74)


def differences(votes: pl.DataFrame, session: int) -> dict[str, float]:
    """Update by a session, and how far its positions lie from those of the full refit."""
    year = FIRST_YEAR + session
    before, new = votes.filter(pl.col("year") < year), votes.filter(pl.col("year") == year)
    first = fit(before)
    spent = time.process_time()
    with clock() as reading:
        updated = update(first, before, new)
    spent = time.process_time() - spent
    full = fit(pl.concat([before, new])).table()
    both = updated.join(full, on=["state", "session"], suffix="_full")
    apart = both.with_columns(apart=(pl.col("mean") - pl.col("mean_full")).abs())
    last = apart["session"].max()
    latest, older = apart.filter(session=last), apart.filter(pl.col("session") < last)
    return {
        "seconds": round(reading.seconds, 2),
        "processor_s": round(spent, 2),
        "rms_new_session": round(float((latest["apart"] ** 2).mean()) ** 0.5, 4),  # type: ignore[arg-type]
        "largest_new_session": round(float(latest["apart"].max()), 3),  # type: ignore[arg-type]
        "largest_older": round(float(older["apart"].max()), 3),  # type: ignore[arg-type]
    }


def main() -> None:
    world, _ = read_source(READERS["unga"], data_folder())
    older, _ = read_source(READERS["unvotes"], data_folder())
    rows = world.over(older).votes
    votes = rows.filter((pl.col("body") == "UNGA") & pl.col("resolution").is_not_null())
    report(**{f"session_{s}": differences(votes, s) for s in SESSIONS})


if __name__ == "__main__":
    main()
