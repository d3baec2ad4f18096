"""Titles of people: offices that speak for a state, and those that do not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.reading.aliases import Alias, Book, Word
from comity.reading.offices import TITLES

__all__ = ["SAYING", "Title", "before_title", "is_office", "title_at"]

_OFFICIAL = (
    "deputy prime minister", "deputy premier", "deputy foreign minister", "vice premier", "minister",
    "spokesman", "spokeswoman", "spokesperson", "ambassador", "envoy", "special envoy",
    "presidential aide", "adviser", "advisor", "aide", "senator", "lawmaker", "congressman",
    "congresswoman", "general", "admiral", "commander", "commander-in-chief", "governor", "official",
    "diplomat", "secretary", "speaker", "commissioner", "chairman", "chairwoman", "chief of staff",
    "deputy head", "negotiator", "chief negotiator", "dictator", "prince", "princess", "ruler",
    "emperor", "tsar", "sultan", "ayatollah", "counterpart", "first lady", "deputy secretary",
    "under secretary", "undersecretary", "assistant secretary", "representative"
)  # fmt: skip
_EXPERT = (
    "professor", "analyst", "expert", "director", "researcher", "fellow", "scholar", "lecturer",
    "historian", "journalist", "columnist", "correspondent", "reporter", "editor", "author", "economist",
    "specialist", "scientist", "commentator", "observer", "consultant", "strategist", "activist",
    "lawyer", "writer", "student", "academic", "sinologist", "orientalist", "pundit", "dean",
    "co-founder", "founder", "associate", "blogger", "former ambassador", "former official",
    "former diplomat"
)  # fmt: skip
#: Verbs of those who speak.
SAYING = frozenset(
    ["said", "says", "told", "tells", "explained", "explains", "noted", "notes", "argued", "argues",
     "added", "adds", "wrote", "writes", "stressed", "warned", "warns", "believes", "suggested",
     "suggests", "emphasized", "emphasised", "claimed", "claims", "observed", "observes", "pointed",
     "points", "stated", "remarked", "announced", "declared", "insisted", "called", "spoke", "replied",
     "responded", "told"]
)  # fmt: skip
_BEFORE_TITLE = frozenset(
    ["first", "senior", "former", "ex", "new", "then", "current", "acting", "outgoing", "special",
     "presidential", "chief", "top", "late", "newly", "elected", "appointed", "long", "time", "longtime",
     "permanent", "interim", "deputy", "vice", "incumbent", "own", "veteran", "government", "state",
     "hardline", "embattled", "assistant"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the text: how many words, what it is called, whether it speaks for a state."""

    count: int
    name: str
    official: bool


@cache
def _titles() -> tuple[Book, frozenset[str]]:
    book = Book()
    official = (*TITLES, *_OFFICIAL)
    for title in (*official, *_EXPERT):
        book.add(Alias(title, (), "leader"))
        if not title.endswith(("s", "y")):
            book.add(Alias(title + "s", (), "leader"))
    return book, frozenset(official)


def title_at(text: str, said: list[Word], at: int) -> Title | None:
    """A title that begins with the word ``at``."""
    hit = _titles()[0].longest(text, said, at)
    if hit is None:
        return None
    alias, count = hit
    name = alias.spelling
    official = name in _titles()[1] or name.removesuffix("s") in _titles()[1]
    return Title(count, name, official)


def before_title(word: Word) -> bool:
    """Whether a word can stand between a state and a title ("Japan's new prime minister")."""
    return word.form in _BEFORE_TITLE


def is_office(phrase: str) -> bool:
    """Whether a title alone says that somebody is of a government, whichever it is."""
    last = phrase.lower().rpartition(" ")[2]
    return last in ("minister", "premier", "chancellor")
