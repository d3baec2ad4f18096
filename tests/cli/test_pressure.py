"""The command pressure: what others script against, what is refused, what a reader sees."""

from __future__ import annotations

import json


def test_the_answer_comes_first(run):
    code, out, _ = run("pressure", "RUS", "--on", "RUS-CHN")
    assert code == 0
    first = out.splitlines()[0]
    assert first.startswith(("Past cases do not show", "After an onset"))
    for word in ("RUS–CHN 2014", "local projection", "without RUS", "Placebos", "still running"):
        assert word in " ".join(out.split()), word


def test_csv(run):
    code, out, _ = run("pressure", "IRN", "--csv")
    assert code == 0
    assert (
        out.splitlines()[0]
        == "relation,method,outcome,horizon,value,se,low,high,onsets,targets,controls"
    )
    assert len(out.splitlines()) > 500


def test_json(run):
    code, out, _ = run("pressure", "RUS", "--on", "CHN-RUS", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["target"] == "RUS"
    assert found["on"] == "RUS-CHN"
    assert found["relation"] == "third"
    for key in ("answer", "sample", "effects", "summary", "tests", "onsets", "own"):
        assert found[key], key


def test_plot(run, tmp_path):
    file = tmp_path / "pressure.html"
    code, out, _ = run("pressure", "RUS", "--on", "RUS-CHN", "--plot", file)
    assert code == 0
    assert out == ""
    assert "vega" in file.read_text(encoding="utf-8")


def test_refusals(run, tmp_path):
    for arguments in (
        ("Urkaine",),
        ("RUS", "--on", "CHN-IND"),
        ("RUS", "--on", "RUS-Urkaine"),
        ("RUS", "--csv", "--json"),
        ("RUS", "--cases", tmp_path / "none.csv"),
        ("RUS", "--senders", ""),
        ("RUS", "--senders", "NOBODY"),
        ("RUS", "--plot", tmp_path / "chart.doc"),
    ):
        code, out, err = run("pressure", *arguments)
        assert code == 2, arguments
        assert out == "", arguments
        assert err.startswith("comity: "), arguments
        assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
