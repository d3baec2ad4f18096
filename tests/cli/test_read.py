"""``comity read`` and ``comity reading-score``: what they write, print, skip and refuse."""

from __future__ import annotations

import json

import polars as pl
import pytest

ARTICLE = """Two Neighbours Sign

By Ana Prieto/Andes Daily

Turkey and Qatar signed a military agreement in May 2021. The president of Turkey visited Qatar in April.

American sanctions against Cuba remain. Vietnam bought 12 fighter jets from India for $1.5 billion in 2020.
"""


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def test_records_as_json_lines(run, article, tmp_path):
    out = tmp_path / "out.jsonl"
    code, said, _ = run("read", article, "--jsonl", out)
    assert code == 0
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert f"{len(records)} records of 1 document" in said
    assert all(ARTICLE[r["char_start"] : r["char_end"]] == r["sentence"] for r in records)
    assert {"event", "quantity", "relation"} <= {r["kind"] for r in records}


def test_a_summary_for_people(run, article, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    code, said, _ = run("read", article)
    assert code == 0
    assert "1 document" in said
    assert "QAT–TUR" in said
    assert "1.5 billion USD" in said


def test_a_bad_file_is_told_and_skipped(run, article, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02\xff" * 300)
    code, _, err = run("read", bad, article, "--jsonl", tmp_path / "out.jsonl")
    assert code == 0
    assert "bad.txt" in err
    code, _, err = run("read", bad)
    assert code == 2
    assert "none of the files could be read" in err
    assert run("read", tmp_path / "nowhere.txt")[0] == 2


def test_rows_into_a_world(run, article, tmp_path):
    code, said, _ = run("read", article, "--into", tmp_path / "world")
    assert code == 0
    assert "events" in said
    code, said, _ = run("data", "check", "--world", tmp_path / "world")
    assert code == 0
    assert "no problems" in said


def test_corrections_win_and_are_kept(run, article, tmp_path):
    out, mine = tmp_path / "out.jsonl", tmp_path / "mine.jsonl"
    run("read", article, "--jsonl", out)
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    records[0]["polarity"] = -1
    records[0]["action"] = "ACCUSE"
    records[1]["note"] = "deleted"
    mine.write_text("\n".join(json.dumps(r) for r in records[:2]), encoding="utf-8")
    for _ in range(2):
        code, _, err = run("read", article, "--corrections", mine, "--jsonl", out)
        assert code == 0
        assert "1 replaced, 0 added, 1 deleted" in err
        again = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert len(again) == len(records) - 1
        assert (again[0]["polarity"], again[0]["action"]) == (-1, "ACCUSE")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--date", "yesterday"), "--date"), (("--reader", "magic"), "rules, llm")],
)
def test_options_that_are_refused(run, article, arguments, words):
    code, _, err = run("read", article, *arguments)
    assert code == 2
    assert words in err


def test_a_score_by_kind_and_field(run, article, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    out, wrong = tmp_path / "out.jsonl", tmp_path / "wrong.csv"
    run("read", article, "--jsonl", out)
    code, said, _ = run("reading-score", out, out, "--errors", wrong)
    assert code == 0
    assert "events and relations" in said
    assert pl.read_csv(wrong).height == 0
    code, said, _ = run("reading-score", out, out, "--json")
    assert {row["recall"] for row in json.loads(said)} <= {1.0, None}
    code, said, _ = run("reading-score", out, out, "--csv")
    assert said.splitlines()[0].startswith("group,gold,predicted")


def test_a_score_of_no_records_is_refused(run, article, tmp_path):
    code, _, err = run("reading-score", article, article)
    assert code == 2
    assert "article.txt, line 1: not JSON" in err
