"""Who is spoken of, and where: names, adjectives, capitals, leaders, pronouns, each with its actors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from comity.reading.aliases import Alias, Kind, Role, Word, alias_book, compounds, homes, words
from comity.reading.coreference import resolved
from comity.reading.document import Document, Sentence
from comity.reading.mention import Mention, group_at, joined
from comity.reading.names_by_model import NameModel
from comity.reading.offices import holder
from comity.reading.people import People
from comity.reading.roles import role_of
from comity.reading.titles_of_office import before_title, title_at

__all__ = ["Mention", "group_at", "mentions"]


def mentions(
    document: Document, sentences: Sequence[Sentence], model: NameModel | None = None
) -> tuple[Mention, ...]:
    """All mentions of a document, in order of their place; none overlap.

    Parameters
    ----------
    model
        Finds names of people that the text does not introduce, see
        :func:`comity.reading.names_by_model.name_model`; without one, rules and tables only.
    """
    people = People(document.date)
    people.meet(document.text, sentences)
    if model is not None:
        people.complete(document.text, model.people(document.text, sentences))
    named = []
    for sentence in sentences:
        said = words(document.text, sentence.start, sentence.end)
        found = _at_home(document.text, _named(document.text, said, people))
        named.append(_titled(document.text, said, found, people))
    return resolved(document, sentences, named)


def _named(text: str, said: list[Word], people: People) -> list[Mention]:
    book, found, at = alias_book(), list[Mention](), 0
    while at < len(said):
        hit = _compound(text, said, at) or book.longest(text, said, at)
        if (
            hit is not None
            and hit[1] == 2
            and at
            and said[at - 1].form in ("anti", "non", "counter")
        ):
            # the anti-Western alliance is no Western alliance
            hit = book.longest(text, said[: at + 1], at) or hit
        if hit is not None and hit[0].spelling == "the West" and _goes_on(text, said, at + 1):
            hit = None
        met = people.at(text, said, at)
        if met is not None and (hit is None or met[1] >= hit[1]):
            person, count = met
            kind: Kind = "leader" if person.actors else "person"
            end = said[at + count - 1].end
            found.append(
                Mention(
                    said[at].start, end, person.actors, kind, person.name, "actor", person.office
                )
            )
        elif hit is not None:
            alias, count = hit
            mention = _of_alias(text, said, at, alias, count, found)
            if mention is not None:
                found.append(mention)
        else:
            count = 1
        at += count
    return found


def _at_home(text: str, found: list[Mention]) -> list[Mention]:
    """A company with its state before it is the company ("the Russian oil firm Lukoil")."""
    kept: list[Mention] = []
    for mention in found:
        state = kept[-1] if kept else None
        whole = (
            state is not None
            and state.kind in ("adjective", "name")
            and mention.kind == "organisation"
            and state.actors == homes().get(";".join(mention.actors))
            and _CALLED.fullmatch(text, state.end, mention.start)
        )
        kept.append(replace(mention, start=kept.pop().start) if whole else mention)
    return kept


#: What stands between a state and its company: "’s state-owned oil giant".
_CALLED = re.compile(
    r"(?:[’']s?)? (?:(?:[a-z][\w-]{0,20} ){0,3}(?:bank|champion|company|conglomerate|corporation"
    r"|exporter|firm|giant|group|maker|major|manufacturer|monopoly|operator|producer|supplier|[a-z]+maker) )?"
)


def _of_alias(
    text: str, said: list[Word], at: int, alias: Alias, count: int, found: list[Mention]
) -> Mention | None:
    if alias.spelling in _ORDINARY and (at == 0 or (at == 1 and not said[0].capital)):
        return None
    start, end = said[at].start, said[at + count - 1].end
    role = role_of(text, said, at, count, alias, _role_beside(text, said, at + count, found, start))
    if alias.spelling == "West" and not _is_the_west(text, said, at):
        return None
    if alias.spelling == "Western" and _is_region(text, said, at + 1):
        return None
    actors = alias.actors
    if alias.spelling in _OF_ANY_STATE and found:
        gap = text[found[-1].end : start]
        if gap in (" ", "’s ", "'s ") and found[-1].kind in ("adjective", "name"):
            actors = found[-1].actors
    return Mention(start, end, actors, alias.kind, None, role)


def _role_beside(
    text: str, said: list[Word], after: int, found: list[Mention], start: int
) -> Role | None:
    """Role of the name this one is joined to ("in Syria and Libya"), unless a clause of its own begins."""
    if not found or not joined(text, found[-1].end, start):
        return None
    if after < len(said) and said[after].form in _VERBS:
        return None
    if "," in text[found[-1].end : start] and "and" in text[found[-1].end : start]:
        listed = len(found) > 1 and joined(text, found[-2].end, found[-1].start)
        return found[-1].role if listed else None
    return found[-1].role


_VERBS = frozenset(
    ["also", "has", "had", "have", "is", "was", "were", "are", "will", "would", "can", "could", "did",
     "does", "may", "refused", "said", "says", "wants", "wanted", "then"]
)  # fmt: skip


def _is_region(text: str, said: list[Word], at: int) -> bool:
    """Western Ukraine, western China: a part of the state, not the West."""
    if at >= len(said) or text[said[at - 1].end : said[at].start] not in (" ", "\xa0"):
        return False
    hit = alias_book().longest(text, said, at)
    return hit is not None and hit[0].kind == "name" and hit[0].role != "part_of_name"


#: Spellings that are ordinary words too: not at the head of a sentence.
_ORDINARY = frozenset(
    ["Visa", "Shell", "Eni", "Quad", "Pole", "Poles", "Polish", "Congress", "Swede", "Total SA"]
)
#: Bodies that many states have: the one named right before is meant.
_OF_ANY_STATE = frozenset(
    ["Congress", "Foreign Office", "Chancellery", "Politburo", "State Department", "Treasury Department",
     "Duma", "White House", "RAF", "Majlis", "Revolutionary Guards", "Revolutionary Guard",
     "Security Council"]
)  # fmt: skip


def _goes_on(text: str, said: list[Word], at: int) -> bool:
    """Whether a capital right after makes a longer name: the West German, West Hartford."""
    if at + 1 >= len(said) or text[said[at].end : said[at + 1].start] != " ":
        return False
    return said[at + 1].capital and not said[at].capitals


def _is_the_west(text: str, said: list[Word], at: int) -> bool:
    """Whether ``West`` alone is the West: not ``West Hartford``, ``Kanye West``, ``the north-West``."""
    if at == 0 or _goes_on(text, said, at):
        return False
    prior, gap = said[at - 1], text[said[at - 1].end : said[at].start]
    if gap in ("-", "–", "‑"):
        return prior.form in ("east", "anti", "pro", "non") or prior.capitals
    if gap == " " and prior.capital:
        return prior.form in _BEFORE_THE_WEST or (prior.capitals and at > 1)
    return prior.form not in ("north", "south", "far", "due", "mid")


_BEFORE_THE_WEST = frozenset(
    ["the", "collective", "and", "but", "when", "while", "if", "as", "for", "with", "from", "against"]
)  # fmt: skip


def _compound(text: str, said: list[Word], at: int) -> tuple[Alias, int] | None:
    """``Sino-``, ``Russo-``: only before a hyphen and a capital."""
    actor = compounds().get(said[at].form)
    if actor is None or at + 1 == len(said) or not said[at + 1].capital:
        return None
    if text[said[at].end : said[at + 1].start] not in ("-", "‐", "‑", "–"):
        return None
    if alias_book().longest(text, said, at) is not None:
        return None
    return Alias(said[at].text, (actor,), "adjective"), 1


def _titled(text: str, said: list[Word], found: list[Mention], people: People) -> list[Mention]:
    """Join a state and the title after it, and the name after that, into one mention of the person."""
    ends = {mention.end: number for number, mention in enumerate(found)}
    starts = {mention.start: number for number, mention in enumerate(found)}
    dropped: set[int] = set()
    at = 0
    while at < len(said):
        title = title_at(text, said, at)
        if title is None or not title.official:
            at += 1
            continue
        last = at + title.count - 1
        number = _owner_before(text, said, at, ends)
        if number is not None and number not in dropped and found[number].role == "actor":
            name = starts.get(said[last + 1].start) if last + 1 < len(said) else None
            joined = _with_title(text, found, number, name, title.name, said[last].end, people.date)
            if joined is not None:
                found[number] = joined
                ends[joined.end] = number
                if name is not None and joined.end == found[name].end:
                    dropped.add(name)
        at = last + 1
    return [mention for number, mention in enumerate(found) if number not in dropped]


def _with_title(
    text: str,
    found: list[Mention],
    number: int,
    name: int | None,
    title: str,
    end: int,
    date: str | None,
) -> Mention | None:
    owner = found[number]
    if not owner.actors or len(owner.actors) > 1 or title.endswith("s") or owner.person is not None:
        return None
    if (
        name is not None
        and found[name].person is not None
        and text[end : found[name].start] in (" ", "\xa0")
    ):
        met = found[name]
        return replace(
            owner,
            end=met.end,
            kind="leader",
            person=met.person,
            office=title,
            actors=met.actors or owner.actors,
        )
    held = holder(owner.actors[0], title, date)
    return replace(
        owner, end=end, kind="leader", person=held.person if held else None, office=title
    )


def _owner_before(text: str, said: list[Word], at: int, ends: dict[int, int]) -> int | None:
    """The mention right before a title, over "'s" and words such as "new"."""
    n = at - 1
    while n >= 0 and at - n < 6:
        gap = text[said[n].end : said[n + 1].start]
        if any(mark in gap for mark in ',;:.()"“”—'):
            return None
        if said[n].end in ends:
            return ends[said[n].end]
        if said[n].form != "s" and not before_title(said[n]):
            return None
        n -= 1
    return None
