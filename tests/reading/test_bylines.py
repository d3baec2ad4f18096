from __future__ import annotations

import pytest

from comity.reading.bylines import biography, byline, is_name
from comity.reading.datelines import is_date_line
from comity.reading.plain_text import document

BODY = (
    "Argentina and Brazil signed an agreement on lithium in March 2023, and their ministers promised a "
    "second one before the end of that same year."
)


@pytest.mark.parametrize(
    ("line", "author", "affiliation"),
    [
        ("By Ana Prieto, 10 March 2025", "Ana Prieto", ""),
        ("By Ana Prieto | Andes Daily | 3 May 2024", "Ana Prieto", "Andes Daily"),
        ("By Jan Berg for Andes Daily", "Jan Berg", "Andes Daily"),
        ("By Professor Lu Wen, Salta University", "Lu Wen", "Salta University"),
        ("A commentary by R. Soto", "R. Soto", ""),
        ("Commentary by Dr. Rosa Soto, senior fellow at the Oslo Peace Centre", "Rosa Soto",
         "Oslo Peace Centre (senior fellow)"),
        ("Analysis by Jan Berg and Ana Prieto", "Jan Berg and Ana Prieto", ""),
        ("Fjord Blog | Posted on 3 March 2024 | Dr Ane Berg, Research Fellow", "Ane Berg",
         "Fjord Blog (research fellow)"),
        ("3 May 2024 • Ane Berg", "Ane Berg", ""),
        ("Posted on 2 May 2022 | Oslo | Dr. Ane Berg, Fjord Programme", "Ane Berg", "Fjord Programme"),
        ("Ane Berg, Foreign Editor", "Ane Berg", "Foreign Editor"),
    ],
)  # fmt: skip
def test_lines_that_say_who_wrote(line, author, affiliation):
    signs = byline(line)
    assert signs is not None
    assert (signs.author, signs.affiliation) == (author, affiliation)


@pytest.mark.parametrize(
    "line",
    ["By the end of the year Chad will sign", "China, the largest importer", "By train to Oslo",
     "Xi Jinping, President of China", "2023/01/29 | Economy, Note, top news", "Ane Berg"],
)  # fmt: skip
def test_lines_that_do_not(line):
    assert byline(line) is None


@pytest.mark.parametrize("line", ["Ane Berg", "Dr Rosa Soto", "Luis de la Vega", "J. P. Toro"])
def test_names(line):
    assert is_name(line)


@pytest.mark.parametrize(
    "line",
    ["Executive Summary", "Foreign Policy", "Central Asia", "Key Points", "Power Play", "Berg",
     "Ane Berg wrote this", "Cold War"],
)  # fmt: skip
def test_what_is_no_name(line):
    assert not is_name(line)


@pytest.mark.parametrize(
    "line", ["OSLO/LIMA, April 9, 2024", "Oslo, 21 November 2022 — OPINION", "LIMA — June 13, 2022"]
)
def test_a_place_and_a_day_are_no_title(line):
    assert is_date_line(line)
    found = document(f"{line}\n\nTwo ports and a road\n\n{BODY}\n\n{BODY} It rained.")
    assert [p.section for p in found.parts] == ["sidebar", "title", "body", "body"]


def test_a_name_alone_above_the_text_signs_it():
    found = document(f"Two ports and a road\n\nAne Berg\n\n{BODY}\n\n{BODY} It rained.")
    assert [p.section for p in found.parts] == ["title", "sidebar", "body", "body"]
    assert (found.author, found.affiliation) == ("Ane Berg", "unknown")


def test_an_agency_in_the_dateline_is_whom_the_author_writes_for():
    found = document(
        f"Two ports and a road\n\nBy Ane Berg\n\nOSLO, Feb 12, 2025 (Fjordnews) - {BODY}\n\n{BODY}"
    )
    assert (found.author, found.affiliation) == ("Ane Berg", "Fjordnews")


@pytest.mark.parametrize(
    ("line", "affiliation"),
    [
        ("Ane Berg is a senior fellow at the Oslo Peace Centre.", "Oslo Peace Centre (senior fellow)"),
        ("Dr Ane Berg is a lecturer at Salta University and writes on trade.",
         "Salta University (lecturer)"),
        ("Ane Berg is the foreign editor of Fjord Weekly.", "Fjord Weekly (foreign editor)"),
    ],
)  # fmt: skip
def test_a_paragraph_about_the_author_is_no_part_of_the_text(line, affiliation):
    above = document(f"Two ports and a road\n{line}\n\nBy Ane Berg\n\n{BODY}\n\n{BODY} It rained.")
    below = document(
        f"Two ports and a road\n\nBy Ane Berg\n\n{BODY}\n\n{BODY} It rained.\n\n{line}"
    )
    for found in (above, below):
        assert (found.author, found.affiliation) == ("Ane Berg", affiliation)
        sections = {found.text[p.start : p.end]: p.section for p in found.parts}
        assert sections[line] == "sidebar"
        assert sections["Two ports and a road"] == "title"


@pytest.mark.parametrize(
    "line",
    ["Xi Jinping is the president of China.", "Peru is a partner of Chile.",
     "Ane Berg was arrested in May.", "The port is a success."],
)  # fmt: skip
def test_paragraphs_that_are_about_something_else(line):
    assert biography(line) is None
