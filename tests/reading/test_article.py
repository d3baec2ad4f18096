"""The article told from the page around it, on pages of the kinds there are."""

from __future__ import annotations

import pytest

from comity.reading.html_text import html_document

TREATY = (
    "The two governments signed a treaty on water in March. The commission is to meet twice a year."
)
TRADE = "Trade between them fell by a fifth in 2022, says the customs office, though figures are missing."
PORT = "A minister told reporters that the port would open in the summer; nobody knew which summer."
FERRY = (
    "Why the ferry to the island was sold to a bank abroad, and what the islanders have said of it."
)
QUOTE = "We are glad of it."
ARTICLE = {TREATY, TRADE, PORT, QUOTE}

PAGES = {
    "a blog": f"""<title>River treaty signed &#8211; Example Blog</title>
<body class="single has-sidebar">
<header id="masthead"><h1 class="site-title"><a href="/">Example Blog</a></h1><nav>
<a>Home</a> <a>About</a></nav></header>
<main><article class="post tag-water"><header class="entry-header">
<h2 class="entry-title">River treaty signed</h2>
<div class="entry-meta">March 3, 2023 by <a rel="author" href="c">C. Person</a></div></header>
<div class="entry-content"><p>{TREATY}</p><p>{TRADE}</p><blockquote><p>{QUOTE}</p></blockquote>
<p>{PORT}</p>
<div class="sharedaddy sd-sharing">Share this: <a>Somewhere</a></div></div><footer>Tagged <a>water</a>
</footer></article>
<div id="comments"><h2>2 thoughts</h2><ol><li><p>{FERRY}</p></li></ol></div></main>
<div class="widget-area"><h2>Recent posts</h2><ul><li><a>{FERRY}</a></li></ul></div>""",
    "a table": f"""<TITLE>River treaty signed</TITLE><TABLE><TR><TD><A HREF=a>News</A><BR>
<A HREF=b>Sport</A></TD>
<TD><FONT size=1>3 March 2023</FONT><BR><BR>{TREATY}<BR><BR>{TRADE}<BR><BR>{QUOTE}<BR><BR>{PORT}</TD>
</TR></TABLE>
<CENTER>Copyright 2023</CENTER>""",
    "divisions alone": f"""<div><div><a>Politics</a> <a>Economy</a></div><div><div>
<h1>River treaty signed</h1>
<div>{TREATY}</div><div class="ad">Buy now</div><div>{TRADE}</div><div>{QUOTE}</div><div>{PORT}</div>
</div>
<div><div><a>{FERRY}</a></div><div><a>{FERRY}</a></div></div></div></div>""",
    "sections": f"""<main><h1>River treaty signed</h1><section id="share-of-trade"><h2>One</h2>
<p>{TREATY}</p><p>{TRADE}</p>
<p>{QUOTE}</p></section><section><h2>Two</h2><p>{PORT}</p></section><section class="related-articles">
<h2>Related</h2>
<p>{FERRY}</p></section></main>""",
    "cards of other articles": f"""<article><h1>River treaty signed</h1><p>{TREATY}</p><p>{TRADE}</p>
<p>{QUOTE}</p>
<p>{PORT}</p></article><div class="c"><article><h3><a>Ferry sold</a></h3><p>{FERRY}</p></article>
</div>""",
    "a form around everything": f"""<form><div class="menu"><a>Home</a></div><div>
<h1>River treaty signed</h1><p>{TREATY}</p>
<p>{TRADE}</p><p>{QUOTE}</p><p>{PORT}</p></div><div class="newsletter"><p>{FERRY}</p></div></form>""",
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_the_article_and_nothing_else_is_read(kind):
    read = html_document(PAGES[kind])
    parts = [(part.section, read.text[part.start : part.end]) for part in read.parts]
    assert {words for role, words in parts if role in ("body", "lede")} == ARTICLE
    assert [words for role, words in parts if role == "title"] == ["River treaty signed"]
    assert FERRY not in {words for role, words in parts if role != "sidebar"}


@pytest.mark.parametrize("kind", ["a blog", "a table"])
def test_the_date_beside_the_title_is_the_date(kind):
    assert html_document(PAGES[kind]).date == "2023-03-03"


def test_a_link_to_an_author_signs():
    assert html_document(PAGES["a blog"]).author == "C. Person"


def test_a_caption_is_known_by_its_credit_too():
    read = html_document(
        f"<p>{TREATY}</p><div>The river in spring (Photo: Someone/Reuters)</div><p>{TRADE}</p>"
    )
    assert [part.section for part in read.parts] == ["body", "caption", "body"]
