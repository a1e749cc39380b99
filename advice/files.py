"""A plan as a DOCX file: what the printed brief says, to go on writing in."""

import io
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from advice.enums import Fit
from advice.queries.plans import Entry, PlanPage
from cases.queries.lookup import chinese, in_reader_language
from cases.validators import NOT_IN_XML


def brief_docx(page: PlanPage) -> bytes:
    document = Document()
    style = document.styles["Normal"]
    style.font.size = Pt(10)
    if chinese():  # Word takes the font for Chinese from an attribute of its own
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.core_properties.title = clean(page.plan.title)[:255]
    document.core_properties.author = ""
    document.add_heading(clean(page.plan.title), 1)
    names = pgettext("between items", "; ").join(name_of(problem) for problem in page.problems)
    document.add_paragraph(clean(_("Problems: %(names)s") % {"names": names}))
    document.add_paragraph(_("How sure and how it fits are kept apart; neither is a score. Unknown is not a difference."))
    for entry in page.entries:
        _entry(document, entry)
    sources = {passage.excerpt.source for passage in page.advice.passages}
    document.add_heading(_("Sources"), 2)
    for source in sorted(sources, key=lambda one: one.sort_key):
        document.add_paragraph(clean(in_reader_language(source.title_en, source.title_zh)), style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _entry(document: Any, entry: Entry) -> None:
    measure = entry.measure
    document.add_heading(clean(name_of(measure.code)), 2)
    document.add_paragraph(clean(in_reader_language(measure.code.short_en, measure.code.short_zh)))
    for title, words in _lines(entry):
        paragraph = document.add_paragraph()
        paragraph.add_run(clean(f"{title}{pgettext('between items', ': ')}")).bold = True
        paragraph.add_run(clean(words))


def _lines(entry: Entry) -> list[tuple[str, str]]:
    """What the brief says of a measure, title and words."""
    measure = entry.measure
    lines: list[tuple[str, str]] = []
    if entry.retired:
        lines.append((_("Note"), _("The codebook has retired this measure; no advice is given on it any more.")))
    if entry.card:
        sure = pgettext("between items", "; ").join(str(answer.sure.words) for answer in entry.card.answers)
        lines += [(_("How sure"), sure), (_("How it fits here"), fit_words(entry)), (_("Caution"), caution_words(entry))]
    lines += [
        (_("What is to be different here"), measure.adaptation or "–"),
        (_("Who answers for it"), measure.responsible or "–"),
        (_("When to look at it again"), measure.check_on.isoformat() if measure.check_on else "–"),
    ]
    lines += [(f"{made.made_at:%Y-%m-%d}, {made.get_outcome_display()}", made.happened) for made in entry.follow_ups]
    return lines


def fit_words(entry: Entry) -> str:
    """The lines in a sentence: which are the same, which differ, how many are unknown."""
    if not entry.card or not entry.card.fits:
        return _("Unknown: no place that did it can be set beside yours.")
    fit = entry.card.fits[0]
    comma = pgettext("between items", ", ")

    def named(which: Fit) -> str:
        return comma.join(_plain(line.name) for line in fit.lines if line.fit == which) or "–"

    return _("beside %(place)s – the same: %(same)s; different: %(differs)s; unknown: %(unknown)s lines") % {
        "place": _plain(fit.there.label), "same": named(Fit.SAME), "differs": named(Fit.DIFFERS), "unknown": fit.unknown,
    }  # fmt: skip


def caution_words(entry: Entry) -> str:
    """What went wrong with it, or that nothing is reported."""
    card = entry.card
    if card is None or not card.warned:
        return _("No failure reported. In general: copying other places mechanically wastes resources and ends in formalism.")
    said = [_plain({"en": one.text_en, "zh": one.text_zh}) for one in card.failures]
    said += [_("may bring about %(problem)s") % {"problem": name_of(link.to_code)} for link in card.risks]
    return pgettext("between items", "; ").join(said)


def _plain(text: Any) -> str:
    return in_reader_language(text.get("en") or "", text.get("zh") or "") if isinstance(text, dict) else str(text)


def name_of(code: Any) -> str:
    return in_reader_language(code.name_en, code.name_zh)


def clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)
