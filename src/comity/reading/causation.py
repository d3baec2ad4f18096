"""What something makes somebody do: "the war drove Norway closer to Denmark", "sanctions pushed them apart".

The act is of those who are moved, towards whom they are moved to, whatever moves them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from comity.reading.actions import Predicate
from comity.reading.named import Named, actors_of
from comity.reading.who import Sides

__all__ = ["caused"]

_MOVES = re.compile(
    r"\b(?:caus|forc|push|driv|drove|driven|bring|brought|compel|led|lead|mov|draw|drew|drawn|throw|threw"
    r"|thrown|nudg|pull|prompt|encourag|induc)\w*\b",
    re.IGNORECASE,
)
_NEARER = re.compile(
    r"\b(?:closer|nearer|together|into (?:the|its|their|each) (?:arms|embrace|orbit|other)"
    r"|towards? (?:each other|one another))\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\b(?:apart|further away|away from (?:each other|one another))\b", re.IGNORECASE
)


def caused(predicate: Predicate, sides: Sides, named: Named) -> tuple[Predicate, Sides]:
    """The act that a clause says something makes somebody do, else what was read of it."""
    text, end = named.text, predicate.clause_end
    moves = _MOVES.match(text, _verb(text, predicate), end)
    if moves is None:
        return predicate, sides
    nearer = _NEARER.search(text, moves.end(), end)
    way = nearer or _APART.search(text, moves.end(), end)
    if way is None:
        return predicate, sides
    moved = actors_of(named.within((moves.end(), way.start())))
    goal = named.groups(named.within((way.start(), end)))
    towards = actors_of(goal[0], moved) if goal else ()
    if not moved or (len(moved) < 2 and not towards):
        return predicate, sides
    told = replace(
        predicate, action="SUPPORT" if nearer else "SANCTION:discontinue",
        polarity=1 if nearer else -1, form="opinion", domain="territorial/strategic",
    )  # fmt: skip
    named_here = len({*moved, *towards})
    if towards:
        return told, Sides(moved, towards, symmetric=False, named=named_here, heads=True)
    first, rest = (moved[:1], moved[1:]) if len(moved) == 2 else (moved, ())
    return told, Sides(first, rest, symmetric=True, named=named_here, heads=True, joint=True)


def _verb(text: str, predicate: Predicate) -> int:
    """Where the verb that moves stands: the first such word of the predicate."""
    found = _MOVES.search(text, predicate.start, predicate.end)
    return found.start() if found else predicate.start
