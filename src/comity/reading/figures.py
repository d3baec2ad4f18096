"""Which figures of a sentence are worth a record, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from comity.reading.actions import Predicate
from comity.reading.date_roles import When
from comity.reading.document import Sentence
from comity.reading.drafts import Draft
from comity.reading.elisions import Told, respectively, set_apart
from comity.reading.figure_codes import FigureCode, coded, of_the_same
from comity.reading.figure_dates import date_of
from comity.reading.figure_sides import TAKING, completed, joined
from comity.reading.flow_parties import parties
from comity.reading.flows import gives
from comity.reading.marks import Mark, marks
from comity.reading.named import Named
from comity.reading.quantities import Quantity
from comity.reading.sides import sides
from comity.reading.who import Last, Memory, Sides

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
        acted = [
            d.sides for d in self.drafts
            if d.sides.sources and d.sides.targets and not self._speaks(d.predicate)
        ]  # fmt: skip
        if acted:
            self.memory.last = Last(acted[-1], self.sentence.part)

    def about(self, figure: Quantity) -> About:
        """Who a figure is about: who is named around what it measures, else who its clause tells of."""
        flow = parties(figure, self.words, self.named, self.predicates, self.sentence.end)
        act = self._clause(figure)
        told = self._told(act) if act else _NOBODY
        gift = gives(self.named.text[act.start : act.end]) if act else 0
        way = flow.flow.way if flow else _WAYS[gift]
        own = respectively(
            figure,
            joined(figure, flow, told, gift < 0),
            self.figures,
            self.named.text,
            self.sentence.end,
        )
        full = completed(own, way, figure, self.memory, self.sentence.part)
        who = set_apart(figure, full, self.before, self.named, self.predicates)
        same = act is not None and {*told.sources, *told.targets} >= {*own.sources, *own.targets}
        code = coded(figure, flow, act if same else None, self.words, pair=bool(who.targets))
        when = self._when(figure)
        last = self.memory.last
        if last is not None and last.unit and who == last.sides and not told.sources:
            code = of_the_same(figure, code, last)
        if who.sources:
            takes = way in TAKING or (gift < 0 and who.sources == told.sources)
            self.memory.last = Last(
                who,
                self.sentence.part,
                figure.unit or "",
                takes,
                code.action,
                code.domain,
                code.polarity,
                when,
            )
            self.before.append(Told(figure, who, apart=who != full))
        return About(who, code, when)

    def _when(self, figure: Quantity) -> When | None:
        """The date of a figure: of its sentence, else that of the figure before it in the same paragraph."""
        found = date_of(figure, self.dates, self.figures, self.named.text)
        last = self.memory.last
        if found is not None or self.dates or last is None or last.when is None:
            return found
        near = last.part == self.sentence.part
        return replace(last.when, basis="inferred") if near else None

    def _clause(self, figure: Quantity) -> Predicate | None:
        """The innermost clause around a figure, else the one before, of somebody other than who speaks."""
        around = sorted(
            (
                p for p in self.predicates
                if p.kind != "noun" and p.clause_start <= figure.start < p.clause_end
            ),
            key=lambda p: p.clause_end - p.clause_start,
        )  # fmt: skip
        before = sorted(
            (p for p in self.predicates if p.kind != "noun" and p.end <= figure.start),
            key=lambda p: -p.start,
        )
        return next(
            (p for p in (*around, *before[:1]) if not self._speaks(p) and self._told(p).sources),
            None,
        )

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
#: "Expects trade to grow", not "expects to buy": what others do.
_EXPECTS = re.compile(
    r"(?:[\w’']+\s+){0,3}?(?:expect|estimat|forecast|predict|put|reckon|project|calculat|show|see)(?:s|e|es|ed|ing)?"
    r"\s+(?!to\b)",
    re.IGNORECASE,
)
#: Way of what is given, taken and neither.
_WAYS = {1: "out", -1: "in", 0: ""}
