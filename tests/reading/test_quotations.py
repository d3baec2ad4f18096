"""Quotations: every kind of mark, nesting, apostrophes, marks that do not match, and work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.quotations import Quotation, quotations
from tests.counted_work import lines_run


def said(text: str) -> list[tuple[str, bool]]:
    return [(text[q.start : q.end], q.direct) for q in quotations(text)]


def outer(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text) if q.depth == 0]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We will pay,” she said.", "“We will pay,”"),
        ('"We will pay," she said.', '"We will pay,"'),
        ("'We will pay,' she said.", "'We will pay,'"),
        ("‘We will pay,’ she said.", "‘We will pay,’"),
        ("«We will pay,» she said.", "«We will pay,»"),
        ("»We will pay«, she said.", "»We will pay«"),
        ("„We will pay“, she said.", "„We will pay“"),
        ("„We will pay”, she said.", "„We will pay”"),
        ("”We will pay”, she said.", "”We will pay”"),
        ("“We will pay,“ she said.", "“We will pay,“"),
        ("She said: “It’s the states’ own money.”", "“It’s the states’ own money.”"),
        ("‘It’s the states’ own money,’ she said.", "‘It’s the states’ own money,’"),
        ("'It's the state's money,' she said.", "'It's the state's money,'"),
    ],
)
def test_speech_between_marks_of_every_kind(text: str, quoted: str) -> None:
    assert said(text) == [(quoted, True)]


@pytest.mark.parametrize(
    "text",
    [
        "The states’ aims and Norway’s needs don’t differ.",
        "the '90s and the ’90s, rock'n'roll, a 5\" gun",
        "James' car and the boys' school",
        "No marks at all.",
        "",
    ],
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("They call themselves “the second partner,” she says.", "“the second partner,”"),
        ("The so-called “northern alliance” has no treaty.", "“northern alliance”"),
        ("The plant “Motor Works.” stood empty.", "“Motor Works.”"),
        ("He spoke of “revanchism” again.", "“revanchism”"),
        (
            "They signed the “Road Map for Military Cooperation” there.",
            "“Road Map for Military Cooperation”",
        ),
    ],
)
def test_words_held_at_a_distance_are_no_speech(text: str, quoted: str) -> None:
    assert said(text) == [(quoted, False)]


def test_marks_nest() -> None:
    text = "“They told us ‘never’ and “not now” twice,” she said."
    assert outer(text) == ["“They told us ‘never’ and “not now” twice,”"]
    assert [text[q.start : q.end] for q in quotations(text) if q.depth == 1] == [
        "‘never’",
        "“not now”",
    ]


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“We have waited for years.\n\n“It will be built,” he said."
    first, second = quotations(text)
    assert (first.closed, first.continued) == (False, True)
    assert text[first.start : first.end] == "“We have waited for years."
    assert (second.closed, second.continued) == (True, False)


def test_a_quotation_never_closed_ends_with_its_paragraph() -> None:
    text = "“We have waited for years, he said.\n\nNorway left."
    (only,) = quotations(text)
    assert text[only.start : only.end] == "“We have waited for years, he said."
    assert not only.continued


def test_a_second_opening_mark_ends_what_was_left_open() -> None:
    text = "“We go on, he said. “And then we stop,” he said."
    assert outer(text) == ["“We go on, he said. ", "“And then we stop,”"]


def test_a_closing_mark_alone_is_none() -> None:
    assert said("We go on,” he said.") == []


@given(st.text(alphabet="“”\"'‘’«»„ab ,.\n", max_size=60))
def test_spans_stand_within_paragraphs_and_never_cross(text: str) -> None:
    found = quotations(text)
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        assert "\n" not in text[q.start : q.end]
    for a in found:
        for b in found:
            assert not _cross(a, b)


def _cross(a: Quotation, b: Quotation) -> bool:
    return a.start < b.start < a.end < b.end


@pytest.mark.parametrize("mark", ["“", '"', "'a ", "‘“«", "a’ ", "“a” ", "”"])
def test_four_times_the_marks_are_four_times_the_work(mark: str) -> None:
    short, long = (lines_run(lambda text=mark * n: quotations(text)) for n in (1_000, 4_000))
    assert long < 5 * short
