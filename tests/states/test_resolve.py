"""Names into keys: what people type, what sources write, and what must not resolve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import states
from comity.errors import StateError

KEYS = sorted(set(states.table()["state"]))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("RUS", "RUS"), ("ru", "RUS"), ("USSR", "RUS"), ("U.S.S.R.", "RUS"), ("Soviet Union", "RUS"),
        ("Union of Soviet Socialist Republics", "RUS"), ("Russian Federation", "RUS"),
        ("Germany", "DEU"), ("West Germany", "DEU"), ("FRG", "DEU"), ("GERMANY, FEDERAL REPUBLIC OF", "DEU"),
        ("GDR", "DDR"), ("East Germany (GDR)", "DDR"), ("German Democratic Republic", "DDR"),
        ("Yugoslavia", "YUG"), ("Serbia", "SRB"), ("Serbia and Montenegro", "SRB"), ("FRY", "SRB"),
        ("Viet Nam", "VNM"), ("North Vietnam", "VNM"), ("Republic of Vietnam", "VDR"), ("RVN", "VDR"),
        ("Yemen", "YEM"), ("Yemen, North", "YEM"), ("Yemen Arab Republic", "YEM"),
        ("Democratic Yemen", "YMD"), ("South Yemen", "YMD"), ("Yemen People's Republic", "YMD"),
        ("Czechoslovakia", "CSK"), ("Czech Republic", "CZE"), ("Czechia", "CZE"), ("Slovak Republic", "SVK"),
        ("Taiwan", "TWN"), ("Republic of China", "TWN"), ("Chinese Taipei", "TWN"), ("China", "CHN"),
        ("Palestine", "PSE"), ("West Bank and Gaza", "PSE"), ("Kosovo", "XKX"), ("Hong Kong", "HKG"),
        ("China Hong Kong SAR", "HKG"), ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("Turkey", "TUR"),
        ("Ottoman Empire", "TUR"), ("Burma", "MMR"), ("Persia", "IRN"), ("Siam", "THA"), ("Ceylon", "LKA"),
        ("Zaire", "COD"), ("Congo, DR", "COD"), ("Congo - Kinshasa", "COD"), ("Congo, Republic", "COG"),
        ("Ivory Coast", "CIV"), ("Côte d’Ivoire", "CIV"), ("COTE D'IVOIRE", "CIV"), ("Swaziland", "SWZ"),
        ("FYROM", "MKD"), ("Macedonia", "MKD"), ("Cape Verde", "CPV"), ("Cabo Verde", "CPV"),
        ("Korea, North", "PRK"), ("DPRK", "PRK"), ("Republic of Korea", "KOR"), ("ROK", "KOR"),
        ("Upper Volta", "BFA"), ("Dahomey", "BEN"), ("Rhodesia", "ZWE"), ("Tanganyika", "TZA"),
        ("United Arab Republic", "EGY"), ("US", "USA"), ("U.S.", "USA"), ("UK", "GBR"), ("Britain", "GBR"),
        ("Holland", "NLD"), ("UAE", "ARE"), ("The Gambia", "GMB"), ("Gambia, The", "GMB"), ("UKG", "GBR"),
        ("AUS", "AUS"), ("MAC", "MAC"), ("and", "AND"), (" st. lucia ", "LCA"), ("Trinidad-Tobago", "TTO"),
    ],
)  # fmt: skip
def test_names_resolve(text, key):
    assert states.resolve(text) == key


@pytest.mark.parametrize(
    ("text", "on", "key"),
    [
        ("Yugoslavia", 1980, "YUG"), ("Yugoslavia", 1995, "SRB"), ("Korea", 1900, "KRE"),
        ("Republic of China", 1930, "CHN"), ("Republic of China", 1960, "TWN"), ("China", 1946, "CHN"),
        ("Austria", 1900, "AUH"), ("Austria", 1930, "AUT"), ("Germany", 1970, "DEU"),
        ("Soviet Union", "1985-03", "RUS"), ("Turkey", 2023, "TUR"), ("Hong Kong", 1950, "HKG"),
    ],
)  # fmt: skip
def test_names_resolve_by_date(text, on, key):
    assert states.resolve(text, on) == key


@pytest.mark.parametrize("key", KEYS)
def test_every_key_and_name_finds_its_state(key):
    assert states.resolve(key) == key
    assert states.resolve(key.lower()) == key
    assert states.resolve(states.name(key)) == key


@given(st.sampled_from(KEYS), st.sampled_from(["upper", "lower", "title", "swapcase"]))
def test_case_and_punctuation_do_not_matter(key, change):
    name = getattr(states.name(key), change)().replace(" ", " - ").replace("'", "")
    assert states.resolve(f"  {name}. ") == key


def test_an_unknown_name_gets_the_nearest_candidate():
    with pytest.raises(StateError) as error:
        states.resolve("Urkaine", 2014)
    assert str(error.value) == (
        'no state called "Urkaine" in 2014\n'
        "  did you mean  Ukraine (UKR, 1991–)?\n"
        "  in the data's own spelling: see  comity states find ukr"
    )


@pytest.mark.parametrize(
    ("text", "on", "says"),
    [
        ("Soviet Union", 2014, "Russia (RUS, 1816–)"),
        ("SRB", 1970, "Yugoslavia (YUG, 1918–1941, 1944–1992)"),
        ("Czechia", 1970, "Czechoslovakia (CSK"),
        ("Ukraine", 1970, "Russia (RUS"),
        ("Germany", 1950, "Germany (DEU, 1816–1945, 1955–)"),
        ("Korea", None, "North Korea (PRK, 1948–)"),
        ("Hesse", None, "names more than one state"),
        ("NATO", None, "is a bloc, not a state"),
        ("World", None, "is the world, not a state"),
        ("Hezbollah (Lebanon)*", None, "is a label of kind rebel"),
        ("unknown supplier(s)", None, "is a label of kind unknown"),
    ],
)
def test_what_is_no_state_then_is_refused_with_a_way_on(text, on, says):
    with pytest.raises(StateError) as error:
        states.resolve(text, on)
    assert says in str(error.value)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "<b>RUS</b>", "RUS\x1b[31m", "x" * 10_000_000, None, 7, "´"]
)
def test_hostile_input_is_one_clean_error(text):
    with pytest.raises(StateError) as error:
        states.resolve(text)
    assert len(str(error.value)) < 400
    assert str(error.value).replace("\n", "").isprintable()


@given(st.text(max_size=300))
def test_any_text_resolves_or_is_refused(text):
    try:
        key = states.resolve_actor(text)
    except StateError:
        return
    assert states.name(key)


def test_actors_beyond_states():
    assert states.resolve_actor("European Union**") == "EU"
    assert states.resolve_actor("AU") == "AU"
    assert states.resolve("AU") == "AUS"
    assert states.resolve_actor("OPEC+") == "OPEC+"
    assert states.resolve_actor("opec") == "OPEC"


def test_known_labels_are_told_from_unknown_spellings():
    assert states.non_state("Hezbollah (Lebanon)*") == "rebel"
    assert states.non_state("Other Asia Pacific") == "aggregate"
    assert states.non_state("DONOTKNOW") == "unknown"
    assert states.non_state("Urkaine") is None


def test_find_lists_candidates_best_first():
    found = states.find("Soviet Union")
    assert found.row(0, named=True)["state"] == "RUS"
    assert found.row(0, named=True)["matched"] == "Soviet Union"
    assert states.find("ukr")["state"].to_list() == ["UKR"]
    assert {"PRK", "KOR", "KRE"} <= set(states.find("korea")["state"])
    assert {"COD", "COG"} <= set(states.find("congo")["state"])
    assert states.find("Urkaine")["state"][0] == "UKR"
    assert states.find("").is_empty()
    assert states.find("zzzzzzz").is_empty()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Libya, Yemen, North, Niger", ["Libya", "Yemen, North", "Niger"]),
        ("EU, Gambia, The; Norway", ["EU", "Gambia, The", "Norway"]),
        ("Congo, DR, Congo, Republic", ["Congo, DR", "Congo, Republic"]),
        ("Atlantis, Russia", ["Atlantis", "Russia"]),
        (" , ;", []),
    ],
)
def test_lists_are_split_at_the_right_commas(text, names):
    assert states.split_names(text) == names
