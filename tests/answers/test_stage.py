"""Depth by criteria: what makes one met, what not met, and what leaves it open."""

from __future__ import annotations

import polars as pl
import pytest

from comity.answers.stage import COLUMNS, Stage, stage
from comity.answers.stage_file import parse
from comity.answers.stage_ladder import Ladder
from comity.errors import ComityError, StateError
from comity.world import Coverage, World
from tests.tiny_world import source

HEAD = 'key = "own"\ntitle = "Own"\nabout = "a test"\nsource = "nobody"\n'


def ladder(*tests: str, head: str = "", tail: str = "") -> Ladder:
    """A ladder of one stage and one criterion per text of tests."""
    criteria = "".join(
        f'[[stage.criterion]]\nkey = "c{i}"\ntitle = "c{i}"\nrule = "r"\nsource = "s"\n{text}\n'
        for i, text in enumerate(tests)
    )
    return parse(f'{HEAD}{head}[[stage]]\nkey = "one"\ntitle = "one"\n{criteria}{tail}', "own.toml")


def ties(*rows: dict[str, object]) -> pl.DataFrame:
    same = {
        "a": "CHN",
        "b": "RUS",
        "kind": "alliance",
        "end": None,
        "directed": False,
        "record": "r",
    }
    return pl.DataFrame([{**same, **row} for row in rows], infer_schema_length=None)


def world(rows: pl.DataFrame, *coverage: Coverage, key: str = "atop") -> World:
    return World({}, []).with_rows("ties", rows, source(key, *coverage))


def status(found: Stage) -> list[str]:
    return found.table()["status"].to_list()


ALLIED = 'test = [{ table = "ties", kinds = ["alliance"] }]'
OBSERVED = Coverage("ties", "alliance", 1816, 2018, "system")


class TestSilence:
    """Not met only where a source that covers the two holds none."""

    def test_of_a_source_that_covers_the_two(self):
        held = world(ties({"a": "ARM", "start": "1997"}), OBSERVED)
        assert status(stage(held, "CHN", "RUS", 2010, ladder(ALLIED))) == ["not met"]

    def test_of_a_list_of_chosen_facts_decides_nothing(self):
        chosen = Coverage("ties", "alliance", 1816, 2018, "rows")
        held = world(ties({"a": "ARM", "start": "1997"}), chosen)
        assert status(stage(held, "CHN", "RUS", 2010, ladder(ALLIED))) == ["not covered"]

    def test_after_the_source_ended_decides_nothing_and_the_last_year_is_shown(self):
        held = world(ties({"a": "ARM", "start": "1997"}), OBSERVED)
        found = stage(held, "CHN", "RUS", 2023, ladder(ALLIED))
        assert status(found) == ["not covered"]
        assert found.findings[0].why == "last covered in 2018: not met then"

    def test_of_one_kind_is_not_silence_of_another(self):
        both = 'test = [{ table = "ties", kinds = ["alliance", "defense"] }]'
        held = world(ties({"a": "ARM", "start": "1997"}), OBSERVED)
        assert status(stage(held, "CHN", "RUS", 2010, ladder(both))) == ["not covered"]

    def test_can_be_declared_to_decide_nothing(self):
        unknown = 'test = [{ table = "ties", kinds = ["alliance"], silence = "unknown" }]'
        held = world(ties({"a": "ARM", "start": "1997"}), OBSERVED)
        assert status(stage(held, "CHN", "RUS", 2010, ladder(unknown))) == ["not covered"]

    def test_of_a_necessary_condition(self):
        text = (
            'test = [{ table = "ties", kinds = ["basing"] }]\n'
            'requires = [{ table = "ties", kinds = ["alliance"] }]'
        )
        held = world(ties({"a": "ARM", "start": "1997"}), OBSERVED)
        found = stage(held, "CHN", "RUS", 2010, ladder(text))
        assert status(found) == ["not met"]
        assert "presupposes" in found.findings[0].why
        assert status(stage(held, "ARM", "RUS", 2010, ladder(text))) == ["not covered"]


class TestTies:
    def test_a_row_decides_and_is_shown(self):
        held = world(ties({"start": "2001-07-16", "name": "Treaty", "record": "line 2"}), OBSERVED)
        line = stage(held, "RUS", "CHN", 2001, ladder(ALLIED)).table().row(0, named=True)
        assert (line["status"], line["source"], line["date"]) == ("met", "atop", "2001-07-16")
        assert (line["name"], line["record"], line["rows"]) == ("Treaty", "line 2", 1)

    def test_in_force_when_last_coded_is_not_in_force_for_ever(self):
        held = world(ties({"start": "2001", "end": "2018"}, {"start": "2001"}), OBSERVED)
        found = stage(held, "CHN", "RUS", 2023, ladder(ALLIED))
        assert status(found) == ["not covered"]
        assert found.findings[0].why == "last covered in 2018: met then"

    def test_an_open_end_of_a_chosen_fact_lasts_as_far_as_its_source(self):
        chosen = Coverage("ties", "*", 1990, 2025, "rows")
        held = world(ties({"start": "2001"}), chosen, key="ledger")
        assert status(stage(held, "CHN", "RUS", 2025, ladder(ALLIED))) == ["met"]
        assert status(stage(held, "CHN", "RUS", 2026, ladder(ALLIED))) == ["not covered"]

    def test_mutual_is_owed_both_ways(self):
        mutual = 'test = [{ table = "ties", kinds = ["alliance"], mutual = true }]'
        one = {"start": "2001", "directed": True}
        back = {"a": "RUS", "b": "CHN", **one}
        assert status(stage(world(ties(one), OBSERVED), "CHN", "RUS", 2010, ladder(mutual))) == [
            "not met"
        ]
        assert status(
            stage(world(ties(one, back), OBSERVED), "CHN", "RUS", 2010, ladder(mutual))
        ) == ["met"]

    def test_obligations_are_words_not_pieces_of_words(self):
        text = 'test = [{ table = "ties", kinds = ["alliance"], obligations = ["%s"] }]'
        held = world(ties({"start": "2001", "name": "nonaggression;consultation"}), OBSERVED)
        assert status(
            stage(held, "CHN", "RUS", 2010, ladder(text % "consultation", text % "defense"))
        ) == ["met", "not met"]

    def test_both_must_belong_to_the_same_bloc(self):
        text = 'test = [{ table = "ties", kinds = ["membership"], blocs = ["NATO", "CSTO"] }]'
        rows = ties(
            {"a": "CHN", "b": "NATO", "kind": "membership", "start": "2000"},
            {"a": "RUS", "b": "CSTO", "kind": "membership", "start": "2000"},
            {"a": "ARM", "b": "CSTO", "kind": "membership", "start": "2000"},
        )
        held = world(rows, Coverage("ties", "membership", 1949, 2026, "system"))
        assert status(stage(held, "CHN", "RUS", 2010, ladder(text))) == ["not met"]
        assert status(stage(held, "ARM", "RUS", 2010, ladder(text))) == ["met"]

    def test_an_older_tie_is_checked_by_the_source_that_covered_its_time(self):
        text = (
            'test = [{ table = "ties", kinds = ["alliance"], sources = ["atop"] }, '
            '{ table = "ties", kinds = ["defense"], sources = ["ledger"], checked_by = "atop" }]'
        )
        chosen = source("ledger", Coverage("ties", "*", 1990, 2025, "rows"))

        def held(start: str, coded: str) -> World:
            old = world(ties({"a": coded, "b": "RUS", "start": "2001", "end": "2018"}), OBSERVED)
            return old.with_rows("ties", ties({"kind": "defense", "start": start}), chosen)

        asked = ("CHN", "RUS", 2023, ladder(text))
        assert status(stage(held("2001", coded="CHN"), *asked)) == ["met"]
        assert status(stage(held("2001", coded="ARM"), *asked)) == ["not covered"]
        assert status(stage(held("2020", coded="ARM"), *asked)) == ["met"]


def acts(*rows: tuple[str, str, str, str | None]) -> World:
    frame = pl.DataFrame(
        [(d, a, b, "COOPERATE", "exercise", p, "r") for d, a, b, p in rows],
        schema=dict.fromkeys(("date", "a", "b", "action", "mode", "parties", "record"), pl.String),
        orient="row",
    )
    chosen = Coverage("events", "*", 2000, 2025, "rows")
    return World({}, []).with_rows("events", frame, source("ledger", chosen))


class TestActs:
    REGULAR = (
        'test = [{ table = "events", modes = ["exercise"], within = 5, years = 3, '
        'counts = "joint_exercises" }]'
    )

    def counted(self, below: World, *years: int) -> World:
        """Counts of joint exercises to 2010, one in each of these years."""
        rows = pl.DataFrame({
            "a": "CHN", "b": "RUS", "year": pl.Series(years, dtype=pl.Int32), "value": 1.0,
            "commodity": "joint_exercises", "measure": "level", "unit": "exercises", "record": "r",
        })  # fmt: skip
        covered = Coverage("flows", "joint_exercises", 1980, 2010, "system")
        return below.with_rows("flows", rows, source("mme", covered))

    def test_years_are_counted_once_and_only_in_the_window(self):
        twice = [("2010-05", "CHN", "RUS", None), ("2010-09", "CHN", "RUS", None)]
        held = acts(*twice, ("2009", "CHN", "RUS", None), ("2004", "CHN", "RUS", None))
        assert status(stage(held, "CHN", "RUS", 2010, ladder(self.REGULAR))) == ["not covered"]

    def test_a_bloc_stands_for_its_members_and_parties_for_themselves(self):
        years = [(f"20{y}", "NATO", "SWE", None) for y in (10, 11, 12)]
        assert status(stage(acts(*years), "DEU", "USA", 2012, ladder(self.REGULAR))) == ["met"]
        years = [(f"20{y}", "IND", "USA", "IND;USA;JPN") for y in (10, 11, 12)]
        assert status(stage(acts(*years), "IND", "JPN", 2012, ladder(self.REGULAR))) == ["met"]

    def test_counted_years_and_listed_acts_add_up(self):
        held = self.counted(acts(("2011", "CHN", "RUS", None)), 2009, 2010)
        assert status(stage(held, "CHN", "RUS", 2012, ladder(self.REGULAR))) == ["met"]

    def test_silent_years_decide_only_if_the_others_cannot_make_up_for_them(self):
        held = self.counted(acts(("2004", "CHN", "RUS", None)), 2003)
        assert status(stage(held, "CHN", "RUS", 2012, ladder(self.REGULAR))) == ["not met"]
        assert status(stage(held, "CHN", "RUS", 2013, ladder(self.REGULAR))) == ["not covered"]

    def test_an_indicator_at_a_value(self):
        text = 'test = [{ table = "indicator", indicator = "joint_exercises", at_least = %s }]'
        held = self.counted(acts(("2004", "CHN", "RUS", None)), 2010)
        found = stage(held, "CHN", "RUS", 2010, ladder(text % "1.0", text % "2.0"))
        assert status(found) == ["met", "not met"]
        assert status(stage(held, "CHN", "RUS", 2011, ladder(text % "1.0"))) == ["not covered"]

    def test_a_flow_either_way(self):
        text = 'test = [{ table = "flows", commodities = ["arms"], within = 2 }]'
        rows = pl.DataFrame({
            "a": ["RUS"], "b": ["CHN"], "year": pl.Series([2009], dtype=pl.Int32), "value": [1.0],
            "commodity": ["arms"], "measure": ["level"], "unit": ["count"], "record": ["r"],
        })  # fmt: skip
        chosen = source("ledger", Coverage("flows", "*", 2000, 2025, "rows"))
        held = World({}, []).with_rows("flows", rows, chosen)
        assert status(stage(held, "CHN", "RUS", 2010, ladder(text))) == ["met"]
        assert status(stage(held, "CHN", "RUS", 2011, ladder(text))) == ["not covered"]


class TestFacts:
    FACTS = """
    [[fact]]
    kind = "command"
    name = "A command"
    bloc = "NATO"
    start = "1951-04-02"
    record = "r"
    absent = [{ state = "FRA", start = "1966-07-01", end = "2009-04-03" }]
    [[coverage]]
    kinds = ["command"]
    first = 1992
    last = 2024
    states = ["CHN", "RUS", "FRA", "DEU"]
    note = "n"
    """

    @pytest.mark.parametrize(
        ("a", "b", "year", "expected"),
        [
            ("DEU", "USA", 1980, "met"),
            ("DEU", "FRA", 1965, "met"),
            ("DEU", "FRA", 1966, "met"),  # on a day of the year
            ("DEU", "FRA", 1980, "not covered"),
            ("DEU", "FRA", 2000, "not met"),
            ("DEU", "FRA", 2009, "met"),
            ("CHN", "RUS", 2000, "not met"),
            ("CHN", "RUS", 1991, "not covered"),
            ("IND", "RUS", 2000, "not covered"),  # not among the states it covers
            ("FIN", "SWE", 2023, "not covered"),  # Sweden joined in 2024
            ("FIN", "SWE", 2024, "met"),
            ("DEU", "USA", 2026, "not covered"),  # after facts_to
        ],
    )
    def test_of_a_bloc_with_an_absence(self, a, b, year, expected):
        own = 'test = [{ table = "ties", kinds = ["command"] }]'
        chosen = ladder(own, head="facts_to = 2025\n", tail=self.FACTS)
        assert status(stage(World({}, []), a, b, year, chosen)) == [expected]


class TestReached:
    """The range between all open criteria failing and all holding."""

    TEXT = HEAD + "".join(
        f'[[stage]]\nkey = "{key}"\ntitle = "{key}"\n[[stage.criterion]]\nkey = "{key}"\ntitle = "t"\n'
        f'rule = "r"\nsource = "s"\ntest = [{{ table = "ties", kinds = ["{kind}"] }}]\n'
        for key, kind in (("low", "alliance"), ("middle", "partnership"), ("high", "defense"))
    )

    def reached(self, *kinds: str, cumulative: bool = True) -> tuple[str | None, str | None]:
        rows = ties({"a": "ARM", "start": "1997"}, *({"kind": k, "start": "2001"} for k in kinds))
        chosen = parse(self.TEXT, "own.toml").model_copy(update={"cumulative": cumulative})
        found = stage(world(rows, OBSERVED), "CHN", "RUS", 2010, chosen)
        return found.lowest, found.highest

    def test_open_criteria_widen_it(self):
        assert self.reached("alliance") == ("low", "high")
        assert self.reached("alliance", "partnership", "defense") == ("high", "high")

    def test_what_lies_above_a_stage_that_is_not_met_does_not_count_if_cumulative(self):
        assert self.reached("defense") == (None, None)
        assert self.reached("defense", cumulative=False) == ("high", "high")

    def test_in_words(self):
        rows = ties({"start": "2001"})
        found = stage(world(rows, OBSERVED), "CHN", "RUS", 2010, parse(self.TEXT, "own.toml"))
        assert found.words() == "between low and high"


class TestAsked:
    def test_a_state_that_did_not_exist(self):
        with pytest.raises(StateError, match=r"DDR.*not in the state system in 2023"):
            stage(World({}, []), "DDR", "RUS", 2023)

    def test_twice_the_same(self):
        with pytest.raises(ComityError, match="named twice"):
            stage(World({}, []), "RUS", "Russia", 2023)

    def test_the_table_has_its_columns_whatever_is_known(self):
        table = stage(World({}, []), "RUS", "CHN", 2023).table()
        assert table.schema == pl.Schema(COLUMNS)
        # the ladder has facts of its own, whatever the world holds
        assert set(table["status"]) == {"met", "not met", "not covered"}
