"""``comity brief``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Since, StateA, StateB, Until, WorldDir, open_world
from comity.errors import ComityError

if TYPE_CHECKING:
    from comity.report.brief import Brief


def brief(
    a: StateA,
    b: StateB,
    since: Since = None,
    until: Until = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="File of the page, or a folder for A-B.html. Default: here.",
            metavar="PATH",
        ),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(help="Dyads to set beside it, as USA-GBR,IND-RUS.", metavar="DYADS"),
    ] = None,
    world: WorldDir = None,
) -> None:
    """Write the brief of two states: a summary here, a page with all the evidence in A-B.html.

    Examples:  comity brief RUS CHN
               comity brief "United Kingdom" France --since 1946 --out briefs/
    """
    from comity.report.brief import brief as write_brief

    made = write_brief(
        open_world(world), a, b, out or Path(), since=since, until=until,
        compare=None if compare is None else dyads(compare),
    )  # fmt: skip
    _print(made)


def dyads(text: str) -> list[tuple[str, str]]:
    """``USA-GBR,IND-RUS`` as pairs."""
    pairs = []
    for part in text.split(","):
        sides = [side.strip() for side in part.split("-")]
        if len(sides) != 2 or not all(sides):
            raise ComityError(f'"{part[:40]}" is not a dyad; write two states as USA-GBR')
        pairs.append((sides[0], sides[1]))
    return pairs


def _print(made: Brief) -> None:
    from rich.console import Console

    from comity.report.wording import period, state

    console = Console(highlight=False)
    console.print(
        f"[bold]{state(made.a)} and {state(made.b)}[/bold], {period(made.since, made.until)}\n"
    )
    for section in made.sections:
        if not (section.sentences() or section.notes()):
            continue
        console.print(f"[bold]{section.title}[/bold]", markup=True)
        for sentence in section.sentences():
            console.print(f"  {sentence.text}", markup=False)
        for note in section.notes():
            console.print(f"  not covered: {note.text}", style="dim", markup=False)
    rows = sum(sum(entry.heights) for entry in made.entries)
    console.print(f"\n{len(made.entries)} entries of evidence, {rows:,} rows", style="dim")
    if made.path is not None:
        console.print(f"page: {made.path}", markup=False, soft_wrap=True)
