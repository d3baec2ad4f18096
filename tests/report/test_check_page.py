"""The pages of a check and a contrast: escaped, complete, self-contained."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

import comity
from comity.answers.check import check
from comity.answers.contrast import contrast
from comity.errors import DataError
from comity.reading.plain_text import document
from comity.report.check_page import check_page, write_check_page
from comity.report.contrast_page import contrast_page

HOSTILE = """<script>alert(1)</script> Russia and China are an "alliance" & more.

Russia shipped 107 million tons of oil to China in 2023. <img src=x onerror=alert(2)> {{ 7 * 7 }}

China said: </section></main><iframe src="https://example.org"></iframe> “we agree”."""


class Reader(HTMLParser):
    """Collects tags, attributes, ids and the text of the article."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.ids, self.links, self.text, self.attributes = [], [], [], [], []
        self.scripts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("href", "").startswith("#"):
            self.links.append(given["href"][1:])
        self.inside.append(tag)

    def handle_data(self, data):
        if self.inside and self.inside[-1] == "script":
            self.scripts.append(data)
        else:
            self.text.append(data)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass


@pytest.fixture(scope="module")
def world():
    return comity.World.load()


@pytest.fixture(scope="module")
def checked(world):
    return check(world, document(HOSTILE, name="<b>x</b>.txt", date="2024-06"))


@pytest.fixture(scope="module")
def page(checked):
    return check_page(checked)


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def test_nothing_of_an_article_is_markup(page):
    reader = read(page)
    assert not {"iframe", "img", "b>x"} & set(reader.tags)
    assert not [name for name in reader.attributes if name.startswith("on")]
    assert len(reader.scripts) == 1
    assert "49" not in "".join(reader.text).split("{{")[0][-1:]
    assert "{{ 7 * 7 }}" in "".join(reader.text)


def test_only_the_script_of_the_page_may_run(page):
    script = read(page).scripts[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in page


def test_nothing_is_fetched(page):
    assert not re.findall(r'(?:src|srcset|action)\s*=\s*"?https?:', page)
    assert "@import" not in page
    assert "url(" not in page


def test_every_link_leads_somewhere(page):
    reader = read(page)
    assert len(reader.ids) == len(set(reader.ids))
    assert set(reader.links) <= set(reader.ids)


def test_the_article_is_there_in_full(page, checked):
    shown = re.sub(r"\s+", "", "".join(read(page).text))
    for part in checked.document.parts:
        words = re.sub(r"\s+", "", checked.document.text[part.start : part.end])
        # numbers of notes stand between the words
        pattern = r"\d*".join(map(re.escape, words))
        assert re.search(pattern, shown), words


def test_a_contrast_is_escaped_too(world, checked):
    other = check(
        world,
        document("There is no alliance of Russia and China <i>now</i>.", name="o", date="2024"),
    )
    reader = read(contrast_page(contrast(world, [checked, other], dyad="RUS-CHN")))
    assert not {"iframe", "img", "i"} & set(reader.tags)
    assert len(reader.scripts) == 1
    assert set(reader.links) <= set(reader.ids)


def test_a_page_without_a_folder_is_refused(checked, tmp_path):
    with pytest.raises(DataError, match="no folder"):
        write_check_page(checked, tmp_path / "nowhere" / "page.html")
    assert write_check_page(checked, tmp_path / "page.html").stat().st_size > 5000
