"""``comity check``: an article held against the world."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.tables import print_table, printable

if TYPE_CHECKING:
    from comity.answers.check import Check


def check(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="An article: text, HTML or PDF.", show_default=False),
    ],
    report: Annotated[
        Path | None,
        typer.Option(help="Write the article with its marks as a page.", metavar="FILE.html"),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            help="When it was published; by default what it says.", metavar="YYYY[-MM[-DD]]"
        ),
    ] = None,
    records: Annotated[
        Path | None,
        typer.Option(
            help="What it says, as written by comity read --jsonl and corrected.",
            metavar="FILE.jsonl",
        ),
    ] = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Hold an article's figures and claims against the world: what agrees, differs, is not covered.

    What the world does not mention is not covered; it is never counted against an article.

    Examples:  comity check article.html --report article-checked.html
               comity check article.txt --date 2024-03 --csv
    """
    from comity.answers.check import check as hold
    from comity.reading.record import read_records

    given = None if records is None else read_records(records)
    found = hold(open_world(world), file, date=date, records=given)
    if report is not None:
        from comity.report.check_page import write_check_page

        write_check_page(found, report)
    if write_rows(found.table(), csv=csv, json=json):
        return
    _print(found)
    if report is not None:
        typer.echo(f"Page: {printable(str(report))}")


def _print(found: Check) -> None:
    from comity.answers.checks.case import AGREES, DIFFERS, OPEN

    document, counts = found.document, found.counts()
    typer.echo(
        f"{printable(document.name)}: {printable(document.author)}, {printable(document.affiliation)}, "
        f"{document.date or 'no date found (give one with --date)'}"
    )
    typer.echo(
        f"{len(found.held)} records: {counts[AGREES]} agree, {counts[DIFFERS]} differ, "
        f"{counts[OPEN]} cannot be checked\n"
    )
    for outcome, title in ((DIFFERS, "Differs from the world"), (AGREES, "Agrees with the world")):
        rows = [
            (_short(h.record.sentence), v.found, ", ".join(v.sources))
            for h in found.held
            for v in h.verdicts
            if v.outcome == outcome
        ]
        if rows:
            print_table(title, ("the article", "the world", "source"), rows)
    rows = [
        (_short(h.record.sentence), v.rule, v.found)
        for h in found.held
        for v in h.verdicts
        if v.outcome == OPEN
    ]
    if rows:
        print_table("Cannot be checked", ("the article", "because", "beside it"), rows)


def _short(text: str, most: int = 110) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"
