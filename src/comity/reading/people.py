"""People of a document: leaders by the table, others as the text introduces them.

"Maria Ruiz, Chile's deputy energy minister" is learned with her state for the whole document; "Tom Lee, a
Boston-based analyst" as a person without an actor, so that a later "he" means him and no leader.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comity.reading.aliases import Alias, Book, Word, alias_book, form, words
from comity.reading.document import Sentence
from comity.reading.offices import (
    meant_by_surname,
    name_book,
    of_person,
    surname_book,
)
from comity.reading.titles_of_office import SAYING, before_title, title_at

__all__ = ["ALSO_NAMES", "People", "Person", "name_at"]

#: Capitals at the head of a sentence or within the name of a body, not of a person.
_NO_NAME = frozenset(
    ["later", "earlier", "still", "once", "again", "first", "second", "finally", "indeed", "instead",
     "perhaps", "even", "only", "such", "many", "most", "some", "few", "all", "one", "two", "clearly",
     "recently", "currently", "the", "a", "an", "in", "on", "at", "by", "for", "with", "from", "and",
     "but", "or", "as", "if", "when", "while", "although", "though", "since", "after", "before",
     "however", "moreover", "meanwhile", "also", "this", "that", "these", "those", "it", "they", "he",
     "she", "we", "i", "you", "his", "her", "their", "its", "our", "according", "despite", "during",
     "yesterday", "today", "last", "next", "like", "to", "of", "not", "no", "yet", "so", "then", "now",
     "there", "here", "both", "because", "until", "under", "over", "unlike", "what", "who", "january",
     "february", "march", "april", "june", "july", "august", "september", "october", "november",
     "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "institute", "university", "ministry", "party", "council", "committee", "commission", "agency",
     "bank", "group", "company", "corporation", "army", "navy", "force", "forces", "guard", "union",
     "organization", "organisation", "court", "parliament", "congress", "senate", "house", "office",
     "department", "government", "administration", "project", "road", "belt", "initiative", "war", "sea",
     "ocean", "strait", "gulf", "school", "college", "center", "centre", "street", "news", "agreement",
     "treaty", "pact", "summit", "forum", "conference", "world", "international", "national", "foreign",
     "state", "states", "united", "new", "old", "east", "west", "north", "south", "central", "cold",
     "media", "line", "press", "studies", "services", "service", "security", "economic", "military",
     "strategic", "policy", "cooperation", "defence", "defense", "affairs", "prime", "minister",
     "president", "secretary", "royal", "league", "front", "movement", "development", "association",
     "federation", "online", "prospects", "analysis", "opinion", "interview", "note"]
)  # fmt: skip
#: Names of places that people bear too.
ALSO_NAMES = frozenset(
    ["jordan", "chad", "georgia", "israel", "paris", "sydney", "kenya", "london", "washington", "cairo",
     "vienna", "salisbury", "cuba", "china", "wales", "holland", "ireland", "england", "french",
     "english", "german", "roman", "houston", "trinidad", "lourdes", "florence", "berlin", "lima",
     "santiago", "benin", "guinea", "malta"]
)  # fmt: skip
_BESIDE = (",", "–", "—", "-", "(", ", –", ":")
_PARTICLES = frozenset(
    ["al", "bin", "ibn", "de", "da", "dos", "von", "van", "der", "den", "del", "el", "la", "abu"]
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the document."""

    name: str
    actors: tuple[str, ...]
    office: str | None


def name_at(text: str, said: list[Word], at: int) -> int:
    """How many words of a person's name begin at the word ``at``; 0 where none, never 1."""
    count, capitals = 0, 0
    while at + count < len(said) and count < 5:
        word = said[at + count]
        if count:
            gap = text[said[at + count - 1].end : word.start]
            if gap not in (" ", "-", "\xa0", ". ", "‑") or (
                gap == ". " and len(said[at + count - 1].form) > 1
            ):
                break
        if (
            word.capital
            and word.form not in _NO_NAME
            and not (word.capitals and len(word.form) > 2)
        ):
            if title_at(text, said, at + count) is not None:
                break
            capitals += 1
        elif not (capitals and word.form in _PARTICLES):
            break
        count += 1
    while count and not said[at + count - 1].capital:
        count -= 1
    return count if capitals >= 2 else 0


@dataclass(slots=True)
class People:
    """Those a document speaks of, at its date."""

    date: str | None
    learned: dict[str, Person] = field(default_factory=dict)
    surnames: dict[str, Person] = field(default_factory=dict)
    book: Book = field(default_factory=Book)

    def learn(self, name: str, actors: tuple[str, ...], office: str | None) -> None:
        """Remember a person by full name and by last name; what is known of them stays."""
        key = form(name)
        if key in self.learned and (self.learned[key].actors or not actors):
            return
        person = Person(name, actors, office)
        self.learned[key] = person
        self.book.add(Alias(name, (), "person"))
        last = words(name)[-1]
        if len(last.form) > 1:
            self.surnames[last.form] = person

    def at(self, text: str, said: list[Word], at: int) -> tuple[Person, int] | None:
        """The person whose name begins with the word ``at``, and how many words it has."""
        if not said[at].capital and said[at].form not in _PARTICLES:
            return None
        full = name_book().longest(text, said, at)
        other = self.book.longest(text, said, at)
        if other is not None and (full is None or other[1] > full[1]):
            return self.learned[form(other[0].spelling)], other[1]
        if full is not None:
            alias, count = full
            person = self._known(alias.actors[0])
            self.surnames[said[at + count - 1].form] = person
            return person, count
        return self._by_surname(text, said, at)

    def _known(self, name: str) -> Person:
        office = of_person(name, self.date)
        if office is None:
            return Person(name, (), None)
        held = office.office if self.date is None or office.holds(self.date) else None
        return Person(name, (office.actor,), held or f"former {office.office}")

    def _by_surname(self, text: str, said: list[Word], at: int) -> tuple[Person, int] | None:
        if _given_name_before(text, said, at):
            return None
        if said[at].capital and said[at].form in self.surnames:
            return self.surnames[said[at].form], 1
        hit = surname_book().longest(text, said, at)
        if hit is None:
            return None
        office = meant_by_surname(hit[0].spelling, self.date)
        if office is None or alias_book().longest(text, said, at) is not None:
            return None
        return self._known(office.person), hit[1]

    def meet(self, text: str, sentences: Sequence[Sentence]) -> None:
        """Learn everybody the sentences introduce by name."""
        for sentence in sentences:
            said = words(text, sentence.start, sentence.end)
            at = 0
            while at < len(said):
                count = name_at(text, said, at)
                if count and not _actor_within(text, said, at, count):
                    self._introduce(text, said, at, count)
                    at += count
                else:
                    at += max(count, 1) if not count else 1

    def complete(self, text: str, names: Iterable[tuple[int, int]]) -> None:
        """Learn people whom a model found and the text does not introduce, as people without an actor."""
        for start, end in names:
            said = words(text, start, end)
            if len(said) < 2 or name_at(text, said, 0) < len(said):
                continue
            known = name_book().longest(text, said, 0) is not None
            if not known and not _actor_within(text, said, 0, len(said)):
                self.learn(text[said[0].start : said[-1].end], (), None)

    def _introduce(self, text: str, said: list[Word], at: int, count: int) -> None:
        name = text[said[at].start : said[at + count - 1].end]
        if name_book().longest(text, said, at) is not None:
            return
        after = at + count
        if after < len(said) and text[said[after - 1].end : said[after].start].strip() in _BESIDE:
            told = _apposition(text, said, after)
            if told is not None:
                self.learn(name, told[0], told[1])
                return
        before = _title_before(text, said, at)
        if before is not None:
            self.learn(name, before[0], before[1])
            return
        spoken = any(0 <= n < len(said) and said[n].form in SAYING for n in (after, at - 1))
        if spoken or (at == 1 and said[0].form == "by"):
            self.learn(name, (), None)


def _given_name_before(text: str, said: list[Word], at: int) -> bool:
    """Whether the word before is a first name not known ("Anna" before "Merz")."""
    if at == 0:
        return False
    prior = said[at - 1]
    if text[prior.end : said[at].start] not in (" ", "\xa0") or not prior.capital:
        return False
    if prior.form in _NO_NAME or (prior.capitals and len(prior.form) > 3):
        return False
    for back in range(1, 4):
        if at - back >= 0:
            title = title_at(text, said, at - back)
            if title is not None and title.count == back:
                return False
    return alias_book().longest(text, said, at - 1) is None


def _actor_within(text: str, said: list[Word], at: int, count: int) -> bool:
    """Whether an actor's name stands in what looks like a person's; the last word may double as one."""
    last = count - 1 if said[at + count - 1].form in ALSO_NAMES else count
    return any(alias_book().longest(text, said, n) is not None for n in range(at, at + last))


def _clause_end(text: str, said: list[Word], at: int, most: int) -> int:
    """Where the run of words from ``at`` meets a mark that ends it."""
    stop = at + 1
    while stop < len(said) and stop - at < most:
        gap = text[said[stop - 1].end : said[stop].start]
        if any(mark in gap for mark in ',;:.—–()“”"\n'):
            break
        stop += 1
    return stop


def _apposition(text: str, said: list[Word], at: int) -> tuple[tuple[str, ...], str] | None:
    """What follows a name and a comma, if it tells who that is: actors and office."""
    stop = _clause_end(text, said, at, 9)
    for n in range(at, stop):
        if said[n].form in SAYING or said[n].form in ("who", "which", "was", "is", "has", "had"):
            return None
        title = title_at(text, said, n)
        if title is None:
            continue
        last = n + title.count
        while last < stop and (more := title_at(text, said, last)) is not None:
            last += more.count
        phrase = text[said[at].start : said[min(last, stop) - 1].end]
        if not title.official or said[at].form == "former":
            return (), phrase
        return _owner(text, said, at, n, n + title.count), phrase
    return None


def _owner(text: str, said: list[Word], first: int, title: int, after: int) -> tuple[str, ...]:
    """The actor named before a title ("Chile's …") or after it ("… of Chile")."""
    for n in range(first, title):
        hit = alias_book().longest(text, said, n)
        if hit is not None and hit[0].actors:
            return hit[0].actors
    if after < len(said) and said[after].form in ("of", "for", "to", "at", "from"):
        for n in range(after + 1, min(after + 6, len(said))):
            hit = alias_book().longest(text, said, n)
            if hit is not None and hit[0].actors:
                return hit[0].actors
    return ()


def _title_before(text: str, said: list[Word], at: int) -> tuple[tuple[str, ...], str] | None:
    """A title right before a name: actors and office."""
    for count in (4, 3, 2, 1):
        begin = at - count
        if begin < 0:
            continue
        title = title_at(text, said, begin)
        if title is None or title.count != count:
            continue
        if text[said[at - 1].end : said[at].start].strip(" \xa0,") != "":
            return None
        first = begin
        while first > 0 and (before_title(said[first - 1]) or said[first - 1].form == "s"):
            first -= 1
        phrase = text[said[begin].start : said[at - 1].end]
        if not title.official:
            return (), phrase
        for back in (1, 2, 3):
            if first - back >= 0:
                hit = alias_book().longest(text, said, first - back)
                if hit is not None and hit[1] == back:
                    return hit[0].actors, phrase
        return (), phrase
    return None
