"""Feeds: each item a document, whose offsets are those of the feed's file."""

from __future__ import annotations

import html
import re

import numpy as np
import pytest

from comity.errors import DataError
from comity.reading.document import Document
from comity.reading.feed import feed_documents

MANY = 30_000
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Example</title><link>https://example.org</link>
<description>News of pipes</description><image><title>Logo</title></image>
<item><title>One pipe &amp; two states</title><dc:creator>A. Writer</dc:creator>
 <pubDate>Tue, 21 May 2024 09:00:00 +0300</pubDate><description>Short.</description>
 <content:encoded><![CDATA[<p>Russia&#8217;s line to <b>Chi</b>na carried 30&nbsp;bcm.</p>
<script>no()</script><figure><figcaption>A pipe.</figcaption></figure>
<p>Neither side has stated the price of it.</p>]]></content:encoded></item>
<item><title>A port</title><author>ed@example.org (B. Other)</author>
 <description>&lt;p&gt;The port&amp;rsquo;s owner is paid &lt;i&gt;late&lt;/i&gt;.&lt;/p&gt;</description>
</item>
<item><guid>3</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Example</title>
<entry><title>1 &lt; 2</title><author><name>A. Writer</name><email>a@example.org</email></author>
<updated>2024-05-22T10:00:00Z</updated><published>2024-05-21T10:00:00Z</published>
<summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Moscow &amp; Beijing <em>met</em>.</p>
<p>They agreed on a line.</p></div></content></entry>
<entry><title type="html">A &amp;amp; B</title>
<content type="html">&lt;p&gt;They met.&lt;/p&gt;</content></entry>
</feed>"""


def told(read: Document) -> list[tuple[str, str]]:
    return [(part.section, read.text[part.start : part.end]) for part in read.parts]


def test_each_item_of_rss_is_a_document():
    first, second = feed_documents(RSS, name="pipes.xml")
    assert told(first) == [
        ("title", "One pipe & two states"),
        ("body", "Russia’s line to China carried 30\xa0bcm."),
        ("caption", "A pipe."),
        ("body", "Neither side has stated the price of it."),
    ]
    assert (first.name, first.date, first.author) == ("pipes.xml#1", "2024-05-21", "A. Writer")
    assert (first.publisher, first.affiliation) == ("The Example", "The Example")
    assert told(second)[1] == ("body", "The port’s owner is paid late.")
    assert (second.name, second.author, second.date) == ("pipes.xml#2", "B. Other", None)


def test_each_entry_of_atom_is_a_document():
    first, second = feed_documents(ATOM, name="feed.atom", date="2020")
    assert told(first) == [
        ("title", "1 < 2"), ("body", "Moscow & Beijing met."), ("body", "They agreed on a line."),
    ]  # fmt: skip
    assert (first.author, first.publisher, first.date) == ("A. Writer", "The Example", "2020")
    assert told(second) == [("title", "A & B"), ("body", "They met.")]
    assert next(feed_documents(ATOM)).date == "2024-05-21"


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_every_word_slices_to_itself_through_both_kinds_of_entity(feed):
    for read in feed_documents(feed):
        assert read.raw == feed
        assert read.at is not None
        assert read.at.shape == (len(read.text), 2)
        assert (np.diff(read.at, axis=0) >= 0).all()
        for word in re.finditer(r"[^\s<>&]+", read.text):
            begin, end = read.raw_span(*word.span())
            written = html.unescape(html.unescape(feed[begin:end]))
            assert re.sub(r"<[^>]*>", "", written) == word[0]


@pytest.mark.parametrize(
    ("feed", "why"),
    [
        ('<!DOCTYPE rss [<!ENTITY b "&a;&a;">]><rss><item><title>&b;</title></item></rss>', "entities"),
        ("<rss><channel><title>Empty</title></channel></rss>", "without items"),
        ("<note><item>x</item></note>", r"no feed of RSS or Atom \(its root is <note>\)"),
        ("no markup at all", "without items"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(feed, why):
    with pytest.raises(DataError, match=rf"f\.xml: .*{why}"):
        list(feed_documents(feed, name="f.xml"))


@pytest.mark.parametrize(
    "broken",
    [
        "<rss><item><title>Moscow met",
        "<rss><item><title>Moscow met<b></item></rss>",
        "<rss><item><title>Moscow met</item>",
    ],
)  # fmt: skip
def test_a_broken_feed_is_read_as_far_as_it_goes(broken):
    assert [read.text for read in feed_documents(broken)] == ["Moscow met"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<item>" * MANY, "<item><title>a</title></item>" * (MANY // 5), "<item><title>" + "<b>" * MANY,
        "<item><description>" + "&lt;div&gt;" * MANY, "<item><description><![CDATA[" + "<div>" * MANY,
        "<item><content type='xhtml'>" + "<div>" * MANY, "<item><author><name>" * MANY, "<![CDATA[" * MANY,
        "</item>" * MANY, "<item><description>" + "&amp;" * MANY,
    ],
    ids=lambda hostile: hostile[:22],
)  # fmt: skip
def test_hostile_feeds_are_read(hostile):
    read = list(feed_documents(f"<rss><item><title>First</title></item>{hostile}</rss>"))
    assert read[0].text == "First"


def test_a_thousand_items_share_one_file():
    feed = "<rss>" + "<item><title>Moscow met Beijing</title></item>" * 1000 + "</rss>"
    read = list(feed_documents(feed))
    assert len(read) == 1000
    assert all(one.raw is feed for one in read)
