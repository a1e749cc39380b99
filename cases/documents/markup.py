"""Narrative in Markdown to HTML that is safe to show, in bounded time for any text.

The blocks (paragraphs, lists, quotations, code, tables, headings) are parsed by the ``markdown`` package, with
the processors that we name and no others, a budget of work and a limit to nesting. What stands inside a line
(emphasis, code, links) is parsed by ``inline.py``, because the package's own patterns need minutes for some texts
of 50 kB. Raw HTML, images, reference links and footnotes are not understood: they appear as they were typed.
nh3 has the last word on what gets out.
"""

import re
import xml.etree.ElementTree as ET
from functools import lru_cache

import nh3
from django.utils.translation import gettext_lazy as _
from markdown import Markdown
from markdown import blockprocessors as block
from markdown.blockparser import BlockParser
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from cases.documents.inline import fill, parse_inline

LONGEST = 50_000
DEEPEST = 20  # lists in lists in quotations; each level of the text takes one or two of these
WORK = 1_500_000  # characters looked at by all rounds of the block parser; an ordinary text of 50,000 needs 200,000
WIDEST_ROW = 2_000  # characters; a longer line with bars in it is no table

TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "ul", "ol", "li", "em", "strong", "blockquote", "code", "pre", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}}
HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}  # h1 and h2 belong to the page


class MarkupTooComplex(ValueError):
    """The text is nested so deeply, or so unlike a text, that it is refused instead of rendered."""

    def __init__(self) -> None:
        super().__init__(
            _("This text cannot be shown: it is too long, or its lists, quotations or tables are nested too deeply. Simplify it.")
        )


@lru_cache(maxsize=500)
def render_markdown(text: str) -> str:
    """HTML of a Markdown text, safe to show as it is. Raises ``MarkupTooComplex``; never takes long.

    What is checked is rendered again a moment later, when it is published.
    """
    if len(text) > LONGEST:
        raise MarkupTooComplex
    html = Narrative().convert(text)
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener nofollow"
    )


class BoundedParser(BlockParser):
    """The package's block parser, with a budget. Counting work, not time, gives every machine the same answer."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.depth = 0
        self.work = 0

    def spend(self, work: int) -> None:
        self.work += work
        if self.work > WORK:
            raise MarkupTooComplex

    def parseBlocks(self, parent, blocks) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise MarkupTooComplex
        while blocks:
            self.spend(len(blocks[0]))
            for processor in self.blockprocessors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
        self.depth -= 1


class Lines(Preprocessor):
    """Fenced code becomes indented code, and a heading stands alone: two things that blocks can then rely on."""

    FENCE = re.compile(r" {0,3}(```+|~~~+)[^`]*$")
    HEADING = re.compile(r"#{1,6}[ \t]")

    def run(self, lines: list[str]) -> list[str]:
        result: list[str] = []
        fence = ""
        for line in lines:
            mark = self.FENCE.match(line)
            if fence:
                closes = mark and line.strip() == mark[1] and mark[1].startswith(fence)
                result.append("" if closes else "    " + line)
                fence = "" if closes else fence
            elif mark:
                fence = mark[1]
                result.append("")
            elif self.HEADING.match(line):
                result += ["", line, ""]
            else:
                result.append(line)
        return result


class Heading(block.HashHeaderProcessor):
    """A heading needs a space after its marks, so that “#1 in the ranking” is none."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t](?P<header>[^\n]*)(?:\n|$)")


class Table(TableProcessor):
    """A table whose rows and cells stay within reason."""

    parser: BoundedParser

    def test(self, parent, block: str) -> bool:
        head, _, rest = block.partition("\n")
        if "|" not in head or "-" not in rest or max(map(len, block.split("\n"))) > WIDEST_ROW:
            return False
        return super().test(parent, block)

    def run(self, parent, blocks) -> None:
        cells = len(self.separator) * (blocks[0].count("\n") + 1)
        self.parser.spend(20 * cells)  # a short row is filled up to the width of the first
        super().run(parent, blocks)


class Inline(Treeprocessor):
    """Emphasis, code and links inside every element; headings moved below those of the page."""

    def run(self, root: ET.Element) -> None:
        for element in list(root.iter()):
            if element.tag in HEADINGS:
                element.tag = HEADINGS[element.tag]
            if element.tag == "code":  # only of code blocks, so far
                element.text = f"{(element.text or '').rstrip()}\n"
            if element.tag in {"pre", "code"}:
                continue
            content = parse_inline(element.text or "")
            for child in list(element):
                content.append(child)
                content += parse_inline(child.tail or "")
            fill(element, content)


class Narrative(Markdown):
    """The Markdown that narrative may use. One for each text: the package keeps state while it parses."""

    def build_parser(self) -> "Narrative":
        self.preprocessors = Registry()
        self.preprocessors.register(NormalizeWhitespace(self), "whitespace", 20)
        self.preprocessors.register(Lines(self), "lines", 10)
        self.parser = parser = BoundedParser(self)
        processors = [
            block.EmptyBlockProcessor(parser),
            block.ListIndentProcessor(parser),
            block.CodeBlockProcessor(parser),
            Table(parser, {"use_align_attribute": True}),
            Heading(parser),
            block.SetextHeaderProcessor(parser),
            block.HRProcessor(parser),
            block.OListProcessor(parser),
            block.UListProcessor(parser),
            block.BlockQuoteProcessor(parser),
            block.ParagraphProcessor(parser),
        ]
        for place, processor in enumerate(reversed(processors)):
            parser.blockprocessors.register(processor, type(processor).__name__, place)
        self.inlinePatterns = Registry()
        self.treeprocessors = Registry()
        self.treeprocessors.register(Inline(self), "inline", 10)
        self.postprocessors = Registry()
        return self
