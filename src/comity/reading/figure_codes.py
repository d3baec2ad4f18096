"""What a figure tells of its pair: the action, domain, polarity and form of its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.reading.actions import Predicate
from comity.reading.changes import direction
from comity.reading.flow_parties import Parties
from comity.reading.lexicon import noun_forms
from comity.reading.marks import Mark, low_at, word_set
from comity.reading.quantities import Quantity
from comity.reading.who import Last

__all__ = ["FigureCode", "coded", "of_the_same"]


@dataclass(frozen=True, slots=True)
class FigureCode:
    """As in :class:`comity.reading.record.Record`."""

    action: str
    domain: str
    polarity: int
    form: str


#: Forms that say more of a figure than that it is traded.
_TELLING = word_set(
    "built delivered deployed forecast fought order plan promise sanctioned signed withheld"
)
#: Acts that say the same of everything they are told of.
_PLAIN = ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION")


def coded(
    figure: Quantity,
    flow: Parties | None,
    act: Predicate | None,
    words: Sequence[Mark],
    *,
    gives: bool,
    pair: bool,
) -> FigureCode:
    """The code of a figure.

    Parameters
    ----------
    figure, flow
        A figure, and what it measures, where a noun names it.
    act
        The act around it, where it tells of its sides or of nobody.
    words
        Marks of the sentence.
    gives, pair
        Whether its verb gives or takes; whether it has both sides.
    """
    known = act is not None and act.action != "NONE"
    plain = act is not None and act.action.startswith(_PLAIN)
    telling = act is not None and (act.form in _TELLING or (plain and act.form == "occurred"))
    form = act.form if act and telling else "traded"
    domain = _domain(figure, flow, words) or (act.domain if act and known else _plain(figure))
    if figure.kind == "direction":
        return FigureCode("COOPERATE", "economic", -1, "traded")
    if figure.kind == "share" and not pair:
        return FigureCode("SHARE", domain, 0, "traded")
    alone = flow is None or flow.flow.way == "own"
    falls = act is not None and figure.kind != "change" and _changes(words, act)
    fall = figure.kind == "change" and isinstance(figure.value, float) and figure.value < 0
    if act and known and (alone or plain or telling) and not falls:
        return FigureCode(act.action, domain, -1 if fall else act.polarity, form)
    if flow is None:
        trades = gives and pair
        return FigureCode("COOPERATE" if trades else "NONE", domain, int(trades), form)
    return FigureCode(flow.flow.action, domain, -1 if fall else flow.flow.polarity, form)


def _changes(words: Sequence[Mark], act: Predicate) -> bool:
    """Whether an act is that something rises or falls: it says nothing of a level."""
    return any(act.start <= w.start < act.end and direction(w.low) for w in words)


def _plain(figure: Quantity) -> str:
    """Domain of a figure of which nothing else says it."""
    return "diplomatic" if figure.unit in ("acts", "people", "states") else "economic"


def of_the_same(figure: Quantity, code: FigureCode, last: Last, *, same: bool) -> FigureCode:
    """The code of a figure that goes on about what the last one measured ("growth was 5 per cent").

    ``same``: it is of the same sides, and its clause names none; else in the same unit at least.
    """
    plain = code.domain == "economic" and (same or last.unit == figure.unit in _AMOUNTS)
    code = replace(code, domain=last.domain) if plain else code
    if not same or code.action not in ("NONE", last.action) or last.action == "NONE":
        return code
    fall = figure.kind == "change" and isinstance(figure.value, float) and figure.value < 0
    return replace(code, action=last.action, polarity=-1 if fall else last.polarity)


#: Units that mostly measure one thing in a text.
_AMOUNTS = ("kilograms", "tonnes")


def _domain(figure: Quantity, flow: Parties | None, words: Sequence[Mark]) -> str:
    """Domain of what is measured: by its unit, by the things named beside it, by what flows."""
    unit = (figure.unit or "").partition(" ")[0]
    if unit in _UNITS:
        return _UNITS[unit]
    spans = [_phrase(words, part.start, part.end) for part in (figure, flow) if part]
    things = {
        domain
        for at, word in enumerate(words)
        if any(a <= word.start and word.end <= b for a, b in spans)
        for domain in [_thing(words, at)]
    }
    found = next((d for d in ("energy", "military", "technology") if d in things), "")
    return found or (flow.flow.domain if flow else "")


def _thing(words: Sequence[Mark], at: int) -> str:
    """Domain of the thing that a word names, with the one before or behind it ("nuclear plant")."""
    names, low = noun_forms(), words[at].low
    for name in (f"{low_at(words, at - 1)} {low}", f"{low} {low_at(words, at + 1)}", low):
        if name in names:
            return names[name].domain
    return ""


def _phrase(words: Sequence[Mark], start: int, end: int) -> tuple[int, int]:
    """Where the noun phrase around a stretch begins and ends."""
    first = max((w.end for w in words if w.end <= start and w.low in _STOPS), default=0)
    last = min(
        (w.start for w in words if w.start >= end and w.low in _STOPS), default=end + _BESIDE
    )
    return max(first, start - _BESIDE), min(last, end + _BESIDE)


#: What stands between two noun phrases.
_STOPS = word_set(
    "to from on in at by for with and or but that which who than into under over as since before after "
    "during was were is are has have had will would , ; : ."
)
#: Characters of a phrase on one side, at most.
_BESIDE = 40
_UNITS = {
    "aircraft": "military", "barrels": "energy", "cubic": "energy", "megawatt-hours": "energy",
    "megawatts": "energy", "troops": "military", "weapons": "military",
}  # fmt: skip
