"""``comity brief``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Since, StateA, StateB, Until, WorldDir, open_world
from comity.cli.tables import printable
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
    """The headline whole, and how each other section begins; the rest is on the page."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from comity.report.wording import period, state

    console = Console(highlight=False)

    def say(text: str, style: str = "") -> None:
        # a terminal breaks lines at no-break spaces; before a per cent sign it need not have one
        shown = printable(
            text.replace("\N{NO-BREAK SPACE}%", "%").replace("\N{NO-BREAK SPACE}", " ")
        )
        console.print(Padding(Text(shown, style=style), (0, 0, 0, 2)))

    names = f"{state(made.a)} and {state(made.b)}"
    title = Text(names[:1].upper() + names[1:], style="bold")
    console.print(title.append(f", {period(made.since, made.until)}\n", style="not bold"))
    headline, *others = made.sections
    for sentence in headline.sentences():
        say(sentence.text)
    for note in headline.notes():
        say(f"Not covered: {note.text}", "dim")
    for section in others:
        first = next(iter(section.sentences()), None)
        if first is not None:
            console.print(Text(f"\n{section.title}", style="bold"))
            say(first.text)
    rows = sum(sum(entry.heights) for entry in made.entries)
    console.print(Text(f"\n{len(made.entries)} entries of evidence, {rows:,} rows", style="dim"))
    if made.path is not None:
        console.print(Text(f"Page: {made.path}"), soft_wrap=True)
