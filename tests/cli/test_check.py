"""``comity check`` and ``comity contrast``: what they print, write and refuse."""

from __future__ import annotations

import json

import pytest

ONE = "Russia and China are an alliance. Russia shipped 107 million tons of oil to China in 2023.\n"
TWO = "There is no alliance between Russia and China.\n"


@pytest.fixture
def articles(tmp_path):
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "one.txt", tmp_path / "two.txt"


def test_check_prints_verdicts_speakers_and_readings(run, articles, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    code, out, err = run("check", articles[0], "--date", "2024-06")
    assert (code, err) == (0, "")
    for part in (
        "Agrees with the world",
        "107 Mt in 2023",
        "Who speaks",
        "Which reading of CHN-RUS",
    ):
        assert part in out


def test_check_writes_rows_and_a_page(run, articles, tmp_path):
    page = tmp_path / "page.html"
    code, out, _ = run("check", articles[0], "--json", "--report", page)
    assert code == 0
    assert {"id", "outcome", "found", "rule", "quote"} <= set(json.loads(out)[0])
    assert "107 million tons" in page.read_text(encoding="utf-8")


def test_check_takes_corrected_records(run, articles, tmp_path):
    span = "107 million tons of oil"
    start = ONE.index(span)
    given = {
        "id": "1", "doc": "one.txt", "sentence": span, "kind": "quantity", "source_actor": "RUS",
        "target_actor": "CHN", "date": "2022", "value": 107e6, "unit": "tonnes", "char_start": start,
        "char_end": start + len(span), "sent_start": 34, "sent_end": 90,
    }  # fmt: skip
    path = tmp_path / "records.jsonl"
    path.write_text(json.dumps(given) + "\n", encoding="utf-8")
    code, out, _ = run("check", articles[0], "--records", path, "--csv")
    assert code == 0
    assert "differs from" in out


@pytest.mark.parametrize("arguments", [["nowhere.txt"], ["--records", "nowhere.jsonl"]])
def test_what_is_not_there_is_refused(run, articles, arguments):
    given = arguments if len(arguments) == 1 else [articles[0], *arguments]
    code, out, err = run("check", *given)
    assert (code, out) == (2, "")
    assert "nowhere" in err


def test_contrast_fits_a_narrow_terminal(run, articles, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run("contrast", *articles, "--dyad", "RUS-CHN")
    assert code == 0
    assert "contradict" in out
    assert max(map(len, out.splitlines())) <= 80


def test_contrast_writes_its_records_and_a_page(run, articles, tmp_path):
    page = tmp_path / "page.html"
    code, out, _ = run("contrast", *articles, "--csv", "--report", page)
    assert code == 0
    assert out.startswith("topic,question,answer,letter,document")
    assert "Is it an alliance?" in page.read_text(encoding="utf-8")


def test_contrast_refuses_one_article_and_half_a_dyad(run, articles):
    assert run("contrast", articles[0])[0] == 2
    code, _, err = run("contrast", *articles, "--dyad", "RUS")
    assert (code, "not a dyad" in err) == (2, True)
