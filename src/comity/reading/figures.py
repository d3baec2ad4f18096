"""Which figures of a sentence are worth a record, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from comity.reading.actions import Predicate
from comity.reading.drafts import Draft
from comity.reading.elisions import Told, respectively, set_apart
from comity.reading.flow_parties import Parties, parties
from comity.reading.flows import gives
from comity.reading.lexicon import noun_forms
from comity.reading.marks import Mark, marks
from comity.reading.named import Named
from comity.reading.quantities import Quantity
from comity.reading.sides import sides
from comity.reading.who import Memory, Sides

__all__ = ["About", "Scene", "counted", "measured"]

#: Counts of who is spoken of, and of what has no unit: no figures of a relation.
_ACTORS = frozenset(["states", "count"])
#: Fewer people than these are those a text speaks of ("three ministers").
_CROWD = 10.0


def measured(figure: Quantity) -> bool:
    """Whether a figure measures something: no count of actors or things already told, no length of time."""
    if figure.kind == "duration" or figure.definite:
        return False
    if figure.kind == "count" and (figure.unit in _ACTORS or figure.value == "several"):
        return False
    if figure.unit == "people" and isinstance(figure.value, float):
        return figure.value >= _CROWD
    return not (figure.unit in ("acts", "people") and isinstance(figure.value, str))


def counted(figures: Sequence[Quantity], draft: Draft) -> Quantity | None:
    """The count that an act carries ("several exercises", "three states")."""
    return next(
        (
            q
            for q in figures
            if draft.start <= q.start < draft.end
            and q.kind == "count"
            and q.unit != "count"
            and (not q.definite or draft.predicate.form == "exercised")
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class About:
    """Who a figure is about, and what it tells of them; see :class:`comity.reading.record.Record`."""

    sides: Sides
    action: str
    domain: str
    polarity: int
    form: str


@dataclass(slots=True)
class Scene:
    """A sentence around its figures: what the passes found in it; ``end`` is where it ends.

    ``before`` are the figures told of, with their sides; ``memory.last`` learns them.
    """

    named: Named
    memory: Memory
    drafts: Sequence[Draft]
    predicates: Sequence[Predicate]
    figures: Sequence[Quantity]
    cues: Sequence[tuple[int, int]]
    start: int
    end: int
    words: Sequence[Mark] = field(default_factory=list)
    before: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = marks(self.named.text, self.start, self.end)
        acted = [
            d.sides for d in self.drafts
            if d.sides.sources and d.sides.targets and not self._speaks(d.predicate)
        ]  # fmt: skip
        if acted:
            self.memory.last, self.memory.takes = acted[-1], False

    def about(self, figure: Quantity) -> About:
        """Who a figure is about: who is named around what it measures, else who its clause tells of."""
        flow = parties(figure, self.words, self.named, self.predicates, self.end)
        act = self._clause(figure)
        gift = gives(self.named.text[act.start : act.end]) if act else 0
        way = flow.flow.way if flow else _WAYS[gift]
        who = _joined(figure, flow, self._told(act) if act else _NOBODY, gift < 0)
        who = self._completed(
            respectively(figure, who, self.figures, self.named.text, self.end), way
        )
        own, who = who, set_apart(figure, who, self.before, self.named, self.predicates)
        if who.sources:
            self.memory.last, self.memory.takes = who, way in _TAKING
            self.before.append(Told(figure, who, apart=who != own))
        return self._coded(figure, flow, who, self._draft(act) if act else None)

    def _clause(self, figure: Quantity) -> Predicate | None:
        """The innermost clause around a figure that tells of somebody other than who speaks."""
        around = sorted(
            (
                p for p in self.predicates
                if p.kind != "noun" and p.clause_start <= figure.start < p.clause_end
            ),
            key=lambda p: p.clause_end - p.clause_start,
        )  # fmt: skip
        return next((p for p in around if not self._speaks(p) and self._told(p).sources), None)

    def _speaks(self, act: Predicate) -> bool:
        """Whether it says or expects what others do, as a clause of its own tells."""
        if any(a <= act.start < b for a, b in self.cues):
            return True
        return _EXPECTS.search(self.named.text, act.start, act.clause_end) is not None

    def _told(self, act: Predicate) -> Sides:
        draft = self._draft(act)
        return draft.sides if draft else sides(act, self.named, self.memory)

    def _draft(self, act: Predicate) -> Draft | None:
        at = (act.start, act.clause_start)
        return next(
            (d for d in self.drafts if (d.predicate.start, d.predicate.clause_start) == at), None
        )

    def _completed(self, who: Sides, way: str) -> Sides:
        """Sides with the one that the sentence leaves out, where something flows between two."""
        memory, last = self.memory, self.memory.last
        if not way:
            return who if who.sources or last is None else last
        if (who.sources and who.targets) or way == "own":
            return who
        known = who.sources or who.targets
        if not known:
            pair = memory.pair or memory.focus
            return last or Sides(pair[:1], pair[1:2], symmetric=False, named=0)
        other: tuple[str, ...] = ()
        if last is not None:
            both = (*last.sources, *last.targets)
            same = memory.takes == ((way in _TAKING) == bool(who.sources))
            far = both if {*both} & {*known} else last.targets if same else last.sources
            other = tuple(a for a in far if a not in known)
        other = other or memory.partner(known[0])[:1]
        return replace(who, targets=other) if who.sources else replace(who, sources=other)

    def _coded(
        self, figure: Quantity, flow: Parties | None, who: Sides, draft: Draft | None
    ) -> About:
        code = draft.predicate if draft and draft.actors >= {*who.sources, *who.targets} else None
        domain = self._domain(figure, flow) or (code.domain if code and not flow else "economic")
        form = code.form if code and code.form in _TELLING else "traded"
        fall = figure.kind == "change" and isinstance(figure.value, float) and figure.value < 0
        if figure.kind == "share" and (flow is None or not who.targets):
            return About(who, "SHARE", domain, 0, "traded")
        if flow and not (
            code and code.action != "NONE" and (code.polarity < 0 or code.form in _TELLING)
        ):
            return About(who, flow.flow.action, domain, -1 if fall else flow.flow.polarity, form)
        if code:
            return About(who, code.action, domain, code.polarity, form)
        return About(who, "NONE", domain, 0, form)

    def _domain(self, figure: Quantity, flow: Parties | None) -> str:
        """Domain of what is measured: by its unit, by the things named beside it, by what flows."""
        unit = (figure.unit or "").partition(" ")[0]
        if unit in _UNITS:
            return _UNITS[unit]
        a, b = (
            (min(flow.start, figure.start) - 30, max(flow.end, figure.end) + 30)
            if flow
            else (figure.start, figure.end + 30)
        )
        names = noun_forms()
        things = {
            names[w.low].domain
            for w in self.words
            if a <= w.start and w.end <= b and w.low in names
        }
        found = next((d for d in ("energy", "military", "technology") if d in things), "")
        return found or (flow.flow.domain if flow else "")


_NOBODY = Sides((), (), symmetric=False, named=0)
#: Forms that say more of a figure than that it is traded.
_TELLING = frozenset(
    [
        "built",
        "delivered",
        "deployed",
        "forecast",
        "fought",
        "order",
        "plan",
        "promise",
        "sanctioned",
        "signed",
        "withheld",
    ]
)
_EXPECTS = re.compile(
    r"\b(?:expect|estimat|forecast|predict|put|reckon|project|calculat|show|see)(?:s|e|es|ed|ing)?\s+(?!to\b)",
    re.IGNORECASE,
)
#: Way of what is given, taken and neither.
_WAYS = {1: "out", -1: "in", 0: ""}
_TAKING = ("in", "taker")
_UNITS = {
    "aircraft": "military", "barrels": "energy", "cubic": "energy", "megawatt-hours": "energy",
    "megawatts": "energy", "troops": "military", "weapons": "military",
}  # fmt: skip


def _joined(figure: Quantity, flow: Parties | None, told: Sides, takes: bool) -> Sides:
    """Parties of a flow, filled from those of the clause around its figure.

    Who has a share of somebody else's trade comes first.
    """
    if flow is None:
        return told
    everybody = (*told.sources, *told.targets)
    one, two = flow.sources, flow.targets
    if flow.flow.way == "own":
        return replace(
            told, sources=one or told.sources, targets=() if one else told.targets, symmetric=False
        )
    if figure.kind == "share" and one and not two and told.sources and not {*one} & {*told.sources}:
        return replace(told, targets=one, symmetric=False)
    given, taken = (
        (told.targets, told.sources)
        if takes and flow.flow.way != "in"
        else (told.sources, told.targets)
    )
    if not one:
        one = tuple(a for a in given if a not in two) or tuple(a for a in everybody if a not in two)
    if not two:
        two = tuple(a for a in taken if a not in one) or tuple(a for a in everybody if a not in one)
    mutual = flow.flow.way == "mutual" and len(one) == len(two) == 1
    return replace(told, sources=one, targets=two, symmetric=mutual)
