"""``comity read --reader llm``: its settings, what it would send, and the account of what it took."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from comity.reading.document import Document
    from comity.reading.record import Record

__all__ = ["Endpoint", "LlmReader", "Model", "Redact", "RedactPersons", "WouldSend"]

Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        help="With --reader llm: up to /chat/completions; else COMITY_LLM_URL.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", metavar="NAME", help="With --reader llm: the model; else COMITY_LLM_MODEL."
    ),
]
Redact = Annotated[
    list[str] | None,
    typer.Option(
        "--redact",
        metavar="WORDS",
        help="With --reader llm: replaced before sending; may be repeated.",
    ),
]
RedactPersons = Annotated[
    bool,
    typer.Option(
        "--redact-persons", help="With --reader llm: names of persons are replaced before sending."
    ),
]
WouldSend = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help="With --reader llm: print what would be sent, as JSON Lines; send nothing.",
    ),
]


class LlmReader:
    """A reader of documents by the model a person configured, and its account."""

    def __init__(
        self, endpoint: str | None, model: str | None, redact: list[str] | None, persons: bool
    ) -> None:
        from comity.reading.llm import Tally
        from comity.reading.llm_settings import llm_settings

        self._settings = llm_settings(
            url=endpoint, model=model, names=tuple(redact or ()), persons=persons
        )
        self._tally = Tally()

    def __call__(self, document: Document) -> tuple[Record, ...]:
        """Records of a document."""
        from comity.reading.llm import read_with_llm

        return tuple(read_with_llm(document, self._settings, tally=self._tally))

    def would_send(self, documents: Iterable[Document]) -> None:
        """Print the requests, one a line, and how much they hold."""
        from comity.reading.llm import would_send

        requests = letters = 0
        for document in documents:
            for body in would_send(document, self._settings):
                line = json.dumps(body, ensure_ascii=False)
                requests, letters = requests + 1, letters + len(line)
                typer.echo(line)
        typer.echo(
            f"{requests:,} request{'s' * (requests != 1)} of {letters:,} characters would go to "
            f"{self._settings.url}; nothing was sent",
            err=True,
        )

    def report(self) -> None:
        """What reading took, on standard error."""
        for line in self._tally.lines(self._settings):
            typer.echo(line, err=True)
