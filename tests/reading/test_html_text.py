"""Pages of HTML: what is shown, what part it plays, and where in the file each character stands."""

from __future__ import annotations

import html
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import DataError
from comity.reading.document import Document
from comity.reading.html_text import html_document

LONG = (
    "Moscow and Beijing signed a contract for gas, and neither said what the price of it would be"
)
ARTICLE = """<!doctype html>
<html><head><title>One pipe, two states | The Example</title>
<meta property="og:site_name" content="The Example">
<script type="application/ld+json">{"@graph": [
 {"@type": "NewsArticle", "headline": "One pipe, two states",
 "datePublished": "2024-05-21T09:00:00+03:00",
 "author": [{"name": "A. Writer"}, {"name": "B. Other"}]}]}</script>
<style>p { color: red }</style><script>document.write("<p>written</p>")</script></head>
<body class="with-sidebar">
<header class="site"><a href="/">The Example</a>
<nav><ul><li><a href="#">World</a><li>Energy</ul></nav></header>
<main><article>
<header><h1>One pipe,&nbsp;two states</h1><p class="standfirst">What is left of a plan &amp; a promise.</p>
<p class="byline">By A. Writer</p><time datetime="2024-05-21">21 May 2024</time></header>
<p>Rus<b>sia</b>&rsquo;s line to China&#8217;s north carried 30&nbsp;bcm<!-- not so --> in 2023,
said the ministry.
<p>Neither side has stated the price, and it is not known when the next round of talks will be held.</p>
<figure><img src="x.png" alt="not shown"><figcaption>A pipe near the river.</figcaption></figure>
<h2>What it costs</h2>
<p>Less than was hoped.<br>More than was feared.</p>
<p>The loan for it, of which a part was paid out in 2022, is to be paid back in gas within twenty years.</p>
<div class="relatedPosts"><h3>Related</h3><p>Another story, of a port and of the railway
that was to lead to it from the north, which has little to do with this one.</p></div>
<p hidden>Words that only a machine would read, and that say something else altogether about the two.</p>
</article>
<aside><h3>Latest</h3>
<p>Another article that goes on for quite a while about matters of no interest to this one.</p></aside>
</main><footer><p>&copy; 2024 The Example. All of it.</p></footer>
<noscript>Please turn on scripts.</noscript></body></html>"""


def parts(read: Document) -> list[tuple[str, str]]:
    return [(part.section, read.text[part.start : part.end]) for part in read.parts]


def said(read: Document, section: str) -> list[str]:
    return [words for role, words in parts(read) if role == section]


def test_each_part_of_an_article_is_told_from_the_page_around_it():
    read = html_document(ARTICLE, name="pipe.html")
    assert said(read, "title") == ["One pipe,\xa0two states"]
    assert said(read, "lede") == ["What is left of a plan & a promise."]
    assert said(read, "heading") == ["What it costs"]
    assert said(read, "caption") == ["A pipe near the river."]
    assert [words[:22] for words in said(read, "body")] == [
        "Russia’s line to China", "Neither side has state", "Less than was hoped.",
        "More than was feared.", "The loan for it, of wh",
    ]  # fmt: skip
    assert said(read, "body")[0].endswith("carried 30\xa0bcm in 2023, said the ministry.")
    assert {"By A. Writer", "World", "Energy", "Related", "Latest", "21 May 2024"} <= set(
        said(read, "sidebar")
    )
    for hidden in ("written", "color", "machine", "turn on scripts", "not so", "not shown"):
        assert hidden not in read.text


def test_what_the_page_states_about_itself():
    read = html_document(ARTICLE)
    assert (read.date, read.author) == ("2024-05-21", "A. Writer, B. Other")
    assert (read.affiliation, read.publisher) == ("The Example", "The Example")
    bare = html_document(f"<p>{LONG}.</p>")
    assert (bare.date, bare.author, bare.affiliation, bare.publisher) == (
        None,
        "unsigned",
        "unknown",
        None,
    )


def test_a_page_of_few_words_is_read_whole():
    read = html_document("<p>Moscow met Beijing.</p><div>They agreed.</div>")
    assert parts(read) == [("body", "Moscow met Beijing."), ("body", "They agreed.")]


def test_an_element_with_most_of_the_prose_is_the_article_whatever_its_class_says():
    page = (
        f'<form class="page-sidebar comments"><p>So. {LONG}.</p><p>{LONG}!</p></form><p>Home.</p>'
    )
    assert said(html_document(page), "body") == [f"So. {LONG}.", f"{LONG}!"]


def test_without_a_heading_the_title_of_the_window_is_the_title():
    read = html_document(f"<title>One pipe &mdash; two states</title><p>{LONG}.</p>")
    assert parts(read)[0] == ("title", "One pipe — two states")
    begin, end = read.raw_span(0, len("One pipe — two states"))
    assert read.raw[begin:end] == "One pipe &mdash; two states"


def test_a_list_of_links_in_the_article_is_no_part_of_it():
    page = (
        f"<article><p>{LONG}.</p><ul><li><a href=#>Another story</a></ul><p>{LONG}.</p></article>"
    )
    assert said(html_document(page), "sidebar") == ["Another story"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Rus<b>sia</b> acts", "Russia acts"), ("a&ampb", "a&b"), ("&notit;", "¬it;"), ("&bogus; x",
        "&bogus; x"),
        ("&#8217;s&#x2019;s", "’s’s"), ("&#0;&#xD800;", "��"), ("&#" + "9" * 5000 + ";", "�"),
        ("&#150;", "–"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"), ("a<!-- > -->b<!>c<!-->d", "abcd"), ("a<?php x ?>b", "ab"),
        ("so&shy;nor\u00adous\u200bly", "sonorously"),
        ("  a \n\t b<i> c</i> ", "a b c"), ("a<br/>b", "a\n\nb"),
        ("a<br><br/>b", "a\n\nb"), ("a<p>b</p>c", "a\n\nb\n\nc"), ("e\u0301 \u202ex\u202c",
        "e\u0301 \u202ex\u202c"),
        ("<svg><text>no</text></svg>a<template><p>no</template>", "a"), ("<b hidden>no<b>no</b>no</b>a", "a"),
        ('<p style="display: none">no</p>a', "a"), ("a<textarea><p>no</textarea>", "a"), ("a</>b</ c>d",
        "abd"),
        ("<a title='x>y' href=z>a</a>", "a"), ("a<script>no</scriptx>no</script >b", "ab"), ("a<p", "a"),
        ("<pre>a\n  b</pre>", "a\n  b"), ("a<script>no", "a"), ("a<!-- no", "a"), ("<DIV>a</dIv>", "a"),
        ("&lt;p&gt;a&lt;/p&gt;", "<p>a</p>"), ("<li>a<li>b", "a\n\nb"),
        ("<table><tr><td>a<td>b</table>", "a\n\nb"),
    ],
)  # fmt: skip
def test_what_a_browser_shows(written, shown):
    read = html_document(written)
    assert read.text == shown
    assert read.at is not None
    assert read.at.shape == (len(shown), 2)


def seen(markup: str) -> str:
    """What some markup without blocks shows, by a definition of one line."""
    words = html.unescape(
        re.sub(r"<!--.*?-->|<br>|<(?:\"[^\"]*\"|[^>])*>", lambda m: "\n" * (m[0] == "<br>"), markup)
    )
    return re.sub("[\u00ad\u200b]", "", words)


def folded(words: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", words)


_PIECES = st.sampled_from([
    "Moscow", "’s", "&rsquo;", "&#8217;", "&nbsp;", "&amp;", "&lt;", "\xa0", "e\u0301", "“", "\u202e", "𝕏",
    "<b>", "</b>",
    '<a href="x>y">', "</a>", "<!-- a > b -->", " ", "\r\n", "\t", "<br>", "30", ".", "&shy;", "\u200b",
    "&NotEqualTilde;",
])  # fmt: skip


@given(st.lists(st.lists(_PIECES, min_size=1, max_size=25), min_size=1, max_size=4), st.data())
def test_every_span_slices_to_its_text(blocks, data):
    raw = "<div>Head.</div>" + "".join(f"<p>{''.join(block)}</p>\r\n" for block in blocks)
    read = html_document(raw)
    assert read.at is not None
    assert (np.diff(read.at, axis=0) >= 0).all()  # characters come in the order of the file
    for part in read.parts:
        start = data.draw(st.integers(part.start, part.end - 1))
        end = data.draw(st.integers(start + 1, part.end))
        if any(c == "&NotEqualTilde;" for block in blocks for c in block):
            start, end = part.start, part.end  # an entity of two characters can only be had whole
        begin, stop = read.raw_span(start, end)
        assert folded(seen(raw[begin:stop])) == folded(read.text[start:end])


@given(st.text(alphabet="<>/!-[]?&;#='\" abpscript\n\x01", max_size=200))
def test_no_markup_however_broken_is_an_error(raw):
    read = html_document(f"Moscow.<p>{raw}")
    assert read.at is not None
    assert (read.at[:, 0] <= read.at[:, 1]).all()
    assert 0 <= read.at.min() <= read.at.max() <= len(raw) + 10


MANY = 30_000


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000, "<div>" * MANY + "</p></b></span>" * MANY, "<p>" * MANY, "<b hidden>" * MANY,
        "<" * 10 * MANY,
        "&" * 10 * MANY, "&#" * MANY, "<!--" * MANY, "<a href='" * MANY, "<a " + "b=c " * MANY,
        "<script>" * MANY,
        "<title>" * MANY, "</" * MANY, "<svg>" * MANY + "</svg>" * MANY, "<![CDATA[" * MANY,
        "<a" + " " * 10 * MANY,
        "<a" + " =" * MANY, "<br>" * MANY, "<li>" * MANY, "<table><tr><td>" * MANY, "<h1>a" * MANY,
        "<a b" * MANY,
        "\u00ad" * 3 * MANY, "<p>.</p>" * MANY, "<div class='" + "aB " * MANY + "'>", "a " * 10 * MANY,
        "(" * MANY,
        '<meta name="date" content="' + "2" * MANY + '">', "<time datetime=2024>" * MANY, "<!doctype " * MANY,
        '<script type="application/ld+json">' + "[" * MANY + "</script>", "<p>By A. Writer" * MANY,
        "&a" * MANY,
    ],
    ids=lambda hostile: hostile[:12],
)  # fmt: skip
def test_hostile_pages_are_read(hostile):
    page = f"<p>Moscow met Beijing.</p>{hostile}"
    read = html_document(page)
    assert read.text.startswith("Moscow met Beijing.")


@pytest.mark.parametrize(
    "page",
    ["<script>alert(1)</script>", "<p></p>", "<p>&nbsp;</p>", "<!-- a -->", "<p hidden>a</p>"],
)
def test_a_page_that_shows_nothing_is_refused(page):
    with pytest.raises(DataError, match=r"x\.html: a page without text"):
        html_document(page, name="x.html")


def test_a_name_in_a_page_cannot_be_more_than_a_name():
    page = f'<meta name="author" content="By A.\u202e &lt;b&gt;\x1b[1m {"x" * 200}"><p>{LONG}.</p>'
    assert html_document(page).author == "unsigned"
    page = f'<meta name="author" content="https://example.org/a"><p>{LONG}.</p>'
    assert html_document(page).author == "unsigned"


@pytest.mark.parametrize(("mark", "section"), [("sidebar", "sidebar"), ("harbours", "body")])
def test_an_id_sets_a_part_apart_as_a_class_does(mark, section):
    story = "Ministers of two ports spoke for hours of ships and of grain. " * 6
    page = f'<article><p>{story}</p><div id="{mark}"><p>Another story, of a railway.</p></div></article>'
    assert html_document(page).parts[-1].section == section
