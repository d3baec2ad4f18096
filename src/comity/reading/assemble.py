"""Records out of the passes over a document: one for each act, tie, judgement and figure among actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.actions import Predicate
from comity.reading.dates import When
from comity.reading.document import Document, Sentence
from comity.reading.kinds import kind_of, said_form
from comity.reading.mentions import Mention
from comity.reading.quantities import Quantity
from comity.reading.record import Record
from comity.reading.sides import Memory, Named, Sides, sides
from comity.reading.speakers import Attribution, author_of, speaker_of
from comity.reading.stances import judgement
from comity.reading.vocabulary import FORMS

__all__ = ["Passes", "assembled"]


@dataclass(frozen=True, slots=True)
class Passes:
    """What the passes found in a document."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[When, ...]
    attributions: tuple[Attribution, ...]
    predicates: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A predicate with its actors, before it is numbered."""

    predicate: Predicate
    sides: Sides
    start: int
    end: int


def assembled(passes: Passes) -> tuple[Record, ...]:
    """Records of a document, in order of their place."""
    named = Named(passes.document.text, passes.mentions)
    memory = Memory(focus=_focus(passes))
    found: list[tuple[int, int, Sentence, dict[str, object]]] = []
    told: set[str] = set()
    for sentence in passes.sentences:
        if sentence.section == "heading":
            continue
        words = passes.document.text[sentence.start : sentence.end]
        if sentence.section == "caption" and words in told:
            continue
        told.add(words)
        drafts = _drafts(passes, sentence, named, memory)
        for draft in drafts:
            found.append((draft.start, draft.end, sentence, _fields(passes, draft, sentence)))
        for figure in (q for q in passes.quantities if sentence.start <= q.start < sentence.end):
            fields = _figure(passes, figure, drafts, sentence, memory)
            if fields is not None:
                found.append((figure.start, figure.end, sentence, fields))
    found.sort(key=lambda f: (f[0], f[1]))
    return tuple(
        _record(passes.document, number, *each) for number, each in enumerate(found, start=1)
    )


def _focus(passes: Passes) -> tuple[str, ...]:
    """The two actors a document names most."""
    counts = Counter(
        actor
        for m in passes.mentions
        if m.kind not in ("pronoun", "coreference")
        for actor in m.actors
    )
    return tuple(actor for actor, n in counts.most_common(2) if n > 1)


def _drafts(passes: Passes, sentence: Sentence, named: Named, memory: Memory) -> list[Draft]:
    found: list[Draft] = []
    memory.subject = memory.object = ()
    cues = [(a.cue_start, a.cue_end) for a in passes.attributions if a.cue_end > a.cue_start]
    for predicate in passes.predicates:
        if not sentence.start <= predicate.clause_start < sentence.end:
            continue
        if any(a <= predicate.start < b for a, b in cues):
            continue
        told = sides(predicate, named, memory)
        if told.sources:
            memory.subject, memory.object = (
                (told.sources + told.targets, ())
                if told.symmetric
                else (told.sources, told.targets)
            )
            if told.symmetric and len(told.sources + told.targets) >= 2 and told.named >= 2:
                memory.pair = told.sources + told.targets
        opener = (
            passes.document.text[predicate.clause_start : predicate.clause_end]
            .partition(" ")[0]
            .lower()
        )
        if _kept(predicate, told, opener):
            found.append(Draft(predicate, told, predicate.clause_start, predicate.clause_end))
    return _apart(passes, found)


def _apart(passes: Passes, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts without the nouns that a clause around them tells anyway, unless they have a date of their own."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.predicate.kind == "noun" and not any(
            draft.start <= d.start < draft.end for d in passes.dates
        ):
            around = (
                d for d in drafts
                if d.predicate.kind != "noun" and d.start <= draft.start and draft.end <= d.end
            )  # fmt: skip
            if any(_actors(d) >= _actors(draft) for d in around):
                continue
        kept.append(draft)
    return kept


def _actors(draft: Draft) -> frozenset[str]:
    return frozenset(draft.sides.sources + draft.sides.targets)


#: Clauses of these openers are parts of what is told, not told by themselves.
_EMBEDDED = frozenset(["of", "without", "for", "by", "in", "to", "from", "despite", "about"])


def _kept(predicate: Predicate, told: Sides, opener: str) -> bool:
    """Whether a predicate tells something of two actors."""
    if len(told.sources) + len(told.targets) < 2 or not told.named:
        return False
    if predicate.kind == "infinitive" or (predicate.kind == "participle" and opener in _EMBEDDED):
        return False
    if predicate.kind == "noun":
        return (
            told.named >= 2
            and predicate.action != "NONE"
            and not (predicate.symmetric and predicate.action == "ASSAULT")
        )
    if predicate.action == "NONE":
        return (
            told.named >= 2
            and predicate.kind != "infinitive"
            and predicate.start > predicate.clause_start
        )
    return True


def _fields(passes: Passes, draft: Draft, sentence: Sentence) -> dict[str, object]:
    predicate, text = draft.predicate, passes.document.text
    words = text[draft.start : draft.end]
    judged = judgement(text, draft.start, draft.end)
    said = speaker_of(passes.attributions, draft.start, draft.end)
    when = next((d for d in passes.dates if draft.start <= d.start < draft.end), None)
    kind = kind_of(
        predicate,
        judged,
        words,
        sentence.section,
        dated=when is not None and when.basis == "stated",
        said=said is not None,
        symmetric=draft.sides.symmetric,
    )
    form = said_form(predicate, kind, official=said is not None and said.standing == "official")
    speaker, affiliation = (said.speaker, said.affiliation) if said else (None, None)
    if kind == "claim" and said is None:
        speaker, affiliation = author_of(passes.document)
    return {
        "kind": kind, "source_actor": ";".join(draft.sides.sources), "target_actor": ";".join(draft.sides.targets) or None,
        "domain": predicate.domain, "action": predicate.action, "polarity": predicate.polarity,
        "form": form, "word_or_deed": FORMS[form], "date": when.date if when else None,
        "date_basis": when.basis if when else None, "speaker": speaker, "affiliation": affiliation,
        "stance": judged.stance if kind == "claim" else None, "symmetric": draft.sides.symmetric,
        "hedged": predicate.hedged or judged.hedged, "negated": predicate.negated,
    }  # fmt: skip


def _figure(
    passes: Passes, figure: Quantity, drafts: Sequence[Draft], sentence: Sentence, memory: Memory
) -> dict[str, object] | None:
    """Fields of a figure; None for a count of states."""
    near = min(
        drafts,
        key=lambda d: (not d.start <= figure.start < d.end, abs(d.start - figure.start)),
        default=None,
    )
    said = speaker_of(passes.attributions, figure.start, figure.end)
    when = next((d for d in passes.dates if sentence.start <= d.start < sentence.end), None)
    told = near.sides if near else Sides(memory.pair[:1] or memory.focus[:1], (), False, 0)
    form = near.predicate.form if near and FORMS[near.predicate.form] == "deed" else "traded"
    return {
        "kind": "quantity", "source_actor": ";".join(told.sources) or None, "target_actor": ";".join(told.targets) or None,
        "domain": near.predicate.domain if near else "economic", "action": near.predicate.action if near else "NONE",
        "polarity": near.predicate.polarity if near else 0, "form": form, "word_or_deed": "deed",
        "value": figure.value, "unit": figure.unit, "date": when.date if when else None,
        "date_basis": when.basis if when else None, "speaker": said.speaker if said else None,
        "affiliation": said.affiliation if said else None,
    }  # fmt: skip


def _record(
    document: Document,
    number: int,
    start: int,
    end: int,
    sentence: Sentence,
    fields: dict[str, object],
) -> Record:
    begin, stop = document.raw_span(start, end)
    around = document.raw_span(sentence.start, sentence.end)
    return Record.model_validate({
        "id": f"{document.name}#{number:04}", "doc": document.name, "sentence": document.raw[begin:stop],
        "section": sentence.section, "char_start": begin, "char_end": stop, "sent_start": around[0],
        "sent_end": around[1], **fields,
    })  # fmt: skip
