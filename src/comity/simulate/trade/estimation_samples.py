"""The samples that trade costs are estimated on, from source files.

Two, for no open file holds all that is needed:

- **AGTPA**: manufacturing trade of 69 economies 1986–2006 with their internal trade and dated trade
  agreements (Yotov et al. 2016). Russia is not in it.
- **COW × GSDB**: goods trade of all states to 2014, without internal trade, with the sanctions of the Global
  Sanctions Data Base. The file read here may be a subset: see :func:`sanctioned_trade`.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Literal

import polars as pl

from comity.errors import DataError, UnknownName
from comity.sources.dyad_years import keyed, merged, unique_years
from comity.sources.reader import find_reader, locate
from comity.sources.tabular import read_table
from comity.states import expand, members

__all__ = ["AGREEMENTS", "MEASURES", "agreement_trade", "sanctioned_trade", "sanctions"]

#: Agreements as the book counts them: in force, and in force so many years before.
AGREEMENTS = ("rta", "rta_lag4", "rta_lag8", "rta_lag12")
#: What a sanction bars. Trade is barred one way; the rest lies on the pair, both ways.
MEASURES = ("complete", "partial", "financial", "arms", "military", "travel", "other")
#: Years between the waves used: trade needs time to answer (Cheng & Wall 2005; Yotov et al. 2016).
APART = 4
#: Members of the customs union that became the Eurasian Economic Union, from its first tariff year.
CUSTOMS_UNION, CUSTOMS_UNION_FROM = ("BLR", "KAZ", "RUS"), 2010

#: Codes of the AGTPA file that are not those of the state system.
RENAMED = {"ROM": "ROU"}


def agreement_trade(folder: Path) -> pl.DataFrame:
    """AGTPA in waves of four years: one row an exporter, importer and year, internal trade included.

    Returns
    -------
    exporter, importer, pair, year, trade (million USD), log_distance, contiguous, the columns of
    ``AGREEMENTS``, ``eu`` (two different members of the European Union or its communities), ``border``
    (trade between two economies) and ``border_1986`` … ``border_2002`` (the same, in one wave; the last
    wave is the base).

    Raises
    ------
    DataError
        No file ``agtpa_applications.parquet`` or ``.csv``, or one that is not what it should be.
    """
    names = ("agtpa_applications.parquet", "agtpa_applications.csv*")
    found = next((p for name in names for p in sorted(folder.rglob(name))), None)
    if found is None:
        raise DataError(
            f"{folder} holds no {' or '.join(names)}: trade with agreements of Yotov et al. (2016), "
            "An Advanced Guide to Trade Policy Analysis"
        )
    texts, numbers = ("exporter", "importer", "pair_id"), ("year", "cntg", *AGREEMENTS)
    rows = read_table(
        found,
        columns=(*texts, *numbers, "trade", "dist"),
        dtypes={**dict.fromkeys(numbers, pl.Int32), "trade": pl.Float64, "dist": pl.Float64},
    )
    unique_years(rows, ["exporter", "importer", "year"], what=found.name)
    years = sorted(set(rows["year"].to_list()))
    waves = [y for y in years if (years[-1] - y) % APART == 0]
    union = {y: set(members("EU", str(y))) for y in waves}
    states = pl.col("exporter", "importer").replace(RENAMED)
    rows = rows.filter(pl.col("year").is_in(waves)).with_columns(states)
    abroad = pl.col("exporter") != pl.col("importer")
    inside = [
        a != b and a in union[y] and b in union[y]
        for a, b, y in rows.select("exporter", "importer", "year").iter_rows()
    ]
    return rows.select(
        "exporter", "importer", pl.col("pair_id").cast(pl.String).alias("pair"), "year", "trade",
        pl.col("dist").log().alias("log_distance"), pl.col("cntg").alias("contiguous"), *AGREEMENTS,
        pl.Series("eu", inside, dtype=pl.Int8), abroad.cast(pl.Int8).alias("border"),
        *((abroad & (pl.col("year") == y)).cast(pl.Int8).alias(f"border_{y}") for y in waves[:-1]),
    )  # fmt: skip


def sanctioned_trade(
    folder: Path,
    *,
    first: int = 1992,
    last: int = 2014,
    zeros: Literal["kept", "left out"] = "kept",
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Correlates of War trade with the sanctions in force: one row an exporter, importer and year.

    The file of trade fills what was not reported with zeros, and a complete embargo is a zero as well:
    neither choice of ``zeros`` is right, so both are estimated. There is no internal trade, so what a
    sanction does to a target's trade with all the world at once is taken up by its exporter-year and
    importer-year effects.

    The file of sanctions may hold only the cases still running in some late year. Then a sanction lifted
    before that year counts here as none: pairs and years under it are among the unsanctioned, which draws
    estimates towards zero, and those measured are the long-lived and the recent.

    Returns
    -------
    rows
        exporter, importer, pair (directed), dyad (undirected), year, trade (million USD), the columns of
        ``MEASURES`` (0 or 1), ``eu`` and ``customs_union`` (both sides are members).
    notes : what was left out and why
    """
    frame, notes = _cow(folder, first, last)
    imposed, more = sanctions(folder, first, last)
    rows = frame.join(
        imposed, on=["exporter", "importer", "year"], how="left", maintain_order="left"
    )
    rows = rows.with_columns(pl.col(MEASURES).fill_null(0))
    if zeros == "left out":
        rows = rows.filter(pl.col("trade") > 0)
    union = [(y, s) for y in range(first, last + 1) for s in members("EU", str(y))]
    both = pl.all_horizontal(pl.col("exporter", "importer").is_in(CUSTOMS_UNION))
    rows = rows.with_columns(
        eu=pl.all_horizontal(
            pl.struct("year", pl.col(side).alias("state")).is_in(
                pl.DataFrame(union, schema={"year": pl.Int32, "state": pl.String}, orient="row")
                .to_struct()
                .implode()
            )
            for side in ("exporter", "importer")
        ).cast(pl.Int8),
        customs_union=(both & (pl.col("year") >= CUSTOMS_UNION_FROM)).cast(pl.Int8),
        pair=pl.format("{}-{}", "exporter", "importer"),
        dyad=pl.format(
            "{}-{}",
            pl.min_horizontal("exporter", "importer"),
            pl.max_horizontal("exporter", "importer"),
        ),
    )
    return rows, (*notes, *more)


def sanctions(
    folder: Path, first: int, last: int, *, begun: int | None = None
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """What was barred between two states in a year: exporter, importer, year, ``MEASURES``.

    A ban of exports lies on what the sender sells to the target, a ban of imports on what it buys; a year
    counts whole if a case ran in it at all. Blocs that act stand for their members of that year; senders
    whose members are not held (UN, OSCE …) are left out and noted. With ``begun``,
    only the cases that began in that year.
    """
    reader = find_reader("gsdb")
    reading = reader.read(locate(reader, folder))
    found: dict[str, set[tuple[str, str, int]]] = defaultdict(set)
    unheld: set[str] = set()
    for case in reading.rows["events"].iter_rows(named=True):
        if begun is not None and int(case["date"]) != begun:
            continue
        text, modes = case["name"], set((case["mode"] or "").split(";")) & set(MEASURES)
        for year in range(max(first, int(case["date"])), min(last, int(case["end"])) + 1):
            try:
                senders, targets = (expand(case[side], str(year)) for side in ("a", "b"))
            except UnknownName:
                unheld |= {s for s in (case["a"], case["b"]) if not _held(s, year)}
                continue
            for sender in senders:
                for target in targets:
                    if sender != target:
                        _impose(found, sender, target, year, text, modes)
    found["partial"] -= found["complete"]
    schema = {"exporter": pl.String, "importer": pl.String, "year": pl.Int32}
    cells = pl.DataFrame(sorted(set().union(*found.values())), schema=schema, orient="row")
    for name in MEASURES:
        part = pl.DataFrame(sorted(found[name]), schema=schema, orient="row")
        mark = part.with_columns(pl.lit(1, pl.Int8).alias(name))
        cells = cells.join(mark, on=list(schema), how="left", maintain_order="left")
    note = f"acts of {', '.join(sorted(unheld))} left out: their members are not held"
    return cells.with_columns(pl.col(MEASURES).fill_null(0)), (
        *reading.notes,
        *([note] * bool(unheld)),
    )


def _impose(
    found: dict[str, set[tuple[str, str, int]]],
    sender: str, target: str, year: int, text: str, modes: set[str],
) -> None:  # fmt: skip
    out, back = (sender, target, year), (target, sender, year)
    for words, measure, cell in (
        ("all exports", "complete", out), ("exports in part", "partial", out),
        ("all imports", "complete", back), ("imports in part", "partial", back),
    ):  # fmt: skip
        if words in text:
            found[measure].add(cell)
    for mode in modes:
        found[mode] |= {out, back}


def _held(actor: str, year: int) -> bool:
    try:
        expand(actor, str(year))
    except UnknownName:
        return False
    return True


def _cow(folder: Path, first: int, last: int) -> tuple[pl.DataFrame, list[str]]:
    path = locate(find_reader("cow_trade"), folder)["dyads"]
    kinds = {
        "ccode1": pl.Int32,
        "ccode2": pl.Int32,
        "year": pl.Int32,
        "flow1": pl.Float64,
        "flow2": pl.Float64,
    }
    rows = read_table(path, columns=kinds, dtypes=kinds).select(*kinds)
    rows = rows.filter(pl.col("year").is_between(first, last))
    if rows.is_empty():
        raise DataError(f"{path.name} holds no trade of {first}–{last}")
    unique_years(rows, ["ccode1", "ccode2", "year"], what=path.name)
    missing = pl.col("flow1", "flow2").replace(-9, None)
    pairs, _ = merged(keyed(rows.with_columns(missing)).rows, ["a", "b", "year"])
    both = pl.concat(
        [
            pairs.select("year", exporter="b", importer="a", trade="flow1"),
            pairs.select("year", exporter="a", importer="b", trade="flow2"),
        ]
    )
    stated = both.drop_nulls("trade")
    return stated, [f"{both.height - stated.height} flows not stated are left out"]
