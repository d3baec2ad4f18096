"""Speakers of a document, as it introduces them, and which of them a later name or pronoun means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Literal

from comity.reading.introductions import Introduction

__all__ = ["Memory", "Speaker", "Standing"]

Standing = Literal["official", "expert", "media", "unnamed", "other"]
_CLOSE = 6
_KEPT = 200
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: name, institution and role, and the state or organisation an official speaks for."""

    name: str
    affiliation: str = "unknown"
    side: str | None = None
    standing: Standing = "other"
    role: str = ""


@dataclass(slots=True)
class Memory:
    """What a reader keeps in mind: persons by name and by the words of it, pronouns, who spoke last."""

    people: dict[str, Speaker] = field(default_factory=dict)
    by_word: dict[str, str] = field(default_factory=dict)
    pronouns: dict[str, str] = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)
    last: Speaker | None = None

    def person(self, name: str, introduction: Introduction | None = None) -> Speaker:
        """The speaker of that name: full, surname alone, or a surname one letter off; new where unknown."""
        full = self.known(name) or name
        speaker = self.people.get(full, Speaker(full))
        if introduction is not None and speaker.affiliation == "unknown":
            speaker = replace(
                speaker, affiliation=introduction.affiliation, side=introduction.side,
                standing=introduction.standing, role=introduction.role,
            )  # fmt: skip
        self.people[full] = speaker
        for word in full.split():
            self.by_word.setdefault(_plain(word), full)
        surname = _plain(full.split()[-1])
        self.by_word[surname] = full
        if len(surname) >= _CLOSE:
            for form in _shortened(surname):
                self.spelt.setdefault(form, surname)
        return speaker

    def _misspelt(self, word: str) -> str | None:
        """Who bears a surname one letter off."""
        for form in _shortened(word):
            surname = self.spelt.get(form)
            if surname is not None and near(surname, word):
                return self.by_word[surname]
        return None

    def _latest(self) -> Iterator[str]:
        """Names met, the latest first; as many as a reader keeps in mind."""
        return islice(reversed(self.people), _KEPT)

    def known(self, name: str) -> str | None:
        """The full name a name stands for; None where nobody of that name was met."""
        if name in self.people:
            return name
        parts = [_plain(part) for part in name.split()]
        if not parts:
            return None
        found = self.by_word.get(parts[-1])
        if found is None and len(parts[-1]) >= _CLOSE:
            found = self._misspelt(parts[-1])
        if found is None or len(parts) == 1:
            return found
        other = {_plain(part) for part in found.split()}
        return found if any(part in other for part in parts[:-1]) or len(other) == 1 else None

    def pronoun(self, word: str, nearby: Iterable[str] = ()) -> Speaker | None:
        """Who "he" or "she" is: the person last spoken of in the paragraph, else who spoke last."""
        last = [self.last.name] if self.last else []
        for name in chain(nearby, last, self._latest()):
            if name in self.people and self.pronouns.get(name, word) == word:
                self.pronouns[name] = word
                return self.people[name]
        return None

    def by_role(self, noun: str) -> Speaker | None:
        """Who "the analyst" or "the minister" is: the last met with that role, else who spoke last."""
        for name in self._latest():
            if noun in self.people[name].role.lower().replace("-", " ").split():
                return self.people[name]
        return self.last if self.last is not None and self.last.standing != "unnamed" else None

    def by_office(self, noun: str, side: str) -> Speaker | None:
        """Who "Norway’s minister" is: the last met who speaks for that state in that role."""
        for name in self._latest():
            person = self.people[name]
            if person.side == side and noun in person.role.lower().split():
                return person
        return None


def _plain(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s").strip(".'").lower()


def _shortened(word: str) -> list[str]:
    """A word, and the word without each of its letters."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(min(len(word), _LONGEST)))]


def near(a: str, b: str) -> bool:
    """Whether two words are one letter apart: changed, left out, added or swapped with the next."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < _CLOSE or a == b:
        return False
    at = next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    if len(a) == len(b):
        swapped = a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
        return a[at + 1 :] == b[at + 1 :] or swapped
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return long[at + 1 :] == short[at:]
