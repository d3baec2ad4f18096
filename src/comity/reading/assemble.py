"""Records out of the passes over a document: one for each act, tie, judgement and figure among actors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from comity.reading.act_dates import act_date
from comity.reading.actions import Predicate
from comity.reading.announcements import announced
from comity.reading.asides import asides
from comity.reading.claims import Fields, idle, repeats
from comity.reading.dates import When
from comity.reading.document import Document, Sentence
from comity.reading.drafts import Draft, drafts
from comity.reading.figures import Scene, counted, measured
from comity.reading.first_person import first_person
from comity.reading.headlines import titled
from comity.reading.kinds import told
from comity.reading.mentions import Mention
from comity.reading.named import Named
from comity.reading.quantities import Quantity
from comity.reading.record import Record
from comity.reading.speakers import Attribution, author_of, speaker_of
from comity.reading.stances import judgement
from comity.reading.topics import topic
from comity.reading.views import of_title, views, whose
from comity.reading.vocabulary import FORMS, Kind
from comity.reading.who import Memory

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
class _Part:
    """A sentence and what the passes found in it."""

    sentence: Sentence
    predicates: Sequence[Predicate]
    quantities: Sequence[Quantity]
    dates: Sequence[When]
    attributions: Sequence[Attribution]


def assembled(passes: Passes) -> tuple[Record, ...]:
    """Records of a document, in order of their place.

    A heading tells a view or nothing; a caption that stands twice tells once.
    """
    text = passes.document.text
    named = Named(text, passes.mentions)
    ours = first_person(text, passes.attributions, named.focus)
    named = Named(text, (*passes.mentions, *ours)) if ours else named
    memory = Memory(focus=named.focus)
    found: list[tuple[int, int, Sentence, Fields]] = []
    captions: set[str] = set()
    for part in _parts(passes):
        sentence = part.sentence
        words = text[sentence.start : sentence.end].strip(' .”"')
        if sentence.section == "caption" and words in captions:
            continue
        captions.add(words)
        cues = [(a.cue_start, a.cue_end) for a in part.attributions if a.cue_end > a.cue_start]
        kept = drafts(part.predicates, named, memory, part.dates, cues, sentence.end)
        if sentence.section == "title" and not kept:
            kept = titled(named, sentence, part.predicates)
        if sentence.section == "heading":
            views_told = [
                (d.start, d.end, sentence, _fields(passes.document, d, part))
                for d in kept
                if d.predicate.kind == "main"
            ]
            found += [t for t in views_told if t[3]["kind"] == "claim" and t[3]["stance"]]
            continue
        passing = asides(named, sentence)
        kept = [
            d for d in kept if d.predicate.kind != "noun" or not any(_same(d, p) for p in passing)
        ] + passing
        kept += announced(text, kept, part.attributions, memory)
        kept = [whose(d, text) for d in kept]
        kept += views(part.predicates, kept, named, memory, part.attributions, cues, sentence.end)
        told = [(d, _fields(passes.document, d, part)) for d in kept]
        worth = [
            (d, fields)
            for d, fields in told
            if not idle(d, fields)
            and not repeats(d, fields, told)
            and not _counted_trade(text, d, fields, part)
        ]
        if sentence.section == "title" and not worth:
            worth = [
                (d, _fields(passes.document, d, part))
                for d in of_title(part.predicates, named, memory)
            ]
        found += [(d.start, d.end, sentence, fields) for d, fields in worth]
        scene = Scene(
            named, memory, kept, part.predicates, part.quantities, part.dates, cues, sentence
        )
        for figure in filter(measured, part.quantities):
            found.append((figure.start, figure.end, sentence, _figure(figure, scene, part)))
    found.sort(key=lambda f: (f[0], f[1]))
    return tuple(
        _record(passes.document, number, *each) for number, each in enumerate(found, start=1)
    )


#: Trade that goes on and has a figure: the figure tells it.
_TRADE = re.compile(
    r"\b(?:trade|turnover|commerce|(?:ex|im)ports?|(?:ex|im)ported|(?:ex|im)porting|owns?)\b",
    re.IGNORECASE,
)
#: A figure stands so many characters behind the noun it is told of, at most.
_FIGURE_NEAR = 60


def _counted_trade(text: str, draft: Draft, fields: Fields, part: _Part) -> bool:
    """Whether a standing trade is told by a figure in its clause ("exports reached 3 million tonnes")."""
    predicate = draft.predicate
    flows = predicate.action == "COOPERATE" or predicate.form == "abandoned"
    if fields["kind"] == "claim" or not flows or predicate.modal != "none":
        return False
    end = draft.end + (_FIGURE_NEAR if predicate.kind == "noun" else 0)
    return _TRADE.search(text, draft.start, draft.end) is not None and any(
        draft.start <= q.start < end and measured(q) for q in part.quantities
    )


def _same(one: Draft, two: Draft) -> bool:
    alike = one.actors == two.actors or one.predicate.action == two.predicate.action
    return alike and one.start < two.end and two.start < one.end


def _parts(passes: Passes) -> list[_Part]:
    acts = sorted(passes.predicates, key=lambda p: p.clause_start)
    place = [p.clause_start for p in acts]
    figures = [q.start for q in passes.quantities]
    days = [d.start for d in passes.dates]
    said = sorted(passes.attributions, key=lambda a: a.start)
    return [
        _Part(
            s, acts[bisect_left(place, s.start) : bisect_left(place, s.end)],
            passes.quantities[bisect_left(figures, s.start) : bisect_left(figures, s.end)],
            passes.dates[bisect_left(days, s.start) : bisect_left(days, s.end)],
            _near(said, s),
        )
        for s in passes.sentences
    ]  # fmt: skip


#: What opens a sentence that tells what would be.
_CONDITION = re.compile(r"[“\"‘']?(?:If|Unless|Were|Had|Should|In (?:the )?(?:case|event) of)\b")
_MONTH = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
#: Attributions of one sentence are no further apart than this many.
_AROUND = 40


def _near(said: Sequence[Attribution], sentence: Sentence) -> list[Attribution]:
    """What is said in a sentence, or said of it beside it."""
    at = bisect_left(said, sentence.end, key=lambda a: a.start)
    return [
        a for a in said[max(0, at - _AROUND) : at + _AROUND]
        if (a.start < sentence.end and a.end > sentence.start)
        or sentence.start <= a.cue_start < sentence.end
    ]  # fmt: skip


def _fields(document: Document, draft: Draft, part: _Part) -> Fields:
    predicate, text = draft.predicate, document.text
    judged = judgement(text, draft.start, draft.end)
    said = speaker_of(part.attributions, draft.start, draft.end)
    when = act_date(text, draft, part.dates, part.predicates, part.sentence.start)
    how = told(
        predicate, draft.sides, judged, text[draft.start : draft.end], part.sentence.section,
        dated=_dated(when), said=said is not None,
        official=said is not None and said.standing == "official",
        own=said is not None and said.side in draft.sides.sources,
        under=_CONDITION.match(text, part.sentence.start) is not None, kind=draft.kind,
    )  # fmt: skip
    speaker, affiliation = (said.speaker, said.affiliation) if said else (None, None)
    if how.kind == "claim" and said is None:
        speaker, affiliation = author_of(document)
    count = counted(part.quantities, draft) if how.kind == "event" else None
    return {
        "kind": how.kind, "source_actor": ";".join(draft.sides.sources),
        "target_actor": ";".join(draft.sides.targets) or None,
        "domain": _domain(how.kind, how.action, draft, text), "action": how.action,
        "polarity": how.polarity, "form": how.form, "word_or_deed": FORMS[how.form],
        "date": when.date if when else None, "date_basis": when.basis if when else None,
        "value": count.value if count else None, "unit": count.unit if count else None,
        "speaker": speaker, "affiliation": affiliation,
        "stance": how.stance, "symmetric": draft.sides.symmetric,
        "hedged": predicate.hedged or judged.hedged, "negated": predicate.negated,
    }  # fmt: skip


def _dated(when: When | None) -> bool:
    """Whether it is told when: by a date, or a day or month counted from the text's ("last month")."""
    if when is None or when.date is None:
        return False
    return when.basis == "stated" or _MONTH.fullmatch(when.date) is not None


def _domain(kind: Kind, action: str, draft: Draft, text: str) -> str:
    return (
        topic(text, draft.start, draft.end, action) if kind == "claim" else draft.predicate.domain
    )


def _figure(figure: Quantity, scene: Scene, part: _Part) -> Fields:
    about = scene.about(figure)
    said = speaker_of(part.attributions, figure.start, figure.end)
    return {
        "kind": "quantity", "source_actor": ";".join(about.sides.sources) or None,
        "target_actor": ";".join(about.sides.targets) or None,
        "domain": about.code.domain, "action": about.code.action, "polarity": about.code.polarity,
        "form": about.code.form, "word_or_deed": FORMS[about.code.form],
        "value": figure.value, "unit": figure.unit,
        "date": about.when.date if about.when else None,
        "date_basis": about.when.basis if about.when else None,
        "speaker": said.speaker if said else None, "affiliation": said.affiliation if said else None,
        "hedged": False, "symmetric": about.sides.symmetric,
    }  # fmt: skip


def _record(
    document: Document, number: int, start: int, end: int, sentence: Sentence, fields: Fields
) -> Record:
    begin, stop = document.raw_span(start, end)
    around = document.raw_span(sentence.start, sentence.end)
    return Record.model_validate({
        "id": f"{document.name}#{number:04}", "doc": document.name, "sentence": document.raw[begin:stop],
        "section": sentence.section, "char_start": begin, "char_end": stop, "sent_start": around[0],
        "sent_end": around[1], **fields,
    })  # fmt: skip
