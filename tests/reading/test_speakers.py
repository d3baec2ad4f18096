"""Who says what: a table of sentences, memory across paragraphs, sides, spans, work."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.document import Document, Part
from comity.reading.mentions import mentions
from comity.reading.plain_text import document
from comity.reading.quotations import lines
from comity.reading.sentences import sentences
from comity.reading.speakers import Attribution, attributions, author_of, speaker_of
from tests.counted_work import lines_run

with (Path(__file__).parent / "said.csv").open(encoding="utf-8", newline="") as table:
    SAID = list(csv.DictReader(table, delimiter="|", quoting=csv.QUOTE_NONE))


def of(text: str) -> Document:
    parts = tuple(Part("body", start, end) for start, end in lines(text))
    return Document("own.txt", text, text, None, parts)


def found(text: str) -> tuple[Attribution, ...]:
    read = of(text)
    parted = sentences(read)
    return attributions(read, parted, mentions(read, parted))


def speaker(text: str, span: str) -> Attribution | None:
    start = text.index(span)
    return speaker_of(found(text), start, start + len(span))


def who(text: str, span: str) -> str | None:
    said = speaker(text, span)
    return None if said is None else said.speaker


@pytest.mark.parametrize("row", SAID, ids=lambda row: row["text"][:50])
def test_the_table(row: dict[str, str]) -> None:
    assert (who(row["text"], row["said"]) or "") == row["speaker"]


STORY = """\
Marta Lindqvist, a senior researcher at the Baltic Institute, says the cable is dead. “Nobody pays,” she adds.

“Norway has lost interest. Denmark never had any,” Lindqvist said.

The two states signed a treaty in 2011.

“That treaty is worth nothing today,” she explained.

Ola Berg, Norway’s energy minister, disagrees. “The cable will be built,” he told the Post. \
He also said that Denmark would pay.

“They know what they signed,” the minister added.

Lindqvst, however, doubts it. “They signed and forgot,” the researcher said.

“We shall see in the spring who was right.”
"""


@pytest.mark.parametrize(
    ("span", "speaker"),
    [
        ("the cable is dead", "Marta Lindqvist"),
        ("Nobody pays", "Marta Lindqvist"),
        ("Denmark never had any", "Marta Lindqvist"),
        ("signed a treaty in 2011", None),
        ("worth nothing today", "Marta Lindqvist"),
        ("The cable will be built", "Ola Berg"),
        ("Denmark would pay", "Ola Berg"),
        ("They know what they signed", "Ola Berg"),
        ("They signed and forgot", "Marta Lindqvist"),
        ("who was right", "Marta Lindqvist"),
    ],
)
def test_a_speaker_is_remembered_across_paragraphs(span: str, speaker: str | None) -> None:
    assert who(STORY, span) == speaker


def test_an_introduction_is_kept() -> None:
    said = speaker(STORY, "who was right")
    assert said is not None
    assert said.affiliation == "Baltic Institute (senior researcher)"
    assert (said.side, said.standing) == (None, "expert")
    said = speaker(STORY, "They know what they signed")
    assert said is not None
    assert said.affiliation == "Government of Norway (energy minister)"
    assert (said.side, said.standing) == ("NOR", "official")


def test_she_is_not_the_man_who_spoke_last() -> None:
    text = (
        "Ann Holm, an analyst at the Baltic Institute, doubts it. “It is late,” she said.\n\n"
        "“It is not,” replied Ola Berg, a professor at Oslo University. “We will see,” he added.\n\n"
        "“I have seen enough of it,” she said."
    )
    assert who(text, "seen enough") == "Ann Holm"
    assert who(text, "We will see") == "Ola Berg"


def test_a_quotation_over_paragraphs_takes_the_speaker_named_at_its_end() -> None:
    text = (
        "“We have waited for a long time. The cable is needed.\n\n"
        "“It will be built in three years,” said Ola Berg."
    )
    assert who(text, "The cable is needed") == "Ola Berg"


def test_a_sentence_carries_on_what_an_expert_reports() -> None:
    text = (
        "Ann Holm, an analyst at the Baltic Institute, noted that prices had doubled. These prices hurt "
        "every household. Denmark exports power to Norway."
    )
    assert who(text, "hurt every household") == "Ann Holm"
    assert who(text, "exports power") is None


def test_what_the_author_adds_is_the_authors() -> None:
    text = "Ola Berg, Norway’s energy minister, announced that the cable would stay, pleasing the fishermen."
    assert who(text, "the cable would stay") == "Ola Berg"
    assert who(text, "pleasing the fishermen") is None
    text = "“The cable stays,” Ola Berg said, but nobody in the north believes a word of what was announced."
    assert who(text, "nobody in the north") is None


def test_who_is_reported_inside_a_quotation_is_named_with_the_reporter() -> None:
    text = "“We hear senior Danish officials who say that the cable is a mistake,” Ola Berg said."
    said = speaker(text, "the cable is a mistake")
    assert said is not None
    assert (said.speaker, said.side) == ("senior Danish officials", "DNK")
    assert said.affiliation.endswith("reported by Berg")
    assert who(text, "We hear") == "Ola Berg"


@pytest.mark.parametrize(
    ("opening", "affiliation", "side", "standing"),
    [
        ("Ann Holm, director of the Institute of Polar Studies at Oslo University,",
         "Institute of Polar Studies, Oslo University (director)", None, "expert"),
        ("Ann Holm, assistant professor in the School of Law at the University of Oslo,",
         "School of Law, University of Oslo (assistant professor)", None, "expert"),
        ("Ann Holm, a senior fellow at Northern Policy Centre (NPC), a Norwegian think-tank,",
         "Northern Policy Centre (NPC), senior fellow", None, "expert"),
        ("Ann Holm, an Oslo-based energy analyst,", "Oslo-based energy analyst", None, "expert"),
        ("Ann Holm of the Northern Policy Centre", "Northern Policy Centre", None, "expert"),
        ("Northern Policy Centre director Ann Holm", "Northern Policy Centre (director)", None, "expert"),
        ("Ann Holm, the president of Norway,", "Norway (president)", "NOR", "official"),
        ("Norwegian Defence Minister Ann Holm", "Government of Norway (defence minister)", "NOR", "official"),
        ("Norway’s foreign minister, Ann Holm,", "Government of Norway (foreign minister)", "NOR",
         "official"),
        ("Ann Holm, former foreign minister of Norway,", None, None, "expert"),
        ("Ann Holm, a reporter with the Oslo Post,", None, None, "media"),
        ("The Norwegian foreign ministry", "Norway (ministry of foreign affairs)", "NOR", "official"),
        ("The Norwegian government", "Norway (government)", "NOR", "official"),
        ("Norwegian diplomats", "Norway (government)", "NOR", "official"),
        ("Many experts", "unnamed experts", None, "unnamed"),
        ("A Western diplomat", None, "WEST", "official"),
        ("Norwegian media", "Norwegian media", None, "media"),
    ],
)  # fmt: skip
def test_affiliation_side_and_standing(
    opening: str, affiliation: str | None, side: str | None, standing: str
) -> None:
    said = speaker(f"{opening} said that the cable would be built.", "the cable would be built")
    assert said is not None
    if affiliation is not None:
        assert said.affiliation == affiliation
    assert (said.side, said.standing) == (side, standing)


def test_the_author_of_what_nobody_says() -> None:
    assert author_of(of("x")) == ("unsigned", "unknown")
    signed = Document("a", "x", "x", None, (), author="Ann Holm", affiliation="Oslo Post")
    assert author_of(signed) == ("Ann Holm", "Oslo Post")
    page = Document("a", "x", "x", None, (), publisher="Oslo Post")
    assert author_of(page) == ("Oslo Post (unsigned)", "Oslo Post")


LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")

PIECES = [
    "“We will", " pay,”", " he said", " she said", " said Ann Holm", ", ", ". ", "\n\n", "“", "”", '"', "'",
    " according to", " experts", " that", " the Norwegian government", " announced",
    "Ann Holm, a fellow at X, ",
    " Norway’s", " claim that", "Although ", "\xa0", "e\u0301", ": ", "; ", "(", ")", " many", " adding that",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_is_read_and_spans_stand_in_it(text: str) -> None:
    for said in found(text):
        assert 0 <= said.start <= said.end <= len(text)
        assert 0 <= said.cue_start <= said.cue_end <= len(text)
        assert said.speaker
        assert said.affiliation


@pytest.mark.parametrize(
    "piece",
    ["he said that ", "Ann Holm, ", "“a” said Ann Holm. ", "according to ", "officials in Oslo and ", "(",
     "Xx ",
     "Ann X{} said that it rains. The analyst said so, he added. "],
)  # fmt: skip
def test_four_times_the_text_is_four_times_the_work(piece: str) -> None:
    def work(count: int) -> int:
        text = "".join(piece.format(f"{number:x}".translate(LETTERS)) for number in range(count))
        read = document(text, name="long.txt")
        parted = sentences(read)
        return lines_run(lambda: attributions(read, parted, ()))

    work(10)  # tables are read
    assert work(1_600) < 5 * work(400)


@pytest.mark.parametrize(
    ("role", "body", "standing"),
    [
        ("an analyst", "the Andes Council", "expert"),
        ("a senior fellow", "the Northern Council", "expert"),
        ("a historian", "the Council on Polar Law", "expert"),
        ("an adviser", "the Council of Ministers", "official"),
    ],
)
def test_who_studies_at_a_council_is_no_official(role: str, body: str, standing: str) -> None:
    said = speaker(f"Ann Holm, {role} at {body}, said that it rains.", "it rains")
    assert said is not None
    assert said.standing == standing


def test_a_role_before_a_name_and_a_house_behind_it_are_one() -> None:
    said = speaker("Professor Ann Holm of Oslo University said that it rains.", "it rains")
    assert said is not None
    assert said.affiliation == "Oslo University (professor)"
