"""Hostile words in every field of every kind of record: no page makes anything of them that runs.

With CASEBASE_XSS_FILE, a JSON list of ``{"kind": "html" or "markdown", "p": text}``, its texts go through the fields too.
"""

import json
import os
from collections.abc import Iterator
from enum import Enum
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pydantic import BaseModel

from api.kinds import KINDS
from api.kinds import PATH_OF as PATHS
from cases.actions.draft import save_draft, submit
from cases.actions.publish import publish
from cases.documents import schema
from cases.documents.parts import Bilingual, Doi, Edtf, Prose, Refers, Url
from cases.enums import LINK_ENDS, PATH_OF, CodeKind, LinkKind
from cases.models.heads import HEADS
from cases.queries import facets

pytestmark = [pytest.mark.django_db, pytest.mark.pages]

LINES = [
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)></title></textarea></style><b onclick=a()>",
    "'onmouseover='alert(1)' {{ 7|add:7 }} {% now 'Y' %} <!--><a href=javascript:alert(1)>x</a><iframe srcdoc=a>]]>",
    "javascript:alert(document.domain)//\\u003cscript\\u003e%3Cscript%3E&lt;script&gt;&#60;img src=x onerror=a()&#62;",
]
MARKDOWN = [
    "[a](javascript:alert(1)) ![b](x\" onerror=\"alert(1)) <javascript:alert(1)> [c](data:text/html;base64,PHNjcmlwdD4=)",
    "<script>alert(1)</script>\n\n<div onclick=alert(1)>\n\n[x](https://a.example/\"onmouseover=\"alert(1)) `<svg onload=a()>`",
    "| <img src=x onerror=a()> | b |\n|---|:--\" onclick=\"a()|\n| [q]( JaVaScRiPt:a() ) | vbscript:a() |\n\n"
    "```<b>\n</code></pre><script>a()</script>\n```",
]  # fmt: skip
HOSTILE_URL = "https://example.org/'onmouseover='alert(1)';//javascript:alert(1)"
HOSTILE_DOI = '10.1234/"><script>alert(1)</script><img/src=x/onerror=alert(1)>'

BEYOND_THE_TAG = {"script", "style", "iframe", "object", "embed", "base", "applet", "frame", "portal", "animate", "set", "math"}
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "srcdoc", "ping", "cite"}

HARMLESS = ("/", "#", "?", "https://", "http://", "mailto:")


class Executable(HTMLParser):
    """Collects what a browser would run or load from what somebody typed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name.lower(): value or "" for name, value in attrs}
        ours = tag == "script" and values.get("src", "").startswith("/static/") and "srcdoc" not in values
        if (tag in BEYOND_THE_TAG or ":" in tag) and not ours:
            self.found.append(self.get_starttag_text() or tag)
        if tag == "img" or (tag == "meta" and "http-equiv" in values):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in values.items():
            leads_away = value and name in ADDRESSES and not value.startswith(HARMLESS)
            if name.startswith("on") or name in ("style", "srcdoc") or leads_away:
                self.found.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def executable(page: str) -> Executable:
    parser = Executable()
    parser.feed(page)
    parser.close()
    return parser


class Words:
    """Hostile texts in turn, as many as a field has room for."""

    def __init__(self, lines: list[str], markdown: list[str]):
        self.lines, self.markdown = cycle(lines), cycle(markdown)

    def line(self, room: int) -> str:
        return next(self.lines)[:room].strip() or "x"

    def prose(self, room: int = 4_000) -> str:
        return "\n\n".join(next(self.markdown) for _ in range(5))[:room].strip() or "x"

    def long(self, room: int) -> str:
        return " ".join(next(self.lines) for _ in range(3))[:room].strip() or "x"


# One document of each kind, from the schema ---------------------------------------------------------

NAMED = {
    "codebook": "1", "place": "guizhou", "source": "report", "actor": "government", "study": "study", "case": "named",
    "excerpt": "report#excerptitem", "phases": "start", "events": "events", "hypotheses": "hypotheses", "versions": "versionitem",
    "units": "unititem", "variables": "variableitem", "files": "fileitem",
}  # fmt: skip
LEFT_OUT = {"slug", "former_slugs", "of", "pseudonym", "retired_in", "broader", "parent", "tile", "cites", "level", "sha256",
            "phase", "division_code", "retired"}  # fmt: skip
GIVEN: dict[str, Any] = {
    "value": 1, "level": None, "language": "en", "number": 1, "order": 1, "year": 2019, "share": 50, "accepted": True,
    "basis": "inferred", "scale": "present", "since": "1", "origin": "contributed", "edition": None, "generic": True,
    "codebook_state": "draft", "key": "low", "division_code": None,
}  # fmt: skip


def texts_of(model: type[BaseModel], words: Words, **given: Any) -> dict[str, Any]:
    """A document with hostile words wherever the schema takes text, and something that fits everywhere else."""
    made: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name in given:
            made[name] = given[name]
        elif name == "ref":
            made[name] = model.__name__.lower()
        elif not name.endswith("blank") and name not in LEFT_OUT:
            made[name] = value_of(name, field.annotation, list(field.metadata), words)
    return {name: value for name, value in made.items() if value is not None}


def value_of(name: str, annotation: Any, metadata: list[Any], words: Words) -> Any:
    metadata = [*metadata, *getattr(annotation, "__metadata__", ())]
    if hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    if named := next((mark for mark in metadata if isinstance(mark, Refers)), None):
        kinds = sorted(named.kinds) or [CodeKind.MODEL]
        return f"{kinds[0]}:{kinds[0]}" if named.to == "code" else NAMED[named.to]
    if NoneType in get_args(annotation):
        inner = next(part for part in get_args(annotation) if part is not NoneType)
        return value_of(name, inner, metadata, words)
    if get_origin(annotation) is list:
        return [value_of(name, get_args(annotation)[0], [], words)]
    if get_origin(annotation) is Literal:
        return GIVEN.get(name, get_args(annotation)[0])
    if name in GIVEN and GIVEN[name] is not None:
        return GIVEN[name]
    if isinstance(annotation, type) and issubclass(annotation, Bilingual):
        room = 300 if annotation.__name__ == "LineText" else 4_000
        write = words.prose if issubclass(annotation, Prose) else words.line if room == 300 else words.long
        return {"en": write(room), "zh": write(room), "original": "en"}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return texts_of(annotation, words)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation)).value
    return {bool: True, int: 1, float: 1}.get(annotation) or written(name, metadata, words)


def written(name: str, metadata: list[Any], words: Words) -> str:
    known: list[tuple[Any, str]] = [(Edtf, "2019"), (Url, HOSTILE_URL), (Doi, HOSTILE_DOI)]
    for kind, text in known:
        if set(kind.__metadata__) <= set(metadata):
            return text
    return words.line(min([one.max_length for one in metadata if getattr(one, "max_length", None)], default=300))


def claims(words: Words) -> dict[str, list[dict[str, Any]]]:
    """One claim of each kind that a case makes, each with a reference of its own."""
    shapes: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
        "events": (schema.EventItem, {"phase": "start"}),
        "involvements": (schema.InvolvementItem, {"phase": "start"}),
        "relation_states": (schema.RelationStateItem, {"phase": "start", "other": "enterprise"}),
        "links": (
            schema.CaseLink,
            {"link_kind": "answered-by", "from_code": "problem:problem", "to_code": "countermeasure:countermeasure"},
        ),
        "benchmarks": (schema.BenchmarkItem, {"benchmark": "anonymous"}),
        "findings": (schema.FindingItem, {}),
        "hypotheses": (schema.HypothesisItem, {"rival_of": None}),
        "process_tests": (schema.ProcessTestItem, {"hypothesis": "hypotheses"}),
    }  # fmt: skip
    made = {name: [texts_of(model, words, ref=name.replace("_", "-"), **more)] for name, (model, more) in shapes.items()}
    made["phases"] = [texts_of(schema.PhaseItem, words, ref="start")]
    made["codings"] = [
        texts_of(schema.CodingItem, words, ref=f"{kind.value}-coding", code=f"{kind.value}:{kind.value}",
                 **({"value": None, "level": "low"} if kind == CodeKind.CONDITION else {}))
        for kind in CodeKind
    ]  # fmt: skip
    return made


def codes(words: Words) -> Iterator[dict[str, Any]]:
    for kind in CodeKind:
        links = [
            texts_of(
                schema.CodeLink,
                words,
                ref=link.value,
                link_kind=link.value,
                to_code=f"{min(ends).value}:{min(ends).value}",
                **({} if link == LinkKind.ANSWERED_BY else {"cerqual": None}),
            )
            for link, (starts, ends) in LINK_ENDS.items()
            if kind in starts
        ]
        level = texts_of(schema.LevelItem, words, key="low")
        scale = {"scale": "levels", "levels": [level]} if kind == CodeKind.CONDITION else {"levels": None}
        yield texts_of(schema.CodeDocument, words, kind="code", uid=f"{kind.value}:{kind.value}", links=links, **scale)


def documents(words: Words) -> list[dict[str, Any]]:
    """A record of every kind with hostile words in every field."""
    case: dict[str, Any] = {"kind": "case"}
    guizhou = {"uid": "guizhou", "level": "province", "parent": "china", "division_code": "520000"}
    return [
        texts_of(schema.CodebookDocument, words, kind="codebook", uid="1"),
        texts_of(schema.PlaceDocument, words, kind="place", uid="china", level="national", division_code="100000"),
        texts_of(schema.PlaceDocument, words, kind="place", **guizhou),
        texts_of(schema.SourceDocument, words, kind="source", uid="report"),
        *(texts_of(schema.ActorDocument, words, kind="actor", uid=uid) for uid in ("government", "enterprise")),
        *codes(words),
        texts_of(schema.CaseDocument, words, **case, uid="named", **claims(words)),
        texts_of(schema.CaseDocument, words, **case, uid="anonymous", place=None, **claims(words),
                 pseudonym=texts_of(schema.Pseudonym, words, level="city")),
        texts_of(schema.StudyDocument, words, kind="study", uid="study",
                 members=[{"ref": "m", "case": "named", "role": "focal"}, {"ref": "p", "place": "guizhou", "role": "data-row"}]),
        texts_of(schema.DataSetDocument, words, kind="dataset", uid="online-service-capability-2019",
                 files=[{"ref": "fileitem", "name": "table.csv", "sha256": "0" * 64, "key": words.line(300)}]),
    ]  # fmt: skip


# Pages ----------------------------------------------------------------------------------------------


DATASET = "/datasets/online-service-capability-2019/"


def addresses() -> list[str]:
    lists = ["/", "/cases/", "/cases/?q=script", "/search/?q=script",
             "/search/suggest/?q=script", "/compare/", "/glossary/", "/codebook/", "/studies/", "/sources/", "/actors/",
             "/places/", "/datasets/", "/about/status/", "/compare/?items=case:named,case:anonymous",
             "/compare/?items=model:model,%3Cscript%3E", f"{DATASET}plot/", f"{DATASET}plot/?x=variableitem&y=variableitem",
             f"{DATASET}values/unititem/variableitem/", f"{DATASET}?column=%3Cscript%3E"]  # fmt: skip
    with override("en"):
        records = [record.get_absolute_url() for model in HEADS.values() for record in model._default_manager.all()]
    return [*lists, *(f"/{path}/" for path in sorted(set(PATH_OF.values()))), *records]


def look(client: Client, address: str) -> str:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code in (200, 409), (address, response.status_code)
    assert executable(page).found == [], address
    return page


def payloads() -> Iterator[Words]:
    """Our own, then those of the file, moved on by one field each round."""
    yield Words(LINES, MARKDOWN)
    if name := os.environ.get("CASEBASE_XSS_FILE"):
        entries = json.loads(Path(name).read_text(encoding="utf-8"))
        lines, markdown = (
            [one["p"].replace("\0", "") for one in entries if one["kind"] == kind] for kind in ("html", "markdown")
        )
        for start in range(0, len(lines), max(len(lines) // 3, 1)):
            yield Words(lines[start:] + lines[:start] or LINES, markdown + lines or MARKDOWN)


@pytest.fixture
def hostile() -> Iterator[Words]:
    facets._indexes.clear()
    return payloads()


def test_no_page_runs_what_a_record_says(hostile, outsider) -> None:
    for words in hostile:
        publish(documents(words), by=None)
        for address in addresses():
            for language in ("", "/zh-hans"):
                look(outsider, language + address)


def test_the_hostile_words_are_on_the_pages(hostile, outsider) -> None:
    """Else the test above would look at nothing."""
    publish(documents(next(hostile)), by=None)
    for address in (
        "/cases/named/",
        "/models/model/",
        "/sources/report/",
        "/studies/study/",
        "/actors/government/",
        "/places/guizhou/",
    ):
        assert "alert(1)" in "".join(executable(look(outsider, address)).texts), address
    assert executable("<b onclick=a()>").found
    assert executable("<a href=' javascript:a()'>").found


def test_no_page_of_a_retired_record_runs_the_reason(hostile, outsider) -> None:
    words = next(hostile)
    publish(documents(words), by=None)
    case = HEADS["case"]._default_manager.select_related("revision").get(uid="named")
    reason = {"en": words.prose(), "zh": words.prose(), "original": "en"}
    publish([case.revision.document | {"retired": {"reason": reason}}], by=None)
    for language in ("", "/zh-hans"):
        response = outsider.get(language + "/cases/named/")
        assert response.status_code == 410
        page = executable(response.content.decode())
        assert page.found == []
        assert "alert(1)" in "".join(page.texts)


def test_no_answer_of_the_api_is_a_page(hostile, outsider) -> None:
    publish(documents(next(hostile)), by=None)
    found = [f"{kind.path}/" for kind in KINDS] + ["codings/", "links/", "facets/", "changes/"]
    found += [f"{PATHS[kind]}/{record.uid}/" for kind, model in HEADS.items() for record in model._default_manager.all()]
    for address in (f"/api/{one}" for one in found):
        response = outsider.get(address, headers={"Accept": "text/html,*/*"})
        assert response["Content-Type"].startswith("application/"), address
        assert response["X-Content-Type-Options"] == "nosniff", address


def test_no_page_of_a_draft_runs_what_it_says(hostile, cast, signed_in) -> None:
    author, reviewer = signed_in(cast.contributor), signed_in(cast.reviewer)
    for words in hostile:
        publish(documents(words), by=None)
        draft = texts_of(schema.CaseDocument, words, kind="case", uid="mine", **claims(words))
        source = texts_of(schema.SourceDocument, words, kind="source", uid="brought-along")
        mine = save_draft(document=draft | {"beside": [source]}, by=cast.contributor)
        for address in ("/contribute/", f"/contribute/{mine.pk}/?form=full&check=1", f"/contribute/{mine.pk}/?form=snapshot"):
            look(author, address)
        submit(revision=mine, by=cast.contributor)
        for address in ("/review/", f"/review/{mine.pk}/"):
            look(reviewer, address)
        mine.delete()


def test_no_merge_runs_what_is_merged(hostile, cast, signed_in) -> None:
    words = next(hostile)
    publish(documents(words), by=None)
    head = HEADS["case"]._default_manager.select_related("revision").get(uid="named")

    def other() -> dict[str, Any]:
        words.line(1)  # the next text in every field
        return head.revision.document | texts_of(schema.CaseDocument, words, kind="case", uid="named", **claims(words))

    mine = save_draft(document=other(), by=cast.contributor, base=head.revision)
    publish([other()], by=None)
    page = look(signed_in(cast.contributor), reverse("cases:merge", args=[mine.pk]))
    assert "alert(1)" in "".join(executable(page).texts)
