"""``comity alignment``, ``gap`` and ``explain``: columns others script against, and clear refusals."""

from __future__ import annotations

import csv
import io
import json

import pytest

from comity.world.world import World


@pytest.fixture(scope="module")
def embedded() -> World:
    return World.load()


@pytest.fixture(autouse=True)
def one_world(monkeypatch, embedded):
    """All commands of this file read one world: it is opened once."""
    monkeypatch.setattr(World, "load", classmethod(lambda _: embedded))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_alignment_writes_the_documented_columns(run):
    code, out, _ = run("alignment", "RUS", "CHN", "--since", "2000", "--csv")
    assert code == 0
    assert out.splitlines()[0] == "a,b,year,domain,mean,low,high,indicators,percentile"
    found = rows(out)
    assert {r["domain"] for r in found} == {"overall", "diplomatic", "military", "economic"}
    assert min(int(r["year"]) for r in found) == 2000
    assert all(float(r["low"]) < float(r["mean"]) < float(r["high"]) for r in found)
    assert all(0 <= float(r["percentile"]) <= 100 for r in found)


def test_gap_writes_the_documented_columns(run):
    code, out, _ = run("gap", "RUS", "CHN", "--csv")
    assert code == 0
    assert out.splitlines()[0] == "a,b,year,words,deeds,gap,low,high"
    known = [r for r in rows(out) if r["gap"]]
    assert known
    for r in known:
        assert float(r["words"]) - float(r["deeds"]) == pytest.approx(float(r["gap"]), abs=1e-9)
        assert float(r["low"]) < float(r["gap"]) < float(r["high"])
    # a year without two indicators on both sides is empty, never zero
    assert any(not r["gap"] and not r["words"] for r in rows(out))


def test_explain_adds_up_to_the_change_of_alignment(run):
    _, told, _ = run("alignment", "RUS", "CHN", "--domain", "overall", "--csv")
    means = {int(r["year"]): float(r["mean"]) for r in rows(told)}
    _, out, _ = run("explain", "RUS", "CHN", "2013", "2023", "--csv")
    total = sum(float(r["part"]) for r in rows(out))
    assert total == pytest.approx(means[2023] - means[2013], abs=1e-9)


def test_explain_backwards_is_the_negative(run):
    _, on, _ = run("explain", "RUS", "CHN", "2013", "2023", "--csv")
    _, back, _ = run("explain", "RUS", "CHN", "2023", "2013", "--csv")
    assert sum(float(r["part"]) for r in rows(on)) == pytest.approx(
        -sum(float(r["part"]) for r in rows(back)), abs=1e-12
    )


def test_the_terminal_gives_a_word_and_its_interval(run):
    code, out, _ = run("alignment", "RUS", "CHN")
    assert code == 0
    assert "the interval leaves open" in out
    assert "90 % interval" in out


def test_a_domain_without_score_lists_its_evidence(run):
    code, out, _ = run("alignment", "RUS", "CHN", "--domain", "energy")
    assert code == 0
    assert "Too few indicators" in out
    assert "gas pipeline" in out


def test_without_a_source_the_answer_moves(run):
    _, full, _ = run("alignment", "RUS", "CHN", "--domain", "overall", "--csv")
    _, less, _ = run("alignment", "RUS", "CHN", "--domain", "overall", "--without", "unga", "--csv")
    assert len(rows(full)) == len(rows(less))
    assert rows(full)[-1]["mean"] != rows(less)[-1]["mean"]


def test_gaps_of_all_dyads_are_ranked(run):
    code, out, _ = run("gap", "--year", "2022", "--top", "2", "--json")
    assert code == 0
    assert [r["outruns"] for r in json.loads(out)] == ["words", "words", "deeds", "deeds"]


def test_a_plot_is_a_page_that_opens_without_a_network(run, tmp_path):
    code, _, err = run("alignment", "RUS", "CHN", "--plot", str(tmp_path / "a.html"))
    assert code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "vega" in page.lower()
    assert 'src="http' not in page
    assert "a.html" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["alignment", "RUS", "RUS"], "twice"),
        (["alignment", "RUS", "Chna"], 'no state called "Chna"'),
        (["alignment", "RUS", "CHN", "--domain", "magic"], "no domain"),
        (["alignment", "RUS", "CHN", "--without", "nothing"], "no indicator or source"),
        (["alignment", "RUS", "CHN", "--since", "2030", "--until", "2040"], "not both states"),
        (["alignment", "RUS", "CHN", "--plot", "a.gif"], "a.gif"),
        (["gap"], "two states"),
        (["gap", "RUS"], "two states"),
        (["gap", "--year", "1900"], "1900"),
        (["explain", "RUS", "CHN", "2013", "2013"], "two different years"),
        (["explain", "RUS", "CHN", "1900", "2013"], "both were states"),
        (["explain", "RUS", "CHN", "2013", "2023", "--domain", "magic"], "no domain"),
    ],
)
def test_wrong_questions_are_refused(run, arguments, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert told in err
    assert list(tmp_path.iterdir()) == []
