"""The Global Sanctions Data Base, release 3: one event per case, sender and target."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.states import from_names, split_names
from comity.world.coverage import Coverage
from comity.world.provenance import Source

MODES = ("trade", "arms", "military", "financial", "travel", "other")
COLUMNS = (
    "case_id",
    "sanctioned_state",
    "sanctioning_state",
    "begin",
    "end",
    "descr_trade",
    *MODES,
)

#: What a case is about, by the first of its modes in this order.
DOMAINS = {
    "financial": "finance", "trade": "economic", "arms": "military", "military": "military",
    "travel": "diplomatic", "other": "economic",
}  # fmt: skip

TRADE = {
    "exp_part": "exports in part", "imp_part": "imports in part",
    "exp_compl": "all exports", "imp_compl": "all imports",
}  # fmt: skip


@reader(
    Source(
        key="gsdb",
        title="Global Sanctions Data Base, release 3",
        cite="Felbermayr et al. (2020); Syropoulos et al. (2024)",
        licence="free on request, with citation: yearly counts at most",
        url="https://www.globalsanctionsdatabase.com",
        ships="aggregates",
        version="R3",
    ),
    needs=(
        File(
            "cases",
            ("gsdb_v3*.csv*",),
            "case_id, sanctioned_state, sanctioning_state, begin, end, …",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Sanctions by sender and target; groups (EU, African Union) stay as they are written."""
    path = files["cases"]
    years: dict[str, type[pl.DataType]] = {"begin": pl.Int32, "end": pl.Int32}
    cases = read_csv(path, columns=COLUMNS, dtypes=years)
    odd = cases.filter(
        pl.any_horizontal(~pl.col(m).is_in(["0", "1"]) | pl.col(m).is_null() for m in MODES)
    )
    if odd.height:
        raise DataError.many(
            [f"{path.name}, case {i}: a mode is neither 0 nor 1" for i in odd["case_id"]]
        )
    imposed = pl.concat_str(
        [pl.when(pl.col(m) == "1").then(pl.lit(m)) for m in MODES], separator=";", ignore_nulls=True
    )
    domain = pl.coalesce(pl.when(pl.col(m) == "1").then(pl.lit(d)) for m, d in DOMAINS.items())
    cases = cases.with_columns(mode=imposed, domain=domain)
    sides: list[pl.DataFrame] = []
    problems: list[str] = []
    notes: list[str] = []
    for column, key in (("sanctioning_state", "a"), ("sanctioned_state", "b")):
        names = cases.select(
            "case_id",
            "begin",
            pl.col(column).map_elements(split_names, return_dtype=pl.List(pl.String)),
        )
        keyed, unknown = from_names(
            names.explode(column, empty_as_null=True), column, when="begin", into=key
        )
        problems += [f"{path.name}, {column}: {name!r} is no known state" for name in unknown]
        lost = keyed.filter(pl.col(key).is_null())
        if lost.height:
            labels = ", ".join(lost[column].drop_nulls().unique().sort())
            notes.append(f"{lost.height} entries of {column} that are no state left out: {labels}")
        sides.append(keyed.drop_nulls(key).select("case_id", key).unique(maintain_order=True))
    if problems:
        raise DataError.many(problems)
    pairs = (
        sides[0]
        .join(sides[1], on="case_id", maintain_order="left")
        .filter(pl.col("a") != pl.col("b"))
    )
    events = pairs.join(cases, on="case_id", maintain_order="left").select(
        "a",
        "b",
        date=pl.col("begin").cast(pl.String),
        end=pl.col("end").cast(pl.String),
        action=pl.lit("SANCTION"),
        mode=pl.col("mode"),
        name=pl.concat_str([pl.lit("case "), "case_id", pl.lit(": "), _described()]),
        directed=pl.lit(value=True),
        commitment=pl.lit("deed"),
        polarity=pl.lit(-1, pl.Int8),
        domain=pl.col("domain"),
        record=pl.concat_str(pl.lit("case "), "case_id"),
    )
    absent = cases.height - events["record"].n_unique()
    if absent:
        notes.append(f"{absent} of {cases.height} cases have no state on one side")
    first, last = int(cases["begin"].min()), int(cases["end"].max())  # type: ignore[arg-type]
    ended = int(cases["end"].min())  # type: ignore[arg-type]
    note = f"an end in {last} is the last year observed, not known to be the end"
    complete = [Coverage("events", "SANCTION", ended, last, "system", note=note)]
    if ended > first:
        # a file cut to the cases that ended late holds all cases of the late years only
        subset = f"only cases still running in {ended} or later: an earlier year lacks those that had ended"
        complete.append(Coverage("events", "SANCTION", first, ended - 1, "rows", note=subset))
    return Reading(rows={"events": events}, coverage=tuple(complete), notes=tuple(notes))


def _described() -> pl.Expr:
    """The modes in words, with the parts of trade that are barred."""
    trade = pl.col("descr_trade").str.replace_all(r"\s*,\s*", ", ")
    for code, words in TRADE.items():
        trade = trade.str.replace_all(code, words, literal=True)
    modes = pl.col("mode").str.replace_all(";", ", ")
    barred = pl.concat_str(pl.lit(" ("), trade, pl.lit(")")).fill_null("")
    return pl.concat_str(modes.fill_null("unspecified"), barred)
