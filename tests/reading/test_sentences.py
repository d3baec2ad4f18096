"""Where sentences end: not at abbreviations, not inside numbers, quotations whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.plain_text import document
from comity.reading.sentences import sentence_spans, sentences


def _said(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Silva met Dr. Paz in St. Lô. They ate.", ["Mr. Silva met Dr. Paz in St. Lô.", "They ate."]),
        ("The U.S. and Peru signed. The U.K. did not.", ["The U.S. and Peru signed.", "The U.K. did not."]),
        ("Trade with the U.S. has grown.", ["Trade with the U.S. has grown."]),
        ("He lives in the U.S. The rest left.", ["He lives in the U.S.", "The rest left."]),
        ("It rose by 3.5 to 1.2 million. Then it fell.", ["It rose by 3.5 to 1.2 million.", "Then it fell."]),
        ("“We agree.” The other side left.", ["“We agree.”", "The other side left."]),
        ("“We do not need it.” - but both kept on.", ["“We do not need it.” - but both kept on."]),
        ("Is it so? Yes! Perhaps… Who knows?", ["Is it so?", "Yes!", "Perhaps…", "Who knows?"]),
        ("See No. 5 and fig. 2 of the annex.", ["See No. 5 and fig. 2 of the annex."]),
        ("Signed by J. B. Alves and R. Costa in Lima.", ["Signed by J. B. Alves and R. Costa in Lima."]),
    ],
)  # fmt: skip
def test_sentences_end_where_they_end(text, expected):
    assert _said(text) == expected


@given(st.text(alphabet='Ab .!?“”’"\n\u00a0\r\ufeffé\u0301–1(', max_size=200))
def test_every_letter_is_in_one_sentence_and_spans_have_no_blank_ends(text):
    spans = sentence_spans(text, 0, len(text))
    covered = "".join(text[a:b] for a, b in spans)
    strip = str.maketrans("", "", " \n\r\u00a0\ufeff")
    assert covered.translate(strip) == text.translate(strip)
    assert all(a < b and not text[a].isspace() and not text[b - 1].isspace() for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_a_sentence_stays_in_its_paragraph():
    text = "Chile sold copper to\nPeru.\n\nPeru paid. Chile smiled."
    made = document(text)
    said = [text[s.start : s.end] for s in sentences(made)]
    assert said[-2:] == ["Peru paid.", "Chile smiled."]
    assert all("\n\n" not in s for s in said)
