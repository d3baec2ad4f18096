"""Which figures of a sentence are worth a record, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from comity.reading.actions import Predicate
from comity.reading.date_roles import When
from comity.reading.document import Sentence
from comity.reading.drafts import Draft
from comity.reading.elisions import Told, set_apart, without_others
from comity.reading.figure_codes import FigureCode, coded, of_the_same
from comity.reading.figure_dates import date_of
from comity.reading.figure_sides import TAKING, completed, joined
from comity.reading.flow_parties import parties
from comity.reading.flows import gives
from comity.reading.marks import Mark, marks
from comity.reading.named import Named, actors_of
from comity.reading.quantities import Quantity
from comity.reading.sides import sides
from comity.reading.who import Last, Memory, Sides

__all__ = ["About", "Scene", "counted", "measured"]

#: Counts of who is spoken of, and of what has no unit.
_LOOSE = frozenset(["count", "people", "states"])
#: Fewer than these are those a text speaks of ("three ministers", "two reasons").
_CROWD = 10.0


def measured(figure: Quantity) -> bool:
    """Whether a figure measures something: no few actors or things already told, no length of time."""
    if figure.kind == "duration" or figure.definite or figure.value == "several":
        return False
    if figure.unit in _LOOSE:
        return isinstance(figure.value, float) and figure.value >= _CROWD
    return not (figure.unit == "acts" and isinstance(figure.value, str))


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
    """Who a figure is about, what it tells of them, and when."""

    sides: Sides
    code: FigureCode
    when: When | None


@dataclass(slots=True)
class Scene:
    """A sentence around its figures: what the passes found in it.

    ``before`` are the figures told of, with their sides; ``memory.last`` learns them.
    """

    named: Named
    memory: Memory
    drafts: Sequence[Draft]
    predicates: Sequence[Predicate]
    figures: Sequence[Quantity]
    dates: Sequence[When]
    cues: Sequence[tuple[int, int]]
    sentence: Sentence
    words: Sequence[Mark] = field(default_factory=list)
    before: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = marks(self.named.text, self.sentence.start, self.sentence.end)
        if not any(measured(figure) for figure in self.figures):
            self._remember(self.sentence.start, self.sentence.end)

    def about(self, figure: Quantity) -> About:
        """Who a figure is about: who is named around what it measures, else who its clause tells of."""
        text, end = self.named.text, self.sentence.end
        self._remember(
            self.before[-1].figure.end if self.before else self.sentence.start, figure.start
        )
        flow = parties(figure, self.words, self.named, self.predicates, end)
        last = self.memory.last
        act = self._clause(figure)
        told = self._told(act) if act else self._nearest(figure)
        if flow and flow.flow.way == "mutual" and not told.named:
            told = _NOBODY
        if flow and flow.pair[0]:
            stale = last is None or last.part != self.sentence.part
            flow = replace(flow, sources=flow.pair[0], targets=flow.pair[1]) if stale else flow
        gift = gives(text[act.start : act.end]) if act else 0
        way = flow.flow.way if flow else _WAYS[gift]
        own = joined(figure, flow, self._here(act, told) if act and flow else told, gift < 0)
        own = without_others(figure, own, self.figures, self.named, end)
        full = completed(own, way, figure, self.memory, self.sentence.part)
        who = set_apart(figure, full, self.before, self.named, self.predicates)
        if act is None or not {*told.sources, *told.targets} >= {*own.sources, *own.targets}:
            act = next(iter(self._around(figure)), None) if not told.sources else None
        code = coded(figure, flow, act, self.words, gives=gift != 0, pair=bool(who.targets))
        if last is not None and last.unit:
            code = of_the_same(figure, code, last, same=who == last.sides and not told.sources)
        found = About(who, code, self._when(figure))
        if who.sources:
            self._keep(figure, found, way in TAKING or (gift < 0 and who.sources == told.sources))
            self.before.append(Told(figure, who, apart=who != full))
        return found

    def _remember(self, start: int, end: int) -> None:
        """Keep in mind the last act between two that is told of in a stretch."""
        for act in reversed(self.predicates):
            told = (
                self._told(act) if start <= act.clause_start and act.clause_end <= end else _NOBODY
            )
            both = told.sources + told.targets
            if told.named > 1 and len(both) > 1 and not self._speaks(act):
                told = told if told.targets else replace(told, sources=both[:1], targets=both[1:])
                self.memory.last = Last(told, self.sentence.part)
                return

    def _keep(self, figure: Quantity, found: About, takes: bool) -> None:
        last, code = self.memory.last, found.code
        level = figure.kind not in ("change", "points", "ratio", "share")
        unit = figure.unit if level or last is None or not last.unit else last.unit
        when = found.when
        if (
            self.before
            and last
            and last.when
            and when
            and (last.when.date or "") > (when.date or "")
        ):
            when = last.when  # of several in a sentence, the latest
        self.memory.last = Last(
            found.sides, self.sentence.part, unit or "", takes, code.action, code.domain, code.polarity, when
        )  # fmt: skip

    def _when(self, figure: Quantity) -> When | None:
        """The date of a figure: of its sentence, else of the figure before it in the paragraph.

        That one is in its unit, or it is a change itself. What is so now is of no earlier date.
        """
        found = date_of(figure, self.dates, self.figures, self.named.text)
        last = self.memory.last
        if found is not None or self.dates or last is None or last.when is None:
            return found
        like = self.before or last.unit == figure.unit or figure.kind == "change"
        near = like and last.part == self.sentence.part
        now = _NOW.search(self.named.text, self.sentence.start, figure.end)
        return replace(last.when, basis="inferred") if near and not now else None

    def _around(self, figure: Quantity) -> list[Predicate]:
        """Clauses around a figure that do not only say who speaks, the innermost first."""
        around = (
            p for p in self.predicates
            if p.kind != "noun" and p.clause_start <= figure.start < p.clause_end and not self._speaks(p)
        )  # fmt: skip
        return sorted(around, key=lambda p: p.clause_end - p.clause_start)

    def _clause(self, figure: Quantity) -> Predicate | None:
        """The innermost clause around a figure that tells of somebody, else the one before the figure."""
        around = self._around(figure)
        before = [p for p in self.predicates if p.kind != "noun" and p.end <= figure.start]
        near = [p for p in before if not self._speaks(p)][-1:]
        said = any(self._speaks(p) for p in before)
        return next(
            (
                p for p in (*around, *near)
                if self._told(p).sources and not (said and p.kind == "infinitive" and not self._names(p))
            ),
            None,
        )  # fmt: skip

    def _names(self, act: Predicate) -> bool:
        """Whether a clause names who acts in it."""
        here = actors_of(self.named.within((act.clause_start, act.clause_end)))
        return bool({*self._told(act).sources} & {*here})

    def _nearest(self, figure: Quantity) -> Sides:
        """Who is named in or right before a figure that no clause tells of, save who speaks; with whom."""
        found = [
            m for m in self.named.within((self.sentence.start, figure.end))
            if m.role == "actor" and not any(a <= m.start < b for a, b in self.cues)
            and not re.search("[;:]", self.named.text[m.end : figure.start])
        ]  # fmt: skip
        speaks = any(self._speaks(p) for p in self.predicates if p.kind != "noun")
        if not found or (speaks and found[-1].end <= figure.start):
            return _NOBODY
        behind = self.named.groups(self.named.within((figure.end, self.sentence.end)))
        one = found[-1].actors
        others = (g for g in behind if _TOWARDS.search(self.named.text, figure.end, g[0].start))
        return Sides(one, next((actors_of(g, one) for g in others), ()), symmetric=False, named=1)

    def _here(self, act: Predicate, told: Sides) -> Sides:
        """Sides of a clause without those that it does not name, where it names one at most."""
        if told.named > 1:
            return told
        here = actors_of(self.named.within((act.clause_start, act.clause_end)))
        return replace(told, targets=tuple(a for a in told.targets if a in here))

    def _speaks(self, act: Predicate) -> bool:
        """Whether it says or expects what others do, as a clause of its own tells."""
        if any(a <= act.start < b for a, b in self.cues):
            return True
        return _EXPECTS.match(self.named.text, act.start, act.clause_end) is not None

    def _told(self, act: Predicate) -> Sides:
        at = (act.start, act.clause_start)
        for draft in self.drafts:
            if (draft.predicate.start, draft.predicate.clause_start) == at:
                return draft.sides
        return sides(act, self.named, self.memory)


_NOBODY = Sides((), (), symmetric=False, named=0)
_NOW = re.compile(r"\b(?:has|have|is|are|now|today|currently|will)\b", re.IGNORECASE)
_TOWARDS = re.compile(r"\b(?:with|to|from|against)\s+(?:the\s+)?\Z")
#: "Expects trade to grow", not "expects to buy": what others do.
_EXPECTS = re.compile(
    r"(?:[\w’']+\s+){0,3}?(?:expect|estimat|forecast|predict|put|reckon|project|calculat|show|see)(?:s|e|es|ed|ing)?"
    r"\s+(?!to\b)",
    re.IGNORECASE,
)
#: Way of what is given, taken and neither.
_WAYS = {1: "out", -1: "in", 0: ""}
