"""Tables on the terminal say what the data say, and do nothing else."""

from __future__ import annotations

import pytest

from comity.cli.tables import number, print_table, printable


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (0.12345, "0.123"),
        (12.345, "12.3"),
        (-1234.5, "-1,234"),
        (1e6, "1,000,000"),
    ],
)
def test_numbers(value, text):
    assert number(value) == text


def test_neither_markup_nor_control_characters_are_obeyed(capsys):
    print_table("[red]title", ("[b]a", "b"), [("[link=x]y[/]", "\x1b[2J\\[z"), ("<b>", "\x07")])
    out = capsys.readouterr().out
    for text in ("[red]title", "[link=x]y[/]", "\\[z", "<b>"):
        assert text in out
    assert "\x1b" not in out
    assert "\x07" not in out


def test_printable_keeps_letters():
    assert printable("Côte d’Ivoire – 東") == "Côte d’Ivoire – 東"


def test_a_table_of_nothing(capsys):
    print_table("Nothing", ("a",), [])
    assert "Nothing" in capsys.readouterr().out


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_no_width_of_terminal_costs_a_digit(width, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    cells = ("unga_agreement_human_rights", "1946–2024", "1,234,567", "long words " * 9)
    print_table("t", ("indicator", "years", "90 % interval", "text"), [cells], right=(2,))
    out = capsys.readouterr().out
    for text in (*cells[:3], "90 % interval"):
        assert text in out
    assert out.count("long") == 9
