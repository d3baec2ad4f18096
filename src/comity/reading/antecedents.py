"""Who was spoken of last, as a reader remembers it: groups by sentence, people, the pair of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.reading.aliases import Word, actor_kinds
from comity.reading.anaphora import Phrase
from comity.reading.grammar_words import PACTS, is_plural_noun, words_after
from comity.reading.mention import Mention
from comity.reading.prominence import Held, is_object, is_subject, weighed
from comity.reading.titles_of_office import SAYING

__all__ = ["Memory", "states_of"]

_STATES = frozenset(["state", "economy", "territory", "former state"])
_LONGEST = 40


def states_of(actors: Iterable[str]) -> list[str]:
    """Those of the actors that are states, economies or territories."""
    kinds = actor_kinds()
    return [actor for actor in actors if kinds.get(actor) in _STATES]


@dataclass(frozen=True, slots=True)
class _Met:
    mention: Mention
    sentence: int
    subject: bool


class Memory:
    """What a run of sentences has named so far."""

    def __init__(self, text: str, focus: tuple[str, ...]) -> None:
        self._text = text
        self._focus = focus
        self._now = 0
        self._held: list[Held] = []
        self._people: list[_Met] = []
        #: Actors named soon after the phrase that is looked at: it means none of them.
        self.to_come: frozenset[str] = frozenset()
        self._serving: dict[str, tuple[str, ...]] = {}

    def begin(self, sentence: int) -> None:
        """Start a sentence."""
        self._now = sentence

    def remember(self, group: Sequence[Mention], said: list[Word], at: int) -> None:
        """Keep a mention, or several joined into one group, that begin with the word ``at``."""
        kept = [m for m in group if m.role != "part_of_name"]
        if not kept:
            return
        subject = is_subject(self._text, said, at)
        for m in kept[-_LONGEST:]:
            if m.person is not None and m.kind != "pronoun":
                after = words_after(said, m.end, 1)
                speaks = bool(after) and after[0].form in SAYING
                self._people.append(_Met(m, self._now, subject or speaks))
        del self._held[:-_LONGEST]
        del self._people[:-_LONGEST]
        actors = tuple(dict.fromkeys(key for m in kept for key in m.actors))
        if not actors:
            return
        self._with(kept[0], actors, subject=subject)
        self._held.append(weighed(self._text, kept, actors, said, at, self._now))

    def _with(self, mention: Mention, actors: tuple[str, ...], *, subject: bool) -> None:
        """Two with "with" between them are as good as joined: "Iran's deal with Oman"."""
        before = self._held[-1] if self._held else None
        if before is None or before.sentence != self._now or len(before.actors) + len(actors) != 2:
            return
        between = self._text[before.start : mention.start]
        if len(between) < 120 and between.rstrip().removesuffix(" the").endswith(" with"):
            pair = before.actors + actors
            if len(set(pair)) == 2:
                self._held.append(Held(pair, self._now, before.start, subject, False, False, False))

    def _in(self, back: int) -> list[Held]:
        return [held for held in self._held if held.sentence == self._now - back]

    def person(self, *, other: bool, speaks: bool) -> Mention | None:
        """The person a pronoun means: the last of this sentence, else the subject of one before.

        Parameters
        ----------
        other
            Whether it is the object of a clause, so that the clause's subject is out of question.
        speaks
            Whether it says something ("he said"): then who spoke before is meant.
        """
        here = [met.mention for met in self._people if met.sentence == self._now]
        if here and not other and not speaks:
            return here[-1]
        barred = {mention.person for mention in here} if other else set()
        for back in range(1, 5):
            there = [
                met
                for met in self._people
                if met.sentence == self._now - back and met.mention.person not in barred
            ]
            if there:
                subjects = [met for met in there if met.subject]
                return (subjects[:1] if speaks and subjects else subjects or there[:1])[-1].mention
        return here[-1] if here and speaks else None

    def meant(self, phrase: Phrase, said: list[Word], at: int) -> tuple[str, ...]:
        """The actors a phrase means; empty where nothing fits."""
        if phrase.what == "tie" and phrase.count == 2 and said[at + 1].form == "alliance":
            pacts = [
                a for h in self._held if self._now - h.sentence < 3 for a in h.actors if a in PACTS
            ]
            return (pacts[-1],) if pacts else self._pair(phrase.among)
        if phrase.what in ("pair", "tie"):
            return self._pair(phrase.among)
        if phrase.what == "many":
            return self.many(phrase.number)
        if phrase.what == "plural":
            return self._plural(said, at, opens=phrase.opens, named=not phrase.pronoun)
        if phrase.what == "one":
            return self._one(
                opens=phrase.opens, beside=phrase.opens and is_object(self._text, said, at)
            )
        if phrase.what == "state":
            return self._state(pointed=said[at].form != "the")
        if phrase.what == "body":
            return self._body()
        pair = next((h.actors for h in reversed(self._held) if len(h.actors) == 2), ())
        return pair[:1] if phrase.what == "former" else pair[1:]

    def _pair(self, among: str = "any") -> tuple[str, ...]:
        for back in (0, 1):
            held = [h for h in self._in(back) if not h.ground]
            explicit = [h.actors for h in held if len(h.actors) == 2]
            states = [pair for pair in explicit if len(states_of(pair)) == 2]
            if states or (explicit and among == "any"):
                return (
                    self._likeliest(states or explicit, held) if back else (states or explicit)[-1]
                )
            distinct = tuple(dict.fromkeys(key for h in held for key in states_of(h.actors)))
            if len(distinct) == 2 and not (
                back and self._focus and set(distinct) & set(self._focus)
            ):
                return distinct
        if self._focus:
            return self._focus
        told = next((h.actors for h in reversed(self._held) if len(h.actors) == 2), ())
        return told or self._on_ground()

    def _on_ground(self) -> tuple[str, ...]:
        """The two of a sentence where one is on the other's ground ("when Lula landed in Luanda")."""
        for back in (0, 1):
            distinct = dict.fromkeys(a for h in self._in(back) for a in states_of(h.actors))
            if len(distinct) == 2:
                return tuple(distinct)
        return ()

    def _likeliest(self, pairs: Sequence[tuple[str, ...]], held: list[Held]) -> tuple[str, ...]:
        """Of the pairs of a sentence before: the document's own, else its subject, else the last."""
        for pair in reversed(pairs):
            if set(pair) == set(self._focus):
                return pair
        subjects = [h.actors for h in held if h.subject and h.actors in pairs]
        return subjects[0] if subjects else pairs[-1]

    def called(self, among: frozenset[str]) -> tuple[str, ...]:
        """The one of some actors last told of ("the Baltic republic"), rather not in this sentence."""
        there = [h for h in reversed(self._held) if h.sentence != self._now]
        for held in [*there, *reversed(self._in(0))]:
            meant = [a for a in held.actors if a in among and a not in self.to_come]
            if meant:
                return (meant[-1],)
        return ()

    def served(self, person: str, *, official: bool) -> tuple[str, ...]:
        """Whom somebody serves of whom no state is told: the subject that was told of last."""
        if official and person not in self._serving:
            for back in range(4):
                there = [h for h in self._in(back) if h.subject and len(states_of(h.actors)) == 1]
                if there:
                    self._serving[person] = tuple(states_of(there[0 if back else -1].actors))
                    break
        return self._serving.get(person, ())

    def many(self, number: int) -> tuple[str, ...]:
        """That many actors told of together, or else last told of; empty where they were not."""
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
        if opens and any(is_plural_noun(word) for word in said[max(0, at - 60) : at]):
            return ()
        for back in (1, 2, 3, 4) if opens else (1, 2):
            there = [h for h in self._in(back) if h.plural and not h.ground]
            if there and (back == 1 or not named):
                subjects = [h for h in there if h.subject]
                return (subjects[:1] or there)[-1].actors
        if not named:
            return ()
        listed = [h.actors for h in self._held if len(h.actors) > 2 and self._now - h.sentence < 4]
        return listed[-1] if listed else self._pair()

    def _one(self, *, opens: bool, beside: bool) -> tuple[str, ...]:
        here = [h for h in self._in(0) if len(h.actors) == 1 and not h.ground]
        nouns = [h for h in here if not h.attribute]
        subjects = [h for h in nouns if h.subject]
        if beside:
            # "ties with Oman or trade with it": not the subject of its own clause
            others = [h for h in nouns if not h.subject]
            direct = [h for h in others if not h.beside]
            return (direct or others or [_NOBODY])[-1].actors
        if subjects:
            return subjects[-1].actors
        if not opens:
            owners = [h for h in here if h.possessor and h.subject]
            return (owners or nouns or [h for h in here if h.possessor] or [_NOBODY])[-1].actors
        if here:
            return ()
        there = [h for h in self._in(1) if len(h.actors) == 1 and not h.attribute]
        subjects = [h for h in there if h.subject and not h.ground]
        if subjects:
            return subjects[0].actors
        bodies = [
            h
            for h in there
            if not states_of(h.actors) and actor_kinds().get(h.actors[0]) != "group"
        ]
        return bodies[-1].actors if bodies else ()

    def _state(self, *, pointed: bool) -> tuple[str, ...]:
        for back in range(4):
            held = [
                h
                for h in self._in(back)
                if len(h.actors) == 1 and states_of(h.actors) and h.actors[0] not in self.to_come
            ]
            acting = [h for h in held if not h.ground]
            about = [h for h in acting if h.actors[0] in self._focus]
            if pointed and not back and about:
                return about[-1].actors
            if acting or (held and back):
                return (acting or held)[-1].actors
            if back and any(states_of(h.actors) for h in self._in(back)):
                break
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


_NOBODY = Held((), 0, 0, subject=False, plural=False, ground=False, attribute=False)
