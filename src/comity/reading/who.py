"""Who a clause tells of, and what a text has told so far."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Memory", "Sides"]


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


@dataclass(slots=True)
class Memory:
    """What the text has spoken of so far.

    ``focus`` are the two the document is about, ``organisation`` is the last one named, ``pair`` the two
    last told of together; ``subject`` are the actors of the last clause of this sentence, ``object`` those it
    acted on, ``sign`` its polarity; ``last`` are the sides last told of with a figure or an act, ``takes``
    says that its sources take what flows.
    """

    focus: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    sign: int = 0
    last: Sides | None = None
    takes: bool = False

    def partner(self, actor: str) -> tuple[str, ...]:
        """Who else the text is about, where it is about this one."""
        for group in (self.pair, self.focus):
            if actor in group:
                return tuple(other for other in group if other != actor)
        return ()
