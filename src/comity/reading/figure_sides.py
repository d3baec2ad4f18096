"""Both sides of a figure: those of its flow, filled from its clause, completed from what was told before."""

from __future__ import annotations

from dataclasses import replace

from comity.reading.flow_parties import Parties
from comity.reading.quantities import Quantity
from comity.reading.who import Memory, Sides

__all__ = ["TAKING", "completed", "joined"]

#: Ways of flows whose source takes.
TAKING = ("in", "taker")


def joined(figure: Quantity, flow: Parties | None, told: Sides, takes: bool) -> Sides:
    """Parties of a flow, filled from those of the clause around its figure (``takes``: its verb is to take).

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
    turned = takes and flow.flow.way not in TAKING
    given, taken = (told.targets, told.sources) if turned else (told.sources, told.targets)
    if not one:
        one = tuple(a for a in given if a not in two) or tuple(a for a in everybody if a not in two)
    if not two:
        two = tuple(a for a in taken if a not in one) or tuple(a for a in everybody if a not in one)
    mutual = flow.flow.way == "mutual" and len(one) == len(two) == 1
    return replace(told, sources=one, targets=two, symmetric=mutual)


def completed(who: Sides, way: str, figure: Quantity, memory: Memory, part: int) -> Sides:
    """Sides with the one that a sentence leaves out, where something flows between two.

    Whoever was told of last with the one that is named; of a figure in the same unit, whoever stands on the
    other side of it ("Cuba received 5 million barrels"); of a share, whose the whole is ("took 70% of
    exports"); else the partner in the text.
    """
    last = memory.last
    if not way:
        return who if who.sources or last is None else last.sides
    if (who.sources and who.targets) or way == "own":
        return who
    known = who.sources or who.targets
    if not known:
        pair = memory.pair or memory.focus
        return last.sides if last else Sides(pair[:1], pair[1:2], symmetric=False, named=0)
    other: tuple[str, ...] = ()
    if last is not None:
        if figure.kind == "share" and not {*last.sides.sources} & {*known}:
            return replace(who, targets=last.sides.sources)
        both = (*last.sides.sources, *last.sides.targets)
        if {*both} & {*known}:
            other = tuple(a for a in both if a not in known)
        elif last.unit and last.unit == figure.unit and last.part == part:
            same = last.takes == ((way in TAKING) == bool(who.sources))
            other = last.sides.targets if same else last.sides.sources
    other = other or memory.partner(known[0])[:1]
    return replace(who, targets=other) if who.sources else replace(who, sources=other)
