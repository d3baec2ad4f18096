"""A clause, and where clauses end."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.phrase_bounds import before_time
from comity.reading.tagging import Token
from comity.reading.verb_groups import Group

__all__ = ["STRONG", "Clause", "close"]

#: Tags at which a clause begins or ends.
STRONG = frozenset([";", ":", "-", "(", ")", '"', "S", "R", "T"])


@dataclass(slots=True)
class Clause:
    """A clause: word numbers ``first`` to ``last`` (exclusive), its verbs, where its subject stands.

    ``kind`` is main, joined (a second predicate of the same subject), relative, reduced (a participle after a
    noun), participle, infinitive, subordinate or content (what somebody says). ``object`` is where that
    stands which a relative clause with a subject of its own is about, or which the next verb tells too.
    """

    first: int
    last: int
    group: Group
    kind: str
    subject: tuple[int, int] | None
    opener: str = ""
    object: tuple[int, int] | None = None


def close(found: list[Clause], words: list[Token]) -> None:
    """Set where clauses end: before the next one, without marks and joiners.

    A participle before its subject ("Having left, Oman …") gets that of the next clause.
    """
    for number, clause in enumerate(found):
        if clause.kind == "participle" and clause.subject is None and number + 1 < len(found):
            clause.subject = found[number + 1].subject
        head = clause.group.head
        later = [c.first for c in found[number + 1 : number + 4] if c.first > head]
        end = min(later, default=len(words))
        if number + 1 < len(found) and found[number + 1].first <= head:
            end = min(end, found[number + 1].group.first)
        end = before_time(words, head, end)
        while end > clause.group.head + 1 and (
            words[end - 1].tag in STRONG or words[end - 1].tag in ("C", ",", ".", "!", "?")
        ):
            end -= 1
        clause.last = end
        while clause.first < clause.group.first and words[clause.first].tag in (",", "C", '"', "T"):
            clause.first += 1
