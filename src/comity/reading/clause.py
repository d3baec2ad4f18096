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
        while end > clause.group.head + 1 and _trails(words, end):
            end -= 1
        clause.last = end
        while clause.first < clause.group.first and words[clause.first].tag in (",", "C", '"', "T"):
            clause.first += 1


def _trails(words: list[Token], end: int) -> bool:
    """Whether the word before a number is a mark, joiner or adverb that leads on (", increasingly")."""
    last, before = words[end - 1], words[end - 2]
    if last.tag == "W":
        return before.tag in ("C", ",", "W") and (end == len(words) or words[end].tag != ".")
    return last.tag in STRONG or last.tag in ("C", ",", ".", "!", "?")
