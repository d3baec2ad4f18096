"""UN General Assembly roll calls (Voeten, Strezhnev & Bailey), in the three layouts they come in.

``long``
    a file of roll calls, and one of votes by ``rcid`` and ISO 3166 code;
``wide``
    a row per roll call, a column per ISO 3166 code;
``dataverse``
    the authors' own: a row per vote with the state's Correlates of War number, date and issue flags.

The id of a roll call is its ``rcid``. Four ids of early roll calls (411, 427, 449, 495) were used again
in 2023: of the roll calls that share an id the earliest keeps it and the others are ``rcid@date``.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from comity.errors import DataError, shown
from comity.sources._announced_vote import with_announced_vote
from comity.sources._copied_issues import without_copies
from comity.sources.dyad_years import year_span
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv, read_table
from comity.states import codes
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import VOTES

__all__ = ["ISSUE_FLAGS", "issues", "read"]

#: The six issue flags of the data set, in its own abbreviations.
ISSUE_FLAGS = {
    "me": "middle_east", "nu": "nuclear", "di": "disarmament", "hr": "human_rights",
    "co": "colonialism", "ec": "economic",
}  # fmt: skip

#: "Not a member": written in the files, no vote and no absence.
NOT_A_MEMBER = 9
#: Members that files keyed by modern codes leave out, with the first and last year they voted.
_OFTEN_LACKING = {
    "CSK": (1946, 1992), "DDR": (1973, 1990), "YMD": (1967, 1990), "YEM": (1947, 1990),
    "ZAN": (1963, 1963),
}  # fmt: skip


@reader(
    Source(
        key="unga",
        title="United Nations General Assembly Voting Data",
        cite="Voeten, Strezhnev & Bailey, doi:10.7910/DVN/LEJUQZ; "
        "Bailey, Strezhnev & Voeten (2017), Journal of Conflict Resolution 61(2): 430-456",
        licence="CC0 1.0",
        url="https://doi.org/10.7910/DVN/LEJUQZ",
        ships="aggregates",
    ),
    needs=(
        File(
            "votes",
            (
                "votes_long.parquet", "votes_long.csv*", "UNVotes*.csv*", "UNVotes*.tab",
                "ungaVoting*.csv*", "UNVotes*.RData",
            ),
            "votes: by rcid and iso3, or a column per iso3, or as on Dataverse",
        ),
        File("rollcalls", ("rollcalls.csv*",), "rcid, date and the six issue flags", optional=True),
        File("special", ("es-11-1*.csv",), "outcome of A/RES/ES-11/1 of 2 March 2022", optional=True),
    ),
)  # fmt: skip
def read(files: Files) -> Reading:
    """Votes keyed by state and day; absences (8) kept, not-a-member (9) left out.

    Raises
    ------
    DataError
        For a layout that is none of the three, an id used twice on one day, a vote other than 1, 2, 3,
        8 and 9, a roll call without a date.
    """
    found = _rows(files)
    found, notes = _recognised(found, files["votes"].name)
    found, copied = without_copies(found)
    notes += copied
    rows = found.select(
        year=pl.col("date").dt.year(),
        resolution=pl.col("resolution"),
        date=pl.col("date"),
        state=pl.col("state"),
        vote=pl.col("vote").cast(pl.Int8),
        topics=pl.col("topics"),
        **({"title": pl.col("title")} if "title" in found.columns else {}),
    )
    first, last = year_span(rows, what=files["votes"].name)
    if "special" in files:
        rows, told = with_announced_vote(rows, files["special"])
        notes.append(told)
    return Reading(
        rows={"votes": rows},
        constants={"votes": {"body": "UNGA", "record": "rcid {resolution}"}},
        coverage=(Coverage("votes", "UNGA", first, last, "rows", note=_limits(rows)),),
        notes=tuple(notes),
    )


def issues(frame: pl.DataFrame) -> pl.Expr:
    """The six flags of a frame (true/false, 1/0 or booleans) as issues separated by ';', or null."""
    told = [
        pl.when(pl.col(flag).cast(pl.String).str.to_lowercase().is_in(["true", "1", "1.0"])).then(
            pl.lit(issue)
        )
        for flag, issue in ISSUE_FLAGS.items()
        if flag in frame.columns
    ]
    joined = pl.concat_str(told, separator=";", ignore_nulls=True) if told else pl.lit("")
    return pl.when(joined != "").then(joined).alias("topics")


def _rows(files: Files) -> pl.DataFrame:
    """Any layout as resolution, date, topics, state, vote (maybe title)."""
    path = files["votes"]
    if path.suffix.lower() == ".rdata":
        raise DataError(
            f"{path.name} is in R's own format, which is not read here\n"
            "  take the CSV from the same page, or in R:  write.csv(x, 'UNVotes.csv', row.names=FALSE)"
        )
    frame = read_csv(path, separator="\t") if path.suffix == ".tab" else read_table(path)
    if {"rcid", "iso3", "vote"} <= set(frame.columns):
        if "rollcalls" not in files:
            raise DataError(
                f"{path.name} needs rollcalls.csv (rcid, date and issue flags) beside it"
            )
        return _long(frame, files["rollcalls"], path.name)
    if {"rcid", "ccode", "vote", "date"} <= set(frame.columns):
        return _dataverse(frame, path.name)
    if {"rcid", "date"} <= set(frame.columns) and len(_state_columns(frame)) > 1:
        return _wide(frame, path.name)
    raise DataError(
        f"{path.name}: neither rcid, iso3, vote; nor rcid, ccode, vote, date; nor rcid, date and a "
        f"column per state\n  the file has  {', '.join(map(str, frame.columns[:12]))}"
    )


def _long(votes: pl.DataFrame, path: Path, file: str) -> pl.DataFrame:
    calls = read_csv(path, columns=("rcid", "date", *ISSUE_FLAGS))
    shared = calls.filter(pl.col("rcid").is_duplicated()).get_column("rcid").unique().sort()
    if len(shared):  # the votes carry no date by which to tell them apart
        raise DataError(
            f"{path.name}: roll-call ids used more than once: {', '.join(shared[:10].to_list())}"
        )
    # a copy that renumbered the reused ids says what they were
    stated = "rcid_source" if "rcid_source" in calls.columns else "rcid"
    calls = _named(
        calls.with_columns(_whole("rcid"), _whole(stated).alias("stated")), path.name, "stated"
    )
    rows = votes.with_columns(_whole("rcid")).join(
        calls.select("rcid", "resolution", "date", "topics"), on="rcid", how="left"
    )
    orphans = rows.filter(pl.col("resolution").is_null()).get_column("rcid").unique().sort()
    if len(orphans):
        raise DataError(
            f"{file}: {len(orphans)} roll call(s) are not in {path.name}: {orphans[:5].to_list()}"
        )
    return codes.from_iso3(rows, "iso3", when="date")


def _wide(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    states = _state_columns(frame)
    calls = _named(frame.with_columns(_whole("rcid")), file, "rcid")
    rows = calls.select("resolution", "date", "topics", *states).unpivot(
        on=states, index=["resolution", "date", "topics"], variable_name="iso3", value_name="vote"
    )
    return codes.from_iso3(rows.drop_nulls("vote"), "iso3", when="date")


def _dataverse(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    titles = [
        pl.col(c).str.strip_chars().replace("", None)
        for c in ("descr", "short")
        if c in frame.columns
    ]
    frame = frame.with_columns(
        _whole("rcid"),
        pl.coalesce(titles).alias("title") if titles else pl.lit(None, pl.String).alias("title"),
    )
    flags = [f for f in ISSUE_FLAGS if f in frame.columns]
    calls = frame.group_by("rcid", "date", maintain_order=True).agg(pl.col(*flags, "title").first())
    calls = calls.rename({"date": "written"}).with_columns(date=pl.col("written"))
    calls = _named(calls, file, "rcid").select(
        "rcid", "written", "resolution", "date", "topics", "title"
    )
    votes = frame.select("rcid", "ccode", "vote", written="date")
    rows = votes.join(calls, on=["rcid", "written"], how="left", maintain_order="left")
    return codes.from_cow(rows.with_columns(_whole("ccode")), "ccode", when="date")


def _named(calls: pl.DataFrame, file: str, stated: str) -> pl.DataFrame:
    """Roll calls with ``resolution`` (unique), ``date`` as a day, and ``topics``."""
    text = pl.col("date").cast(pl.String).str.strip_chars()
    calls = calls.with_columns(
        date=pl.coalesce(
            text.str.head(10).str.to_date("%Y-%m-%d", strict=False),
            text.str.to_date("%m/%d/%Y", strict=False),
        ),
        written_date=text,
        topics=issues(calls),
    )
    undated = calls.filter(pl.col("date").is_null())
    if undated.height:
        ids = ", ".join(
            f"{r} ({shown(d)})" for r, d in undated.select(stated, "written_date").rows()[:5]
        )
        raise DataError(f"{file}: {undated.height} roll call(s) have no date: {ids}")
    reused = pl.col("date") > pl.col("date").min().over(stated)
    plain = pl.col(stated).cast(pl.String)
    dated = pl.concat_str(plain, pl.lit("@"), pl.col("date").cast(pl.String))
    calls = calls.with_columns(pl.when(reused).then(dated).otherwise(plain).alias("resolution"))
    twice = calls.filter(pl.col("resolution").is_duplicated()).get_column("resolution").unique()
    if len(twice):
        ids = ", ".join(twice.sort()[:10].to_list())
        raise DataError(f"{file}: roll-call ids used more than once on one day: {ids}")
    return calls


def _recognised(rows: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[str]]:
    """Votes and absences only, each state once a roll call; and what was noted."""
    rows = rows.with_columns(_whole("vote"))
    known = [*VOTES.values(), NOT_A_MEMBER]
    strange = rows.filter(~pl.col("vote").is_in(known) | pl.col("vote").is_null())
    if strange.height:
        values = sorted(map(str, strange.get_column("vote").unique().to_list()))
        raise DataError(
            f"{file}: {strange.height} vote(s) are none of 1, 2, 3, 8 and 9: {', '.join(values[:8])}"
        )
    votes = rows.filter(pl.col("vote") != NOT_A_MEMBER)
    doubled = votes.select("resolution", "state").is_duplicated()
    if doubled.any():
        resolution, state = votes.filter(doubled).select("resolution", "state").row(0)
        raise DataError(f"{file}: {state} votes more than once on roll call {resolution}")
    absent = votes.filter(vote=VOTES["absent"]).height
    notes = [f"{absent} absences are kept as vote 8 and count as no vote"]
    if rows.height > votes.height:
        notes.append(
            f"{rows.height - votes.height} entries of states not yet members (9): left out"
        )
    again = (
        votes.filter(pl.col("resolution").str.contains("@"))
        .get_column("resolution")
        .unique()
        .sort()
    )
    if len(again):
        notes.append(
            f"{len(again)} roll call(s) reuse an older id and are kept apart: {', '.join(again)}"
        )
    return votes, notes


def _limits(rows: pl.DataFrame) -> str:
    """What the coverage does not say by itself; which members have no row is found, not assumed."""
    voted = dict(rows.group_by("state").agg(pl.col("year").min()).rows())
    start, end = year_span(rows, what="the votes")
    lacking = []
    for state, (first, last) in _OFTEN_LACKING.items():
        since = max(first, start)
        until = min(last, end, voted.get(state, end + 1) - 1)
        if since <= until:
            lacking.append(f"{state} {since}-{until}")
    told = "roll calls only: resolutions adopted without a vote are not in it"
    return f"{told}; no votes of {', '.join(lacking)}" if lacking else told


def _state_columns(frame: pl.DataFrame) -> list[str]:
    return [c for c in frame.columns if len(c) == 3 and c.isascii() and c.isupper() and c.isalpha()]


def _whole(column: str) -> pl.Expr:
    """A number that may be written "3.0", as an integer; what is no number is null."""
    return pl.col(column).cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)
