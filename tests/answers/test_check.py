"""A document held against the embedded world, and two set side by side."""

from __future__ import annotations

import json

import pytest

import comity
from comity.answers.check import check, text_span
from comity.answers.check_readings import STANCES, left_out, speaks_for
from comity.answers.checks.case import AGREES, DIFFERS, OPEN
from comity.answers.contrast import contrast, verdict
from comity.answers.contrast_topics import answers
from comity.errors import ComityError, DataError
from comity.reading.document import Document
from comity.reading.plain_text import document
from comity.reading.record import Record

YES = """Russia and China are an alliance, an analyst wrote.

Russia shipped 107 million tons of oil to China in 2023. Trade between China and Russia reached $90 billion in
2023.

Sanctions brought the two countries closer."""
NO = """There is no alliance between Russia and China, another analyst wrote.

The railway between Russia and China was abandoned."""


@pytest.fixture(scope="module")
def world():
    return comity.World.load()


@pytest.fixture(scope="module")
def checked(world):
    return check(world, document(YES, name="yes.txt", date="2024-06"))


def of(text, sentence, **fields):
    start = text.index(sentence)
    end = start + len(sentence)
    given = {"kind": "claim", "source_actor": "RUS", "target_actor": "CHN", **fields}
    return Record(
        id=f"r{start}", doc="d", sentence=sentence, char_start=start, char_end=end, sent_start=start,
        sent_end=end, **given,
    )  # fmt: skip


def test_every_span_is_the_text_it_marks(checked):
    text = checked.document.text
    assert checked.held
    assert all(text[h.start : h.end] == h.record.sentence for h in checked.held)


def test_figures_that_agree_and_differ(checked):
    outcomes = {h.record.sentence: h.outcome for h in checked.held if h.record.kind == "quantity"}
    assert outcomes["107 million tons"] == AGREES
    assert outcomes["$90 billion"] == DIFFERS


def test_every_verdict_names_its_sources(checked, world):
    decided = [v for h in checked.held for v in h.verdicts if v.outcome != OPEN]
    assert decided
    assert all(v.sources and set(v.sources) <= set(world.sources) and v.rule for v in decided)


def test_counts_are_those_of_the_table(checked):
    assert sum(checked.counts().values()) == len(checked.held)
    assert set(checked.table()["outcome"]) <= {AGREES, DIFFERS, OPEN}


def test_a_document_without_a_date_is_read_as_of_the_last_year_it_names(world):
    found = check(
        world,
        document("Russia and China signed a treaty in 2001. Both joined BRICS by 2010.", name="n"),
    )
    assert (found.dated, found.year) == ("2010", 2010)


def test_records_outside_the_document_are_refused(world):
    outside = of("x" * 50, "x" * 50)
    with pytest.raises(DataError, match="lie outside"):
        check(world, document("Too short.", name="d"), records=[outside])


def test_spans_of_a_file_with_markup():
    import numpy as np

    raw = "<p>A &amp; B</p>"
    at = np.array([[3, 4], [4, 5], [5, 10], [10, 11], [11, 12]])
    page = Document("p", raw, "A & B", at, ())
    assert text_span(page, 5, 10) == (2, 3)
    assert text_span(page, 3, 12) == (0, 5)


def test_who_speaks_adds_up(checked):
    frame = checked.speakers()
    assert frame["statements"].sum() == len(checked.held)
    assert frame["share"].sum() == pytest.approx(1)


def test_readings_of_stances_are_readings_that_ship():
    from comity.answers.weighing import load_readings

    keys = {r.key for r in load_readings().readings}
    assert {k for told in STANCES.values() for k in told} <= keys
    record = of("they are an alliance", "they are an alliance", stance="alliance_yes")
    assert speaks_for(record)["full_alliance"] == 1


def test_what_is_left_out_is_what_has_no_word(checked):
    silent = set(left_out("nothing at all", checked.weighing)["source"])
    assert silent
    assert "votes" not in set(left_out("they vote alike at the UN", checked.weighing)["source"])


def test_two_articles_contradict_each_other(world):
    found = contrast(
        world, [document(YES, name="a", date="2024"), document(NO, name="b", date="2024")]
    )
    alliance = found.positions().row(0, named=True)
    assert (alliance["topic"], alliance["A"], alliance["B"], alliance["verdict"]) == (
        "alliance", "yes", "no", "contradict",
    )  # fmt: skip
    for row in found.table().iter_rows(named=True):
        whole = found.checks[found.letters.index(row["letter"])].document.raw
        assert whole[row["start"] : row["end"]] == row["quote"]


ONE = """Trade between Russia and Türkiye came to $68 billion in 2022. Russia and Türkiye are allies."""
TWO = """In 2022 trade between Türkiye and Russia reached {}. Türkiye is no ally of Russia."""


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [("$62 billion", "contradict"), ("about $62 billion", "agree"), ("$68.2 billion", "agree")],
)
def test_figures_of_the_same_thing_are_set_side_by_side(world, printed, verdict):
    texts = [document(t, name=n, date="2023") for n, t in (("a", ONE), ("b", TWO.format(printed)))]
    found = contrast(world, texts)
    figures = found.figures()
    assert figures["verdict"].to_list() == [verdict] * 2
    assert figures["letter"].to_list() == ["A", "B"]
    assert set(figures["matter"]) == {"goods trade"}
    for row in figures.iter_rows(named=True):
        whole = found.checks[found.letters.index(row["letter"])].document.raw
        assert whole[row["start"] : row["end"]] == row["quote"]


def test_articles_on_different_pairs_are_refused_with_what_each_is_about(world):
    texts = [document("Peru and Chile met.", name="a"), document("Oman and Iran met.", name="b")]
    with pytest.raises(ComityError, match=r"a: CHL-PER; b: IRN-OMN\); name a dyad"):
        contrast(world, texts)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["yes", "no", "silent"], "contradict"), (["yes", "yes"], "agree"), (["yes", "both"], "partly"),
        (["silent", "yes"], "one alone"), (["silent", "silent"], "silent"),
        (["both", "both"], "each undecided"),
    ],
)  # fmt: skip
def test_positions_together(cells, said):
    assert verdict(cells) == said


@pytest.mark.parametrize(
    ("text", "stance", "topic", "sign"),
    [
        ("the growing anti-Western alliance has no impact on elections", "other", "alliance", 1),
        ("no anti-Western alliance of the two exists", "other", "alliance", -1),
        ("a critical axis", "alliance_yes", "alliance", None),
        ("they challenge the Western alliance", "alliance_yes", "alliance", None),
        ("there will be little trust, and not soon", "aligning_without_trust", "trust", -1),
        ("the pipeline will be built", "project_will_happen", "project", 1),
    ],
)
def test_how_a_record_answers(text, stance, topic, sign):
    given = {t.key: s for t, s in answers(of(text, text, stance=stance))}
    assert given.get(topic) == sign


def test_one_article_is_no_contrast(world, checked):
    with pytest.raises(ComityError, match="2 to 26"):
        contrast(world, [checked])
    with pytest.raises(ComityError, match="not a dyad"):
        contrast(world, [checked, checked], dyad="RUS")


@pytest.mark.data
def test_what_a_person_read_in_three_articles(world, shared):
    """Figures and memberships that are known to agree, or to have been published otherwise."""
    from comity.reading.record import read_records

    folder = shared / "seeds-reading"
    records = read_records(folder / "reading.jsonl")
    texts = shared.parent / "seeds"
    name = next(r.doc for r in records if r.doc.startswith("000"))
    found = check(world, texts / name, date="2024-03", records=records)
    outcome = {h.record.id: h.outcome for h in found.held}
    assert outcome["000-032"] == outcome["000-033"] == outcome["000-064"] == AGREES
    assert outcome["000-034"] == OPEN


def test_the_table_is_json(checked):
    assert json.loads(checked.table().write_json())[0]["id"]
