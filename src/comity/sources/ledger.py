"""The ledger of dated facts: events, flows, ties, links and attributes read by hand, an address each.

The ledger is purposive: what it does not mention is not known, so its coverage is of its rows alone.
Every row of the file becomes one row of one table; ``_ledger_rules`` says of which. What its coding
rules mean for the reader:

- ``share_of_partner_*``: the ledger's a is the state whose total it is, b the partner. A flow runs
  *from* a *to* b, so a share of imports is turned round; ``reporter`` is always the state whose total
  it is. A share of two-way trade has no direction (commodity ``goods_trade``).
- ``un_vote``: the value is the vote on a resolution critical of Russia (1 yes, 0 abstain, -1 no); the
  polarity is its opposite, and the action follows the polarity.
- Level series (trade, shares, prices) are marked 1 "whatever their size": that is no evidence of
  closeness, so their polarity is null here; growth rates and plans keep theirs.
- A flow over more than twelve months bears the year in which it ends, any other the year in which it
  starts (a fiscal year from April 2023 is 2023); ``start`` and ``end`` are kept where the period is
  not one calendar year.
"""

from __future__ import annotations

import polars as pl

from comity.errors import DataError, StateError
from comity.sources import _ledger_rules as rules
from comity.sources._ledger_flows import LEVELS, ledger_flows, year_of_flow
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import read_csv
from comity.states import resolve_actor
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import TableName

COLUMNS = (
    "table", "domain", "a", "b", "directed", "indicator", "start", "end", "value", "unit",
    "commitment", "polarity", "name", "source_url", "confidence",
)  # fmt: skip
TYPES: dict[str, type[pl.DataType]] = {
    "value": pl.Float64,
    "polarity": pl.Int8,
    "directed": pl.Int8,
}

#: Columns of events and ties that are as in the ledger.
SHARED = (
    "a", "b", "value", "unit", "directed", "commitment", "polarity", "confidence", "domain", "record",
)  # fmt: skip


@reader(
    Source(
        key="ledger",
        title="Ledger of dated facts on alignment between states",
        cite="compiled by the Comity project; each row names its addresses",
        licence="bare facts, not protected as such; addresses kept for checking",
        url="",
        ships="rows",
    ),
    needs=(
        File("facts", ("facts.csv",), "the ledger: table, indicator, a, b, start, end, value …"),
    ),
)
def read(files: Files) -> Reading:
    """Each row of the ledger as one row of the table its indicator belongs to."""
    path = files["facts"]
    facts = read_csv(path, columns=COLUMNS, dtypes=TYPES).with_row_index("line", offset=2)
    facts = facts.with_columns(
        pl.col("directed") == 1,
        goes=_table_of(),
        domain=_domain(),
        record=pl.col("source_url"),
        last=pl.when(pl.col("end") != pl.col("start")).then("end"),
    )
    _refuse(facts, path.name)
    rows: dict[TableName, pl.DataFrame] = {}
    notes = []
    flows, turned = ledger_flows(facts.filter(goes="flows"))
    rows["events"] = _events(facts.filter(goes="events"))
    rows["flows"] = flows
    rows["ties"] = _ties(facts.filter(goes="ties"))
    rows["links"] = _links(facts.filter(goes="links"))
    rows["states"] = _states(facts.filter(goes="states"))
    rows = {table: frame for table, frame in rows.items() if frame.height}
    if turned:
        notes.append(
            f"{turned} shares of imports are named as those of the state in column b "
            "(China's share in Russian imports with a = CHN): read as named"
        )
    silent = flows.filter(pl.col("measure").is_in(LEVELS) & pl.col("polarity").is_null()).height
    if silent:
        notes.append(
            f"{silent} level series: polarity 1 left out, it says nothing about their size"
        )
    labels = facts.filter(pl.col("indicator").is_in(_declared())).height
    if labels:
        notes.append(
            f"{labels} partnership labels: the date is that of the declaration, the end is open"
        )
    return Reading(
        rows=rows, coverage=tuple(_coverage(t, f) for t, f in rows.items()), notes=tuple(notes)
    )


def _table_of() -> pl.Expr:
    """The table of each row, null where its indicator is unknown."""
    indicator = pl.col("indicator")
    own = indicator.is_in(rules.STATES) & ((pl.col("b") == "WLD") | (pl.col("a") == pl.col("b")))
    # A decision to open accession, or a membership someone claims, is an act; the rest are relations.
    act = (pl.col("table") == "event") & (
        (indicator == "accession_started")
        | ((indicator == "membership") & (pl.col("commitment") == "word"))
    )
    return (
        pl.when(own).then(pl.lit("states"))
        .when(indicator.is_in(list(rules.LINKS))).then(pl.lit("links"))
        .when(indicator.is_in(list(rules.TIES)) & ~act).then(pl.lit("ties"))
        .when(indicator.is_in(list(rules.EVENTS))).then(pl.lit("events"))
        .when(indicator.is_in(list(rules.FLOWS))).then(pl.lit("flows"))
    )  # fmt: skip


def _domain() -> pl.Expr:
    """The domain; "sanctions" replaced by what the measure bears on."""
    by_indicator = pl.col("indicator").replace_strict(
        rules.DOMAINS, default="economic", return_dtype=pl.String
    )
    numbered = pl.col("indicator") == "sanctions_package"
    by_name = pl.coalesce(
        pl.when(~numbered & pl.col("name").str.contains(p)).then(pl.lit(d))
        for p, d in rules.NAMED_DOMAINS
    )
    return (
        pl.when(pl.col("domain") == "sanctions")
        .then(pl.coalesce(by_name, by_indicator))
        .otherwise("domain")
    )


def _refuse(facts: pl.DataFrame, file: str) -> None:
    """All rows whose indicator, actor or vote cannot be read, in one error."""
    problems = [
        f"{file}, line {line}: no rule for indicator {indicator!r}; add one to sources/_ledger_rules.py"
        for line, indicator in facts.filter(pl.col("goes").is_null())
        .select("line", "indicator")
        .iter_rows()
    ]
    actors = pl.concat([facts.select("line", actor=pl.col(c)) for c in ("a", "b")])
    for line, actor in actors.unique("actor", keep="first", maintain_order=True).iter_rows():
        try:
            known = actor is not None and resolve_actor(actor) == actor
        except StateError:
            known = False
        if not known:
            problems.append(f"{file}, line {line}: {actor!r} is not the key of an actor")
    empty = facts.filter(pl.any_horizontal(pl.col("start", "value", "source_url").is_null()))
    problems += [
        f"{file}, line {line}: start, value or source_url is empty" for line in empty["line"]
    ]
    votes = facts.filter((pl.col("indicator") == "un_vote") & (pl.col("b") == "RUS"))
    odd = votes.filter(pl.col("polarity") != -pl.col("value"))
    problems += [
        f"{file}, line {line}: a vote's polarity must be its opposite" for line in odd["line"]
    ]
    if problems:
        raise DataError.many(problems)


def _events(facts: pl.DataFrame) -> pl.DataFrame:
    action = rules.rule(rules.EVENTS, 0)
    for_deeds, for_words = action.str.split("/").list.first(), action.str.split("/").list.last()
    by_polarity = (
        pl.when(pl.col("polarity") > 0).then(pl.lit("SUPPORT"))
        .when(pl.col("polarity") < 0).then(pl.lit("REJECT"))
        .otherwise(pl.lit("NONE"))
    )  # fmt: skip
    eased = (pl.col("indicator") == "tariff") & (pl.col("polarity") > 0)
    return facts.select(
        *SHARED, "name",
        date=pl.col("start"),
        end=pl.col("last"),
        action=pl.when(eased).then(pl.lit("CONCEDE"))
        .when(action == "by polarity").then(by_polarity)
        .when(pl.col("commitment") == "deed").then(for_deeds)
        .otherwise(for_words),
        mode=rules.rule(rules.EVENTS, 1),
    )  # fmt: skip


def _declared() -> list[str]:
    return [indicator for indicator, (_, declaration) in rules.TIES.items() if declaration]


def _ties(facts: pl.DataFrame) -> pl.DataFrame:
    return facts.select(
        *SHARED, "start", "name",
        kind=rules.rule(rules.TIES, 0),
        end=pl.when(~pl.col("indicator").is_in(_declared())).then("end"),
    )  # fmt: skip


def _links(facts: pl.DataFrame) -> pl.DataFrame:
    """Capacities. A word is a figure of a plan or a design: its status is proposed, whatever stands."""
    kind, commodity = rules.rule(rules.LINKS, 0), rules.rule(rules.LINKS, 1)
    oil = (pl.col("indicator") == "pipeline_capacity") & (pl.col("unit") == "Mt/y")
    plain = pl.col("name").str.replace(r"\s*\(.*\)$", "")
    slug = plain.str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
    return facts.select(
        "start", "end", "unit", "confidence", "record",
        id=pl.concat_str(pl.lit("ledger:"), slug),
        name=plain,
        kind=pl.when(oil).then(pl.lit("oil_pipeline")).otherwise(kind),
        commodity=pl.when(oil).then(pl.lit("crude_oil")).otherwise(commodity),
        to=pl.when(pl.col("b") == "WLD").then("a").otherwise("b"),
        capacity=pl.col("value"),
        status=pl.when(pl.col("commitment") == "word").then(pl.lit("proposed"))
        .when(pl.col("name").str.contains("never operated")).then(pl.lit("idle"))
        .otherwise(pl.lit("operating")),
        notes=pl.concat_str("commitment", pl.lit(": "), "name"),
        **{"from": pl.col("a")},
    )  # fmt: skip


def _states(facts: pl.DataFrame) -> pl.DataFrame:
    """Attributes; the table has no name nor month, so the record keeps them before the addresses."""
    period = pl.concat_str([pl.col("start"), pl.col("last")], separator="/", ignore_nulls=True)
    return facts.select(
        "value", "unit",
        state=pl.col("a"),
        year=year_of_flow(),
        attribute=pl.col("indicator"),
        record=pl.concat_str("name", pl.lit(" ("), period, pl.lit(") ; "), "record"),
    )  # fmt: skip


def _coverage(table: TableName, rows: pl.DataFrame) -> Coverage:
    when = next(c for c in ("year", "date", "start") if c in rows.columns)
    years = rows[when] if when == "year" else rows[when].str.head(4).cast(pl.Int32)
    note = "facts chosen by hand; what it does not mention is not known"
    return Coverage(table, "*", int(years.min()), int(years.max()), "rows", note=note)  # type: ignore[arg-type]
