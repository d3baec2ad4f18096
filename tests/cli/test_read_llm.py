"""``comity read --reader llm`` against a server on this machine."""

from __future__ import annotations

import json

import pytest

from tests.reading.stand_in import raw, record, says, served

TEXT = "Visit\n\nThe minister of Russia, Ivan Sokolov, travelled to China in May 2021.\n"


@pytest.fixture
def endpoint():
    with served() as stand_in:
        yield stand_in


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text(TEXT)
    return path


def llm(endpoint):
    return ("--reader", "llm", "--endpoint", endpoint.url, "--model", "small")


def test_records_are_written_and_the_account_is_told(run, endpoint, article, tmp_path, monkeypatch):
    monkeypatch.setenv("COMITY_LLM_KEY", "sk-secret")
    endpoint.then(says([record("travelled to China in May 2021"), record("made up")]))
    out = tmp_path / "out.jsonl"
    code, told, err = run("read", article, "--jsonl", out, *llm(endpoint))
    assert code == 0
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["sentence"] for row in rows] == ["travelled to China in May 2021"]
    assert "1 kept, 1 dropped" in err
    assert "a span that is not in the text" in err
    assert endpoint.headers[0]["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in told + err


def test_without_an_endpoint_nothing_is_read(run, article, monkeypatch):
    for name in ("COMITY_LLM_URL", "COMITY_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    code, _, err = run("read", article, "--reader", "llm")
    assert code == 2
    assert "nothing is sent anywhere without them" in err


def test_dry_run_sends_nothing_and_shows_all(run, endpoint, article):
    code, told, err = run("read", article, *llm(endpoint), "--dry-run", "--redact-persons")
    assert code == 0
    assert not endpoint.asked
    assert "[NAME 1]" in json.loads(told)["messages"][1]["content"]
    assert "Sokolov" not in told
    assert "nothing was sent" in err


def test_options_of_the_model_go_with_it(run, article):
    code, _, err = run("read", article, "--dry-run")
    assert code == 2
    assert "go with --reader llm" in err


def test_an_endpoint_that_refuses_is_asked_once(run, endpoint, tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TEXT + f"\nRussia met China {name}.\n")
    endpoint.then(raw(b"no", 401))
    code, _, err = run("read", tmp_path, *llm(endpoint))
    assert code == 2
    assert err.count("answers 401") == 3
    assert len(endpoint.asked) == 1
