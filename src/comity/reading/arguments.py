"""Where those who act and those acted on stand around a chain of verbs: passives, requests, addressees."""

from __future__ import annotations

from comity.reading.clauses import Clause, trimmed
from comity.reading.senses import senses
from comity.reading.tagging import Token
from comity.reading.word_classes import word_class

__all__ = ["arguments"]

Part = tuple[int, int]
#: Roles of verbs that are done to somebody who is to do what follows.
_ADDRESSING = frozenset(["ask", "force"])


def arguments(words: list[Token], taken: list[Clause]) -> tuple[Part | None, Part | None]:
    """Words of those who act and of those acted on in a chain of verbs, by role, not by place.

    Whoever is asked, forced or helped to do something is acted on, wherever what is asked leads
    ("was urged by Oman to sign a pact with Iran").
    """
    for number in range(len(taken) - 1):
        if _addresses(words, taken[number]):
            found = _addressed(words, taken, number)
            if found is not None:
                return found
    return _plain(words, taken)


def _plain(words: list[Token], taken: list[Clause]) -> tuple[Part | None, Part | None]:
    """Subject and what follows the last verb; the other way round in a passive."""
    main, subject = taken[-1], trimmed(words, taken[0].subject)
    head = main.group.head
    rest = (head + 1, main.last) if main.last > head + 1 else None
    about = main.object or taken[0].object
    if about is not None and about[0] < about[1] and (rest is None or not _someone(words, *rest)):
        rest = about
    if not _passive(words, main):
        return subject, rest
    by = _by(words, *rest) if rest is not None else None
    return (rest if rest is None or by is None else (by + 1, rest[1])), subject


def _passive(words: list[Token], clause: Clause) -> bool:
    if "B" in clause.group.shape and "n" in words[clause.group.head].form:
        return True
    return clause.group.kind == "participle" or (
        clause.kind == "reduced" and clause.group.kind != "gerund"
    )


def _by(words: list[Token], first: int, last: int) -> int | None:
    return next((n for n in range(first, last) if words[n].low == "by"), None)


def _addresses(words: list[Token], clause: Clause) -> bool:
    """Whether a verb has somebody do what follows."""
    return any(
        s.role in _ADDRESSING or (s.role == "cause" and "@verb" in s.objects)
        for s in senses(words, clause.group.head)
    )


def _someone(words: list[Token], first: int, last: int) -> bool:
    told = word_class("state noun") | word_class("owner")
    return any(w.tag in ("X", "O") or w.low in told for w in words[first:last])


def _pushes(words: list[Token], clause: Clause) -> bool:
    """Whether what follows is told as done by those pushed to it ("led Oman to sanction Iran")."""
    return any(s.role == "cause" and s.kind == "push" for s in senses(words, clause.group.head))


def _hosted(words: list[Token], clause: Clause) -> bool:
    """Whether somebody is called to those who call ("was invited to join the bloc")."""
    return any(verb == "invite" for verb, _ in words[clause.group.head].verbs)


def _addressed(
    words: list[Token], taken: list[Clause], number: int
) -> tuple[Part | None, Part | None] | None:
    """Who asks and who is asked; None where nobody is named between the verbs."""
    asking, asked = taken[number], taken[number + 1]
    head = asking.group.head
    stop = next(
        (n for n in range(head + 1, asked.group.first) if words[n].tag == "I"), asked.group.first
    )
    subject = trimmed(words, taken[0].subject)
    if not _passive(words, asking):
        if not _someone(words, head + 1, stop):
            return None
        main = taken[-1]
        if _pushes(words, asking) and _someone(words, main.group.head + 1, main.last):
            return (head + 1, stop), (main.group.head + 1, main.last)
        return subject, (head + 1, stop)
    by = _by(words, head + 1, stop)
    if by is not None:
        return (by + 1, stop), subject
    main = taken[-1]
    last = main.group.head + 1
    by = _by(words, last, main.last)
    if by is not None:
        return (by + 1, main.last), subject
    return ((last, main.last) if _hosted(words, asking) else None), subject
