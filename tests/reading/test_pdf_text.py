"""PDFs: paragraphs from lines, what comes back on each page apart, and files made to do harm refused."""

from __future__ import annotations

import importlib.util
import io

import pytest

from comity.errors import DataError
from comity.reading import pdf_text
from comity.reading.files import open_documents
from comity.reading.pdf_text import paragraphs_of, pdf_document
from tests.reading.pdfs import assembled, bomb, pdf, stream

pypdf = pytest.importorskip("pypdf", reason="PDF is read with pypdf, of comity[reading]")

HEAD = "One pipe, two states"
BODY = [
    "Russia’s line to China carried 30 bcm in 2023, said the ministry, and more will when the coopera-",
    "tion of the two is as close as they say. The long-",
    "term contract has been signed, and neither has stated the price of what is to be delivered by then.",
    "It is not known when they will.",
    "What it costs",
    "The loan for it, of which a part was paid out in 2022, is paid back in gas over years, and the line",
    "belongs to the lender until then (or so it is told).",
]
#: A paragraph that runs over the end of its page, and more of it on the next.
PAGES = [
    ["The ministry has not said who is to pay for the pumps, all nine, and the plan rests with the bank",
     "of the north until the winter of that year, when the first"],
    ["of the two lines is to be opened by both of the ministers, each at his own end, as foretold.",
     "Nothing more was said."],
    ["A third line was once planned, and then forgotten by those who had drawn it, with much else."],
]  # fmt: skip


def report(count: int) -> bytes:
    return pdf([
        [
            f"The Example Review | May 2024 | {n}",
            *([HEAD, *BODY] if n == 1 else PAGES[n - 2]),
            f"Page {n} of {count}",
        ]
        for n in range(1, count + 1)
    ])  # fmt: skip


def refused(data: bytes) -> str:
    with pytest.raises(DataError) as problem:
        pdf_document(data, name="report.pdf")
    told = str(problem.value)
    assert told.startswith("report.pdf: ")
    assert "\n" not in told
    return told


def test_lines_become_paragraphs_and_broken_words_are_whole():
    read = pdf_document(report(3), name="report.pdf")
    told = [(part.section, read.text[part.start : part.end]) for part in read.parts]
    assert told[0] == ("title", HEAD)
    assert told[1][1].startswith("Russia’s line to China carried")
    assert "when the cooperation of the two is as close" in told[1][1]
    assert "The long-term contract has been signed" in told[1][1]
    assert told[1][1].endswith("It is not known when they will.")
    assert ("heading", "What it costs") in told
    assert read.raw == read.text
    assert read.at is None


def test_what_comes_back_on_each_page_stands_once_at_the_end():
    read = pdf_document(report(4))
    assert read.text.count("Page 1 of 4") == 0
    aside = [read.text[p.start : p.end] for p in read.parts if p.section == "sidebar"]
    assert aside == ["The Example Review | May 2024 | 1"]
    assert read.parts[-1].section == "sidebar"
    assert (
        "until the winter of that year, when the first of the two lines is to be opened"
        in read.text
    )


def test_numbered_headings_and_letters_set_as_one():
    read = pdf_document(pdf([["Gas and the rest", BODY[4], "2.1 Pipes and ports", *PAGES[2]]]))
    told = {read.text[p.start : p.end]: p.section for p in read.parts}
    assert told["2.1 Pipes and ports"] == "heading"
    assert told["Gas and the rest"] == "title"
    assert "\x0c\x1c".translate(pdf_text._LETTERS) == "fifi"


def test_a_pdf_in_a_folder_is_read(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf([BODY]))
    (read,) = open_documents(tmp_path, date="2024")
    assert (read.name, read.date) == ("a.pdf", "2024")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["the coopera-", "tion of"], "the cooperation of"), (["Russia-", "China ties"], "Russia-China ties"),
        (["a long-", "term plan"], "a long-term plan"), (["a 5-", "year plan"], "a 5-year plan"),
        (["states re-elected, and re-", "elected again"], "states re-elected, and re-elected again"),
        (["the re-", "port and a report"], "the report and a report"),
        (["war –", "and peace"], "war – and peace"),
    ],
)  # fmt: skip
def test_a_word_at_the_end_of_a_line(lines, words):
    assert paragraphs_of(lines) == [words]


def test_without_pypdf_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install 'comity[reading]'" in refused(pdf([BODY]))


def test_bombs_are_refused_in_bounded_memory():
    assert "decompresses to far more" in refused(bomb(300))
    assert "decompresses to far more" in refused(bomb(200, layers=3))


def test_a_page_that_takes_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf_text, "_SECONDS", 2.0)
    assert "not read within 2 seconds" in refused(bomb(40, repeated=b"BT /F1 9 Tf (a) Tj ET\n"))


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + b"\0" * 5000, pdf([BODY])[:400],
        assembled([CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        assembled([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"]),
        assembled([CATALOG, b"2 0 R"]), assembled([b"1 0 R"]), assembled([CATALOG, b"[" * 100_000]),
        assembled([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"]), assembled([]),
        assembled([CATALOG], "/Prev 9"), assembled([CATALOG], "/Encrypt << /Filter /Standard /V 9 >>"),
    ],
)  # fmt: skip
def test_a_broken_pdf_is_one_clear_refusal(data):
    refused(data)


def test_a_pdf_with_a_broken_table_of_objects_is_read_all_the_same():
    data = pdf([BODY])
    broken = data.replace(b"startxref\n", b"startxref\n99")
    assert "cooperation" in pdf_document(broken).text


def test_a_password_is_asked_for_by_nobody():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([BODY])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "encrypted" in refused(out.getvalue())


def test_too_many_pages_are_refused():
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"
    tree = b"<< /Type /Pages /Kids [" + b"3 0 R " * 2001 + b"] /Count 2001 >>"
    assert "2,001 pages; at most 2,000" in refused(assembled([CATALOG, tree, page]))


def test_time_is_bounded(monkeypatch):
    monkeypatch.setattr(pdf_text, "_SECONDS", 0.01)
    assert "not read within" in refused(pdf([BODY]))


def test_a_pdf_of_pictures_says_so():
    empty = assembled([
        CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>", stream(b"q Q"),
    ])  # fmt: skip
    assert "no text in this PDF" in refused(empty)
