"""The R package ``unvotes``: General Assembly roll calls 1946-2020 with titles and all members.

Its ids are the ``rcid`` of the authors' data, so a resolution here and in source ``unga`` is the same
one, and where a world holds both, a vote stands twice: count it once (``unga`` first). What this source
adds are titles and the members that files keyed by modern codes leave out: Czechoslovakia, both
Yemens before 1990, the German Democratic Republic, Zanzibar. It holds no absences.
"""

from __future__ import annotations

import polars as pl

from comity.errors import DataError, shown
from comity.sources._copied_issues import without_copies
from comity.sources.dyad_years import year_span
from comity.sources.reader import Download, File, Files, Reading, reader
from comity.sources.tabular import read_table
from comity.sources.unga import ISSUE_FLAGS
from comity.states import codes
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import VOTES

__all__ = ["read"]


#: The package's tables as CSV, at fixed revisions of a public archive of teaching data.
_TIDYTUESDAY = "https://raw.githubusercontent.com/rfordatascience/tidytuesday"
_FOLDER = "data/2021/2021-03-23"


@reader(
    Source(
        key="unvotes",
        title="unvotes: United Nations General Assembly voting data, R package",
        cite="Robinson & Goguen-Compagnoni, R package unvotes, after Voeten, doi:10.7910/DVN/LEJUQZ",
        licence="MIT (package); CC0 1.0 (data)",
        url="https://github.com/dgrtwo/unvotes",
        ships="aggregates",
    ),
    needs=(
        File("votes", ("un_votes.parquet", "un_votes.csv*"), "rcid, country, country_code, vote"),
        File(
            "calls",
            ("un_roll_calls.csv*", "un_roll_calls.parquet"),
            "rcid, date, unres, short, descr",
        ),
        File(
            "issues",
            ("un_roll_call_issues.csv*", "un_roll_call_issues.parquet"),
            "rcid, short_name",
        ),
    ),
    downloads=(
        Download(
            f"{_TIDYTUESDAY}/2c423bacc57e4632ff8550557e0bc823eefa31ab/{_FOLDER}/unvotes.csv",
            "un_votes.csv",
        ),
        Download(
            f"{_TIDYTUESDAY}/29c91d7f672d75534a6ed7aea9a94151647a9021/{_FOLDER}/roll_calls.csv",
            "un_roll_calls.csv",
        ),
        Download(
            f"{_TIDYTUESDAY}/29c91d7f672d75534a6ed7aea9a94151647a9021/{_FOLDER}/issues.csv",
            "un_roll_call_issues.csv",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Votes (yes, abstain, no) with issues and the roll call's symbol and description as title.

    Raises
    ------
    DataError
        For an unknown state, vote or issue, an id used twice, a roll call without a date, a state that
        votes twice on one.
    """
    calls = _calls(files)
    path = files["votes"]
    votes = read_table(
        path, columns=("rcid", "country", "country_code", "vote"), dtypes={"rcid": pl.Int32}
    )
    strange = sorted(set(votes.get_column("vote").cast(pl.String).unique()) - set(VOTES), key=str)
    if strange:
        raise DataError(
            f"{path.name}: votes are {', '.join(VOTES)}, not {', '.join(map(str, strange[:8]))}"
        )
    rows = votes.select("rcid", "country", "country_code", "vote").join(
        calls, on="rcid", how="left", maintain_order="left"
    )
    orphans = rows.filter(pl.col("date").is_null()).get_column("rcid").unique().sort()
    if len(orphans):
        raise DataError(
            f"{path.name}: {len(orphans)} roll call(s) have no date in {files['calls'].name}: "
            f"{orphans[:5].to_list()}"
        )
    keyed = _keyed(rows, path.name)
    found = keyed.select(
        year=pl.col("date").dt.year(),
        resolution=pl.col("rcid").cast(pl.String),
        date="date",
        state="state",
        vote=pl.col("vote").cast(pl.String).replace_strict(VOTES, return_dtype=pl.Int8),
        topics="topics",
        title="title",
    )
    found, copied = without_copies(found)
    first, last = year_span(found, what=path.name)
    note = "roll calls only, without absences; the same ids as source unga: count a vote once"
    bare = calls.filter(pl.col("title").is_null()).height
    return Reading(
        rows={"votes": found},
        constants={"votes": {"body": "UNGA", "record": "rcid {resolution}"}},
        coverage=(Coverage("votes", "UNGA", first, last, "rows", note=note),),
        notes=((f"{bare} roll call(s) have no description",) if bare else ()) + tuple(copied),
    )


def _calls(files: Files) -> pl.DataFrame:
    """Roll calls: rcid, date, topics, title."""
    path = files["calls"]
    calls = read_table(
        path, columns=("rcid", "date", "unres", "short", "descr"), dtypes={"rcid": pl.Int32}
    )
    doubled = calls.filter(pl.col("rcid").is_duplicated()).get_column("rcid").unique().sort()
    if len(doubled):
        raise DataError(f"{path.name}: roll-call ids used more than once: {doubled[:10].to_list()}")
    words = [pl.col(c).str.strip_chars().replace("", None) for c in ("descr", "short")]
    title = pl.concat_str(pl.col("unres"), pl.coalesce(words), separator=": ", ignore_nulls=True)
    calls = calls.select(
        "rcid",
        date=pl.col("date").cast(pl.String).str.to_date("%Y-%m-%d", strict=False),
        title=title.replace("", None),
    )
    flags = read_table(files["issues"], columns=("rcid", "short_name"), dtypes={"rcid": pl.Int32})
    strange = set(flags.get_column("short_name").drop_nulls()) - set(ISSUE_FLAGS)
    if strange:
        raise DataError(
            f"{files['issues'].name}: issues are {', '.join(ISSUE_FLAGS)}, not {', '.join(sorted(strange))}"
        )
    order = {flag: i for i, flag in enumerate(ISSUE_FLAGS)}
    topics = (
        flags.select("rcid", "short_name")
        .unique()
        .sort(pl.col("short_name").replace_strict(order, return_dtype=pl.Int32))
        .group_by("rcid", maintain_order=True)
        .agg(
            topics=pl.col("short_name")
            .replace_strict(ISSUE_FLAGS, return_dtype=pl.String)
            .str.join(";")
        )
    )
    return calls.join(topics, on="rcid", how="left", maintain_order="left")


def _keyed(rows: pl.DataFrame, file: str) -> pl.DataFrame:
    """Keys by two-letter code at the day, or by name where there is none.

    Three states have no code (the Federal Republic of Germany, North Yemen, Zanzibar), Namibia's reads
    as "not available" in a CSV, and Yugoslavia's was never changed to Serbia's.
    """
    keyed = codes.from_iso2(rows, "country_code", when="date", into="coded")
    keyed, _ = codes.from_names(keyed, "country", when="date", into="named")
    keyed = keyed.with_columns(pl.coalesce("coded", "named").alias("state"))
    lost = keyed.filter(pl.col("state").is_null()).get_column("country").unique()
    if len(lost):
        raise DataError.many([f"{file}: {shown(n)} is no state" for n in sorted(map(str, lost))])
    doubled = keyed.select("rcid", "state").is_duplicated()
    if doubled.any():
        rcid, state, name = keyed.filter(doubled).select("rcid", "state", "country").row(0)
        raise DataError(f"{file}: {state} votes more than once on roll call {rcid} (as {name})")
    return keyed
