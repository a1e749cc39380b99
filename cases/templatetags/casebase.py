"""Tags and filters of the pages: ``{% load casebase %}``. What each shows is explained in docs/components.md."""

from typing import Any

from django import template
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse, translate_url
from django.utils.encoding import iri_to_uri
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cases import enums
from cases.queries import tray
from cases.templatetags import _bilingual as bilingual
from cases.templatetags import _dates as dates
from cases.templatetags import _marks as shapes

register = template.Library()
MAX_TILE_LETTERS = 12


# Text in two languages ----------------------------------------------------------------------------


def _shown(words: bilingual.Wording | None) -> str:
    if words is None:
        return ""
    if words.missing:
        mark = _("Chinese original, not yet translated") if words.lang == "zh" else _("English original, not yet translated")
        lang = bilingual.LANG_TAGS[words.lang]
        return format_html('<span lang="{}" class="orig">{}</span> <span class="lang-mark">{}</span>', lang, words.text, mark)
    if words.stale:
        return format_html('{} <span class="lang-mark">{}</span>', words.text, _("translation out of date"))
    return conditional_escape(words.text)


@register.filter
def t(value: Any) -> str:
    """A bilingual text in the reader's language, or the original, marked as such."""
    return _shown(bilingual.wording(value))


@register.simple_tag
def html_of(row: Any, stem: str) -> SafeString:
    """HTML that publishing rendered (``body_en``, ``body_zh``), in the reader's language or the one there is."""
    wanted = bilingual.reader_language()
    other = "en" if wanted == "zh" else "zh"
    if written := bilingual.part(row, f"{stem}_{wanted}", ""):
        return mark_safe(written)
    if written := bilingual.part(row, f"{stem}_{other}", ""):
        mark = _("Chinese original, not yet translated") if other == "zh" else _("English original, not yet translated")
        lang = bilingual.LANG_TAGS[other]
        return format_html('<p><span class="lang-mark">{}</span></p><div lang="{}">{}</div>', mark, lang, mark_safe(written))
    return mark_safe("")


@register.filter
def plain(value: Any) -> str:
    """The same words without any mark-up: for titles, attributes and options."""
    words = bilingual.wording(value)
    return words.text if words else ""


@register.filter
def text_lang(value: Any) -> str:
    """The ``lang`` attribute for a bilingual text shown with ``plain``."""
    words = bilingual.wording(value)
    return bilingual.LANG_TAGS[words.lang if words else bilingual.reader_language()]


@register.filter
def label(thing: Any, stem: str = "") -> str:
    """The name of a record: of a row with ``name_en``/``name_zh`` (or label, title), or of a document."""
    return _shown(bilingual.wording(bilingual.name_of(thing, stem)))


@register.filter
def label_plain(thing: Any, stem: str = "") -> str:
    return plain(bilingual.name_of(thing, stem))


@register.filter
def join_zh(items: Any) -> SafeString:
    """A list in one line: “; ” between English items, “；” between Chinese ones."""
    shown = [_shown(bilingual.wording(item)) for item in items or ()]
    return format_html_join(pgettext("between items", "; "), "{}", [(item,) for item in shown if item])


@register.filter
def labels(things: Any) -> str:
    """The names of several records in one line, without mark-up."""
    return pgettext("between items", "; ").join(label_plain(thing) for thing in things)


@register.filter
def tile_lines(name: str) -> list[dict[str, Any]]:
    """A unit’s name as lines at the foot of its square; a long single word is set smaller, not cut."""
    chinese = bilingual.reader_language() == "zh"
    words = [name] if chinese or len(name) <= MAX_TILE_LETTERS else name.split()
    size = 13 if chinese else 8.9 if max(map(len, words)) >= MAX_TILE_LETTERS else 9.6
    return [{"text": text, "size": size, "y": 56 - 11 * place} for place, text in enumerate(reversed(words))]


@register.filter
def word(value: Any, enum: str) -> str:
    """The translated word for a value of one of ``cases.enums``: ``{{ claim.basis|word:"Basis" }}``."""
    try:
        return str(getattr(enums, enum)(value).label)
    except ValueError:  # no value of it
        return str(value or "")


@register.simple_tag(name="enum")
def enum_word(value: Any, enum: str) -> str:
    return word(value, enum)


@register.filter
def author_of(revision: Any) -> str:
    """Who wrote a revision, as far as they give their name."""
    return revision.name_of(revision.author) if revision.author else _("founding content")


@register.filter
def beside(person: Any, revision: Any) -> str:
    """A person's name beside a revision that they may have written without a name."""
    return revision.name_of(person) if revision else person.get_username()


@register.filter
def at(items: Any, place: int) -> Any:
    """The item at a place counted from 0."""
    return items[place]


# How a value is known -----------------------------------------------------------------------------


@register.simple_tag
def marks(claim: Any) -> SafeString:
    """Basis and confidence of a claim; nothing for a blank."""
    return shapes.marks_html(claim)


@register.simple_tag
def judgement() -> SafeString:
    """The mark of what rests on no passage: an editor’s judgement."""
    words = enums.Basis.JUDGEMENT.label
    return format_html(
        '<span class="mk" title="{}"><svg aria-hidden="true"><use href="#b-judgement"/></svg><span class="vh">({})</span></span>',
        words,
        words,
    )


@register.simple_tag
def ev(claim: Any) -> SafeString:
    """Links to the passages of a claim that carries ``numbers``."""
    return shapes.evidence_html(bilingual.part(claim, "numbers"))


@register.simple_tag
def evidence(numbers: Any) -> SafeString:
    """Links to passages by their numbers on this page."""
    return shapes.evidence_html(numbers)


@register.simple_tag
def with_marks(text: Any, claim: Any, numbers: Any = None) -> SafeString:
    """A value with its marks and numbers; the last word never parts from them, also on a narrow screen."""
    words = bilingual.wording(text)
    tail = shapes.marks_html(claim) + shapes.evidence_html(numbers if numbers is not None else bilingual.part(claim, "numbers"))
    if words is None:
        return tail
    if words.missing or words.stale:
        return format_html('{} <span class="nowrap">{}</span>', _shown(words), tail)
    head, last = last_word(words.text)
    return format_html('{}<span class="nowrap">{}&nbsp;{}</span>', head, last, tail)


@register.simple_tag
def why(claim: Any) -> SafeString:
    """The reasoning behind a claim or a blank, folded."""
    if not (words := _shown(bilingual.wording(bilingual.part(claim.item, "reasoning")))):
        return mark_safe("")
    return format_html('<details class="why"><summary>{}</summary><p>{}</p></details>', _("why"), words)


def last_word(text: str) -> tuple[str, str]:
    """Text before the last word, and that word; the last two characters where no spaces part the words."""
    head, space, last = text.rstrip().rpartition(" ")
    if len(last) > 24 or (last and ord(max(last)) > 0x2E80 and len(last) > 2):
        return text.rstrip()[:-2], text.rstrip()[-2:]
    return head + space, last


@register.filter
def state_words(tie: Any) -> str:
    """The state of a relation, with the source’s hedge kept in the words: “may be mutually embedded”."""
    name = label_plain(tie.code) if tie.code else word(tie.item.tie, "Tie")
    name = name[:1].lower() + name[1:]
    return _("may be %(state)s") % {"state": name} if tie.item.strength == enums.Strength.MAY else name


@register.simple_tag
def blank(reason: Any, short: bool = False) -> SafeString:
    """Why there is no value: a dash and the reason, or its letters in a narrow matrix."""
    return shapes.blank_html(reason, short=short)


@register.simple_tag
def anon() -> SafeString:
    """The bar after the label of an anonymised case."""
    return shapes.anon_html()


@register.simple_tag
def mixed() -> SafeString:
    """The word beside an achievement that a problem contradicts."""
    return shapes.mixed_html()


@register.inclusion_tag("_components/key.html")
def key(anon: bool = False, numbers: bool = True, short_blanks: bool = False) -> dict[str, Any]:
    """The explanation of the marks, once per page that uses them."""
    blanks = [(shapes.blank_letters(reason.value), reason.label) for reason in enums.Blank] if short_blanks else []
    return {"bases": enums.Basis, "confidences": enums.Confidence, "anon": anon, "numbers": numbers, "blanks": blanks}


@register.simple_tag
def edtf(value: str | None, table: bool = False, blank: Any = None) -> str:
    """A date in words; figures with ``table=True``; the reason in ``blank`` where there is no date."""
    if not value:
        return shapes.blank_html(blank) if blank else ""
    words = dates.edtf_compact(value) if table else dates.edtf_words(value)
    if not dates.is_plain(value):
        return words
    return format_html('<time datetime="{}">{}</time>', value, words)


# Addresses ----------------------------------------------------------------------------------------


def _query(context: template.Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _as_query(query: QueryDict) -> str:
    return f"?{query.urlencode(safe=':,')}" if query else "?"


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, *pairs: Any, **changes: Any) -> str:
    """This page's query with changes; ``None`` or empty removes. Also as pairs: ``{% query_with "sort" column %}``."""
    query = _query(context)
    for name, value in {**dict(zip(pairs[::2], pairs[1::2], strict=True)), **changes}.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    return _as_query(query)


@register.simple_tag(takes_context=True)
def query_toggle(context: template.Context, name: str, value: Any, drop: str = "page") -> str:
    """This page's query with one value of a facet added, or removed if it is there; paging starts again."""
    query = _query(context)
    values = query.getlist(name)
    text = str(value)
    query.setlist(name, [held for held in values if held != text] if text in values else [*values, text])
    query.pop(drop, None)
    query.pop("after", None)  # a place in the list that was
    return _as_query(query)


@register.simple_tag(takes_context=True)
def switch_language(context: template.Context, language: str) -> str:
    """The address of this page, query included, in another language; its home page where there is none."""
    request = context.get("request")
    if request is None:
        return _prefixed("/", language)
    here = iri_to_uri(request.get_full_path())
    there = translate_url(here, language)
    if there != here or language == request.LANGUAGE_CODE:
        return there
    if getattr(request, "resolver_match", None) is None:  # an error page: its address has no view to reverse
        return _prefixed(here, language)
    return _prefixed("/", language)


def _prefixed(path: str, language: str) -> str:
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            path = path[len(code) + 1 :]
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, path: str) -> str:
    """A path of this site with its host, for links that leave it."""
    request = context.get("request")
    return request.build_absolute_uri(path) if request else path


@register.inclusion_tag("_components/tray_button.html", takes_context=True)
def tray_button(context: template.Context, item: str) -> dict[str, Any]:
    """Adds the case or code of a page to the comparison, or takes it out."""
    request = context.get("request")
    return {
        "item": item, "inside": item in tray.names(request), "next": request.get_full_path() if request else "",
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def localised(context: template.Context, path: str) -> str:
    """A stored path, which is without a language, in the reader’s language."""
    return _prefixed(path, get_language() or settings.LANGUAGE_CODE) if path else ""


@register.inclusion_tag("_components/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """The links of the masthead, with the present section marked."""
    request = context.get("request")
    here = request.path if request else ""
    sections = [
        (reverse("cases:case-list"), _("Cases")),
        (reverse("cases:code-list", args=["models"]), _("Models")),
        (reverse("cases:code-list", args=["problems"]), _("Problems")),
        (reverse("cases:code-list", args=["countermeasures"]), _("Countermeasures")),
        _compare_link(request),
        (reverse("advice:ask"), _("Advice")),
        (reverse("analyses:list"), _("Analyses")),
    ]
    return {"links": [{"url": url, "label": text, "current": _place(here, url)} for url, text in sections]}


def _compare_link(request: Any) -> tuple[str, str]:
    """The way to what is in the tray, with its number."""
    items = tray.held(getattr(request, "session", None))
    if not items:
        return reverse("cases:compare"), _("Compare")
    one_kind = len({item.kind for item in items}) == 1 and len(items) > 1
    query = f"?items={','.join(map(str, items))}" if one_kind else ""
    return reverse("cases:compare") + query, _("Compare (%(number)s)") % {"number": len(items)}


def _place(here: str, section: str) -> str:
    section = section.partition("?")[0]
    return "page" if here == section else "true" if here.startswith(section) else ""
