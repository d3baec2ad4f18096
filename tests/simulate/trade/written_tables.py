"""Input–output tables written in the layouts that are published, for the readers to read."""

from __future__ import annotations

import csv

import numpy as np

from tests.simulate.trade.made_up_sectors import random_flows

STATES = ("RUS", "CHN", "DEU", "MEX")
SECTORS = ("A01_02", "C19", "G45T47")


def flows(seed=0, states=STATES, sectors=SECTORS):
    """Sales between sectors, to final users, and value added, that balance to the last digit or so."""
    use, end = random_flows(len(states), len(sectors), seed)
    added = use.sum(axis=(2, 3)) + end.sum(axis=2) - use.sum(axis=(0, 1))
    return use, end, added


def _lines(path, lines, separator=","):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator).writerows(lines)
    return path


def icio(
    path, use, end, added, states=STATES, sectors=SECTORS, *, old=False, separator=",", spoil=None
):
    """OECD ICIO: the edition of 2023, or (``old``) those of 2018 and 2021 with China and Mexico in parts."""
    n, s = len(states), len(sectors)
    names = [f"{state}_{sector}" for state in states for sector in sectors]
    flat, final = use.reshape(n * s, n * s), end.reshape(n * s, n)
    paid = added.ravel()
    kinds = ("HFCE", "GFCF", "INVNT")
    users = [f"{state}_{kind}" for state in states for kind in kinds]
    split = np.stack([0.7 * final, 0.4 * final, -0.1 * final], axis=2).reshape(n * s, -1)
    if old:
        parts = [f"{part}_{sector}" for part in ("CN1", "CN2", "MX1") for sector in sectors]
        whole = [
            names.index(p.replace("CN1", "CHN").replace("CN2", "CHN").replace("MX1", "MEX"))
            for p in parts
        ]
        weight = np.array([0.5] * s + [0.2] * s + [0.3] * s)
        mine = np.ones(n * s)
        np.subtract.at(mine, whole, weight)
        onto = np.concatenate([np.diag(mine), np.eye(n * s)[whole] * weight[:, None]])
        flat, split, paid = onto @ flat @ onto.T, onto @ split, onto @ paid
        names = names + parts
    made = flat.sum(axis=1) + split.sum(axis=1)
    none = [0.0] * len(users)
    lines = [["V1" if not old else "", *names, *users, "TOTAL" if old else "OUT"]]
    lines += [[name, *flat[i], *split[i], made[i]] for i, name in enumerate(names)]
    if old:
        for k, state in enumerate(states):
            lines.append([f"{state}_TAXSUB", *(paid * 0.1 / n), *none, k])
        lines.append(["VALU", *(paid * 0.9), *none, 0])
    else:
        lines.append(["TLS", *(paid * 0.1), *[7.0] * len(users), 0])
        lines.append(["VA", *(paid * 0.9), *none, 0])
    lines.append(["OUTPUT" if old else "OUT", *made, *none, 0])
    if spoil:
        spoil(lines)
    return _lines(path, lines, separator)


def wiod_rows(use, end, added, states=STATES, sectors=SECTORS):
    """The numbers of a WIOD table: rows with (code, state, number) and columns with the same."""
    n, s = len(states), len(sectors)
    flat, final = use.reshape(n * s, n * s), end.reshape(n * s, n)
    split = np.stack([0.8 * final, 0.3 * final, -0.1 * final], axis=2).reshape(n * s, -1)
    made = flat.sum(axis=1) + final.sum(axis=1)
    places = [(sector, state, k + 1) for state in states for k, sector in enumerate(sectors)]
    users = [
        (code, state, number) for state in states
        for code, number in (("CONS_h", 57), ("GFCF", 60), ("INVEN", 61))
    ]  # fmt: skip
    paid = added.ravel()
    none = [0.0] * len(users)
    rows = [(place, [*flat[i], *split[i], made[i]]) for i, place in enumerate(places)]
    rows.append((("II_fob", "TOT", 65), [*flat.sum(axis=0), *split.sum(axis=0), 0.0]))
    for code, number, share in (
        ("TXSP", 66, 0.05),
        ("EXP_adj", 67, 0.0),
        ("VA", 70, 0.85),
        ("IntTTM", 71, 0.1),
    ):
        rows.append(((code, "TOT", number), [*(paid * share), *none, 0.0]))
    rows.append((("GO", "TOT", 73), [*made, *none, 0.0]))
    return rows, [*places, *users, ("GO", "TOT", 62)]


def wiod_sheet_lines(use, end, added):
    """Lines of the spreadsheet: two of title, then code, description, state and number of each column."""
    rows, columns = wiod_rows(use, end, added)
    lines = [
        ["Intercountry Input-Output Table", "", "", ""],
        ["(industry-by-industry)", "", "", ""],
    ]
    lines.append(["(millions of US$)", "", "", "", *(code for code, _, _ in columns)])
    lines.append(["", "", "", "", *(f"what {code} is" for code, _, _ in columns)])
    lines.append(["", "", "", "", *(state for _, state, _ in columns)])
    lines.append(["", "", "", "", *(f"c{number}" for _, _, number in columns)])
    lines += [
        [code, f"what {code} is", state, f"r{number}", *values]
        for (code, state, number), values in rows
    ]
    return lines


def wiod_sheet(path, *given):
    """The spreadsheet saved as CSV."""
    return _lines(path, wiod_sheet_lines(*given))


def wiod_book(path, *given):
    """The spreadsheet."""
    from openpyxl import Workbook

    book = Workbook()
    for line in wiod_sheet_lines(*given):
        book.active.append([cell if cell != "" else None for cell in line])
    book.save(path)
    return path


def wiod_flat(path, *given):
    """The flat table of the R files."""
    rows, columns = wiod_rows(*given)
    names = ["TOT" if state == "TOT" else f"{state}{number}" for _, state, number in columns]
    lines = [["IndustryCode", "IndustryDescription", "Country", "RNr", "Year", *names]]
    lines += [
        [code, f"what {code} is", state, number, 2014, *values]
        for (code, state, number), values in rows
    ]
    return _lines(path, lines)


def long(path, use, end, added=None, states=STATES, sectors=SECTORS, spoil=None):
    """The project's own layout."""
    lines = [["exporter", "sector", "importer", "use", "value"]]
    for i, seller in enumerate(states):
        for j, sector in enumerate(sectors):
            for n, buyer in enumerate(states):
                lines += [
                    [seller, sector, buyer, what, use[i, j, n, k]] for k, what in enumerate(sectors)
                ]
                lines.append([seller, sector, buyer, "final", end[i, j, n]])
            if added is not None:
                lines.append([seller, "value_added", seller, sector, added[i, j]])
    if spoil:
        spoil(lines)
    return _lines(path, lines)
