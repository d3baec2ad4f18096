"""Articles on one pair of states side by side: where they agree, where they contradict, on which records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from comity import states
from comity.answers.check import Check, check
from comity.answers.check_deeds import about
from comity.answers.contrast_figures import printed_figures
from comity.answers.contrast_topics import TOPICS, Topic, answers
from comity.errors import ComityError, printable
from comity.reading.document import Document
from comity.reading.record import Record
from comity.reading.vocabulary import WORLD_DOMAINS
from comity.world.schema import DOMAINS
from comity.world.world import World

__all__ = ["BOTH", "SILENT", "Contrast", "contrast"]

SILENT, BOTH = "silent", "both"
#: One answer must be given twice as often as the other to be an article's own.
CLEAR = 2
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Contrast:
    """Articles side by side.

    Attributes
    ----------
    a, b
        The pair of states, in the order asked.
    checks
        Each article, held against the world, in the order given.
    """

    a: str
    b: str
    checks: tuple[Check, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """What each article is called in a narrow table."""
        return tuple(LETTERS[i] for i in range(len(self.checks)))

    def table(self) -> pl.DataFrame:
        """The records that answer a question, each with where it stands.

        Returns
        -------
        DataFrame
            topic, question, answer, letter, document, id, start, end (characters of the file), speaker,
            affiliation, hedged, outcome (against the world), quote.
        """
        rows = []
        for letter, one in zip(self.letters, self.checks, strict=True):
            for held in one.held:
                r = held.record
                rows += [
                    (
                        topic.key, topic.question, topic.pro if sign > 0 else topic.con, letter,
                        one.document.name, r.id, r.char_start, r.char_end, r.speaker, r.affiliation, r.hedged,
                        held.outcome, r.sentence,
                    )
                    for topic, sign in (answers(r) if self._on(r) else ())
                ]  # fmt: skip
        names = [
            "topic", "question", "answer", "letter", "document", "id", "start", "end", "speaker",
            "affiliation", "hedged", "outcome", "quote",
        ]  # fmt: skip
        kinds: dict[str, type[pl.DataType]] = {
            "start": pl.Int64,
            "end": pl.Int64,
            "hedged": pl.Boolean,
        }
        schema = {name: kinds.get(name, pl.String) for name in names}
        frame = pl.DataFrame(rows, schema=schema, orient="row").sort(
            "letter", "start", maintain_order=True
        )
        return frame.filter(pl.Series(_apart(frame), dtype=pl.Boolean()))

    def positions(self) -> pl.DataFrame:
        """Each article's answer to each question.

        Returns
        -------
        DataFrame
            topic, question, pro, con (the two answers), verdict (see :func:`verdict`), and a column for each
            letter: the answer, ``both`` where neither is given twice as often, ``silent`` where none is.
        """
        found = self.table()
        rows = []
        for topic in TOPICS:
            cells = [self._position(found, topic, letter)[0] for letter in self.letters]
            rows.append((topic.key, topic.question, topic.pro, topic.con, verdict(cells), *cells))
        names = ["topic", "question", "pro", "con", "verdict", *self.letters]
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def counts(self, topic: str, letter: str) -> tuple[int, int]:
        """How often an article gives the first and the second answer to a question."""
        chosen = next(t for t in TOPICS if t.key == topic)
        return self._position(self.table(), chosen, letter)[1]

    def _position(
        self, found: pl.DataFrame, topic: Topic, letter: str
    ) -> tuple[str, tuple[int, int]]:
        given = found.filter((pl.col("topic") == topic.key) & (pl.col("letter") == letter))[
            "answer"
        ].to_list()
        pro, con = given.count(topic.pro), given.count(topic.con)
        if not given:
            return SILENT, (0, 0)
        if pro >= CLEAR * con:
            return topic.pro, (pro, con)
        return (topic.con if con >= CLEAR * pro else BOTH), (pro, con)

    def figures(self) -> pl.DataFrame:
        """Figures of the same thing: :func:`~comity.answers.contrast_figures.printed_figures`."""
        return printed_figures(self.checks, self.letters, self.a, self.b)

    def domains(self) -> pl.DataFrame:
        """What each article tells of the pair by domain.

        Returns
        -------
        DataFrame
            domain, letter, closer, apart, neither: numbers of records by polarity.
        """
        rows = []
        for domain in DOMAINS:
            for letter, one in zip(self.letters, self.checks, strict=True):
                told = [
                    r
                    for r in one.records
                    if about(r, self.a, self.b)
                    and WORLD_DOMAINS[r.domain] == domain
                    and r.section != "sidebar"
                ]
                rows.append(
                    (domain, letter, *(sum(r.polarity == s for r in told) for s in (1, -1, 0)))
                )
        kinds = [pl.String, pl.String, pl.Int64, pl.Int64, pl.Int64]
        names = ["domain", "letter", "closer", "apart", "neither"]
        return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")

    def _on(self, record: Record) -> bool:
        """Whether a record is about the pair, between them or of both towards others."""
        pair = {self.a, self.b}
        return (
            about(record, self.a, self.b)
            or pair <= set(record.sources)
            or pair <= set(record.targets)
        )


def _apart(frame: pl.DataFrame) -> list[bool]:
    """Rows to keep: of spans that overlap and give one answer to one question, the shortest."""
    kept: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    out = [False] * frame.height
    lengths = sorted(range(frame.height), key=lambda i: frame["end"][i] - frame["start"][i])
    for i in lengths:
        row = frame.row(i, named=True)
        taken = kept.setdefault((row["topic"], row["answer"], row["letter"]), [])
        if not any(row["start"] < e and s < row["end"] for s, e in taken):
            taken.append((row["start"], row["end"]))
            out[i] = True
    return out


def verdict(cells: Sequence[str]) -> str:
    """What several positions on one question come to.

    ``contradict`` where two give different answers; ``agree``; ``partly`` where some give both; ``each
    undecided``; ``one alone``; ``silent``.
    """
    given = [c for c in cells if c != SILENT]
    clear = {c for c in given if c != BOTH}
    if len(clear) > 1:
        return "contradict"
    if not given:
        return "silent"
    if len(given) == 1:
        return "one alone"
    if not clear:
        return "each undecided"
    return "agree" if BOTH not in given else "partly"


def contrast(
    world: World,
    sources: Sequence[Document | str | Path | Check],
    *,
    dyad: str | tuple[str, str] | None = None,
    records: Sequence[Record] | None = None,
) -> Contrast:
    """Set articles side by side on one pair of states.

    Parameters
    ----------
    sources
        At least two: documents, files of one each, or documents already held against the world.
    dyad
        The pair, as ``"RUS-CHN"`` or two states; by default the pair that most of them are about.
    records
        What they say, by name of document; by default read from them.

    Raises
    ------
    ComityError
        For fewer than two articles, more than 26, a pair that is none, or no pair told of by two of them.
    """
    if not 2 <= len(sources) <= len(LETTERS):
        raise ComityError(
            f"{len(sources)} articles cannot be set side by side; name 2 to {len(LETTERS)}"
        )
    checks = tuple(
        source if isinstance(source, Check) else check(world, source, records=_of(records, source))
        for source in sources
    )
    a, b = _pair(dyad) if dyad is not None else _common(checks)
    return Contrast(a, b, checks)


def _of(records: Sequence[Record] | None, source: Document | str | Path) -> list[Record] | None:
    """Records of one document; None where there are none, so that it is read."""
    name = source.name if isinstance(source, Document) else Path(source).name
    return [r for r in records or () if r.doc == name] or None


def _pair(dyad: str | tuple[str, str]) -> tuple[str, str]:
    sides = dyad.split("-") if isinstance(dyad, str) else list(dyad)
    if len(sides) != 2 or not all(s.strip() for s in sides):
        raise ComityError(f'"{str(dyad)[:40]}" is not a dyad; write two states as RUS-CHN')
    a, b = (states.resolve(side.strip()) for side in sides)
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a dyad needs two states")
    return a, b


def _common(checks: Sequence[Check]) -> tuple[str, str]:
    """The pair that leads most articles."""
    ranks: Counter[tuple[str, str]] = Counter()
    tellers: Counter[tuple[str, str]] = Counter(pair for one in checks for pair in one.dyads)
    for one in checks:
        for place, pair in enumerate(one.dyads[:5]):
            ranks[pair] += 5 - place if tellers[pair] > 1 else 0
    if not any(ranks.values()):
        first = [
            f"{c.document.name}: {'-'.join(c.dyads[0]) if c.dyads else 'no pair'}" for c in checks
        ]
        raise ComityError(
            "no two of these articles are about the same two states "
            f"({printable('; '.join(first))[:300]}); name a dyad with  --dyad RUS-CHN"
        )
    return max(sorted(ranks), key=lambda pair: ranks[pair])
