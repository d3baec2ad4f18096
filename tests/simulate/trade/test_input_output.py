"""Tables of every layout are read alike; those that do not balance and hostile ones are refused by place."""

from __future__ import annotations

import numpy as np
import pytest

from comity.errors import DataError
from comity.simulate.trade.input_output import InputOutputTable
from comity.simulate.trade.input_output_files import read_table
from comity.simulate.trade.input_output_settled import LEAST
from comity.simulate.trade.tables import grid
from tests.simulate.trade import written_tables as written


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("2020_SML.csv", written.icio),
        ("ICIO2021_2020.csv", lambda *given: written.icio(*given, old=True)),
        ("semicolons 2020.csv", lambda *given: written.icio(*given, separator=";")),
        ("WIOT2020_Nov16_ROW.csv", written.wiod_sheet),
        ("WIOT2020_Nov16_ROW.xlsx", written.wiod_book),
        ("wiot_2020_flat.csv", written.wiod_flat),
        ("own_2020.csv", written.long),
    ],
    ids=["icio", "icio until 2021", "semicolons", "wiod csv", "wiod xlsx", "wiod flat", "long"],
)
def test_every_layout_is_the_same_table(tmp_path, name, write):
    use, end, added = written.flows()
    table = read_table(write(tmp_path / name, use, end, added))
    assert table.states == written.STATES
    assert table.sectors == written.SECTORS
    assert table.year == 2020
    assert table.source == name
    assert table.intermediate == pytest.approx(use, rel=1e-12)
    assert table.final == pytest.approx(end, rel=1e-12)
    assert table.value_added == pytest.approx(added, rel=1e-9)
    assert not any("below zero" in note for note in table.notes)


def test_value_added_is_what_is_left_where_the_file_has_none(tmp_path):
    use, end, added = written.flows()
    table = read_table(written.long(tmp_path / "own.csv", use, end))
    assert table.value_added == pytest.approx(added, rel=1e-9)
    assert table.year is None
    assert "left of sales" in table.notes[0]


def test_final_users_of_the_edition_of_2016_stand_the_other_way_round(tmp_path):
    def turned(lines):
        lines[0] = [
            "_".join(reversed(name.split("_")))
            if name.endswith(("HFCE", "GFCF", "INVNT"))
            else name
            for name in lines[0]
        ]

    use, end, added = written.flows()
    table = read_table(written.icio(tmp_path / "ICIO2016_2011.csv", use, end, added, spoil=turned))
    assert table.final == pytest.approx(end)
    assert table.year == 2011


def test_parts_of_china_and_mexico_are_said_to_be_added(tmp_path):
    table = read_table(written.icio(tmp_path / "ICIO2018_2015.csv", *written.flows(), old=True))
    assert any("CN1, CN2, MX1" in note for note in table.notes)


# ------------------------------------------------------------------ balance


def test_a_table_that_does_not_balance_is_refused_with_both_sums(tmp_path):
    use, end, added = written.flows()
    sold = (use.sum(axis=(2, 3)) + end.sum(axis=2))[2, 1]
    added[2, 1] += 50
    with pytest.raises(DataError) as caught:
        read_table(written.long(tmp_path / "own.csv", use, end, added))
    text = str(caught.value)
    assert "own.csv does not balance in 1 of 12 sectors" in text
    assert "row: sold" in text
    assert "column: paid" in text
    assert f"DEU C19  {sold:>16,.1f}  {sold + 50:>16,.1f}" in text


def test_output_that_is_not_what_is_sold_is_refused(tmp_path):
    def spoil(lines):
        for line in lines[1:2]:
            line[-1] *= 1.1

    path = written.icio(tmp_path / "icio.csv", *written.flows(), spoil=spoil)
    with pytest.raises(DataError, match=r"(?s)does not balance in 1 of 12.*RUS A01_02"):
        read_table(path)


def test_inputs_worth_more_than_sales_are_refused_where_value_added_is_left_out(tmp_path):
    use, end, _ = written.flows()
    use[0, 0, 1, 2] += 1e5
    with pytest.raises(DataError, match="CHN G45T47"):
        read_table(written.long(tmp_path / "own.csv", use, end))


def test_rounding_passes_and_is_taken_up_by_value_added(tmp_path):
    use, end, added = written.flows()
    table = read_table(written.icio(tmp_path / "i.csv", use.round(2), end.round(2), added.round(2)))
    sales, paid = table.output, table.intermediate.sum(axis=(0, 1)) + table.value_added
    assert sales == pytest.approx(paid, rel=1e-14)


def test_a_table_made_by_hand_is_checked_too():
    use, end, added = written.flows()
    made = {"states": written.STATES, "sectors": written.SECTORS, "intermediate": use, "final": end}
    assert InputOutputTable(**made, value_added=added).output.shape == (4, 3)
    with pytest.raises(DataError, match="does not balance in 12 of 12"):
        InputOutputTable(**made, value_added=added * 2)
    with pytest.raises(DataError, match=r"\(4, 2\), not \(4, 3\)"):
        InputOutputTable(**made, value_added=added[:, :2])
    with pytest.raises(DataError, match=r"1 value added flow.*CHN C19"):
        InputOutputTable(**made, value_added=np.where(added == added[1, 1], np.nan, added))
    with pytest.raises(DataError, match=r"state needs a name of its own.*RUS"):
        InputOutputTable(**{**made, "states": ("RUS", "RUS", "DEU", "MEX")}, value_added=added)


# ------------------------------------------------------------------ stock and losses


def test_stock_drawn_down_counts_as_made_in_the_year(tmp_path):
    """Output is then Leontief's for the sales without the negative ones, with the technology of the table."""
    use, end, added = written.flows()
    end[0, 1, 2] -= 1.5 * end[0, 1, 2]  # RUS C19 to DEU: from stock
    use[:, :, 0, 1] *= 0.9
    added = use.sum(axis=(2, 3)) + end.sum(axis=2) - use.sum(axis=(0, 1))
    assert (added > 0).all()
    table = read_table(written.long(tmp_path / "own.csv", use, end, added))
    old = use.sum(axis=(2, 3)) + end.sum(axis=2)
    technology = use.reshape(12, 12) / old.ravel()
    wanted = np.maximum(end, 0).sum(axis=2).ravel()
    assert table.output.ravel() == pytest.approx(
        np.linalg.solve(np.eye(12) - technology, wanted), rel=1e-11
    )
    assert table.final[0, 1, 2] == 0
    shares = table.intermediate.reshape(12, 12) / table.output.ravel()
    assert shares == pytest.approx(technology, rel=1e-11)
    assert any("1 final sales below zero" in note for note in table.notes)
    assert any("most in RUS C19" in note for note in table.notes)


def test_a_sector_that_loses_money_keeps_a_hundredth(tmp_path):
    use, end, added = written.flows()
    use[0, 0, 2, 1] += added[2, 1] * 1.1
    end[0, 0, 2] -= min(end[0, 0, 2], 0)
    added = use.sum(axis=(2, 3)) + end.sum(axis=2) - use.sum(axis=(0, 1))
    assert added[2, 1] < 0
    table = read_table(written.icio(tmp_path / "i.csv", use, end, added))
    assert table.value_added[2, 1] == pytest.approx(LEAST * table.output[2, 1], rel=1e-9)
    assert (table.value_added > 0).all()
    assert any("first DEU C19" in note for note in table.notes)


def test_sectors_that_make_nothing_are_said(tmp_path):
    use, end, _ = written.flows()
    use[3, 1], end[3, 1], use[:, :, 3, 1] = 0, 0, 0
    added = use.sum(axis=(2, 3)) + end.sum(axis=2) - use.sum(axis=(0, 1))
    table = read_table(written.icio(tmp_path / "i.csv", use, end, added))
    assert "1 of 12 sectors make nothing: MEX C19" in table.notes


def test_negative_sales_between_sectors_are_refused(tmp_path):
    use, end, _ = written.flows()
    use[0, 0, 1, 1] = -40
    added = use.sum(axis=(2, 3)) + end.sum(axis=2) - use.sum(axis=(0, 1))
    with pytest.raises(DataError, match=r"-40\.0 of RUS A01_02 to CHN C19"):
        read_table(written.long(tmp_path / "own.csv", use, end, added))


# ------------------------------------------------------------------ hostile files


def put(line, cell, value):
    """Overwrite one cell."""

    def spoil(lines):
        lines[line][cell] = value

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (put(3, 4, "n/a"), r'line 4, column CHN_A01_02: .*n/a.* is not a number'),
        (put(3, 4, ""), r'line 4, column CHN_A01_02: "" is not a finite number'),
        (put(3, 4, "NaN"), r"line 4, column CHN_A01_02: .* is not a finite number"),
        (put(3, 4, "1e300"), r"line 4, column CHN_A01_02: .* is not a finite number"),
        (put(3, 4, "inf"), r"line 4, column CHN_A01_02: .* is not a finite number"),
        (put(3, 4, "1,5"), r"line 4, column CHN_A01_02"),
        (put(0, 2, "RUS_A01_02"), "1 column.* more than once: .RUS_A01_02"),
        (put(3, 0, "RUS_C19"), "1 row.* more than once: .RUS_C19"),
        (put(0, 5, "Germany"), r'column 6: "GERMANY" is not an industry'),
        (put(4, 0, "XXX_C19"), "industr"),
        (put(4, 0, ""), "industr"),
        (lambda lines: lines[5].append("9"), "line 6: 27 cells, and the header has 26"),
        (lambda lines: lines[5].pop(), 'line 6, column OUT: "" is not a finite number'),
        (lambda lines: [line.pop(1) for line in lines], "industr"),
        (lambda lines: lines.__delitem__(slice(13, None)), "no row VA or VALU"),
        (lambda lines: lines.__delitem__(slice(5, 9)), "industries have a column and no row"),
        (lambda lines: lines.__delitem__(slice(1, None)), "no rows"),
    ],
)  # fmt: skip
def test_a_spoilt_icio_is_refused_by_place(tmp_path, spoil, said):
    with pytest.raises(DataError, match=said) as caught:
        read_table(written.icio(tmp_path / "icio.csv", *written.flows(), spoil=spoil))
    assert "icio.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (put(3, 4, "many"), r'line 4, column value: .*many.* is not a number'),
        (put(3, 4, ""), "line 4, column value"),
        (put(3, 4, "nan"), r'line 4, column value: "nan" is not a finite number'),
        (put(3, 4, "1e300"), "line 4, column value"),
        (put(3, 2, "DE\x07U"), "no name of a state"),
        (put(3, 0, " "), r'line 4, column exporter: "" is not a name'),
        (put(3, 1, ""), r'line 4, column sector: "" is not a name'),
        (put(0, 3, "user"), r"(?s)missing column\(s\) use.*exporter, sector, importer, user, value"),
        (lambda lines: lines.append(lines[4]), r"lines 5, 206: RUS A01_02 RUS final is given 2 times"),
        (put(3, 3, "value_added"), "line 4, column use"),
        (put(3, 1, "final"), "line 4, column sector"),
        (lambda lines: lines.append(["RUS", "value_added", "CHN", "C19", 1]), "line 206, column exporter"),
        (lambda lines: lines.append(["", "value_added", "CHN", "final", 1]), "line 206, column use"),
        (lambda lines: lines.append(["", "value_added", "FRA", "C19", 1]), "value added of FRA"),
        (lambda lines: lines.__delitem__(slice(1, None)), "no sales"),
    ],
)  # fmt: skip
def test_a_spoilt_long_table_is_refused_by_line(tmp_path, spoil, said):
    use, end, added = written.flows()
    with pytest.raises(DataError, match=said):
        read_table(written.long(tmp_path / "own.csv", use, end, added, spoil=spoil))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"year,gdp\n2020,1\n", "(?s)begin no layout.*OECD ICIO.*WIOD.*exporter, sector"),
        (b"\x00\x01\x02", "no text"),
        ("état,où\n".encode("latin-1"), "no text in UTF-8"),
        (b"a,b,c,d,CONS_h\n1,2,3,4,5\n", "2 lines; a WIOD sheet"),
        (b"<html><body>404</body></html>", "begin no layout"),
        (b"IndustryCode,IndustryDescription,Country,RNr,Year,AUS1\nA01,x,AUS,1,2014,5\n", "no columns of"),
        (b"IndustryCode,IndustryDescription,Country,RNr,Year,AUS\nA01,x,AUS,1,2014,5\n", "line 1, column 6"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path, content, said):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        read_table(path)


def test_files_that_cannot_be_read_are_refused(tmp_path, monkeypatch):
    with pytest.raises(DataError, match="is a folder"):
        read_table(tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        read_table(tmp_path / "nothing.csv")
    with pytest.raises(DataError, match=r"\.xlsb is not read.*save the table as CSV"):
        read_table(tmp_path / "WIOT2014_Nov16_ROW.xlsb")
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"no workbook")
    with pytest.raises(DataError, match=r"no \.xlsx workbook"):
        read_table(book)
    path = written.long(tmp_path / "own.csv", *written.flows())
    monkeypatch.setattr(grid, "MOST_BYTES", 100)
    with pytest.raises(DataError, match="more than any input"):
        read_table(path)


def test_spoilt_wiod_tables_are_refused(tmp_path):
    path = written.wiod_sheet(tmp_path / "wiot.csv", *written.flows())
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:18]) + "\n")
    with pytest.raises(DataError, match="no row VA"):
        read_table(path)
    path.write_text("\n".join([*lines[:7], *lines[8:]]) + "\n")
    with pytest.raises(
        DataError, match="0 industries have a row and no column, 1 a column and no row"
    ):
        read_table(path)
    cells = lines[8].split(",")
    cells[7] = "lots"
    path.write_text("\n".join([*lines[:8], ",".join(cells), *lines[9:]]) + "\n")
    with pytest.raises(DataError, match=r"line 9, column c1: .*lots"):
        read_table(path)
