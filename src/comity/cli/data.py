"""``comity data``: which sources there are, and getting, adding, checking and building from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, write_rows
from comity.cli.tables import print_table

if TYPE_CHECKING:
    from comity.sources.fetch import Progress
    from comity.sources.reader import Reader

data = typer.Typer(help="Sources: list, fetch, add, check, build.", no_args_is_help=True)

SourceKey = Annotated[
    str, typer.Argument(metavar="SOURCE", help="Key of a source: see  comity data list.")
]
Target = Annotated[
    Path | None,
    typer.Option(
        "--world", metavar="DIR", help="Add to the world in this folder instead of your own."
    ),
]


@data.command("list")
def list_sources(csv: Csv = False, json: Json = False, world: WorldDir = None) -> None:
    """List the sources: what each is, its terms, its years, and whether it is installed.

    Installed: embedded in the package, added by you, or (with --world) in that world.
    """
    from comity.sources.table import sources

    frame = sources(world)
    if write_rows(frame, csv=csv, json=json):
        return
    rows = [
        (
            r["source"], f"{r['first']}–{r['last']}" if r["first"] else "", r["installed"],
            "yes" if r["fetch"] else "", f"{r['title']} · {r['licence']}",
        )
        for r in frame.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("source", "years", "installed", "fetch", "title · licence")
    print_table("Sources", columns, rows)


@data.command()
def add(
    source: SourceKey,
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="Its file, its zip, or a folder of its files.")
    ],
    world: Target = None,
) -> None:
    """Read a source from files you have, and add it to your world (or to the one in --world).

    Example:  comity data add sipri_arms trade-register.csv
    """
    from comity.sources.reader import find_reader

    _add(find_reader(source), path, world)


@data.command()
def fetch(
    source: SourceKey,
    add: Annotated[bool, typer.Option("--add", help="Add it to your world as well.")] = False,
    world: Target = None,
) -> None:
    """Download a source from its stable public address; run it again to resume what broke off.

    Example:  comity data fetch atop --add
    """
    from comity.sources.fetch import fetch as fetch_source
    from comity.sources.reader import find_reader

    reader = find_reader(source)
    with _download_bar() as progress:
        path = fetch_source(reader, progress=progress)
    typer.echo(f"{source} is at {path}")
    if add or world is not None:
        _add(reader, path, world)
    else:
        typer.echo(f"  add it with  comity data add {source} {path}")


@data.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILES]",
            help="CSV or Parquet files of rows, named as their table (ties.csv), instead of a world.",
        ),
    ] = None,
    world: WorldDir = None,
) -> None:
    """Check a world: manifest, checksums, every row of every table, sources and actors named.

    Without --world it is the embedded one and the one you added to. All problems are reported.

    Example:  comity data check --world DIR
    """
    from comity.errors import DataError
    from comity.world.audit import audit, audit_file
    from comity.world.store import MANIFEST, added_folder, embedded_folder

    if files:
        described = _known_sources(world)
        found = [audit_file(file, described) for file in files]
    elif world is not None:
        found = [audit(world)]
    else:
        added = added_folder()
        folders = [embedded_folder(), *([added] if (added / MANIFEST).is_file() else [])]
        found = [audit(folder) for folder in folders]
    wrong = [problem for one in found for problem in one.problems]
    if wrong:
        raise DataError.many(wrong, shown_at_most=len(wrong))
    rows, tables = sum(one.rows for one in found), max(one.tables for one in found)
    typer.echo(f"{rows:,} rows in {tables} table{'s' * (tables != 1)}, no problems")


@data.command()
def build(
    sources: Annotated[
        Path, typer.Option("--from", metavar="DIR", help="Folder of source files, with subfolders.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder to write the world to.")
    ],
    embedded: Annotated[
        bool, typer.Option("--embedded", help="Keep only what may ship, computed and compact.")
    ] = False,
    only: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these sources, separated by commas.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print every note of the readers.")
    ] = False,
) -> None:
    """Build a world from a folder of source files: every source whose files are there.

    Example:  comity data build --from downloads --out world
    """
    from comity.sources.build import build as build_world
    from comity.world.store import check_target, save_world

    check_target(out)
    keys = None if only is None else [key.strip() for key in only.split(",") if key.strip()]
    with _build_bar(keys) as progress:
        built = build_world(sources, only=keys, progress=progress)
        from comity.measures.embedding import embed, place

        progress("placing states")
        world = place(built.world, by_issue=embedded)
        if embedded:
            progress("computing what ships")
            world = embed(world)
        progress("writing")
        save_world(world, out, name="embedded" if embedded else None)
    _print_rows({key: rows for key, (rows, _) in built.read.items()}, f"Read from {sources}")
    _print_notes(((key, notes) for key, (_, notes) in built.read.items()), every=verbose)
    if built.missing:
        typer.echo(f"\nleft out, for want of files: {', '.join(sorted(built.missing))}")
        if verbose:
            typer.echo("\n".join(f"  {why}" for _, why in sorted(built.missing.items())))
    if embedded:
        kept: dict[str, dict[str, int]] = {}
        for table, name, part in world.parts():
            kept.setdefault(name, {})[table] = part.height()
        _print_rows(kept, "Embedded")
    typer.echo(f"\nwritten to {out}: {_megabytes(out):.1f} MB")


def _add(reader: Reader, path: Path, world: Path | None) -> None:
    from comity.sources.reader import read_source
    from comity.world.store import add_part, added_folder, check_target

    folder = world if world is not None else added_folder()
    check_target(folder)
    part, notes = read_source(reader, path)
    rows: dict[str, int] = {table: part_of.height() for table, _, part_of in part.parts()}
    add_part(part, folder)
    _print_rows({reader.source.key: rows}, f"Added to {folder}")
    _print_notes([(reader.source.key, notes)], every=True)


def _known_sources(world: Path | None) -> set[str]:
    """Keys a file of rows may name as its source: those with a reader, and those of the world."""
    from comity.cli.options import open_world
    from comity.sources import READERS

    return set(READERS) | (set() if world is None else set(open_world(world).sources))


def _print_rows(rows: dict[str, dict[str, int]], title: str) -> None:
    lines = [
        (source, table, f"{count:,}")
        for source, tables in sorted(rows.items())
        for table, count in sorted(tables.items())
    ]
    print_table(title, ("source", "table", "rows"), lines, right=(2,))


def _print_notes(notes: Iterable[tuple[str, tuple[str, ...]]], *, every: bool) -> None:
    """The notes of each source; without ``every`` the first two, and how many more there are."""
    for source, lines in notes:
        shown = lines if every else lines[:2]
        for line in shown:
            typer.echo(f"{source}: {line}")
        if len(shown) < len(lines):
            typer.echo(f"{source}: … {len(lines) - len(shown)} more note(s), with -v")


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


@contextmanager
def _download_bar() -> Iterator[Progress]:
    """A bar per file on standard error."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(name: str, done: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=done, total=total)

        yield progress


@contextmanager
def _build_bar(keys: list[str] | None) -> Iterator[Callable[[str], None]]:
    """A bar over the sources on standard error, named after the one being read."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from comity.sources import READERS

    columns = (TextColumn("{task.description:22}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("", total=len(READERS if keys is None else keys) + 1)

        def progress(step: str) -> None:
            bar.update(task, description=step)
            bar.advance(task)

        yield progress
