"""From what a person typed, or a source wrote, to one state."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

import polars as pl

from comity.errors import StateError, shown
from comity.states.files import read
from comity.states.lexicon import (
    LONGEST,
    RANKS,
    STATE_LIKE,
    Lexicon,
    Meaning,
    chief,
    compact,
    lexicon,
)
from comity.states.period import On, period
from comity.states.system import name, spells

__all__ = ["find", "non_state", "resolve", "resolve_actor", "split_names"]

_FIND_SCHEMA = {
    "state": pl.String(), "name": pl.String(), "kind": pl.String(), "matched": pl.String(),
    "start": pl.Date(), "end": pl.Date(), "years": pl.String(),
}  # fmt: skip


def resolve(text: str, on: On | None = None) -> str:
    """The key of the one state, economy or territory that ``text`` names.

    ``text`` may be a key, an ISO 3166 code, a name, a known alias or a Correlates of War
    abbreviation; case, accents and punctuation do not matter. With ``on`` (a date, a year or ISO
    text) the state must be in the system on a day of it and the name must have meant it then:
    ``"Yugoslavia"`` is YUG in 1980 and SRB in 1995, ``"Korea"`` is KRE in 1900 and ambiguous in 1990,
    ``"Germany"`` is DEU at any time at which DEU exists (East Germany is DDR).

    Raises
    ------
    StateError
        Where no state, or more than one, bears the name; the nearest candidates are listed.
    """
    return _resolve(text, on, STATE_LIKE)


def resolve_actor(text: str, on: On | None = None) -> str:
    """Like ``resolve``, for blocs, organisations, groups and the world as well."""
    return _resolve(text, on, None)


def non_state(text: str) -> str | None:
    """What a known label of a data set that names no state is, else None.

    One of: rebel, unrecognised, region, aggregate, unknown (as in "unknown supplier(s)").
    """
    return lexicon().non_state(text)


def split_names(text: str) -> list[str]:
    """The names in a list such as ``"Mauritania, Libya, Yemen, North, Niger"``.

    Lists are separated by commas or semicolons, and some names hold a comma themselves: two
    neighbours that together are a known spelling are one name.
    """
    book, names = lexicon(), list[str]()
    for part in (piece.strip() for piece in text.replace(";", ",").split(",")):
        if not part:
            continue
        joined = f"{names[-1]}, {part}" if names else ""
        if joined and (compact(part) == "the" or book.look_up(joined)):
            names[-1] = joined
        else:
            names.append(part)
    return names


def find(text: str, *, at_most: int = 20) -> pl.DataFrame:
    """Candidates for a name or a part of one, the best first.

    Columns: state, name, kind (of actor), matched (the spelling that fits), start, end (when that
    spelling stood for it; null: always), years (in the state system, as "1816–1945, 1955–").
    """
    form = compact(text)
    if not form:
        return pl.DataFrame(schema=_FIND_SCHEMA)
    near = (
        difflib.get_close_matches(form, lexicon().meanings, n=at_most, cutoff=0.75)
        if len(form) > 3
        else []
    )
    scored: dict[tuple[str, str], tuple[tuple[int, int, int, str], Meaning]] = {}
    for spelling, meanings in lexicon().meanings.items():
        closeness = _closeness(form, spelling, near)
        if closeness is None:
            continue
        for meaning in meanings:
            if meaning.spelling_kind == "misprint" and spelling != form:
                continue
            order = (closeness, RANKS[meaning.spelling_kind], len(meaning.spelling), meaning.actor)
            scored.setdefault((meaning.actor, spelling), (order, meaning))
    ranked = sorted(scored.values(), key=lambda found: found[0])
    best: dict[str, Meaning] = {}
    for _, meaning in ranked:
        best.setdefault(meaning.actor, meaning)
    rows = [
        (m.actor, name(m.actor), m.actor_kind, m.spelling, m.start, m.end, years(m.actor))
        for m in list(best.values())[:at_most]
    ]
    return pl.DataFrame(rows, schema=_FIND_SCHEMA, orient="row")


def years(state: str) -> str:
    """When a state is in the system, for a message: ``1816–1945, 1955–``; empty for others."""
    runs: list[list[int | None]] = []
    for start, end in spells().get(state, ()):
        if runs and runs[-1][1] is not None and start.year - runs[-1][1] <= 1:
            runs[-1][1] = end.year if end else None
        else:
            runs.append([start.year, end.year if end else None])
    return ", ".join(f"{first}–{last or ''}" for first, last in runs)


def _resolve(text: str, on: On | None, kinds: Sequence[str] | None) -> str:
    if not isinstance(text, str):
        raise StateError(
            f"a state is named by text, not by {type(text).__name__} {shown(str(text)[:80])}"
        )
    if len(text) > LONGEST:
        raise StateError(
            f"{shown(text[:LONGEST])} is {len(text):,} characters long, no name of a state\n"
            "  write its name or code: see  comity states find NAME"
        )
    during = None if on is None else period(on)
    book = lexicon()
    every = book.look_up(text)
    meanings = tuple(m for m in every if kinds is None or m.actor_kind in kinds)
    fitting = chief(m for m in meanings if during is None or m.applies(during))
    actors = sorted({m.actor for m in fitting})
    if len(actors) == 1:
        return actors[0]
    if actors:
        raise _ambiguous(text, on, actors)
    if every and not meanings:
        kind = every[0].actor_kind
        raise StateError(
            f"{shown(text)} is {_article(kind)}, not a state\n"
            "  name one state: see  comity states list, or  comity states find NAME"
        )
    if label := book.non_state(text):
        raise StateError(f"{shown(text)} is a label of kind {label}, not a state")
    stub = meanings[0].actor if meanings else ""
    raise _unknown(text, on, _candidates(text, on, meanings, kinds, book), stub)


def _candidates(
    text: str,
    on: On | None,
    meanings: Sequence[Meaning],
    kinds: Sequence[str] | None,
    book: Lexicon,
) -> list[str]:
    """Keys to suggest: the state meant at another time, its kin of the time, then near spellings."""
    keys: list[str] = []
    if meanings:
        meant = [m.actor for m in meanings]
        kin = [
            r for s, r in read("successions").iter_rows() if s in meant and on and _exists(r, on)
        ]
        keys = [k for k in meant if on is None or _exists(k, on)] + kin + meant
    else:
        usable = [
            form
            for form, found in book.meanings.items()
            if len(form) > 3
            and any(kinds is None or m.actor_kind in kinds for m in found)
            and not all(m.spelling_kind == "misprint" for m in found)
        ]
        for form in _nearest(compact(text), usable):
            keys += [m.actor for m in book.meanings[form] if kinds is None or m.actor_kind in kinds]
        if on is not None:
            keys.sort(key=lambda key: not _exists(key, on))
    return list(dict.fromkeys(keys))[:3]


def _nearest(form: str, among: Sequence[str]) -> list[str]:
    """Similar spellings, leaving out those clearly further off than the best."""
    near = difflib.get_close_matches(form, among, n=5, cutoff=0.7)
    ratios = [difflib.SequenceMatcher(None, candidate, form).ratio() for candidate in near]
    return [
        candidate
        for candidate, ratio in zip(near, ratios, strict=True)
        if ratio >= ratios[0] - 0.08
    ]


def _exists(key: str, on: On) -> bool:
    return any(m.actor == key and m.applies(period(on)) for m in lexicon().look_up(key))


def _unknown(text: str, on: On | None, keys: Sequence[str], stub: str) -> StateError:
    lines = [f"no state called {shown(text)}" + (f" in {on}" if on is not None else "")]
    if keys:
        lines.append(f"did you mean  {_listed(keys)}?")
    stub = (stub or (keys[0] if keys else compact(text)[:3])).lower() or "NAME"
    lines.append(f"in the data's own spelling: see  comity states find {stub}")
    return StateError("\n  ".join(lines))


def _ambiguous(text: str, on: On | None, keys: Sequence[str]) -> StateError:
    when = f" in {on}" if on is not None else ""
    return StateError(
        f"{shown(text)} names more than one state{when}\n"
        f"  did you mean  {_listed(keys)}?\n"
        f"  in the data's own spelling: see  comity states find {compact(text)}"
    )


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(
        f"{name(key)} ({key}, {years(key)})" if years(key) else f"{name(key)} ({key})"
        for key in keys
    )


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else ("the world" if kind == "world" else f"a {kind}")


def _closeness(form: str, spelling: str, near: Sequence[str]) -> int | None:
    if spelling == form:
        return 0
    if spelling.startswith(form):
        return 1
    if len(form) > 2 and form in spelling:
        return 2
    return 3 + near.index(spelling) if spelling in near else None
