"""UN Digital Library voting records, wide: Security Council and General Assembly, 1946-2021.

The only Security Council roll calls with names. Assembly votes are kept as a body of their own,
``UNGA_UDL``: the library names a resolution by its symbol and day where source ``unga`` has an ``rcid``
and dates of its own, no list joins the two, and counting both as one body would count votes twice.

In the file ``A`` is an abstention (though its sum is headed "ABSENT COUNT") and ``X`` a member that did
not vote. State names are headers as the documents wrote them, some of them twice or with scanning
debris; "CHINA" is the seat, held by the Republic of China to 25 October 1971.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from comity.errors import DataError, shown
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.states import codes
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import VOTES

__all__ = ["BODIES", "read"]

BODIES = {"Security Council": "UNSC", "General Assembly": "UNGA_UDL"}
LETTERS = {"Y": VOTES["yes"], "A": VOTES["abstain"], "N": VOTES["no"], "X": VOTES["absent"]}

#: Who held a seat until a day and who from it, where its name in the file does not tell.
_HANDOVERS = (("TWN", date(1971, 10, 26), "CHN"), ("YUG", date(1992, 4, 27), "SRB"))
_NEEDED = ("Council", "Date", "Title", "Resolution", "Link")
_SUMS = ("TOTAL VOTES", "NO-VOTE COUNT", "ABSENT COUNT", "NO COUNT", "YES COUNT", "token")


@reader(
    Source(
        key="udl",
        title="UN Digital Library voting records",
        cite="United Nations, Dag Hammarskjöld Library, UN Digital Library",
        licence="non-commercial use with attribution",
        url="https://digitallibrary.un.org/search?cc=Voting%20Data",
        ships="nothing",
    ),
    needs=(
        File(
            "votes",
            ("un_votes_ga_sc_wide.csv*", "UN DATA.csv*"),
            "a row per resolution, a column per state name; Y, A, N or X",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Votes of body ``UNSC`` and ``UNGA_UDL`` with titles; the record is the library's address.

    Raises
    ------
    DataError
        For an unknown body, state name or letter, a row without a year, two columns of one state that
        disagree.
    """
    path = files["votes"]
    frame = read_csv(path, columns=_NEEDED, nulls=("",))
    calls = _calls(frame, path.name)
    if calls.is_empty():
        raise DataError(f"{path.name} holds no rows")
    names = [c for c in frame.columns if c not in {*_NEEDED, *_SUMS}]
    cells = (
        frame.select(names).with_row_index("row")
        .unpivot(on=names, index="row", variable_name="name", value_name="letter")
        .drop_nulls("letter")
        .with_columns(pl.col("letter").str.strip_chars())
    )  # fmt: skip
    strange = sorted(set(cells.get_column("letter")) - set(LETTERS))
    if strange:
        wrong = ", ".join(shown(v) for v in strange[:8])
        raise DataError(f"{path.name}: entries are {', '.join(LETTERS)}, not {wrong}")
    votes, notes = _keyed(cells.join(calls, on="row", how="left", maintain_order="left"), path.name)
    rows = votes.sort("row", "state").select(
        "body", "year", "resolution", "date", "state",
        pl.col("letter").replace_strict(LETTERS, return_dtype=pl.Int8).alias("vote"),
        "title", "record",
    )  # fmt: skip
    spans = (
        calls.group_by("body")
        .agg(first=pl.col("year").min(), last=pl.col("year").max())
        .sort("body")
    )
    undated = calls.filter(pl.col("date").is_null()).height
    if undated:
        notes.append(f"{undated} resolution(s) are dated by the year alone")
    repeated = calls.filter(pl.col("resolution").str.contains(" [", literal=True)).height
    if repeated:
        notes.append(
            f"{repeated} roll calls share a symbol and are told apart by the library's number"
        )
    told = "adopted resolutions only: vetoed and failed drafts are not in it"
    return Reading(
        rows={"votes": rows},
        coverage=tuple(
            Coverage("votes", body, first, last, "rows", note=told)
            for body, first, last in spans.rows()
        ),
        notes=tuple(notes),
    )


def _calls(frame: pl.DataFrame, file: str) -> pl.DataFrame:
    """The resolutions: row, body, year, date, resolution (unique in its body), title, record."""
    text = {c: pl.col(c).str.strip_chars() for c in _NEEDED}
    calls = frame.with_row_index("row").select(
        "row",
        body=text["Council"].replace_strict(BODIES, default=None, return_dtype=pl.String),
        council="Council",
        year=text["Date"].str.head(4).cast(pl.Int32, strict=False),
        date=text["Date"].str.to_date("%Y-%m-%d", strict=False),
        symbol=text["Resolution"],
        title=text["Title"],
        record=text["Link"].str.replace(r"\?.*$", ""),
    )
    for column, problem in (
        ("body", "council"),
        ("year", "Date"),
        ("symbol", "Resolution"),
        ("record", "Link"),
    ):
        bad = calls.filter(pl.col(column).is_null())
        if bad.height:
            line = int(bad.get_column("row")[0]) + 2
            expected = f"one of {', '.join(BODIES)}" if column == "body" else "usable"
            raise DataError.row(file, line, problem, bad.get_column("council")[0] or "", expected)
    number = pl.col("record").str.extract(r"(\d+)$")
    many = pl.struct("body", "symbol").is_duplicated()
    return calls.with_columns(
        resolution=pl.when(many).then(pl.format("{} [{}]", "symbol", number)).otherwise("symbol")
    ).drop("symbol", "council")


def _keyed(cells: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[str]]:
    """One vote per state and resolution, from whatever headers it stands under."""
    keyed, unknown = codes.from_names(cells, "name", when="year")
    if unknown:
        raise DataError.many([f"{file}: column {shown(n)} names no known state" for n in unknown])
    no_state = keyed.filter(pl.col("state").is_null())
    notes = [
        f"{votes} vote(s) under {shown(name)}, which is no state: left out"
        for name, votes in no_state.group_by("name").len().sort("name").rows()
    ]
    keyed = keyed.drop_nulls("state")
    for before, day, after in _HANDOVERS:
        holder = pl.when(pl.col("date") < day).then(pl.lit(before)).otherwise(pl.lit(after))
        moved = pl.col("state").is_in([before, after]) & pl.col("date").is_not_null()
        keyed = keyed.with_columns(pl.when(moved).then(holder).otherwise("state").alias("state"))
    unit = ["row", "state"]
    doubled = keyed.filter(keyed.select(unit).is_duplicated())
    if doubled.is_empty():
        return keyed, notes
    odd = doubled.group_by(unit).agg(
        pl.col("letter").n_unique(), pl.col("resolution", "name").first()
    )
    odd = odd.filter(pl.col("letter") > 1)
    if odd.height:
        resolution, state = odd.sort(unit).select("resolution", "state").row(0)
        raise DataError(
            f"{file}: {odd.height} vote(s) differ between headers of one state: {state} on {resolution}"
        )
    whole = keyed.unique(unit, keep="first", maintain_order=True)
    notes.append(
        f"{keyed.height - whole.height} vote(s) stand under two headers of one state: counted once"
    )
    return whole, notes
