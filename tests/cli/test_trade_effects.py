from __future__ import annotations

import json

import pytest


def test_effects_with_errors_and_samples(run):
    code, out, _ = run("trade-effects")
    assert code == 0
    assert "sanctions_trade_complete" in out
    assert "(0.295)" in out
    assert "453,801 rows" in out
    assert "Elasticity of trade 5.03" in out


def test_csv_and_json_have_the_same_rows(run):
    _, text, _ = run("trade-effects", "--csv", "--theta", "4")
    _, rows, _ = run("trade-effects", "--json", "--theta", "4")
    found = json.loads(rows)
    assert len(found) == text.count("\n") - 1
    assert found[0]["theta"] == 4
    assert {"name", "coefficient", "se", "ad_valorem", "low", "high", "sample", "source"} <= set(
        found[0]
    )


def test_one_effect_comes_with_its_variants(run, tmp_path):
    code, out, _ = run("trade-effects", "sanctions_financial", "--plot", tmp_path / "effect.svg")
    assert code == 0
    assert "the 3 years before" in out
    assert "Fitted with" in out
    assert (tmp_path / "effect.svg").read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sanction_financial"], "did you mean  sanctions_financial"),
        (["--theta", "0"], "above 0"),
        (["--theta", "nan"], "above 0"),
        (["--csv", "--json"], "exclude each other"),
        (["--out", "x.csv"], "--from FOLDER"),
        (["--from", ".", "--out", "no/where.csv"], "no such folder"),
        (["--plot", "x.pdf"], ".html, .svg or .png"),
        (["--from", "nowhere"], "agtpa_applications"),
        (["\x1b[2J"], "no effect on trade costs"),
    ],
)
def test_refusals(run, arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("trade-effects", *arguments)
    assert code == 2
    assert words in err
    assert "\x1b[2J" not in err
    assert not list(tmp_path.iterdir())
