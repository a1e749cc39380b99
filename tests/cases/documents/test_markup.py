"""Narrative: what Markdown it understands, that no script gets out, that no text takes long."""

import json
import os
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.documents.markup import LONGEST, TAGS, MarkupTooComplex, render_markdown

SECONDS = 2.0  # of this process, so that a busy machine fails nobody

SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](javascript&#58;alert(1))",
    "[a](&#x6A;avascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    '<https://a"onmouseover=alert(1)>',
    '[a](https://x "onmouseover=alert(1)")',
    '[a](https://x" onmouseover="alert(1))',
    '[a](https://x "><script>alert(1)</script>")',
    "![a](https://x/y.png)",
    '![a](x"onerror="alert(1))',
    "[a]: javascript:alert(1)\n\n[a]",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | [x](javascript:alert(1)) |",
    "# <script>alert(1)</script>",
    "> <iframe src=javascript:alert(1)>",
    "- <style>@import 'http://x'</style>",
    '<a href="javascript:alert(1)">x</a>',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<!--><script>alert(1)</script>-->",
    "\\<script>alert(1)</script>",
    "*<b onclick=alert(1)>*",
    "[<img src=x onerror=alert(1)>](https://x)",
    "[a](https://x)<script\x0b>alert(1)</script>",
    "wzxhzdk:0\x02wzxhzdk:1\x03",
]

BLOW_UPS = {
    "open brackets": "[",
    "open images": "![",
    "image of link": "![[]()",
    "links": "[a](http://a) ",
    "links without end": "[a](http://a",
    "link in link": "[a](http://a",
    "references": "[a][b] ",
    "definitions": "[a]: http://a\n",
    "closing brackets": "](",
    "addresses with brackets": "](http://a(",
    "less-than": "<",
    "addresses without end": "<http://a",
    "mail addresses": "<a@b.c",
    "comments": "<!--",
    "processing instructions": "<?",
    "elements": "<div>",
    "stars": "*a ",
    "strong and not": "**a *b _c __d ",
    "three stars": "***a",
    "underscores": "_a_b",
    "backticks": "`a``b```c",
    "backslashes": "\\",
    "entities": "&#x41",
    "numbers": "1. ",
    "dashes": "- ",
    "quotations": "> ",
    "quotations and lists": "> - ",
    "one-line quotations": ">\n",
    "hashes": "#",
    "headings": "# a\n",
    "underlined headings": "a\n=\n",
    "rules": "***\n",
    "nearly rules": "- - - a",
    "bars": "|",
    "tables": "a|b\n-|-\n",
    "spaces": " ",
    "lines": "\n",
    "nearly empty lines": " \n",
    "line breaks": "a  \n",
    "tabs": "\t-",
    "fences": "```\n~~~\n",
    "Chinese": "政",
    "deeper items": "\n    - ",
}


class Reader(HTMLParser):
    """Collects what a browser would make of the HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


def assert_harmless(html: str) -> None:
    page = Reader(html)
    assert page.tags <= TAGS
    assert page.attributes <= {("a", "href"), ("a", "title"), ("a", "rel"), ("th", "align"), ("td", "align")}
    assert [link for link in page.links if not link.lower().startswith(("http://", "https://", "mailto:"))] == []


def render_in_time(text: str) -> str:
    start = time.process_time()
    try:
        html = render_markdown(text)
    except MarkupTooComplex:
        html = ""
    assert time.process_time() - start < SECONDS
    return html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("# a\n## b\n### c\n#### d", "<h3>a</h3><h4>b</h4><h5>c</h5><h5>d</h5>"),
        ("a\n===", "<h3>a</h3>"),
        ("#1 in the ranking", "<p>#1 in the ranking</p>"),
        (
            "*a* **b** ***c*** _d_ __e__",
            "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong> <em>d</em> <strong>e</strong></p>",
        ),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("*a **b***", "<p><em>a <strong>b</strong></em></p>"),
        ("2 * 3 * 4 and tax_office_name", "<p>2 * 3 * 4 and tax_office_name</p>"),
        ("这是**“重要”**的_话_。", "<p>这是<strong>“重要”</strong>的<em>话</em>。</p>"),
        ("*open **and *never closed", "<p>*open **and *never closed</p>"),
        (r"\*a\* \[b\]", "<p>*a* [b]</p>"),
        ("`*a*` ``b`c``", "<p><code>*a*</code> <code>b`c</code></p>"),
        ("- a\n- b\n    - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"),
        ("    a < b", "<pre><code>a &lt; b\n</code></pre>"),
        ("```r\na < b\n# c\n```", "<pre><code>a &lt; b\n# c\n</code></pre>"),
        ("a  \nb", "<p>a  <br>b</p>"),
        ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
        (
            "[a *b*](https://x.org/a_(b)?c=1&d=2)",
            '<p><a href="https://x.org/a_(b)?c=1&amp;d=2" rel="noopener nofollow">a <em>b</em></a></p>',
        ),
        ("<https://x.org/>", '<p><a href="https://x.org/" rel="noopener nofollow">https://x.org/</a></p>'),
        ("[a](mailto:a@b.cn)", '<p><a href="mailto:a@b.cn" rel="noopener nofollow">a</a></p>'),
        ("see [1] and *[2]*", "<p>see [1] and <em>[2]</em></p>"),
        ("[a [b](https://x) c](https://y)", '<p>[a <a href="https://x" rel="noopener nofollow">b</a> c](https://y)</p>'),
        ("5 < 6 & 7 &amp; 8", "<p>5 &lt; 6 &amp; 7 &amp; 8</p>"),
        (
            "| a | b |\n|---|--:|\n| `|` | *2* |",
            '<table><thead><tr><th>a</th><th align="right">b</th></tr></thead>'
            '<tbody><tr><td><code>|</code></td><td align="right"><em>2</em></td></tr></tbody></table>',
        ),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_markdown_becomes_the_html_expected(text, html):
    assert render_markdown(text) == html


@pytest.mark.parametrize("text", SCRIPTS)
def test_markdown_lets_no_script_through(text):
    assert_harmless(render_markdown(text))
    assert_harmless(render_markdown(f"before {text} after\n\n- {text}\n\n> {text}"))


def test_markdown_shows_raw_html_as_it_was_typed():
    assert render_markdown("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>"


def test_markdown_lets_no_script_of_the_collection_through():
    collection = os.environ.get("CASEBASE_XSS_FILE", "")
    if not collection or not Path(collection).is_file():
        pytest.skip("CASEBASE_XSS_FILE names no file with a collection of scripts")
    texts = [entry["p"] for entry in json.loads(Path(collection).read_text(encoding="utf-8"))]
    assert len(texts) > 100
    for text in texts:
        assert_harmless(render_in_time(text))


@pytest.mark.parametrize("unit", BLOW_UPS.values(), ids=BLOW_UPS.keys())
def test_markdown_answers_or_refuses_in_time(unit):
    for start, end in (("", ""), ("- ", "b"), ("> ", "x](http://a)"), ("a|b\n-|-\n", "")):
        middle = LONGEST - len(start) - len(end)
        assert_harmless(render_in_time(start + (unit * LONGEST)[:middle] + end))


def test_markdown_refuses_a_table_wider_and_longer_than_any_reader_reads():
    with pytest.raises(MarkupTooComplex):
        render_markdown("a|" * 900 + "a\n" + "-|" * 900 + "-\n" + "b\n" * 20_000)


def test_markdown_refuses_lists_nested_without_end():
    with pytest.raises(MarkupTooComplex):
        render_markdown("1. " * 1_000)


def test_markdown_refuses_what_is_longer_than_a_document_may_be():
    with pytest.raises(MarkupTooComplex):
        render_markdown("a" * (LONGEST + 1))


def test_markdown_accepts_a_long_ordinary_text():
    chapter = (
        "## Platform\n\nThe county **integrated** its data; see [the plan](https://example.org/plan) and `table 2`.\n\n"
        "- first *step*\n    - detail\n- second\n\n> 政企关系在平台建设中**重新嵌入**。\n\n"
        "| year | value |\n|---|--:|\n| 2019 | 0.93 |\n\n"
    )
    html = render_in_time((chapter * 300)[: LONGEST - LONGEST % len(chapter)])
    assert html.count("<table>") == LONGEST // len(chapter)


BITS = ["a", "汉", "  ", "    ", "\n\n", "|", "-", "=", "](http://a)", "[a](", "\\", "<b>", "\r", "\x0b", "\u2028", "😀"]
PIECES = st.sampled_from([*BLOW_UPS.values(), *BITS])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=8), st.sampled_from([1, 30, LONGEST]))
def test_markdown_survives_any_mixture(pieces, times):
    assert_harmless(render_in_time(("".join(pieces) * times)[:LONGEST]))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_markdown_survives_any_characters(text):
    assert_harmless(render_in_time(text))
