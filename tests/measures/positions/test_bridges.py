"""Which roll calls are taken to be on the same text: titles, votes, chains; pairs the user supplies."""

from __future__ import annotations

import csv
import gzip
import io

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from comity.cli.app import app
from comity.errors import ComityError, DataError, UnknownName
from comity.measures.positions import fit, read_bridges, update
from comity.measures.positions.bridges import chains, key_words, matches
from comity.world.provenance import Source
from comity.world.store import save_world
from comity.world.world import Part, World
from tests.measures.positions.simulated import draw

NUCLEAR = "A/RES/{}/1: Treaty banning nuclear tests : resolution / adopted by the General Assembly"


def test_a_title_is_told_by_its_own_words():
    assert key_words(NUCLEAR.format(50)) == key_words("R/51/2: Treaty banning nuclear test")
    assert key_words("R/51/2: Treaty banning nuclear tests") == {
        "treaty",
        "banning",
        "nuclear",
        "test",
    }


@pytest.mark.parametrize(
    "title", [None, "", "R/50/1: Amendment to the treaty", "R/50/2: Paragraph 3"]
)
def test_titles_that_name_no_whole_text_match_nothing(title):
    assert key_words(title) == frozenset()


def test_the_nearest_clear_title_of_the_sessions_before_is_the_match():
    titles = [
        "R/50/1: Treaty banning nuclear tests", "R/50/2: Oceans and law of sea", None,
        "R/51/9: Treaty banning nuclear tests", "R/53/2: Oceans and the law of the sea",
    ]  # fmt: skip
    session = np.array([50, 50, 50, 51, 53])
    assert matches(titles, session) == [(0, 3), (1, 4)]
    assert matches(titles, session, reach=2) == [(0, 3)]


def test_two_titles_alike_in_one_session_are_left_alone():
    titles = ["R/50/1: Law of the sea and oceans", "R/50/2: Law of the sea and oceans"]
    titles.append("R/51/1: Law of the sea and oceans")
    assert matches(titles, np.array([50, 50, 51])) == []


def test_a_text_on_which_votes_changed_is_another_text():
    titles = [NUCLEAR.format(50), NUCLEAR.format(51)]
    session = np.array([50, 51])
    same = np.tile(np.array([1, 1, 2, 3], dtype=np.int8), (2, 1))
    assert matches(titles, session, choices=same, agreed=0.9) == [(0, 1)]
    other = same.copy()
    other[1, :2] = 3
    assert matches(titles, session, choices=other, agreed=0.9) == []


def test_a_chain_ends_after_its_life():
    titles = [NUCLEAR.format(50 + t) for t in range(8)]
    items = chains(matches(titles, np.arange(50, 58), life=3), 8)
    assert items.tolist() == [0, 0, 0, 0, 4, 4, 4, 4]


def test_chains_join_pairs_in_any_order():
    assert chains([(3, 2), (0, 1), (1, 2)], 5).tolist() == [0, 0, 0, 0, 4]


@pytest.mark.data
def test_on_real_titles_the_matches_are_those_of_the_plain_rule(shared):
    path = shared / "unga-unvotes-1946-2019" / "un_roll_calls.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [(int(r["session"]), r["descr"]) for r in csv.DictReader(stream)]
    rows = [r for r in rows if 48 <= r[0] <= 56]
    session, titles = np.array([r[0] for r in rows]), [r[1] for r in rows]
    found = matches(titles, session, life=50)
    assert found == plain(titles, session)
    assert len(found) > 150


def plain(titles: list[str], session: np.ndarray) -> list[tuple[int, int]]:
    """The rule as it is told, pair by pair: mutual nearest, near enough, clear of the runner-up."""
    words = [key_words(t) for t in titles]
    usable = [i for i, w in enumerate(words) if len(w) >= 2]
    found: dict[int, int] = {}
    for t in np.unique(session):
        here = [i for i in usable if session[i] == t]
        for back in (1, 2, 3):
            there = [i for i in usable if session[i] == t - back]
            share = {
                (i, j): np.float32(len(words[i] & words[j]) / len(words[i] | words[j]))
                for i in here for j in there
            }  # fmt: skip
            for i in here:
                ranked = sorted(((share[i, j], -j) for j in there), reverse=True)
                if i in found or not ranked or ranked[0][0] < np.float32(0.8):
                    continue
                j = -ranked[0][1]
                column = sorted(((share[k, j], -k) for k in here), reverse=True)
                if -column[0][1] != i:
                    continue
                rivals = [*(s for s, _ in ranked[1:2]), *(s for s, _ in column[1:2]), 0.0]
                if share[i, j] - np.float32(max(rivals)) >= np.float32(0.1):
                    found[i] = j
    return sorted(((j, i) for i, j in found.items()), key=lambda pair: (pair[1], pair[0]))


@pytest.fixture(scope="module")
def votes() -> pl.DataFrame:
    return draw(20, 3, 15, seed=4)[0]


def test_supplied_pairs_share_an_item(votes):
    fitted = fit(votes, bridges=[("1000", "2000"), ("2000", "3000"), ("1001", "unknown")])
    items = dict(fitted.calls.select("resolution", "item").iter_rows())
    assert items["1000"] == items["2000"] == items["3000"]
    assert fitted.calls["item"].n_unique() == fitted.calls.height - 2
    slope = dict(fitted.items().select("resolution", "discrimination").iter_rows())
    assert slope["1000"] == slope["3000"]


def test_none_leaves_each_roll_call_alone(votes):
    titled = votes.with_columns(title=pl.lit(NUCLEAR.format(50)))
    assert fit(titled, bridges="none").calls["item"].is_unique().all()


def test_pairs_of_other_votes_are_refused(votes):
    with pytest.raises(DataError, match="none of the 1 bridges"):
        fit(votes, bridges=[("7", "8")])


def test_an_unknown_kind_of_bridges_is_refused(votes):
    with pytest.raises(UnknownName, match="did you mean  none"):
        fit(votes, bridges="nonne")


@pytest.mark.parametrize("names", ["first,second", "rcid1,rcid2", "v1,rcid1,rcid2"])
def test_a_table_of_bridges_is_read_by_its_columns(tmp_path, names):
    path = tmp_path / "pairs.csv"
    path.write_text(f"{names}\n" + ("1," if names.startswith("v1") else "") + "1000,2000\n")
    assert read_bridges(path) == [("1000", "2000")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "needs first,second or rcid1,rcid2"),
        ("first,second\n1,2\n3,\n", "line 3: a pair needs both"),
        ("", "no CSV"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, text, said):
    path = tmp_path / "pairs.csv"
    path.write_text(text)
    with pytest.raises(DataError, match=said):
        read_bridges(path)
    with pytest.raises(DataError, match="no table of bridges"):
        read_bridges(tmp_path / "absent.csv")


def test_the_command_takes_all_three_and_counts(votes, tmp_path):
    source = Source(key="drawn", title="Drawn", cite="drawn", licence="CC0", url="", ships="rows")
    part = Part(votes.drop("source").lazy(), {"source": "drawn"})
    save_world(World({("votes", "drawn"): part}, [source]), tmp_path / "world")
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("first,second\n1000,2000\n1001,9\n")
    said, tables = {}, {}
    for bridges in ("own", "none", str(pairs)):
        arguments = ["--world", str(tmp_path / "world"), "--bridges", bridges, "--csv", "-"]
        done = CliRunner().invoke(app, ["positions", *arguments])
        assert done.exit_code == 0, done.output
        said[bridges], tables[bridges] = done.stderr, pl.read_csv(io.StringIO(done.stdout))
    assert "0 of 45 roll calls repeat a text" in said["none"]
    assert "1 of 2 pairs are among the votes; 1 of 45 roll calls repeat" in said[str(pairs)]
    assert not tables["none"].equals(tables[str(pairs)])


def test_bridges_without_votes_are_refused():
    done = CliRunner().invoke(app, ["positions", "--bridges", "none"])
    assert isinstance(done.exception, ComityError)
    assert "--world" in str(done.exception)


def test_new_roll_calls_on_a_known_text_are_bridged_by_an_update(votes):
    before, added = votes.filter(pl.col("year") < 1952), votes.filter(pl.col("year") == 1952)
    first = fit(before, bridges="none")
    alone = update(first, before, added, bridges="none")
    tied = update(first, before, added, bridges=[("2000", "3000"), ("2001", "3001")])
    assert alone.height == tied.height
    assert (alone["mean"] - tied["mean"]).abs().max() > 1e-4
