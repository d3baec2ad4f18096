"""Who was spoken of last, as a reader remembers it: groups by sentence, people, the pair of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.reading.aliases import Word, actor_kinds
from comity.reading.anaphora import Phrase
from comity.reading.mention import Mention

__all__ = ["Memory", "states_of"]

_STATES = frozenset(["state", "economy", "territory", "former state"])
_LONGEST = 40
_OPENERS = frozenset(
    ["and", "but", "while", "as", "because", "that", "which", "if", "when", "although", "though", "since",
     "whereas", "so", "or", "until", "unless", "whether", "after", "before", "where", "than", "yet",
     "then", "like"]
)  # fmt: skip
_SKIPPED = frozenset(["the", "a", "both", "even", "only", "also", "s"])


def states_of(actors: Iterable[str]) -> list[str]:
    """Those of the actors that are states, economies or territories."""
    kinds = actor_kinds()
    return [actor for actor in actors if kinds.get(actor) in _STATES]


@dataclass(frozen=True, slots=True)
class _Held:
    actors: tuple[str, ...]
    sentence: int
    start: int
    subject: bool
    plural: bool
    ground: bool
    attribute: bool


class Memory:
    """What a run of sentences has named so far."""

    def __init__(self, text: str, focus: tuple[str, ...]) -> None:
        self._text = text
        self._focus = focus
        self._now = 0
        self._held: list[_Held] = []
        self._people: list[tuple[Mention, int, bool]] = []

    def begin(self, sentence: int) -> None:
        """Start a sentence, forgetting what is long past."""
        self._now = sentence
        del self._held[:-_LONGEST]
        del self._people[:-_LONGEST]

    def remember(self, group: Sequence[Mention], said: list[Word], at: int) -> None:
        """Keep a mention, or several joined into one group, that begin with the word ``at``."""
        kept = [m for m in group if m.role != "part_of_name"]
        if not kept:
            return
        subject = self._is_subject(said, at)
        self._people += [
            (m, self._now, subject) for m in kept if m.person is not None and m.kind != "pronoun"
        ]
        actors = tuple(dict.fromkeys(key for m in kept for key in m.actors))
        if not actors:
            return
        ground = all(m.role == "place" for m in kept)
        self._held.append(
            _Held(
                actors, self._now, kept[0].start, subject,
                len(actors) > 1 or self._is_plural(kept[0]), ground,
                all(m.kind == "adjective" for m in kept) or self._possesses(kept[-1]),
            )
        )  # fmt: skip

    def _is_plural(self, mention: Mention) -> bool:
        said = self._text[mention.start : mention.end].lower()
        return mention.kind in ("name", "group") and said.endswith(
            "ns" if mention.kind == "name" else "s"
        )

    def _possesses(self, mention: Mention) -> bool:
        return self._text[mention.end : mention.end + 2] in ("’s", "'s", "’ ", "' ")

    def _is_subject(self, said: list[Word], at: int) -> bool:
        back = at - 1
        while back >= 0 and said[back].form in _SKIPPED:
            back -= 1
        if back < 0:
            return True
        gap = self._text[said[back].end : said[at].start]
        return any(mark in gap for mark in ',;:—“"(') or said[back].form in _OPENERS

    def _in(self, back: int) -> list[_Held]:
        return [held for held in self._held if held.sentence == self._now - back]

    def person(self, *, other: bool) -> Mention | None:
        """The person a pronoun means: the last of this sentence, else the subject of one before."""
        here = [m for m, sentence, _ in self._people if sentence == self._now]
        if here and not other:
            return here[-1]
        for back in range(1, 5):
            there = [(m, s) for m, sentence, s in self._people if sentence == self._now - back]
            if there:
                subjects = [m for m, subject in there if subject]
                return subjects[-1] if subjects else there[-1][0]
        return None

    def meant(self, phrase: Phrase, said: list[Word], at: int) -> tuple[str, ...]:
        """The actors a phrase means; empty where nothing fits."""
        if phrase.what in ("pair", "tie"):
            return self._pair()
        if phrase.what == "many":
            return self._many(phrase.number)
        if phrase.what == "plural":
            return self._plural(said, at, opens=phrase.opens, named=not phrase.pronoun)
        if phrase.what == "one":
            return self._one(opens=phrase.opens)
        if phrase.what == "state":
            return self._state()
        if phrase.what == "body":
            return self._body()
        pair = next((h.actors for h in reversed(self._held) if len(h.actors) == 2), ())
        return pair[:1] if phrase.what == "former" else pair[1:]

    def _pair(self) -> tuple[str, ...]:
        for back in (0, 1):
            held = [h for h in self._in(back) if not h.ground]
            explicit = [h.actors for h in held if len(h.actors) == 2]
            states = [pair for pair in explicit if len(states_of(pair)) == 2]
            if states or explicit:
                return (states or explicit)[-1]
            distinct = tuple(dict.fromkeys(key for h in held for key in states_of(h.actors)))
            if len(distinct) == 2:
                return distinct
        if self._focus:
            return self._focus
        return next((h.actors for h in reversed(self._held) if len(h.actors) == 2), ())

    def _many(self, number: int) -> tuple[str, ...]:
        for held in reversed(self._held):
            if len(held.actors) == number:
                return held.actors
        distinct: dict[str, None] = {}
        for held in reversed(self._held):
            distinct |= dict.fromkeys(states_of(held.actors))
            if len(distinct) >= number:
                break
        return tuple(distinct) if len(distinct) == number else ()

    def _plural(self, said: list[Word], at: int, *, opens: bool, named: bool) -> tuple[str, ...]:
        here = [h for h in self._in(0) if h.plural and not h.ground]
        if here:
            subjects = [h for h in here if h.subject]
            return (subjects or here)[-1].actors
        if not named and any(_counts(word) for word in said[:at]):
            return ()
        for back in (1, 2):
            there = [h for h in self._in(back) if h.plural and not h.ground]
            if there and (back == 1 or opens or named):
                subjects = [h for h in there if h.subject]
                return (subjects or there)[-1].actors
        return self._pair() if named else ()

    def _one(self, *, opens: bool) -> tuple[str, ...]:
        here = [h for h in self._in(0) if len(h.actors) == 1 and not h.ground]
        subjects = [h for h in here if h.subject and not h.attribute]
        if subjects:
            return subjects[-1].actors
        if here and not opens:
            nouns = [h for h in here if not h.attribute]
            return (nouns or here)[-1].actors
        if here:
            return ()
        there = [h for h in self._in(1) if len(h.actors) == 1 and h.subject and not h.attribute]
        return there[0].actors if there else ()

    def _state(self) -> tuple[str, ...]:
        for back in range(4):
            held = [h for h in self._in(back) if len(h.actors) == 1 and states_of(h.actors)]
            acting = [h for h in held if not h.ground]
            if acting or (held and back):
                return (acting or held)[-1].actors
        return ()

    def _body(self) -> tuple[str, ...]:
        kinds = actor_kinds()
        for held in reversed(self._held):
            if self._now - held.sentence > 4:
                break
            bodies = [
                a for a in held.actors if kinds.get(a) not in _STATES and kinds.get(a) != "group"
            ]
            if len(bodies) == 1:
                return tuple(bodies)
        return ()


def _counts(word: Word) -> bool:
    """Whether a word looks like a plural noun that is no name."""
    said = word.form
    return (
        len(said) > 4
        and said.endswith("s")
        and not word.capital
        and not said.endswith(("ss", "us", "is", "ous"))
    )
