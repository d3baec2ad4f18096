"""Partners ranked, how concentrated they are, and for which years they are known at all."""

from __future__ import annotations

import polars as pl

from comity.measures.trade import Side, absences, herfindahl, matrices
from comity.report.model import Cited, Grid, Note
from comity.report.subject import Subject
from comity.report.wording import listed, percent, state, two_decimals

__all__ = [
    "SIDES", "cite_partners", "covered_years", "partner_grid", "partner_rows", "possessive", "share_text",
    "upper",
]  # fmt: skip

SIDES: tuple[Side, Side] = ("export", "import")
PARTNERS_SHOWN = 7
MARK = "▸ "


def share_text(value: float) -> str:
    """A share with a decimal only where the source prints one, or it is small."""
    whole = abs(100 * value - round(100 * value)) < 1e-9
    return percent(value, 0 if whole else 2 if value < 0.001 else 1).replace(" ", "\u00a0")


def possessive(name: str) -> str:
    """A name in the genitive: Russia’s, the United States’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def partner_rows(subject: Subject) -> pl.DataFrame:
    """All rows behind the partner shares of both in the period, read once."""
    both = [subject.a, subject.b]
    matrix = pl.col("source").is_in(matrices(subject.world)) & (pl.col("measure") == "level")
    return subject.world.rows(
        "flows",
        pl.col("year").is_between(subject.since, subject.until)
        & (((pl.col("measure") == "share") & pl.col("reporter").is_in(both))
           | (matrix & (pl.col("a").is_in(both) | pl.col("b").is_in(both)))),
        of="goods",
    )  # fmt: skip


def cite_partners(subject: Subject, rows: pl.DataFrame, x: str, year: int | None = None) -> Cited:
    """Enter the rows behind the shares of x's partners, of one year or all."""
    level = (pl.col("measure") == "level") & ((pl.col("a") == x) | (pl.col("b") == x))
    mine = rows.filter(((pl.col("measure") == "share") & (pl.col("reporter") == x)) | level)
    mine = mine if year is None else mine.filter(pl.col("year") == year)
    return subject.book.cite(
        f"Trade partners of {state(x)}, {year if year is not None else 'all years'}", [("flows", mine)],
        command=f"comity rank {x} --year {year or subject.until} --indicator export_share",
    )  # fmt: skip


def covered_years(subject: Subject, shares: dict[Side, pl.DataFrame]) -> Note:
    """For which years partners are known at all, and what would add more."""
    add = (
        ""
        if matrices(subject.world)
        else " Trade between all states 1870–2014: comity data add cow_trade PATH."
    )
    years: dict[str, list[int]] = {}
    for x in (subject.a, subject.b):
        found = pl.concat(
            [s.filter((pl.col("a") == x) & pl.col("listed")) for s in shares.values()]
        )
        years[x] = sorted(found["year"].unique().to_list())
    if not any(years.values()):
        return Note(
            f"No listing of the trade partners of {listed(list(subject.names))} in this period is held: "
            f"shares are not known.{add}"
        )
    parts = [f"{state(x)} {_years(known) if known else 'none'}" for x, known in years.items()]
    return Note(
        f"Trade shares in other years than these: {'; '.join(parts)}. The Factbook lists the largest "
        "partners only, in full for 2014, 2015, 2017, 2019, 2022 and 2023; a partner that is not listed "
        f"has at most about the smallest share listed, not none.{add}"
    )


def _years(years: list[int]) -> str:
    """Years with runs drawn together: 2010–2015, 2017 and 2019."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return listed([str(f) if f == u else f"{f}–{u}" for f, u in runs], most=12)


def partner_grid(
    subject: Subject, shares: dict[Side, pl.DataFrame], rows: pl.DataFrame, x: str, y: str
) -> Grid | None:
    """The largest buyers and suppliers of x in the latest year, y marked."""
    columns: list[list[tuple[str, str]]] = []
    notes: list[str] = []
    years: list[str] = []
    cited: Cited = ()
    for side in SIDES:
        mine = shares[side].filter((pl.col("a") == x) & pl.col("listed"))
        silent = absences(mine, y)
        mine = mine.filter(pl.col("year") == pl.col("year").max())
        columns.append(_ranked(mine, y, silent))
        if mine.is_empty():
            continue
        year = int(mine["year"][0])
        years.append(f"{side}s {year}")
        index = herfindahl(mine).row(0, named=True)
        low, high = two_decimals(index["low"]), two_decimals(index["high"])
        notes.append(f"{side}s {low}" + (f" to {high}" if high != low else ""))
        cited += cite_partners(subject, rows, x, year)
    if not years:
        return None
    height = max(len(c) for c in columns)
    padded = [c + [("", "")] * (height - len(c)) for c in columns]
    same = len({label.split()[-1] for label in years}) == 1
    when = years[0].split()[-1] if same else ", ".join(years)
    return Grid(
        f"{possessive(upper(state(x)))} largest partners, {when}",
        ("buyers", "exports", "suppliers", "imports"),
        tuple((*left, *right) for left, right in zip(*padded, strict=True)),
        tuple(dict.fromkeys(cited)),
        right=(1, 3),
        note="Concentration (Herfindahl index, 0 to 1; bounds where only the largest are known): "
        f"{'; '.join(notes)}.",
    )


def _ranked(mine: pl.DataFrame, y: str, silent: pl.DataFrame) -> list[tuple[str, str]]:
    """Partner and share, largest first; y marked, and added where it is further down or not listed."""
    rows = [
        (f"{MARK}{_plain(b)}" if b == y else _plain(b), share_text(value))
        for b, value in mine.head(PARTNERS_SHOWN).select("b", "value").iter_rows()
    ]
    if mine.is_empty() or y in mine.head(PARTNERS_SHOWN)["b"]:
        return rows
    below = mine.filter(pl.col("b") == y)
    if not below.is_empty():
        rank, value = below.row(0, named=True)["rank"], below.row(0, named=True)["value"]
        return [*rows, (f"{MARK}{rank}. {_plain(y)}", share_text(value))]
    bound = silent["bound"][-1]
    return [
        *rows,
        (f"{MARK}{_plain(y)}", f"≤ {share_text(bound)}" if bound is not None else "not listed"),
    ]


def _plain(key: str) -> str:
    return state(key).removeprefix("the ")


def upper(text: str) -> str:
    """The text with its first letter raised."""
    return text[:1].upper() + text[1:]
