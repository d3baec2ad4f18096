"""The brief: how two states stand to each other, with every figure traced to its rows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from comity import states
from comity.errors import ComityError, DataError
from comity.measures.scope import Scope
from comity.report.evidence import Book, Entry
from comity.report.model import Section
from comity.report.subject import Subject
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Brief", "brief", "summarise"]

#: A brief looks back this far unless told otherwise.
SINCE = 1990
#: Dyads a comparison falls back on: well-known points between alliance and enmity.
LANDMARKS = (("USA", "GBR"), ("RUS", "IND"), ("RUS", "IRN"), ("USA", "CHN"), ("FRA", "DEU"))
COMPARED = 4


@dataclass(frozen=True, slots=True)
class Brief:
    """A finished brief.

    Attributes
    ----------
    a, b
        Keys of the two states.
    since, until
        Period.
    sections
        Headline first.
    entries
        The evidence, in order of citation.
    path
        Where the page was written; None if it was not.
    """

    world: World
    a: str
    b: str
    since: int
    until: int
    sections: tuple[Section, ...]
    entries: tuple[Entry, ...]
    path: Path | None

    def headline(self) -> list[str]:
        """The two or three sentences at the top."""
        return [s.text for s in self.sections[0].sentences()]

    def table(self) -> pl.DataFrame:
        """The values of all indicators of the dyad in the period."""
        from comity.measures.measurement import measure

        return measure(self.world, self.a, self.b, since=self.since, until=self.until).table()

    def plot(self) -> alt.LayerChart | alt.FacetChart | alt.Chart:
        """UN voting agreement over the period."""
        from comity.measures.measurement import measure

        return measure(
            self.world, self.a, self.b, ["unga_agreement"], since=self.since, until=self.until
        ).plot()

    def evidence(self) -> tuple[Entry, ...]:
        """Every entry of evidence, with its rows and sources."""
        return self.entries


def brief(
    world: World,
    a: str,
    b: str,
    path: str | Path | None = None,
    *,
    since: int | None = None,
    until: int | None = None,
    compare: Sequence[tuple[str, str]] | None = None,
) -> Brief:
    """Write the brief of a dyad.

    Parameters
    ----------
    world
        The world to read.
    a, b
        Two states, by key, code or name.
    path
        File of the page, or a folder in which it becomes ``A-B.html``; None writes nothing.
    since, until
        Period; by default 1990 to today, or the dyad's whole life if it ended before.
    compare
        Dyads to set beside it, each once; by default three or four well-known ones.

    Raises
    ------
    ComityError
        For an unknown state, twice the same one, a reversed period, or a path that cannot be written.
    """
    from comity.report.charts import warm_up
    from comity.report.sections import all_sections

    subject = _subject(world, a, b, since, until, compare)
    drawing = warm_up()
    sections = all_sections(subject)
    drawing.join()
    made = Brief(
        world, subject.a, subject.b, subject.since, subject.until, sections,
        tuple(subject.book.entries), _target(path, subject.a, subject.b),
    )  # fmt: skip
    if made.path is not None:
        from comity.report.page import page

        _write(made.path, page(made))
    return made


def summarise(
    world: World, a: str, b: str, *, since: int | None = None, until: int | None = None
) -> tuple[list[str], list[str]]:
    """The headline of a brief alone: its sentences, and its notes on what is not covered."""
    from comity.report.sections.headline import headline

    section = headline(_subject(world, a, b, since, until, ()))
    return [s.text for s in section.sentences()], [n.text for n in section.notes()]


def _subject(
    world: World,
    a: str,
    b: str,
    since: int | None,
    until: int | None,
    compare: Sequence[tuple[str, str]] | None,
) -> Subject:
    a, b = states.resolve(a), states.resolve(b)
    if a == b:
        raise ComityError(f"{states.name(a)} ({a}) is named twice; a brief needs two states")
    this_year = date.today().year  # noqa: DTZ011
    Scope(since=since, until=until)  # refuses what is no year, and a reversed period
    lived = _lifetime(a, b)
    until = until if until is not None else min(this_year, lived[1])
    since = since if since is not None else (SINCE if until > SINCE else lived[0])
    if since > until:
        # one end was asked for, the other is ours
        raise ComityError(
            f"nothing of {states.name(a)} and {states.name(b)} can be told from {since} on: "
            f"the last year is {until}"
        )
    if compare is None:
        others = [d for d in LANDMARKS if set(d) != {a, b}][:COMPARED]
    else:
        others = [(states.resolve(x), states.resolve(y)) for x, y in compare]
        if same := next((x for x, y in others if x == y), None):
            raise ComityError(f"a dyad to compare names {same} twice")
        once = {frozenset(d): d for d in reversed(others) if set(d) != {a, b}}
        others = list(reversed(once.values()))
    return Subject(world, a, b, since, until, tuple(others), Book(world))


def _lifetime(a: str, b: str) -> tuple[int, int]:
    """First and last year in which both were states; all years if either is no member of the system."""
    spells = states.table().with_columns(
        pl.col("start").dt.year().alias("first"),
        pl.col("end").dt.year().fill_null(9999).alias("last"),
    )
    lives = [spells.filter(pl.col("state") == key) for key in (a, b)]
    if any(life.is_empty() for life in lives):
        return 1946, 9999
    first = max(int(life["first"].min()) for life in lives)  # type: ignore[arg-type]
    last = min(int(life["last"].max()) for life in lives)  # type: ignore[arg-type]
    return (first, last) if first <= last else (first, first)


def _target(path: str | Path | None, a: str, b: str) -> Path | None:
    if path is None:
        return None
    path = Path(path)
    return path / f"{a}-{b}.html" if path.is_dir() or not path.suffix else path


def _write(path: Path, text: str) -> None:
    """Write the page beside its place and move it there: never half a page."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False
        ) as stream:
            stream.write(text)
        Path(stream.name).chmod(0o644)
        Path(stream.name).replace(path)
    except OSError as error:
        raise DataError(
            f"the brief cannot be written to {path}: {error.strerror or error}"
        ) from error
