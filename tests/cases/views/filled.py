"""The forms of a case, filled in, and what the pages say about them."""

import re
from html import unescape

from django.urls import reverse

PLANTED = "Quokka-Zephyr-7731"


ALL = {"all": "1", "compared": "on"}


SNAPSHOT = {
    "form": "snapshot",
    "language": "en",
    "place": "浙江",
    "title": f"Zhejiang portal {PLANTED}",
    "unit": "platform",
    "period": "2019 to 2020-12-22",
    "summary": "One portal for everything.",
    "source": "https://example.org/report",
    "source_title": "A report on the portal",
    "source_type": "report",
    "source_language": "en",
    "source_completeness": "full",
    "problem-0-code": "problem:data-silos",
    "problem-0-basis": "stated",
    "problem-0-confidence": "medium",
    "problem-0-strength": "found",
    "problem-0-passage": "The departments kept their data to themselves.",
    "problem-0-locator": "p. 3",
    "problem-1-code": "problem:formalism",
    "problem-1-basis": "inferred",
    "problem-1-confidence": "low",
    "problem-1-strength": "may",
    "problem-1-reasoning": "Two portals did the same.",
    "model-code": "not-yet-coded",
}


def words(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def message_at(response, name: str) -> str:
    """What the page says at a field."""
    page = response.content.decode()
    found = re.search(rf'<(?:p|div)[^>]*id="id_{re.escape(name)}_error"[^>]*>(.*?)</p>', page, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip() if found else ""


def fields_of(response) -> dict[str, str]:
    """Every value that the form on the page would send back."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "on" if value is True else str(value) for name, value in values.items() if value not in (None, False, "")}


def save(client, data=None, url="cases:contribute-case", **more):
    return client.post(reverse(url), {**(SNAPSHOT if data is None else data), "save": "1", **more}, follow=True)


FULL = {
    "form": "full",
    "language": "en",
    "label-en": "Full case",
    "label-zh": "完整案例",
    "place": "zhejiang",
    "unit": "government",
    "period": "2018/2021",
    "summary-en": "Everything.",
    "narrative-en": "# Much\n\n- more",
    "sources-0": "A study · a-study",
    "codings-0-code": "digital formalism",
    "codings-0-value": "1",
    "codings-0-accepted": "on",
    "codings-0-basis": "stated",
    "codings-0-confidence": "high",
    "codings-0-strength": "found",
    "codings-0-evidence-0-excerpt": "Data stay in silos. · a-study#silos",
    "codings-0-evidence-0-stance": "supports",
    "codings-0-evidence-1-excerpt": "A new passage.",
    "codings-0-evidence-1-stance": "qualifies",
    "codings-0-evidence-1-locator": "第3页",
    "phases-0-title-en": "Beginning",
    "phases-0-starts": "2018",
    "phases-0-ends": "2019~",
    "events-0-title-zh": "平台上线",
    "events-0-date": "2018-05-01",
    "events-0-basis": "judgement",
    "events-0-confidence": "low",
    "events-0-strength": "may",
    "events-0-reasoning-en": "By the order of words.",
    "findings-0-text-en": "Half of the forms are online.",
    "findings-0-date": "2020",
    "findings-0-about": "digital formalism\ndata silos",
    "findings-0-basis": "stated",
    "findings-0-confidence": "medium",
    "findings-0-strength": "found",
    "findings-0-evidence-0-excerpt": "Data stay in silos. · a-study#silos",
    "findings-0-evidence-0-stance": "supports",
    "hypotheses-0-text-en": "The money ran out.",
    "hypotheses-1-text-en": "The law changed.",
    "hypotheses-1-rival_of": "the-money-ran-out",
    "process_tests-0-hypothesis": "the-law-changed",
    "process_tests-0-expected-en": "A law was passed before.",
    "process_tests-0-test_type": "hoop",
    "process_tests-0-result": "failed",
    "process_tests-0-basis": "judgement",
    "process_tests-0-confidence": "low",
    "process_tests-0-strength": "may",
    "process_tests-0-reasoning-en": "None is named.",
}


LISTED = ("sources", "codings", "events", "phases", "findings", "hypotheses", "process_tests")


BARE = {name: value for name, value in FULL.items() if not name.startswith(LISTED)}
