"""Which figures of a paragraph belong together, and whether they agree."""

from __future__ import annotations

import pytest

from comity.reading.sums import statements


def told(*sentences: str, anchor: str | None = "2025-12"):
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + " "
    return text, statements(text, spans, anchor)


@pytest.mark.parametrize(
    ("sentence", "agrees"),
    [
        ("Exports rose 20 per cent, from $50bn to $60bn.", True),
        ("Exports rose 30 per cent to $60bn from $50bn.", False),
        ("Trade halved, from $40bn to $19.8bn.", True),
        ("Output fell by a quarter, from 40 to 20 million tonnes.", False),
        ("Output fell by a third, from 30 to 20 million tonnes.", True),
        ("Output was cut by half, from 100,000 to 80,000 tonnes.", False),
        (
            "Sales were 80 million dollars, against 50 million dollars in 2020, a rise of 60 percent.",
            True,
        ),
        ("Sales grew to 61 million dollars, up from 50 million dollars, or 2 percent.", False),
        ("Sales grew to 61 million dollars, up from 50 million dollars, or 22 percent.", True),
    ],
)
def test_growth_against_its_end_points(sentence: str, agrees: bool) -> None:
    _, (found,) = told(sentence)
    assert (found.kind, found.agrees) == ("growth", agrees)


def test_a_goal_and_the_rate_it_implies() -> None:
    text, (found,) = told(
        "Trade between Oman and Peru would grow to $90 billion by 2030.",
        "Annual growth has been about 60% per year, and trade last year reached $45 billion.",
    )
    assert (found.kind, found.agrees) == ("target", None)
    assert found.said is not None
    assert found.said.value == 60
    assert found.words.endswith("so far it was +60.0 % a year.")
    assert found.implied.value == pytest.approx(100 * (2 ** (1 / 6) - 1))
    assert [text[a:b] for a, b in found.spans] == [
        "$90 billion",
        "about 60% per year",
        "$45 billion",
    ]


def test_a_rate_told_in_words_is_of_a_year() -> None:
    _, (found,) = told(
        "Trade is to rise from 10 million dollars in 2022 to 20 million dollars by 2026, "
        "an annual growth of 19 percent."
    )
    assert (found.kind, found.agrees) == ("rate", True)


def test_words_say_what_rounding_leaves_open() -> None:
    _, (found,) = told("Exports rose 27 per cent, from $4bn to $5bn.")
    assert found.agrees
    assert found.words.endswith("as printed they can be +0.0 to +57.1 %.")


def test_a_goal_with_a_rate_of_its_own() -> None:
    _, (found,) = told(
        "Trade was $45 billion in 2024 and will reach $90 billion by 2030, growing 5% a year."
    )
    assert (found.kind, found.agrees) == ("target", False)


def test_two_levels_with_their_years() -> None:
    _, (found,) = told(
        "Output will rise from 10 million tonnes in 2023 to 20 million tonnes by 2030."
    )
    assert (found.kind, found.said, found.agrees) == ("rate", None, None)
    assert found.implied.value == pytest.approx(100 * (2 ** (1 / 7) - 1))


def test_volume_and_value_imply_a_price() -> None:
    _, (found,) = told(
        "Norway sold 50 million tons of ore, a 24% increase from the previous year.",
        "The value of the sales increased by 3.5%.",
    )
    assert (found.kind, found.said) == ("price", None)
    assert found.implied.value == pytest.approx(-16.53, abs=0.01)


@pytest.mark.parametrize(("share", "agrees"), [("25", True), ("40", False)])
def test_a_part_of_a_whole(share: str, agrees: bool) -> None:
    _, (found,) = told(
        f"Peru took 30 million tonnes of the total 120 million tonnes, or {share} per cent."
    )
    assert (found.kind, found.agrees) == ("share", agrees)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trade grew by 20 per cent and exports were worth $50bn.",
        "The price fell from $90 to €60.",
        "Exports of wheat cost $5bn; those of oil, $50bn by 2030.",
        "They met twice in 2019 and three times in 2020.",
    ],
)
def test_figures_that_do_not_belong_together(sentence: str) -> None:
    assert told(sentence)[1] == ()
