"""Whatever a file holds: reading ends, and every span of every record slices to its words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.errors import ComityError
from comity.reading.html_text import html_document
from comity.reading.plain_text import document
from comity.reading.read import reading

PIECES = (
    "Russia", "China", "Iran’s", "the two countries", "Moscow and Beijing", "Sino-Russian", "U.S.", "they",
    "he", "visited", "signed an agreement with", "has not supported", "could invade", "halved", "exported",
    "sanctions", "5 percent", "$3–5 billion", "3.5 million tons", "in May 2021", "last week",
    "between 2010 and 2020", "said", "according to", "Ivan Sokolov", "the minister of", "“", "”", "‘", "’",
    '"', "'", "(", ")", "—", "…", ".", "?", "\n\n", "\r\n", "\u00a0", "\u200b", "\u202e", "e\u0301", "\ufeff",
    "\U0001f600", "و", "中国", "\t", "&amp;", "&rsquo;", "<b>", "</p>", "\x00", "\x1b[31m",
)  # fmt: skip
texts = st.lists(
    st.tuples(st.sampled_from(PIECES) | st.text(max_size=5), st.sampled_from(["", " ", " ", " "])),
    max_size=60,
).map(lambda parts: "".join(word + gap for word, gap in parts))


@settings(max_examples=150)
@given(texts)
def test_plain_text(raw):
    one = document(raw, name="a.txt")
    for record in reading(one).records:
        assert record.sentence == one.raw[record.char_start : record.char_end]
        assert record.sent_start <= record.char_start < record.char_end <= record.sent_end


@settings(max_examples=100)
@given(texts)
def test_pages(raw):
    try:
        one = html_document(f"<html><body><h1>Talks</h1><p>{raw}</p></body></html>", name="a.html")
    except ComityError:
        return
    for record in reading(one).records:
        assert record.sentence == one.raw[record.char_start : record.char_end]
        assert 0 <= record.sent_start <= record.char_start < record.char_end <= len(one.raw)
