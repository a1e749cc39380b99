"""From what was sent of the short entry to the draft's document."""

import re
from collections.abc import Mapping

from cases.documents.bundle import record_of
from cases.documents.difference import Json
from cases.enums import Blank, Origin, Stance
from cases.forms.beside import Beside, language_of, propose_uid
from cases.forms.fields import as_dict, as_items, as_text, one_language, shown
from cases.forms.periods import read_period
from cases.forms.snapshot_values import MOST_PROBLEMS
from cases.queries.lookup import Gazetteer, Names

PROBLEM_ROW = re.compile(r"problem-([0-9]{1,5})-")


class SnapshotReader:
    """Makes the draft's document from what was sent; total, so that whatever was typed is in the document."""

    def __init__(self, data: Mapping[str, str], stored: Json, names: Names, places: Gazetteer, coder: str):
        self.data, self.stored, self.names, self.places, self.coder = data, stored, names, places, coder
        self.language = data.get("language") if data.get("language") in ("en", "zh") else language_of(data.get("summary", ""))
        self.beside = Beside(stored, names.source)
        self.refs: dict[str, str] = {}  # references follow from codes here: the page need not know them

    def typed(self, name: str) -> str:
        return self.data.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()

    def document(self) -> Json:
        document = record_of(self.stored) | {"kind": "case", "origin": self.stored.get("origin") or Origin.CONTRIBUTED.value}
        texts = {"label": "title", "summary": "summary"}
        values: Json = {
            field: one_language(self.stored.get(field), self.typed(name), self.language or "en") for field, name in texts.items()
        }
        values |= self._where() | self._when()
        values["unit"] = self.typed("unit") or None
        source = self._source()
        values["sources"] = [source] if source else []
        values["codings"] = self._codings(source)
        for name, value in values.items():
            if value is None:
                document.pop(name, None)
            else:
                document[name] = value
        return self.beside.put_into(document)

    def _where(self) -> Json:
        if self.data.get("anonymous"):
            pseudonym = as_dict(self.stored.get("pseudonym")) | {
                "as_printed": self.typed("printed"),
                "level": self.typed("level"),
            }
            return {"place": None, "pseudonym": {name: value for name, value in pseudonym.items() if value}}
        choice, typed = self.typed("place_choice"), self.typed("place")
        found = self.places.find(typed)
        matched = self.places.get(choice)
        if matched and any(entry.uid == matched.uid for entry in found):
            return {"place": matched.uid, "pseudonym": None}
        return {"place": found[0].uid if len(found) == 1 else (typed or None), "pseudonym": None}

    def _when(self) -> Json:
        reason = self.stored.get("period_blank") or Blank.NOT_REPORTED.value
        blank = reason if self.data.get("period_blank") else None
        return {"period": read_period(self.typed("period")) or None, "period_blank": blank}

    def _source(self) -> str:
        text = self.typed("source")
        if not text:
            self.beside.new.clear()
            return ""
        uid = self.beside.source(text)
        self.beside.new = {name: one for name, one in self.beside.new.items() if name == uid}
        if new := self.beside.new.get(uid):
            title = self.typed("source_title")
            language = self.typed("source_language") or (language_of(title) if title else "")
            for field, value in [
                ("title", one_language(new.get("title"), title, language) if title else new.get("title")),
                ("source_type", self.typed("source_type") or new.get("source_type")),
                ("language", self.typed("source_language") or new.get("language")),
                ("completeness", self.typed("source_completeness") or new.get("completeness")),
            ]:
                new[field] = value
            self.beside.new[uid] = {name: value for name, value in new.items() if value is not None}
            if not new.get("authors"):
                self.beside.new[uid] |= {"authors_blank": Blank.NOT_REPORTED.value, "issued_blank": Blank.NOT_REPORTED.value}
        return uid

    def _codings(self, source: str) -> list[Json]:
        rows = sorted({int(matched[1]) for name in self.data if (matched := PROBLEM_ROW.match(name))})
        removed, most = self.data.get("remove", ""), max(MOST_PROBLEMS, len(as_items(self.stored.get("codings"))))
        codings = [self._claim(f"problem-{row}", source) for row in rows[:most] if removed != f"problem-{row}"]
        found = [coding for coding in codings if coding]
        model = self.typed("model-code")
        if model in (Blank.NOT_YET_CODED, Blank.NOT_REPORTED):
            found += [self._blank(code.uid, model) for code in self.names.of_kind("model")]
        elif claim := self._claim("model", source):
            found.append(claim)
        taken: set[str] = set()
        for number, coding in enumerate(found, 1):
            ref = coding.get("ref") or str(coding.get("code", "")).partition(":")[2] or f"claim-{number}"
            ref = ref if ref not in taken else f"{ref}-{number}"
            coding["ref"] = ref
            taken.add(ref)
        return found

    def _blank(self, code: str, reason: str) -> Json:
        """The reason why there is no model, as somebody has given it before, or as the one who writes gives it."""
        known = as_items(self.stored.get("codings"))
        if old := next((one for one in known if (one.get("code"), one.get("blank")) == (code, reason)), None):
            return {**old}
        return {
            "ref": f"model-{code.partition(':')[2]}",
            "code": code,
            "blank": reason,
            "codebook": self.names.codebook,
            "coder": self.coder,
        }

    def _claim(self, prefix: str, source: str) -> Json | None:
        names = ("code", "basis", "confidence", "strength", "passage", "locator", "reasoning")
        typed = {name: self.typed(f"{prefix}-{name}") for name in names}
        if not any(typed.values()):
            return None
        ref = self.typed(f"{prefix}-ref")
        old = next((coding for coding in as_items(self.stored.get("codings")) if ref and coding.get("ref") == ref), {})
        code = self.names.code_meant(typed["code"])
        if old.get("code") != code:
            old = {name: value for name, value in old.items() if name not in ("ref", "blank")}
        claim: Json = {"codebook": self.names.codebook, "coder": self.coder, **old, "code": code, "value": 1}
        claim.pop("blank", None)
        for name in ("basis", "confidence", "strength"):
            claim[name] = typed[name] or None
        claim["code"] = code or None
        claim["reasoning"] = one_language(old.get("reasoning"), typed["reasoning"], language_of(typed["reasoning"]))
        claim["evidence"] = []
        if typed["passage"] or typed["locator"]:
            name = self.beside.passage(source, typed["passage"], typed["locator"]) if source else typed["passage"]
            claim["evidence"] = [{"excerpt": name, "stance": Stance.SUPPORTS.value}]
        return {name: value for name, value in claim.items() if value is not None}


def proposed_uid(document: Json, stored: Json) -> str:
    """The identity of a new case: made from its title until it is published."""
    words = shown(document.get("label")) or as_text(as_dict(document.get("pseudonym")).get("as_printed"))
    return propose_uid("case", words, keep=as_text(stored.get("uid")))
