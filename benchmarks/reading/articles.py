"""Made-up articles in the style of analyses of foreign affairs, by a seed: no two the same."""

from __future__ import annotations

import random

STATES = (
    "Russia", "China", "Iran", "India", "Türkiye", "Brazil", "Japan", "Germany", "France", "Kazakhstan",
    "Serbia", "Vietnam", "Egypt", "Mongolia", "the United States", "the European Union",
)  # fmt: skip
GIVEN = (
    "Anna",
    "Boris",
    "Chen",
    "Dana",
    "Emil",
    "Farah",
    "Goran",
    "Hana",
    "Ivo",
    "Jun",
    "Karim",
    "Lena",
)
FAMILY = (
    "Adamov",
    "Brandt",
    "Castel",
    "Dorji",
    "Eriksen",
    "Farsani",
    "Gupta",
    "Horvat",
    "Ito",
    "Jansen",
)
GOODS = (
    "crude oil",
    "natural gas",
    "coal",
    "wheat",
    "fertiliser",
    "machine tools",
    "microchips",
    "timber",
)
MONTHS = ("January", "March", "May", "June", "September", "November")
FIELDS = ("energy", "trade", "defence", "transport", "finance", "space")
SENTENCES = (
    "{a} and {b} signed an agreement on {field} in {month} {year}.",
    "The foreign minister of {a} visited {b} last week to discuss {field}.",
    "{a} exported {n} million tons of {good} to {b} in {year}, {p} percent more than a year before.",
    "Trade between the two countries reached ${n} billion, according to customs data.",
    "“{a} will not abandon its partner,” said {who}, an analyst at the Institute of {field} Studies.",
    "“We expect both sides to wait,” she added.",
    "{who} told reporters that {a} could suspend deliveries of {good} to {b}.",
    "{a} imposed sanctions on {b} after the talks failed.",
    "Although {b} has criticised {a}, it did not vote against the resolution.",
    "The pipeline, which has a capacity of {n} bcm a year, has not been built.",
    "{a}’s share in {b}’s imports of {good} fell from {p} percent to {q} percent between {year} and 2023.",
    "If {a} were to leave the organisation, {b} would lose its main supporter.",
    "They held joint exercises with {n} ships in the northern sea in {year}.",
    "{b} rejected the demand and accused {a} of interference.",
    "The relationship is closer than at any time since {year}, but mistrust persists.",
    "Both states have repeatedly promised to deepen cooperation in {field}.",
    "{a} sent {n} troops to the border, and {b} withdrew its ambassador.",
    "In {year}, {a} lent {b} ${n} billion for a railway that was later abandoned.",
    "According to {who}, {b} depends on {a} for two thirds of its {good}.",
    "Observers doubt that {a} wants an alliance with {b}.",
)


def article(seed: int, *, sentences: int = 30) -> str:
    """A title, a line of date, and paragraphs of three sentences."""
    choice = random.Random(seed)
    told = [_sentence(choice) for _ in range(sentences)]
    a, b = choice.sample(STATES, 2)
    head = f"{a} and {b} after the summit\n\n{choice.choice(MONTHS)} {choice.randint(1, 28)}, 2024"
    return head + "".join("\n\n" + " ".join(told[i : i + 3]) for i in range(0, sentences, 3)) + "\n"


def _sentence(choice: random.Random) -> str:
    a, b = choice.sample(STATES, 2)
    told = choice.choice(SENTENCES).format(
        a=a, b=b, field=choice.choice(FIELDS), month=choice.choice(MONTHS), year=choice.randint(2000, 2023),
        n=choice.randint(2, 900), p=choice.randint(20, 60), q=choice.randint(2, 19),
        good=choice.choice(GOODS), who=f"{choice.choice(GIVEN)} {choice.choice(FAMILY)}",
    )  # fmt: skip
    return told[0].upper() + told[1:]
