"""Whatever a model answers: nothing is raised but one known error, and what is kept stands in the text."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from comity.reading.llm_answer import items, records_of
from comity.reading.llm_client import Garbled
from comity.reading.llm_passages import passages
from comity.reading.llm_redaction import redaction
from comity.reading.plain_text import document
from comity.reading.sentences import sentences
from tests.reading.stand_in import record

ONE = document(
    "Talks in Oslo\n\nMay 3, 2024\n\n"
    "Ivan Sokolov of Russia met China’s envoy. “We wait,” Sokolov said, for 5 percent.\n",
    name="a.txt",
)
PARTS = sentences(ONE)
HIDDEN = redaction(ONE, PARTS, persons=True)
(PASSAGE,) = passages(PARTS, 5000)
WINDOW = HIDDEN.window(ONE.text, PASSAGE.start, PASSAGE.end)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
spans = st.tuples(st.integers(0, len(WINDOW.text)), st.integers(0, len(WINDOW.text))).map(
    lambda ends: WINDOW.text[min(ends) : max(ends)]
)
quotes = spans | st.text(max_size=20)
FIELDS = list(record(""))
proposals = anything | st.builds(
    lambda quote, changed: record(quote) | changed,
    quotes,
    st.dictionaries(
        st.sampled_from([*FIELDS, "doc", "id", "char_start"]), anything | quotes, max_size=3
    ),
)


@given(st.lists(proposals, max_size=6))
def test_any_proposals(proposed):
    dropped: Counter[str] = Counter()
    found = records_of(proposed, ONE, PASSAGE, WINDOW, HIDDEN, dropped)
    assert len(found) + dropped.total() == len(proposed)
    for each in found:
        assert each.doc == "a.txt"
        assert each.sentence == ONE.raw[each.char_start : each.char_end]
        assert PASSAGE.start <= each.char_start < each.char_end <= PASSAGE.end


@given(spans)
def test_what_is_quoted_is_found_and_put_back(quote):
    """Marks that stand for names lead back to the names, also where a quotation cuts one."""
    if len(quote.strip()) < 2:
        return
    if "\n\n\n\n" in quote.strip():  # over the line of the date, which is no part of the article
        assert not records_of([record(quote)], ONE, PASSAGE, WINDOW, HIDDEN, Counter())
        return
    (found,) = records_of([record(quote)], ONE, PASSAGE, WINDOW, HIDDEN, Counter())
    assert "[NAME" not in found.sentence
    assert found.sentence in ONE.raw


@given(st.text() | anything.map(json.dumps) | st.binary().map(lambda b: b.decode("latin-1")))
def test_any_words(content):
    try:
        found = items(content)
    except Garbled:
        return
    assert isinstance(found, list)
