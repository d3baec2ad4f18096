"""Who a clause tells of, and what a text has told so far."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.date_roles import When

__all__ = ["Last", "Memory", "Sides"]


@dataclass(frozen=True, slots=True)
class Sides:
    """Actors of both sides; ``symmetric`` where each acts on each.

    ``named`` counts the actors that the clause itself names; ``heads`` says that they are its subject,
    ``joint`` that those on both sides are named as one ("the two states"), ``project`` that one side is
    there by a joint project.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    symmetric: bool
    named: int
    heads: bool = False
    joint: bool = False
    project: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """Sides of an act, or of a figure in ``unit``, told of in part number ``part``.

    Of a figure: whether its sources take what flows, its action, domain and polarity, and its date.
    """

    sides: Sides
    part: int
    unit: str = ""
    takes: bool = False
    action: str = "NONE"
    domain: str = ""
    polarity: int = 0
    when: When | None = None


@dataclass(slots=True)
class Memory:
    """What the text has spoken of so far.

    ``focus`` are the two the document is about, ``organisation`` is the last one named, ``pair`` the two
    last told of together; ``subject`` are the actors of the last clause of this sentence, ``object`` those it
    acted on, ``sign`` its polarity; ``last`` is what was told of last with a figure or an act.
    """

    focus: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    sign: int = 0
    last: Last | None = None

    def partner(self, actor: str) -> tuple[str, ...]:
        """Who else the text is about, where it is about this one."""
        for group in (self.pair, self.focus):
            if actor in group:
                return tuple(other for other in group if other != actor)
        return ()
