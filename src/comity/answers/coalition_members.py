"""Who is in a coalition: names and blocs as written, and the states they stand for in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity import states
from comity.errors import ComityError
from comity.simulate.trade.matrix import TradeMatrix

__all__ = ["Party", "party", "target_of"]

WORLD = "WLD"


@dataclass(frozen=True, slots=True)
class Party:
    """The members of a coalition.

    Attributes
    ----------
    named
        Actors as they were written, resolved: states and blocs.
    members
        Keys of the states they stand for at the year, sorted.
    left_out
        Members of a bloc that the trade matrix lacks.
    joining
        Keys of those members who only come by joining the others (``--add``), sorted.
    """

    named: tuple[str, ...]
    members: tuple[str, ...]
    left_out: tuple[str, ...]
    joining: tuple[str, ...] = ()

    def told(self) -> dict[str, object]:
        """Who acts, as plain values."""
        return {
            "senders": list(self.members),
            "named": list(self.named),
            "left_out": list(self.left_out),
        }


def target_of(matrix: TradeMatrix, target: str) -> str:
    """The key of a target the matrix has."""
    key = states.resolve(target)
    matrix.index(key)
    return key


def party(
    matrix: TradeMatrix, target: str, senders: Sequence[str], add: Sequence[str] = ()
) -> Party:
    """The states that act against a target.

    Parameters
    ----------
    target
        Key.
    senders, add
        States or blocs by key, code or name; a bloc stands for its members in the year of the matrix, the
        world (WLD) for everybody in it but the target.

    Raises
    ------
    ComityError
        For nobody, somebody named twice, or the target among them.
    StateError, UnknownName
        For a name that is none, and a state the matrix lacks.
    """
    named: list[str] = []
    members: dict[str, str] = {}
    absent: list[str] = []
    first: set[str] = set()
    for n, text in enumerate([*senders, *add]):
        if n == len(senders):
            first = set(members)
        actor = states.resolve_actor(text, matrix.year)
        if actor in named:
            raise ComityError(f"{text} is named twice among the senders; name each once")
        each = (
            [state for state in matrix.states if state != target]
            if actor == WORLD
            else states.expand(actor, matrix.year)
        )
        alone = [actor] == each
        if target in each:
            within = "" if alone else f", as a member of {actor}"
            raise ComityError(
                f"{states.name(target)} ({target}) is the target and among the senders{within}\n"
                "  a state cannot sanction itself: name the other members one by one"
            )
        if not each:
            raise ComityError(
                f"{actor} has no members in {matrix.year}, so that there is nobody to act"
            )
        if text in add and alone and actor in members:
            raise ComityError(
                f"{states.name(actor)} ({actor}) is in the coalition already, as a member of "
                f"{members[actor]}; name in --add who would join it"
            )
        named.append(actor)
        if alone:
            matrix.index(actor)
        for state in each:
            if state in matrix.states:
                members.setdefault(state, actor)
            else:
                absent.append(state)
    if not members:
        raise ComityError(
            "the coalition is empty: name at least one sender, a state or a bloc\n"
            "  as in  --senders G7,EU"
        )
    joining = set(members) - first if add and first else set()
    return Party(
        tuple(named), tuple(sorted(members)), tuple(sorted(set(absent))), tuple(sorted(joining))
    )
