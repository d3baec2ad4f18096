"""What documents tell, in a page: words and deeds by dyad, telling records, figures, who speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import typer

from comity.cli.tables import print_table

if TYPE_CHECKING:
    from comity.reading.record import Record

__all__ = ["print_summary"]

_DYADS, _QUOTES, _FIGURES, _SPEAKERS = 10, 3, 12, 10


def print_summary(records: Sequence[Record], documents: int) -> None:
    """Print what records tell."""
    kinds = Counter(record.kind for record in records)
    told = ", ".join(f"{n} {kind}{'s' * (n != 1)}" for kind, n in kinds.most_common()).replace(
        "quantitys", "quantities"
    )
    typer.echo(
        f"{documents} document{'s' * (documents != 1)}: {told or 'nothing among states found'}\n"
    )
    dyads: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        for pair in combinations(sorted(record.actors), 2):
            dyads.setdefault(pair, []).append(record)
    first = sorted(dyads.items(), key=lambda item: -len(item[1]))[:_DYADS]
    if first:
        print_table(
            "Words and deeds", ("pair", "words +", "words –", "deeds +", "deeds –", "most telling"),
            [(f"{a}–{b}", *_counts(found), _telling(found)) for (a, b), found in first], right=(1, 2, 3, 4),
        )  # fmt: skip
    figures = [record for record in records if record.value is not None]
    if figures:
        print_table(
            "Figures", ("about", "date", "figure", "words"),
            [
                (
                    " > ".join(p for p in (r.source_actor, r.target_actor) if p), r.date or "",
                    f"{_number(r.value)} {r.unit or ''}".strip(), _quote(r),
                )
                for r in figures[:_FIGURES]
            ],
        )  # fmt: skip
    speakers = Counter((r.speaker, r.affiliation or "unknown") for r in records if r.speaker)
    if speakers:
        print_table(
            "Who speaks", ("speaker", "for", "records"),
            [(who or "", whom, str(n)) for (who, whom), n in speakers.most_common(_SPEAKERS)], right=(2,),
        )  # fmt: skip
    typer.echo("every record with its span:  comity read FILE --jsonl OUT")


def _counts(records: Sequence[Record]) -> tuple[str, str, str, str]:
    count = Counter((r.word_or_deed, r.polarity) for r in records if r.kind != "quantity")
    return (
        str(count["word", 1] or ""), str(count["word", -1] or ""), str(count["deed", 1] or ""),
        str(count["deed", -1] or ""),
    )  # fmt: skip


def _telling(records: Sequence[Record]) -> str:
    """The words of the dated and done first."""
    best = sorted(records, key=lambda r: (r.word_or_deed != "deed", r.date is None, r.char_start))
    return " · ".join(dict.fromkeys(f"“{_quote(r)}”" for r in best[:_QUOTES]))


def _quote(record: Record, longest: int = 90) -> str:
    words = " ".join(record.sentence.split())
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0] + "…"


def _number(value: str | float | None) -> str:
    """A value as a person writes it: 68 billion, 1.8 million, 29.5; words as they are."""
    try:
        number = float(value or "")
    except ValueError:
        return str(value)
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(number) >= size:
            return f"{number / size:.6g}{word}"
    return f"{number:,.6g}" if abs(number) < 1e5 else f"{number:,.0f}"
