"""Whom a phrase names: a person in memory or met now, a ministry, somebody unnamed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from comity.reading.introductions import Introduction, introduction, place_of
from comity.reading.lexicon import verb_forms
from comity.reading.memory import Memory, Speaker
from comity.reading.mention import Mention
from comity.reading.phrases import Phrase, Word
from comity.reading.reporting import speech_words

__all__ = ["Naming"]

#: Reach of a name before the words looked at ("President Xi Jinping" mentioned as one).
_REACH = 60
_PLACES = frozenset(
    ["name", "adjective", "capital", "organisation", "group", "coreference", "pronoun"]
)


class Naming:
    """Resolves phrases for speakers against the document's mentions and what was read so far."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text, self.memory = text, Memory()
        self.mentions = sorted(mentions, key=lambda mention: mention.start)
        self.starts = [mention.start for mention in self.mentions]

    def persons(self, said: list[Word], known: Sequence[Phrase]) -> list[tuple[int, str]]:
        """Persons named in a sentence: where, and the full name; introductions are kept in memory."""
        names = []
        for phrase in known:
            if phrase.kind != "person" or phrase.name is None:
                continue
            start, end = _span(said, phrase.name)
            intro = self._introduced(said, phrase)
            if intro is not None or self._person_at(start, end) is not None:
                if not self._place(start, end):
                    names.append((start, self._remembered(said, phrase, intro).name))
            elif (full := self.memory.known(self._plain(start, end))) is not None:
                names.append((start, full))
            elif self._acts(said, phrase) and not self._place(start, end):
                names.append((start, self._remembered(said, phrase, None).name))
        return names

    def speaker(
        self, said: list[Word], phrase: Phrase, nearby: Sequence[str], kind: str = ""
    ) -> Speaker | None:
        """Who a phrase means; None where nobody can be made out.

        Parameters
        ----------
        said, phrase
            Words of the sentence, and the phrase.
        nearby
            Persons spoken of before it, nearest first.
        kind
            Of the cue: a state "sees" and "calls" in the author's words.
        """
        if phrase.kind == "pronoun":
            word = _SUBJECT.get(said[phrase.first].low)
            return self.memory.pronoun(word, nearby) if word is not None else None
        if phrase.kind != "person" or phrase.name is None:
            return self._unnamed(said, phrase)
        start, end = _span(said, phrase.name)
        if self._person_at(start, end) is None and (place := self._place(start, end)):
            if kind not in ("clause", "quote", "source"):
                return None
            return Speaker(self._plain(start, end), place_of(place[0]), place[0], "official")
        return self._remembered(said, phrase, self._introduced(said, phrase))

    @staticmethod
    def _acts(said: list[Word], phrase: Phrase) -> bool:
        """Whether a sentence begins with a full name and a verb ("Ola Berg opened …")."""
        if phrase.name is None or phrase.first or phrase.last >= len(said):
            return False
        follows = said[phrase.last].low
        verb = follows in speech_words("finite") or (
            follows.endswith("ed") and follows in verb_forms()
        )
        return verb and 2 <= phrase.name[1] - phrase.name[0] <= 3

    def _within(self, start: int, end: int) -> list[Mention]:
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return self.mentions[first:last]

    def _actors(self, start: int, end: int) -> list[str]:
        return [a for m in self._within(start, end) if m.end <= end + 2 for a in m.actors]

    def _place(self, start: int, end: int) -> tuple[str, ...]:
        """Actors of a name that is a state's or an organisation's."""
        for mention in self._within(start, end):
            if mention.start == start and mention.end >= end - 2 and mention.kind in _PLACES:
                return mention.actors
        return ()

    def _person_at(self, start: int, end: int) -> Mention | None:
        for mention in self._within(start - _REACH, end):
            if (
                mention.person
                and mention.end > start
                and mention.kind not in ("pronoun", "coreference")
            ):
                return mention
        return None

    def _plain(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split()).removesuffix("’s").removesuffix("'s")

    def _introduced(self, said: list[Word], phrase: Phrase) -> Introduction | None:
        for span in (phrase.apposition, phrase.title):
            if span is None or span[1] <= span[0]:
                continue
            start, end = _span(said, span)
            actors = self._actors(start, end)
            if not actors and phrase.name is not None:
                person = self._person_at(*_span(said, phrase.name))
                actors = list(person.actors) if person is not None else []
            told = self._plain(start, end)
            if span == phrase.apposition and phrase.title and said[span[0]].low in _LINKS:
                # "Professor Ane Berg of Oslo University": the role stands before, the house behind
                told = f"{self._plain(*_span(said, phrase.title))} {told}"
            found = introduction(told, actors)
            if found is not None:
                return found
        return None

    def _remembered(self, said: list[Word], phrase: Phrase, intro: Introduction | None) -> Speaker:
        assert phrase.name is not None
        start, end = _span(said, phrase.name)
        mention = self._person_at(start, end)
        name = self._plain(start, end)
        if mention is not None and mention.person is not None and " " not in name:
            name = self.memory.known(name) or mention.person
        if mention is not None and mention.actors and intro is None and mention.office:
            intro = introduction(mention.office, mention.actors)
        return self.memory.person(name, intro)

    def _unnamed(self, said: list[Word], phrase: Phrase) -> Speaker | None:
        head = phrase.head
        if head is None:
            return None
        start, end = _span(said, (phrase.first, phrase.last))
        actors, name = self._actors(start, end), _bared(self._plain(start, end))
        met = self._met(said, phrase, actors)
        if met is not None:
            return met
        if phrase.kind == "paper":
            return _paper(name, actors)
        intro = introduction(name, actors)
        if phrase.kind == "body":
            if intro is None or said[phrase.first].low in ("both", "two"):
                return Speaker(name)
            return Speaker(name, intro.affiliation, intro.side, intro.standing)
        if head.standing == "official" and actors and (intro is None or intro.side is not None):
            noun = _head(said[phrase.first : phrase.last])
            if head.plural or intro is None or noun in _NAMELESS:
                side = ";".join(dict.fromkeys(actors))
                return Speaker(name, f"{place_of(actors[0])} (government)", side, "official", noun)
            return Speaker(name, intro.affiliation, intro.side, intro.standing, intro.role)
        noun = _head(said[phrase.first : phrase.last])
        people = noun if noun not in _SOME else "people"
        return Speaker(name, f"unnamed {people}", None, "unnamed", noun)

    def _met(self, said: list[Word], phrase: Phrase, actors: Sequence[str]) -> Speaker | None:
        """Somebody met before: "the analyst", "Norway’s president", "these statements"."""
        first, noun = said[phrase.first].low, said[phrase.last - 1].low
        if phrase.kind == "paper":
            return self.memory.last if first in ("these", "those", "this") else None
        if phrase.kind != "common" or phrase.head is None or phrase.head.plural:
            return None
        if actors:
            return self.memory.by_office(noun, actors[0])
        return self.memory.by_role(noun) if first in ("the", "this") else None


def _bared(name: str) -> str:
    """A phrase without its article."""
    first, _, rest = name.partition(" ")
    bare = rest if rest and first.lower() in _ARTICLES else name
    return bare.removeprefix("quite ").removeprefix("very ")


_NAMELESS = frozenset(["official", "diplomat", "aide", "envoy", "lawmaker", "politician"])
_LINKS = frozenset(["of", "at", "from", "with"])
_SUBJECT = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_SOME = frozenset(["some", "many", "most", "others", "few", "one", "two", "another", "them"])
_ARTICLES = frozenset(["the", "a", "an", "his", "her", "their", "its"])


def _paper(name: str, actors: Sequence[str]) -> Speaker:
    """A statement speaks for the body that gives it."""
    kept = name.rpartition(" ")[0]
    intro = introduction(kept, actors) if kept else None
    if intro is None or (intro.side is None and intro.standing == "other"):
        return Speaker(name, "unknown", None, "unnamed")
    return Speaker(kept, intro.affiliation, intro.side, intro.standing)


def _span(said: list[Word], part: tuple[int, int]) -> tuple[int, int]:
    return said[part[0]].start, said[part[1] - 1].end


def _head(part: list[Word]) -> str:
    """The noun of a phrase, before what links on to it ("analysts" of "analysts in Moscow")."""
    stop = next((n for n, w in enumerate(part) if n and w.low in speech_words("link")), len(part))
    return part[stop - 1].low
