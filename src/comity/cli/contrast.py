"""``comity contrast``: several articles side by side on one pair of states."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.tables import print_table, printable

if TYPE_CHECKING:
    from comity.answers.contrast import Contrast

#: Quotations printed for each answer to a question that is contradicted.
QUOTED = 2


def contrast(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="A B C…", help="Two or more articles.", show_default=False),
    ],
    dyad: Annotated[
        str | None,
        typer.Option(
            help="The pair of states; by default the one most are about.", metavar="RUS-CHN"
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write them side by side as a page.", metavar="FILE.html")
    ] = None,
    records: Annotated[
        Path | None,
        typer.Option(
            help="What they say, as written by comity read --jsonl and corrected.",
            metavar="FILE.jsonl",
        ),
    ] = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Set articles side by side on one pair of states: where they agree, where they contradict, and on what.

    Examples:  comity contrast one.txt two.html three.pdf
               comity contrast *.txt --dyad RUS-CHN --report contrast.html
    """
    from comity.answers.contrast import contrast as side_by_side
    from comity.reading.record import read_records

    given = None if records is None else read_records(records)
    found = side_by_side(open_world(world), files, dyad=dyad, records=given)
    if report is not None:
        from comity.report.contrast_page import write_contrast_page

        write_contrast_page(found, report)
    if write_rows(found.table(), csv=csv, json=json):
        return
    _print(found)
    if report is not None:
        typer.echo(f"Page: {printable(str(report))}")


def _print(found: Contrast) -> None:
    from comity import states

    typer.echo(f"{states.name(found.a)} – {states.name(found.b)}")
    for letter, one in zip(found.letters, found.checks, strict=True):
        document = one.document
        who = ", ".join(
            printable(w)
            for w in (document.publisher, document.author, document.date)
            if w and w != "unsigned"
        )
        typer.echo(
            f"  {letter}  {printable(document.name)}{f' ({who})' if who else ''}, {len(one.held)} records"
        )
    typer.echo("")
    positions = found.positions()
    told = positions.filter(positions["verdict"] != "silent")
    rows = [
        (r["question"], *(_cell(r[letter]) for letter in found.letters), r["verdict"])
        for r in told.iter_rows(named=True)
    ]
    print_table("What they answer", ("question", *found.letters, "together"), rows)
    _print_figures(found)
    _print_domains(found)
    _print_quotes(found)


def _cell(position: str) -> str:
    return {"silent": "·", "one the other": "one side", "each other": "mutual"}.get(
        position, position
    )


def _print_figures(found: Contrast) -> None:
    rows = [
        (
            f"{r['matter']}, {r['year']}, {r['side']}",
            r["letter"], f"{_short(r['quote'], 60)} [{r['start']}–{r['end']}]", r["verdict"],
        )
        for r in found.figures().iter_rows(named=True)
    ]  # fmt: skip
    if rows:
        print_table("Figures of the same thing", ("of", "in", "figure", "together"), rows)


def _print_domains(found: Contrast) -> None:
    frame = found.domains()
    rows = []
    for domain in frame["domain"].unique(maintain_order=True):
        cells = [
            f"+{r['closer']} −{r['apart']}" if r["closer"] or r["apart"] else "·"
            for r in frame.filter(frame["domain"] == domain).iter_rows(named=True)
        ]
        if any(cell != "·" for cell in cells):
            rows.append((str(domain), *cells))
    if rows:
        print_table(
            "Records that tell them closer (+) and apart (−)", ("domain", *found.letters), rows
        )


def _print_quotes(found: Contrast) -> None:
    frame = found.table()
    for row in found.positions().iter_rows(named=True):
        if row["verdict"] not in ("contradict", "partly"):
            continue
        rows = []
        for answer in (row["pro"], row["con"]):
            given = frame.filter((frame["topic"] == row["topic"]) & (frame["answer"] == answer))
            for _, one in given.group_by("letter", maintain_order=True):
                rows += [
                    (
                        answer,
                        r["letter"],
                        r["speaker"] or "reported",
                        f"{_short(r['quote'])} [{r['start']}–{r['end']}]",
                    )
                    for r in one.head(QUOTED).iter_rows(named=True)
                ]
        if rows:
            print_table(row["question"], ("answer", "in", "speaker", "quotation"), rows)


def _short(text: str, most: int = 120) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"
