"""A document read by a language model that the user configures.

Nothing is sent without an endpoint and a model being named: :func:`comity.reading.llm_settings.llm_settings`.
What comes back is only ever parsed as records, and every record's quotation must stand in the passage.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from comity.errors import ComityError
from comity.reading.document import Document
from comity.reading.llm_answer import items, records_of
from comity.reading.llm_cache import keep, kept
from comity.reading.llm_client import Answer, EndpointError, Garbled, ask
from comity.reading.llm_passages import Passage, halves, passages
from comity.reading.llm_redaction import Redaction, redaction
from comity.reading.llm_schema import request
from comity.reading.llm_settings import LlmSettings
from comity.reading.record import Record
from comity.reading.sentences import sentences

__all__ = ["Tally", "read_with_llm", "would_send"]


@dataclass(slots=True)
class Tally:
    """What reading took and what became of it, over any number of documents.

    Attributes
    ----------
    passages, asked, cached, retried, failed
        Passages; requests answered; answers kept from before; tries beyond the first; passages without a
        usable answer.
    kept, dropped
        Records; proposals that were none, by reason.
    tokens_in, tokens_out, uncounted
        As the endpoint counts them; answers it did not count.
    closed
        Why the endpoint is of no more use, once it is not: further documents are refused at once.
    """

    passages: int = 0
    asked: int = 0
    cached: int = 0
    retried: int = 0
    failed: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    tokens_in: int = 0
    tokens_out: int = 0
    uncounted: int = 0
    closed: str | None = None

    def cost(self, settings: LlmSettings) -> float | None:
        """In the currency of the prices; None where they are not both stated."""
        if settings.price_in is None or settings.price_out is None:
            return None
        return (self.tokens_in * settings.price_in + self.tokens_out * settings.price_out) / 1e6

    def lines(self, settings: LlmSettings) -> list[str]:
        """The account of a run, for people."""
        told = [
            f"{settings.model}: {self.passages:,} passages; {self.asked:,} asked, {self.cached:,} kept",
            f"tries again: {self.retried:,}; passages without a usable answer: {self.failed:,}",
            f"tokens: {self.tokens_in:,} sent, {self.tokens_out:,} received"
            + (
                f"; {self.uncounted:,} answers not counted by the endpoint"
                if self.uncounted
                else ""
            ),
        ]
        cost = self.cost(settings)
        told.append("cost: no prices stated" if cost is None else f"cost: {cost:,.4f}")
        told.append(f"records: {self.kept:,} kept, {self.dropped.total():,} dropped")
        told += [f"  dropped: {n:,} {why}" for why, n in self.dropped.most_common()]
        return told


def read_with_llm(
    document: Document, settings: LlmSettings, *, tally: Tally | None = None
) -> list[Record]:
    """Records of a document as a language model reads it, in order of their place.

    Parameters
    ----------
    document
        As opened; sidebars are not sent.
    settings
        The endpoint, and how it is used.
    tally
        Is added to: requests, tokens, what was dropped and why.

    Raises
    ------
    EndpointError
        Where the endpoint cannot be reached or refuses. What it answered before is kept: reading
        again goes on from there.
    ComityError
        Where the document has more passages than ``settings.most_passages``.
    """
    tally = Tally() if tally is None else tally
    if tally.closed is not None:
        raise EndpointError(tally.closed)
    parts, hidden = _prepared(document, settings)
    found: list[Record] = []
    for passage in parts:
        tally.passages += 1
        found += _read(document, settings, passage, hidden, tally)
    found.sort(key=lambda record: (record.char_start, record.char_end))
    tally.kept += len(found)
    return [_numbered(record, number) for number, record in enumerate(found, start=1)]


def would_send(document: Document, settings: LlmSettings) -> list[dict[str, object]]:
    """The bodies of the requests that reading a document would send; nothing is sent."""
    parts, hidden = _prepared(document, settings)
    return [request(settings, document, passage, hidden)[0] for passage in parts]


def _numbered(record: Record, number: int) -> Record:
    """A record under its number in the document."""
    return record.model_copy(update={"id": f"{record.doc}#{number:04}"})


def _prepared(document: Document, settings: LlmSettings) -> tuple[list[Passage], Redaction]:
    parted = sentences(document)
    parts = passages(parted, settings.passage)
    if len(parts) > settings.most_passages:
        raise ComityError(
            f"{document.name}: {len(parts):,} passages, more than {settings.most_passages:,}, the most of "
            "one document\n  nothing of it was sent; read it by rules, or in parts"
        )
    read = tuple(s for s in parted if s.section != "sidebar")
    return parts, redaction(document, read, persons=settings.persons, names=settings.names)


def _read(
    document: Document, settings: LlmSettings, passage: Passage, hidden: Redaction, tally: Tally
) -> list[Record]:
    """Records of a passage; of its halves where the answer ran out of room."""
    body, window = request(settings, document, passage, hidden)
    try:
        answer, proposed = _answered(settings, body, tally)
    except EndpointError as problem:
        if problem.final:
            tally.closed = str(problem)
            raise
        tally.failed += 1
        return []
    if answer.cut and (parts := halves(passage)) is not None:
        return [r for part in parts for r in _read(document, settings, part, hidden, tally)]
    if proposed is None:
        tally.failed += 1
        return []
    return records_of(proposed, document, passage, window, hidden, tally.dropped)


def _answered(
    settings: LlmSettings, body: dict[str, object], tally: Tally
) -> tuple[Answer, list[object] | None]:
    """The answer to a request, kept or asked for, and the records it proposes; None where it is garbled."""
    held = kept(settings, body)
    if held is not None:
        tally.cached += 1
        return held, _proposed(held)
    answer, proposed = Answer(""), None
    for _ in range(min(settings.tries, 2)):
        try:
            answer = ask(settings, body)
        except Garbled:
            tally.asked += 1
            tally.uncounted += 1
            tally.retried += settings.tries - 1
            return answer, None
        tally.asked += 1
        tally.retried += answer.tries - 1
        tally.tokens_in += answer.tokens_in or 0
        tally.tokens_out += answer.tokens_out or 0
        tally.uncounted += answer.tokens_in is None or answer.tokens_out is None
        proposed = _proposed(answer)
        if proposed is not None or answer.cut:
            keep(settings, body, answer)
            break
    return answer, proposed


def _proposed(answer: Answer) -> list[object] | None:
    try:
        return items(answer.content)
    except Garbled:
        return None
