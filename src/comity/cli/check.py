"""``comity check``: an article held against the world."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.check_tables import print_deeds, print_readings, print_speakers, print_sums
from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.tables import print_table, printable

if TYPE_CHECKING:
    from comity.answers.check import Check
    from comity.answers.checks.case import Verdict


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
        f"{_dated(found)}"
    )
    typer.echo(
        f"{len(found.held)} records: {counts[AGREES]} agree, {counts[DIFFERS]} differ, "
        f"{counts[OPEN]} cannot be checked\n"
    )
    for outcome, title in ((DIFFERS, "Differs from the world"), (AGREES, "Agrees with the world")):
        rows = [
            (_short(quote) + more, v.found, ", ".join(v.sources))
            for quote, more, v in _gathered(found, outcome)
        ]
        if rows:
            print_table(title, ("the article", "the world", "source"), rows)
    rows = [(_short(quote) + more, v.rule, v.found) for quote, more, v in _gathered(found, OPEN)]
    if rows:
        print_table("Cannot be checked", ("the article", "because", "beside it"), rows)
    print_sums(found)
    print_speakers(found)
    print_deeds(found)
    print_readings(found)


def _gathered(found: Check, outcome: str) -> list[tuple[str, str, Verdict]]:
    """Verdicts of an outcome, those that rest on the same facts together under the first."""
    first: dict[tuple[str, str, str], tuple[str, Verdict]] = {}
    times: Counter[tuple[str, str, str]] = Counter()
    for held in found.held:
        for v in held.verdicts:
            if v.outcome == outcome:
                key = (v.check, v.found, v.rule if v.found else held.record.sentence)
                first.setdefault(key, (held.record.sentence, v))
                times[key] += 1
    return [
        (quote, f" (and {times[key] - 1} more)" if times[key] > 1 else "", v)
        for key, (quote, v) in first.items()
    ]


def _dated(found: Check) -> str:
    if found.document.date or not found.dated:
        return found.document.date or "no date found (give one with --date)"
    return f"read as of {found.dated}, no date found (give one with --date)"


def _short(text: str, most: int = 110) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"
