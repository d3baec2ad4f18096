"""What is done in a sentence: one predicate per clause or noun of an act, coded with PLOVER."""

from __future__ import annotations

from dataclasses import dataclass

from comity.reading.arguments import arguments
from comity.reading.clauses import Clause, clauses
from comity.reading.codes import Code
from comity.reading.coding import chained, coded
from comity.reading.denials import denies
from comity.reading.domains import SUBJECTS, domain_of, supplied
from comity.reading.modality import Manner, Modal, Tense, quad_of
from comity.reading.nominals import nominals, parties
from comity.reading.phrase_bounds import opened
from comity.reading.tagging import Token, tokens
from comity.reading.vocabulary import FORMS
from comity.reading.word_classes import word_class

__all__ = ["Predicate", "predicates"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Predicate:
    """An act, a tie or an evaluation, as a clause or a noun tells it.

    Attributes
    ----------
    start, end
        Of the words that carry it (verb and its object noun; the noun).
    clause_start, clause_end
        Of the minimal clause or noun phrase around it.
    action, quad
        PLOVER ``TYPE[:mode]`` after modality, ``NONE`` where none fits; its quad class.
    tense, modal, negated, hedged
        How it is put.
    form, word_or_deed, polarity, domain, symmetric
        As in :class:`comity.reading.record.Record`.
    source, target
        Where the subject and the object stand, by role, not by place: a passive's ``by`` is the source. The
        first actor in the span is its head.
    kind
        ``noun``, or that of the clause (:class:`comity.reading.clauses.Clause`).
    """

    start: int
    end: int
    clause_start: int
    clause_end: int
    action: str
    quad: int | None
    tense: Tense
    modal: Modal
    negated: bool
    hedged: bool
    form: str
    word_or_deed: str
    polarity: int
    domain: str
    symmetric: bool
    source: Span | None
    target: Span | None
    kind: str


def predicates(text: str, sentence_start: int, sentence_end: int) -> tuple[Predicate, ...]:
    """Predicates of a sentence, in order of their place.

    Parameters
    ----------
    text, sentence_start, sentence_end
        The document's text, and where the sentence stands in it; spans returned are offsets into ``text``.
    """
    words = tokens(text, sentence_start, sentence_end)
    found: list[Predicate] = []
    for first in range(0, len(words), _LONGEST):
        found += _read(words[first : first + _LONGEST])
    return tuple(sorted(found, key=lambda p: (p.clause_start, p.start)))


#: Words read together: no sentence of prose is longer, and work grows faster than its length.
_LONGEST = 250


def _read(words: list[Token]) -> list[Predicate]:
    """Predicates of a run of words."""
    found: list[Predicate] = []
    used: set[int] = set()
    parts = clauses(words)
    skip = 0
    taken: list[Clause] = []
    for number, clause in enumerate(parts):
        if number < skip:
            continue
        shared = taken[:-1] if clause.kind == "infinitive" and clause.opener else []
        taken = [*shared, clause]
        skip = number + 1
        while skip < len(parts) and chained(words, taken[-1], parts[skip]):
            taken.append(parts[skip])
            skip += 1
        denied = clause.kind == "content" and denies(words, parts[:number])
        end = _reach(words, parts, skip)
        found.append(_predicate(words, taken, used, denied, len(shared), end))
    for noun in nominals(words, used):
        if noun.code.action == "COOPERATE" and noun.code.form == "delivered":
            supplied(noun.code, domain_of(words, *noun.phrase, noun.code.domain))
        where = _Where((noun.at, noun.at), noun.phrase, noun.source, noun.target)
        found.append(
            _built(words, noun.code, Manner("past" if noun.past else "present"), where, "noun")
        )
    return found


def _reach(words: list[Token], parts: list[Clause], number: int) -> int:
    """Where the clause before a number ends, with what completes it ("blames Oman for leaving Iran").

    Who only is its source is no part of it ("…, according to Oman").
    """
    end = max(parts[number - 1].last, parts[number - 1].group.head + 1)
    for at in range(parts[number - 1].group.head + 1, end - 1):
        if words[at].tag == "," and words[at + 1].low == "according":
            return at
    for part in parts[number:]:
        completes = part.kind == "participle" and part.opener in word_class("complement")
        if part.first != end or not (completes or part.kind == "infinitive"):
            break
        end = max(part.last, part.group.head + 1)
    return end


def _predicate(
    words: list[Token], taken: list[Clause], used: set[int], denied: bool, shared: int, end: int
) -> Predicate:
    """Predicate of a chain of verbs, whose first ones may be ``shared`` with the chain before it.

    ``end`` is the number of the word after all that belongs to it.
    """
    first, main = taken[shared], taken[-1]
    code, how = coded(words, taken, used, denied=denied)
    source, target = arguments(words, taken)
    named = parties(words, code.noun) if code.noun >= 0 else None
    if named is not None:
        source, target = (source if code.noun > main.group.head else named[0]), named[1]
    begin = opened(words, min(first.first, first.group.first), first.group.first)
    if not code.domain and domain_of(words, begin, end, "") == "diplomatic":
        code.domain = domain_of(words, 0, len(words), "", SUBJECTS)
    where = _Where(
        (first.group.first, max(code.last, main.group.head)), (begin, end), source, target
    )
    return _built(words, code, how, where, "joined" if shared else first.kind)


@dataclass(frozen=True, slots=True)
class _Where:
    """Numbers of words: what carries the act, what is around it, who stands on its sides."""

    core: Span
    around: Span
    source: Span | None
    target: Span | None


def _built(words: list[Token], code: Code, how: Manner, where: _Where, kind: str) -> Predicate:
    def span(part: Span | None) -> Span | None:
        return (
            None
            if part is None or part[1] <= part[0]
            else (words[part[0]].start, words[part[1] - 1].end)
        )

    core, (first, last) = where.core, where.around
    return Predicate(
        words[core[0]].start, words[max(core)].end, words[first].start, words[last - 1].end, code.action,
        quad_of(code.action), how.tense, how.modal, how.negated, how.hedged, code.form, FORMS[code.form],
        code.polarity, domain_of(words, first, last, code.domain), code.symmetric, span(where.source),
        span(where.target), kind,
    )  # fmt: skip
