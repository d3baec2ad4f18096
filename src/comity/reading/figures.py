"""Which figures of a sentence are worth a record, and what they are about."""

from __future__ import annotations

from collections.abc import Sequence

from comity.reading.drafts import Draft
from comity.reading.named import Named
from comity.reading.quantities import Quantity
from comity.reading.vocabulary import FORMS
from comity.reading.who import Memory, Sides

__all__ = ["about", "counted", "measured"]

#: Counts of who is spoken of, and lengths of time: no figures of a relation.
_ACTORS = frozenset(["states", "count", "members", "persons", "people"])


def measured(figure: Quantity) -> bool:
    """Whether a figure measures something: no count of actors or things already told, no length of time."""
    if figure.kind == "duration" or figure.definite:
        return False
    if figure.kind == "count" and (figure.unit in _ACTORS or figure.value == "several"):
        return False
    return not (figure.unit in ("acts", "states") and isinstance(figure.value, str))


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


def about(
    figure: Quantity, drafts: Sequence[Draft], named: Named, memory: Memory
) -> tuple[Sides, Draft | None]:
    """Who a figure is about: the actors of its clause, else of the nearest one, else of the text."""
    near = min(
        drafts,
        key=lambda d: (
            not d.start <= figure.start < d.end,
            FORMS[d.predicate.form] != "deed",
            abs(d.start - figure.start),
        ),
        default=None,
    )
    if near is not None:
        return near.sides, near
    if memory.last is not None:
        return memory.last, None
    before = [
        m for m in named.within((max(0, figure.start - 200), figure.start)) if m.role == "actor"
    ]
    if before:
        return Sides(before[-1].actors, (), symmetric=False, named=1), None
    return Sides(
        memory.pair[:1] or memory.focus[:1],
        memory.pair[1:2] or memory.focus[1:2],
        symmetric=False,
        named=0,
    ), None
