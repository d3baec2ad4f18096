"""Which part a paragraph plays: the article, and the page around it."""

from __future__ import annotations

import pytest

from comity.reading.plain_text import document, paragraphs

BODY = (
    "Argentina and Brazil signed an agreement on lithium in March 2023, and their ministers promised a "
    "second one before the year was out. Officials of both states called it a beginning."
)
MORE = (
    "Chile, which sells more of the metal than either, was not invited. Its trade ministry said that it "
    "would wait for the text before it spoke about prices and about the road across the mountains."
)


def _sections(text: str) -> dict[str, str]:
    made = document(text)
    return {made.text[p.start : p.end]: p.section for p in made.parts}


PAGE = f"""facebook
telegram
search
WHAT ARE YOU LOOKING FOR ?
Any use of these materials needs a hyperlink to Andes Daily
ANALYSIS
A+

Lithium Brings Two Neighbours Together

7 March 2023 09:15

By Ana Prieto

{BODY}

What Chile does next

{MORE}

Trucks wait at a border crossing. (Andes Photo / AFP)

{MORE}

Source: Andes Daily
Views: 12
Share it on social media with your friends!
0 Comments
Submit a Comment
Your email address will not be published. Required fields are marked *
LATEST CONTENT
Peru and Ecuador reopen a road
Andes Daily - Interview: A former minister said that Peru and Ecuador will reopen the northern road soon.
Loading
"""


def test_the_page_around_an_article_is_kept_apart():
    found = _sections(PAGE)
    assert found["Lithium Brings Two Neighbours Together"] == "title"
    assert found[BODY] == "body"
    assert found["What Chile does next"] == "heading"
    assert found["Trucks wait at a border crossing. (Andes Photo / AFP)"] == "caption"
    article = {
        words
        for words, section in found.items()
        if section in ("title", "body", "heading", "caption")
    }
    assert len(article) == 5  # the title, a heading, a caption, two different paragraphs
    teaser = next(words for words in found if words.startswith("Andes Daily - Interview"))
    assert found[teaser] == "sidebar"


def test_who_signs_and_when():
    made = document(PAGE)
    assert (made.author, made.affiliation, made.publisher, made.date) == (
        "Ana Prieto", "Andes Daily", "Andes Daily", "2023-03-07",
    )  # fmt: skip
    unsigned = document(f"{BODY}\n\n{MORE}\n\nSource: Andes Daily")
    assert (unsigned.author, unsigned.publisher) == ("Andes Daily (unsigned)", "Andes Daily")
    assert document(f"{BODY}\n\n{MORE}").author == "unsigned"


@pytest.mark.parametrize(
    ("line", "author", "affiliation"),
    [
        ("By Ana Prieto/The Andes Line", "Ana Prieto", "The Andes Line"),
        ("By Ana Prieto and Luis de la Vega", "Ana Prieto and Luis de la Vega", "unknown"),
        ("Author: Ana Prieto", "Ana Prieto", "unknown"),
    ],
)
def test_bylines(line, author, affiliation):
    made = document(f"A Road Over the Mountains\n\n{line}\n\n{BODY}\n\n{MORE}")
    assert (made.author, made.affiliation) == (author, affiliation)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2023/01/29 | Economy, Note", "2023-01-29"), ("29 January 2023 16:34", "2023-01-29"),
        ("January 29, 2023", "2023-01-29"), ("Published: 29 Jan 2023", "2023-01-29"),
        ("Updated weekly", None),
    ],
)  # fmt: skip
def test_datelines_of_pages(line, date):
    assert document(f"A Road Over the Mountains\n\n{line}\n\n{BODY}\n\n{MORE}").date == date


def test_a_caption_told_twice_is_a_caption_both_times():
    line = "A ship loads copper at the port of Callao"
    found = document(f"{BODY}\n{line}\n{line} (Archive)\n{MORE}")
    assert [p.section for p in found.parts] == ["body", "caption", "caption", "body"]


def test_a_lone_first_sentence_is_the_lede():
    found = document(
        f"Under pressure, the two states draw together as never before.\n\n{BODY}\n\n{MORE}"
    )
    assert [p.section for p in found.parts] == ["lede", "body", "body"]


def test_the_article_goes_on_after_teasers_in_its_midst():
    text = "\n\n".join(
        [BODY, "RELATED ARTICLES", "A bridge is late", MORE + MORE, BODY + BODY, MORE + BODY]
    )
    sections = [p.section for p in document(text).parts]
    assert sections == ["body", "sidebar", "sidebar", "body", "body", "body"]


def test_lines_broken_to_a_width_are_one_paragraph():
    wrapped = (
        "Argentina and Brazil signed an agreement on lithium in the month of\n"
        "March 2023, and their ministers promised a second one before the end\n"
        "of that same year; officials of both of them called it a beginning of\n"
        "much more to come.\n\nChile was not invited to the talks that were held in the city of Salta\n"
        "and said so.\n"
    )
    blocks = paragraphs(wrapped)
    assert [
        wrapped[b.start : b.end].endswith(end)
        for b, end in zip(blocks, ("come.", "so."), strict=True)
    ] == [True, True]


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "\ufeff", "x", "\r\n\r\n", "Source:", "LATEST NEWS"]
)
def test_next_to_nothing_is_read_without_complaint(text):
    made = document(text)
    assert all(p.start < p.end for p in made.parts)
