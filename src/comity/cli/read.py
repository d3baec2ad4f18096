"""``comity read``: articles into traced claims, events, quantities and relations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from comity.cli.read_llm import Endpoint, Model, Redact, RedactPersons, WouldSend

if TYPE_CHECKING:
    from comity.cli.read_llm import LlmReader
    from comity.reading.corrections import Corrected
    from comity.reading.document import Document
    from comity.reading.record import Record

__all__ = ["read"]


class _Reader(Protocol):
    def __call__(self, document: Document) -> tuple[Record, ...]: ...


def read(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Text, HTML, PDF, a feed file, or a folder of them."),
    ],
    jsonl: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write the records as JSON Lines.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="WORLD", help="Add the records as rows to the world in this folder."),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="D",
            help="Date of publication (2024, 2024-05 or 2024-05-21) where it is not in the text.",
        ),
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="JSON Lines a person has set right: its records win."),
    ] = None,
    reader: Annotated[
        str,
        typer.Option(metavar="rules|llm", help="Who reads: rules, or the model you configured."),
    ] = "rules",
    endpoint: Endpoint = None,
    model: Model = None,
    redact: Redact = None,
    redact_persons: RedactPersons = False,
    dry_run: WouldSend = False,
) -> None:
    """Read articles: who does or says what to whom, with the span each record came from.

    A file that cannot be read is reported and skipped. Without --jsonl and --into a summary is printed.

    Example:  comity read articles/ --jsonl records.jsonl
    """
    from comity.errors import ComityError
    from comity.reading.record import read_records, write_records

    _check_date(date)
    lines = None if corrections is None else read_records(corrections)
    llm = _llm(reader, endpoint, model, redact, redact_persons, dry_run)
    if dry_run and llm is not None:
        from comity.reading.document import Document
        from comity.reading.files import each_document

        documents = (found for file in files for found in each_document(file, date=date))
        llm.would_send(found for found in documents if isinstance(found, Document))
        return
    records, texts, skipped = _records(files, date, llm or _reader(reader))
    if llm is not None:
        llm.report()
    for problem in skipped:
        typer.echo(f"skipped  {problem}", err=True)
    if not texts:
        raise ComityError("none of the files could be read")
    if lines is not None:
        from comity.reading.corrections import corrected

        result = corrected(records, lines, texts)
        records = list(result.records)
        _say(result)
    if jsonl is not None:
        write_records(records, jsonl)
        typer.echo(f"{len(records):,} records of {_documents(len(texts))} written to {jsonl}")
    if into is not None:
        from comity.reading.tables import write_into

        counts = write_into(records, into)
        told = ", ".join(f"{n:,} {table}" for table, n in counts.items())
        typer.echo(f"{told} added to {into}")
    if jsonl is None and into is None:
        from comity.cli.read_summary import print_summary

        print_summary(records, len(texts))


def _documents(n: int) -> str:
    return f"{n:,} document{'s' * (n != 1)}"


def _check_date(date: str | None) -> None:
    import re

    from comity.errors import ComityError, shown
    from comity.world.schema import PARTIAL_DATE

    if date is not None and not re.match(PARTIAL_DATE, date):
        raise ComityError(f"--date {shown(date)}: write it as 2024, 2024-05 or 2024-05-21")


def _llm(
    reader: str,
    endpoint: str | None,
    model: str | None,
    redact: list[str] | None,
    redact_persons: bool,
    dry_run: bool,
) -> LlmReader | None:
    """The model's reader where it is asked for."""
    from comity.errors import ComityError

    if reader == "llm":
        from comity.cli.read_llm import LlmReader

        return LlmReader(endpoint, model, redact, redact_persons)
    if endpoint or model or redact or redact_persons or dry_run:
        raise ComityError(
            "--endpoint, --model, --redact, --redact-persons and --dry-run go with --reader llm"
        )
    return None


def _reader(name: str) -> _Reader:
    from comity.errors import ComityError, shown

    if name == "rules":
        from comity.reading.read import reading

        return lambda document: reading(document).records
    raise ComityError(f"--reader {shown(name)} is not one of rules, llm")


def _records(
    files: list[Path], date: str | None, reader: _Reader
) -> tuple[list[Record], dict[str, str], list[str]]:
    """Records, file text by document, and why files were skipped."""
    from comity.errors import ComityError
    from comity.reading.files import Refusal, each_document

    records: list[Record] = []
    texts: dict[str, str] = {}
    skipped: list[str] = []
    with _bar() as step:
        for file in files:
            for found in each_document(file, date=date):
                if isinstance(found, Refusal):
                    if not found.passed:
                        skipped.append(found.reason)
                    continue
                step(found.name)
                try:
                    records += reader(found)
                except ComityError as problem:
                    skipped.append(f"{found.name}: {problem}")
                    continue
                texts[found.name] = found.raw
    return records, texts, skipped


@contextmanager
def _bar() -> Iterator[_Step]:
    """A count of documents on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} read"),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("")

        def step(name: str) -> None:
            bar.update(task, advance=1, description=name[:60])

        yield step


class _Step(Protocol):
    def __call__(self, name: str) -> None: ...


def _say(result: Corrected) -> None:
    typer.echo(
        f"corrections: {result.replaced} replaced, {result.added} added, {result.deleted} deleted",
        err=True,
    )
    for conflict in result.conflicts:
        typer.echo(f"conflict  {conflict}", err=True)
