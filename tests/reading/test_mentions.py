from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.reading.aliases import actor_kinds, rows
from comity.reading.mention import group_at
from comity.states import table
from tests.counted_work import lines_run
from tests.reading.named_in import actors_by_words, found_in

ENDED = {
    "BAD",
    "BAV",
    "HAN",
    "HSE",
    "HSG",
    "KRE",
    "MEC",
    "MOD",
    "PAP",
    "PMA",
    "SAX",
    "SIC",
    "TUS",
    "WRT",
}
NAMES = sorted(
    {(row["state"], row["name"]) for row in table().to_dicts() if row["state"] not in ENDED}
)


def spellings(column: str) -> list[tuple[str, str]]:
    return [
        (row["actor"], spelling)
        for row in rows("aliases")
        for spelling in row[column].split(";")
        if spelling
    ]


@pytest.mark.parametrize(("state", "name"), NAMES)
def test_every_state_is_found_by_its_name(state, name):
    expected = {"Congo": "COD"}.get(name, state)
    assert actors_by_words(f"Leaders praised {name} yesterday.")[name] == expected


@pytest.mark.parametrize(("state", "adjective"), spellings("adjectives"))
def test_every_adjective_is_its_states(state, adjective):
    found = actors_by_words(f"The {adjective} cabinet met.")
    assert found[adjective] == state


@pytest.mark.parametrize(
    ("state", "spelling"), [*spellings("names"), *spellings("people"), *spellings("capitals")]
)
def test_other_names_people_and_capitals(state, spelling):
    found = [";".join(m.actors) for _, m in found_in(f"They spoke with {spelling} about it.")]
    assert state in found


@pytest.mark.parametrize("name", ["groups", "organisations", "places"])
def test_every_row_of_a_table_is_found_and_its_actors_are_known(name):
    known = actor_kinds()
    for row in rows(name):
        spelling = row["spelling"]
        text = f"It was said that the {spelling} mattered."
        shown = [(said, m) for said, m in found_in(text) if m.start < len(text)]
        assert all(actor in known for actor in row["actor"].split(";") if actor), row
        if row["actor"]:
            assert any(";".join(m.actors) == row["actor"] for _, m in shown), (row, shown)


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("The U.S. and its allies agreed.", "U.S.", "USA"),
        ("The U.S. Senate agreed.", "U.S.", "USA"),
        ("A US-led mission left.", "US", "USA"),
        ("UK ministers left.", "UK", "GBR"),
        ("the UAE and Qatar", "UAE", "ARE"),
        ("The DPRK tested a missile.", "DPRK", "PRK"),
        ("The PRC objected.", "PRC", "CHN"),
        ("The USSR fell in 1991.", "USSR", "SUN"),
        ("In the Soviet era.", "Soviet", "SUN"),
        ("The Kremlin denied it.", "Kremlin", "RUS"),
        ("The White House denied it.", "White House", "USA"),
        ("Downing Street denied it.", "Downing Street", "GBR"),
        ("The Élysée denied it.", "Élysée", "FRA"),
        ("The Elysee denied it.", "Elysee", "FRA"),
        ("Zhongnanhai denied it.", "Zhongnanhai", "CHN"),
        ("The Pentagon denied it.", "Pentagon", "USA"),
        ("Brussels fined the firm.", "Brussels", "EU"),
        ("Shares of Gazprom fell.", "Gazprom", "GAZPROM"),
        ("OPEC+ met, not OPEC.", "OPEC+", "OPEC+"),
        ("OPEC+ met, not OPEC.", "OPEC", "OPEC"),
        ("The collective West objected.", "collective West", "WEST"),
        ("Western powers objected.", "Western powers", "WEST"),
        ("the western powers objected", "western powers", "WEST"),
        ("States of the Global South objected.", "Global South", "GLOBAL_SOUTH"),
        ("Non-Western states objected.", "Non-Western states", "NON_WEST"),
        ("RUSSIA AND CHINA SIGN", "CHINA", "CHN"),
        ("Russia’s budget", "Russia", "RUS"),
        ("Russia's budget", "Russia", "RUS"),
        ("Tu\u0308rkiye refused.", "Tu\u0308rkiye", "TUR"),
        ("Türkiye refused.", "Türkiye", "TUR"),
        ("Côte d’Ivoire refused.", "Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire refused.", "Cote d'Ivoire", "CIV"),
        ("South\u00a0Korea refused.", "South\u00a0Korea", "KOR"),
        ("Saudi\nArabia refused.", "Saudi\nArabia", "SAU"),
        ("Guinea-Bissau refused.", "Guinea-Bissau", "GNB"),
        ("Equatorial Guinea refused.", "Equatorial Guinea", "GNQ"),
        ("Papua New Guinea refused.", "Papua New Guinea", "PNG"),
        ("South Sudan refused.", "South Sudan", "SSD"),
        ("Northern Ireland voted.", "Northern Ireland", "GBR"),
        ("the Democratic Republic of the Congo", "Democratic Republic of the Congo", "COD"),
        ("both Koreas spoke", "Koreas", "PRK;KOR"),
        ("Sino-Indian talks", "Sino", "CHN"),
        ("Russo-Japanese talks", "Russo", "RUS"),
        ("Anglo-American talks", "Anglo", "GBR"),
        ("an anti-Western bloc", "Western", "WEST"),
        ("East-West rivalry", "West", "WEST"),
        ("Houthi drones", "Houthi", "HOUTHIS"),
        ("al-Qaeda fighters", "al-Qaeda", "AL_QAEDA"),
        ("Shares of Rheinmetall and Orlen rose.", "Orlen", "ORLEN"),
        ("The Three Seas Initiative met.", "Three Seas Initiative", "THREE_SEAS"),
        ("The mine of Codelco shut.", "Codelco", "CODELCO"),
        ("Ethiopia, Somaliland and Somalia", "Somaliland", "SOMALILAND"),
        ("Ethiopia, Somaliland and Somalia", "Somalia", "SOM"),
    ],
)
def test_spellings_in_place(text, words, actor):
    assert actors_by_words(text).get(words) == actor


@pytest.mark.parametrize(
    "text",
    [
        "It helps us all.", "Who is it?", "A polish of the china on the turkey table.",
        "They sat in the quad.",
        "Visa rules changed.", "The greek salad", "Chinatown grew.", "Indianapolis grew.", "Romania".lower(),
        "Polish it again.", "Shell it.", "West Hartford grew.", "the north-west wind", "Kanye West sang.",
        "He is a germane speaker.", "Mali-cious", "Omanipulate", "the eu-phoria", "an it department",
        "Michael Jordan scored.", "Paris Hilton sang.", "Chad Smith drummed.", "Anna Merz won.",
    ],
)  # fmt: skip
def test_what_names_nobody(text):
    assert not [
        said
        for said, m in found_in(text, "2025-06")
        if m.role == "actor" and m.actors and said != "Mali"
    ]


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("The war in Ukraine goes on.", "Ukraine", "place"),
        ("The Ukraine war goes on.", "Ukraine", "place"),
        ("The opposition in Seoul refused.", "Seoul", "actor"),
        ("Lawmakers in Ottawa ratified it.", "Ottawa", "actor"),
        ("No politician in Oslo proposes it.", "Oslo", "actor"),
        ("The army stood in Seoul.", "Seoul", "place"),
        ("Mexico, Latin America’s second-largest economy, signed.", "Latin America", "place"),
        ("Nigeria is Africa's most populous state.", "Africa", "place"),
        ("Europe’s leaders signed.", "Europe", "actor"),
        ("Europe’s interest grew.", "Europe", "actor"),
        ("China, Russia’s largest partner, signed.", "Russia", "actor"),
        ("The Russia-Ukraine war goes on.", "Ukraine", "actor"),
        ("Ukraine fights on.", "Ukraine", "actor"),
        ("They argued over Taiwan.", "Taiwan", "place"),
        ("Talks on Syria failed.", "Syria", "place"),
        ("issues such as Kosovo", "Kosovo", "place"),
        ("in places like Libya and Sudan", "Sudan", "place"),
        ("Trust in Moscow fell.", "Moscow", "actor"),
        ("in Iran’s interest", "Iran", "actor"),
        ("Crimea was annexed.", "Crimea", "place"),
        ("the Middle East region", "Middle East", "actor"),
        ("instability in the Middle East", "Middle East", "place"),
        ("the South China Sea", "South China Sea", "part_of_name"),
        ("the Sea of Japan", "Sea of Japan", "part_of_name"),
        ("the Indian Ocean", "Indian Ocean", "part_of_name"),
        ("Moscow State University", "Moscow", "part_of_name"),
        ("the University of Oslo", "Oslo", "part_of_name"),
        ("the Institute of African and Asian Studies", "African", "part_of_name"),
        ("Russian-speaking voters", "Russian", "part_of_name"),
        ("a Berlin-based think tank", "Berlin", "place"),
        ("Taiwan-related issues", "Taiwan", "place"),
        ("the US dollar", "US dollar", "part_of_name"),
        ("the Treaty of Lisbon", "Lisbon", "part_of_name"),
        ("former Soviet states", "Soviet", "place"),
        ("the Russian Defence Ministry", "Russian", "actor"),
        ("US-backed rebels", "US", "actor"),
        ("Chinese-made chips", "Chinese", "actor"),
        ("war in Syria, and Iran also protested", "Iran", "actor"),
        ("fighting in Syria and Libya", "Libya", "place"),
    ],
)
def test_roles(text, words, role):
    assert {said: m.role for said, m in found_in(text)}[words] == role


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Oman, Qatar and Iran agreed.", ["OMN", "QAT", "IRN"]),
        ("Oman, Qatar, and Iran agreed.", ["OMN", "QAT", "IRN"]),
        ("Moscow and Beijing agreed.", ["RUS", "CHN"]),
        ("Oman as well as Qatar agreed.", ["OMN", "QAT"]),
        ("Sino-Russian ties", ["CHN", "RUS"]),
        ("Russian-Iranian ties", ["RUS", "IRN"]),
        ("the EU-NATO countries", ["EU", "NATO"]),
        ("China–Russia ties", ["CHN", "RUS"]),
        ("In Basra, Iraq, it rained.", ["IRQ"]),
        ("Oman fights Qatar and Iran.", ["OMN"]),
    ],
)
def test_coordinations(text, groups):
    found = [mention for _, mention in found_in(text)]
    first, last = group_at(text, found, 0)
    assert [actor for mention in found[first:last] for actor in mention.actors] == groups


@given(
    st.lists(
        st.sampled_from(
            ["Russia", "’s", " ", "the ", "U.S.", "president", ", ", "Tu\u0308rkiye", "\n", "“", "-",
            "both ", "it ",
             "\u00a0", "Anna Berg", " said", "\r\n", "é", "\u200d", "Xi", ". ", "West", "two countries",
             "&", "中国"]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_mentions_are_in_order_and_do_not_overlap(pieces):
    text = "".join(pieces)
    end = 0
    for said, mention in found_in(text, "2024"):
        assert mention.start >= end
        assert said == text[mention.start : mention.end] != ""
        assert said == said.strip()
        end = mention.end


@pytest.mark.parametrize(
    "piece",
    [
        "Russia and ",
        "the two ",
        "it ",
        "China's new ",
        "Xxx Yyy, ",
        "U.S.",
        "President ",
        "al-",
        "A",
        "e\u0301",
        "“",
    ],
)
def test_hostile_text_takes_work_in_proportion(piece):
    def work(count):
        return lines_run(lambda: found_in(piece * count, "2024"))

    work(10)  # tables are read
    assert work(2_000) < 5 * work(500)


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("They drove the Russian oil firm Lukoil out.", ["LUKOIL"]),
        ("China’s state-owned telecoms giant Huawei paid.", ["HUAWEI"]),
        ("The German carmaker Volkswagen paid.", ["VOLKSWAGEN"]),
        ("Peru fined French Engie.", ["PER", "ENGIE"]),
        ("Serbia bought Russian shares of Gazprom.", ["SRB", "RUS", "GAZPROM"]),
        ("Iran and the oil firm Lukoil met.", ["IRN", "LUKOIL"]),
        ("Indian officials of the company Gazprom left.", ["IND", "GAZPROM"]),
    ],
)
def test_a_company_is_itself_not_its_state(text, actors):
    assert [actor for _, m in found_in(text, "2024") for actor in m.actors] == actors
