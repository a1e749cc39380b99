"""The passages of a page as list items. A template would look the same words up for each."""

from collections.abc import Iterable

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ExcerptKind, Stance
from cases.models import Excerpt
from cases.queries.labels import Passage
from cases.templatetags import casebase


def items_html(passages: Iterable[Passage]) -> SafeString:
    return mark_safe("".join(_item(passage) for passage in passages))


def _item(passage: Passage) -> str:
    excerpt = passage.excerpt
    lang = "zh-Hans" if excerpt.language == "zh" else "en"
    text = escape(excerpt.text)
    said = f"“{text}”" if excerpt.excerpt_kind == ExcerptKind.QUOTATION else text
    return (
        f'\n<li id="e-{passage.number}"><div><blockquote lang="{lang}">{said}</blockquote>\n'
        f"<footer>{_where(excerpt)}{''.join(_uses(passage))}</footer></div></li>"
    )


def _where(excerpt: Excerpt) -> str:
    word = casebase.word(excerpt.excerpt_kind, "ExcerptKind")
    kind = "" if excerpt.excerpt_kind == ExcerptKind.QUOTATION else f"{escape(word)} · "
    source: str = conditional_escape(casebase.label(excerpt.source))
    if excerpt.pk:
        source = f'<a href="{escape(excerpt.source.get_absolute_url())}#x-{escape(excerpt.ref)}">{source}</a>'
    else:
        source = f"{source} ({escape(_('not published yet'))})"
    locator = casebase.label(excerpt, "locator") if excerpt.locator_en or excerpt.locator_zh else ""
    return f"{kind}{source}{', ' if locator else ''}{conditional_escape(locator)}"


def _uses(passage: Passage) -> Iterable[str]:
    for stance, number in passage.uses.items():
        if stance == Stance.SUPPORTS:
            words = ngettext("supports %(number)s claim", "supports %(number)s claims", number)
        elif stance == Stance.CONTRADICTS:
            words = ngettext("contradicts %(number)s claim", "contradicts %(number)s claims", number)
        else:
            words = ngettext("qualifies %(number)s claim", "qualifies %(number)s claims", number)
        yield f" · {escape(words % {'number': number})}"
